"""Making a course of a ready one, and bringing it up to date with a newer wording."""

from collections.abc import Sequence

from django.db import transaction

from holger.audience.services import Chosen
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.frameworks.models import Requirement
from holger.frameworks.selectors import requirements_for
from holger.history import services as history
from holger.organisation.models import Person
from holger.training import library
from holger.training.models import Course, CoursePage, Question, Status
from holger.training.permissions import EDIT
from holger.training.rules.library import EVERYBODY, MANAGERS, Ready
from holger.training.services.courses import course_audience_set, course_create
from holger.training.services.shared import must_be_in_use, touch


@transaction.atomic
def course_adopt(*, actor: Actor, key: str, owner: Person | None = None) -> Course:
    """A draft of a ready course, which one may change as one likes. Each is taken on once."""
    actor.require(EDIT)
    ready = _ready(key)
    if (
        Course.objects.filter(organisation_id=actor.organisation_id, template=key)
        .exclude(status=Status.ARCHIVED)
        .exists()
    ):
        raise RuleBroken(N_("You have taken on this course already."))
    course = course_create(
        actor=actor,
        owner=owner or _person(actor),
        template=key,
        template_digest=ready.digest,
        requirements=_served(actor, ready),
        title_da=ready.title["da"],
        title_en=ready.title["en"],
        summary_da=ready.summary["da"],
        summary_en=ready.summary["en"],
        minutes=ready.minutes,
        pass_percent=ready.pass_percent,
        attempts=ready.attempts,
        draw=ready.draw,
        repeat_months=ready.repeat_months,
        onboarding=ready.onboarding,
    )
    _fill(course, ready)
    course_audience_set(actor=actor, course=course, chosen=_chosen(ready))
    return course


@transaction.atomic
def course_renew(*, actor: Actor, course: Course) -> Course:
    """Take pages and questions from the library as they are now; one's own changes to them are lost."""
    actor.require(EDIT, course)
    must_be_in_use(course)
    ready = _ready(course.template)
    hanging_on(CoursePage, course=course).delete()
    hanging_on(Question, course=course).delete()
    _fill(course, ready)
    course.template_digest = ready.digest
    course.save(update_fields=["template_digest"])
    touch(course)
    history.record(actor=actor, action="course.renewed", target=course)
    return course


def _ready(key: str) -> Ready:
    ready = library.course(key)
    if ready is None:
        raise NotFound
    return ready


def _person(actor: Actor) -> Person | None:
    """Whoever takes it on answers for it."""
    if actor.person_id is None:
        return None
    return Person.objects.filter(organisation_id=actor.organisation_id, pk=actor.person_id).first()


def _served(actor: Actor, ready: Ready) -> Sequence[Requirement]:
    """The requirements that it serves in the frameworks that are in use here."""
    wanted = set(ready.serves)
    keys, codes = {key for key, _code in wanted}, {code for _key, code in wanted}
    rows = requirements_for(actor).filter(framework__key__in=keys, code__in=codes, framework__archived_at=None)
    return [row for row in rows.select_related("framework") if (row.framework.key, row.code) in wanted]


def _chosen(ready: Ready) -> Chosen:
    roles = [each for each in ready.audience if each not in (EVERYBODY, MANAGERS)]
    return Chosen(everybody=EVERYBODY in ready.audience, managers=MANAGERS in ready.audience, roles=roles)


def _fill(course: Course, ready: Ready) -> None:
    whose = {"organisation_id": course.organisation_id, "course": course}
    CoursePage.objects.bulk_create(
        CoursePage(
            **whose,
            place=place,
            title_da=page.title["da"],
            title_en=page.title["en"],
            text_da=page.text["da"],
            text_en=page.text["en"],
            video=page.video,
        )
        for place, page in enumerate(ready.pages)
    )
    Question.objects.bulk_create(
        Question(
            **whose,
            place=place,
            kind=each.kind,
            text_da=each.text["da"],
            text_en=each.text["en"],
            explanation_da=each.explanation["da"],
            explanation_en=each.explanation["en"],
            options=[{"da": o.text["da"], "en": o.text["en"], "right": o.right} for o in each.options],
        )
        for place, each in enumerate(ready.questions)
    )
