"""Processing activities: who may write them, and how they come into the record and out of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.privacy import library, selectors, services
from holger.privacy.duties.record import open_duties
from holger.privacy.models import Activity, ActivityTransfer, Status
from holger.privacy.tests.factories import make_activity, make_transfer
from tests.cast import Cast

ActorOf = Callable[..., Actor]


def told(row: Activity) -> list[str]:
    return list(Event.objects.filter(subject_id=row.pk).order_by("seq").values_list("action", flat=True))


def test_a_new_one_is_a_draft_with_a_reference_and_a_history(cast: Cast, actor_of: ActorOf) -> None:
    made = services.activity_create(actor=actor_of(cast.karen), title="Payroll", owner=cast.bo)
    assert (made.reference, made.status) == ("PA-1", Status.DRAFT)
    assert told(made) == ["processing.created"]


def test_whoever_writes_their_own_writes_nobody_elses(cast: Cast, actor_of: ActorOf) -> None:
    bo = actor_of(cast.bo)
    assert services.activity_create(actor=bo, title="Shifts", owner=cast.bo).owner == cast.bo
    with pytest.raises(RuleBroken):
        services.activity_create(actor=bo, title="Payroll", owner=cast.anna)
    with pytest.raises(NotAllowed):
        services.activity_create(actor=actor_of(cast.emil), title="Shifts", owner=cast.emil)


def test_only_who_keeps_the_record_takes_a_draft_into_it(cast: Cast, actor_of: ActorOf) -> None:
    draft = make_activity(cast.kronborg, owner=cast.bo, status=Status.DRAFT)
    with pytest.raises(NotAllowed):
        services.activity_accept(actor=actor_of(cast.bo), activity=draft)
    assert services.activity_accept(actor=actor_of(cast.karen), activity=draft).status == Status.CURRENT


def test_it_ends_and_is_taken_up_again(cast: Cast, actor_of: ActorOf) -> None:
    karen, row = actor_of(cast.karen), make_activity(cast.kronborg)
    ended = services.activity_end(actor=karen, activity=row, reason="The shop is closed")
    assert ended.status == Status.ENDED and ended.ended_on is not None and ended.marks == ""
    with pytest.raises(RuleBroken):
        services.activity_end(actor=karen, activity=ended)
    assert services.activity_resume(actor=karen, activity=ended).ended_on is None


def test_what_is_archived_is_left_alone(cast: Cast, actor_of: ActorOf) -> None:
    karen, row = actor_of(cast.karen), make_activity(cast.kronborg)
    services.activity_archive(actor=karen, activity=row)
    for change in (
        lambda: services.activity_edit(actor=karen, activity=row, title="Pay"),
        lambda: services.activity_end(actor=karen, activity=row),
        lambda: services.transfer_add(actor=karen, activity=row, country="US"),
    ):
        with pytest.raises(RuleBroken):
            change()
    assert services.activity_restore(actor=karen, activity=row).archived_at is None


def test_each_sees_what_is_theirs(cast: Cast, actor_of: ActorOf) -> None:
    mine = make_activity(cast.kronborg, owner=cast.bo)
    make_transfer(make_activity(cast.kronborg, "Customers"))
    for name, count in (("karen", 2), ("carl", 2), ("emil", 0), ("dorte", 0)):
        assert selectors.activities_for(actor_of(getattr(cast, name))).count() == count
    assert list(selectors.activities_for(actor_of(cast.bo))) == [mine]
    assert [selectors.transfers_for(actor_of(who)).count() for who in (cast.carl, cast.bo, cast.dorte)] == [1, 0, 0]


def test_what_is_anothers_is_not_named(cast: Cast, actor_of: ActorOf) -> None:
    with pytest.raises(RuleBroken):
        services.activity_create(actor=actor_of(cast.karen), title="Payroll", owner=cast.dorte)
    with pytest.raises(RuleBroken):
        services.activity_create(actor=actor_of(cast.karen), title="Pay", systems=[make_asset(cast.rosenborg)])
    assert not Activity.objects.exists()


# Sending in, and reviews


def test_a_manager_describes_and_the_officer_reads(cast: Cast, actor_of: ActorOf) -> None:
    bo, karen = actor_of(cast.bo), actor_of(cast.karen)
    row = services.activity_create(actor=bo, title="Shifts", owner=cast.bo)
    assert [(duty.person_id, duty.key.split(":")[-1]) for duty in open_duties(cast.kronborg.pk, None)] == [
        (cast.bo.pk, "describe")
    ]
    with pytest.raises(RuleBroken):  # it says nothing yet
        services.activity_offer(actor=bo, activity=row)
    services.activity_edit(actor=bo, activity=row, purpose="Plan shifts")
    services.activity_offer(actor=bo, activity=row)
    assert [duty.person_id for duty in open_duties(cast.kronborg.pk, None)] == [cast.karen.pk]
    with pytest.raises(RuleBroken):  # twice
        services.activity_offer(actor=bo, activity=row)
    with pytest.raises(RuleBroken):
        services.activity_send_back(actor=karen, activity=row, reason=" ")
    with pytest.raises(NotAllowed):
        services.activity_send_back(actor=bo, activity=row, reason="More")
    services.activity_send_back(actor=karen, activity=row, reason="Whom is it about?")
    services.activity_offer(actor=bo, activity=row)
    assert services.activity_accept(actor=karen, activity=row).offered_at is None
    assert open_duties(cast.kronborg.pk, None) == []


def test_a_review_is_a_duty_and_sets_the_next(cast: Cast, actor_of: ActorOf) -> None:
    today = dates.today()
    row = make_activity(cast.kronborg, owner=cast.bo, next_review=today)
    assert [duty.due for duty in open_duties(cast.kronborg.pk, [cast.bo.pk])] == [today]
    with pytest.raises(RuleBroken):
        services.activity_review(actor=actor_of(cast.bo), activity=row, next_review=today)
    found = services.activity_review(actor=actor_of(cast.bo), activity=row, next_review=today + timedelta(days=365))
    assert found.last_reviewed == today
    assert open_duties(cast.kronborg.pk, None) == []


# What is computed


def test_gauge_and_flags_follow_what_is_written(cast: Cast, actor_of: ActorOf) -> None:
    karen = actor_of(cast.karen)
    row = services.activity_create(actor=karen, title="Health", special=["health"])
    assert "no_ground" in row.marks and "special_without_ground" in row.marks
    before = row.complete
    services.activity_edit(
        actor=karen,
        activity=row,
        grounds=["6(1)(b)"],
        special_grounds=["9(2)(h)"],
        retention="Five years",
        purpose="Care",
    )
    row.refresh_from_db()
    assert row.marks == "" and row.complete > before
    made = services.transfer_add(actor=karen, activity=row, country="US", basis="scc")
    row.refresh_from_db()
    assert row.marks == ",transfer_not_assessed,"
    services.transfer_edit(actor=karen, transfer=made, assessed=True)
    row.refresh_from_db()
    assert row.marks == ""
    services.transfer_remove(actor=karen, transfer=made)
    assert told(row)[-3:] == ["processing.transfer_added", "processing.transfer_edited", "processing.transfer_removed"]


def test_a_country_within_is_no_transfer(cast: Cast, actor_of: ActorOf) -> None:
    row = make_activity(cast.kronborg)
    with pytest.raises(RuleBroken):
        services.transfer_add(actor=actor_of(cast.karen), activity=row, country="SE")
    with pytest.raises(NotAllowed):
        services.transfer_add(actor=actor_of(cast.carl), activity=row, country="US")
    assert not ActivityTransfer.objects.exists()


def test_a_named_company_completes_its_activities(cast: Cast, actor_of: ActorOf) -> None:
    karen, row = actor_of(cast.karen), make_activity(cast.kronborg, entity=cast.production)
    entity = services.entity_set(actor=karen, unit=cast.production, name="Production A/S", email="p@kronborg.example")
    row.refresh_from_db()
    known = row.complete
    assert known > 0
    services.entity_drop(actor=karen, entity=entity)
    row.refresh_from_db()
    assert row.complete < known
    with pytest.raises(NotAllowed):
        services.entity_set(actor=actor_of(cast.bo), name="Kronborg A/S")
    with pytest.raises(NotFound):
        services.entity_set(actor=actor_of(cast.dorte), unit=cast.production, name="Ours")


# Ready ones, and many at once


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_ready_one_can_be_taken_and_is_lawful(cast: Cast, actor_of: ActorOf, language: str) -> None:
    cast.kronborg.language = language
    cast.kronborg.save()
    made = services.ready_take(actor=actor_of(cast.karen), keys=list(library.by_key()), owner=cast.karen)
    assert len(made) >= 20
    assert {row.template for row in made} == set(library.by_key())
    assert all(row.status == Status.DRAFT and row.purpose and row.retention for row in made)
    assert {mark for row in made for mark in row.marks.strip(",").split(",")} <= {
        "",
        "no_dpia",
        "interests_not_weighed",
    }


def test_a_stranger_key_is_refused(cast: Cast, actor_of: ActorOf) -> None:
    with pytest.raises(RuleBroken):
        services.ready_take(actor=actor_of(cast.karen), keys=["nothing-like-it"])
    assert [row.owner for row in services.ready_take(actor=actor_of(cast.bo), keys=["payroll"])] == [cast.bo]


def test_many_are_changed_at_once(cast: Cast, actor_of: ActorOf) -> None:
    karen, rows = actor_of(cast.karen), [make_activity(cast.kronborg, f"A{n}", status="draft") for n in range(3)]
    assert services.activities_edit(actor=karen, activities=rows, owner=cast.bo) == 3
    assert services.activities_accept(actor=karen, activities=rows) == 3
    assert services.activities_archive(actor=karen, activities=list(Activity.objects.all())) == 3
    assert told(rows[0]) == ["processing.edited", "processing.accepted", "processing.archived"]
    with pytest.raises(NotAllowed):
        services.activities_archive(
            actor=actor_of(cast.bo), activities=list(Activity.objects.filter(archived_at=None)) or rows[:1]
        )
