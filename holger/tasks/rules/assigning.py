"""Who does a task and who signs it off: found when the task is made, from persons, roles, units and absences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Holder:
    """Who holds a role, and who stands in for them."""

    person: UUID
    deputy: UUID | None = None


@dataclass(frozen=True)
class Away:
    """Days on which somebody is away, and who stands in."""

    first: date
    last: date
    deputy: UUID | None = None


@dataclass(frozen=True)
class Wish:
    """What an activity says of who is to do something: a person, or whoever holds a role in a unit."""

    person: UUID | None = None
    role: str = ""
    unit: UUID | None = None
    deputy: UUID | None = None

    def __bool__(self) -> bool:
        return self.person is not None or bool(self.role)


@dataclass(frozen=True)
class Chosen:
    """Who it is, and who stands in."""

    person: UUID | None
    deputy: UUID | None = None


@dataclass(frozen=True)
class Roster:
    """An organisation's people as far as it takes to choose among them. Only those who are ``here`` are chosen."""

    here: frozenset[UUID]
    holders: Mapping[tuple[str, UUID | None], Holder] = field(default_factory=dict)
    """By role and unit; None is the whole organisation."""
    above: Mapping[UUID, UUID | None] = field(default_factory=dict)
    """Unit → the unit that it is part of."""
    absences: Mapping[UUID, Sequence[Away]] = field(default_factory=dict)
    managers: Mapping[UUID, UUID | None] = field(default_factory=dict)
    heads: Sequence[UUID] = ()
    """Owners of the whole organisation, who sign off where nobody nearer can."""

    def holder(self, role: str, unit: UUID | None) -> Holder | None:
        """Who holds the role in the unit, in the nearest unit above it, or in the whole organisation."""
        seen: set[UUID] = set()
        while unit is not None and unit not in seen:
            seen.add(unit)
            if (found := self._held(role, unit)) is not None:
                return found
            unit = self.above.get(unit)
        return self._held(role, None)

    def _held(self, role: str, unit: UUID | None) -> Holder | None:
        found = self.holders.get((role, unit))
        if found is None or found.person in self.here:
            return found
        return Holder(found.deputy) if found.deputy in self.here else None  # type: ignore[arg-type]  # somebody who is here

    def doer(self, wishes: Iterable[Wish], day: date) -> Chosen:
        """The first of those wished for who is there; whoever stands in where they are away on that day.

        Somebody who is away with nobody to stand in keeps it: it is theirs, and late, rather than nobody's.
        """
        for wish in wishes:
            found = self._wished(wish)
            if found.person is not None:
                return self._present(found, day)
        return Chosen(None)

    def approver(self, wishes: Iterable[Wish], doer: UUID | None, day: date) -> UUID | None:
        """The same for signing off, by anybody but the doer: failing those wished for, the doer's manager, then the heads."""
        for wish in wishes:
            found = self._wished(wish)
            for person in (self._present(found, day).person, found.person, found.deputy):
                if person is not None and person != doer:
                    return person
        manager = self.managers.get(doer) if doer is not None else None
        others = (manager, *self.heads)
        return next(
            (person for person in others if person is not None and person != doer and person in self.here), None
        )

    def _wished(self, wish: Wish) -> Chosen:
        deputy = self._if_here(wish.deputy)
        if wish.person is not None and wish.person in self.here:
            return Chosen(wish.person, deputy if deputy != wish.person else None)
        held = self.holder(wish.role, wish.unit) if wish.role else None
        if held is not None:
            deputy = deputy or self._if_here(held.deputy)
            return Chosen(held.person, deputy if deputy != held.person else None)
        return Chosen(deputy) if wish.person is not None else Chosen(None)

    def _present(self, chosen: Chosen, day: date) -> Chosen:
        away = self._away(chosen.person, day)
        if away is None:
            return chosen
        for other in (chosen.deputy, self._if_here(away.deputy)):
            if other is not None and other != chosen.person and self._away(other, day) is None:
                return Chosen(other)
        return chosen

    def _away(self, person: UUID | None, day: date) -> Away | None:
        known = self.absences.get(person, ()) if person is not None else ()
        return next((away for away in known if away.first <= day <= away.last), None)

    def _if_here(self, person: UUID | None) -> UUID | None:
        return person if person in self.here else None
