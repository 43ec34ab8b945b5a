"""Courses with their pages, questions and requirements, as far as the actor sees them."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import hanging_on, visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.evidence.models import Evidence, EvidenceLink
from holger.frameworks.models import Requirement
from holger.frameworks.selectors import requirements_for
from holger.training.models import Course, CoursePage, Edition, Question, Status
from holger.training.permissions import VIEW
from holger.training.rules import content as rules
from holger.ui.query import words_of

SEARCHED = ("reference", "title_da", "title_en", "summary_da", "summary_en")
ICON = "school"


def courses_for(actor: Actor) -> QuerySet[Course]:
    return visible(Course.objects.all(), actor, VIEW, own=Q(owner=actor.person_id))


def courses_in_use(actor: Actor) -> QuerySet[Course]:
    return courses_for(actor).exclude(status=Status.ARCHIVED)


def with_counts(rows: QuerySet[Course]) -> QuerySet[Course]:
    """How many are to take each, how many have passed, and how many have no attempts left."""
    now = Q(enrolments__current=True) & ~Q(enrolments__state="withdrawn")
    return rows.annotate(
        given_count=Count("enrolments", filter=now),
        passed_count=Count("enrolments", filter=now & Q(enrolments__state="passed")),
        failed_count=Count("enrolments", filter=now & Q(enrolments__state="failed")),
    )


def pages_of(actor: Actor, course: Course) -> QuerySet[CoursePage]:
    return hanging_on(CoursePage, course=course).filter(course__in=courses_for(actor))


def questions_of(actor: Actor, course: Course) -> QuerySet[Question]:
    return hanging_on(Question, course=course).filter(course__in=courses_for(actor))


def editions_of(actor: Actor, course: Course) -> QuerySet[Edition]:
    return hanging_on(Edition, course=course).filter(course__in=courses_for(actor))


def requirements_served(actor: Actor, course: Course) -> Sequence[Requirement]:
    """What it helps to meet, of what the actor sees."""
    rows = requirements_for(actor).filter(course_links__course=course, course_links__course__in=courses_for(actor))
    return list(rows.select_related("framework").order_by("framework__number", "place"))


def serving(actor: Actor, requirement: Requirement) -> QuerySet[Course]:
    return courses_in_use(actor).filter(links__requirement=requirement).order_by("number")


def as_written(course: Course) -> rules.Content:
    """Its pages and questions as they stand now, before they are published. Whoever asks has been let near the course."""
    return rules.Content(
        title={"da": course.title_da, "en": course.title_en},
        pages=[
            rules.Page(_both(page, "title"), _both(page, "text"), page.video)
            for page in hanging_on(CoursePage, course=course)
        ],
        questions=[question_of(each) for each in hanging_on(Question, course=course)],
        pass_percent=course.pass_percent,
        draw=course.draw,
    )


def question_of(row: Question) -> rules.Question:
    options = [rules.Option({"da": each["da"], "en": each["en"]}, each["right"]) for each in row.options]
    return rules.Question(str(row.pk), row.kind, _both(row, "text"), _both(row, "explanation"), options)


def _both(row: CoursePage | Question, name: str) -> dict[str, str]:
    return {language: getattr(row, f"{name}_{language}") for language in ("da", "en")}


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = courses_for(actor).filter(words_in(words_of(text), SEARCHED)).order_by("number")[:limit]
    return [Hit(row.reference, row.title, row.path, row._meta.verbose_name, ICON, id=str(row.pk)) for row in rows]


def pickable(actor: Actor) -> QuerySet[Course]:
    return courses_in_use(actor).order_by("number")


def pictures_of(actor: Actor, course: Course) -> QuerySet[Evidence]:
    """The files that are attached to a course the actor has found: its pages show those that are pictures."""
    links = EvidenceLink.objects.filter(
        organisation_id=actor.organisation_id, subject_type=course.subject_type, subject_id=course.pk
    )
    return Evidence.objects.filter(pk__in=links.values("evidence"), kind=Evidence.Kind.FILE, archived_at=None)
