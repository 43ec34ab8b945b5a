"""What the filling of one organisation knows: the content, the language, and who and what has been made so far."""

import heapq
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import yaml
from django.utils import translation

from holger.assets.models import Asset, InformationType
from holger.controls.models import Control, GapRound, PlanItem
from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.evidence.models import Evidence
from holger.frameworks.models import Framework, Standing
from holger.incidents.models import Correction, Incident
from holger.organisation import selectors
from holger.organisation.models import Organisation, Person, Tag, Unit
from holger.policies.models import Campaign, Policy, PolicyException
from holger.privacy.models import Activity as ProcessingActivity
from holger.privacy.models import Dpia, SubjectRequest
from holger.risks.models import Risk, Round
from holger.suppliers.models import Contract
from holger.tasks.models import Activity
from holger.tasks.rules.workdays import DENMARK
from holger.training.models import Course, Session

CONTENT = Path(__file__).parent.parent / "content"
JUST_NOW = 0.01
"""Days ago: nothing of the story lies ahead."""


def load(name: str) -> dict[str, Any]:
    """All parts of an organisation's content as one mapping."""
    content: dict[str, Any] = {}
    for path in sorted(CONTENT.glob(f"{name}*.yaml")):
        content |= yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return content


@dataclass
class Story:
    content: Mapping[str, Any]
    language: str
    now: datetime = field(default_factory=dates.now)
    today: date = field(default_factory=dates.today)
    """The real today, also while the clock is turned back."""
    organisation: Organisation = field(init=False)
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    information: dict[str, InformationType] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)
    controls: dict[str, Control] = field(default_factory=dict)
    risks: dict[str, Risk] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    frameworks: dict[str, Framework] = field(default_factory=dict)
    standings: dict[str, dict[str, Standing]] = field(default_factory=dict)
    """For each scope, how it stands with each requirement, by the requirement's id."""
    gap_rounds: dict[str, GapRound] = field(default_factory=dict)
    plan_items: dict[str, PlanItem] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)
    """By the key of the ready one that each was made of."""
    shown: dict[tuple[UUID, str], str] = field(default_factory=dict)
    """The digest of what is read now of a policy, by language."""
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    exceptions: dict[str, PolicyException] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    classes: dict[str, Session] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    corrections: dict[str, Correction] = field(default_factory=dict)
    processing: dict[str, ProcessingActivity] = field(default_factory=dict)
    """By the key of the ready one that each was begun from."""
    data_requests: dict[str, SubjectRequest] = field(default_factory=dict)
    data_assessments: dict[str, Dpia] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    portal_links: list[str] = field(default_factory=list)
    """Addresses by which suppliers come in to what they have not answered yet."""
    expected: set[UUID] = field(default_factory=set)
    """The tasks of which it has been planned what becomes of them."""
    logins: dict[str, str] = field(default_factory=dict)
    doors: dict[str, str] = field(default_factory=dict)
    """The addresses of those who are suspended, removed, or sign in with a second factor."""
    secret: str = ""
    """What an app needs to know for the last of them."""
    tokens: dict[str, str] = field(default_factory=dict)
    stay: ExitStack = field(default_factory=ExitStack)
    """The time inside the organisation: from its founding to the end of the story."""
    acts: list[tuple[float, int, Callable[[], Any]]] = field(default_factory=list)
    """What is still to be told, the earliest first; what happened at the same time in the order in which it was planned."""
    numbers: Iterator[int] = field(default_factory=count)
    told: float = float("inf")
    """How many days ago it was that the story has come to."""

    def at(self, days: float, verb: Callable[..., Any], *arguments: Any) -> None:
        """``verb`` is done to the story ``days`` ago, when the story is told. One thing may lead to another, later one."""
        act = partial(verb, self, *arguments)
        heapq.heappush(self.acts, (-min(days, self.told), next(self.numbers), act))

    def on(self, day: date, hour: float, verb: Callable[..., Any], *arguments: Any) -> None:
        """The same on a day, at an hour of the organisation's clock: 9.5 is half past nine."""
        begin = datetime.combine(day, time(), ZoneInfo(self.content["organisation"]["zone"]))
        days = (self.now - begin - timedelta(hours=hour)) / timedelta(days=1)
        self.at(max(days, JUST_NOW), verb, *arguments)

    def tell(self) -> None:
        """Do everything, in the order in which it happened, in the story's language."""
        with self.stay:
            while self.acts:
                ago, _number, act = heapq.heappop(self.acts)
                self.told = -ago
                with dates.days_ago(-ago), translation.override(self.language):
                    act()

    def text(self, words: Mapping[str, str] | str | None) -> str:
        """A text in the story's language."""
        if words is None or isinstance(words, str):
            return words or ""
        return " ".join(words[self.language].split())

    def person(self, key: str | None) -> Person | None:
        return self.people[key] if key else None

    def actor(self, key: str) -> Actor:
        if key not in self.actors:
            self.actors[key] = selectors.actor_of(self.people[key], Channel.PAGE)
        return self.actors[key]

    def named(self, pk: UUID | None) -> Person | None:
        return next((person for person in self.people.values() if person.pk == pk), None)

    def acting(self, pk: UUID | None) -> Actor | None:
        key = next((key for key, person in self.people.items() if person.pk == pk), None)
        return self.actor(key) if key else None

    @property
    def officer(self) -> Actor:
        """The security officer, who does what nobody else is named for."""
        return self.actor(next(p["key"] for p in self.content["people"] if "security_officer" in p.get("roles", ())))

    def day(self, days: int | None) -> date | None:
        """The date that lies ``days`` ahead of today (behind, when negative)."""
        return None if days is None else self.today + timedelta(days=days)

    def workday(self, days: int) -> date:
        """So many working days ahead of today, or behind; nought is today, or the next of them."""
        return DENMARK.added(self.today, days)


def numbered(reference: str) -> tuple[str, int]:
    prefix, number = reference.split("-")
    return prefix, int(number)
