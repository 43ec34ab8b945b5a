"""The plan: its items as far as an actor sees them, what waits for what, and what each closes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from holger.controls.models import Control, Link, PlanItem, Strength
from holger.controls.permissions import VIEW
from holger.controls.rules.plan import OPEN
from holger.controls.rules.plan_priority import MISSING
from holger.controls.selectors.controls import controls_for, links_for
from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.frameworks.models import Framework, Requirement
from holger.frameworks.permissions import VIEW as SEE_FRAMEWORKS
from holger.frameworks.selectors import frameworks_for, requirements_for, standings_for

PLAN_ICON = "timeline"
WAITS = PlanItem.depends_on.through
CLOSES = PlanItem.requirements.through
HOLDS = {"requirement__archived_at": None, "requirement__framework__archived_at": None}
IN_FRAMEWORK = "requirement__framework_id"


def plan_items_for(actor: Actor) -> QuerySet[PlanItem]:
    """Every plan item that the actor may see, archived ones too."""
    return visible(PlanItem.objects.all(), actor, VIEW, own=Q(owner_id=actor.person_id))


def plan_items_pickable(actor: Actor) -> QuerySet[PlanItem]:
    """What can be chosen in forms: nothing archived."""
    return plan_items_for(actor).filter(archived_at=None).order_by("number", "pk")


def is_blocked() -> Exists:
    """Does the item wait for something that is not finished?"""
    unfinished = {"to_planitem__status__in": OPEN, "to_planitem__archived_at": None}
    return Exists(WAITS.objects.filter(from_planitem=OuterRef("pk"), **unfinished))


def worked_on(first: date, last: date) -> Q:
    """Work that lies between two days, or reaches into them: from its start to its due date, or on the one that it has."""
    begun = Q(starts__lte=last) | Q(starts=None, due__lte=last)
    return begun & (Q(due__gte=first) | Q(due=None, starts__gte=first))


def plan_items_listed(actor: Actor) -> QuerySet[PlanItem]:
    """The same as lists show them: each told whether it is ``blocked``."""
    return plan_items_for(actor).annotate(blocked=is_blocked()).select_related("owner", "unit", "control")


def search_plan(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Plan items with every word of ``text`` in their reference or title, exact references first."""
    words = text.split()[:6]
    if not words:
        return []
    first = Case(When(reference__iexact=text, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = plan_items_pickable(actor).filter(words_in(words, ("title", "reference"))).annotate(first=first)
    found = rows.order_by("first", "number").only("reference", "title", "status")[:limit]
    kind = PlanItem._meta.verbose_name
    return [
        Hit(row.reference, row.title, row.path, kind, PLAN_ICON, row.get_status_display(), str(row.pk)) for row in found
    ]


# What waits for what


def waits_for(actor: Actor, item: PlanItem) -> QuerySet[PlanItem]:
    """What the item waits for, as far as the actor sees it."""
    return plan_items_for(actor).filter(holds_up=item, archived_at=None).order_by("due", "number")


def held_up_by(actor: Actor, item: PlanItem) -> QuerySet[PlanItem]:
    """What waits for the item, as far as the actor sees it."""
    return plan_items_for(actor).filter(depends_on=item, archived_at=None).order_by("starts", "number")


def waits_unseen(actor: Actor, item: PlanItem) -> int:
    """How many unfinished items it waits for that the actor does not see."""
    if not actor.may(VIEW, item):
        return 0
    rows = item.depends_on.filter(status__in=OPEN, archived_at=None)
    return rows.exclude(pk__in=plan_items_for(actor).values("pk")).count()


def waits_between(actor: Actor, items: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Item → those of ``items`` that it waits for, of items that the actor sees."""
    seen = plan_items_for(actor).filter(archived_at=None).values("pk")
    rows = WAITS.objects.filter(from_planitem__in=seen, to_planitem__in=seen).order_by("pk")
    wanted, found = set(items), defaultdict(list)
    for item, other in rows.values_list("from_planitem_id", "to_planitem_id"):
        if item in wanted and other in wanted:
            found[item].append(other)
    return dict(found)


Neighbours = dict[UUID, list[PlanItem]]


def neighbours(actor: Actor, items: Iterable[PlanItem]) -> tuple[Neighbours, Neighbours]:
    """Item → what it waits for, and item → what waits for it; of both, what the actor sees."""
    keys = {item.pk for item in items}
    ends = Q(from_planitem__in=keys) | Q(to_planitem__in=keys)
    pairs = list(WAITS.objects.filter(ends).order_by("pk").values_list("from_planitem_id", "to_planitem_id"))
    known = plan_items_pickable(actor).in_bulk({key for pair in pairs for key in pair}) if pairs else {}
    waits, held = defaultdict(list), defaultdict(list)
    for item, other in pairs:
        if item in keys and other in known:
            waits[item].append(known[other])
        if other in keys and item in known:
            held[other].append(known[item])
    return dict(waits), dict(held)


# What each closes


@dataclass(frozen=True)
class Closed:
    """A requirement that an item closes: by itself, or because the control that it puts in place answers it."""

    requirement: Requirement
    through_control: bool
    whole: bool = True


@dataclass(frozen=True)
class _Way:
    """How an item closes a requirement, and of which framework."""

    through_control: bool
    whole: bool
    framework: UUID


type _Ways = dict[UUID, dict[UUID, _Way]]
"""Item → requirement → how it closes it."""


def closes(actor: Actor, items: Iterable[PlanItem]) -> dict[UUID, list[Closed]]:
    """Item → the requirements that hold and that it closes, as far as the actor sees the control that closes them."""
    found = _ways(actor, items)
    known = _requirements(actor, {requirement for each in found.values() for requirement in each})
    return {item: _in_order(each, known) for item, each in found.items()}


def closes_counted(actor: Actor, items: Iterable[PlanItem]) -> dict[UUID, dict[Framework, int]]:
    """The same in numbers: item → framework → how many of its requirements it closes."""
    found = _ways(actor, items)
    rows = frameworks_for(actor).filter(archived_at=None).order_by("number")
    frameworks = {row.pk: row for row in rows.only("organisation", "number", "reference", "title_da", "title_en")}
    counts: dict[UUID, dict[Framework, int]] = {}
    for item, each in found.items():
        number = Counter(way.framework for way in each.values())
        counts[item] = {row: number[pk] for pk, row in frameworks.items() if pk in number}
    return counts


def _ways(actor: Actor, items: Iterable[PlanItem]) -> _Ways:
    rows = list(items)
    found: _Ways = {row.pk: {} for row in rows}
    if not actor.may(SEE_FRAMEWORKS):
        return found
    own = CLOSES.objects.filter(planitem__in=found, **HOLDS)
    for item, requirement, framework in own.values_list("planitem_id", "requirement_id", IN_FRAMEWORK):
        found[item][requirement] = _Way(through_control=False, whole=True, framework=framework)
    controls: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        if row.control_id is not None:
            controls[row.control_id].append(row.pk)
    links = links_for(actor).filter(control__in=controls) if controls else Link.objects.none()
    for control, requirement, strength, framework in links.values_list(
        "control_id", "requirement_id", "strength", IN_FRAMEWORK
    ):
        for item in controls[control]:
            found[item].setdefault(requirement, _Way(True, strength == Strength.WHOLE, framework))
    return found


def _in_order(each: dict[UUID, _Way], known: dict[UUID, Requirement]) -> list[Closed]:
    """As they stand in their frameworks."""
    found = [Closed(known[pk], way.through_control, way.whole) for pk, way in each.items() if pk in known]
    return sorted(found, key=lambda one: (one.requirement.framework.number, one.requirement.place))


def _requirements(actor: Actor, wanted: Collection[UUID]) -> dict[UUID, Requirement]:
    if not wanted:
        return {}
    rows = requirements_for(actor).filter(pk__in=wanted).select_related("framework")
    return {row.pk: row for row in rows.defer("guide", "framework__about_da", "framework__about_en")}


def answers_to(actor: Actor, requirements: Iterable[Requirement], unit: UUID | None) -> dict[UUID, str]:
    """Requirement → how far it is met where it matters for work of a unit (None: anywhere), the worst of it; "" for unanswered."""
    rows = standings_for(actor).filter(requirement__in=list(requirements), applicable=True, wanted=True)
    if unit is not None:
        rows = rows.filter(Q(scope__unit=None) | Q(scope__unit=unit))
    found: dict[UUID, str] = {}
    for requirement, answer in rows.values_list("requirement_id", "answer"):
        if requirement not in found or MISSING[answer] > MISSING[found[requirement]]:
            found[requirement] = answer
    return found


def control_of(actor: Actor, item: PlanItem) -> Control | None:
    """The control that the item puts in place, if the actor sees it."""
    return controls_for(actor).filter(pk=item.control_id).first() if item.control_id else None


def items_of_control(actor: Actor, control: Control) -> QuerySet[PlanItem]:
    """The plan items that put a control in place, the open ones first."""
    return _open_first(plan_items_for(actor).filter(control=control, archived_at=None))


def items_of_requirement(actor: Actor, requirement: Requirement) -> QuerySet[PlanItem]:
    """The plan items that close a requirement, by themselves or through their control; the open ones first."""
    through = links_for(actor).filter(requirement=requirement).values("control")
    closing = Q(pk__in=CLOSES.objects.filter(requirement=requirement).values("planitem")) | Q(control__in=through)
    return _open_first(plan_items_for(actor).filter(closing, archived_at=None))


def _open_first(rows: QuerySet[PlanItem]) -> QuerySet[PlanItem]:
    finished = Case(When(status__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(finished=finished).select_related("owner").order_by("finished", "-priority", "number")


def in_framework(actor: Actor, references: Collection[str]) -> Q:
    """The plan items that close something of these frameworks."""
    own = CLOSES.objects.filter(requirement__framework__reference__in=references).values("planitem")
    through = links_for(actor).filter(requirement__framework__reference__in=references).values("control")
    return Q(pk__in=own) | Q(control__in=through)
