"""What both papers say alike: of a risk, of the method, of what was left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, pgettext

from holger.core.actor import Actor
from holger.core.permissions import ROLE_LABELS
from holger.core.words import say
from holger.exchange.papers.paper import Block, Cell, Column, Facts, Kind, Level, Note, Row, Section, State, Table, Text
from holger.risks.models import Method as StoredMethod
from holger.risks.models import Risk
from holger.risks.models.risk import LEVEL_NAMES, STATUS_NAMES
from holger.risks.rules.acceptance import status
from holger.risks.rules.method import Band, Method
from holger.risks.tables import LETTERS, band_name
from holger.ui import days

STATUS_TONES = {
    "to_assess": ("none", "ring"),
    "untreated": ("crit", "warn"),
    "treating": ("accent", "half"),
    "waiting": ("mid", "clock"),
    "accepted": ("ok", "check"),
    "within": ("ok", "check"),
    "closed": ("none", "dash"),
}
DIMENSIONS = (
    ("confidentiality", LEVEL_NAMES["c"]),
    ("integrity", LEVEL_NAMES["i"]),
    ("availability", LEVEL_NAMES["a"]),
    ("data_subjects", LEVEL_NAMES["subjects"]),
)


@dataclass(frozen=True)
class Told:
    """What a paper about risks is made of: the risks in their order, and how they were chosen."""

    actor: Actor
    stored: StoredMethod
    risks: Sequence[Risk]
    today: date
    narrowed: Sequence[tuple[str, str]] = ()
    """The filters that chose them: (what, which)."""

    @property
    def method(self) -> Method:
        return self.stored.rules

    @property
    def everything(self) -> bool:
        """Does whoever made it see all risks?"""
        return self.actor.reach("risks.view").everything

    def level(self, score: int | None) -> Level | None:
        if score is None:
            return None
        band = self.method.band_of(score)
        return Level(score, band_name(self.method, band.key) if band else "", band.key if band else "none")

    def status(self, risk: Risk) -> State:
        key = status(risk, self.today)
        return State(str(STATUS_NAMES[key]), *STATUS_TONES[key])

    def scope(self) -> str:
        """Whose risks they are, and which of them."""
        whose = (
            gettext("The whole organisation")
            if self.everything
            else gettext("The risks that %(name)s may see") % {"name": self.actor.label}
        )
        return "\n".join([whose, *(f"{what}: {which}" for what, which in self.narrowed)])


def method_line(stored: StoredMethod) -> str:
    """Name, version and size, on every paper with a score on it."""
    told = gettext("%(title)s, version %(number)s, %(size)s × %(size)s")
    line = told % {"title": stored.title, "number": stored.number, "size": stored.rules.size}
    if stored.in_force_at:
        line += ", " + gettext("in force from %(day)s") % {"day": days.day(stored.in_force_at)}
    return line


def reservations(told: Told) -> list[Note]:
    if told.everything:
        return []
    return [Note(gettext("Other risks may exist: this holds only those that its maker may see."), "mid")]


def letters(hits: str) -> str:
    return " ".join(str(LETTERS[key]) for key in LETTERS if key in hits)


def method_section(stored: StoredMethod) -> Section:
    """How the scores came about, so that they can be read without holger."""
    return Section(gettext("How risks are scored"), [*_about(stored), *_scales(stored.rules)], apart=True)


def _about(stored: StoredMethod) -> Iterable[Block]:
    facts: list[tuple[str, Cell]] = [
        (gettext("Method"), stored.title),
        (gettext("Version"), stored.number),
        (gettext("In force from"), timezone.localdate(stored.in_force_at) if stored.in_force_at else None),
        (gettext("Decided by"), stored.decided_by),
    ]
    yield Facts([(label, value) for label, value in facts if value])
    yield Text(
        gettext("A risk is scored by its worst consequence and its likelihood; the matrix decides, cell by cell.")
    )
    if appetite := say(stored.rules.appetite, days.language()):
        yield Text(appetite)
    rows = [_band_row(stored.rules, band) for band in reversed(stored.rules.bands)]
    columns = (
        Column(gettext("Band"), 1.3, Kind.BADGE),
        Column(gettext("Score"), 0.7),
        Column(gettext("Meaning"), 3.5),
        Column(gettext("May be accepted by"), 3),
        Column(gettext("For at most"), 1),
    )
    yield Table(columns, rows, title=gettext("Bands"))


def _band_row(method: Method, band: Band) -> tuple[Any, ...]:
    may, language = method.acceptors(band.key), days.language()
    people = [str(label) for role, label in ROLE_LABELS.items() if role.value in may.everywhere]
    people += [
        gettext("%(role)s, own risks") % {"role": label}
        for role, label in ROLE_LABELS.items()
        if role.value in may.own and role.value not in may.everywhere
    ]
    longest = gettext("%(count)s days") % {"count": may.longest_days} if may else ""
    nobody = gettext("Nobody: it must be treated")
    name = State(say(band.name, language), band.key)
    return name, band.range, say(band.meaning, language), ", ".join(people) if may else nobody, longest


def _scales(method: Method) -> Iterable[Block]:
    language = days.language()
    levels = [(level.level, say(level.name, language), level.says(language)) for level in method.likelihood]
    head = (Column(gettext("Level"), 0.6, Kind.NUMBER, align="left"), Column(gettext("Name"), 1.3, strong=True))
    yield Table((*head, Column(gettext("Meaning"), 8)), levels, title=gettext("Likelihood"))
    rows: list[Row] = [
        (level.level, say(level.name, language), *(level.says(language, key) for key, _name in DIMENSIONS))
        for level in method.consequence
    ]
    names = [Column(str(name), 2.2) for key, name in DIMENSIONS[:-1]]
    names.append(Column(pgettext("dimension", "Data subjects"), 2.2))
    yield Table((*head, *names), rows, title=gettext("Consequence"))
