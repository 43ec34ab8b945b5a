"""Writing down what was sent, as it was, for good; and what the forms ask for until then."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import LANGUAGES, N_
from holger.history import services as history
from holger.incidents import library, signals
from holger.incidents.models import Incident
from holger.incidents.models.notices import CaseAnswers, LateReason, LetterDraft, Sending, SentNotice
from holger.incidents.permissions import NOTIFY, VIEW
from holger.incidents.rules.clocks import Clock
from holger.incidents.rules.letters import Letter
from holger.incidents.rules.sheets import UNKNOWN, CaseField, Kind, Sheet
from holger.incidents.selectors.clocks import Case
from holger.incidents.selectors.drills import word
from holger.incidents.selectors.sheets import Desk, draft_of, kept
from holger.incidents.services.standing import held, must_reach, signed

LONGEST = 10_000
MOST_LISTED = 200
LARGEST = 10**15
STALE = N_("The case has changed since you looked. Look at the copy once more, and record what was sent.")


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a copy: the same content gives the same digest, whatever order it is kept in."""
    told = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def notice_record(
    *,
    actor: Actor,
    incident: Incident,
    clock: str = "",
    sheet: str = "",
    letter: str = "",
    language: str,
    at: datetime,
    recipient: str,
    receipt: str = "",
    late_reason: str = "",
    note: str = "",
    seen: str = "",
) -> SentNotice:
    """Write down that a form (``sheet``) or a letter was sent, and freeze the copy. Sent once more it is a further part of the same.

    ``seen`` is the digest of the copy that one looked at: if the case has changed since, nothing is written. A notice that comes
    after its deadline is only taken with the reason.
    """
    case = held(actor, incident, NOTIFY)
    running = _clock(case, clock)
    content = _content(case, running, sheet, letter, language)
    if seen and seen != digest_of(content):
        raise RuleBroken(STALE)
    moment = _not_ahead(at)
    if running is not None and _comes_late(case, running, moment) and not late_reason.strip():
        raise RuleBroken(N_("It was sent late. Write why: the law asks for the reason."), "late_reason")
    row = SentNotice(
        clock=clock,
        sheet=sheet or letter,
        language=language,
        at=moment,
        recipient=recipient.strip(),
        receipt=receipt.strip(),
        late_reason=late_reason.strip(),
        note=note.strip(),
        content=content,
        digest=digest_of(content),
        **signed(actor, incident),
    )
    return _put(actor, row, "incident.notice_sent")


@transaction.atomic
def notice_correct(
    *, actor: Actor, notice: SentNotice, at: datetime, note: str, receipt: str = "", seen: str = ""
) -> SentNotice:
    """Write down that a notice was put right with the one who got it: what was wrong, and the copy as it is now."""
    case = held(actor, notice.incident, NOTIFY)
    content = _again(case, notice)
    if seen and seen != digest_of(content):
        raise RuleBroken(STALE)
    return _after(actor, case, notice, Sending.CORRECTION, at, note, receipt, content)


@transaction.atomic
def notice_withdraw(*, actor: Actor, notice: SentNotice, at: datetime, note: str, receipt: str = "") -> SentNotice:
    """Write down that a notice was taken back. Where there is a duty still, its clock runs on as if nothing had been sent."""
    case = held(actor, notice.incident, NOTIFY)
    return _after(actor, case, notice, Sending.WITHDRAWAL, at, note, receipt, notice.content)


def _after(
    actor: Actor,
    case: Case,
    notice: SentNotice,
    kind: str,
    at: datetime,
    note: str,
    receipt: str,
    content: Mapping[str, Any],
) -> SentNotice:
    if not note.strip():
        raise RuleBroken(N_("Write what was wrong. What was sent first stays in the log."), "note")
    if not case.facts.sent(notice.clock) and notice.clock:
        raise RuleBroken(N_("It has been taken back already."))
    if _not_ahead(at) < notice.at:
        raise RuleBroken(N_("This was before the notice itself was sent."), "at")
    row = SentNotice(
        clock=notice.clock,
        sheet=notice.sheet,
        kind=kind,
        language=notice.language,
        at=at,
        recipient=notice.recipient,
        receipt=receipt.strip(),
        note=note.strip(),
        content=content,
        digest=digest_of(content),
        **signed(actor, case.incident),
    )
    return _put(actor, row, "incident.notice_corrected" if kind == Sending.CORRECTION else "incident.notice_withdrawn")


def _put(actor: Actor, row: SentNotice, action: str) -> SentNotice:
    row.full_clean(exclude=["organisation", "incident"])
    row.save()
    changes = {
        "clock": [None, row.clock or row.sheet],
        "at": [None, row.at.isoformat()],
        "recipient": [None, row.recipient],
        "receipt": [None, row.receipt],
        "sha256": [None, row.digest],
    }
    reason = row.late_reason or row.note
    history.record(actor=actor, action=action, target=row.incident, changes=changes, reason=reason)
    signals.notice_sent.send(sender=SentNotice, notice=row, incident=row.incident, actor=actor)
    return row


@transaction.atomic
def late_reason_give(*, actor: Actor, notice: SentNotice, reason: str) -> LateReason:
    """Say afterwards why a notice was late; the law asks for it. What was said before stays."""
    held(actor, notice.incident, NOTIFY)
    if not reason.strip():
        raise RuleBroken(N_("Write why it was late."), "reason")
    row = LateReason(notice=notice, reason=reason.strip(), **signed(actor, notice.incident))
    row.full_clean(exclude=["organisation", "incident", "notice"])
    row.save()
    changes = {"clock": [None, notice.clock or notice.sheet]}
    history.record(
        actor=actor, action="incident.late_explained", target=notice.incident, changes=changes, reason=row.reason
    )
    return row


def _clock(case: Case, key: str) -> Clock | None:
    if not key:
        return None
    found = case.clock(key)
    if found is None:
        raise RuleBroken(N_("There is no such deadline here."), "clock")
    return found


def _comes_late(case: Case, clock: Clock, at: datetime) -> bool:
    """Is it the first of its kind, and after its deadline?"""
    return clock.due is not None and at > clock.due.at and not case.facts.sent(clock.key)


def _content(case: Case, clock: Clock | None, sheet: str, letter: str, language: str) -> dict[str, Any]:
    """The copy as it stands now. A deadline that no form answers is recorded without one."""
    if language not in LANGUAGES:
        raise RuleBroken(N_("There is no such language here."), "language")
    if letter:
        return _letter(case, _known(library.letters(), letter), language)
    if sheet:
        return Desk(case).sheet(_known(library.sheets(), sheet), language, clock).as_data()
    return {}


def _again(case: Case, notice: SentNotice) -> dict[str, Any]:
    letter = notice.sheet if "letter" in notice.content else ""
    clock = case.clock(notice.clock) if notice.clock else None
    return _content(case, clock, "" if letter else notice.sheet, letter, notice.language)


def _letter(case: Case, letter: Letter, language: str) -> dict[str, Any]:
    draft = draft_of(case, letter, language) or Desk(case).letter(letter, language)
    subject, text = _marked(case, language, draft.subject, draft.text)
    return {"letter": letter.key, "language": language, "subject": subject, "text": text}


def _known[Entry: (Sheet, Letter)](there: Mapping[str, Entry], key: str) -> Entry:
    if key not in there:
        raise RuleBroken(N_("There is no such form here."), "sheet")
    return there[key]


def _not_ahead(at: datetime) -> datetime:
    if at > dates.now():
        raise RuleBroken(N_("This has not happened yet."), "at")
    return at


@transaction.atomic
def copy_taken(*, actor: Actor, incident: Incident, sheet: str, form: str) -> None:
    """Tell that a copy of a form was taken out of holger as a file."""
    must_reach(actor, incident, VIEW)
    changes = {"report": [None, sheet], "format": [None, form]}
    history.record(actor=actor, action="report.exported", target=incident, changes=changes)


# What the forms ask for


@transaction.atomic
def answers_set(
    *, actor: Actor, incident: Incident, answers: Mapping[str, Any], version: int | None = None
) -> CaseAnswers:
    """Fill in fields of the forms, by the case's field; ``unknown`` says that it is not known yet, None takes an answer away."""
    case = held(actor, incident, NOTIFY)
    row = Desk(case).kept
    told = {**row.answers, **{key: _kept(key, value) for key, value in answers.items()}}
    before = row.answers
    now = {key: value for key, value in told.items() if value not in (None, "", [])}
    if write(row, {"answers": now}, version=version):
        differing = sorted(key for key in before.keys() | now.keys() if before.get(key) != now.get(key))
        changes = {key: [before.get(key), now.get(key)] for key in differing}
        history.record(actor=actor, action="incident.form_filled", target=incident, changes=changes)
    return row


def _kept(key: str, value: Any) -> Any:
    field = library.case_fields().get(key)
    if field is None:
        raise RuleBroken(N_("There is no such field here."), key)
    if value is None or value == UNKNOWN:
        return value
    if not _fits(field, value):
        raise RuleBroken(N_("This answer does not fit the field."), key)
    return kept(value.strip() if isinstance(value, str) else value)


def _fits(field: CaseField, value: Any) -> bool:
    match field.kind:
        case Kind.TIME:
            return isinstance(value, datetime) and value.tzinfo is not None
        case Kind.YES_NO:
            return isinstance(value, bool)
        case Kind.NUMBER | Kind.MONEY:
            return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and 0 <= value < LARGEST
        case Kind.LIST:
            return (
                isinstance(value, list)
                and len(value) <= MOST_LISTED
                and all(isinstance(each, str) and len(each) <= LONGEST for each in value)
            )
    return isinstance(value, str) and len(value) <= LONGEST


# Letters


@transaction.atomic
def letter_write(
    *,
    actor: Actor,
    incident: Incident,
    letter: str,
    language: str,
    subject: str,
    text: str,
    version: int | None = None,
) -> LetterDraft:
    """Keep what somebody has made of a letter, in one language."""
    case = held(actor, incident, NOTIFY)
    known = _known(library.letters(), letter)
    row = draft_of(case, known, language) or LetterDraft(
        organisation_id=actor.organisation_id, incident=incident, letter=letter, language=language
    )
    new = row._state.adding
    subject, text = _marked(case, language, subject.strip(), text.strip())
    if write(row, {"subject": subject, "text": text}, version=None if new else version):
        changes = {"letter": [None, letter], "language": [None, language]}
        history.record(actor=actor, action="incident.letter_written", target=incident, changes=changes)
    return row


def _marked(case: Case, language: str, subject: str, text: str) -> tuple[str, str]:
    """A letter of an exercise says so, whoever wrote on it: it could be sent by mistake."""
    mark = word(language)
    if not case.incident.drill:
        return subject, text
    return subject if mark in subject else f"{mark}: {subject}", text if mark in text else f"{mark}\n\n{text}"


@transaction.atomic
def letter_start_over(*, actor: Actor, incident: Incident, letter: str, language: str) -> None:
    """Let go of what was written: the letter is the ready text with the case's words again."""
    case = held(actor, incident, NOTIFY)
    row = draft_of(case, _known(library.letters(), letter), language)
    if row is None:
        return
    row.delete()
    changes = {"letter": [letter, None], "language": [language, None]}
    history.record(actor=actor, action="incident.letter_started_over", target=incident, changes=changes)
