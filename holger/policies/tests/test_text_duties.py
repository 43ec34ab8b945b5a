"""What policies ask of people, and what is handed over when they leave."""

from datetime import timedelta

import pytest

from holger.core import dates
from holger.core.permissions import Role
from holger.policies import services
from holger.policies.duties import text as duties
from holger.policies.models import Policy, PolicyText
from holger.policies.tests.factories import make_policy
from tests.cast import actor_of, make_person
from tests.duties import duties_of

pytestmark = pytest.mark.django_db


def titles(person):
    return [str(duty.title) for duty in duties_of(person, "policies")]


def test_a_draft_asks_its_reviewer_its_owner_and_its_approver(cast, anna, olga, policy):
    services.policy_edit(actor=anna, policy=policy, owner=cast.anna)
    review = services.review_ask(actor=anna, policy=policy, people=[cast.olga])[0]
    assert titles(cast.olga) == ["Read the draft: Acceptable use 1.0"]
    assert len(duties.waiting(cast.anna.organisation_id, cast.anna.pk)) == 1
    services.remark_add(actor=olga, policy=policy, language="en", text="Hm.", quote="## Devices")
    services.review_answer(actor=olga, review=review, verdict="change")
    assert titles(cast.olga) == []
    assert titles(cast.anna) == ["Deal with remarks: Acceptable use 1.0"]
    services.remark_resolve(actor=anna, remark=policy.versions.get().remarks.get())
    services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    assert (titles(cast.anna), titles(cast.olga)) == ([], ["Approve Acceptable use 1.0"])
    services.policy_decline(actor=olga, policy=policy, note="Too long.")
    assert titles(cast.anna) == ["Change and send again: Acceptable use 1.0"]


def test_an_owner_is_asked_to_look_at_it_again(cast, anna):
    policy = make_policy(cast.anna.organisation, owner=cast.anna, next_review=dates.today() + timedelta(days=40))
    assert titles(cast.anna) == []
    Policy.objects.filter(pk=policy.pk).update(next_review=dates.today() + timedelta(days=20))
    assert titles(cast.anna) == ["Review Acceptable use"]
    Policy.objects.filter(pk=policy.pk).update(owner=None)
    assert titles(cast.olga) == titles(cast.anna) == ["Review Acceptable use"]
    services.draft_begin(actor=anna, policy=policy)
    assert titles(cast.olga) == []


def test_an_owner_is_asked_for_the_translation(cast):
    policy = make_policy(cast.anna.organisation, owner=cast.bo, danish=True)
    PolicyText.objects.filter(version__policy=policy, language="da").update(behind_since="1.1")
    assert titles(cast.bo) == ["Bring the translation up to date: Acceptable use"]


def test_the_duties_ask_few_questions(cast, django_assert_max_num_queries):
    for number in range(10):
        make_policy(cast.anna.organisation, f"P {number}", next_review=dates.today(), owner=cast.anna)
    with django_assert_max_num_queries(4):
        assert len(duties.open_duties(cast.anna.organisation_id, None)) == 10


def test_what_somebody_holds_goes_to_somebody_else(cast, anna, olga, policy):
    kirsten = make_person(cast.anna.organisation, "Kirsten", role=Role.SECURITY_OFFICER, email="kirsten@example.test")
    services.policy_edit(actor=anna, policy=policy, owner=cast.anna)
    services.review_ask(actor=anna, policy=policy, people=[cast.olga])
    owned, approved, reviewed = duties.HOLDINGS
    boss = actor_of(cast.olga)
    for holding, person in ((owned, cast.anna), (reviewed, cast.olga)):
        holding.give(actor=boss, rows=list(holding.rows(boss, person)), giver=person, taker=kirsten)
    policy.refresh_from_db()
    assert policy.owner == kirsten
    assert policy.versions.get().reviews.get().person == kirsten
    services.review_answer(actor=actor_of(kirsten), review=policy.versions.get().reviews.get(), verdict="good")
    services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    approved.give(actor=anna, rows=list(approved.rows(anna, cast.olga)), giver=cast.olga, taker=kirsten)
    assert policy.versions.get().approver == kirsten
