"""The case itself: made, told of, given to somebody, kept from others, put away. Its steps are in ``stepping``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.models import TenantModel
from holger.core.words import N_, Reason
from holger.history import services as history
from holger.history.services import Entry
from holger.incidents import signals
from holger.incidents.library.titles import category_titles
from holger.incidents.models import Incident, Member, Moment, Point, Status
from holger.incidents.permissions import DECIDE, DELETE, WORK
from holger.incidents.rules import severity
from holger.incidents.rules.states import CLOSED, MERGED, REJECTED
from holger.incidents.rules.stepping import why_not_edit, why_not_keep
from holger.incidents.selectors.severity import method_of
from holger.incidents.services.lines import line_put
from holger.incidents.services.moments import moment_correct, moment_tell
from holger.incidents.services.standing import hold, must_reach
from holger.incidents.services.weighing import placed, severity_follow
from holger.organisation.models import Person
from holger.organisation.services import guards, next_numbers

FACTS = frozenset(
    (
        *("title", "description", "category", "source", "doubt", "reporter", "reported_by", "owner", "unit"),
        *("detected_at", "occurred_from", "occurred_to", "estimated", "impact", "urgency", "next_review"),
        *("hits_confidentiality", "hits_integrity", "hits_availability", "cause", "malicious", "cross_border"),
        *("countries", "people_count", "record_count", "users_count", "customers_count", "outage_minutes", "loss"),
        *("containment", "recovery"),
    )
)
"""What people tell of a case. The rest follows, or has a verb of its own."""
FINISHED = (CLOSED, REJECTED, MERGED)
MOST = 500
"""So many cases are given in one go; for more the list is narrowed."""


@transaction.atomic
def incident_create(*, actor: Actor, title: str, **answers: Any) -> Incident:
    """Open a case. Whoever may work on incidents does; everybody else reports one (``triage.incident_report``).

    It is being handled from now on, and what was detected then is its first sign: the law's clocks ask for it.
    """
    values = {"title": title, **answers}
    _check(actor, values)
    guards.require_in(actor, WORK, answers.get("unit"))
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Incident.prefix)[0]
    incident = Incident(organisation_id=actor.organisation_id, number=number, reference=f"{Incident.prefix}-{number}")
    incident.taken_on_at = dates.now()
    _in_time(incident, values)
    _of_method(actor, values, incident)
    method = method_of(actor.organisation_id)
    found = severity.weighed(method, values.get("impact", ""), values.get("urgency", ""), {})
    changes = write(incident, {**values, "status": Status.OPEN, **placed(method, found)})
    history.record(actor=actor, action="incident.created", target=incident, changes=changes)
    line_put(actor, incident, "created", source=incident.source)
    if actor.may(DECIDE, incident):
        moment_tell(actor=actor, incident=incident, point=Point.FIRST_SIGN, at=incident.detected_at)
    return _said(actor, incident, "create")


@transaction.atomic
def incident_edit(
    *, actor: Actor, incident: Incident, version: int | None = None, reason: str = "", **answers: Any
) -> Incident:
    """Put the facts of a case right. ``version`` is what the writer read: ``Conflict`` where somebody saved in between.

    Another time of detection takes a ``reason``, since the law's clocks move with the first sign; so does any change of a
    case that is closed. Severity follows from impact, urgency and what is decided.
    """
    must_reach(actor, incident, WORK)
    _check(actor, answers)
    _of_method(actor, answers, incident)
    if refused := why_not_edit(incident.status, archived=incident.archived_at is not None, reason=reason):
        raise RuleBroken(refused)
    _in_time(incident, answers)
    if "owner" in answers:
        _still_named(actor, incident, answers["owner"])
    leader = incident.owner_id
    changes = write(incident, answers, version=version)
    if not changes:
        return incident
    history.record(actor=actor, action="incident.edited", target=incident, changes=changes, reason=reason.strip())
    if "detected_at" in changes:
        _sign_follows(actor, incident, reason)
    if changes.keys() & {"impact", "urgency"}:
        severity_follow(actor=actor, incident=incident)
    if incident.owner_id != leader:
        line_put(actor, incident, "given", owner=str(incident.owner_id or ""))
    return _said(actor, incident, "edit")


@transaction.atomic
def incidents_give(*, actor: Actor, incidents: Sequence[Incident], owner: Person | None) -> int:
    """Let somebody lead these cases from now on; how many had another leader. Nobody: they wait for a leader."""
    if len(incidents) > MOST:
        raise RuleBroken(N_("Choose %(most)s at most."), params={"most": MOST})
    guards.own(actor, owner)
    entries = []
    for incident in sorted(incidents, key=lambda each: each.pk):
        must_reach(actor, incident, WORK)
        _still_named(actor, incident, owner)
        if changes := write(incident, {"owner": owner}):
            entries.append(Entry("incident.edited", incident, changes))
            line_put(actor, incident, "given", owner=str(owner.pk) if owner else "")
            _said(actor, incident, "give")
    history.record_many(actor=actor, entries=entries)
    return len(entries)


@transaction.atomic
def restricted_set(
    *, actor: Actor, incident: Incident, restricted: bool, reason: str, without_me: bool = False
) -> Incident:
    """Keep a case from everybody but its leader and its team, or open it to those whose roles reach it again.

    Somebody must be named who still sees it. Whoever does this must be among them, so that nobody locks themselves out;
    ``without_me`` is to say that it is meant.
    """
    must_reach(actor, incident, WORK)
    hold(incident)
    incident.refresh_from_db()
    if incident.restricted == restricted:
        return incident
    if not reason.strip():
        raise RuleBroken(N_("Write why."), "reason")
    if restricted and (refused := _why_not_restrict(actor, incident, without_me)):
        raise RuleBroken(refused)
    changes = write(incident, {"restricted": restricted})
    action = "incident.restricted" if restricted else "incident.opened_up"
    history.record(actor=actor, action=action, target=incident, changes=changes, reason=reason.strip())
    line_put(actor, incident, "restricted" if restricted else "opened_up", reason=reason.strip())
    return _said(actor, incident, "restrict" if restricted else "open_up")


@transaction.atomic
def incident_archive(*, actor: Actor, incident: Incident) -> Incident:
    """Put a finished case away: out of lists. Its record, history and references stay."""
    return _put(actor, incident, "archive", "incident.archived", dates.now())


@transaction.atomic
def incident_restore(*, actor: Actor, incident: Incident) -> Incident:
    return _put(actor, incident, "restore", "incident.restored", None)


def _put(actor: Actor, incident: Incident, step: str, action: str, when: datetime | None) -> Incident:
    must_reach(actor, incident, DELETE)
    hold(incident)
    incident.refresh_from_db()
    if (incident.archived_at is None) == (when is None):
        return incident
    if when is not None and incident.status not in FINISHED:
        raise RuleBroken(N_("The case is not finished. Close it first."))
    changes = write(incident, {"archived_at": when})
    history.record(actor=actor, action=action, target=incident, changes=changes)
    return _said(actor, incident, step)


def _said(actor: Actor, incident: Incident, step: str) -> Incident:
    signals.incident_changed.send(sender=Incident, incident=incident, actor=actor, step=step)
    return incident


def _check(actor: Actor, answers: Mapping[str, Any]) -> None:
    """Refuse what is not told by hand, and whatever belongs to another organisation."""
    if wrong := answers.keys() - FACTS:
        raise ValueError(f"not told of a case: {', '.join(sorted(wrong))}")
    for name, value in answers.items():
        if isinstance(value, TenantModel) and value.organisation_id != actor.organisation_id:
            raise RuleBroken(N_("Choose one from the list."), name)
    if answers.get("category") and answers["category"] not in category_titles():
        raise RuleBroken(N_("Choose one from the list."), "category")
    for country in answers.get("countries") or ():
        if not (isinstance(country, str) and len(country) == 2 and country.isalpha() and country.isupper()):
            raise RuleBroken(N_("Two letters for each country, such as DK."), "countries")


def _of_method(actor: Actor, answers: Mapping[str, Any], before: Incident) -> None:
    """A level that the method does not have is refused, except one that stands: the method may have changed since."""
    new = {name for name in ("impact", "urgency") if answers.get(name) and answers[name] != getattr(before, name)}
    if not new:
        return
    method = method_of(actor.organisation_id)
    for name, levels in (("impact", method.impacts), ("urgency", method.urgencies)):
        if name in new and answers[name] not in {level.key for level in levels}:
            raise RuleBroken(N_("Choose one from the list."), name)


def _in_time(incident: Incident, answers: Mapping[str, Any]) -> None:
    now = dates.now()
    for name in ("detected_at", "occurred_from", "occurred_to"):
        at = answers.get(name)
        if at is not None and at > now:
            raise RuleBroken(N_("This has not happened yet."), name)
    if incident.anonymous and (answers.get("reporter") or answers.get("reported_by")):
        raise RuleBroken(N_("It was reported anonymously, and stays so."), "reporter")
    detected = answers.get("detected_at")
    if detected is not None and incident.contained_at is not None and detected > incident.contained_at:
        raise RuleBroken(N_("It was contained before that. Put the later times right first."), "detected_at")


def _still_named(actor: Actor, incident: Incident, owner: Person | None) -> None:
    """A case that is kept from others never loses the last one who sees it."""
    if incident.restricted and owner is None and not Member.objects.filter(incident=incident).exists():
        raise RuleBroken(N_("Only those who need to know see this case. Name another leader instead."), "owner")


def _why_not_restrict(actor: Actor, incident: Incident, without_me: bool) -> Reason | None:
    named = set(Member.objects.filter(incident=incident).values_list("person_id", flat=True))
    if incident.owner_id is not None:
        named.add(incident.owner_id)
    return why_not_keep(named=len(named), keeper_named=actor.person_id in named, without_me=without_me)


def _sign_follows(actor: Actor, incident: Incident, reason: str) -> None:
    """When it was detected is the first sign of it: what the clocks start at follows."""
    signs = Moment.objects.filter(incident=incident, point=Point.FIRST_SIGN).order_by("-entered_at", "-id")
    last = signs.values_list("at", flat=True).first()
    if last is None:
        moment_tell(actor=actor, incident=incident, point=Point.FIRST_SIGN, at=incident.detected_at)
    elif last != incident.detected_at:
        moment_correct(
            actor=actor, incident=incident, point=Point.FIRST_SIGN, at=incident.detected_at, reason=reason.strip()
        )
