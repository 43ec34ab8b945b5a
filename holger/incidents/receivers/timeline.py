"""A case's own lines of what was decided, told and sent about it, and of tasks and evidence that came to it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from holger.core.actor import Actor
from holger.incidents.models import Decision, Incident, Moment, SentNotice
from holger.incidents.services.lines import line_put

ABOUT = Incident._meta.label_lower
SENT = {"notice": "notice", "correction": "notice_corrected", "withdrawal": "notice_withdrawn"}


def decided(sender: Any, *, decision: Decision, incident: Incident, actor: Actor, **more: Any) -> None:
    if decision.question:
        told = {"question": decision.question, "answer": decision.answer, "reason": decision.reason}
        line_put(actor, incident, "decided", at=decision.at, **told)
        return
    what = "clock_dismissed" if decision.answer == "no" else "clock_taken_up"
    line_put(actor, incident, what, at=decision.at, clock=decision.clock, reason=decision.reason)


def told(
    sender: Any, *, moment: Moment, incident: Incident, actor: Actor, corrected: bool = False, **more: Any
) -> None:
    """The line stands when it happened, so that the timeline reads as it went."""
    what = "moment_corrected" if corrected else "moment"
    named = {"point": moment.point, "question": moment.question, "basis": moment.basis, "reason": moment.reason}
    line_put(actor, incident, what, at=moment.at, **{key: value for key, value in named.items() if value})


def sent(sender: Any, *, notice: SentNotice, incident: Incident, actor: Actor, **more: Any) -> None:
    named = {"clock": notice.clock, "sheet": notice.sheet, "recipient": notice.recipient, "receipt": notice.receipt}
    told = {key: value for key, value in named.items() if value}
    line_put(actor, incident, SENT[str(notice.kind)], at=notice.at, **told, reason=notice.late_reason or notice.note)


def tasks_given(sender: Any, *, tasks: Iterable[Any], actor: Actor, **more: Any) -> None:
    about = [task for task in tasks if task.about_type == ABOUT]
    cases = _cases(actor.organisation_id, {task.about_id for task in about})
    for task in about:
        if incident := cases.get(task.about_id):
            line_put(actor, incident, "task", reference=task.reference, title=task.title)


def task_completed(sender: Any, *, task: Any, actor: Actor, **more: Any) -> None:
    if task.about_type != ABOUT:
        return
    if incident := _cases(task.organisation_id, {task.about_id}).get(task.about_id):
        line_put(actor, incident, "task_done", reference=task.reference, title=task.title)


def evidence_attached(sender: Any, *, evidence: Any, subject: Any, actor: Actor, **more: Any) -> None:
    if isinstance(subject, Incident):
        line_put(actor, subject, "evidence", reference=evidence.reference, title=evidence.title)


def _cases(organisation_id: UUID, keys: set[UUID]) -> dict[UUID, Incident]:
    if not keys:
        return {}
    return {row.pk: row for row in Incident.objects.filter(organisation_id=organisation_id, pk__in=keys)}
