"""The pages of reporting and of taking reports in: for those who may, and for nobody else."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.evidence.models import Evidence
from holger.incidents.models import CaseSettings, Incident, Status
from holger.incidents.services import incident_report
from holger.incidents.tests.factories import make_incident
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
HOME, BASE = "/o/kronborg/", "/o/kronborg/incidents/"
REPORT, MINE = f"{HOME}my/report/", f"{HOME}my/reports/"
TRIAGE, SETTINGS = f"{BASE}triage/", f"{BASE}settings/cases/"
PNG = b"\x89PNG\r\n\x1a\n as far as anybody looks"
ODD = "<script>alert(1)</script>"


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "olga", "dorte", "emil")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


@pytest.fixture
def made(cast):
    return incident_report(
        actor=actor_of(cast.emil), what=f"Odd mail {ODD}\nPassword.", category="phishing", doubt=True
    )


def statuses(clients, address, method="get"):
    return {name: getattr(client, method)(address).status_code for name, client in clients.items()}


def said(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


EVERYBODY = {"anna": 200, "karen": 200, "bo": 200, "carl": 200, "olga": 200, "emil": 200, "dorte": 404, "nobody": 302}
INTAKE = {"anna": 200, "karen": 200, "olga": 200, "bo": 403, "carl": 403, "emil": 403, "dorte": 404, "nobody": 302}


def test_who_sees_what(clients, made):
    for address in (REPORT, MINE):
        assert statuses(clients, address) == EVERYBODY
    for address in (TRIAGE, *(f"{TRIAGE}{made.reference}/{page}" for page in ("", "reject/", "merge/"))):
        assert statuses(clients, address) == INTAKE
    for address in (SETTINGS, f"{SETTINGS}method/"):
        assert statuses(clients, address) == INTAKE | {"karen": 403}
    own = dict.fromkeys(EVERYBODY, 404) | {"emil": 200, "nobody": 302}
    assert statuses(clients, f"{MINE}{made.reference}/") == own
    assert statuses(clients, f"{REPORT}thanks/{made.reference}/") == own


# Reporting


def test_the_form_shows_every_category_with_an_example_in_both_languages(clients):
    case_settings_set_by_hand(telephone="4921 3310")
    page = said(clients["emil"].get(REPORT))
    assert page.count('type="radio" name="category"') == 18 and 'href="tel:4921 3310"' in page
    assert page.index("Something else, or I am in doubt") < page.index("Suspicious message or link")
    danish = said(clients["emil"].get(REPORT, headers={"accept-language": "da"}))
    assert "Mistænkelig besked eller link" in danish


def case_settings_set_by_hand(**told):
    from holger.organisation.models import Organisation

    CaseSettings.objects.create(organisation=Organisation.objects.get(slug="kronborg"), **told)


def test_reporting_leads_to_what_to_do_now(cast, clients):
    shots = [SimpleUploadedFile("one.png", PNG), SimpleUploadedFile("two.png", PNG + b"2")]
    told = {"what": "My files have odd names.", "category": "malware", "when": "today", "doubt": "on", "files": shots}
    answer = clients["emil"].post(REPORT, told)
    made = Incident.objects.get()
    assert answer["Location"] == f"{REPORT}thanks/{made.reference}/"
    assert (made.reporter, made.doubt, made.estimated, made.category) == (cast.emil, True, True, "malware")
    assert Evidence.objects.count() == 2
    page = said(clients["emil"].get(answer["Location"]))
    assert made.reference in page and "Pull out the network cable" in page and "do not pay" in page
    assert "Anna Holm" in page
    assert clients["emil"].get(f"{HOME}evidence/{Evidence.objects.first().reference}/").status_code == 404


def test_another_time_is_asked_for_and_kept(clients):
    page = said(clients["emil"].post(REPORT, {"what": "Odd.", "when": "chosen"}), 422)
    assert "Say when, or choose another answer." in page
    page = said(clients["emil"].post(REPORT, {"what": "Odd.", "when": "chosen", "at": "2999-01-01T10:00"}), 422)
    assert "This has not happened yet." in page and not Incident.objects.exists()
    clients["emil"].post(REPORT, {"what": "Odd.", "when": "chosen", "at": "2026-01-05T10:00"})
    assert Incident.objects.get().detected_at.isoformat() == "2026-01-05T09:00:00+00:00"


def test_a_hostile_file_is_refused_at_its_field_and_nothing_written_is_lost(clients, settings):
    bad = SimpleUploadedFile("run.png", b"MZ\x90")
    told = {"what": "Here is what I got.", "category": "phishing", "when": "now", "doubt": "on", "anonymous": "on"}
    page = said(clients["emil"].post(REPORT, told | {"files": bad}), 422)
    assert "run.png" in page and 'id="id_files_error"' in page and "Here is what I got.</textarea>" in page
    assert 'value="phishing" checked' in page and page.count("checked") == 4 and "Choose the files once more" in page
    settings.UPLOAD_LIMIT = 20
    page = said(clients["emil"].post(REPORT, told | {"files": SimpleUploadedFile("large.png", PNG)}), 413)
    assert not Incident.objects.exists() and not Evidence.objects.exists()


def test_without_a_name_the_thanks_come_at_once_and_lead_nowhere(cast, clients):
    answer = clients["emil"].post(REPORT, {"what": "Somebody copies files.", "category": "insider", "anonymous": "on"})
    made = Incident.objects.get()
    page = said(answer)
    assert made.reference in page and "nobody can ask you more" in page and made.path not in page
    assert clients["emil"].get(f"{REPORT}thanks/{made.reference}/").status_code == 404
    assert made.reference not in said(clients["emil"].get(MINE))
    shown = said(clients["anna"].get(f"{TRIAGE}{made.reference}/"))
    told = shown.split('id="report-title"')[1].split('id="take-title"')[0]
    assert "Without a name" in told and "Emil" not in told and "Nobody can be answered" in shown


def test_where_names_are_wanted_nobody_is_offered_to_leave_it_out(clients):
    case_settings_set_by_hand(allow_anonymous=False)
    assert 'name="anonymous"' not in said(clients["emil"].get(REPORT))
    clients["emil"].post(REPORT, {"what": "Odd.", "anonymous": "on"})
    assert not Incident.objects.get().anonymous


def test_my_reports_tell_how_it_stands_and_take_more(clients, made):
    page = said(clients["emil"].get(MINE))
    assert made.reference in page and "Received. Somebody looks at it soon." in page and ODD not in page
    here = f"{MINE}{made.reference}/"
    assert clients["emil"].post(here, {"text": "I also clicked."})["Location"] == here
    assert "I also clicked." in said(clients["emil"].get(here))
    assert said(clients["emil"].post(here, {"text": " "}), 422)
    assert clients["bo"].post(here, {"text": "Me too."}).status_code == 404


# Taking in


def test_the_list_has_the_oldest_first_and_what_one_needs(cast, clients, made):
    twin = incident_report(actor=actor_of(cast.bo), what="Odd mail asks for my password", category="phishing")
    make_incident(cast.kronborg, "Taken on already")
    page = said(clients["anna"].get(TRIAGE))
    assert page.index(made.reference) < page.index(twin.reference) and "Taken on already" not in page
    assert "Emil Vang" in page and "Suspicious message or link" in page and ODD not in page
    assert "2 reports wait" in page and "Same category; words in common: password" in page
    assert (
        twin.reference
        not in said(clients["anna"].get(f"{TRIAGE}?doubt=True&part=results")).split("<tbody")[1].split("arrow-merge")[0]
    )


def test_an_empty_list_says_how_it_works(clients):
    page = said(clients["anna"].get(TRIAGE))
    assert "No report waits" in page and "Who takes reports in" in page


def test_everything_is_on_one_page_and_becomes_a_case(cast, clients, made):
    page = said(clients["anna"].get(f"{TRIAGE}{made.reference}/"))
    assert "Did you click, type anything, or open a file?" in page and ODD not in page
    told = {"title": "Phishing", "category": "phishing", "owner": cast.bo.pk, "version": made.version}
    answer = clients["anna"].post(f"{TRIAGE}{made.reference}/", told | {"impact": "medium", "urgency": "high"})
    assert answer["Location"] == HOME + made.path
    made.refresh_from_db()
    assert (made.status, made.owner, made.severity) == (Status.OPEN, cast.bo, "medium")
    assert clients["anna"].get(f"{TRIAGE}{made.reference}/")["Location"] == HOME + made.path


def test_whoever_shuts_themselves_out_comes_to_the_next(cast, clients, made):
    other = incident_report(actor=actor_of(cast.bo), what="The server is down.")
    told = {"title": "Theft", "owner": cast.bo.pk, "restricted": "on", "version": made.version}
    answer = clients["anna"].post(f"{TRIAGE}{made.reference}/", told)
    assert answer["Location"] == f"{TRIAGE}{other.reference}/"
    assert clients["anna"].get(HOME + made.path).status_code == 404


def test_what_is_wrong_is_said_at_its_field(cast, clients, made):
    told = {"title": "Phishing", "owner": cast.emil.pk, "version": made.version}
    assert "may not work on incidents" in said(clients["anna"].post(f"{TRIAGE}{made.reference}/", told), 422)
    assert said(clients["anna"].post(f"{TRIAGE}{made.reference}/", told | {"owner": cast.dorte.pk}), 422)


def test_no_is_said_on_the_same_page_with_a_ready_answer(clients, made):
    page = said(clients["anna"].get(f"{TRIAGE}{made.reference}/"))
    assert "Hi Emil. Thank you for telling." in page
    answer = clients["anna"].post(
        f"{TRIAGE}{made.reference}/reject/", {"reason": "Spam.", "answer": "Thank you, Emil."}
    )
    assert answer["Location"] == TRIAGE
    mine = said(clients["emil"].get(f"{MINE}{made.reference}/"))
    assert "Thank you, Emil." in mine and "Spam." not in mine and "It was right to tell." in mine


def test_joining_takes_one_click_more_and_keeps_both(cast, clients, made):
    into = make_incident(cast.kronborg, "Odd mail about a password", category="phishing")
    page = said(clients["anna"].get(f"{TRIAGE}{made.reference}/"))
    assert f"merge/?into={into.reference}" in page
    there = f"{TRIAGE}{made.reference}/merge/"
    assert f'value="{into.reference}"' in said(clients["anna"].get(f"{there}?into={into.reference}"))
    assert "There is no such incident." in said(clients["anna"].post(there, {"into": "INC-99", "reason": "Same."}), 422)
    foreign = make_incident(cast.rosenborg, "Elsewhere")
    Incident.objects.filter(pk=foreign.pk).update(reference="INC-77")
    assert "There is no such incident." in said(clients["anna"].post(there, {"into": "INC-77", "reason": "Same."}), 422)
    assert clients["anna"].post(there, {"into": into.reference.lower(), "reason": "Same."})["Location"] == TRIAGE
    made.refresh_from_db()
    assert made.merged_into == into


def test_the_list_asks_few_questions_however_many_wait(cast, clients):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert clients["anna"].get(TRIAGE).status_code == 200
        return len(queries)

    def more(count):
        for number in range(count):
            make_incident(
                cast.kronborg, f"Odd mail {number}", status="reported", category="phishing", reporter=cast.emil
            )

    more(3)
    asked()
    few = asked()
    more(25)
    assert asked() <= few + 1 and few < 30


# Settings


def test_settings_show_the_grid_and_take_answers(cast, clients):
    page = said(clients["anna"].get(SETTINGS))
    assert "The method as it is now" in page and "Very large" in page and "Critical" in page
    told = {"telephone": "4921 3310", "intake": [cast.olga.pk, cast.anna.pk], "method": "simple"}
    assert clients["anna"].post(SETTINGS, told)["Location"] == SETTINGS
    row = CaseSettings.objects.get()
    assert (row.telephone, row.allow_anonymous, row.method) == ("4921 3310", False, "simple")
    assert set(row.intake.all()) == {cast.olga, cast.anna} and "Crisis" in said(clients["anna"].get(SETTINGS))
    told["intake"] = [cast.emil.pk]
    page = said(clients["anna"].post(SETTINGS, told | {"version": row.version}), 422)
    assert "may not take reports in" in page


def test_an_own_method_is_written_and_refused_where_it_falls(clients):
    page = said(clients["anna"].get(f"{SETTINGS}method/"))
    fields = dict(re.findall(r'name="((?:impacts|urgencies|severities)-[^"]+)" value="([^"]*)"', page))
    assert len(fields) == 22
    grid = {f"grid-{row}-{column}": "medium" for row in range(4) for column in range(3)}
    fields["severities-critical-en"] = "Crisis"
    assert clients["anna"].post(f"{SETTINGS}method/", fields | grid)["Location"] == SETTINGS
    row = CaseSettings.objects.get()
    assert row.own["grid"] == [["medium"] * 3] * 4 and "Crisis" in said(clients["anna"].get(SETTINGS))
    wrong = {"grid-0-0": "critical", "version": row.version}
    page = said(clients["anna"].post(f"{SETTINGS}method/", fields | grid | wrong), 422)
    assert "may not make it less severe" in page
