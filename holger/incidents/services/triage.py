"""Taking reports in: taking one on as a case, saying kindly that it is no incident, or joining it with another."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.incidents import library, signals
from holger.incidents.library.titles import playbook_titles
from holger.incidents.models import Entry, EntryKind, Incident, Moment, Point, Status
from holger.incidents.permissions import DECIDE, TRIAGE, WORK
from holger.incidents.rules import severity
from holger.incidents.rules.reports import why_not_merge
from holger.incidents.rules.states import STEPS
from holger.incidents.selectors.reports import REPORTER
from holger.incidents.selectors.severity import method_of
from holger.incidents.services import telling
from holger.incidents.services.cases import restricted_set
from holger.incidents.services.lines import line_put
from holger.incidents.services.moments import moment_tell
from holger.incidents.services.standing import hold, must_reach, signed
from holger.incidents.services.weighing import placed
from holger.organisation.models import Person
from holger.organisation.selectors import actor_of, is_here
from holger.organisation.services import guards

DONE_ALREADY = N_("Somebody has seen to this report already.")


@transaction.atomic
def incident_take_on(
    *,
    actor: Actor,
    incident: Incident,
    title: str,
    category: str = "",
    impact: str = "",
    urgency: str = "",
    owner: Person | None = None,
    playbook: str = "",
    restricted: bool = False,
    version: int | None = None,
) -> Incident:
    """Make a case of a report, with somebody who leads it: ``owner``, else the actor. Its first sign is when it was detected.

    ``restricted``: from then on only whoever leads it and its team know of it, which may shut the actor out. Whoever reported it is
    told that it is being handled, and nothing more.
    """
    must_reach(actor, incident, TRIAGE)
    guards.own(actor, owner)
    hold(incident)
    incident.refresh_from_db()
    _must_wait(incident, "take_on")
    leader = _leader(actor, owner)
    values: dict[str, Any] = {
        "title": title.strip(),
        "category": category,
        "impact": impact,
        "urgency": urgency,
        "playbook": playbook,
    }
    values["owner"] = leader
    _check(actor, values)
    method = method_of(actor.organisation_id)
    weighed = severity.weighed(method, impact, urgency, {})
    changes = write(
        incident,
        {**values, **placed(method, weighed), "status": STEPS["take_on"].ends, "taken_on_at": dates.now()},
        version=version,
    )
    history.record(actor=actor, action="incident.taken_on", target=incident, changes=changes)
    line_put(actor, incident, "taken_on", owner=str(leader.pk))
    _first_sign(actor, incident)
    telling.intake_told(incident)
    telling.leader_tell(incident, actor)
    telling.reporter_tell(incident, "taken", _handled(incident), str)
    if restricted:
        why = gettext("So from when it was taken on.")
        restricted_set(actor=actor, incident=incident, restricted=True, reason=why, without_me=True)
    return _said(actor, incident, "take_on")


@transaction.atomic
def incident_reject(*, actor: Actor, incident: Incident, reason: str, answer: str = "") -> Incident:
    """Say that a report is not an incident, and why. ``answer`` goes to whoever reported it, if they gave their name."""
    must_reach(actor, incident, TRIAGE)
    hold(incident)
    incident.refresh_from_db()
    _must_wait(incident, "reject")
    if not reason.strip():
        raise RuleBroken(N_("Write why."), "reason")
    changes = write(incident, {"status": STEPS["reject"].ends})
    history.record(actor=actor, action="incident.rejected", target=incident, changes=changes, reason=reason.strip())
    line_put(actor, incident, "rejected", reason=reason.strip())
    telling.intake_told(incident)
    if incident.reporter_id is not None:
        _answer(actor, incident, answer.strip())
    return _said(actor, incident, "reject")


@transaction.atomic
def incident_merge(*, actor: Actor, incident: Incident, into: Incident, reason: str) -> Incident:
    """Join a report, or a case, with another that is about the same. It keeps its own timeline, moments and decisions; the other's
    timeline shows both. It can be opened again (``stepping.incident_step``)."""
    for each in (incident, into):
        must_reach(actor, each, TRIAGE)
    for each in sorted((incident, into), key=lambda row: row.pk):
        hold(each)
        each.refresh_from_db()
    if refused := why_not_merge(
        same=incident.pk == into.pk,
        joined=incident.status == Status.MERGED,
        into=into.status,
        has_joined=incident.joined.exists(),
        kept_apart=incident.restricted != into.restricted,
        drill=incident.drill != into.drill,
    ):
        raise RuleBroken(refused)
    _must_wait(incident, "merge")
    if into.archived_at is not None:
        raise RuleBroken(N_("That one is archived. Restore it first."), "into")
    if not reason.strip():
        raise RuleBroken(N_("Write why."), "reason")
    changes = write(incident, {"status": STEPS["merge"].ends, "merged_into": into})
    history.record(actor=actor, action="incident.merged", target=incident, changes=changes, reason=reason.strip())
    history.record(actor=actor, action="incident.joined", target=into, changes={"joined": [None, str(incident)]})
    line_put(actor, incident, "merged", case=str(into.pk), reason=reason.strip())
    line_put(actor, into, "joined", case=str(incident.pk))
    telling.intake_told(incident)
    telling.reporter_tell(incident, "taken", _handled(incident), str)
    return _said(actor, incident, "merge")


def _must_wait(incident: Incident, step: str) -> None:
    if incident.archived_at is not None or incident.status not in STEPS[step].starts:
        raise RuleBroken(DONE_ALREADY)


def _leader(actor: Actor, owner: Person | None) -> Person:
    """Whoever leads a case must be able to open it and work on it."""
    here = Person.objects.filter(organisation_id=actor.organisation_id)
    leader = owner or (here.filter(pk=actor.person_id).first() if actor.person_id else None)
    if leader is None:
        raise RuleBroken(N_("Say who leads the case."), "owner")
    if not is_here(leader) or not actor_of(leader).reach(WORK):
        told = {"name": leader.name}
        raise RuleBroken(
            N_("%(name)s may not work on incidents. Give them a role first, or choose another."), "owner", told
        )
    return leader


def _check(actor: Actor, values: dict[str, Any]) -> None:
    """What is chosen is there to be chosen."""
    if not values["title"]:
        raise RuleBroken(N_("Give it a title."), "title")
    method = method_of(actor.organisation_id)
    known = {
        "category": library.categories().keys(),
        "impact": {level.key for level in method.impacts},
        "urgency": {level.key for level in method.urgencies},
        "playbook": playbook_titles().keys(),
    }
    for name, keys in known.items():
        if values[name] and values[name] not in keys:
            raise RuleBroken(N_("Choose one from the list."), name)


def _first_sign(actor: Actor, incident: Incident) -> None:
    """When it was detected is the first sign, as for a case that is opened by hand, unless somebody has told of one."""
    told = Moment.objects.filter(incident=incident, point=Point.FIRST_SIGN, question="").exists()
    if not told and actor.may(DECIDE, incident):
        basis = gettext("The report.")
        moment_tell(actor=actor, incident=incident, point=Point.FIRST_SIGN, at=incident.detected_at, basis=basis)


def _answer(actor: Actor, incident: Incident, answer: str) -> None:
    """What whoever reported it is told, which stands in the timeline too."""
    if answer:
        now = dates.now()
        line = Entry(
            kind=EntryKind.CONTACT,
            at=now,
            entered_at=now,
            text=answer,
            told={"to": REPORTER},
            **signed(actor, incident),
        )
        line.full_clean(exclude=["organisation", "incident"])
        line.save()

    def title() -> str:
        return gettext("Your report %(reference)s has been looked at") % {"reference": incident.reference}

    telling.reporter_tell(incident, "answer", title, lambda: answer)


def _handled(incident: Incident) -> telling.Text:
    return lambda: gettext("Your report %(reference)s is being handled. Thank you.") % {"reference": incident.reference}


def _said(actor: Actor, incident: Incident, step: str) -> Incident:
    signals.incident_changed.send(sender=Incident, incident=incident, actor=actor, step=step)
    return incident
