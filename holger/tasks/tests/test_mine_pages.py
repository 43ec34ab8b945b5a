"""My work, the team, days away, roles and handing over, as pages: for whom, what they show, and what they let be done."""

from datetime import timedelta

import pytest

from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.permissions import Role
from holger.tasks.tests.factories import make_task
from tests.cast import actor_of

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
