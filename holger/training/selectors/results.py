"""Completion by unit, and what many found hard. Numbers and states; nobody's answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from holger.core.actor import Actor
from holger.training.models import Course, Edition, Tally
from holger.training.rules import content as rules
from holger.training.rules.taking import percent, weak
from holger.training.selectors.courses import courses_for
from holger.training.selectors.enrolments import enrolments_now, holding, overdue


@dataclass(frozen=True)
class Counts:
    """``missing`` have not passed, or it no longer holds; those who are ``late`` and ``failed`` are among them."""

    total: int = 0
    done: int = 0
    late: int = 0
    failed: int = 0

    @property
    def missing(self) -> int:
        return self.total - self.done

    @property
    def percent(self) -> int:
        return percent(self.done, self.total)


@dataclass(frozen=True)
class UnitCounts:
    """``unit`` is None for people who lie in no unit."""

    unit: str | None
    counts: Counts


@dataclass(frozen=True)
class Weak:
    """A question, how many have answered it, and how many per cent of them wrongly."""

    question: rules.Question
    asked: int
    percent: int


def by_unit(actor: Actor, course: Course, today: date) -> Sequence[UnitCounts]:
    rows = enrolments_now(actor).filter(course=course).order_by()
    grouped = rows.values("person__unit", unit=F("person__unit__name")).annotate(
        total=Count("pk"),
        done=Count("pk", filter=holding(today)),
        late=Count("pk", filter=overdue(today)),
        failed=Count("pk", filter=Q(state="failed")),
    )
    found = [
        UnitCounts(
            each["unit"],
            Counts(each["total"], each["done"], each["late"], each["failed"]),
        )
        for each in grouped
    ]
    return sorted(found, key=lambda each: (each.unit is None, each.unit or ""))


def added_up(parts: Sequence[UnitCounts]) -> Counts:
    numbers = [each.counts for each in parts]
    return Counts(
        *(sum(getattr(each, name) for each in numbers) for name in ("total", "done", "late", "failed")),
    )


def counts_by_course(actor: Actor, today: date) -> dict[str, Counts]:
    """By the course's key, for all that the actor sees."""
    rows = enrolments_now(actor).order_by().values("course")
    grouped = rows.annotate(
        total=Count("pk"),
        done=Count("pk", filter=holding(today)),
        late=Count("pk", filter=overdue(today)),
        failed=Count("pk", filter=Q(state="failed")),
    )
    found: dict[str, Counts] = defaultdict(Counts)
    for each in grouped:
        found[str(each["course"])] = Counts(each["total"], each["done"], each["late"], each["failed"])
    return found


def weak_spots(actor: Actor, course: Course) -> Sequence[Weak]:
    """The questions of the newest edition that enough people have answered, the hardest first."""
    edition = Edition.objects.filter(course=course, course__in=courses_for(actor)).order_by("-number").first()
    if edition is None:
        return []
    questions = rules.read(edition.content).by_key
    found = []
    for tally in Tally.objects.filter(edition=edition):
        wrong = weak(tally.asked, tally.wrong)
        if wrong is not None and tally.question in questions:
            found.append(Weak(questions[tally.question], tally.asked, wrong))
    return sorted(found, key=lambda each: (-each.percent, each.question.key))
