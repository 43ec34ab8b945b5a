"""Joiners and leavers: the task to whoever leads them, in time, once, and moved or dropped with the day."""

from datetime import timedelta

import pytest

from holger.core import dates
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.permissions import Role
from holger.exchange.fields import NewRow
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.jobs import comings
from holger.organisation.models import Person
from holger.tasks import jobs, services
from holger.tasks.models import Move, MoveKind, Task, TaskStatus
from holger.tasks.rules import moves as rules
from holger.tasks.selectors.moves import moves_for, moves_pressing
from tests.cast import actor_of, client_of, make_person

PAGE = "/o/kronborg/joiners-leavers/"


def join(anna, days, name="Ida Friis", **answers):
    return organisation.person_create(actor=anna, name=name, starts_on=dates.today() + timedelta(days=days), **answers)


def leave(anna, person, days):
    last = None if days is None else dates.today() + timedelta(days=days)
    return organisation.person_edit(actor=anna, person=Person.objects.get(pk=person.pk), ends_on=last)


def task_of(person, kind=MoveKind.JOINER):
    return Move.objects.select_related("task").get(person=person, kind=kind).task


# --- Rules ---------------------------------------------------------------------------------------------------------


def test_what_is_near_is_told_of(today):
    assert rules.is_near(today + timedelta(days=30), today) and not rules.is_near(today + timedelta(days=31), today)
    assert rules.is_near(today - timedelta(days=30), today) and not rules.is_near(today - timedelta(days=31), today)
    assert not rules.is_near(None, today)
    assert rules.due_on(today - timedelta(days=3), today) == today


# --- Tasks ---------------------------------------------------------------------------------------------------------


def test_whoever_leads_a_newcomer_gets_a_task_two_weeks_before(cast, anna, later):
    ida = join(anna, 20, manager=cast.bo)
    assert task_of(ida) is None
    later(6)
    assert jobs.moves(cast.kronborg.id) == "1 task given"
    task = task_of(ida)
    assert task.owner == cast.bo and task.title == "Ida Friis joins" and task.due == ida.starts_on
    assert len(task.checklist) == len(rules.READY["joiner"]) and not any(line["done"] for line in task.checklist)
    assert (task.about_type, task.about_id) == ("organisation.person", ida.pk)
    later(20)
    comings(cast.kronborg.id)
    assert jobs.moves(cast.kronborg.id) == "" and Task.objects.filter(title__contains="Ida").count() == 1


def test_without_a_manager_the_security_officer_gets_it_and_else_an_owner(cast, anna, today):
    first = join(anna, 1)
    assert task_of(first).owner == cast.olga
    services.role_holder_set(actor=anna, role="security_officer", person=cast.karen)
    assert task_of(join(anna, 1, "Jens Holm")).owner == cast.karen
    organisation.person_suspend(actor=anna, person=cast.bo)
    assert task_of(join(anna, 1, "Mia Dam", manager=cast.bo)).owner == cast.karen


def test_whoever_leaves_soon_gives_a_task_at_once(cast, anna, today):
    organisation.person_edit(actor=anna, person=cast.bo, manager=cast.anna)
    leave(anna, cast.bo, 0)
    task = task_of(cast.bo, MoveKind.LEAVER)
    assert task.owner == cast.anna and task.due == today and task.title == "Bo Lind leaves"


def test_whoever_has_left_gives_a_task_that_is_due_today(cast, anna, today):
    leave(anna, cast.bo, -3)
    assert task_of(cast.bo, MoveKind.LEAVER).due == today
    old = make_person(cast.kronborg, "Old Hand", signs_in=False)
    leave(anna, old, -300)
    assert not Move.objects.filter(person=old).exists()


def test_a_day_that_moves_takes_its_task_along(cast, anna, today):
    leave(anna, cast.bo, 5)
    leave(anna, cast.bo, 9)
    task = task_of(cast.bo, MoveKind.LEAVER)
    assert task.due == today + timedelta(days=9) and Task.objects.filter(title="Bo Lind leaves").count() == 1
    assert Event.objects.filter(action="task.moved", subject_id=task.pk).exists()


@pytest.mark.parametrize("days", [None, 200])
def test_a_day_that_is_taken_away_drops_it(days, cast, anna, today):
    leave(anna, cast.bo, 5)
    task = task_of(cast.bo, MoveKind.LEAVER)
    leave(anna, cast.bo, days)
    task.refresh_from_db()
    assert task.status == TaskStatus.DROPPED and task.reason
    assert not Move.objects.exists()


def test_what_is_done_stays_done(cast, anna, today):
    leave(anna, cast.bo, 5)
    task = task_of(cast.bo, MoveKind.LEAVER)
    services.task_done(actor=anna, task=task, ticks=range(len(task.checklist)))
    leave(anna, cast.bo, None)
    task.refresh_from_db()
    assert task.status == TaskStatus.DONE
    leave(anna, cast.bo, 7)
    assert Move.objects.filter(person=cast.bo).count() == 2


def test_an_import_gives_a_task_for_each_who_comes_soon(cast, anna, today):
    rows = [
        NewRow(number=n, values={"name": f"New {n}", "starts_on": today + timedelta(days=n * 10)}, changes={})
        for n in range(5)
    ]
    organisation.person_import(actor=anna, creates=rows, updates=[])
    assert sorted(Move.objects.values_list("person__name", flat=True)) == ["New 0", "New 1", "New 2", "New 3"]
    assert Move.objects.filter(task__isnull=False).count() == 2


def test_whoever_is_removed_gives_nobody_anything_to_do(cast, anna, today):
    ida = join(anna, 3)
    task = task_of(ida)
    organisation.person_remove(actor=anna, person=ida)
    task.refresh_from_db()
    assert task.status == TaskStatus.DROPPED


def test_nothing_of_a_name_is_left_when_somebody_is_erased(cast, anna, today):
    ida = join(anna, 3)
    task = task_of(ida)
    organisation.person_erase(actor=actor_of(cast.olga), person=ida, name="Ida Friis")
    task.refresh_from_db()
    assert "Ida" not in task.title and "joins" in task.title


# --- The lists -----------------------------------------------------------------------------------------------------


def test_the_organisation_has_lists_of_its_own(cast, anna, today):
    services.move_list_edit(actor=anna, kind="joiner", lines=["- Show the coffee", "", "Show the coffee", "Keys"])
    assert [line["text"] for line in task_of(join(anna, 2)).checklist] == ["Show the coffee", "Keys"]
    services.move_list_edit(actor=anna, kind="joiner", lines=[])
    assert task_of(join(anna, 2, "Jens Holm")) is None
    assert Event.objects.filter(action="move_list.changed").count() == 2
    with pytest.raises(RuleBroken):
        services.move_list_edit(actor=anna, kind="leaver", lines=["x" * 301])


@pytest.mark.parametrize("who", ["bo", "carl", "karen", "emil"])
def test_others_do_not_change_the_lists(who, cast):
    with pytest.raises(NotAllowed):
        services.move_list_edit(actor=actor_of(getattr(cast, who)), kind="joiner", lines=["x"])


def test_the_ready_lists_are_in_the_organisations_language(cast, anna, today):
    cast.kronborg.language = "da"
    cast.kronborg.save()
    task = task_of(join(anna, 2))
    assert task.title == "Ida Friis starter" and task.checklist[0]["text"].startswith("Bestil")


# --- Seen ----------------------------------------------------------------------------------------------------------


def test_everybody_sees_as_far_as_they_see_people(cast, anna, today):
    join(anna, 3)
    join(anna, 25, "Jens Holm")
    assert moves_for(actor_of(cast.carl)).count() == 2
    assert moves_pressing(actor_of(cast.carl), today).count() == 2
    assert not moves_for(actor_of(cast.emil)).exists()
    assert not moves_for(actor_of(cast.dorte)).exists()


def test_the_page_tells_who_comes_and_how_far_it_is(cast, anna, today):
    join(anna, 3, manager=cast.bo)
    leave(anna, cast.karen, 25)
    page = client_of(cast.anna).get(PAGE).content.decode()
    assert "Ida Friis" in page and "Karen Bech" in page and "3 days left" in page
    only = client_of(cast.anna).get(f"{PAGE}?kind=leaver&when=ahead").content.decode()
    assert "Karen Bech" in only and "Ida Friis" not in only
    for query in (
        "state=open",
        "state=none",
        "state=done",
        "when=past",
        "state=open&state=done",
        "day_after=2020-01-01",
    ):
        assert client_of(cast.carl).get(f"{PAGE}?{query}").status_code == 200, query
    assert "Ida Friis" not in client_of(cast.carl).get(f"{PAGE}?state=none").content.decode()
    assert client_of(cast.dorte).get(PAGE).status_code == 404
    assert "Ida Friis" in client_of(cast.anna).get("/o/kronborg/").content.decode()


def test_the_lists_are_changed_on_their_page(cast, today):
    anna = client_of(cast.anna)
    assert "Order the equipment" in anna.get(f"{PAGE}lists/").content.decode()
    assert anna.post(f"{PAGE}lists/joiner/", {"lines": "Keys\nCoffee"}).status_code == 302
    page = anna.get(f"{PAGE}lists/").content.decode()
    assert "Coffee" in page and "Order the equipment" not in page
    assert anna.get(f"{PAGE}lists/cat/").status_code == 404
    assert client_of(cast.carl).get(f"{PAGE}lists/").status_code == 403
    assert client_of(cast.dorte).get(f"{PAGE}lists/").status_code == 404


def test_the_task_leads_to_handing_over(cast, anna, today):
    leave(anna, cast.bo, 3)
    task = task_of(cast.bo, MoveKind.LEAVER)
    page = client_of(cast.anna).get(f"/o/kronborg/tasks/{task.reference}/").content.decode()
    assert f"/{cast.bo.reference}/" in page and "Hand over their work" in page


def test_a_page_of_many_asks_no_more_than_of_few(cast, anna, today, django_assert_max_num_queries):
    for number in range(30):
        join(anna, number % 20, f"New {number}", manager=cast.bo)
    browser = client_of(cast.anna)
    browser.get(PAGE)
    with django_assert_max_num_queries(26):
        browser.get(PAGE)


def test_rights_do_not_matter_for_what_comes_by_itself(cast, today):
    """A program that may only write people gives the tasks all the same: holger does."""
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    ida = join(actor_of(ulla), 3, unit=cast.production)
    assert task_of(ida).asked_by is None
    assert Event.objects.get(action="task.created", subject_id=task_of(ida).pk).actor_label == "holger"
