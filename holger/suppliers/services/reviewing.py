"""What we make of a supplier's answers: judged one by one, findings for them or for us, and a conclusion."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.suppliers.models.sendings import Answer, AnswerFinding, Sending
from holger.suppliers.permissions import QUESTIONNAIRE_JUDGE
from holger.suppliers.rules import sending as rules
from holger.suppliers.selectors.portal import is_open
from holger.suppliers.selectors.questionnaires import answers_of, score_of
from holger.suppliers.services.links import link_make, link_write
from holger.suppliers.services.sendings import close_links, count_again, step
from holger.tasks.models import Task
from holger.tasks.services.tasks import task_put

DAYS_TO_MEND = 30


@transaction.atomic
def answer_judge(
    *, actor: Actor, sending: Sending, question: str, points: int | None = None, judgement: str = ""
) -> Answer:
    """How good an answer is by somebody's own reading, 0 to 100; None takes the answer's own worth again."""
    held = _to_judge(actor, sending)
    row = Answer.objects.select_for_update(of=("self",)).filter(sending=held, question=question).first()
    if row is None:
        raise NotFound
    if points is not None and not judgement.strip():
        raise RuleBroken(N_("Write why: whoever reads it next year does not know what you thought."), "judgement")
    changes = write(row, {"judged": points, "judgement": judgement.strip(), "judged_by": actor.label[:200]})
    if changes:
        count_again(held)
        told = {"question": [None, _asked(held, question)], "judged": changes.get("judged", [row.judged, row.judged])}
        history.record(actor=actor, action="sending.judged", target=held, changes=told, reason=judgement.strip())
    return row


@transaction.atomic
def answer_finding_raise(
    *,
    actor: Actor,
    sending: Sending,
    text: str,
    question: str = "",
    ours: bool = False,
    due: date | None = None,
    owner: Person | None = None,
) -> AnswerFinding:
    """Something that is not good enough. Ours becomes a task here; theirs is told by mail, with a link to reply by."""
    guards.own(actor, owner)
    held = _to_judge(actor, sending)
    if question and question not in held.version_sent.read.by_key:
        raise NotFound
    due = due or dates.today() + timedelta(days=DAYS_TO_MEND)
    finding = AnswerFinding(organisation_id=held.organisation_id, sending=held, question=question)
    changes = write(finding, {"text": text.strip(), "ours": ours, "due": due})
    if ours:
        finding.task_id = _task(actor, held, finding, owner).pk
        finding.save(update_fields=["task_id"])
    else:
        tell_supplier(held)
    history.record(actor=actor, action="sending.found", target=held, changes=changes)
    return finding


@transaction.atomic
def answer_finding_close(*, actor: Actor, finding: AnswerFinding, note: str) -> AnswerFinding:
    """It is put right, or lived with: the note says which. After the conclusion the last one shuts the portal."""
    moved = _move(
        actor,
        finding,
        "sending.finding_closed",
        note,
        (AnswerFinding.OPEN, AnswerFinding.REPLIED),
        AnswerFinding.CLOSED,
    )
    if not is_open(moved.sending):
        close_links(moved.sending)
    return moved


@transaction.atomic
def answer_finding_reopen(*, actor: Actor, finding: AnswerFinding, note: str) -> AnswerFinding:
    """The reply is not enough, or it came again: the supplier is asked once more."""
    moved = _move(
        actor,
        finding,
        "sending.finding_reopened",
        note,
        (AnswerFinding.REPLIED, AnswerFinding.CLOSED),
        AnswerFinding.OPEN,
    )
    if not moved.ours:
        tell_supplier(moved.sending)
    return moved


def _move(
    actor: Actor, finding: AnswerFinding, action: str, note: str, froms: tuple[str, ...], to: str
) -> AnswerFinding:
    guards.own(actor, finding)
    held = _held(actor, finding.sending)
    if held.state not in rules.FOLLOWED_UP:
        raise RuleBroken(N_("It is judged from when it was handed in until it is concluded."))
    finding = AnswerFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    finding.sending = held
    if finding.state not in froms:
        raise RuleBroken(N_("It is so already."))
    if held.state == rules.State.CONCLUDED and finding.state == AnswerFinding.CLOSED:
        raise RuleBroken(N_("It was closed before the conclusion, or since. Take the questionnaire up again first."))
    if not note.strip():
        raise RuleBroken(N_("Write why."), "note")
    closed = to == AnswerFinding.CLOSED
    told: dict[str, Any] = {
        "state": to,
        "closed_note": note.strip(),
        "closed_at": dates.now() if closed else None,
        "closed_by": actor.label[:200] if closed else "",
    }
    changes = write(finding, told)
    changes = {"finding": [None, str(finding)], "state": changes["state"]}
    history.record(actor=actor, action=action, target=held, changes=changes, reason=note.strip())
    return finding


@transaction.atomic
def sending_conclude(*, actor: Actor, sending: Sending, verdict: str, conclusion: str = "") -> Sending:
    """What we make of all of it. The supplier's links open it no more, unless findings wait for their reply: those they reach
    until the last is closed."""
    held = _held(actor, sending)
    to = step(held, rules.Step.CONCLUDE)
    unclosed = held.findings.exclude(state=AnswerFinding.CLOSED).count()
    found = score_of(held, answers_of(held))
    if reason := rules.why_not_conclude(rules.Verdict(verdict), conclusion, found, unclosed):
        raise RuleBroken(reason)
    told = {"state": to, "verdict": verdict, "conclusion": conclusion.strip()}
    changes = write(held, {**told, "concluded_at": dates.now(), "concluded_by": actor.label[:200]})
    if not is_open(held):
        close_links(held)
    history.record(actor=actor, action="sending.concluded", target=held, changes=changes, reason=conclusion.strip())
    return held


@transaction.atomic
def sending_reopen(*, actor: Actor, sending: Sending, reason: str) -> Sending:
    """Something has come up: judged anew, and concluded once more."""
    held = _held(actor, sending)
    to = step(held, rules.Step.REOPEN)
    if not reason.strip():
        raise RuleBroken(N_("Write why."), "reason")
    changes = write(held, {"state": to, "verdict": "", "concluded_at": None, "concluded_by": ""})
    history.record(actor=actor, action="sending.reopened", target=held, changes=changes, reason=reason.strip())
    return held


def tell_supplier(sending: Sending) -> None:
    """There is something for the supplier to reply to: a new link, to whoever it was sent to."""
    link, secret = link_make(sending, name=sending.contact, email=sending.email, language=sending.language)
    link_write(link, secret, "finding")


def _task(actor: Actor, sending: Sending, finding: AnswerFinding, owner: Person | None) -> Task:
    """The tasks room asks for nothing more: whoever may judge may have something done about it."""
    task = Task(organisation_id=sending.organisation_id)
    task.about_type, task.about_id = sending.subject_type, sending.pk
    title = f"{sending.supplier.title}: {finding.text}"[:200]
    told = {"title": title, "due": finding.due, "owner": owner or sending.owner, "unit": sending.unit}
    return task_put(actor, task, {**told, "description": finding.text})


def _asked(sending: Sending, key: str) -> str:
    known = sending.version_sent.read.by_key.get(key)
    return known.text["en"][:200] if known else key


def _to_judge(actor: Actor, sending: Sending) -> Sending:
    held = _held(actor, sending)
    if held.state != rules.State.SUBMITTED:
        raise RuleBroken(N_("It is judged from when it was handed in until it is concluded."))
    return held


def _held(actor: Actor, sending: Sending) -> Sending:
    actor.require(QUESTIONNAIRE_JUDGE, sending)
    rows = Sending.objects.select_for_update(of=("self",)).select_related("supplier", "version_sent", "owner", "unit")
    return rows.get(pk=sending.pk)
