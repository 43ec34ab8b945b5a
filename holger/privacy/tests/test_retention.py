"""For how long data is kept, what has no rule, and the check that it is gone: rules, services and pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.assets.models import InformationType
from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.privacy import services
from holger.privacy.models import Activity, RetentionRule
from holger.privacy.rules import retention as rules
from holger.privacy.selectors import retention as selectors
from holger.privacy.tests.factories import make_activity, make_retention
from holger.tasks.models import Activity as Check
from holger.tasks.models import Task
from tests.cast import actor_of

BASE = "/o/kronborg/privacy/retention/"
DAY = timedelta(days=1)
TOLD = {
    "title": "Applications",
    "count": 6,
    "time_unit": "months",
    "starts_from": "decided",
    "starts_note": "",
    "basis": "Complaints come within half a year.",
    "deed": "delete",
}


# Rules


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"about": False}, "activity"), ({"count": 0}, "count"), ({"count": 101}, "count"), ({"basis": " "}, "basis"),
     ({"starts_from": "event"}, "starts_note"), ({}, None), ({"starts_from": "event", "starts_note": "The trial"}, None)],
)  # fmt: skip
def test_a_rule_says_what_how_long_from_when_and_why(wrong, field):
    told = {"about": True, "count": 5, "unit": "years", "starts_from": "ended", "starts_note": "", "basis": "The law."}
    refused = rules.why_not(**told | wrong)
    assert (refused.field if refused else None) == field


def test_data_is_gone_by_the_calendar():
    assert rules.gone_by(date(2024, 2, 29), 1, "years") == date(2025, 2, 28)
    assert rules.gone_by(date(2026, 8, 31), 6, "months") == date(2027, 2, 28)
    assert rules.gone_by(date(2026, 1, 1), 30, "days") == date(2026, 1, 31)


def test_a_check_is_planned_once_for_a_day_to_come():
    today = date(2026, 1, 1)
    assert rules.why_not_plan("FREQ=YEARLY", today, today, planned=False) is None
    assert rules.why_not_plan("FREQ=YEARLY", today, today, planned=True) == rules.PLANNED
    assert rules.why_not_plan("FREQ=SECONDLY", today, today, planned=False) == rules.NO_RHYTHM
    assert rules.why_not_plan("FREQ=YEARLY", today - DAY, today, planned=False) == rules.PASSED


# Services


pytestmark = pytest.mark.django_db


@pytest.fixture
def karen(cast):
    return actor_of(cast.karen)


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def activity(cast):
    return make_activity(cast.kronborg, "Recruitment")


@pytest.fixture
def rule(cast, activity):
    return make_retention(cast.kronborg, activity=activity, owner=cast.karen)


def test_a_rule_is_made_changed_and_put_away(cast, karen, activity):
    made = services.retention_create(actor=karen, **TOLD, activity=activity)
    assert (made.reference, made.period) == ("RET-1", "6 months")
    services.retention_edit(actor=karen, rule=made, count=1, time_unit="years", version=1)
    assert made.period == "1 year"
    with pytest.raises(Conflict):
        services.retention_edit(actor=karen, rule=made, count=2, version=1)
    services.retention_archive(actor=karen, rule=made)
    with pytest.raises(RuleBroken):
        services.retention_edit(actor=karen, rule=made, count=3)
    services.retention_restore(actor=karen, rule=made)
    assert made.archived_at is None


@pytest.mark.parametrize(
    ("wrong", "field"), [({"activity": None}, "activity"), ({"basis": ""}, "basis"), ({"count": 0}, "count")]
)
def test_what_cannot_be_is_refused_at_its_field(karen, activity, wrong, field):
    with pytest.raises(RuleBroken) as refused:
        services.retention_create(actor=karen, **{**TOLD, "activity": activity, **wrong})
    assert refused.value.field == field


def test_who_may(cast, karen, activity, rule):
    bo = actor_of(cast.bo)
    with pytest.raises(NotFound):
        services.retention_edit(actor=bo, rule=rule, count=1)
    with pytest.raises(NotAllowed):
        services.retention_edit(actor=actor_of(cast.carl), rule=rule, count=1)
    with pytest.raises(NotFound):
        services.retention_edit(actor=actor_of(cast.dorte), rule=rule, count=1)
    with pytest.raises(RuleBroken):
        services.retention_create(
            actor=bo, **TOLD, activity=activity, owner=cast.bo
        )  # an activity that he does not see
    mine = make_activity(cast.kronborg, "Shifts", owner=cast.bo)
    assert services.retention_create(actor=bo, **TOLD, activity=mine, owner=cast.bo).owner == cast.bo
    with pytest.raises(RuleBroken):
        services.retention_create(actor=bo, **TOLD, activity=mine, owner=cast.anna)
    with pytest.raises(NotFound):
        services.retention_create(actor=karen, **TOLD, activity=make_activity(cast.rosenborg))


def test_a_check_is_an_activity_of_the_annual_wheel_that_takes_evidence(cast, karen, anna, rule):
    starts = dates.today() + 5 * DAY
    made = services.retention_check_plan(actor=karen, rule=rule, rhythm="FREQ=YEARLY", starts=starts)
    check = Check.objects.get()
    assert (made, check.needs_evidence, check.performer, check.starts) == (check, True, cast.karen, starts)
    assert Task.objects.filter(activity=check, due=starts, needs_evidence=True).exists()
    found = selectors.checked(anna, rule)
    assert [(each.check, each.next.due, each.last) for each in found] == [(check, starts, None)]
    with pytest.raises(RuleBroken):
        services.retention_check_plan(actor=anna, rule=rule, rhythm="FREQ=YEARLY", starts=starts)
    assert selectors.planned_among([rule.pk]) == {rule.pk}
    Check.objects.update(archived_at=dates.now())
    assert selectors.planned_among([rule.pk]) == set()


def test_activities_without_a_rule_are_found(cast, karen, activity):
    typed, bare = make_activity(cast.kronborg, "Customers"), make_activity(cast.kronborg, "Visitors")
    information = InformationType.objects.create(organisation=cast.kronborg, name="Orders")
    typed.information_types.add(information)
    make_activity(cast.kronborg, "Draft", status="draft")
    make_retention(cast.kronborg, activity=activity)
    make_retention(cast.kronborg, information_type=information)
    gone = make_retention(cast.kronborg, activity=bare)
    RetentionRule.objects.filter(pk=gone.pk).update(archived_at=dates.now())
    assert list(selectors.without_rule(karen)) == [bare]
    assert selectors.rules_of_activity(karen, typed).count() == 1


# Pages


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "olga", "dorte", "emil")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


def said(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def statuses(clients, address):
    return {name: client.get(address).status_code for name, client in clients.items()}


def test_the_pages_for_each_role_and_a_stranger(clients, rule):
    found = statuses(clients, f"{BASE}{rule.reference}/")
    assert [found[name] for name in ("anna", "karen", "olga", "carl")] == [200] * 4
    assert (found["bo"], found["emil"], found["dorte"], found["nobody"]) == (404, 403, 404, 302)
    for path in ("edit/", "check/"):
        found = statuses(clients, f"{BASE}{rule.reference}/{path}")
        assert [found[name] for name in ("anna", "karen", "olga")] == [200] * 3
        assert (found["bo"], found["carl"], found["emil"], found["dorte"]) == (404, 403, 403, 404)
    for path in ("archive/", "restore/"):
        assert clients["karen"].get(f"{BASE}{rule.reference}/{path}").status_code == 405
        assert clients["carl"].post(f"{BASE}{rule.reference}/{path}").status_code == 403
        assert clients["dorte"].post(f"{BASE}{rule.reference}/{path}").status_code == 404


def test_a_rule_is_written_and_its_check_planned(cast, clients, activity):
    karen, page = clients["karen"], f"/o/kronborg/privacy/activities/{activity.reference}/"
    assert "Nobody has said for how long" in said(karen, page)
    assert activity.reference in said(clients["carl"], f"{BASE}missing/")
    sent = {**TOLD, "title": "Applications <b>", "owner": str(cast.karen.pk)}
    assert karen.post(f"{BASE}new/", sent).status_code == 422
    system = make_asset(cast.kronborg, title="Recruiter")
    assert (
        karen.post(f"{BASE}new/", {**sent, "activity": str(activity.pk), "system": str(system.pk)}).status_code == 302
    )
    here = f"{BASE}{RetentionRule.objects.get().reference}/"
    assert "Applications &lt;b&gt;" in said(karen, page) and "No check planned" in said(karen, BASE)
    assert "RET-1" in said(karen, f"/o/kronborg/assets/{system.reference}/")
    starts = (dates.today() + 9 * DAY).isoformat()
    assert karen.post(f"{here}check/", {"rhythm": "FREQ=MONTHLY", "starts": starts}).status_code == 302
    assert "Check that it is gone: Applications &lt;b&gt;" in said(karen, here)
    assert "RET-1<" in said(karen, f"{BASE}?planned=yes") and "RET-1<" not in said(karen, f"{BASE}?planned=no")
    assert activity.reference not in said(karen, f"{BASE}missing/")


def test_a_rule_is_begun_about_an_activity_that_one_sees(cast, clients, activity):
    page = said(clients["karen"], f"{BASE}new/?activity={activity.reference}")
    assert f'value="{activity.title}"' in page and str(activity.pk) in page
    foreign = make_activity(cast.rosenborg, "Theirs")
    Activity.objects.filter(pk=foreign.pk).update(reference="PA-77")
    assert "Theirs" not in said(clients["karen"], f"{BASE}new/?activity=PA-77")
    assert activity.title not in said(clients["bo"], f"{BASE}new/?activity={activity.reference}")


def test_a_newcomer_is_told_how_to_begin(clients):
    assert "No retention rules yet" in said(clients["karen"], BASE)
    assert "Every activity has a rule" in said(clients["karen"], f"{BASE}missing/")


def test_lists_ask_equally_much_for_many(cast, clients, activity):
    def asked():
        clients["karen"].get(BASE)
        with CaptureQueriesContext(connection) as found:
            clients["karen"].get(BASE)
        return len(found)

    make_retention(cast.kronborg, activity=activity)
    few = asked()
    for _each in range(20):
        make_retention(cast.kronborg, activity=activity, system=make_asset(cast.kronborg))
    assert asked() == few <= 12
