"""An RRULE of RFC 5545 as text: which of its many forms we keep to, and how they are written."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from holger.core.words import N_, Reason

if TYPE_CHECKING:  # a rule writes itself with what is here
    from holger.tasks.rules.recurrence import Rule

LONGEST_TEXT = 250
UNITS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
FREQUENCIES = {unit: frequency for frequency, unit in UNITS.items()}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = (0, 1, 2, 3, 4)
KNOWN = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "COUNT", "UNTIL", "WKST")
PART = re.compile(r"([A-Z-]+)=([A-Z0-9,+:-]+)")
NUMBER = re.compile(r"[+-]?[0-9]{1,4}")
WEEKDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{6}Z?)?")
SHORTEST_MONTH = 28

UNREADABLE = N_("“%(text)s” is no rule of recurrence. One looks like FREQ=MONTHLY;BYMONTHDAY=10.")
UNKNOWN = N_("holger does not repeat by %(part)s. Use days, weeks, months, quarters or years.")
TWICE = N_("%(part)s stands there twice.")
NUMBERS = N_("“%(text)s” is no number that %(part)s can have.")
MONTH_DAYS = N_("Choose one day of the month.")
ONE_NTH = N_("Choose one: the first, second, third, fourth or last of the month.")
NO_DATE = N_("“%(text)s” is no date. One looks like 20261231.")
MONDAY = N_("Weeks begin on Monday.")


class NotARule(Exception):
    """This says no recurrence that we keep to. ``reason`` is an English sentence marked for translation."""

    def __init__(self, sentence: str, field: str | None = None, /, **params: Any):
        super().__init__(sentence % params if params else sentence)
        self.reason = Reason(sentence, params, field)


# Written


def days_of(rule: "Rule") -> tuple[tuple[int, ...], int | None]:
    """The days of the month to choose from, and which of them: the last that the month has."""
    if rule.day is None:
        return (), None
    if rule.day == 31:
        return (-1,), None
    if rule.day <= SHORTEST_MONTH:
        return (rule.day,), None
    return tuple(range(SHORTEST_MONTH, rule.day + 1)), -1


def written(rule: "Rule") -> str:
    days, place = days_of(rule)
    names = [WEEKDAYS[number] for number in rule.weekdays]
    if rule.nth is not None and len(names) == 1:
        names = [f"{rule.nth}{names[0]}"]
    elif rule.nth is not None:
        place = rule.nth
    parts = {
        "FREQ": FREQUENCIES[rule.unit],
        "INTERVAL": rule.every if rule.every > 1 else None,
        "BYMONTH": ",".join(map(str, rule.months)),
        "BYMONTHDAY": ",".join(map(str, days)),
        "BYDAY": ",".join(names),
        "BYSETPOS": place,
        "COUNT": rule.count,
        "UNTIL": rule.until and f"{rule.until:%Y%m%d}".zfill(8),
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


# Read


def read(text: str) -> dict[str, Any]:
    """What the text says, by the names of a rule's fields."""
    said = _split(text)
    unit = UNITS[said["FREQ"]]
    nth, weekdays = _weekdays(said.get("BYDAY", ""))
    place = _one(said, "BYSETPOS")
    if place is not None and weekdays:
        if nth is not None:
            raise NotARule(ONE_NTH, "nth")
        nth, place = place, None
    every = _one(said, "INTERVAL")
    if unit == "weeks" and every not in (None, 1) and len(weekdays) > 1 and said.get("WKST", "MO") != "MO":
        raise NotARule(MONDAY, "weekdays")  # elsewhere it makes no difference
    return {
        "unit": unit,
        "every": 1 if every is None else every,
        "months": tuple(_numbers(said, "BYMONTH")),
        "day": _day(_numbers(said, "BYMONTHDAY"), place),
        "nth": nth,
        "weekdays": weekdays,
        "count": _one(said, "COUNT"),
        "until": _until(said.get("UNTIL", "")),
    }


def _split(text: str) -> dict[str, str]:
    said = text.strip().upper().removeprefix("RRULE:").removesuffix(";")
    found: dict[str, str] = {}
    for piece in said.split(";"):
        match = PART.fullmatch(piece) if len(said) <= LONGEST_TEXT else None
        if match is None:
            raise NotARule(UNREADABLE, text=text.strip()[:60])
        name, value = match.groups()
        if name not in KNOWN:
            raise NotARule(UNKNOWN, part=name)
        if name in found:
            raise NotARule(TWICE, part=name)
        found[name] = value
    if "FREQ" not in found:
        raise NotARule(UNREADABLE, text=text.strip()[:60])
    if found["FREQ"] not in UNITS:
        raise NotARule(UNKNOWN, part=found["FREQ"])
    return found


def _day(days: list[int], place: int | None) -> int | None:
    """The one day that they mean: 28,29,30 and the last of these is the 30th, or the last day where there is none."""
    if not days and place is None:
        return None
    if place is None and len(days) == 1:
        return 31 if days[0] == -1 else days[0]
    if place == -1 and len(days) > 1 and sorted(days) == list(range(SHORTEST_MONTH, max(days) + 1)):
        return max(days)
    raise NotARule(MONTH_DAYS, "day")


def _weekdays(value: str) -> tuple[int | None, tuple[int, ...]]:
    if not value:
        return None, ()
    found = [WEEKDAY.fullmatch(piece) for piece in value.split(",")]
    numbers = {match[1] for match in found if match}
    if None in found:
        raise NotARule(NUMBERS, "weekdays", text=value[:60], part="BYDAY")
    if numbers == {None}:
        return None, tuple(WEEKDAYS.index(match[2]) for match in found if match)
    if len(found) > 1:
        raise NotARule(ONE_NTH, "nth")
    return int(numbers.pop() or 0), (WEEKDAYS.index(value[-2:]),)


def _numbers(said: Mapping[str, str], part: str) -> list[int]:
    pieces = said[part].split(",") if part in said else []
    if not all(NUMBER.fullmatch(piece) for piece in pieces):
        raise NotARule(NUMBERS, text=said[part][:60], part=part)
    return [int(piece) for piece in pieces]


def _one(said: Mapping[str, str], part: str) -> int | None:
    found = _numbers(said, part)
    if len(found) > 1:
        raise NotARule(NUMBERS, text=said[part][:60], part=part)
    return found[0] if found else None


def _until(value: str) -> date | None:
    """The last day. Of a moment the date as it is written: our slots have no hours."""
    if not value:
        return None
    found = UNTIL.fullmatch(value)
    try:
        return date(*map(int, found.groups())) if found else _no_date(value)
    except ValueError:
        return _no_date(value)


def _no_date(value: str) -> date:
    raise NotARule(NO_DATE, "until", text=value[:60])
