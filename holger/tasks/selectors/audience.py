"""Everybody in an organisation as far as they are told things: who is here, how they want it, and what they may open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from holger.core import dates
from holger.core.actor import Actor, Reach
from holger.core.need_to_know import Withheld
from holger.core.registry import Duty
from holger.organisation.models import Organisation, Person, RoleGrant
from holger.organisation.selectors import actors_in, owners_of
from holger.tasks.models import Absence, Reminding
from holger.tasks.rules.telling import USUAL, Wish
from holger.tasks.selectors.work import absences_on, stands_in


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is here and may be told something. Whoever has no user, or no role in the organisation, cannot sign in."""

    id: UUID
    name: str
    email: str
    language: str
    signs_in: bool


@dataclass
class Audience:
    """Those who are told, or some of them. What is not asked for costs no question, and all of it six, whatever the size."""

    organisation: Organisation
    today: date
    only: Collection[UUID] | None = None
    _reaches: dict[tuple[UUID, str], Reach] = field(default_factory=dict)
    _withheld: dict[UUID, Withheld] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        return self.organisation.zone

    @cached_property
    def _people(self) -> list[Person]:
        rows = Person.objects.filter(organisation_id=self.organisation.pk, is_service=False)
        if self.only is not None:
            rows = rows.filter(pk__in=self.only)
        holds = Exists(RoleGrant.objects.filter(person=OuterRef("pk")))
        user = ("user__email", "user__language", "user__is_active")
        own = ("name", "reference", "email", "suspended_at", "ends_on", "manager")
        return list(rows.select_related("user").only(*own, *user).annotate(holds=holds))

    @cached_property
    def members(self) -> Mapping[UUID, Member]:
        return {person.pk: self._member(person) for person in self._people if self._is_here(person)}

    def _is_here(self, person: Person) -> bool:
        gone = person.suspended_at is not None or (person.ends_on is not None and person.ends_on < self.today)
        return not gone and (person.user is None or person.user.is_active)

    def _member(self, person: Person) -> Member:
        user = person.user
        language = (user.language if user else "") or self.organisation.language or settings.LANGUAGE_CODE
        email = person.email or (user.email if user else "")
        signs_in = user is not None and bool(person.holds)  # type: ignore[attr-defined]
        return Member(person.pk, person.name, email, language, signs_in)

    @cached_property
    def names(self) -> Mapping[UUID, tuple[str, str]]:
        """Name and reference of everybody, also of those who have left."""
        return {person.pk: (person.name, person.reference) for person in self._people}

    @cached_property
    def _managers(self) -> Mapping[UUID, UUID | None]:
        return {person.pk: person.manager_id for person in self._people}  # type: ignore[attr-defined]

    @cached_property
    def heads(self) -> list[UUID]:
        """The owners of the organisation, for what nobody else answers for."""
        return list(owners_of(self.organisation.pk).order_by("number").values_list("pk", flat=True))

    @cached_property
    def _away(self) -> Mapping[UUID, Absence]:
        return {each.person_id: each for each in absences_on(self.organisation.pk, self.today)}

    @cached_property
    def wishes(self) -> Mapping[UUID, Wish]:
        """How those want to be told who have said so."""
        return wishes_in(self.organisation.pk, self.only)

    def wish(self, person: UUID) -> Wish:
        return self.wishes.get(person, USUAL)

    # Who is told of a duty

    def doer(self, duty: Duty) -> Member | None:
        """Whoever has it today: its person, or who stands in for them; failing both who is above."""
        person = self.members.get(duty.person_id)
        if person is None:
            return self.members.get(duty.deputy_id) if duty.deputy_id in self.members else self.manager(duty)  # type: ignore[arg-type]
        absence = self._away.get(person.id)
        other = self.members.get(stands_in(duty, absence)) if absence is not None else None  # type: ignore[arg-type]
        return other if other is not None and self.opens(other, duty) else person

    def deputy(self, duty: Duty) -> Member | None:
        """Who stands in, if they may open it and it is not theirs already."""
        found = self.members.get(duty.deputy_id) if duty.deputy_id is not None else None
        return found if found is not None and found.id != duty.person_id and self.opens(found, duty) else None

    def manager(self, duty: Duty) -> Member | None:
        """Who looks after the work of whoever has it: their manager, failing one an owner of the organisation."""
        for key in (self._managers.get(duty.person_id), *self.heads):
            if key is not None and key != duty.person_id and key in self.members and self.knows(key, duty.path):
                return self.members[key]
        return None

    def opens(self, member: Member, duty: Duty) -> bool:
        """May they open where it is done?"""
        within = member.signs_in and duty.within(self._reach(member.id, duty.permission), member.id)
        return within and self.knows(member.id, duty.path)

    def is_told(self, member: Member, duty: Duty) -> bool:
        """One's own duty as far as one's own list has it; whoever cannot sign in is told nevertheless, for who else would."""
        return self.opens(member, duty) if member.signs_in else self.knows(member.id, duty.path)

    def knows(self, person: UUID, path: str) -> bool:
        """May they know of what is there, or is it kept from them whatever their roles?"""
        if person not in self._withheld:
            nobody = Actor(self.organisation.pk, person, None, "", ())
            self._withheld[person] = Withheld(self._actors.get(person, nobody))
        return not self._withheld[person].hides(path)

    def concerns(self, person: UUID, duty: Duty) -> bool:
        """Is it theirs, or in their hands while its person is away?"""
        if person in (duty.person_id, duty.deputy_id):
            return True
        doer = self.doer(duty)
        return doer is not None and doer.id == person

    @cached_property
    def _actors(self) -> Mapping[UUID, Actor]:
        return actors_in(self.organisation.pk)

    def _reach(self, person: UUID, permission: str) -> Reach:
        key = (person, permission)
        if key not in self._reaches:
            self._reaches[key] = self._actors[person].reach(permission)
        return self._reaches[key]


def audience_of(organisation_id: UUID, only: Collection[UUID] | None = None) -> Audience:
    organisation = Organisation.objects.get(pk=organisation_id)
    return Audience(organisation, dates.today(organisation.zone), only)


def wishes_in(organisation_id: UUID, only: Collection[UUID] | None = None) -> dict[UUID, Wish]:
    rows = Reminding.objects.filter(organisation_id=organisation_id)
    rows = rows if only is None else rows.filter(person__in=only)
    fields = ("rhythm", "weekday", "hour", "quiet_from", "quiet_to", "muted")
    return {key: Wish(*told) for key, *told in rows.values_list("person", *fields)}
