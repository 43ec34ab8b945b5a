"""How scopes stand now, line by line, as a statement would tell of them: for many scopes at once, as far as the actor sees."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from holger.controls.models import Link, Status
from holger.controls.permissions import VIEW
from holger.controls.rules import statement as rules
from holger.controls.rules.statement import Line, Measure, Theme
from holger.controls.rules.statement_content import Head
from holger.controls.rules.statement_questions import a_year_before
from holger.core import dates
from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.words import Words
from holger.evidence.selectors import recent_on
from holger.frameworks.models import Requirement, Scope
from holger.frameworks.selectors import standings_for
from holger.organisation.models import Organisation
from holger.organisation.selectors import units_below

TITLES = ("title_da", "title_en")
OF_STANDING = (
    *("pk", "scope_id", "requirement_id", "applicable", "wanted", "reason", "drivers", "answer", "maturity", "target"),
    *("requirement__code", "requirement__title_da", "requirement__title_en", "requirement__section_id"),
)
OF_LINK = (
    *("requirement_id", "strength", "control_id", "control__reference", "control__title", "control__status"),
    *("control__maturity", "control__owner_id", "control__due", "control__unit_id"),
)


@dataclass(frozen=True)
class Stated:
    """What is said of each requirement of a scope, below the topmost headings of its framework."""

    themes: tuple[Theme, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Tied:
    """A control that answers a requirement, and where it lies."""

    control: UUID
    unit: UUID | None
    measure: Measure


def stated(actor: Actor, scopes: Sequence[Scope], today: date) -> dict[UUID, Stated]:
    """By scope. A control counts where it lies in the scope's unit, above or below it, or in none."""
    rows = standings_for(actor).filter(scope__in=[scope.pk for scope in scopes])
    standings = list(rows.order_by("requirement__place").values_list(*OF_STANDING))
    tied = _tied(actor, scopes, today)
    proven = _proven(actor, standings, tied, today)
    themes, near = _themes(scopes), _near(actor, scopes)
    lines: dict[UUID, list[Line]] = {scope.pk: [] for scope in scopes}
    used: dict[UUID, dict[str, Theme]] = {scope.pk: {} for scope in scopes}
    by_key = {scope.pk: scope for scope in scopes}
    for values in standings:
        told = dict(zip(OF_STANDING, values, strict=True))
        scope, theme = by_key[told["scope_id"]], themes.get(told["requirement__section_id"])
        if theme:
            used[scope.pk][theme.code] = theme
        ties = [tie for tie in tied.get(told["requirement_id"], ()) if tie.unit is None or tie.unit in near[scope.pk]]
        lines[scope.pk].append(_line(told, scope, ties, theme.code if theme else "", proven))
    return {key: Stated(tuple(used[key].values()), tuple(found)) for key, found in lines.items()}


def statement_head(
    actor: Actor,
    scope: Scope,
    version: int,
    *,
    introduction: str = "",
    change_note: str = "",
    follows: tuple[int, str] | None = None,
) -> Head:
    """What a statement about the scope is about, at this moment."""
    framework = scope.framework
    groups = {group["key"]: group["title"] for group in framework.groups}
    return Head(
        organisation=Organisation.objects.get(pk=actor.organisation_id).name,
        framework=framework.reference,
        key=framework.key,
        edition=framework.edition,
        title=_words(framework.title_da, framework.title_en),
        issuer=framework.issuer,
        unit=scope.unit.name if scope.unit else "",
        ambition=tuple(groups[key] for key in scope.ambition if key in groups),
        target=scope.target,
        version=version,
        as_of=dates.now().isoformat(timespec="seconds"),
        introduction=introduction,
        change_note=change_note,
        follows=follows,
    )


def _line(
    told: Mapping[str, Any], scope: Scope, ties: Sequence[Tied], theme: str, proven: Mapping[UUID, set[UUID]]
) -> Line:
    controls = tuple(tie.measure for tie in ties)
    chosen = rules.choice(applicable=told["applicable"], wanted=told["wanted"])
    status, told_by = rules.status(chosen, controls, told["answer"])
    proofs = proven.get(told["requirement_id"], set()).union(*(proven.get(tie.control, ()) for tie in ties))
    return Line(
        code=told["requirement__code"],
        title=_words(told["requirement__title_da"], told["requirement__title_en"]),
        theme=theme,
        choice=chosen,
        status=status,
        reason=told["reason"],
        drivers=tuple(told["drivers"]),
        controls=controls,
        answer=told["answer"],
        told_by=told_by,
        maturity=rules.maturity(told["maturity"], controls),
        target=scope.target if told["target"] is None else told["target"],
        evidence=len(proofs),
        key=told["pk"],
    )


def _tied(actor: Actor, scopes: Iterable[Scope], today: date) -> dict[UUID, list[Tied]]:
    """By requirement, the controls in use that answer it."""
    own, frameworks = Q(control__owner_id=actor.person_id), {scope.framework_id for scope in scopes}
    links = visible(Link.objects.all(), actor, VIEW, own=own, unit="control__unit_id")
    links = links.filter(requirement__framework__in=frameworks, control__archived_at=None)
    found: dict[UUID, list[Tied]] = defaultdict(list)
    for values in links.order_by("control__number", "control_id").values_list(*OF_LINK):
        requirement, strength, control, reference, title, status, maturity, owner, due, unit = values
        late = due is not None and due < today and status != Status.IMPLEMENTED
        measure = Measure(reference, title, status, strength, maturity, owner is not None, late)
        found[requirement].append(Tied(control, unit, measure))
    return found


def _proven(
    actor: Actor, standings: Iterable[Sequence[Any]], tied: Mapping[UUID, list[Tied]], today: date
) -> Mapping[UUID, set[UUID]]:
    requirement = OF_STANDING.index("requirement_id")
    subjects = {values[requirement] for values in standings} | {tie.control for ties in tied.values() for tie in ties}
    return recent_on(actor, subjects, a_year_before(today))


def _themes(scopes: Iterable[Scope]) -> dict[UUID, Theme]:
    frameworks = {scope.framework_id for scope in scopes}
    tops = Requirement.objects.filter(framework__in=frameworks, section=None, archived_at=None).order_by("place")
    return {key: Theme(code, _words(*titles)) for key, code, *titles in tops.values_list("pk", "code", *TITLES)}


def _near(actor: Actor, scopes: Sequence[Scope]) -> dict[UUID, Collection[UUID]]:
    """By scope, the units whose controls count in it: all of them for the whole organisation."""
    below = units_below(actor.organisation_id)
    return {
        scope.pk: set(below)
        if scope.unit_id is None
        else {unit for unit, inside in below.items() if scope.unit_id in inside or unit in below[scope.unit_id]}
        for scope in scopes
    }


def _words(danish: str, english: str) -> Words:
    return {language: text for language, text in (("da", danish), ("en", english)) if text}
