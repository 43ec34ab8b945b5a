"""The gap report: how it stands with a framework in a scope, part by part and requirement by requirement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, pgettext

from holger.core.actor import Actor
from holger.core.requests import Request
from holger.exchange.papers.paper import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Group,
    Kind,
    Note,
    Paper,
    Row,
    Section,
    State,
    Table,
    Text,
)
from holger.exchange.papers.sending import front
from holger.frameworks import selectors
from holger.frameworks.models import Scope, Standing
from holger.frameworks.permissions import VIEW
from holger.frameworks.rules.standing import Sums
from holger.frameworks.selectors import Claims
from holger.frameworks.selectors import Section as Part
from holger.frameworks.tables import MATURITY_WORDS, PARTS, STATES, state_of

LOOKS = {
    "met": ("ok", "check"),
    "partly": ("mid", "half"),
    "not": ("crit", "cross"),
    "open": ("none", "ring"),
    "through": ("accent", "dot"),
    "out": ("none", "dash"),
    "beyond": ("none", "dash"),
}


@dataclass(frozen=True)
class Told:
    """What the report is made of. ``standings`` come in the framework's order, with their requirement at hand."""

    actor: Actor
    scope: Scope
    parts: Sequence[Part]
    standings: Sequence[Standing]
    claims: Claims

    @property
    def whole(self) -> Sums:
        return sum((part.sums for part in self.parts), Sums())

    @property
    def everything(self) -> bool:
        """Does whoever made it see every answer?"""
        return self.actor.may(VIEW, self.scope) and bool(self.actor.reach(VIEW).everything or self._in_reach())

    def _in_reach(self) -> bool:
        return self.scope.owned_by(self.actor.person_id) or self.scope.unit_id in self.actor.reach(VIEW).unit_ids


def paper_of(request: Request, language: str, scope: Scope, claims: Claims) -> Paper:
    """The report of a scope that whoever asks may see; it has its framework, unit and owner at hand."""
    actor = request.actor
    rows = selectors.standings_for(actor).filter(scope=scope).select_related("requirement")
    standings = list(rows.defer("requirement__guide").order_by("requirement__place"))
    parts = selectors.by_section(actor, scope, claims)
    return gap_report(Told(actor, scope, parts, standings, claims), front(request, language))


def gap_report(told: Told, about: dict[str, Any]) -> Paper:
    framework, scope = told.scope.framework, told.scope
    sections = [
        Section(gettext("Summary"), [*_sums(told)]),
        Section(gettext("Requirement by requirement"), [_requirements(told)], apart=True),
    ]
    return Paper(
        "gap-report",
        gettext("GAP analysis"),
        subtitle=framework.title,
        scope=scope.unit.name if scope.unit else gettext("The whole organisation"),
        facts=_facts(told),
        sections=sections,
        landscape=True,
        **about,
    )


def _facts(told: Told) -> list[tuple[str, Cell]]:
    framework, scope = told.scope.framework, told.scope
    titles = framework.group_titles()
    wanted = ", ".join(titles.get(key, key) for key in scope.ambition) or gettext("All of it")
    return [
        (gettext("Framework"), f"{framework.reference} {framework.title}"),
        (gettext("Version of the framework"), framework.edition),
        *([(gettext("Ambition"), wanted)] if titles else []),
        (gettext("Target maturity"), f"{scope.target} {MATURITY_WORDS[scope.target]}"),
        (gettext("Owner"), scope.owner.name if scope.owner else None),
    ]


def _sums(told: Told) -> list[Block]:
    sums = told.whole
    blocks: list[Block] = [
        Figures(
            [
                Figure(gettext("%(percent)s %%") % {"percent": sums.percent}, pgettext("figure", "met"), "accent"),
                Figure(sums.met, str(STATES["met"]), "ok"),
                Figure(sums.partly, str(STATES["partly"]), "mid"),
                Figure(sums.not_met, str(STATES["not"]), "crit"),
                Figure(sums.through + sums.unanswered, str(STATES["open"])),
            ]
        ),
        Text(gettext("The percentage counts what is met, and half of what is partly met, of all that applies.")),
        Bars([_bar(part) for part in told.parts if part.sums.total], gettext("Part by part")),
    ]
    if sums.through:
        text = gettext(
            "Through mapping: claimed by an answer to another framework, and not checked. It counts nothing."
        )
        blocks.append(Note(text))
    if not told.everything:
        blocks.append(Note(gettext("Other answers may exist: this holds only those that its maker may see."), "mid"))
    return blocks


def _bar(part: Part) -> Bar:
    counts = [(getattr(part.sums, name), look, str(STATES[state])) for name, look, state in PARTS]
    tones = {"through": "accent"}
    told = [(count, tones.get(look, look), name) for count, look, name in counts]
    return Bar(f"{part.requirement.code} {part.requirement.title}", told)


def _requirements(told: Told) -> Table:
    columns = (
        Column(gettext("Id"), 0.9),
        Column(gettext("Requirement"), 3, strong=True),
        Column(gettext("Answer"), 1.7, Kind.BADGE),
        Column(gettext("Maturity"), 0.9, Kind.NUMBER, align="center"),
        Column(gettext("Target"), 0.8, Kind.NUMBER, align="center"),
        Column(gettext("Remark"), 4),
        Column(gettext("Answered by"), 1.5),
        Column(gettext("Answered"), 1.2, Kind.DATE),
    )
    titles = {part.requirement.pk: f"{part.requirement.code} {part.requirement.title}" for part in told.parts}
    sums = {part.requirement.pk: part.sums for part in told.parts}
    rows: list[Row | Group] = []
    last = None
    for standing in told.standings:
        top = standing.requirement.section_id or standing.requirement_id
        if top != last and standing.requirement.section_id:
            rows.append(Group(titles.get(top, ""), _percent(sums.get(top, Sums()))))
        last = top
        rows.append(_row(told, standing))
    empty = gettext("There are no requirements that you may see.")
    return Table(columns, rows, name=gettext("Requirements"), empty=empty)


def _percent(sums: Sums) -> str:
    return gettext("%(percent)s %% met") % {"percent": sums.percent} if sums.total else ""


def _row(told: Told, standing: Standing) -> Row:
    state = state_of(standing, told.claims.get(standing.requirement_id))
    target = told.scope.target if standing.target is None else standing.target
    counts = standing.applicable and standing.wanted
    return (
        standing.requirement.code,
        standing.requirement.title,
        State(str(STATES[state]), *LOOKS[state]),
        standing.maturity,
        target if counts else None,
        standing.remark if standing.applicable else standing.reason,
        standing.answered_by,
        timezone.localdate(standing.answered_at) if standing.answered_at else None,
    )
