"""A questionnaire on its way to a supplier and back: sent, reminded of, withdrawn, and whose links are good."""

from datetime import date
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_, Reason
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards, next_numbers
from holger.suppliers.models.questionnaires import Questionnaire
from holger.suppliers.models.sendings import PortalLink, PortalVisit, Sending, SendingState
from holger.suppliers.models.supplier import Supplier
from holger.suppliers.permissions import QUESTIONNAIRE_SEND
from holger.suppliers.rules import sending as rules
from holger.suppliers.selectors.portal import is_open
from holger.suppliers.selectors.questionnaires import answers_of, last_answered, published_of, score_of
from holger.suppliers.services.links import link_make, link_write

CLOSED = N_("It is concluded or withdrawn, so there is nothing to open.")


@transaction.atomic
def questionnaire_send(
    *,
    actor: Actor,
    supplier: Supplier,
    questionnaire: Questionnaire,
    contact: str,
    email: str,
    due: date,
    language: str = "da",
    message: str = "",
    owner: Person | None = None,
) -> Sending:
    """Send the published version to somebody at a supplier, by mail with a link. What they answered last time comes along."""
    guards.own(actor, supplier, questionnaire, owner)
    actor.require(QUESTIONNAIRE_SEND, supplier)
    version = published_of(questionnaire)
    if version is None or questionnaire.archived_at is not None:
        raise RuleBroken(N_("Publish it first: only what is published is sent."), "questionnaire")
    if supplier.archived_at is not None:
        raise RuleBroken(N_("The supplier is archived. Restore it first."), "supplier")
    today = dates.today()
    if due <= today:
        raise RuleBroken(N_("Choose a date after today."), "due")
    open_one = Sending.objects.filter(
        supplier=supplier, version_sent__questionnaire=questionnaire, state=SendingState.SENT, archived_at=None
    ).first()
    if open_one is not None:
        raise RuleBroken(
            N_("It waits for an answer already: %(reference)s. Remind them, or withdraw that one first."),
            params={"reference": open_one.reference},
        )
    sending = Sending(
        organisation_id=actor.organisation_id,
        supplier=supplier,
        version_sent=version,
        before=last_answered(supplier, questionnaire),
        criticality=supplier.criticality or 1,
        sent_on=today,
    )
    sending.number = next_numbers(organisation_id=actor.organisation_id, prefix=Sending.prefix)[0]
    sending.reference = f"{Sending.prefix}-{sending.number}"
    sending.unit_id = supplier.unit_id
    told: dict[str, Any] = {
        "title": questionnaire.title,
        "contact": contact.strip(),
        "email": email.strip(),
        "due": due,
        "language": language,
        "message": message.strip(),
        "owner": owner or _self(actor),
    }
    changes = write(sending, told)
    history.record(actor=actor, action="sending.sent", target=sending, changes=changes)
    _let_in(sending, sending.contact, sending.email, "sent")
    return sending


@transaction.atomic
def sending_remind(*, actor: Actor, sending: Sending) -> Sending:
    """A new link to whoever has it in hand. The one before that nobody has used is good no more."""
    _may(actor, sending)
    return remind(actor, sending, "")


def remind(actor: Actor, sending: Sending, slot: str) -> Sending:
    """Whoever calls has asked. ``slot`` names the reminder, so that it goes out once."""
    sending = _held(sending)
    if sending.state != SendingState.SENT:
        raise RuleBroken(N_("It has been answered, or is not wanted any more."))
    sending.reminded += 1
    sending.save(update_fields=["reminded"])
    _let_in(sending, sending.contact, sending.email, "reminder", slot)
    history.record(actor=actor, action="sending.reminded", target=sending, changes={"email": [None, sending.email]})
    return sending


@transaction.atomic
def sending_postpone(*, actor: Actor, sending: Sending, due: date) -> Sending:
    """Give them more time. They are told by the next reminder, and see it in the portal."""
    _may(actor, sending)
    if due <= dates.today():
        raise RuleBroken(N_("Choose a date after today."), "due")
    if sending.state != SendingState.SENT:
        raise RuleBroken(N_("It has been answered, or is not wanted any more."))
    if changes := write(sending, {"due": due, "reminded_by_itself": 0}):
        history.record(actor=actor, action="sending.postponed", target=sending, changes=changes)
    return sending


@transaction.atomic
def sending_send_on(*, actor: Actor, sending: Sending, contact: str, email: str) -> Sending:
    """To somebody else at the supplier. Links that were sent before open it no more."""
    _may(actor, sending)
    held = _held(sending)
    if not is_open(held):
        raise RuleBroken(CLOSED)
    changes = write(held, {"contact": contact.strip(), "email": email.strip()})
    close_links(held)
    _let_in(held, held.contact, held.email, "sent")
    history.record(actor=actor, action="sending.sent_on", target=held, changes=changes)
    return held


@transaction.atomic
def sending_give(*, actor: Actor, sending: Sending, owner: Person) -> Sending:
    """Let somebody else read the answers."""
    _may(actor, sending)
    guards.own(actor, owner)
    if changes := write(sending, {"owner": owner}):
        history.record(actor=actor, action="sending.changed", target=sending, changes=changes)
    return sending


@transaction.atomic
def link_revoke(*, actor: Actor, link: PortalLink) -> None:
    """This link, and every browser that it let in, open the questionnaire no more."""
    guards.own(actor, link)
    _may(actor, link.sending)
    same = hanging_on(PortalLink, sending=link.sending).filter(email__iexact=link.email, revoked_at=None)
    if same.update(revoked_at=dates.now()):
        history.record(
            actor=actor, action="sending.shut_out", target=link.sending, changes={"email": [link.email, None]}
        )


@transaction.atomic
def sending_withdraw(*, actor: Actor, sending: Sending, reason: str = "") -> Sending:
    """It is not wanted any more. Its links open nothing."""
    _may(actor, sending)
    held = _held(sending)
    changes = write(held, {"state": step(held, rules.Step.WITHDRAW)})
    close_links(held)
    history.record(actor=actor, action="sending.withdrawn", target=held, changes=changes, reason=reason.strip())
    return held


def step(sending: Sending, by: rules.Step) -> str:
    """Where it stands after the step, or the reason why it is not taken."""
    to = rules.after(sending.state, by)
    if isinstance(to, Reason):
        raise RuleBroken(to)
    return to.value


def close_links(sending: Sending) -> None:
    """Nobody at the supplier gets in by what was sent before."""
    now = dates.now()
    hanging_on(PortalLink, sending=sending).filter(revoked_at=None).update(revoked_at=now)
    visits = PortalVisit.objects.filter(organisation_id=sending.organisation_id, link__sending=sending)
    visits.filter(ended_at=None).update(ended_at=now)


def count_again(sending: Sending) -> None:
    """What lists show of the answers. Inside the transaction of what has changed them."""
    found = score_of(sending, answers_of(sending))
    sending.points, sending.progress = found.points, found.progress
    sending.knock_outs, sending.to_judge = len(found.knock_outs), len(found.to_judge)
    sending.save(update_fields=["points", "progress", "knock_outs", "to_judge"])


def _self(actor: Actor) -> Person | None:
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None


def _let_in(sending: Sending, name: str, email: str, why: str, slot: str = "") -> None:
    link, secret = link_make(sending, name=name, email=email, language=sending.language)
    link_write(link, secret, why, slot)


def _held(sending: Sending) -> Sending:
    rows = Sending.objects.select_for_update(of=("self",)).select_related("supplier", "version_sent")
    return rows.get(pk=sending.pk)


def _may(actor: Actor, sending: Sending) -> None:
    actor.require(QUESTIONNAIRE_SEND, sending)
