"""Reminding of deadlines and of what is undecided: once for each slot, more people the later it gets, only those who may see it."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext, override

from holger.core import dates
from holger.core.words import say
from holger.incidents.models import Incident
from holger.incidents.rules.assessing import Question, open_questions
from holger.incidents.rules.clock_entry import Start
from holger.incidents.rules.clocks import ALL, Clock
from holger.incidents.rules.reminders import DAILY, LEADER, TEAM, Reminder, passed
from holger.incidents.selectors.clocks import Case, cases_in, ticking
from holger.incidents.selectors.concerned import Circle, team_of
from holger.incidents.selectors.drills import marked
from holger.incidents.selectors.law import law_of
from holger.incidents.selectors.sheets import spelled
from holger.organisation.models import Organisation
from holger.tasks.models import NoticeKind
from holger.tasks.selectors.audience import Member, audience_of
from holger.tasks.services.telling import Draft, tell

LONGEST_SLOT = 200


def duty_of(incident: Incident, what: str) -> str:
    """The key of the duty that a deadline, or the questions, of an incident are (``incidents.duties.clocks``)."""
    return f"incidents.clock:{incident.pk.hex}:{what}"


@transaction.atomic
def clocks_remind(organisation_id: UUID, now: datetime | None = None) -> int:
    """Tell people of the deadlines whose next mark has come, and daily of what is not decided; how many notices are new.

    Closing an incident stops no clock, so closed ones are looked at too, unless no clock of theirs ever started.
    """
    moment = now or dates.now()
    organisation = Organisation.objects.get(pk=organisation_id)
    cases = cases_in(organisation, ticking(Incident.objects.filter(organisation_id=organisation_id)), moment)
    circle = Circle(organisation_id, law_of(organisation).profile)
    wanted = [each for case in cases for each in _wanted(case, moment)]
    if not wanted:
        return 0
    members = audience_of(organisation_id).members
    drafts = [
        draft
        for one in wanted
        for person in one.people(circle)
        if person in members
        for draft in [one.draft(members[person])]
    ]
    return len(tell(organisation_id, drafts))


class Wanted:
    """Something that people are to be told of an incident. ``slot`` tells it from all others for good."""

    kind: str = NoticeKind.BEFORE
    groups: tuple[str, ...] = (TEAM, LEADER)
    urgent = False

    def __init__(self, case: Case):
        self.case = case

    @property
    def what(self) -> str:
        raise NotImplementedError

    @property
    def when(self) -> str:
        raise NotImplementedError

    def title(self, language: str) -> str:
        raise NotImplementedError

    def text(self) -> str:
        return ""

    def people(self, circle: Circle) -> list[UUID]:
        """Of an exercise its team alone, whoever else the mark would reach."""
        if self.case.incident.drill:
            return circle.seeing(self.case.incident, sorted(team_of(self.case.incident)))
        return circle.of(self.case.incident, self.groups)

    def draft(self, member: Member) -> Draft:
        """In the language of whoever reads it. Chats are told nothing: not everybody there need know."""
        duty = duty_of(self.case.incident, self.what)
        with override(member.language):
            return Draft(
                person=member.id,
                kind=self.kind,
                duty=duty[:LONGEST_SLOT],
                slot=short(f"{self.kind}:{duty}:{member.id.hex}:{self.when}"),
                title=marked(self.case.incident, self.title(member.language)),
                path=self.case.incident.path,
                due=self.due,
                text=self.text(),
                urgent=self.urgent,
            )

    @property
    def due(self) -> None:
        return None


def short(slot: str) -> str:
    """What is longer than a slot may be ends in its own fingerprint."""
    if len(slot) <= LONGEST_SLOT:
        return slot
    digest = hashlib.sha256(slot.encode()).hexdigest()
    return f"{slot[: LONGEST_SLOT - len(digest) - 1]}:{digest}"


class ClockWanted(Wanted):
    def __init__(self, case: Case, clock: Clock, reminder: Reminder):
        super().__init__(case)
        self.clock, self.reminder = clock, reminder
        self.groups = tuple(reminder.to)
        self.urgent = reminder.percent is not None
        self.kind = NoticeKind.OVERDUE if reminder.percent == ALL else NoticeKind.BEFORE

    @property
    def what(self) -> str:
        return self.clock.key

    @property
    def when(self) -> str:
        """A corrected start gives another deadline: of that, people are told anew."""
        until = self.clock.due.at if self.clock.due is not None else self.clock.start
        return f"{self.reminder.percent or 'open'}/{self.reminder.number}/{until:%Y%m%d%H%M}"

    def title(self, language: str) -> str:
        told = {"title": say(self.clock.rule.title, language), "reference": self.case.incident.reference}
        percent = self.reminder.percent
        if percent is None:
            return gettext("Without undue delay: %(title)s (%(reference)s)") % told
        if percent == ALL:
            return gettext("Overdue: %(title)s (%(reference)s)") % told
        told["percent"] = str(percent)
        return gettext("%(percent)s %% of the time is gone: %(title)s (%(reference)s)") % told

    def text(self) -> str:
        if self.clock.due is None:
            return ""
        return gettext("Deadline: %(when)s") % {"when": spelled(self.clock.due.at, self.case.organisation.zone)}

    @property
    def due(self):  # type: ignore[no-untyped-def,override]
        if self.clock.due is None:
            return None
        return self.clock.due.day or self.clock.due.at.astimezone(ZoneInfo(self.case.organisation.zone)).date()


class UndecidedWanted(Wanted):
    def __init__(self, case: Case, questions: list[Question], number: int):
        super().__init__(case)
        self.questions, self.number = questions, number

    @property
    def what(self) -> str:
        return "questions"

    @property
    def when(self) -> str:
        return f"open/{self.number}"

    def title(self, language: str) -> str:
        return gettext("Not decided yet, so the deadlines count (%(reference)s)") % {
            "reference": self.case.incident.reference
        }

    def text(self) -> str:
        return " ".join(gettext(each.text) for each in self.questions)[:500]


def _wanted(case: Case, now: datetime) -> Iterator[Wanted]:
    for clock in case.clocks:
        reminder = passed(clock, now)
        if reminder is not None:
            yield ClockWanted(case, clock, reminder)
    questions = open_questions(case.facts.decisions, case.law.place.kinds)
    since = begun(case)
    if questions and since is not None and now - since >= DAILY:
        yield UndecidedWanted(case, questions, (now - since) // DAILY)


def begun(case: Case) -> datetime | None:
    """Since when there is something to decide: the first sign, or when one was aware."""
    entered = [*case.facts.entered(Start.FIRST_SIGN, ""), *case.facts.entered(Start.AWARE, "")]
    return min((each.at for each in entered), default=case.incident.created_at)
