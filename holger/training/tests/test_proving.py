"""Management's training becomes evidence for NIS2 article 20(2) by itself: one piece, new versions, never the same twice."""

from typing import Any

import pytest

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, RuleBroken
from holger.evidence.models import EarlierFile, Evidence, EvidenceLink
from holger.frameworks.services import framework_adopt
from holger.tasks.models import RoleHolder
from holger.training import selectors, services
from holger.training.models import Course, ManagementProof
from holger.training.papers.proving import management_kept, prove
from holger.training.tests.factories import make_course
from tests.cast import Cast, actor_of

pytestmark = pytest.mark.django_db
HERE = "/o/kronborg/courses/management/"


@pytest.fixture
def anna(cast: Cast) -> Actor:
    return actor_of(cast.anna)


@pytest.fixture
def law(anna: Actor) -> None:
    framework_adopt(actor=anna, key="nis2")


@pytest.fixture
def course(cast: Cast, anna: Actor) -> Course:
    RoleHolder.objects.create(organisation=cast.kronborg, role="management", person=cast.olga, deputy=cast.bo)
    asked = selectors.requirement(anna)
    return make_course(anna, title_en="For the board", owner=cast.anna, requirements=[asked] if asked else [])


def passes(anna: Actor, course: Course, *people: Any) -> None:
    session = services.session_create(actor=anna, course=course, on=dates.today())
    services.session_hold(actor=anna, session=session, came=people)


def test_the_worker_keeps_it_once_and_anew_when_somebody_passes(
    cast: Cast, anna: Actor, law: None, course: Course
) -> None:
    assert prove(cast.kronborg.pk) == ""
    passes(anna, course, cast.olga)
    assert prove(cast.kronborg.pk) == "E-1"
    assert prove(cast.kronborg.pk) == ""
    kept = Evidence.objects.get()
    assert (kept.title, kept.owner, kept.content_type) == (
        "Management's training (NIS2 article 20(2))", cast.anna, "application/pdf",
    )  # fmt: skip
    assert (kept.period_from, kept.added_by) == (dates.today(), "holger")
    asked = selectors.requirement(anna)
    assert asked is not None
    assert EvidenceLink.objects.get().subject_id == asked.pk
    passes(anna, course, cast.bo)
    assert prove(cast.kronborg.pk) == "E-1"
    assert (Evidence.objects.count(), EarlierFile.objects.count()) == (1, 1)
    assert not ManagementProof.objects.filter(organisation=cast.rosenborg).exists()


def test_what_was_put_away_is_made_anew(cast: Cast, anna: Actor, law: None, course: Course) -> None:
    passes(anna, course, cast.olga)
    first, written = management_kept(cast.kronborg, anna)
    Evidence.objects.update(archived_at=dates.now())
    second, again = management_kept(cast.kronborg, anna)
    assert (written, again) == (True, True)
    assert first.pk != second.pk


def test_without_the_law_or_anybody_who_passed_there_is_nothing_to_keep(
    cast: Cast, anna: Actor, course: Course
) -> None:
    with pytest.raises(RuleBroken, match="framework NIS2"):
        management_kept(cast.kronborg, anna)
    framework_adopt(actor=anna, key="nis2")
    with pytest.raises(RuleBroken, match="Nobody of the management"):
        management_kept(cast.kronborg, anna)
    with pytest.raises(NotAllowed):
        management_kept(cast.kronborg, actor_of(cast.carl))


def test_it_is_kept_by_a_click_and_shown(cast: Cast, client_of: Any, anna: Actor, law: None, course: Course) -> None:
    page = client_of(cast.anna)
    assert "Keep as evidence" not in page.get(HERE).content.decode()
    passes(anna, course, cast.olga)
    assert "Keep as evidence" in page.get(HERE).content.decode()
    assert "Kept as E-1." in page.post(HERE + "keep/", follow=True).content.decode()
    told = page.post(HERE + "keep/", follow=True).content.decode()
    assert "E-1 says this already." in told and "/o/kronborg/evidence/E-1/" in told
    assert client_of(cast.carl).post(HERE + "keep/").status_code == 403
    assert "Keep as evidence" not in client_of(cast.carl).get(HERE).content.decode()
    assert client_of(cast.dorte).post(HERE + "keep/").status_code == 404
    assert Evidence.objects.count() == 1
