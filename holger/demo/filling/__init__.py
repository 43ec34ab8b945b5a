"""Fills a demo organisation from ``content/``, in the order in which its people would have done it.

Everything goes through the services as somebody in the organisation, so the demo's history is a real one; only the
clock is turned back.
"""

from dataclasses import dataclass

from django.db import transaction

from holger.demo.filling import (
    assessments,
    comings,
    contracts,
    controls,
    doors,
    exceptions,
    frameworks,
    gaps,
    incidents,
    keys,
    map,
    people,
    policies,
    proof,
    questionnaires,
    readings,
    record,
    requests,
    risks,
    seal,
    statements,
    supervision,
    suppliers,
    training,
    wheel,
    work,
)
from holger.demo.filling.story import Story, load
from holger.organisation.models import Organisation

KEYS_MADE = 40
"""Days ago."""


@dataclass(frozen=True)
class Filled:
    """An organisation and, for each role, the e-mail address and the token of the person the demo signs in as.

    ``portal_links``: where suppliers answer what they were asked. ``doors``: the same for those who are suspended, removed or sign in with a code; ``secret`` is what codes are made of.
    """

    organisation: Organisation
    logins: dict[str, str]
    tokens: dict[str, str]
    doors: dict[str, str]
    secret: str
    portal_links: list[str]


def fill(name: str, *, language: str = "da", password_hash: str = "") -> Filled:
    """Fill the organisation called ``name`` in ``content/``; its texts in ``language`` (da or en)."""
    story = Story(load(name), language)
    people.plan(story, password_hash)
    doors.plan(story, password_hash)
    map.plan(story)
    controls.plan(story)
    risks.plan(story)
    proof.plan(story)
    controls.plan_evidence(story)
    frameworks.plan(story)
    gaps.plan(story)
    work.plan(story)
    statements.plan(story)
    wheel.plan(story)
    record.plan(story)
    requests.plan(story)
    assessments.plan(story)
    policies.plan(story)
    readings.plan(story)
    exceptions.plan(story)
    training.plan(story)
    incidents.plan(story)
    suppliers.plan(story)
    contracts.plan(story)
    questionnaires.plan(story)
    supervision.plan(story)
    comings.plan(story)
    story.at(KEYS_MADE, keys.make)
    seal.plan(story)
    with transaction.atomic(savepoint=False):
        story.tell()
    return Filled(story.organisation, story.logins, story.tokens, story.doors, story.secret, story.portal_links)
