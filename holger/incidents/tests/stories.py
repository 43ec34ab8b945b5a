"""An incident's facts, told in a line."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from holger.incidents import library
from holger.incidents.rules.assessing import Answer, Decision
from holger.incidents.rules.clock_entry import Start, applying
from holger.incidents.rules.clocks import Clock, clocks
from holger.incidents.rules.facts import Facts, Moment, Notice, Sent
from holger.incidents.rules.periods import Place

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
KRONBORG = Place(COPENHAGEN, "DK", frozenset({"important"}))


def at(text: str, zone: ZoneInfo = COPENHAGEN) -> datetime:
    """A local time such as ``2026-11-24 09:00``, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def aware(text: str, *, before: str = "") -> dict[Start, list[Moment]]:
    told = [each for each in (before, text) if each]
    return {Start.AWARE: [Moment(at(each), basis="alarm", reason="corrected") for each in told]}


def decided(when: str = "2026-11-24 10:00", **answers: str) -> dict[str, Decision]:
    return {key: Decision(key, Answer(given), "because", "Anna", at(when)) for key, given in answers.items()}


def sent(text: str, kind: Sent = Sent.NOTICE, late_reason: str = "") -> Notice:
    return Notice(at(text), kind, "R-1", "Anna", late_reason)


def told(facts: Facts, now: str, place: Place = KRONBORG) -> dict[str, Clock]:
    """The clocks of the library at a time, by key."""
    rules = applying(library.clocks(), place)
    return {each.key: each for each in clocks(rules, facts, place, at(now))}
