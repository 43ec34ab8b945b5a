"""Courses made, changed, published, put away and taken back."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from holger.audience.models import Audience
from holger.audience.services import Chosen, audience_set
from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.frameworks.models import Requirement
from holger.frameworks.selectors import requirements_for
from holger.history import services as history
from holger.organisation.services import guards, next_numbers
from holger.training.models import Course, CourseLink, Edition, Status
from holger.training.permissions import EDIT
from holger.training.rules.content import digest_of, why_not_publish, written
from holger.training.selectors import as_written
from holger.training.services.shared import must_be_in_use, must_make

WRITTEN = (
    *("title_da", "title_en", "summary_da", "summary_en", "minutes", "pass_percent", "attempts", "draw"),
    *("repeat_months", "due_days", "onboarding", "owner", "unit"),
)
CONTENT = ("title_da", "title_en", "pass_percent", "draw")
"""What is part of an edition."""


@transaction.atomic
def course_create(
    *,
    actor: Actor,
    requirements: Iterable[Requirement] = (),
    template: str = "",
    template_digest: str = "",
    audience: Chosen | None = None,
    **answers: Any,
) -> Course:
    """A draft without pages, for those in ``audience``; without one it is for nobody yet."""
    _known(answers)
    chosen = list(requirements)
    guards.own(actor, answers.get("owner"), answers.get("unit"), *chosen)
    must_make(actor, owner=answers.get("owner"), unit=answers.get("unit"))
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Course.prefix)[0]
    course = Course(
        organisation_id=actor.organisation_id,
        number=number,
        reference=f"{Course.prefix}-{number}",
        audience=Audience.objects.create(organisation_id=actor.organisation_id),
        template=template,
        template_digest=template_digest,
    )
    changes = write(course, answers)
    history.record(actor=actor, action="course.created", target=course, changes=changes)
    if chosen:
        requirements_set(actor=actor, course=course, requirements=chosen)
    if audience is not None:
        course_audience_set(actor=actor, course=course, chosen=audience)
    return course


@transaction.atomic
def course_edit(
    *,
    actor: Actor,
    course: Course,
    version: int | None = None,
    requirements: Iterable[Requirement] | None = None,
    audience: Chosen | None = None,
    **answers: Any,
) -> Course:
    _known(answers)
    actor.require(EDIT, course)
    guards.own(actor, answers.get("owner"), answers.get("unit"))
    must_be_in_use(course)
    if course.edition and any(name in answers and answers[name] != getattr(course, name) for name in CONTENT):
        answers["changed"] = True
    changes = write(course, answers, version=version)
    changes.pop("changed", None)
    if changes:
        history.record(actor=actor, action="course.changed", target=course, changes=changes)
    if requirements is not None:
        requirements_set(actor=actor, course=course, requirements=requirements)
    if audience is not None and (course.audience is None or chosen_of(course.audience) != _plain(audience)):
        course_audience_set(actor=actor, course=course, chosen=audience)
    return course


@transaction.atomic
def courses_give_to(*, actor: Actor, courses: Iterable[Course], owner: Any) -> int:
    """Let somebody else answer for them; returns how many changed."""
    return len([course_edit(actor=actor, course=course, owner=owner) for course in courses])


@transaction.atomic
def course_audience_set(*, actor: Actor, course: Course, chosen: Chosen) -> Course:
    """Say whom it is for. Who no longer belongs keeps what they were given."""
    actor.require(EDIT, course)
    must_be_in_use(course)
    course.audience = audience_set(actor=actor, audience=course.audience, chosen=chosen)
    course.version, course.updated_at = course.version + 1, dates.now()
    course.save(update_fields=["audience", "version", "updated_at"])
    history.record(actor=actor, action="course.audience_set", target=course)
    return course


@transaction.atomic
def requirements_set(*, actor: Actor, course: Course, requirements: Iterable[Requirement]) -> None:
    """The requirements that it helps to meet, among those that the actor sees; others stay."""
    actor.require(EDIT, course)
    wanted = {row.pk: row for row in requirements}
    guards.own(actor, *wanted.values())
    seen = set(requirements_for(actor).values_list("pk", flat=True))
    if wanted.keys() - seen:
        raise NotFound
    there = {link.requirement_id: link for link in course.links.select_related("requirement")}
    new = [row for pk, row in wanted.items() if pk not in there]
    gone = [link for pk, link in there.items() if pk in seen and pk not in wanted]
    _link(actor, course, new, gone)


def _link(actor: Actor, course: Course, new: Collection[Requirement], gone: Collection[CourseLink]) -> None:
    made = [CourseLink(organisation_id=actor.organisation_id, course=course, requirement=row) for row in new]
    CourseLink.objects.bulk_create(made)
    CourseLink.objects.filter(pk__in=[link.pk for link in gone]).delete()
    if new or gone:
        told = [[str(link.requirement) for link in gone], [str(row) for row in new]]
        history.record(actor=actor, action="course.requirements_set", target=course, changes={"requirements": told})


@transaction.atomic
def course_publish(*, actor: Actor, course: Course) -> Course:
    """Freeze pages and questions as they stand, as the edition that is taken from now on."""
    actor.require(EDIT, course)
    course = Course.objects.select_for_update().get(pk=course.pk)
    must_be_in_use(course)
    content = as_written(course)
    if refused := why_not_publish(content):
        raise RuleBroken(refused)
    kept = written(content)
    course.edition += 1
    Edition.objects.create(
        organisation_id=actor.organisation_id,
        course=course,
        number=course.edition,
        content=kept,
        digest=digest_of(kept),
    )
    course.changed, course.published_at = False, dates.now()
    return _move(actor, course, Status.PUBLISHED, "course.published", "edition", "changed", "published_at")


@transaction.atomic
def course_archive(*, actor: Actor, course: Course) -> Course:
    """Put away: nobody is given it any more. What came of it is kept."""
    actor.require(EDIT, course)
    if course.status == Status.ARCHIVED:
        return course
    course.given_at = None
    return _move(actor, course, Status.ARCHIVED, "course.archived", "given_at")


@transaction.atomic
def course_restore(*, actor: Actor, course: Course) -> Course:
    actor.require(EDIT, course)
    if course.status != Status.ARCHIVED:
        return course
    return _move(actor, course, Status.PUBLISHED if course.edition else Status.DRAFT, "course.restored")


def _move(actor: Actor, course: Course, status: str, action: str, *fields: str) -> Course:
    course.status = status
    course.version, course.updated_at = course.version + 1, dates.now()
    course.save(update_fields=["status", "version", "updated_at", *fields])
    told = {"edition": [None, course.edition]} if "edition" in fields else {}
    history.record(actor=actor, action=action, target=course, changes=told)
    return course


def chosen_of(audience: Audience) -> dict[str, Any]:
    """What an audience is made of, to be held against what is chosen now."""
    return {
        "everybody": audience.everybody,
        "managers": audience.managers,
        "job_titles": list(audience.job_titles),
        "units": {row.pk for row in audience.units.all()},
        "roles": {row.role for row in audience.roles.all()},
        "people": {row.pk for row in audience.people.all()},
    }


def _plain(chosen: Chosen) -> dict[str, Any]:
    return {
        "everybody": chosen.everybody,
        "managers": chosen.managers,
        "job_titles": sorted({word.strip().lower() for word in chosen.job_titles if word.strip()}),
        "units": {row.pk for row in chosen.units},
        "roles": set(chosen.roles),
        "people": {row.pk for row in chosen.people},
    }


def _known(answers: dict[str, Any]) -> None:
    if unknown := set(answers) - set(WRITTEN):
        raise ValueError(f"not decided here: {unknown}")
