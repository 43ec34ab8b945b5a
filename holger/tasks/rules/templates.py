"""An organisation's own activities as templates: written to a file like the library's, read back, and told as entries.

A file that somebody brings may hold anything, so nothing in it is unfolded, made into an object or taken as it is: what is read is
told anew. Nobody's name and no date is in it; a role does it, from a month and a day.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import yaml

from holger.core.told import At
from holger.core.words import LANGUAGES, N_, Reason, Words
from holger.tasks.rules.ready_dates import Place, Works
from holger.tasks.rules.ready_entry import CATEGORIES, Each, Entry, Sample, Served
from holger.tasks.rules.recurrence import next_after, parse
from holger.tasks.rules.roles import ROLES
from holger.tasks.rules.rrule_text import NotARule

KIND = "activities"
"""What the file says that it holds."""
LARGEST = 1_000_000
MOST = 200
OWN = "own:"
"""Before the key of what is not the library's."""
KEY = re.compile(rf"({OWN})?[a-z0-9][a-z0-9-]{{0,54}}")
LENGTHS = {"title": 200, "short": 60, "why": 4_000, "instructions": 10_000, "checklist": 300, "recurs": 200}
KNOWN = (
    *("key", "category", "title", "short", "why", "instructions", "checklist", "recurs", "first", "lead", "grace"),
    *("minutes", "role", "sign_off", "evidence_required", "sample", "each", "serves"),
)
LATEST = {"lead": 180, "grace": 90, "minutes": 10_000}


class NotTemplates(Exception):
    """The file cannot be used, and why."""

    def __init__(self, text: str, **params: Any):
        super().__init__(text)
        self.reason = Reason(text, params, "file")


def written(title: str, entries: Iterable[Entry]) -> str:
    """The file: its title, and one activity after the other."""
    told = {"holger": KIND, "title": title, "activities": [told_of(entry) for entry in entries]}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=110)


def told_of(entry: Entry) -> dict[str, Any]:
    """An entry as it is kept and written, without what it does not have."""
    told: dict[str, Any] = {
        "key": entry.key,
        "category": entry.category,
        "title": dict(entry.title),
        "short": dict(entry.short),
        "why": dict(entry.why),
        "instructions": dict(entry.steps[0]) if entry.steps else {},
        "checklist": [dict(each) for each in entry.checklist],
        "recurs": entry.rule,
        "first": {"month": str(entry.month), "day": str(entry.day)},
        "lead": str(entry.lead),
        "grace": str(entry.grace),
        "minutes": str(entry.minutes) if entry.minutes else "",
        "role": entry.role,
        "sign_off": entry.sign_off,
        "evidence_required": "true" if entry.evidence_required else "",
        "sample": {"of": entry.sample.of, "size": str(entry.sample.size)} if entry.sample else {},
        "each": {"of": entry.each.of, "filter": entry.each.filter} if entry.each else {},
        "serves": _by_framework(entry.serves),
    }
    return {name: value for name, value in told.items() if value}


def _by_framework(served: Iterable[Served]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in served:
        found.setdefault(each.framework, []).append(each.code)
    return found


def read_file(data: bytes) -> tuple[str, list[Entry]]:
    """The title and the activities of a file; ``NotTemplates`` tells why it is none."""
    if len(data) > LARGEST:
        raise NotTemplates(N_("The file is too large."))
    try:
        text = data.decode("utf-8-sig")
        _refuse_more(text)
        told = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - it makes texts, lists and names, and nothing else
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as wrong:
        raise NotTemplates(N_("The file is not readable as YAML.")) from wrong
    if not isinstance(told, Mapping) or told.get("holger") != KIND:
        raise NotTemplates(N_("The file holds no activities from holger."))
    title = told.get("title")
    return (title.strip()[: LENGTHS["title"]] if isinstance(title, str) else ""), read(told.get("activities"))


def _refuse_more(text: str) -> None:
    """What unfolds and what makes objects is not for files like this."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise NotTemplates(N_("References (& and *) and tags (!) are not read here. Write the text out."))


def read(told: Any) -> list[Entry]:
    """Activities as they are kept; ``NotTemplates`` for the first thing that is wrong."""
    if not isinstance(told, list) or not told:
        raise NotTemplates(N_("The file holds no activities from holger."))
    if len(told) > MOST:
        raise NotTemplates(N_("At most %(most)s activities in one file."), most=MOST)
    try:
        found = [_entry(_Loose(f"{place}", each, LANGUAGES)) for place, each in enumerate(told, 1)]
    except (ValueError, NotARule) as wrong:
        raise NotTemplates(N_("Something in the file is not as it should be: %(what)s."), what=str(wrong)) from wrong
    if len({entry.key for entry in found}) < len(found):
        raise NotTemplates(N_("Two activities in the file have the same key."))
    return found


class _Loose(At):
    """As people write it: a text may be in one language alone, and what is not said is nothing."""

    def said(self, name: str) -> Words:
        told = self.told.get(name, {})
        told = dict.fromkeys(self.languages, told) if isinstance(told, str) else told
        return self._words(name, told)

    def _words(self, name: str, told: Any) -> Words:
        inner = At(f"{self.place} {name}", told, self.languages)
        inner.knows(*self.languages)
        words = {key: inner.text(key) for key in self.languages if inner.has(key)}
        if any(len(text) > LENGTHS[name] for text in words.values()):
            raise self.wrong(f"{name} is longer than {LENGTHS[name]} characters")
        return words

    def all_said(self, name: str) -> list[Words]:
        lines = [dict.fromkeys(self.languages, each) if isinstance(each, str) else each for each in self.items(name)]
        if len(lines) > 50:
            raise self.wrong(f"{name} has more than 50 lines")
        return [self._words(name, each) for each in lines]

    def count(self, name: str) -> int:
        text = self.text(name) if self.has(name) else "0"
        if not (text.isascii() and text.isdigit() and int(text) <= LATEST[name]):
            raise self.wrong(f"{name} is not a whole number up to {LATEST[name]}")
        return int(text)

    def role(self, name: str) -> str:
        return self.one_of(name, ROLES) if self.has(name) else ""


def _entry(at: _Loose) -> Entry:
    at.knows(*KNOWN)
    at.place = key = at.text("key")
    if not KEY.fullmatch(key):
        raise at.wrong("key is not made of small letters, digits and hyphens")
    title, steps = at.said("title"), at.said("instructions")
    if not title:
        raise at.wrong("title is missing")
    month, day = _first(at)
    return Entry(
        key=key,
        number=None,
        category=at.one_of("category", CATEGORIES),
        title=title,
        short=at.said("short") or title,
        why=at.said("why"),
        steps=[steps] if steps else [],
        checklist=at.all_said("checklist"),
        evidence=[],
        rule=parse(at.text("recurs")[: LENGTHS["recurs"]]).text,
        month=month,
        day=day,
        after=None,
        occasion={},
        lead=at.count("lead"),
        grace=at.count("grace"),
        minutes=at.count("minutes"),
        role=at.role("role"),
        along=(),
        sign_off=at.role("sign_off"),
        evidence_required=at.has("evidence_required") and at.yes("evidence_required"),
        sample=_sample(at),
        each=_each(at),
        essential=False,
        extra=False,
        controls=(),
        serves=_serves(at),
    )


def _first(at: At) -> tuple[int, int]:
    first = at.inner("first")
    if first is None:
        return 1, 1
    month, day = first.number("month"), first.number("day")
    if month not in range(1, 13) or day not in range(1, 32):
        raise at.wrong("first is no day of a year")
    return month, day


def _sample(at: At) -> Sample | None:
    inner = at.inner("sample")
    return Sample(inner.text("of")[:50], min(inner.number("size"), 500), {}) if inner else None


def _each(at: At) -> Each | None:
    inner = at.inner("each")
    return Each(inner.text("of")[:50], inner.text("filter")[:500] if inner.has("filter") else "", {}) if inner else None


def _serves(at: At) -> Sequence[Served]:
    serves = at.inner("serves")
    return (
        [Served(framework[:100], code[:60]) for framework in serves.told for code in serves.texts(framework)]
        if serves
        else []
    )


# When they begin


def is_even(entry: Entry) -> bool:
    """Does it come round to the same months every year, so that it can be spread with others?"""
    try:
        return bool(entry.months)
    except ValueError:
        return False


def place_of(entry: Entry, since: date, works: Works) -> Place:
    """For what comes in another rhythm: its own first day, or the next one that its rule has."""
    start = _begins(entry, since)
    rule = parse(entry.rule)
    found = next_after(rule, start, start - timedelta(days=1)) or start
    while not rule.placed and not works(found):
        found += timedelta(days=1)
    return Place(found, entry.rule)


def _begins(entry: Entry, since: date) -> date:
    """Its month and day, this year or the next; at once where it comes so often that nobody waits for a month."""
    if entry.rule.startswith(("FREQ=DAILY", "FREQ=WEEKLY")):
        return since
    for year in (since.year, since.year + 1):
        day = date(year, entry.month, min(entry.day, 28))
        if day >= since:
            return day
    return since
