"""The checklist of a case: put to use from playbooks, done step by step. Who was quicker wins; nobody is done twice."""

from django.db import transaction
from django.db.models import Max

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.incidents import library
from holger.incidents.models import Incident, Step
from holger.incidents.rules.checklist import MOST, why_not_skip, why_not_tick
from holger.incidents.rules.playbooks import Playbook
from holger.incidents.services.lines import line_put
from holger.incidents.services.timeline import must_work_on
from holger.tasks.words import ROLES

OWN_PHASE = "own"


@transaction.atomic
def playbook_use(*, actor: Actor, incident: Incident, playbook: str) -> list[Step]:
    """Copy the steps of a ready playbook into the case, in both languages. Several may be used, each once."""
    must_work_on(actor, incident)
    ready = library.playbooks().get(playbook)
    if ready is None:
        raise RuleBroken(N_("There is no such playbook."), "playbook")
    if Step.objects.filter(incident=incident, playbook=playbook).exists():
        raise RuleBroken(N_("This playbook is in use here already."), "playbook")
    if incident.steps.count() + ready.count > MOST:
        raise RuleBroken(N_("There are too many steps. Use another case for this."))
    return _laid_out(actor, incident, ready)


def playbook_follows(actor: Actor, incident: Incident) -> None:
    """Whoever takes a case on, or begins an exercise, has chosen its playbook with that: nothing more is asked of them here."""
    ready = library.playbooks().get(incident.playbook)
    if ready is not None and not Step.objects.filter(incident=incident, playbook=ready.key).exists():
        _laid_out(actor, incident, ready)


def _laid_out(actor: Actor, incident: Incident, ready: Playbook) -> list[Step]:
    rows = _rows(actor, incident, ready, _next(incident))
    Step.objects.bulk_create(rows)
    if not incident.playbook:
        incident.refresh_from_db()
        write(incident, {"playbook": ready.key})
    line_put(actor, incident, "playbook", playbook=dict(ready.title))
    changes = {"playbook": [None, ready.key], "steps": [None, len(rows)]}
    history.record(actor=actor, action="incident.playbook_used", target=incident, changes=changes)
    return rows


def _rows(actor: Actor, incident: Incident, ready: Playbook, start: int) -> list[Step]:
    steps = [(phase, step) for phase in ready.phases for step in phase.steps]
    return [
        Step(
            organisation_id=actor.organisation_id,
            incident=incident,
            playbook=ready.key,
            phase=phase.key,
            phase_da=phase.title.get("da", ""),
            phase_en=phase.title.get("en", ""),
            position=start + place,
            text_da=step.text.get("da", ""),
            text_en=step.text.get("en", ""),
            why_da=step.why.get("da", ""),
            why_en=step.why.get("en", ""),
            role=step.role,
            minutes=step.minutes,
        )
        for place, (phase, step) in enumerate(steps)
    ]


def _next(incident: Incident) -> int:
    last = Step.objects.filter(incident=incident).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def step_tick(*, actor: Actor, step: Step, version: int | None = None) -> Step:
    """It is done, by the actor, now. ``Conflict`` where somebody has touched it since the actor looked."""
    must_work_on(actor, step.incident)
    write(step, {}, version=version)
    _refuse(why_not_tick(done=step.done_at is not None, skipped=step.skipped))
    return _told(actor, step, "done", {"done_at": dates.now(), "done_by": actor.label})


@transaction.atomic
def step_untick(*, actor: Actor, step: Step, version: int | None = None) -> Step:
    """It is open again: it was not done after all, or does apply."""
    must_work_on(actor, step.incident)
    write(step, {}, version=version)
    if step.done_at is None and not step.skipped:
        raise RuleBroken(N_("This step is open."))
    return _told(actor, step, "undone", {"done_at": None, "done_by": "", "skipped": False})


@transaction.atomic
def step_skip(*, actor: Actor, step: Step, reason: str, version: int | None = None) -> Step:
    """It does not apply here, with the reason, which stands on it as a note."""
    must_work_on(actor, step.incident)
    write(step, {}, version=version)
    _refuse(why_not_skip(done=step.done_at is not None, skipped=step.skipped, reason=reason))
    return _told(actor, step, "skipped", {"skipped": True, "note": reason.strip()}, reason.strip())


@transaction.atomic
def step_note(*, actor: Actor, step: Step, note: str, version: int | None = None) -> Step:
    """Write something on a step: how it was done, what it waits for."""
    must_work_on(actor, step.incident)
    if changes := write(step, {"note": note.strip()}, version=version):
        told = {"step": [step.text, step.text], **changes}
        history.record(actor=actor, action="incident.step_noted", target=step.incident, changes=told)
    return step


@transaction.atomic
def step_add(
    *, actor: Actor, incident: Incident, text: str, role: str = "", minutes: int | None = None, phase: str = ""
) -> Step:
    """Add a step of the case's own, at the end of a phase or of all."""
    must_work_on(actor, incident)
    if not text.strip():
        raise RuleBroken(N_("Write what is to be done."), "text")
    if role and role not in ROLES:
        raise RuleBroken(N_("There is no such role."), "role")
    if incident.steps.count() >= MOST:
        raise RuleBroken(N_("There are too many steps. Use another case for this."))
    among = Step.objects.filter(incident=incident, phase=phase).order_by("-position").first() if phase else None
    row = Step(organisation_id=actor.organisation_id, incident=incident)
    placed = {"phase": among.phase, "phase_da": among.phase_da, "phase_en": among.phase_en} if among else {}
    position = among.position if among else _next(incident)
    words = {"text_da": text.strip(), "text_en": text.strip()}
    write(row, {"phase": OWN_PHASE, **placed, "position": position, **words, "role": role, "minutes": minutes})
    line_put(actor, incident, "step_added", text=row.text)
    _record(actor, row, "added")
    return row


def _told(actor: Actor, step: Step, what: str, values: dict[str, object], reason: str = "") -> Step:
    write(step, values)
    words = {"da": step.text_da, "en": step.text_en}
    line_put(actor, step.incident, f"step_{what}", text=words, reason=reason)
    _record(actor, step, what, reason)
    return step


def _record(actor: Actor, step: Step, what: str, reason: str = "") -> None:
    changes = {"step": [None, step.text]}
    history.record(actor=actor, action=f"incident.step_{what}", target=step.incident, changes=changes, reason=reason)


def _refuse(why: object) -> None:
    if why:
        raise RuleBroken(why)  # type: ignore[arg-type]
