"""Risks for the people that processing activities are about: linked, shown there, and told by programs."""

from collections.abc import Callable

import pytest

from holger.api.tests.programs import Program
from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.privacy.models import Activity
from holger.privacy.tests.factories import make_activity, make_dpia
from holger.risks import selectors, services
from holger.risks.models import Risk
from holger.risks.tests.factories import install, make_risk
from tests.cast import Cast, client_of

ActorOf = Callable[..., Actor]
PAGE = "/o/kronborg/privacy/activities/PA-1/"


@pytest.fixture
def anna(cast: Cast, actor_of: ActorOf) -> Actor:
    return actor_of(cast.anna)


@pytest.fixture
def pay(cast: Cast) -> Activity:
    return make_activity(cast.kronborg, owner=cast.bo)


@pytest.fixture
def risk(anna: Actor) -> Risk:
    install(anna)
    return make_risk(anna, title="Payslips go to the wrong people")


def linked(risk: Risk) -> set[str]:
    return set(risk.activities.values_list("reference", flat=True))


# Services


def test_a_risk_is_made_for_an_activity(cast: Cast, anna: Actor, pay: Activity) -> None:
    made = services.risk_create(actor=anna, asset=make_asset(cast.kronborg), title="Leak", activities=[pay])
    assert linked(made) == {"PA-1"} and list(selectors.risks_of_activity(anna, pay)) == [made]
    assert Event.objects.get(action="risk.created").changes["activities"] == [[], [str(pay)]]


def test_risks_that_are_there_are_linked_once(
    cast: Cast, actor_of: ActorOf, anna: Actor, pay: Activity, risk: Risk
) -> None:
    dorte = actor_of(cast.dorte)
    install(dorte)
    assert services.risks_link(actor=anna, activity=pay, risks=[risk]) == 1
    assert services.risks_link(actor=anna, activity=pay, risks=[risk]) == 0
    assert Event.objects.filter(action="risk.changed", subject_id=risk.pk).count() == 1
    with pytest.raises(RuleBroken):
        services.risks_link(actor=anna, activity=pay, risks=[])
    with pytest.raises(RuleBroken):
        services.risks_link(actor=anna, activity=pay, risks=[make_risk(dorte, title="Theirs")])


def test_what_is_anothers_or_archived_is_not_linked(cast: Cast, anna: Actor, risk: Risk) -> None:
    foreign = make_activity(cast.rosenborg)
    put_away = make_activity(cast.kronborg, archived_at=dates.now())
    with pytest.raises(NotFound):
        services.risks_link(actor=anna, activity=foreign, risks=[risk])
    with pytest.raises(RuleBroken):
        services.risks_link(actor=anna, activity=put_away, risks=[risk])
    with pytest.raises(RuleBroken):
        services.risk_edit(actor=anna, risk=risk, activities=[foreign])
    assert linked(risk) == set()


def test_who_may_not_edit_risks_links_none(cast: Cast, actor_of: ActorOf, pay: Activity, risk: Risk) -> None:
    with pytest.raises(NotAllowed):
        services.risks_link(actor=actor_of(cast.carl), activity=pay, risks=[risk])
    with pytest.raises(NotFound):
        services.risks_link(actor=actor_of(cast.dorte), activity=pay, risks=[risk])


def test_nobody_takes_off_an_activity_that_they_were_not_shown(
    cast: Cast, actor_of: ActorOf, pay: Activity, risk: Risk
) -> None:
    hidden = make_activity(cast.kronborg, "Whistleblowing", owner=cast.anna)
    old = make_activity(cast.kronborg, "Telegrams", owner=cast.bo, archived_at=dates.now())
    Risk.objects.filter(pk=risk.pk).update(owner=cast.bo)
    risk.refresh_from_db()
    risk.activities.set([pay, hidden, old])
    bo = actor_of(cast.bo)
    assert set(selectors.activities_of(bo, risk)) == {pay, old}
    services.risk_edit(actor=bo, risk=risk, activities=[])
    assert linked(risk) == {hidden.reference, old.reference}
    with pytest.raises(RuleBroken):
        services.risk_edit(actor=bo, risk=risk, activities=[make_activity(cast.kronborg, "Bids", owner=cast.anna)])


def test_closed_risks_do_not_count(anna: Actor, pay: Activity, risk: Risk) -> None:
    risk.activities.add(pay)
    services.risk_close(actor=anna, risk=risk, reason="No more payslips")
    assert not selectors.risks_of_activity(anna, pay).exists()


# Pages


def test_the_page_of_an_activity_shows_its_risks(cast: Cast, pay: Activity, risk: Risk) -> None:
    Risk.objects.filter(pk=risk.pk).update(current_score=16, current_band="red", current_subjects=4)
    client = client_of(cast.anna)
    page = client.get(PAGE).content.decode()
    assert "Risks for the people it is about" in page and "No risk is written down" in page
    assert client.post("/o/kronborg/risks/processing/PA-1/", {"risks": [str(risk.pk)]}).headers["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert "Payslips go to the wrong people" in page and "1 risk" in page
    assert "Worst consequence for the data subjects: 4" in page
    shown = client.get(f"/o/kronborg/{risk.path}").content.decode()
    assert pay.title in shown and f"/o/kronborg/{pay.path}" in shown
    assert risk.reference in client.get(f"/o/kronborg/risks/list/?activity={pay.pk}").content.decode()
    assert risk.reference not in client.get("/o/kronborg/risks/list/?activity=none").content.decode()


def test_an_assessment_shows_the_risks_of_its_activity(cast: Cast, pay: Activity, risk: Risk) -> None:
    risk.activities.add(pay)
    dpia = make_dpia(pay)
    page = client_of(cast.karen).get(f"/o/kronborg/{dpia.path}").content.decode()
    assert "Payslips go to the wrong people" in page


def test_a_risk_is_begun_from_the_activity(cast: Cast, pay: Activity) -> None:
    system = make_asset(cast.kronborg)
    pay.systems.add(system)
    client = client_of(cast.anna)
    form = client.get("/o/kronborg/risks/new/?activity=PA-1").content.decode()
    assert str(pay.pk) in form and str(system.pk) in form
    answers = {"asset": str(system.pk), "title": "Leak", "activities": [str(pay.pk)], "treatment": "undecided"}
    assert client.post("/o/kronborg/risks/new/", answers).status_code == 302
    assert linked(Risk.objects.get()) == {"PA-1"}
    assert client.get("/o/kronborg/risks/new/?activity=PA-9").status_code == 404


def test_who_links_and_who_sees(cast: Cast, pay: Activity, risk: Risk) -> None:
    address = "/o/kronborg/risks/processing/PA-1/"
    for person, status in ((cast.anna, 200), (cast.carl, 403), (cast.dorte, 404), (None, 302)):
        assert client_of(person).get(address).status_code == status
    assert client_of(cast.anna).get("/o/kronborg/risks/processing/PA-9/").status_code == 404
    risk.activities.add(pay)
    page = client_of(cast.bo).get(PAGE).content.decode()  # he sees the activity, and not the risk
    assert "Payslips go to the wrong people" not in page and "1 risk" not in page


# Programs


def test_programs_link_too(cast: Cast, pay: Activity, risk: Risk) -> None:
    anna = Program(cast.anna)
    changed = anna.patch(f"/risks/{risk.reference}", {"activities": ["PA-1"]}).json()
    assert [each["reference"] for each in changed["activities"]] == ["PA-1"]
    assert anna.get(f"/risks?activity={pay.pk}").json()["count"] == 1
    assert anna.patch(f"/risks/{risk.reference}", {"activities": ["PA-9"]}).status_code == 422
    assert Program(cast.carl).patch(f"/risks/{risk.reference}", {"activities": []}).status_code == 403
    assert linked(risk) == {"PA-1"}
