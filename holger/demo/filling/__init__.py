"""Fills a demo organisation from ``content/``, in the order in which its people would have done it.

Everything goes through the services as somebody in the organisation, so the demo's history is a real one; only the
clock is turned back.
"""

from dataclasses import dataclass

from django.db import transaction

from holger.demo.filling import map, people, proof, risks
from holger.demo.filling.story import Story, load
from holger.organisation.models import Organisation


@dataclass(frozen=True)
class Filled:
    """An organisation and, for each role, the e-mail address of the person the demo signs in as."""

    organisation: Organisation
    logins: dict[str, str]


def fill(name: str, *, language: str = "da", password_hash: str = "") -> Filled:
    """Fill the organisation called ``name`` in ``content/``; its texts in ``language`` (da or en)."""
    story = Story(load(name), language)
    with transaction.atomic():
        people.found(story)
        people.hire(story, password_hash)
        map.draw(story)
        risks.assess(story)
        proof.attach(story)
    return Filled(story.organisation, story.logins)
