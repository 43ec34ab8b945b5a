"""Reading ready activities from what a file tells. A file holds one category.

The files come along with holger and are never brought by anybody else, so the first thing that is wrong stops the reading.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from holger.core.told import At
from holger.tasks.rules.ready_entry import (
    CATEGORIES,
    EVENTS,
    LAST_DAY,
    POPULATIONS,
    Category,
    Each,
    Entry,
    Event,
    Sample,
    Served,
    months_of,
)


def read(told: Any, languages: Sequence[str]) -> tuple[Category, list[Entry]]:
    """The category in a file and its activities; all texts are there in every one of the ``languages``.

    ValueError for the first thing that is wrong, with the place where it stands.
    """
    at = At("file", told, tuple(languages))
    at.knows("category", "title", "activities")
    category = Category(at.one_of("category", CATEGORIES), at.words("title"))
    listed = [At(f"{category.key} {place}", each, at.languages) for place, each in enumerate(at.items("activities"), 1)]
    return category, [_entry(each, category.key) for each in listed]


def _entry(at: At, category: str) -> Entry:
    at.knows(
        *("key", "number", "title", "short", "why", "steps", "checklist", "evidence", "recurs", "first", "after"),
        *("occasion", "lead", "grace", "minutes", "role", "with", "sign_off", "evidence_required", "sample", "each"),
        *("essential", "extra", "controls", "serves"),
    )
    at.place = at.text("key")
    if at.has("recurs") == at.has("after"):
        raise at.wrong("either recurs, or comes after an event")
    rule, month, day = _recurrence(at)
    return Entry(
        key=at.text("key"),
        number=at.number("number") if at.has("number") else None,
        category=category,
        title=at.words("title"),
        short=at.words("short"),
        why=at.words("why"),
        steps=at.all_words("steps"),
        checklist=at.all_words("checklist"),
        evidence=at.all_words("evidence"),
        rule=rule,
        month=month,
        day=day,
        after=_event(at.inner("after")),
        occasion=at.words("occasion") if at.has("occasion") or at.has("after") else {},
        lead=at.number("lead"),
        grace=at.number("grace"),
        minutes=at.number("minutes"),
        role=at.text("role"),
        along=at.texts("with"),
        sign_off=at.text("sign_off") if at.has("sign_off") else "",
        evidence_required=at.yes("evidence_required"),
        sample=_sample(at.inner("sample")),
        each=_each(at.inner("each")),
        essential=at.has("essential") and at.yes("essential"),
        extra=at.has("extra") and at.yes("extra"),
        controls=at.texts("controls"),
        serves=list(_serves(at)),
    )


def _recurrence(at: At) -> tuple[str, int, int]:
    first = at.inner("first")
    if first is None:
        if at.has("recurs"):
            raise at.wrong("recurs, but from when?")
        return "", 0, 0
    first.knows("month", "day")
    rule, month, day = at.text("recurs"), first.number("month"), first.number("day")
    if day not in range(1, LAST_DAY + 1) or month not in months_of(rule, month):
        raise at.wrong("begins on a day that it does not come round to")
    return rule, month, day


def _event(at: At | None) -> Event | None:
    if at is None:
        return None
    at.knows("event", "days")
    return Event(at.one_of("event", EVENTS), at.number("days"))


def _sample(at: At | None) -> Sample | None:
    if at is None:
        return None
    at.knows("of", "size", "means")
    return Sample(at.one_of("of", POPULATIONS), at.number("size"), at.words("means"))


def _each(at: At | None) -> Each | None:
    if at is None:
        return None
    at.knows("of", "filter", "means")
    return Each(at.one_of("of", POPULATIONS), at.text("filter"), at.words("means"))


def _serves(at: At) -> Iterator[Served]:
    serves = at.inner("serves")
    for framework in serves.told if serves else ():
        yield from (Served(framework, code) for code in serves.texts(framework))
