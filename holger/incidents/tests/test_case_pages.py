"""The list of incidents, the page of a case and what is done on it: for those who may, and for nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.errors import NotFound
from holger.core.registry import registry
from holger.incidents import services
from holger.incidents.duties import cases as duties
from holger.incidents.models import Affected, Incident, Member, Status
from holger.incidents.panels import cases as panels
from holger.incidents.selectors import cases as selectors
from holger.incidents.selectors.core_values import of_incident
from holger.incidents.services import moments
from holger.incidents.tables.asked import case_on
from holger.incidents.tests.factories import make_incident
from holger.suppliers.tests.factories import make_supplier
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/incidents/"
HOUR = timedelta(hours=1)


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "olga", "dorte", "emil")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def incident(cast):
    return make_incident(cast.kronborg, "Ransomware on <b>FS01</b>", detected_at=dates.now() - 10 * HOUR)


@pytest.fixture
def here(incident):
    return f"{BASE}{incident.reference}/"


def statuses(clients, address, **data):
    return {name: client.get(address).status_code for name, client in clients.items()}


def said(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


# Who may


def test_the_list_and_the_case_for_those_who_read(clients, here):
    found = statuses(clients, BASE)
    assert [found[name] for name in ("anna", "karen", "olga", "carl", "bo")] == [200] * 5
    assert (found["emil"], found["dorte"], found["nobody"]) == (403, 404, 302)
    found = statuses(clients, here)
    assert [found[name] for name in ("anna", "karen", "olga", "carl")] == [200] * 4
    assert (found["bo"], found["emil"], found["dorte"], found["nobody"]) == (404, 403, 404, 302)


@pytest.mark.parametrize(
    "path", ["edit/", "edit/severity/", "edit/reach/", "edit/cause/", "step/contain/", "restrict/"]
)
def test_only_those_who_work_on_it_change_it(cast, clients, here, path):
    found = statuses(clients, here + path)
    assert [found[name] for name in ("anna", "karen", "olga")] == [200] * 3
    assert (found["bo"], found["carl"], found["emil"], found["dorte"], found["nobody"]) == (404, 403, 403, 404, 302)
    Incident.objects.update(owner=cast.bo)
    assert clients["bo"].get(here + path).status_code == 200


def test_only_those_who_may_put_a_case_away(cast, clients, incident, here):
    Incident.objects.update(status=Status.CLOSED, owner=cast.bo)
    for who, status in (("bo", 403), ("carl", 403), ("emil", 403), ("dorte", 404)):
        assert clients[who].post(here + "archive/").status_code == status
    assert clients["anna"].get(here + "archive/").status_code == 405
    assert clients["anna"].post(here + "archive/").status_code == 302
    incident.refresh_from_db()
    assert incident.archived_at is not None
    assert "archived" in said(clients["anna"], here)
    clients["anna"].post(here + "restore/")
    incident.refresh_from_db()
    assert incident.archived_at is None


def test_a_restricted_case_is_not_there_for_others(cast, clients, incident, here):
    Incident.objects.update(restricted=True, owner=cast.bo)
    assert clients["anna"].get(here).status_code == 404
    assert clients["anna"].get(here + "edit/").status_code == 404
    assert "Ransomware" not in said(clients["anna"], BASE)
    assert "Need to know" in said(clients["bo"], BASE)
    assert panels.search(actor_of(cast.anna), "Ransomware", 5) == []


# The page


def test_a_case_is_opened_by_its_form(cast, clients):
    answer = clients["anna"].post(
        BASE + "new/",
        {"title": "Lost laptop", "detected_at": "2026-01-02T10:00", "source": "phone", "category": "lost-device",
         "impact": "small", "urgency": "high", "owner": str(cast.bo.pk)},
    )  # fmt: skip
    made = Incident.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{BASE}{made.reference}/")
    assert (made.title, made.owner, made.severity, made.category) == ("Lost laptop", cast.bo, "low", "lost-device")
    page = said(clients["anna"], f"{BASE}{made.reference}/")
    assert "Device lost or stolen" in page
    assert "By telephone" in page


def test_what_people_write_is_text(clients, here):
    page = said(clients["anna"], here)
    assert "<b>FS01</b>" not in page
    assert "&lt;b&gt;FS01&lt;/b&gt;" in page


def test_the_page_says_what_can_be_done_next(cast, clients, incident, here):
    page = said(clients["anna"], here)
    assert here + "step/contain/" in page
    assert here + "step/reopen/" not in page
    assert here + "step/contain/" not in said(clients["carl"], here)
    assert here + "edit/" not in said(clients["carl"], here)
    Incident.objects.update(status=Status.CLOSED)
    assert here + "step/reopen/" in said(clients["anna"], here)


def test_since_when_one_is_aware_stands_on_top(anna, clients, incident, here):
    assert "Aware of it since" not in said(clients["anna"], here)
    moments.moment_tell(actor=anna, incident=incident, point="aware", at=dates.now() - HOUR, basis="The alarm.")
    assert "Aware of it since" in said(clients["anna"], here)


@pytest.mark.parametrize("how", [{"status": Status.MERGED, "merged_into": None}, {"split_from": None}])
def test_a_case_that_this_one_was_joined_with_or_parted_from_is_named_to_those_who_know_of_it(
    cast, clients, incident, here, how
):
    other = make_incident(cast.kronborg, "Who sold the plans", owner=cast.anna, restricted=True)
    Incident.objects.filter(pk=incident.pk).update(**{field: value or other for field, value in how.items()})
    assert f"{BASE}{other.reference}/" in said(clients["anna"], here)
    page = said(clients["karen"], here)
    assert "sold" not in page and other.reference not in page


def test_exercises_and_restricted_cases_are_marked(cast, clients, here):
    Incident.objects.update(drill=True, restricted=True, owner=cast.anna)
    page = said(clients["anna"], here)
    assert "This is an exercise" in page
    assert "may know of this case" in page


def test_times_stay_where_nobody_changed_them(clients, incident, here):
    before = incident.detected_at
    local = said(clients["anna"], here + "edit/").partition('name="detected_at" value="')[2].partition('"')[0]
    data = {"title": "Locked files", "detected_at": local, "source": "other", "version": incident.version}
    assert clients["anna"].post(here + "edit/", data).status_code == 302
    incident.refresh_from_db()
    assert (incident.title, incident.detected_at) == ("Locked files", before)


def test_two_who_edit_at_once_see_both(clients, anna, incident, here):
    read = incident.version
    services.incident_edit(actor=anna, incident=incident, people_count=5)
    data = {"people_count": "7", "cross_border": "unknown", "version": read}
    answer = clients["anna"].post(here + "edit/reach/", data)
    assert answer.status_code == 409
    assert "5" in answer.content.decode()


def test_countries_are_two_letters_each(clients, incident, here):
    data = {"cross_border": "yes", "countries": "dk, se", "version": incident.version}
    assert clients["anna"].post(here + "edit/reach/", data).status_code == 302
    incident.refresh_from_db()
    assert incident.countries == ["DK", "SE"]
    assert "Denmark, Sweden" in said(clients["anna"], here)
    data |= {"countries": "Danmark", "version": incident.version}
    assert clients["anna"].post(here + "edit/reach/", data).status_code == 422


def test_a_step_is_taken_on_its_page(clients, incident, here):
    assert clients["anna"].post(here + "step/contain/", {"at": "2030-01-01T10:00"}).status_code == 422
    local = dates.now().astimezone().strftime("%Y-%m-%dT%H:%M")
    assert clients["anna"].post(here + "step/contain/", {"at": local}).status_code in (302, 422)
    assert clients["anna"].get(here + "step/reopen/").status_code == 404
    assert clients["anna"].get(here + "step/nonsense/").status_code == 404


def test_closing_warns_of_deadlines_that_run(anna, clients, incident, here):
    moments.moment_tell(actor=anna, incident=incident, point="aware", at=dates.now() - HOUR, basis="The alarm.")
    assert "still run" in said(clients["anna"], here + "step/close/")
    now = dates.now().astimezone().strftime("%Y-%m-%dT%H:%M")
    answer = clients["anna"].post(here + "step/close/", {"at": now, "reason": "Enough."})
    assert answer.status_code == 422
    assert "closing does not stop them" in answer.content.decode()


def test_whoever_shuts_themselves_out_is_led_to_the_list(cast, clients, incident, here):
    Incident.objects.update(owner=cast.bo)
    answer = clients["anna"].post(here + "restrict/", {"reason": "About me."})
    assert answer.status_code == 422
    answer = clients["anna"].post(here + "restrict/", {"reason": "About me.", "without_me": "on"})
    assert (answer.status_code, answer["Location"]) == (302, BASE)


# The list


def test_the_list_narrows(cast, anna, clients, incident):
    make_incident(cast.kronborg, "Exercise", drill=True)
    closed = make_incident(cast.kronborg, "Old one", status=Status.CLOSED, severity="low", severity_rank=0)
    client = clients["anna"]
    assert "Exercise</a>" not in said(client, BASE)
    assert "Exercise</a>" in said(client, BASE + "?drill=yes")
    assert "Old one" not in said(client, BASE + "?status=open")
    assert "Old one" in said(client, BASE + "?severity=low")
    assert "Ransomware" in said(client, BASE + "?q=ransom")
    assert "Old one" not in said(client, BASE + "?clocks=overdue")
    asset = make_asset(cast.kronborg, title="FS01")
    Affected.objects.create(
        organisation=cast.kronborg, incident=closed, subject_type="assets.asset", subject_id=asset.pk
    )
    page = said(client, f"{BASE}?of={asset.pk}")
    assert "Old one" in page
    assert "Ransomware" not in page
    assert "Old one" in said(client, f"/o/kronborg/{asset.path}")


def test_the_deadline_that_presses_most_stands_on_its_line(anna, clients, incident):
    moments.moment_tell(actor=anna, incident=incident, point="aware", at=dates.now() - 9 * HOUR, basis="The alarm.")
    page = said(clients["anna"], BASE + "?clocks=running")
    assert "Ransomware" in page
    assert "left" in page


def test_many_are_given_at_once(cast, clients, incident):
    other = make_incident(cast.kronborg, "Other")
    data = {
        "bulk": "give",
        "give-answered": "1",
        "give-owner": str(cast.bo.pk),
        "row": [str(incident.pk), str(other.pk)],
    }
    assert clients["anna"].post(BASE, data).status_code == 302
    assert Incident.objects.filter(owner=cast.bo).count() == 2


def test_an_empty_list_teaches(clients):
    page = said(clients["anna"], BASE)
    assert "No incidents yet" in page


def test_the_list_asks_as_much_for_thirty_as_for_one(cast, clients, anna):
    def asked():
        clients["anna"].get(BASE)
        with CaptureQueriesContext(connection) as found:
            assert clients["anna"].get(BASE).status_code == 200
        return len(found)

    make_incident(cast.kronborg, owner=cast.bo)
    few = asked()
    for number in range(30):
        made = make_incident(cast.kronborg, f"Incident {number}", owner=cast.bo, unit=cast.production)
        moments.moment_tell(actor=anna, incident=made, point="first_sign", at=dates.now() - HOUR)
    assert asked() <= few + 1


# What it shows elsewhere


def test_what_waits_is_counted_for_the_menu(cast, anna):
    make_incident(cast.kronborg, severity="critical", severity_rank=3)
    make_incident(cast.kronborg, severity="critical", severity_rank=3, drill=True)
    make_incident(cast.kronborg, severity="low", severity_rank=0)
    make_incident(cast.kronborg, status=Status.REPORTED)
    assert selectors.needing(anna) == 2
    assert selectors.needing(actor_of(cast.dorte)) == 0


def test_it_is_found_by_its_number_first(cast, anna):
    make_incident(cast.kronborg, "About INC-1")
    second = make_incident(cast.kronborg, "INC-1 again")
    hits = panels.search(anna, "INC-1", 5)
    assert hits[0].reference == "INC-1"
    assert second.reference in {hit.reference for hit in hits}


def test_the_overview_tells_of_open_cases(cast, clients, incident):
    assert "Open incidents" in said(clients["anna"], "/o/kronborg/")


# What it asks of people


def test_a_quiet_case_is_a_duty_of_whoever_leads_it(cast, incident):
    assert duties.open_duties(cast.kronborg.pk, None) == []
    old = dates.now() - 30 * HOUR
    Incident.objects.update(owner=cast.bo, severity="medium", severity_rank=1, updated_at=old)
    (duty,) = duties.open_duties(cast.kronborg.pk, [cast.bo.pk])
    assert (duty.person_id, duty.key) == (cast.bo.pk, f"incidents.case:{incident.pk.hex}:quiet")
    assert "24 hours" in duty.reason
    assert duties.open_duties(cast.kronborg.pk, [cast.anna.pk]) == []
    Incident.objects.update(status=Status.RECOVERED)
    (duty,) = duties.open_duties(cast.kronborg.pk, None)
    assert duty.key.endswith(":close")


def test_leader_and_team_are_handed_over(cast, anna, incident):
    Incident.objects.update(owner=cast.bo)
    Member.objects.create(organisation=cast.kronborg, incident=incident, person=cast.bo, part="scribe")
    held = {each.key: each for each in registry.holdings if each.key.startswith("incidents.")}
    for key in ("incidents.incident", "incidents.member"):
        rows = held[key].rows(anna, cast.bo)
        assert rows.count() == 1
        held[key].give(actor=anna, rows=list(rows), giver=cast.bo, taker=cast.karen)
    incident.refresh_from_db()
    assert incident.owner == cast.karen
    assert list(Member.objects.values_list("person", "part")) == [(cast.karen.pk, "scribe")]


# What it tells the forms


def test_the_case_fills_the_forms_in_both_languages(cast):
    made = make_incident(
        cast.kronborg,
        description="Files are locked.",
        severity="high",
        severity_rank=2,
        impact="large",
        cause="malicious",
        malicious="yes",
        cross_border="unknown",
        countries=["DK"],
        people_count=180,
        hits_availability=True,
        containment="Cut off.",
        recovery="Restored.",
    )
    asset = make_asset(cast.kronborg, title="Payroll", supplier=make_supplier(cast.kronborg, "Bluegarden"))
    Affected.objects.create(organisation=cast.kronborg, incident=made, subject_type="assets.asset", subject_id=asset.pk)
    told = of_incident(made)
    assert told["happened"] == "Files are locked."
    assert told["severity"] == {"da": "Høj", "en": "High"}
    assert told["cause"]["en"] == "Malicious act"
    assert (told["malicious"], told["cross_border"]) == (True, "unknown")
    assert told["countries"][0]["da"] == "Danmark"
    assert told["systems"] == ["Payroll"]
    assert told["suppliers"] == ["Bluegarden"]
    assert told["properties_hit"][0]["en"] == "Availability"
    assert told["measures_taken"] == "Cut off.\n\nRestored."


def test_there_are_no_clocks_of_a_case_for_whoever_does_not_see_it(cast, incident, rf):
    request = rf.get("/")
    request.organisation, request.actor = cast.kronborg, actor_of(cast.emil)
    with pytest.raises(NotFound):
        case_on(request, incident)
    seen = rf.get("/")
    seen.organisation, seen.actor = cast.kronborg, actor_of(cast.anna)
    assert case_on(seen, incident).incident == incident
