"""The room's pages: they work, the reader may not change, the stranger sees nothing."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.assets.tests.factories import make_asset, make_dependency, make_process
from holger.core import dates
from holger.core.permissions import Role
from holger.risks import services
from holger.risks.models import Acceptance, Method, Risk, Round, Threat
from holger.risks.tests.factories import install, make_risk, threat
from tests.cast import actor_of, client_of, make_person, make_unit

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/risks/"


@pytest.fixture
def anna(cast):
    actor = actor_of(cast.anna)
    install(actor)
    return actor


@pytest.fixture
def system(cast):
    return make_asset(cast.kronborg, owner=cast.bo, unit=cast.production)


@pytest.fixture
def risk(anna, system):
    made = services.risk_create(
        actor=anna,
        asset=system,
        threat=threat(anna),
        inherent_c=5,
        inherent_likelihood=5,
        current_c=4,
        current_i=4,
        current_a=4,
        current_likelihood=3,
        target_likelihood=1,
    )
    services.effect_add_new(actor=anna, risk=made, title="EDR on servers", likelihood=1)
    return made


@pytest.fixture
def held(anna, risk):
    frozen = services.round_open(actor=anna, title="Spring 2026")
    services.round_freeze(actor=anna, held=frozen)
    return frozen


def get(person, path, **data):
    return client_of(person).get(BASE + path, data)


def speaking(person, language):
    person.user.language = language
    person.user.save(update_fields=["language"])
    return client_of(person)


def post(person, path, **data):
    return client_of(person).post(BASE + path, data)


PAGES = [
    "",
    "list/",
    "trend/",
    "new/",
    "assess/",
    "assess/A-1/",
    "method/",
    "method/1/",
    "threats/",
    "threats/new/",
    "threats/T01/",
    "threats/T01/edit/",
    "rounds/",
    "rounds/new/",
    "rounds/1/",
    "R-1/",
    "R-1/edit/",
    "R-1/levels/",
    "R-1/accept/",
    "R-1/request/",
    "R-1/decline/",
    "R-1/close/",
    "R-1/controls/",
    "R-1/controls/new/",
    "R-1/actions/",
]
READABLE = {"", "list/", "trend/", "method/", "method/1/", "threats/", "threats/T01/", "rounds/", "rounds/1/", "R-1/"}


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_the_officer(cast, held, path, language):
    assert speaking(cast.anna, language).get(BASE + path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_the_auditor_reads_and_changes_nothing(cast, held, path):
    assert get(cast.carl, path).status_code == (200 if path in READABLE else 403)


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_and_nobody_see_nothing(cast, held, path):
    assert get(cast.dorte, path).status_code == 404
    assert client_of(None).get(BASE + path).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_an_employee_sees_no_risks(cast, held, path):
    assert get(cast.emil, path).status_code == 403


def test_a_contributor_sees_own_risks_only(cast, anna, risk):
    other = make_risk(anna)
    assert get(cast.bo, "R-1/").status_code == 200
    assert get(cast.bo, f"{other.reference}/").status_code == 404
    listed = get(cast.bo, "list/").content.decode()
    assert "R-1" in listed
    assert other.reference not in listed


def test_the_picture_counts_and_links(cast, anna, risk):
    page = get(cast.anna, "")
    text = page.content.decode()
    assert "list/?cell=current-4-3" in text
    assert "R-1" in text
    context = page.context
    assert sum(count for _band, _name, count, _url in context["bands"]) == context["heat"].total == 1
    rows = get(cast.anna, "list/", cell="current-4-3").content.decode()
    assert "Ransomware" in rows
    assert "Ransomware" not in get(cast.anna, "list/", cell="current-1-1").content.decode()
    assert get(cast.anna, "", stage="target").context["rows"][4][2][3][0].count == 1
    assert get(cast.anna, "", dimension="s").context["heat"].unplaced == 1


def test_the_picture_of_a_frozen_round(cast, anna, risk, held):
    services.risk_assess(actor=anna, risk=risk, current_likelihood=1)
    text = get(cast.anna, "", round="1").content.decode()
    assert "rounds/1/?cell=current-4-3" in text
    assert "Ransomware" in get(cast.anna, "rounds/1/", cell="current-4-3").content.decode()


def test_titles_follow_the_reader(cast, risk):
    browser = speaking(cast.anna, "da")
    assert "Ransomware krypterer systemer og data" in browser.get(BASE + "R-1/").content.decode()


def test_a_risk_is_created_edited_and_scored(cast, anna, system):
    made = post(cast.anna, "new/", asset=system.pk, threat=threat(anna, "T18").pk, treatment="undecided")
    assert made.status_code == 302
    risk = Risk.objects.get()
    assert (risk.title, risk.hits) == ("Software bug corrupts data", "i")
    assert post(cast.anna, "R-1/levels/", version=1, current_i=4, current_likelihood=4).status_code == 302
    risk.refresh_from_db()
    assert risk.current_score == 16
    stale = post(cast.anna, "R-1/edit/", version=1, asset=system.pk, title="Mine", hits="i", treatment="reduce")
    assert stale.status_code == 409
    assert "Mine" in stale.content.decode()


def test_a_foreign_asset_is_not_to_be_chosen(cast, anna):
    foreign = make_asset(cast.rosenborg)
    refused = post(cast.anna, "new/", asset=foreign.pk, title="Fire", treatment="undecided")
    assert refused.status_code == 422
    assert not Risk.objects.exists()


# The grid


def cell(person, field, value, version=""):
    answer = post(person, "R-1/cell/", field=field, value=value, version=version)
    return answer.status_code, json.loads(answer.content)


def test_a_ticked_threat_that_is_not_here_adds_none(cast, anna, system):
    dorte = actor_of(cast.dorte)
    install(dorte)
    elsewhere = threat(dorte)
    assert post(cast.anna, "assess/A-1/threats/", threat=[threat(anna).pk, elsewhere.pk]).status_code == 404
    assert post(cast.anna, "assess/A-1/threats/", threat=[threat(anna).pk, "x"]).status_code == 404
    assert not Risk.objects.exists()


def test_threats_are_ticked_and_then_scored_cell_by_cell(cast, anna, system):
    shown = get(cast.bo, "assess/A-1/").content.decode()
    assert "Ransomware" in shown
    chosen = [threat(anna).pk, threat(anna, "T18").pk]
    assert post(cast.bo, "assess/A-1/threats/", threat=chosen).status_code == 302
    assert Risk.objects.count() == 2
    for field, value in (("current_c", 4), ("current_i", 4), ("current_a", 5), ("current_likelihood", 4)):
        status, answer = cell(cast.bo, field, value, Risk.objects.get(reference="R-1").version)
        assert status == 200
    assert "20" in answer["score"]
    assert answer["done"]
    assert Risk.objects.get(reference="R-1").current_score == 20


def test_the_grid_tells_of_a_conflict_in_place(cast, anna, risk):
    version = risk.version
    assert cell(cast.anna, "current_c", 5, version)[0] == 200
    status, answer = cell(cast.bo, "current_c", 1, version)
    assert status == 409
    assert answer["value"] == 5
    assert cell(cast.bo, "current_c", 1, answer["version"])[0] == 200


def test_the_grid_refuses_what_may_not_be(cast, anna, risk):
    assert cell(cast.anna, "current_c", 9)[0] == 422
    assert cell(cast.anna, "current_c", "x")[0] == 422
    assert cell(cast.karen, "current_c", 1)[0] == 403
    assert cell(cast.karen, "current_dc", 1)[0] == 200
    assert post(cast.anna, "R-1/cell/", field="owner", value="1").status_code == 404
    assert post(cast.dorte, "R-1/cell/", field="current_c", value="1").status_code == 404
    assert post(cast.carl, "R-1/cell/", field="current_c", value="1").status_code == 403
    assert cell(cast.anna, "control", "Offline backup")[1]["controls"].count("h-badge") == 2
    assert cell(cast.anna, "reason", "Tested in May")[0] == 200


def test_the_grid_saves_as_one_form_without_script(cast, anna, risk):
    sent = {
        f"{risk.id}:version": risk.version,
        f"{risk.id}:current_c": "2",
        f"{risk.id}:current_i": "0",
        f"{risk.id}:current_a": "",
        f"{risk.id}:reason": "Only a test system",
    }
    assert client_of(cast.anna).post(BASE + "assess/A-1/", sent).status_code == 302
    risk.refresh_from_db()
    assert (risk.current_c, risk.current_i, risk.current_a, risk.reason) == (2, 0, None, "Only a test system")


def test_a_system_is_confirmed_and_frozen_from_the_grid(cast, anna, risk, held):
    services.round_open(actor=anna, title="Autumn 2026")
    assert "As in Spring 2026" in get(cast.bo, "assess/A-1/").content.decode()
    assert post(cast.bo, "assess/A-1/confirm/").status_code == 302
    assert post(cast.bo, "assess/A-1/freeze/").status_code == 302
    assert Round.objects.get(number=2).snapshots.count() == 1


def test_an_open_round_tells_everybody_of_what_they_see(cast, anna, risk):
    shop = make_asset(cast.kronborg, "Shop", unit=make_unit(cast.kronborg, "Sales"))
    press = make_asset(cast.kronborg, "Press", unit=cast.production)
    for asset in (shop, press):
        make_risk(anna, asset)
    frozen = [make_risk(anna, asset, current_c=3, current_likelihood=3) for asset in (shop, press)]
    held = services.round_open(actor=anna, title="Autumn 2026")
    services.risks_freeze(actor=anna, held=held, risks=frozen)
    pia = make_person(cast.kronborg, "Pia Lund", Role.SECURITY_OFFICER, only_in=cast.production)
    for person, systems, count in ((cast.anna, {"Press", "Shop"}, 2), (pia, {"Press"}, 1)):
        page = get(person, f"rounds/{held.number}/")
        assert {asset.title for asset in page.context["assets"]} & {"Press", "Shop"} == systems
        assert page.context["frozen"] == count


# Acceptance


def test_accepting_and_failing_to_accept(cast, anna, risk):
    later = dates.today() + timedelta(days=700)
    day = dates.today() + timedelta(days=60)
    assert "May accept a risk in the band High" in get(cast.anna, "R-1/").content.decode()
    refused = post(cast.anna, "R-1/accept/", reason="Cheaper", expires_on=day)
    assert refused.status_code == 422
    assert "Your role may not accept" in refused.content.decode()
    assert post(cast.olga, "R-1/accept/", reason="Cheaper", expires_on=later).status_code == 422
    assert post(cast.olga, "R-1/accept/", reason="Cheaper", expires_on=day).status_code == 302
    assert Acceptance.objects.get().status == "accepted"
    assert post(cast.anna, "R-1/withdraw/").status_code == 302
    assert Acceptance.objects.get().status == "withdrawn"


def test_what_nobody_may_accept_is_told_before_it_is_tried(cast, anna, risk):
    services.risk_assess(actor=anna, risk=risk, current_likelihood=5)
    assert "must be treated, not accepted" in get(cast.anna, "R-1/request/").content.decode()
    assert "must be treated, not accepted" in get(cast.olga, "R-1/").content.decode()


def test_people_find_their_own_systems_to_assess(cast, anna, risk):
    make_asset(cast.kronborg, "Payroll")
    assert "Payroll" in get(cast.anna, "assess/").content.decode()
    mine = get(cast.bo, "assess/", owner="me").content.decode()
    assert "Business Central" in mine
    assert "Payroll" not in mine
    assert "Business Central" not in get(cast.anna, "assess/", left="yes").content.decode()


def test_asking_for_acceptance_reaches_the_one_who_decides(cast, anna, risk):
    day = dates.today() + timedelta(days=60)
    asked = post(cast.bo, "R-1/request/", approver=cast.olga.pk, reason="Cheaper", expires_on=day)
    assert asked.status_code == 302
    front = client_of(cast.olga).get("/o/kronborg/").content.decode()
    assert "Decide on Ransomware" in front
    assert "Decide on Ransomware" not in client_of(cast.carl).get("/o/kronborg/").content.decode()
    assert post(cast.olga, "R-1/decline/", answer="Buy the part").status_code == 302
    stranger = post(cast.bo, "R-1/request/", approver=cast.dorte.pk, reason="Cheaper", expires_on=day)
    assert stranger.status_code == 422


# Treatment


def test_actions_on_the_page(cast, anna, risk):
    assert post(cast.bo, "R-1/actions/", title="Buy it", owner=cast.bo.pk, due="2027-01-31").status_code == 302
    action = risk.actions.get()
    assert post(cast.bo, f"R-1/actions/{action.pk}/do/", do="done").status_code == 302
    action.refresh_from_db()
    assert action.done_at is not None
    assert post(cast.carl, f"R-1/actions/{action.pk}/do/", do="remove").status_code == 403
    assert post(cast.dorte, f"R-1/actions/{action.pk}/do/", do="remove").status_code == 404


# The method, threats and rounds


def test_the_method_is_edited_cell_by_cell(cast, anna, risk):
    assert post(cast.anna, "method/draft/").status_code == 302
    form = get(cast.anna, "method/2/edit/").content.decode()
    assert 'name="score-4-3"' in form
    refused = post(cast.anna, "method/2/edit/", title="Stricter", **{"score-4-3": "3"})
    assert refused.status_code == 422
    saved = post(cast.anna, "method/2/edit/", title="Stricter", **{"score-4-3": "16", "band-4-3": "crit"})
    assert saved.status_code == 302
    assert "R-1" in get(cast.anna, "method/2/").content.decode()
    assert post(cast.carl, "method/2/in-force/").status_code == 403
    assert post(cast.anna, "method/2/in-force/").status_code == 302
    risk.refresh_from_db()
    assert (risk.current_score, risk.current_band) == (16, "crit")
    assert Method.objects.get(number=1).status == "retired"


@pytest.mark.parametrize("size", [3, 4, 6])
def test_the_editor_changes_the_size(cast, anna, risk, size):
    post(cast.anna, "method/draft/")
    shown = post(cast.anna, "method/2/edit/", title="Other", levels=size, resize="1")
    assert shown.status_code == 200
    assert shown.context["size"] == size
    cells = {
        f"{name}-{cell['consequence']}-{cell['likelihood']}": cell[name]
        for _row, found in shown.context["matrix"]
        for cell in found
        for name in ("score", "band")
    }
    assert len(cells) == 2 * size * size
    assert min(cell["score"] for _row, found in shown.context["matrix"] for cell in found) >= 1


def test_own_threats_are_written_hidden_and_shown(cast, anna):
    made = post(cast.anna, "threats/new/", title_da="Storm", hits=["a"], group="physical", asset_types=["site"])
    assert made.status_code == 302
    own = Threat.objects.get(library_id="", organisation=cast.kronborg)
    assert (own.reference, own.title) == ("T43", "Storm")
    assert post(cast.anna, "threats/T43/hide/").status_code == 302
    own.refresh_from_db()
    assert own.hidden
    assert post(cast.carl, "threats/T43/show/").status_code == 403
    assert post(cast.anna, "threats/new/", hits=["a"], group="physical").status_code == 422


def test_an_empty_catalogue_is_loaded(cast):
    assert post(cast.anna, "threats/load/").status_code == 302
    assert Threat.objects.filter(organisation=cast.kronborg).count() == 42


def test_rounds_are_opened_frozen_and_compared(cast, anna, risk, held):
    services.risk_assess(actor=anna, risk=risk, current_likelihood=1)
    assert post(cast.anna, "rounds/new/", title="Autumn 2026", participants=[cast.bo.pk]).status_code == 302
    assert post(cast.carl, "rounds/2/freeze/").status_code == 403
    assert post(cast.anna, "rounds/2/freeze/").status_code == 302
    text = get(cast.anna, "rounds/2/").content.decode()
    assert "was 12" in text
    assert "Spring 2026" in get(cast.anna, "trend/").content.decode()


# On other pages


def test_the_asset_page_shows_its_risks_and_the_list_its_worst(cast, anna, system, risk):
    process = make_process(cast.kronborg)
    make_dependency(process, system)
    services.scores_rebuild(organisation_id=cast.kronborg.id)
    shown = client_of(cast.bo).get("/o/kronborg/assets/A-1/").content.decode()
    assert "Assess risks" in shown
    assert "Ransomware" in shown
    assert "Driven by" in client_of(cast.anna).get("/o/kronborg/processes/").content.decode()


def test_the_overview_shows_the_worst(cast, anna, risk, held):
    text = client_of(cast.anna).get("/o/kronborg/").content.decode()
    assert "The worst risks" in text
    assert "compared with Spring 2026" in text


@pytest.mark.parametrize("path", ["list/", "", "assess/A-1/", "threats/", "rounds/1/", "assess/"])
def test_pages_ask_equally_much_for_one_row_and_for_many(cast, anna, system, risk, held, path):
    """Each time the first look after a write: the next one may know some numbers already."""
    browser = client_of(cast.anna)
    browser.get(BASE + path)
    make_risk(anna, system, title="One more", current_likelihood=5)
    with CaptureQueriesContext(connection) as few:
        browser.get(BASE + path)
    for number in range(8):
        make_risk(anna, system, title=f"Risk {number}", current_likelihood=5)
    with CaptureQueriesContext(connection) as many:
        browser.get(BASE + path)
    assert len(many) == len(few)
