"""Reading a ready policy from what its file tells, and its texts beside it.

The files come along with holger and are never brought by anybody else, so the first thing that is wrong stops the reading.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from holger.core import prose
from holger.core.told import At
from holger.core.words import Words
from holger.policies.rules.ready_entry import EVERYBODY, KINDS, MANAGERS, PLACES, Entry, Served
from holger.tasks.rules.roles import HELD

LONGEST_REVIEW = 60


def read(told: Any, body: Words, languages: Sequence[str]) -> Entry:
    """The ready policy in a file. All texts are there in every one of the ``languages``; ``body`` is read from files of its own.

    ValueError for the first thing that is wrong, with the place where it stands.
    """
    at = At("file", told, tuple(languages))
    at.knows(
        *("key", "number", "kind", "title", "purpose", "for_you", "owner", "review_months", "audience", "confirm"),
        "serves",
    )
    at.place = at.text("key")
    return Entry(
        key=at.text("key"),
        number=at.number("number"),
        kind=at.one_of("kind", KINDS),
        title=at.words("title"),
        purpose=at.words("purpose"),
        for_you=at.words("for_you"),
        owner=at.one_of("owner", HELD),
        review_months=_months(at),
        audience=_audience(at),
        confirm=at.yes("confirm"),
        serves=list(_serves(at)),
        body={language: _body(at, language, body) for language in languages},
    )


def _months(at: At) -> int:
    months = at.number("review_months")
    if months > LONGEST_REVIEW:
        raise at.wrong(f"review_months is more than {LONGEST_REVIEW}")
    return months


def _audience(at: At) -> tuple[str, ...]:
    if isinstance(at.told.get("audience"), str):
        return (at.one_of("audience", (EVERYBODY, MANAGERS)),)
    roles = at.texts("audience")
    if not roles or (unknown := set(roles) - set(HELD)):
        raise at.wrong(f"audience is not a list of roles: {', '.join(sorted(unknown)) if roles else 'nobody'}")
    return tuple(roles)


def _serves(at: At) -> Iterator[Served]:
    serves = at.inner("serves")
    for framework in serves.told if serves else ():
        yield from (Served(framework, code) for code in serves.texts(framework))


def _body(at: At, language: str, body: Words) -> str:
    text = body.get(language, "").strip()
    if not text:
        raise at.wrong(f"there is no text in {language}")
    if strange := prose.places(text) - PLACES:
        raise at.wrong(f"the text in {language} has places that nothing is known for: {', '.join(sorted(strange))}")
    return text + "\n"
