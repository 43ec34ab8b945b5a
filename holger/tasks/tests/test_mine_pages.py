"""My work, the team, days away, roles and handing over, as pages: for whom, what they show, and what they let be done."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.permissions import Role
from holger.organisation.models import Person
from holger.risks import services as risks
from holger.risks.tests.factories import make_risk
from holger.tasks import services
from holger.tasks.models import Absence, Notice, RoleHolder, Task
from holger.tasks.tests.factories import make_task
from tests.cast import actor_of, make_person, make_unit

BASE = "/o/kronborg/"
TODAY = dates.today()


def day(days):
    return TODAY + timedelta(days=days)


def page(client, path="work/", status=200):
    answer = client.get(BASE + path)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


@pytest.fixture
def bo(cast, client_of):
    return client_of(cast.bo)


OWN = ("work/", "work/delegated/", "work/finished/")
BY_ROLE = ("work/away/", "work/hand-over/", "work/team/")


@pytest.mark.parametrize("path", OWN)
def test_everybody_has_their_own_work(cast, client_of, path):
    for person in cast.by_role().values():
        page(client_of(person), path)
    page(client_of(cast.dorte), path, 404)
    assert client_of(None).get(BASE + path).status_code == 302


@pytest.mark.parametrize("path", BY_ROLE)
def test_an_auditor_neither_does_nor_hands_over(cast, client_of, path):
    for role, person in cast.by_role().items():
        page(client_of(person), path, 403 if role is Role.AUDITOR else 200)
    page(client_of(cast.dorte), path, 404)


def test_an_empty_list_says_so(cast, bo):
    assert "You are up to date" in page(bo)
    assert "You wait for nobody" in page(bo, "work/delegated/")
    assert "Nothing finished" in page(bo, "work/finished/")
    assert "Nobody has you as manager" in page(bo, "work/team/")


def test_work_is_told_by_urgency_with_what_it_takes(cast, bo, anna):
    make_task(actor_of(cast.anna), "Order tapes", day(-3), owner=cast.bo, minutes=20)
    make_task(actor_of(cast.anna), "Call the supplier", day(40), owner=cast.bo, minutes=50)
    make_asset(cast.kronborg, title="Payroll", owner=cast.bo, next_review=day(0))
    shown = page(bo)
    assert "3 things to do, about 1 h 20 min. in all. 1 is overdue." in shown
    assert shown.index("Overdue") < shown.index("Order tapes") < shown.index("3 days late")
    assert (
        shown.index("This week")
        < shown.index("Review Payroll")
        < shown.index("Later")
        < shown.index("Call the supplier")
    )
    assert "Anna Holm has given it to you." in shown
    assert f'href="{BASE}tasks/O-1/"' in shown
    assert f'href="{BASE}map/A-1/review/"' in shown
    assert '<span class="h-count">2</span>' in shown  # late, or due today


def test_the_list_is_narrowed_by_kind_and_by_day(cast, bo, anna):
    make_task(actor_of(cast.anna), "Order tapes", day(-3), owner=cast.bo)
    make_asset(cast.kronborg, title="Payroll", owner=cast.bo, next_review=day(25))
    assert "Order tapes" in page(bo, "work/?kind=tasks")
    assert "Review Payroll" not in page(bo, "work/?kind=tasks")
    assert "Order tapes" not in page(bo, "work/?due=later")
    assert "Review Payroll" in page(bo, "work/?due=later")
    assert "Nothing like that waits for you" in page(bo, "work/?kind=risks")
    assert "Order tapes" in page(bo, "work/?kind=nonsense&due=nonsense")


def test_a_long_list_shows_its_beginning_and_the_way_to_the_rest(cast, bo):
    owner = cast.bo
    mine = {"organisation": cast.kronborg, "owner": owner, "due": day(60)}
    Task.objects.bulk_create(Task(**mine, number=n, reference=f"O-{n}", title=f"Task {n}") for n in range(1, 121))
    shown = page(bo)
    assert shown.count('class="m-row"') == 50
    assert "Show 70 more" in shown
    assert f'href="{BASE}work/?due=later"' in shown
    assert page(bo, "work/?due=later").count('class="m-row"') == 120


def test_what_is_plain_is_ticked_off_and_taken_back(cast, bo):
    make_task(actor_of(cast.bo), "Order tapes", owner=cast.bo)
    shown = page(bo)
    assert f'formaction="{BASE}work/tick/O-1/"' in shown
    answer = bo.post(f"{BASE}work/tick/O-1/", {"do": "done", "back": f"{BASE}work/?kind=tasks"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{BASE}work/?kind=tasks"
    told = answer.content.decode()
    assert "Done: Order tapes" in told
    assert Task.objects.get().status == "done"
    assert f'action="{BASE}work/untick/O-1/"' in told
    bo.post(f"{BASE}work/untick/O-1/")
    assert Task.objects.get().status == "open"


def test_an_employee_does_their_task_from_the_list(cast, client_of):
    emil = client_of(cast.emil)
    make_task(actor_of(cast.anna), "Hand in the key", owner=cast.emil, minutes=4)
    shown = page(emil)
    assert "1 thing to do, about 4 min. in all." in shown
    emil.post(f"{BASE}work/tick/O-1/", {"back": f"{BASE}work/"})
    assert "You are up to date" in page(emil)
    assert "Hand in the key" in page(emil, "work/finished/")


def test_nobody_ticks_off_what_is_not_theirs_or_needs_words(cast, client_of, bo):
    make_task(actor_of(cast.anna), "Order tapes", owner=cast.emil)
    make_task(actor_of(cast.anna), "Prove it", owner=cast.bo, needs_evidence=True)
    for client, status in ((bo, 404), (client_of(cast.dorte), 404), (client_of(cast.carl), 403)):
        assert client.post(f"{BASE}work/tick/O-1/").status_code == status
    told = bo.post(f"{BASE}work/tick/O-2/", follow=True).content.decode()
    assert "without evidence" in told
    assert set(Task.objects.values_list("status", flat=True)) == {"open"}
    assert f'formaction="{BASE}work/tick/O-2/"' not in page(bo)


def test_other_rooms_things_are_ticked_off_too(cast, bo):
    anna = actor_of(cast.anna)
    risk = make_risk(anna, make_asset(cast.kronborg))
    action = risks.action_add(actor=anna, risk=risk, title="Patch it", owner=cast.bo)
    path = f"{BASE}risks/R-1/actions/{action.pk}/do/"
    assert f'formaction="{path}"' in page(bo)
    answer = bo.post(path, {"do": "done", "back": f"{BASE}work/"})
    assert answer["Location"] == f"{BASE}work/"
    assert "Patch it" not in page(bo)
    assert bo.post(path, {"do": "reopen", "back": "//evil.example/"})["Location"].startswith(f"{BASE}risks/")


def test_the_overview_says_what_the_list_says(cast, bo):
    make_task(actor_of(cast.anna), "Order tapes", day(-3), owner=cast.bo)
    make_task(actor_of(cast.anna), "Next week", day(8), owner=cast.bo)
    shown = page(bo, "")
    assert "Order tapes" in shown
    assert "3 days late" in shown
    assert "Next week" not in shown  # it does not need him today
    assert f'href="{BASE}work/"' in shown


def test_what_one_owns_and_holds_stands_beside_it(cast, bo):
    make_asset(cast.kronborg, title="Payroll", owner=cast.bo)
    services.role_holder_set(actor=actor_of(cast.anna), role="it", person=cast.emil, deputy=cast.bo)
    shown = page(bo)
    assert "What you own" in shown
    assert "as deputy" in shown
    assert "What you own" not in page(bo, "work/delegated/")


# Delegated


def test_what_one_waits_for_is_told_with_whom_and_reminded_once_a_day(cast, client_of):
    karen = client_of(cast.karen)
    task = make_task(actor_of(cast.karen), "Order tapes", day(-1), owner=cast.karen)
    services.task_give(actor=actor_of(cast.karen), task=task, owner=cast.emil)
    shown = page(karen, "work/delegated/")
    assert "You wait for 1 thing." in shown
    assert "You wait for Emil Vang." in shown
    assert f'formaction="{BASE}work/remind/{cast.emil.pk}/"' in shown
    sent = {"duty": "tasks.task:O-1", "back": f"{BASE}work/delegated/"}
    answer = karen.post(f"{BASE}work/remind/{cast.emil.pk}/", sent, follow=True)
    assert "Emil Vang is reminded." in answer.content.decode()
    again = karen.post(f"{BASE}work/remind/{cast.emil.pk}/", sent, follow=True)
    assert "has been reminded of it today" in again.content.decode()
    assert Notice.objects.get(kind="nudge").person == cast.emil


# The team


@pytest.fixture
def grete(cast):
    return make_person(cast.kronborg, "Grete Hansen", Role.EMPLOYEE, unit=cast.production, manager=cast.bo)


def test_a_manager_sees_who_is_late_and_reminds(cast, bo, grete):
    make_task(actor_of(cast.anna), "Order tapes", day(-4), owner=grete, minutes=30)
    shown = page(bo, "work/team/")
    assert "1 person is late." in shown
    assert f'href="{BASE}work/team/{grete.reference}/"' in shown
    assert "Emil Vang" not in shown
    assert "4 days late" in page(bo, f"work/team/{grete.reference}/")
    sent = {"duty": "tasks.task:O-1", "back": f"{BASE}work/team/"}
    assert bo.post(f"{BASE}work/remind/{grete.pk}/", sent)["Location"] == f"{BASE}work/team/"
    assert Notice.objects.get(kind="nudge").title == "Order tapes"


def test_the_team_is_nobody_elses(cast, client_of, grete):
    path = f"work/team/{grete.reference}/"
    for person in (cast.emil, cast.karen):
        for below in ("", "away/", "hand-over/"):
            page(client_of(person), path + below, 404)
        assert client_of(person).post(f"{BASE}work/remind/{grete.pk}/", {"duty": "x"}).status_code == 404
    page(client_of(cast.carl), path, 403)
    page(client_of(cast.dorte), path, 404)
    page(client_of(cast.anna), path)


def test_the_manager_is_not_told_what_they_may_not_open(cast, bo, grete):
    make_asset(cast.kronborg, title="Secret plans", owner=grete, next_review=day(-3))
    shown = page(bo, f"work/team/{grete.reference}/")
    assert "Secret plans" not in shown
    assert "You do not have access to it." in shown
    assert "Review Secret plans" in page_of(cast.anna, grete)


def page_of(who, person):
    from tests.cast import client_of

    return page(client_of(who), f"work/team/{person.reference}/")


def test_whoever_has_left_is_told_so(cast, client_of, grete):
    make_task(actor_of(cast.anna), "Order tapes", owner=grete)
    Person.objects.filter(pk=grete.pk).update(suspended_at=dates.now())
    assert "Has left" in page(client_of(cast.anna), "work/team/")


def test_a_persons_page_tells_of_their_work_to_whoever_looks_after_it(cast, client_of, bo, grete):
    path = f"people/{grete.reference}/"
    for client, seen in (
        (bo, True),
        (client_of(cast.anna), True),
        (client_of(cast.carl), False),
        (client_of(cast.karen), False),
    ):
        assert (f"{BASE}work/team/{grete.reference}/hand-over/" in page(client, path)) is seen
    assert "hand-over" not in page(client_of(cast.anna), f"people/{cast.anna.reference}/")


# Days away


def test_somebody_sets_and_ends_their_days_away(cast, bo):
    days = {"first": day(0).isoformat(), "last": day(7).isoformat(), "deputy": cast.emil.pk}
    assert bo.post(f"{BASE}work/away/", days)["Location"] == f"{BASE}work/"
    shown = page(bo)
    assert "Emil Vang stands in for you." in shown
    absence = Absence.objects.get()
    assert f'action="{BASE}work/away/{absence.pk}/end/"' in shown
    bo.post(f"{BASE}work/away/{absence.pk}/", days | {"last": day(9).isoformat()})
    assert Absence.objects.get().last == day(9)
    bo.post(f"{BASE}work/away/{absence.pk}/end/")
    assert not Absence.objects.exists()


def test_the_deputy_is_told_in_whose_place_they_act(cast, bo, client_of):
    emil = client_of(cast.emil)
    make_task(actor_of(cast.anna), "Order tapes", day(-2), owner=cast.bo)
    services.absence_set(actor=actor_of(cast.bo), person=cast.bo, first=day(0), last=day(7), deputy=cast.emil)
    shown = page(emil)
    assert "You stand in for Bo Lind." in shown
    assert "Order tapes" in shown
    absence = Absence.objects.get()
    assert f"work/away/{absence.pk}/" not in shown
    page(emil, f"work/away/{absence.pk}/", 404)
    assert emil.post(f"{BASE}work/away/{absence.pk}/end/").status_code == 404
    emil.post(f"{BASE}work/tick/O-1/")
    assert Task.objects.get().done_by == "Emil Vang"


def test_wrong_days_are_told_at_their_field(cast, bo):
    answer = bo.post(f"{BASE}work/away/", {"first": day(3).isoformat(), "last": day(1).isoformat()})
    assert answer.status_code == 422
    assert "The end date is before the start date." in answer.content.decode()
    answer = bo.post(
        f"{BASE}work/away/", {"first": day(1).isoformat(), "last": day(3).isoformat(), "deputy": cast.dorte.pk}
    )
    assert answer.status_code == 422
    assert not Absence.objects.exists()


def test_a_manager_sets_them_for_their_people(cast, bo, grete):
    page(bo, f"work/team/{grete.reference}/away/")
    days = {"first": day(0).isoformat(), "last": day(7).isoformat(), "deputy": cast.emil.pk}
    bo.post(f"{BASE}work/team/{grete.reference}/away/", days)
    absence = Absence.objects.get()
    assert absence.person == grete
    assert "is away from" in page(bo, f"work/team/{grete.reference}/")
    page(bo, f"work/away/{absence.pk}/")
    answer = bo.post(f"{BASE}work/away/{absence.pk}/end/")
    assert answer["Location"] == f"{BASE}work/team/{grete.reference}/"


def test_an_employee_names_a_colleague(cast, client_of):
    emil = client_of(cast.emil)
    assert "Bo Lind" in page(emil, "work/away/")
    found = emil.get(f"{BASE}pick/deputies/?q=bo").json()
    assert [each["text"] for each in found] == ["Bo Lind"]
    days = {"first": day(0).isoformat(), "last": day(7).isoformat()}
    assert emil.post(f"{BASE}work/away/", days | {"deputy": cast.karen.pk}).status_code == 422
    assert emil.post(f"{BASE}work/away/", days | {"deputy": cast.bo.pk}).status_code == 302
    assert Absence.objects.get().deputy == cast.bo


# Roles


def test_roles_are_listed_named_changed_and_ended(cast, client_of):
    anna = client_of(cast.anna)
    assert "Nobody" in page(anna, "work/roles/")
    anna.post(f"{BASE}work/roles/new/", {"role": "it", "person": cast.bo.pk, "deputy": cast.emil.pk})
    holder = RoleHolder.objects.get()
    assert "Bo Lind" in page(anna, "work/roles/")
    page(anna, f"work/roles/{holder.pk}/")
    anna.post(f"{BASE}work/roles/{holder.pk}/", {"person": cast.karen.pk})
    assert RoleHolder.objects.get().person == cast.karen
    anna.post(f"{BASE}work/roles/{holder.pk}/end/")
    assert not RoleHolder.objects.exists()
    answer = anna.post(f"{BASE}work/roles/new/", {"role": "it", "person": cast.bo.pk, "deputy": cast.bo.pk})
    assert answer.status_code == 422


def test_who_sees_and_who_changes_roles(cast, client_of):
    holder = services.role_holder_set(actor=actor_of(cast.anna), role="it", person=cast.bo)
    for role, person in cast.by_role().items():
        client = client_of(person)
        manages = role in (Role.OWNER, Role.SECURITY_OFFICER)
        shown = page(client, "work/roles/")
        assert ("Bo Lind" in shown) is (role is not Role.EMPLOYEE)
        assert ("work/roles/new/" in shown) is manages
        assert (f"work/roles/{holder.pk}/" in shown) is manages
        page(client, "work/roles/new/", 200 if manages else 403)
        page(client, f"work/roles/{holder.pk}/", 200 if manages else 403)
        assert client.post(f"{BASE}work/roles/{holder.pk}/", {}).status_code == (422 if manages else 403)
    page(client_of(cast.dorte), f"work/roles/{holder.pk}/", 404)
    ulla = client_of(make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production))
    page(ulla, f"work/roles/{holder.pk}/", 404)


# Handing over


def test_what_somebody_holds_is_handed_over_after_a_word_of_warning(cast, client_of, grete):
    anna = client_of(cast.anna)
    make_asset(cast.kronborg, title="Payroll", owner=cast.bo)
    make_task(actor_of(cast.anna), "Order tapes", owner=cast.bo)
    path = f"work/team/{cast.bo.reference}/hand-over/"
    shown = page(anna, path)
    for text in ("Processes and assets (1)", "Tasks to do (1)", "People whom they lead (1)", "A-1 Payroll"):
        assert text in shown
    assert "Hand it over all the same" not in shown
    sent = {"taker": cast.emil.pk, "kinds": ["assets.owner", "tasks.task.owner"]}
    answer = anna.post(BASE + path, sent)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "Emil Vang could not open all of it: Processes and assets: 1." in told
    assert "Hand it over all the same" in told
    answer = anna.post(BASE + path, sent | {"anyway": "on"}, follow=True)
    assert "2 things went to Emil Vang." in answer.content.decode()
    assert Task.objects.get().owner == cast.emil


def test_ones_own_things_are_handed_over_as_far_as_one_may(cast, bo):
    make_asset(cast.kronborg, title="Payroll", owner=cast.bo)
    services.role_holder_set(actor=actor_of(cast.anna), role="it", person=cast.bo)
    shown = page(bo, "work/hand-over/")
    assert "Processes and assets (1)" in shown
    assert "1 that you may not hand over" in shown
    bo.post(f"{BASE}work/hand-over/", {"taker": cast.karen.pk, "kinds": ["assets.owner"]})
    assert "Nothing to hand over" not in page(bo, "work/hand-over/")
    RoleHolder.objects.all().delete()
    assert "Nothing to hand over" in page(bo, "work/hand-over/")


def test_roles_are_handed_over_by_name(cast, client_of, bo):
    anna = actor_of(cast.anna)
    services.role_holder_set(actor=anna, role="it", person=cast.bo)
    services.role_holder_set(actor=anna, role="facility", person=cast.bo, unit=cast.production)
    shown = page(client_of(cast.anna), f"work/team/{cast.bo.reference}/hand-over/")
    assert f"Facility management ({cast.production})" in shown
    assert re.search(r"(<dd>|, )IT(, |<|\n)", shown)


# How much it costs


def questions(client, path):
    with CaptureQueriesContext(connection) as caught:
        page(client, path)
    return len(caught)


@pytest.mark.parametrize("path", ["work/", "work/delegated/", "work/finished/", "work/team/", "work/roles/"])
def test_pages_ask_equally_often_for_one_and_for_thirty(cast, client_of, path, capsys):
    anna, actor = client_of(cast.anna), actor_of(cast.anna)

    def more(count, start):
        for number in range(start, start + count):
            person = make_person(cast.kronborg, f"Person{number} Hansen", signs_in=False)
            make_task(actor, f"Task {number}", day(number % 9), owner=cast.anna)
            make_task(actor, f"Given {number}", day(number % 9), owner=person)
            make_asset(cast.kronborg, title=f"System {number}", owner=cast.anna, next_review=day(-number))
            services.task_done(actor=actor, task=make_task(actor, f"Done {number}", owner=cast.anna))
            services.role_holder_set(
                actor=actor, role="it", person=person, unit=make_unit(cast.kronborg, f"Unit {number}")
            )

    more(2, 0)
    page(anna, path)
    few = questions(anna, path)
    more(28, 2)
    page(anna, path)
    many = questions(anna, path)
    with capsys.disabled():
        print(f"\n{path}: {many} queries")
    assert few == many
