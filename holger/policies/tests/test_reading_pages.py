"""Campaigns as pages: planned, begun, followed up, proved."""

from typing import Any

import pytest

from holger.core import dates
from holger.policies.models import Campaign, CampaignStatus, Policy, Reading, Whom
from holger.policies.services.asking import readings_settle_all
from holger.policies.services.campaigns import campaign_create, campaign_start
from holger.policies.services.confirming import policy_confirm
from holger.policies.tests.factories import make_policy
from holger.policies.tests.test_reading_services import confirm
from holger.tasks.models import Notice
from tests.cast import Cast, actor_of, make_person

AT = "/o/kronborg/"
DAY = dates.timedelta(days=1)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return make_policy(cast.kronborg, confirm=True, danish=True)


def plan(cast: Cast, *policies: Policy, **answers: Any) -> Campaign:
    days = {"starts": dates.today(), "deadline": dates.today() + 14 * DAY}
    return campaign_create(actor=actor_of(cast.anna), policies=policies, title_en="Spring", **days | answers)


@pytest.fixture
def campaign(cast: Cast, policy: Policy) -> Campaign:
    return campaign_start(actor=actor_of(cast.anna), campaign=plan(cast, policy))


PAGES = ("campaigns/", "campaigns/{}/", "readings/", "readings/people/", "readings/report/", "policies/{p}/v1.0/proof/")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_works_and_is_no_strangers(cast: Cast, campaign: Campaign, policy: Policy, client_of, page: str) -> None:
    address = AT + page.format(campaign.reference, p=policy.reference)
    assert client_of(cast.anna).get(address).status_code == 200
    assert client_of(cast.carl).get(address).status_code == 200
    assert client_of(cast.emil).get(address).status_code == 403
    assert client_of(cast.dorte).get(address).status_code == 404
    assert "/account/" in client_of(None).get(address)["Location"]


def test_it_is_planned_begun_and_closed(cast: Cast, policy: Policy, client_of) -> None:
    anna = client_of(cast.anna)
    answers = {
        "title_da": "Forår",
        "policies": [policy.reference],
        "whom": "narrowed",
        "for_units": [str(cast.production.pk)],
        "starts": dates.today().isoformat(),
        "deadline": (dates.today() + 7 * DAY).isoformat(),
        "remind": "-2, 1",
    }
    made = anna.post(f"{AT}campaigns/new/", answers)
    row = Campaign.objects.get()
    assert made["Location"] == f"{AT}{row.path}"
    assert (row.whom, row.remind, row.owner) == (Whom.NARROWED, [-2, 1], cast.anna)
    anna.post(f"{AT}{row.path}start/")
    assert {reading.person for reading in row.readings.all()} == {cast.bo, cast.emil}
    page = anna.get(f"{AT}{row.path}").content.decode()
    assert "0 of 2 have confirmed" in page and "Production" in page
    anna.post(f"{AT}{row.path}edit/", answers | {"title_da": "Sommer", "version": Campaign.objects.get().version})
    row.refresh_from_db()
    assert row.title_da == "Sommer"
    anna.post(f"{AT}{row.path}close/")
    row.refresh_from_db()
    assert (row.status, row.asked, row.confirmed) == (CampaignStatus.CLOSED, 2, 0)


def test_faults_are_told_at_their_fields(cast: Cast, policy: Policy, client_of) -> None:
    answers = {"starts": "2026-05-01", "deadline": "2026-04-01", "remind": "soon", "whom": "theirs", "title_en": "X"}
    page = client_of(cast.anna).post(f"{AT}campaigns/new/", answers)
    told = page.content.decode()
    assert page.status_code == 422
    assert "Write whole numbers" in told and "This field is required" in told


def test_it_closes_when_the_last_has_confirmed(cast: Cast, campaign: Campaign, policy: Policy) -> None:
    for person in cast.by_role().values():
        confirm(person, policy)
    campaign.refresh_from_db()
    assert (campaign.status, campaign.asked, campaign.confirmed) == (CampaignStatus.CLOSED, 6, 6)


def test_whoever_has_confirmed_is_not_asked(cast: Cast, policy: Policy) -> None:
    readings_settle_all(cast.kronborg.pk)
    confirm(cast.emil, policy)
    row = campaign_start(actor=actor_of(cast.anna), campaign=plan(cast, policy))
    assert (row.before, row.readings.count()) == (1, 5)
    assert set(row.readings.values_list("due", flat=True)) == {row.deadline}


def test_a_nudge_comes_once_a_day(cast: Cast, campaign: Campaign, client_of) -> None:
    anna = client_of(cast.anna)
    anna.post(f"{AT}{campaign.path}nudge/")
    assert Notice.objects.filter(kind="nudge").count() == 6
    reading = Reading.objects.get(person=cast.emil)
    page = anna.post(f"{AT}readings/{reading.pk}/nudge/", follow=True).content.decode()
    assert "has been reminded" in page or "have been reminded" in page
    assert Notice.objects.filter(kind="nudge").count() == 6
    assert client_of(cast.carl).post(f"{AT}{campaign.path}nudge/").status_code == 403


@pytest.mark.parametrize("form", ["pdf", "xlsx", "docx"])
def test_proof_is_a_file(cast: Cast, campaign: Campaign, policy: Policy, client_of, form: str) -> None:
    confirm(cast.emil, policy, "da")
    anna = client_of(cast.anna)
    for page in (
        f"policies/{policy.reference}/v1.0/proof/",
        f"readings/people/{cast.emil.reference}/proof/",
        "readings/report/",
    ):
        found = anna.get(f"{AT}{page}?form={form}&language=da")
        assert found.status_code == 200 and "attachment" in found["Content-Disposition"]


def test_a_list_asks_as_much_for_many(
    cast: Cast, campaign: Campaign, policy: Policy, client_of, django_assert_max_num_queries
) -> None:
    for number in range(30):
        make_person(cast.kronborg, f"P{number} X", email=f"p{number}@kronborg.example")
    readings_settle_all(cast.kronborg.pk)
    anna = client_of(cast.anna)
    for page in ("readings/", "readings/people/", "campaigns/", campaign.path):
        anna.get(AT + page)
        with django_assert_max_num_queries(22):
            anna.get(AT + page)


def test_what_was_confirmed_is_still_confirmed(cast: Cast, campaign: Campaign, policy: Policy) -> None:
    done = confirm(cast.emil, policy)
    again = policy_confirm(actor=actor_of(cast.emil), policy=policy, language="en", digest=done.digest)
    assert again == done and done.campaign == campaign.reference


def test_whom_it_asks_is_told_before_it_is_planned(cast: Cast, policy: Policy, client_of) -> None:
    anna, at = client_of(cast.anna), f"{AT}campaigns/new/"
    few = make_policy(cast.kronborg, "Keys", confirm=True, everybody=False)
    few.audience.people.add(cast.bo)

    def told(**answers: Any) -> str:
        page = anna.post(at, {"again": "1", "whom": "theirs", **answers})
        return page.content.decode().split('id="audience-meant"')[1]

    assert "6 people today" in anna.get(f"{at}?policy={policy.reference}").content.decode()
    assert anna.get(f"{at}?policy=POL-99").status_code == 200
    assert "1 person today" in told(policies=[few.reference])
    assert "6 people today" in told(policies=[few.reference, policy.reference])
    assert "0 people today" in told(policies=[few.reference], whom="narrowed", for_people=[cast.emil.pk])
    assert "Emil Vang" in told(policies=[few.reference], whom="other", for_people=[cast.emil.pk])
    assert not Campaign.objects.exists()
