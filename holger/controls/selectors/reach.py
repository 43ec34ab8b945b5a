"""What a control answers, and what mappings lead to from there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from holger.controls.models import Control, Link
from holger.controls.selectors.controls import FRAMEWORK, links_for, links_of
from holger.core.actor import Actor
from holger.frameworks.models import Framework, Requirement
from holger.frameworks.rules.mapping import INVERSE
from holger.frameworks.selectors import frameworks_for, mappings_for

NAMED = ("code", "title_da", "title_en", "framework", "place", "assessable")


@dataclass(frozen=True)
class Way:
    """From a requirement that is answered: how the one that is reached relates to it."""

    source: UUID
    relation: str


@dataclass(frozen=True)
class Reached:
    """A requirement that only a mapping leads to. It is not answered."""

    requirement: Requirement
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Reach:
    """What a control has to do with one framework."""

    framework: Framework
    links: Sequence[Link]
    reached: Sequence[Reached]


def reach(actor: Actor, control: Control) -> Sequence[Reach]:
    """By framework: the requirements that a control answers, and those that are reached from them."""
    links = list(links_of(actor, control))
    answered = {link.requirement_id: link for link in links}
    frameworks = {link.requirement.framework_id: link.requirement.framework for link in links}
    ways: dict[UUID, list[Way]] = defaultdict(list)
    others: dict[UUID, Requirement] = {}
    for other, way in _ways(actor, answered):
        if other.pk not in answered and other.assessable:
            ways[other.pk].append(way)
            others[other.pk] = other
    missing = {other.framework_id for other in others.values()} - frameworks.keys()
    frameworks |= {row.pk: row for row in frameworks_for(actor).filter(pk__in=missing).only(*FRAMEWORK)}
    for other in others.values():
        other.framework = frameworks[other.framework_id]
    return [
        Reach(
            framework,
            [link for link in links if link.requirement.framework_id == framework.pk],
            [
                Reached(other, tuple(ways[other.pk]))
                for other in sorted(others.values(), key=lambda each: each.place)
                if other.framework_id == framework.pk
            ],
        )
        for framework in sorted(frameworks.values(), key=lambda each: each.number)
    ]


def _ways(actor: Actor, answered: dict[UUID, Link]) -> list[tuple[Requirement, Way]]:
    """Every mapping that leads from what is answered, with the requirement at its other end."""
    if not answered:
        return []
    keys = list(answered)
    rows = mappings_for(actor).filter(Q(source__in=keys) | Q(target__in=keys)).select_related("source", "target")
    found = []
    for said in rows.only("relation", *(f"{end}__{name}" for end in ("source", "target") for name in NAMED)):
        if said.source_id in answered:
            found.append((said.target, Way(said.source_id, said.relation)))
        if said.target_id in answered:
            found.append((said.source, Way(said.target_id, INVERSE[said.relation])))
    return found


@dataclass(frozen=True)
class Lead:
    """A control that a mapping leads to: what it answers, and how that relates to the requirement at hand."""

    link: Link
    relation: str


def leads(actor: Actor, requirement: Requirement) -> Sequence[Lead]:
    """The controls that only mappings lead to from a requirement. They do not answer it."""
    ways: dict[UUID, str] = {}
    said = mappings_for(actor).filter(Q(source=requirement) | Q(target=requirement))
    for source, target, relation in said.values_list("source_id", "target_id", "relation"):
        forwards = source == requirement.pk
        ways[target if forwards else source] = INVERSE[relation] if forwards else relation
    if not ways:
        return []
    rows = (
        links_for(actor)
        .filter(requirement__in=ways)
        .exclude(control__in=links_for(actor).filter(requirement=requirement).values("control"))
    )
    rows = rows.select_related("control", "requirement__framework")
    told = (
        "code",
        "title_da",
        "title_en",
        "framework__number",
        "framework__reference",
        "framework__title_da",
        "framework__title_en",
    )
    rows = rows.only("control__reference", "control__title", *(f"requirement__{name}" for name in told))
    return [Lead(link, ways[link.requirement_id]) for link in rows.order_by("control__number", "requirement__place")]
