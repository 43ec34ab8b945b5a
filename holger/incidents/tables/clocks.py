"""A clock as it is shown: what it is, how much time is left, until when, why, and what to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.template.defaultfilters import capfirst
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from holger.core import dates
from holger.core.kept import Kept
from holger.core.words import say
from holger.incidents import library
from holger.incidents.models.decisions import Answered
from holger.incidents.permissions import NOTIFY
from holger.incidents.rules.assessing import Answer
from holger.incidents.rules.clocks import Clock, State
from holger.incidents.rules.periods import Due
from holger.incidents.rules.supposing import Shift
from holger.incidents.rules.why import why
from holger.incidents.selectors.clocks import Case, Rows, running, ticking
from holger.incidents.selectors.sheets import Desk, desks_of
from holger.incidents.tables.asked import desk_on
from holger.incidents.words import ANSWER_LOOKS, REGIME_WORDS, STATE_LOOKS, STATE_WORDS, span_words, within_words
from holger.ui import cells, days, http

FULL = 100


@dataclass(frozen=True)
class Line:
    """``level`` is the colour's name; ``bar`` shows how much of the time is gone, ``undecided`` that it runs because nobody has decided.

    Two lines are equal when they read the same.
    """

    clock: Clock = field(compare=False)
    title: str
    regime: str
    to: str
    within: str
    badge: SafeString
    undecided: SafeString | str
    level: str
    left: str
    left_note: str
    bar: SafeString | str
    due: str
    due_note: str
    notes: tuple[str, ...]
    url: str
    action: tuple[str, str] | None
    incident: str
    """The reference of its case."""
    incident_url: str

    @property
    def stands(self) -> bool:
        """Is it open, or will it be? What is neither is settled."""
        return self.clock.is_open or self.clock.projected is not None

    @property
    def html(self) -> SafeString:
        """As it stands on the page of its case."""
        return self._drawn(of_case=False)

    @property
    def html_of_case(self) -> SafeString:
        """As it stands among the lines of other cases."""
        return self._drawn(of_case=True)

    def _drawn(self, of_case: bool) -> SafeString:
        return DRAWN.get((self, of_case), lambda: self._draw(of_case))

    def _draw(self, of_case: bool) -> SafeString:
        return SafeString(get_template("incidents/_clock_line.html").render({"line": self, "of_case": of_case}))


MISSING: Kept[int] = Kept(5000)
"""How many fields of a form are missing, until something is written in the organisation."""
DRAWN: Kept[SafeString] = Kept(1000)
"""Lines as they were drawn the last time: within a minute most of them read the same again."""


def lines(request: Any, case: Case, found: Iterable[Clock]) -> list[Line]:
    desk = desk_on(request, case)
    return [line(request, desk, clock) for clock in found]


def running_lines(request: Any, incidents: Rows, most: int | None = None) -> tuple[list[Line], int]:
    """The open deadlines of many incidents, the ones that press most first, and how many there are in all."""
    desks = {desk.case.incident.pk: desk for desk in desks_of(request.organisation, ticking(incidents))}
    found = running(desk.case for desk in desks.values())
    return [line(request, desks[case.incident.pk], clock) for case, clock in found[:most]], len(found)


def line(request: Any, desk: Desk, clock: Clock) -> Line:
    case, language = desk.case, get_language() or ""
    left, left_note = remaining(clock)
    due, due_note = due_of(clock, case.organisation.zone)
    missing, action = next_step(request, desk, clock)
    reference = case.incident.reference
    return Line(
        clock=clock,
        title=say(clock.rule.title, language),
        regime=_regime(clock.rule.regime, language),
        to=say(clock.to, language),
        within=within_words(clock),
        badge=state_badge(clock),
        undecided=_undecided(language) if clock.undecided and clock.is_open else "",
        level=STATE_LOOKS[clock.state][0],
        left=left,
        left_note=left_note,
        bar=_gone(min(FULL, clock.percent), STATE_LOOKS[clock.state][0], language)
        if clock.percent is not None and clock.is_open
        else "",
        due=due,
        due_note=due_note,
        notes=(*missing, *(gettext(each.text) for each in _worth_saying(clock))),
        url=http.link(request, "incidents:clock-detail", reference=reference, clock=clock.key),
        action=action,
        incident=reference,
        incident_url=request.base + case.incident.path,
    )


def state_badge(clock: Clock) -> SafeString:
    return _state(clock.state, get_language() or "")


@lru_cache(maxsize=32)
def _state(state: State, _language: str) -> SafeString:
    return cells.badge(STATE_WORDS[state], *STATE_LOOKS[state])


@lru_cache(maxsize=64)
def _regime(regime: Any, _language: str) -> str:
    return str(REGIME_WORDS[regime])


@lru_cache(maxsize=2048)
def _gone(percent: int, level: str, _language: str) -> SafeString:
    return cells.bar(percent, gettext("%(percent)s %% of the time is gone") % {"percent": percent}, level)


@lru_cache(maxsize=8)
def _undecided(_language: str) -> SafeString:
    return cells.badge(gettext("Undecided counts as yes"), "mid", "help-circle")


def answer_badge(answer: Answer) -> SafeString:
    return _answered(answer, get_language() or "")


@lru_cache(maxsize=16)
def _answered(answer: Answer, _language: str) -> SafeString:
    return cells.badge(Answered(answer.value).label, *ANSWER_LOOKS[answer])


def remaining(clock: Clock) -> tuple[str, str]:
    """How much time is left, and the word that goes with it."""
    if not clock.is_open:
        return "–", ""
    if clock.due is None:
        return gettext("Now"), gettext("no hours in the law")
    span = clock.due.at - dates.now()
    return span_words(span), gettext("late") if clock.late is not None else gettext("left")


def due_of(clock: Clock, zone: str) -> tuple[str, str]:
    """Until when, and what there is to say of it."""
    if clock.notice is not None and clock.state != State.NOT_RELEVANT:
        receipt = gettext("Receipt %(number)s") % {"number": clock.notice.receipt} if clock.notice.receipt else ""
        late = gettext("%(span)s late") % {"span": span_words(clock.late)} if clock.late is not None else ""
        return gettext("Sent %(when)s") % {"when": moment(clock.notice.at, zone)}, ", ".join(
            filter(None, [late, receipt])
        )
    if clock.state == State.NOT_RELEVANT:
        decision = clock.decision
        return "", f"{decision.reason} ({decision.by})" if decision is not None and not clock.spared else ""
    if clock.due is not None:
        return capfirst(due_words(clock.due, zone)), _lenient(clock.due, zone)
    if clock.projected is not None:
        return gettext("At the latest %(when)s") % {"when": due_words(clock.projected, zone)}, ""
    return "", ""


def due_words(due: Due, zone: str) -> str:
    """Wednesday 25 Nov 2026 at 03.52, as within a sentence; for days and months the end of the last day."""
    if due.day is not None:
        return gettext("%(day)s at 24.00") % {"day": days.weekday_and_day(due.day)}
    return moment(due.at, zone)


def moment(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return gettext("%(day)s at %(time)s") % {"day": days.weekday_and_day(local.date()), "time": f"{local:%H.%M}"}


def _lenient(due: Due, zone: str) -> str:
    if due.lenient is None:
        return ""
    return gettext("The law may allow until %(when)s. Keep to the first date.") % {"when": moment(due.lenient, zone)}


def next_step(request: Any, desk: Desk, clock: Clock) -> tuple[list[str], tuple[str, str] | None]:
    """What is missing on its form, and the button that leads there."""
    sheet = library.sheet_of(clock.rule)
    if not clock.is_open:
        return [], None
    missing: list[str] = []
    if sheet is not None:
        key = (http.moment(request), desk.case.incident.pk, sheet.key, clock.key, clock.late is not None)
        count = MISSING.get(key, lambda: len(desk.sheet(sheet, (get_language() or "en")[:2], clock).missing))
        if count:
            missing = [
                ngettext("%(count)s field is missing.", "%(count)s fields are missing.", count) % {"count": count}
            ]
    if not request.actor.may(NOTIFY, desk.case.incident):
        return missing, None
    reference = desk.case.incident.reference
    if sheet is None:
        url = http.link(request, "incidents:clock-sent", reference=reference, clock=clock.key)
        return missing, (gettext("Write down that it is sent"), url)
    url = http.link(request, "incidents:sheet", reference=reference, sheet=sheet.key)
    return missing, (gettext("Open the form"), f"{url}?clock={clock.key}")


def _worth_saying(clock: Clock) -> list[Any]:
    """On a line there is room for what changes what one does: all of it stands on the clock's own page."""
    if clock.state == State.NOT_RELEVANT:
        return []
    reasons = why(clock)
    if clock.state == State.WAITING:
        return reasons[:1]
    return [each for each in reasons if clock.undecided or clock.late_reason_wanted or clock.before][:1]


@dataclass(frozen=True)
class Moved:
    """A clock in the table of what would happen: as it is, and as it would be in each of some cases."""

    title: str
    regime: str
    cells: Sequence[tuple[Any, SafeString, str, bool]]
    """(the case, state, until when, does it differ from now)"""


def moved(shifts: Sequence[Sequence[Shift]], zone: str, heads: Sequence[Any]) -> list[Moved]:
    """``shifts``: for each case what moves, all against the same present. Only clocks that move in any of them.

    ``heads``: what the present and the cases are called.
    """
    by_key: dict[str, list[Shift]] = {}
    for some in shifts:
        for shift in some:
            by_key.setdefault(shift.clock.key, []).append(shift)
    found = [rows for rows in by_key.values() if any(each.moves for each in rows)]
    return [_moved(rows, zone, heads) for rows in found]


def _moved(rows: Sequence[Shift], zone: str, heads: Sequence[Any]) -> Moved:
    clock = rows[0].clock
    told = [(rows[0].now, False), *((each.then, each.moves) for each in rows)]
    return Moved(
        say(clock.rule.title, get_language()),
        str(REGIME_WORDS[clock.rule.regime]),
        [(head, *_stands(each, zone), moves) for head, (each, moves) in zip(heads, told, strict=True)],
    )


def _stands(clock: Clock | None, zone: str) -> tuple[SafeString, str]:
    if clock is None:
        return cells.dash, ""
    return state_badge(clock), due_of(clock, zone)[0] if clock.is_open or clock.projected else ""
