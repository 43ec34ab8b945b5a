"""An exception is asked for by one, decided by another, and ends by itself."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.policies import selectors, services
from holger.policies.models import ExceptionStatus, PolicyException
from holger.policies.rules import exceptions as rules
from holger.risks.tests.factories import make_asset, make_risk
from tests.cast import actor_of, make_unit

DAY = timedelta(days=1)


def ask(actor, policy, approver, **more):
    told = {
        "title": "Three measuring computers",
        "why": "They run on an old system.",
        "measure": "They are cut off from the network.",
        "starts": dates.today(),
        "ends": dates.today() + 90 * DAY,
    }
    return services.exception_ask(actor=actor, policy=policy, approver=approver, **told | more)


@pytest.fixture
def asked(cast, anna, policy):
    return ask(anna, policy, cast.olga, owner=cast.bo)


@pytest.fixture
def approved(asked, olga):
    return services.exception_approve(actor=olga, exception=asked, answer="For now.")


def test_it_is_asked_approved_and_told(cast, asked, olga):
    assert (asked.status, asked.reference, asked.owner) == ("asked", "EXC-1", cast.bo)
    found = services.exception_approve(actor=olga, exception=asked, answer="For now.")
    assert (found.status, found.decided_by) == ("approved", cast.olga.name)
    assert found.holds(dates.today())
    told = set(Event.objects.values_list("action", flat=True))
    assert {"exception.asked", "exception.approved", "policy.exception_asked", "policy.exception_approved"} <= told


def test_it_is_declined_with_a_reason(asked, olga):
    with pytest.raises(RuleBroken) as refused:
        services.exception_decline(actor=olga, exception=asked, answer=" ")
    assert refused.value.field == "answer"
    assert services.exception_decline(actor=olga, exception=asked, answer="Buy new ones.").status == "declined"


def test_a_risk_that_one_does_not_see_is_not_there_to_name(cast, anna, policy):
    risk = make_risk(anna, make_asset(cast.kronborg, unit=make_unit(cast.kronborg, "Sales")))
    bo = actor_of(cast.bo)
    with pytest.raises(NotFound):
        ask(bo, policy, cast.olga, owner=cast.bo, risk=risk)
    assert ask(anna, policy, cast.olga, owner=cast.bo, risk=risk).risk == risk


def test_nobody_decides_on_their_own_wish_or_on_what_others_were_asked(cast, anna, asked, policy):
    with pytest.raises(RuleBroken):
        ask(anna, policy, cast.anna)
    with pytest.raises(RuleBroken):
        services.exception_approve(actor=anna, exception=asked)
    with pytest.raises(NotAllowed):
        services.exception_approve(actor=actor_of(cast.carl), exception=asked)


def test_it_is_decided_once(asked, olga):
    services.exception_approve(actor=olga, exception=asked)
    with pytest.raises(RuleBroken):
        services.exception_decline(actor=olga, exception=asked, answer="No.")


def test_only_those_who_may_approve_are_asked(cast, anna, policy):
    with pytest.raises(RuleBroken) as refused:
        ask(anna, policy, cast.carl)
    assert refused.value.field == "approver"
    with pytest.raises(NotFound):
        ask(anna, policy, cast.dorte)


@pytest.mark.parametrize(
    ("starts", "ends"), [(0, -1), (10, 5), (0, 370)], ids=["has passed", "ends before it begins", "more than a year"]
)
def test_days_that_cannot_be(cast, anna, policy, starts, ends):
    today = dates.today()
    with pytest.raises(RuleBroken) as refused:
        ask(anna, policy, cast.olga, starts=today + starts * DAY, ends=today + ends * DAY)
    assert refused.value.field == "ends"


def test_a_year_is_a_year():
    assert rules.latest(date(2028, 2, 29)) == date(2029, 2, 28)
    assert rules.why_not_days(date(2027, 1, 1), date(2028, 1, 1), date(2027, 1, 1)) is None
    assert rules.why_not_days(date(2027, 1, 1), date(2028, 1, 2), date(2027, 1, 1)) is not None


def test_it_ends_by_itself_after_its_day(cast, approved):
    organisation = approved.organisation_id
    assert services.exceptions_end(organisation, approved.ends) == 0
    assert services.exceptions_end(organisation, approved.ends + DAY) == 1
    approved.refresh_from_db()
    assert approved.status == ExceptionStatus.ENDED
    assert Event.objects.filter(action="exception.ended").get().actor_label == "holger"


def test_it_is_withdrawn_when_it_is_needed_no_longer(anna, approved):
    assert services.exception_withdraw(actor=anna, exception=approved).status == "withdrawn"
    with pytest.raises(RuleBroken):
        services.exception_withdraw(actor=anna, exception=approved)


def test_to_go_on_one_asks_anew(cast, anna, approved):
    ends = approved.ends + 100 * DAY
    new = services.exception_renew(actor=anna, exception=approved, ends=ends, approver=cast.olga)
    assert (new.renews, new.starts, new.ends, new.status) == (approved, approved.ends + DAY, ends, "asked")
    assert (new.title, new.measure, new.owner) == (approved.title, approved.measure, approved.owner)
    with pytest.raises(RuleBroken):
        services.exception_renew(actor=anna, exception=approved, ends=ends, approver=cast.olga)


def test_a_contributor_asks_for_their_own_from_policies_they_see(cast, anna, policy):
    bo = actor_of(cast.bo)
    with pytest.raises(NotFound):
        ask(bo, policy, cast.olga)
    services.policy_edit(actor=anna, policy=policy, owner=cast.bo)
    assert ask(bo, policy, cast.olga).owner == cast.bo


def test_it_is_seen_by_those_who_have_a_part_in_it(cast, asked):
    def sees(person):
        return selectors.exceptions_for(actor_of(person)).filter(pk=asked.pk).exists()

    assert sees(cast.carl)
    assert sees(cast.bo)
    assert not sees(cast.emil)
    assert not sees(cast.dorte)


def test_what_was_decided_is_never_changed(approved):
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyException.objects.filter(pk=approved.pk).update(ends=approved.ends + DAY)
    assert connection.is_usable()
