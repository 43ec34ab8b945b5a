"""Which controls are proposed for a scope, and which answer a threat, seen by an actor."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from holger.controls import library
from holger.controls.models import Control
from holger.controls.rules import proposing
from holger.controls.rules.catalogue import WHOLE, Entry
from holger.controls.rules.proposing import Asked, Proposal, There
from holger.controls.selectors.controls import links_for, pickable
from holger.core.actor import Actor
from holger.core.words import say
from holger.frameworks.models import Driver, Framework, Relation, Requirement, Scope
from holger.frameworks.selectors import frameworks_for, mappings_for, requirements_for, standings_for


@dataclass(frozen=True)
class Proposed:
    """What is proposed for a scope, and what the keys in it stand for."""

    scope: Scope
    proposals: Sequence[Proposal[UUID]]
    requirements: Mapping[UUID, Requirement]
    controls: Mapping[UUID, Control]
    drivers: Mapping[UUID, Sequence[str]]
    """Why each requirement of the scope was chosen."""

    def title(self, proposal: Proposal[UUID]) -> str:
        entry = proposal.entry
        return say(entry.title, get_language()) if entry else self.own(proposal).title

    def about(self, proposal: Proposal[UUID]) -> str:
        """What is done; for a requirement that the catalogue does not know, how a small organisation meets it."""
        if proposal.entry:
            return say(proposal.entry.about, get_language())
        own = self.own(proposal)
        return own.small or own.guidance or own.asks

    def own(self, proposal: Proposal[UUID]) -> Requirement:
        """The requirement that it is made of, where it is not the catalogue's."""
        return self.requirements[UUID(proposal.key.removeprefix(proposing.OWN))]

    def driven(self, proposal: Proposal[UUID]) -> list[str]:
        """What drives the requirements of the scope that it answers."""
        found = {driver for answer in proposal.here for driver in self.drivers.get(answer.key, ())}
        return [driver for driver in Driver.values if driver in found]


def proposed(actor: Actor, scope: Scope) -> Proposed:
    """The controls that answer what applies and is wanted in the scope, and whatever else they answer that is wanted."""
    wanted, drivers = _wanted(actor, scope)
    requirements = _requirements(actor, scope, wanted)
    asked = [Asked(row.pk, row.framework.key, row.code, row.pk in drivers) for row in requirements.values()]
    equal = mappings_for(actor).filter(relation=Relation.EQUAL).values_list("source_id", "target_id")
    controls = {row.pk: row for row in _controls(actor, scope)}
    there = _there(actor, controls)
    found = proposing.proposals(asked, equal, library.catalogue().entries, there)
    _tell(actor, requirements, found)
    return Proposed(scope, found, requirements, controls, drivers)


def _wanted(actor: Actor, scope: Scope) -> tuple[set[UUID], dict[UUID, Sequence[str]]]:
    """The requirements that apply and are wanted where the scope is, and what drives those of the scope itself."""
    rows = standings_for(actor).filter(applicable=True, wanted=True)
    rows = rows.filter(Q(scope__unit=None) | Q(scope__unit=scope.unit_id) | Q(scope=scope))
    wanted, drivers = set(), {}
    for requirement, at, driven in rows.values_list("requirement_id", "scope_id", "drivers"):
        wanted.add(requirement)
        if at == scope.pk:
            drivers[requirement] = driven
    return wanted, drivers


def _requirements(actor: Actor, scope: Scope, wanted: Collection[UUID]) -> dict[UUID, Requirement]:
    """In the order of the frameworks, that of the scope first."""
    frameworks: dict[UUID, Framework] = frameworks_for(actor).filter(archived_at=None).in_bulk()
    fields = ("code", "title_da", "title_en", "framework_id", "place")
    rows = [row for row in requirements_for(actor).only(*fields) if row.pk in wanted]
    for row in rows:
        row.framework = frameworks[row.framework_id]
    rows.sort(key=lambda row: (row.framework_id != scope.framework_id, row.framework.number, row.place))
    return {row.pk: row for row in rows}


def _controls(actor: Actor, scope: Scope) -> Iterable[Control]:
    """What may be there already: a unit's scope is not helped by what another unit does."""
    rows = pickable(actor).only("organisation_id", "reference", "number", "title", "library_id", "unit_id", "owner_id")
    return rows.filter(Q(unit=None) | Q(unit=scope.unit_id)) if scope.unit_id else rows


def _there(actor: Actor, controls: Mapping[UUID, Control]) -> list[There[UUID]]:
    answers: dict[UUID, dict[UUID, str]] = {key: {} for key in controls}
    for control, requirement, strength in links_for(actor).values_list("control_id", "requirement_id", "strength"):
        if control in answers:
            answers[control][requirement] = strength
    return [There(key, controls[key].library_id, answers[key]) for key in controls]


def _tell(actor: Actor, requirements: Mapping[UUID, Requirement], found: Iterable[Proposal[UUID]]) -> None:
    """Let the requirements that are proposed by themselves tell how they are met: the others need not."""
    own = [UUID(each.key.removeprefix(proposing.OWN)) for each in found if each.entry is None]
    for key, guide in requirements_for(actor).filter(pk__in=own).values_list("pk", "guide") if own else ():
        requirements[key].guide = guide


# For threats


@dataclass(frozen=True)
class Answering:
    """The controls that answer something, and those of the catalogue that would and are not there."""

    controls: Sequence[Control]
    entries: Sequence[Entry]


def proposed_for(actor: Actor, codes: Iterable[str]) -> Answering:
    """What answers these controls of ISO/IEC 27002, as threats name them: 8.13. What answers most of them comes first."""
    wanted = {code if code.startswith("A.") else f"A.{code}" for code in codes}
    entries = _entries_for(wanted)
    linked = links_for(actor).filter(requirement__code__in=wanted, requirement__framework__key=library.ISO)
    there = Counter(linked.values_list("control_id", flat=True))
    made = Q(library_id__in=[entry.key for entry in entries]) | Q(pk__in=list(there))
    controls = sorted(pickable(actor).filter(made), key=lambda row: (-there[row.pk], row.number))
    known = {control.library_id for control in controls}
    return Answering(controls, [entry for entry in entries if entry.key not in known])


def _entries_for(codes: Iterable[str]) -> list[Entry]:
    """A control that answers wholly counts twice as much as one that only contributes."""
    weights: Counter[str] = Counter()
    for code in codes:
        for entry, answered in library.answering().get((library.ISO, code), ()):
            weights[entry.key] += 2 if answered.strength == WHOLE else 1
    by_key = library.catalogue().by_key
    places = {key: place for place, key in enumerate(by_key)}
    return [by_key[key] for key in sorted(weights, key=lambda key: (-weights[key], places[key]))]
