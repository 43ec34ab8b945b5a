"""Looking at everybody's duties and writing down of which they are to be told: what comes again every quarter of an hour.

Whatever ran before, and whenever, the outcome is the same: each reminder has a slot, and is there once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import batched
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import override

from holger.core import dates, tenancy
from holger.core.registry import Duty, DutySource
from holger.tasks.models import Notice, NoticeKind, Task, TaskStatus
from holger.tasks.rules.telling import CATCH_UP, Owed, To, begin_of, owed_of, worth_telling
from holger.tasks.rules.workdays import shown
from holger.tasks.selectors.audience import Audience, Member, audience_of
from holger.tasks.selectors.work import duties_in
from holger.tasks.services.shared import hold
from holger.tasks.services.telling import BATCH, Draft, key_of, known_slots, slot_of, tell

LONG_WRITE = timedelta(minutes=2)
"""Longer than any transaction in which a notice is written together with the task that it is about."""
DAY = timedelta(days=1)
LASTING = (NoticeKind.MISSED,)
"""What they tell holds whether or not there is still anything to do."""
Line = tuple[DutySource, Duty]


def remind(organisation_id: UUID) -> int:
    """Write down all that is owed and is not there yet, and how many that were.

    Reading comes first, outside the transactions that write: on SQLite nobody else could write meanwhile.
    """
    began = dates.now()
    with tenancy.answering(organisation_id):
        audience = audience_of(organisation_id)
        look = Look(audience, duties_of_all(audience))
        new = look.new()
        look.fill(new)
        over = look.over(began - LONG_WRITE)
    told = 0
    for some in batched(new, BATCH):
        with tenancy.inside(organisation_id):
            hold(organisation_id)
            told += len(tell(organisation_id, [each.draft for each in some]))
    for keys in batched(over, BATCH):
        with tenancy.inside(organisation_id):
            settle(keys)
    return told


def settle(keys: Sequence[UUID]) -> None:
    """What is over asks for nobody's attention, and no mail tells of it."""
    now = dates.now()
    Notice.objects.filter(pk__in=keys, read_at=None).update(read_at=now)
    Notice.objects.filter(pk__in=keys, mailed_at=None).update(mailed_at=now)


def duties_of_all(audience: Audience) -> list[Line]:
    """Everybody's duties, in the language of the house."""
    with override(audience.organisation.language):
        return list(duties_in(audience.organisation.pk))


@dataclass
class Owing:
    """A notice that is owed, to whom and of what. ``covered``: whoever is told may not know what it is, only that it is late."""

    draft: Draft
    member: Member
    duty: Duty
    source: DutySource
    covered: bool = False


@dataclass
class Look:
    """All duties of an organisation as they are now."""

    audience: Audience
    lines: Sequence[Line]

    def new(self) -> list[Owing]:
        """What is owed by today and not written down."""
        found = {owing.draft.slot: owing for owing in self.owing()}
        known = known_slots(self.audience.organisation.pk, found)
        return [owing for slot, owing in found.items() if slot not in known]

    def owing(self) -> Iterator[Owing]:
        for source, duty in self.lines:
            if duty.awaited:
                yield from self._first(source, duty, NoticeKind.SIGN_OFF)
            elif duty.urgent or duty.key in self._opened:
                yield from self._first(source, duty, NoticeKind.GIVEN)
            if duty.due is not None:
                yield from self._reminders(source, duty, duty.due)

    def _first(self, source: DutySource, duty: Duty, kind: NoticeKind) -> Iterator[Owing]:
        """That there is something new to do."""
        member = self.audience.doer(duty)
        if member is None or not self.audience.is_told(member, duty):
            return
        opened = self._opened.get(duty.key)
        since = begin_of(opened, self.audience.zone) if opened else dates.now()
        yield self._owing(source, duty, member, kind, "", since)

    def _reminders(self, source: DutySource, duty: Duty, due: date) -> Iterator[Owing]:
        today = self.audience.today
        since = self._asked.get(duty.key, today) + DAY if duty.awaited else None
        for owed in owed_of(due, shown, today, duty.escalate_days, since):
            member, covered = self._receiver(duty, owed)
            if member is not None:
                begin = begin_of(owed.day, self.audience.zone)
                yield self._owing(source, duty, member, owed.kind, owed.slot, begin, covered)

    def _receiver(self, duty: Duty, owed: Owed) -> tuple[Member | None, bool]:
        if owed.to == To.DEPUTY:
            return self.audience.deputy(duty), False
        if owed.to == To.MANAGER:
            member = self.audience.manager(duty)
            return member, member is not None and not self.audience.opens(member, duty)
        member = self.audience.doer(duty)
        return (member if member is not None and self.audience.is_told(member, duty) else None), False

    def _owing(
        self,
        source: DutySource,
        duty: Duty,
        member: Member,
        kind: str,
        when: str,
        since: datetime,
        covered: bool = False,
    ) -> Owing:
        name, reference = self.audience.names.get(duty.person_id, ("", ""))
        draft = Draft(
            person=member.id,
            kind=kind,
            duty=duty.key,
            slot=slot_of(kind, duty.key, member.id, when),
            path=f"work/team/{reference}/" if covered else duty.path,
            due=duty.due,
            who="" if member.id == duty.person_id or not when else name,
            urgent=duty.urgent,
            since=since,
            said=str(duty.title),
            said_path=duty.path,
        )
        return Owing(draft, member, duty, source, covered)

    @cached_property
    def _asked(self) -> Mapping[str, date]:
        """Duty → the day on which its person was told that somebody waits."""
        slots = {
            slot_of(NoticeKind.SIGN_OFF, duty.key, duty.person_id): duty.key for _s, duty in self.lines if duty.awaited
        }
        told = known_slots(self.audience.organisation.pk, slots)
        zone = ZoneInfo(self.audience.zone)
        return {slots[slot]: since.astimezone(zone).date() for slot, since in told.items()}

    @cached_property
    def _opened(self) -> Mapping[str, date]:
        """Runs that have opened of themselves, long enough before they are due that it is worth a word: duty → when."""
        today = self.audience.today
        rows = Task.objects.filter(
            organisation_id=self.audience.organisation.pk, status=TaskStatus.OPEN, activity__isnull=False
        )
        rows = rows.filter(opens__lte=today, opens__gt=today - CATCH_UP).order_by()
        found = {}
        for reference, opens, due in rows.values_list("reference", "opens", "due"):
            if opens is not None and worth_telling(opens, due):
                found[key_of(reference)] = opens
        return found

    # In the reader's words

    def fill(self, owings: Iterable[Owing]) -> None:
        """Give each notice its title in the language of whoever it is for. A language that nobody reads is not asked for."""
        by_language: dict[str, list[Owing]] = defaultdict(list)
        for owing in owings:
            by_language[owing.member.language].append(owing)
        for language, some in by_language.items():
            with override(language):
                titles = self._titles(language, {owing.duty.person_id for owing in some})
                for owing in some:
                    title = str(owing.source.title) if owing.covered else titles.get(_key(owing.duty), owing.draft.said)
                    owing.draft.title = title

    def _titles(self, language: str, people: set[UUID]) -> Mapping[tuple[str, UUID], str]:
        house = self.audience.organisation
        lines = self.lines if language == house.language else duties_in(house.pk, people)
        return {_key(duty): str(duty.title) for _source, duty in lines}

    # What is over

    def over(self, before: datetime) -> list[UUID]:
        """Notices that still ask for attention, and should not: it is done, or somebody else's now.

        Only those from before the look began: a later one may be of a duty that it has not seen.
        """
        open_ones: dict[str, list[Duty]] = defaultdict(list)
        for _source, duty in self.lines:
            open_ones[duty.key].append(duty)
        rows = Notice.objects.filter(organisation_id=self.audience.organisation.pk, created_at__lt=before).exclude(
            duty=""
        )
        waiting = (rows.filter(read_at=None) | rows.filter(mailed_at=None)).exclude(kind__in=LASTING)
        fields = ("pk", "kind", "duty", "person")
        return [
            key
            for key, kind, duty, person in waiting.values_list(*fields)
            if not self._holds(kind, person, open_ones[duty])
        ]

    def _holds(self, kind: str, person: UUID, duties: Iterable[Duty]) -> bool:
        return any(kind == NoticeKind.ESCALATED or self.audience.concerns(person, duty) for duty in duties)


def _key(duty: Duty) -> tuple[str, UUID]:
    return duty.key, duty.person_id
