"""What is missing in a scope of a framework, what of it is planned already, and the work that would close the rest."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from holger.controls.models import Control, Link, PlanItem, Status, Strength
from holger.controls.rules.plan import OPEN
from holger.controls.rules.plan_gaps import REQUIREMENT, Bundle, bundles
from holger.controls.rules.plan_gaps import Gap as Missing
from holger.controls.rules.plan_priority import missing
from holger.controls.selectors.controls import controls_for, links_for
from holger.controls.selectors.plan import CLOSES, plan_items_for
from holger.core.actor import Actor
from holger.frameworks.models import Answer, Requirement, Scope, Standing
from holger.frameworks.selectors import requirements_for, standings_for

READS = (
    *("organisation_id", "scope_id", "answer", "maturity", "target"),
    *(
        f"requirement__{name}"
        for name in ("organisation", "framework", "section", "code", "title_da", "title_en", "place")
    ),
)
"""What is told of a gap: a framework may have a thousand."""


@dataclass(frozen=True)
class Gap:
    """A requirement that applies and is not met: how much is missing, and the open work that closes it already.

    ``planned`` says that there is such work; ``items`` are those of it that the actor sees.
    """

    standing: Standing
    size: float
    planned: bool
    items: tuple[PlanItem, ...] = ()

    @property
    def requirement(self) -> Requirement:
        return self.standing.requirement


@dataclass(frozen=True)
class Proposal:
    """A plan item that could be made: what it would be called, and what it would close."""

    title: str
    requirements: tuple[Requirement, ...]
    control: Control | None = None


def planned_already(scope: Scope) -> dict[UUID, set[UUID]]:
    """Requirement → the open work that closes it in this scope, by itself or wholly through its control.

    Work of nobody's in particular closes it in every scope, and any work counts where a framework holds everywhere.
    """
    rows = PlanItem.objects.filter(organisation_id=scope.organisation_id, status__in=OPEN, archived_at=None)
    if scope.unit_id is not None:
        rows = rows.filter(Q(unit=None) | Q(unit=scope.unit_id))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    own = CLOSES.objects.filter(planitem__in=rows, requirement__framework=scope.framework_id)
    for requirement, item in own.values_list("requirement_id", "planitem_id"):
        found[requirement].add(item)
    links = Link.objects.filter(strength=Strength.WHOLE, requirement__framework=scope.framework_id)
    through = links.filter(control__archived_at=None, control__plan_items__in=rows)
    for requirement, item in through.values_list("requirement_id", "control__plan_items"):
        found[requirement].add(item)
    return dict(found)


def gaps_of(actor: Actor, scope: Scope) -> Sequence[Gap]:
    """Everything that applies in the scope and is wanted, but is not met, in the framework's order; unanswered ones too."""
    rows = standings_for(actor).filter(scope=scope, applicable=True, wanted=True).exclude(answer=Answer.MET)
    rows = rows.select_related("requirement").only(*READS).order_by("requirement__place")
    standings = list(rows)
    planned = planned_already(scope) if standings else {}
    seen = plan_items_for(actor).filter(pk__in={item for items in planned.values() for item in items})
    items = {item.pk: item for item in seen.only("organisation", "reference", "title").order_by("number")}
    for standing in standings:
        standing.scope, standing.requirement.framework = scope, scope.framework
    return [
        Gap(
            standing,
            missing(standing.answer, standing.maturity, scope.target if standing.target is None else standing.target),
            standing.requirement_id in planned,
            tuple(items[pk] for pk in sorted(planned.get(standing.requirement_id, ()) & items.keys())),
        )
        for standing in standings
    ]


def items_proposed(
    actor: Actor, scope: Scope, gaps: Iterable[Gap], *, rest: str = REQUIREMENT, language: str = ""
) -> list[Proposal]:
    """The work that would close these gaps: one piece for each control that closes several, else as ``rest`` says."""
    chosen = {gap.requirement.pk: gap.requirement for gap in gaps}
    controls = _to_come(actor, chosen)
    missing_ones = [Missing(pk, row.section_id or pk) for pk, row in chosen.items()]
    found = bundles(missing_ones, {control.pk: closed for control, closed in controls}, rest)
    known = {control.pk: control for control, _closed in controls}
    sections = _sections(actor, {bundle.section for bundle in found if bundle.section}, chosen)
    return [_proposal(bundle, chosen, known, sections, language) for bundle in found]


def _to_come(actor: Actor, requirements: Collection[UUID]) -> list[tuple[Control, set[UUID]]]:
    """The controls that will answer some of these wholly once they are in place, with what they will answer."""
    links = links_for(actor).filter(requirement__in=list(requirements), strength=Strength.WHOLE)
    closed: dict[UUID, set[UUID]] = defaultdict(set)
    for control, requirement in links.exclude(control__status=Status.IMPLEMENTED).values_list("control", "requirement"):
        closed[control].add(requirement)
    rows = controls_for(actor).filter(pk__in=list(closed)).select_related("owner").order_by("number")
    return [(row, closed[row.pk]) for row in rows]


def _sections(actor: Actor, wanted: Collection[UUID], known: dict[UUID, Requirement]) -> dict[UUID, Requirement]:
    rows = requirements_for(actor).filter(pk__in=[pk for pk in wanted if pk not in known]).defer("guide")
    return {**{row.pk: row for row in rows}, **known}


def _proposal(
    bundle: Bundle[UUID],
    chosen: dict[UUID, Requirement],
    controls: dict[UUID, Control],
    sections: dict[UUID, Requirement],
    language: str,
) -> Proposal:
    requirements = tuple(chosen[pk] for pk in bundle.requirements)
    if bundle.control is not None:
        return Proposal(controls[bundle.control].title, requirements, controls[bundle.control])
    about = sections[bundle.section] if bundle.section and len(requirements) > 1 else requirements[0]
    title = f"{about.code} {about.said('title', language)}"
    return Proposal(title[:200], requirements)
