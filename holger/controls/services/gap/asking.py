"""Asking people to answer in a round, and the mail that tells them."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from holger.controls.models import GapAnswer, GapRound
from holger.controls.services.gap.shared import must_be_let, must_be_open
from holger.core.actor import Actor
from holger.frameworks import services as frameworks
from holger.frameworks.models import Standing
from holger.frameworks.services.shared import must_be_ours
from holger.history import services as history
from holger.jobs.services import mail_put
from holger.organisation.models import Organisation, Person

SHOWN = 20
"""Requirements that the mail names; the rest are behind the link."""


@transaction.atomic
def gap_ask(*, actor: Actor, rows: Iterable[GapAnswer], person: Person | None, note: str = "") -> int:
    """Ask somebody to answer some of a round, and tell them by mail; None: whoever answers for the scope.

    Returns how many are asked of somebody else than before. Whoever cannot sign in is asked without a mail.
    """
    must_be_ours(actor, person)
    by_round: dict[GapRound, list[GapAnswer]] = {}
    for row in rows:
        by_round.setdefault(row.round, []).append(row)
    return sum(_ask(actor, gap_round, asked, person, note) for gap_round, asked in by_round.items())


def _ask(actor: Actor, gap_round: GapRound, rows: Sequence[GapAnswer], person: Person | None, note: str) -> int:
    standings = must_be_let(actor, "frameworks.scope", rows)
    must_be_open(gap_round)
    mail = partial(tell, gap_round)
    count = frameworks.standings_ask(actor=actor, standings=standings, person=person, note=note, mail=mail)
    if count:
        told = {"asked": [None, str(person)] if person else [None, None], "requirements": [None, count]}
        history.record(actor=actor, action="gap_round.asked", target=gap_round, changes=told)
    return count


def tell(gap_round: GapRound, person: Person, standings: Sequence[Standing], *, sender: str, note: str) -> None:
    """Which requirements, of which round, and where to answer. Nobody answers without signing in."""
    if person.user_id is None or not person.email:
        return
    organisation = Organisation.objects.get(pk=person.organisation_id)
    told = {
        "person": person,
        "organisation": organisation,
        "sender": sender,
        "note": note,
        "gap_round": gap_round,
        "framework": standings[0].scope.framework,
        "requirements": [each.requirement for each in standings[:SHOWN]],
        "more": max(0, len(standings) - SHOWN),
        "count": len(standings),
        "link": f"{settings.BASE_URL}/o/{organisation.slug}/{gap_round.path}answer/?show=mine",
    }
    with override(organisation.language):
        subject = render_to_string("controls/mail/gap_asked_subject.txt", told)
        body = render_to_string("controls/mail/gap_asked.txt", told)
    mail_put(organisation_id=organisation.pk, recipient=person.email, subject=subject, body=body)
