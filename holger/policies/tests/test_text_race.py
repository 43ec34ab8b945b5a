"""Twenty who approve in the same moment give one approved version; whoever edits meanwhile is told."""

import threading
from collections import Counter

import pytest
from django.db import OperationalError, connection

from holger.core import tenancy
from holger.core.errors import RuleBroken
from holger.history.models import Event
from holger.policies import services
from holger.policies.models import Policy, PolicyVersion
from holger.policies.rules.content import Said
from tests.cast import actor_of, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def together(runs):
    """Run all in threads that begin together; what came of each, in a word."""
    gate, came = threading.Barrier(len(runs)), []

    def go(run):
        gate.wait()
        try:
            run()
            came.append("done")
        except RuleBroken as broken:
            came.append(broken.text[:20])
        except OperationalError:
            came.append("busy")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(came)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def policy(cast):
    made = services.policy_create(actor=actor_of(cast.anna), texts={"en": Said("Use", "", "Lock it.")}, language="en")
    services.approval_request(actor=actor_of(cast.anna), policy=made, approver=cast.olga)
    return made


def test_twenty_approvals_at_once_give_one_version(cast, policy):
    olga, digest = actor_of(cast.olga), policy.versions.get().digest

    def approve():
        with tenancy.inside(olga.organisation_id):
            services.policy_approve(actor=olga, policy=Policy.objects.get(pk=policy.pk), digest=digest)

    came = together([approve] * 20)
    assert came["done"] == 1
    assert came.total() == 20
    assert PolicyVersion.objects.filter(policy=policy, status="in_force").count() == 1
    assert Event.objects.filter(action="policy.approved").count() == 1
    assert Event.objects.filter(action="policy.in_force").count() == 1


def test_an_edit_and_an_approval_at_once_never_both_hold(cast, policy):
    anna, olga, digest = actor_of(cast.anna), actor_of(cast.olga), policy.versions.get().digest

    def approve():
        with tenancy.inside(olga.organisation_id):
            services.policy_approve(actor=olga, policy=Policy.objects.get(pk=policy.pk), digest=digest)

    def edit():
        with tenancy.inside(anna.organisation_id):
            mine = Policy.objects.get(pk=policy.pk)
            services.approval_withdraw(actor=anna, policy=mine)
            services.text_save(actor=anna, policy=mine, language="en", title="Use", body="Open it.")

    together([approve, edit] * 5)
    version = policy.versions.get()
    body = version.texts.get().body
    assert (version.status, body) in (("in_force", "Lock it."), ("draft", "Open it."))


def test_two_who_begin_the_next_version_get_one(cast, policy):
    anna, olga = actor_of(cast.anna), actor_of(cast.olga)
    services.policy_approve(actor=olga, policy=policy, digest=policy.versions.get().digest)

    def begin():
        with tenancy.inside(anna.organisation_id):
            services.draft_begin(actor=anna, policy=Policy.objects.get(pk=policy.pk))

    assert together([begin] * 8)["done"] == 1
    assert policy.versions.count() == 2
