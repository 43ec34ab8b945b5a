"""Who is to read, who confirms, and what stays of it."""

import pytest
from django.db import DatabaseError, transaction

from holger.audience.models import Audience
from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.policies import jobs
from holger.policies.models import Acknowledgement, Change, How, Policy, Reading
from holger.policies.selectors.reading import in_force, my_readings, text_shown
from holger.policies.services.asking import readings_of_leaver, readings_of_newcomer, readings_settle_all
from holger.policies.services.confirming import policy_confirm
from holger.policies.signals import policy_put_away, version_in_force
from holger.policies.tests.factories import make_policy, make_version
from tests.cast import Cast, actor_of, make_person


def shown(policy: Policy, language: str = "en") -> str:
    version = in_force(policy.organisation_id).get(policy=policy)
    found = text_shown(version, language)
    assert found is not None
    return found.digest


def confirm(person, policy: Policy, language: str = "en") -> Acknowledgement:
    digest = shown(policy, language)
    return policy_confirm(actor=actor_of(person), policy=policy, language=language, digest=digest)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    found = make_policy(cast.kronborg, confirm=True, danish=True)
    readings_settle_all(cast.kronborg.pk)
    return found


class TestAsking:
    def test_everybody_it_is_for_is_asked_once(self, cast: Cast, policy: Policy) -> None:
        assert Reading.objects.filter(policy=policy).count() == 6
        assert readings_settle_all(cast.kronborg.pk) == 0
        reading = Reading.objects.get(policy=policy, person=cast.emil)
        assert (reading.major, reading.how, reading.due) == (1, How.STANDING, dates.today() + dates.timedelta(days=14))

    def test_whoever_it_is_no_longer_for_is_asked_no_more(self, cast: Cast, policy: Policy) -> None:
        confirm(cast.emil, policy)
        Audience.objects.filter(pk=policy.audience_id).update(everybody=False)
        readings_settle_all(cast.kronborg.pk)
        assert list(Reading.objects.filter(policy=policy).values_list("person", flat=True)) == [cast.emil.pk]

    def test_a_policy_that_is_not_to_be_confirmed_asks_nobody(self, cast: Cast) -> None:
        make_policy(cast.kronborg)
        assert readings_settle_all(cast.kronborg.pk) == 0

    def test_a_newcomer_reads_what_applies(self, cast: Cast, policy: Policy) -> None:
        make_policy(cast.kronborg, "For nobody", confirm=True, everybody=False)
        finn = make_person(cast.kronborg, "Finn Dal")
        assert readings_of_newcomer(finn, dates.today()) == 1
        assert Reading.objects.get(person=finn).how == How.NEWCOMER

    def test_what_a_leaver_confirmed_stays(self, cast: Cast, policy: Policy) -> None:
        other = make_policy(cast.kronborg, "Clear desk", confirm=True)
        readings_settle_all(cast.kronborg.pk)
        confirm(cast.emil, policy)
        readings_of_leaver(cast.emil)
        assert [row.policy for row in Reading.objects.filter(person=cast.emil)] == [policy]
        assert Reading.objects.filter(policy=other).count() == 5

    def test_only_a_major_version_asks_again(self, cast: Cast, policy: Policy) -> None:
        confirm(cast.emil, policy)
        minor = make_version(policy, "New.", danish=True, major=1, minor=1, change=Change.MINOR)
        version_in_force.send(sender=Policy, version=minor, actor=actor_of(cast.anna), before=None)
        assert not my_readings(actor_of(cast.emil)).filter(confirmed_at=None).exists()
        major = make_version(policy, "Newer.", danish=True, major=2)
        version_in_force.send(sender=Policy, version=major, actor=actor_of(cast.anna), before=minor)
        assert my_readings(actor_of(cast.emil)).get(confirmed_at=None).major == 2
        assert Reading.objects.filter(confirmed_at=None).count() == 6

    def test_what_is_put_away_is_asked_of_nobody(self, cast: Cast, policy: Policy) -> None:
        confirm(cast.emil, policy)
        policy_put_away.send(sender=Policy, policy=policy, actor=actor_of(cast.anna))
        assert Reading.objects.filter(policy=policy).count() == 1

    def test_by_itself_it_does_the_same(self, cast: Cast) -> None:
        make_policy(cast.kronborg, confirm=True)
        assert jobs.reading(cast.kronborg.pk) == "6 readings asked for, 1 policy put in order for searching"
        assert jobs.reading(cast.kronborg.pk) == ""


class TestConfirming:
    def test_it_says_what_was_shown_to_whom(self, cast: Cast, policy: Policy) -> None:
        done = confirm(cast.emil, policy, "da")
        assert (done.person_name, done.unit_name, done.language) == ("Emil Vang", "Production", "da")
        assert done.digest == shown(policy, "da") != shown(policy, "en")
        assert Reading.objects.get(policy=policy, person=cast.emil).confirmed_at == done.at

    def test_twice_is_once(self, cast: Cast, policy: Policy) -> None:
        assert confirm(cast.emil, policy) == confirm(cast.emil, policy)
        assert Acknowledgement.objects.count() == 1

    def test_another_text_than_what_is_there_is_refused(self, cast: Cast, policy: Policy) -> None:
        with pytest.raises(RuleBroken, match="has changed"):
            policy_confirm(actor=actor_of(cast.emil), policy=policy, language="en", digest=shown(policy, "da"))
        with pytest.raises(RuleBroken):
            policy_confirm(actor=actor_of(cast.emil), policy=policy, language="en", digest="0" * 64)

    def test_what_applies_to_others_does_not_exist(self, cast: Cast) -> None:
        hidden = make_policy(cast.kronborg, everybody=False)
        with pytest.raises(NotFound):
            confirm(cast.emil, hidden)

    def test_a_stranger_confirms_nothing(self, cast: Cast, policy: Policy) -> None:
        with pytest.raises((NotFound, NotAllowed)):
            confirm(cast.dorte, policy)

    def test_the_database_keeps_it(self, cast: Cast, policy: Policy) -> None:
        done = confirm(cast.emil, policy)
        for change in ({"language": "da"}, {"person_name": "Somebody else"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Acknowledgement.objects.filter(pk=done.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            Acknowledgement.objects.filter(pk=done.pk).delete()

    def test_whoever_is_erased_leaves_a_pseudonym(self, cast: Cast, policy: Policy) -> None:
        from holger.organisation.services import person_erase

        done = confirm(cast.emil, policy)
        person_erase(actor=actor_of(cast.olga), person=cast.emil, name="Emil Vang")
        done.refresh_from_db()
        assert (done.person_name, done.unit_name) == (cast.emil.left_over, "")
