"""A ready processing activity, with everything that the record must say of it (art. 30), to start from and make one's own.

Templates are drafts: grounds and periods fit most organisations in Denmark and must be checked against one's own work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holger.core.told import At
from holger.core.words import Words
from holger.privacy.rules import vocabulary
from holger.tasks.rules.roles import ROLES


@dataclass(frozen=True)
class Ground:
    article: str
    why: Words


@dataclass(frozen=True)
class Kept:
    """What is kept for how long, counted from when, and why. Either months or days; the other is 0."""

    what: Words
    months: int
    days: int
    since: Words
    why: Words


@dataclass(frozen=True)
class Template:
    key: str
    area: str
    title: Words
    role: str
    """``controller`` or ``processor``."""
    owner: str
    """Who usually answers for it: one of the roles that requirements name."""
    purposes: Sequence[Words]
    data_subjects: Sequence[str]
    ordinary: Sequence[Words]
    special: Sequence[str]
    protected: Sequence[str]
    basis: Sequence[Ground]
    special_ground: Sequence[Ground]
    protected_ground: Words
    """Why offences and civil registration numbers may be used."""
    controllers: Words
    """On whose behalf it is done, for a processor (art. 30(2))."""
    recipients: Sequence[Words]
    transfers: Words
    retention: Sequence[Kept]
    measures: Sequence[str]
    dpia: str
    dpia_note: Words


@dataclass(frozen=True)
class Area:
    key: str
    title: Words
    templates: Sequence[Template]


def read(told: Any, languages: Sequence[str]) -> Area:
    """ValueError for the first thing that is wrong, with its place."""
    at = At("file", told, tuple(languages))
    at.knows("area", "title", "activities")
    key = at.text("area")
    return Area(key, at.words("title"), [_template(each, key) for each in at.each("activities")])


def _template(at: At, area: str) -> Template:
    at.knows(
        *("key", "title", "role", "owner", "purposes", "data_subjects", "ordinary", "special", "protected", "basis"),
        *("special_ground", "protected_ground", "controllers", "recipients", "transfers", "retention", "measures"),
        *("dpia", "dpia_note"),
    )
    at.place = at.text("key")
    found = Template(
        key=at.place,
        area=area,
        title=at.words("title"),
        role=at.one_of("role", list(vocabulary.ROLES)),
        owner=at.one_of("owner", ROLES),
        purposes=at.all_words("purposes"),
        data_subjects=_keys(at, "data_subjects", vocabulary.DATA_SUBJECTS),
        ordinary=at.all_words("ordinary"),
        special=_keys(at, "special", vocabulary.SPECIAL),
        protected=_keys(at, "protected", vocabulary.PROTECTED),
        basis=_grounds(at, "basis", vocabulary.GROUNDS),
        special_ground=_grounds(at, "special_ground", vocabulary.SPECIAL_GROUNDS),
        protected_ground=at.words("protected_ground") if at.has("protected_ground") else {},
        controllers=at.words("controllers") if at.has("controllers") else {},
        recipients=at.all_words("recipients"),
        transfers=at.words("transfers"),
        retention=[_kept(each) for each in at.each("retention")],
        measures=_keys(at, "measures", vocabulary.MEASURES),
        dpia=at.one_of("dpia", list(vocabulary.DPIA_HINTS)),
        dpia_note=at.words("dpia_note"),
    )
    _whole(at, found)
    return found


def _whole(at: At, found: Template) -> None:
    """A template leaves no gap that the record would have to flag."""
    if bool(found.special) != bool(found.special_ground) and found.role == vocabulary.CONTROLLER:
        raise at.wrong("special categories and their ground belong together")
    if bool(found.protected) != bool(found.protected_ground):
        raise at.wrong("data worthy of protection and its ground belong together")
    if (found.role == vocabulary.PROCESSOR) != bool(found.controllers):
        raise at.wrong("a processor says on whose behalf")
    if (found.role == vocabulary.CONTROLLER) != bool(found.basis):
        raise at.wrong("a controller has a legal basis, and a processor has its customer's")
    for name in ("purposes", "data_subjects", "ordinary", "recipients", "retention", "measures"):
        if not getattr(found, name):
            raise at.wrong(f"{name} is empty")


def _keys(at: At, name: str, known: Mapping[str, str]) -> Sequence[str]:
    keys = at.texts(name)
    if strange := [key for key in keys if key not in known]:
        raise at.wrong(f"{name} is {strange[0]}, not one of {', '.join(known)}")
    return keys


def _grounds(at: At, name: str, known: Mapping[str, str]) -> Sequence[Ground]:
    return [_ground(each, known) for each in at.each(name)]


def _ground(at: At, known: Mapping[str, str]) -> Ground:
    at.knows("article", "why")
    return Ground(at.one_of("article", list(known)), at.words("why"))


def _kept(at: At) -> Kept:
    at.knows("what", "months", "days", "from", "why")
    if at.has("months") == at.has("days"):
        raise at.wrong("either months or days")
    return Kept(
        what=at.words("what"),
        months=at.number("months") if at.has("months") else 0,
        days=at.number("days") if at.has("days") else 0,
        since=at.words("from"),
        why=at.words("why"),
    )
