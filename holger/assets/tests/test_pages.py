"""The pages of the map: each works, Carl may not write, Dorte does not find it, nobody signs in first."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import FETCH_RAISE
from django.test.utils import CaptureQueriesContext

from holger.assets import services, tables
from holger.assets.models import Asset, Dependency, InformationType
from holger.assets.tests.factories import (
    make_asset,
    make_dependency,
    make_information_type,
    make_map,
    make_process,
)
from holger.core import dates
from tests.cast import actor_of as acting
from tests.cast import client_of as browser_of
from tests.duties import duties_of

pytestmark = pytest.mark.django_db

BASE = "/o/kronborg/"


@pytest.fixture
def world(cast):
    """A process that uses a system of Bo's, on a server."""
    process = make_process(cast.kronborg, own_a=4, owner=cast.anna, impact_1d=3, rto_hours=4)
    system = make_asset(cast.kronborg, owner=cast.bo, own_c=3, exposure="internet", mfa="no")
    server = make_asset(cast.kronborg, "KRB-FS01", type="server")
    anna = acting(cast.anna)
    services.dependency_add(actor=anna, source=process, target=system)
    services.dependency_add(actor=anna, source=system, target=server, kind="runs_on")
    make_information_type(cast.kronborg)
    return process, system, server


READ = (
    "processes/",
    "processes/P-1/",
    "assets/",
    "assets/A-1/",
    "assets/A-1/?depth=3",
    "map/",
    "map/graph.json",
    "map/A-1/graph/?depth=3&direction=up",
    "map/A-1/graph.json?depth=2&direction=down",
    "dependencies/",
    "information-types/",
)
WRITE = (
    "processes/new/",
    "processes/P-1/edit/",
    "assets/new/",
    "assets/new/?type=site",
    "assets/A-1/edit/",
    "map/A-1/review/",
    "map/A-1/override/",
    "map/A-1/dependencies/new/",
)
POST = ("map/A-1/archive/", "map/A-1/restore/", "map/A-1/override/clear/")


@pytest.mark.parametrize("path", READ)
def test_everybody_but_emil_reads(cast, world, path):
    for person in (cast.olga, cast.anna, cast.karen, cast.bo, cast.carl):
        assert browser_of(person).get(BASE + path).status_code == 200, person
    assert browser_of(cast.emil).get(BASE + path).status_code == 403


@pytest.mark.parametrize("path", WRITE)
def test_anna_writes_and_carl_may_not(cast, world, path):
    assert browser_of(cast.anna).get(BASE + path).status_code == 200
    assert browser_of(cast.carl).get(BASE + path).status_code == 403
    assert browser_of(cast.carl).post(BASE + path).status_code == 403


@pytest.mark.parametrize("path", POST)
def test_what_is_done_at_a_click_is_done_by_post_and_not_by_carl(cast, world, path):
    assert browser_of(cast.anna).get(BASE + path).status_code == 405
    assert browser_of(cast.carl).post(BASE + path).status_code == 403
    assert browser_of(cast.anna).post(BASE + path).status_code == 302


@pytest.mark.parametrize("path", [*READ, *WRITE])
def test_dorte_finds_nothing_and_nobody_signs_in_first(cast, world, path):
    assert browser_of(cast.dorte).get(BASE + path).status_code == 404
    assert browser_of(None).get(BASE + path).status_code == 302


def test_rosenborg_does_not_reach_into_kronborg_by_reference(cast, world):
    """The same references, asked for in Dorte's own organisation."""
    dorte = browser_of(cast.dorte)
    for path in ("processes/P-1/", "assets/A-1/", "map/A-1/graph/", "map/A-1/graph.json", "map/A-1/override/"):
        assert dorte.get(f"/o/rosenborg/{path}").status_code == 404
    for path in ("processes/P-1/edit/", "assets/A-1/edit/", "map/A-1/review/", "map/A-1/dependencies/new/"):
        assert dorte.get(f"/o/rosenborg/{path}").status_code == 404
    dependency = Dependency.objects.first()
    information = InformationType.objects.first()
    assert dorte.get(f"/o/rosenborg/dependencies/{dependency.pk}/edit/").status_code == 404
    assert dorte.post(f"/o/rosenborg/dependencies/{dependency.pk}/remove/").status_code == 404
    assert dorte.post(f"/o/rosenborg/information-types/{information.pk}/delete/").status_code == 404


def test_processes_are_not_among_the_assets_nor_the_other_way(cast, world):
    anna = browser_of(cast.anna)
    for page in ("", "edit/"):
        assert anna.get(f"{BASE}assets/P-1/{page}").status_code == 404
        assert anna.get(f"{BASE}processes/A-1/{page}").status_code == 404


def _answers(page, **changes):
    """What a browser would send: the form as shown, with some answers changed."""
    form = page.context["form"]
    sent = {}
    for bound in [*form.visible_fields(), *form.hidden_fields()]:
        value = bound.value()
        if value not in (None, "", [], False):
            sent[bound.html_name] = value
    return {**sent, **changes}


def test_anna_adds_a_server(cast, client_of):
    anna = client_of(cast.anna)
    page = anna.get(f"{BASE}assets/new/?type=server")
    sent = anna.post(f"{BASE}assets/new/", _answers(page, title="KRB-FS02", own_a="3", end_of_support="2027-10-12"))
    assert sent.headers["Location"] == f"{BASE}assets/A-1/"
    asset = Asset.objects.get()
    assert (asset.title, asset.type, asset.owner, asset.need_a) == ("KRB-FS02", "server", cast.anna, 3)


def test_a_site_is_not_asked_about_mfa(cast, client_of):
    names = client_of(cast.anna).get(f"{BASE}assets/new/?type=site").context["form"].fields
    assert "mfa" not in names
    assert "location" in names


def test_anna_adds_a_process_with_its_impact(cast, client_of):
    anna = client_of(cast.anna)
    page = anna.get(f"{BASE}processes/new/")
    wrong = anna.post(f"{BASE}processes/new/", _answers(page, title="Payroll", impact_1d="3", impact_3d="2"))
    assert wrong.status_code == 422
    assert "impact_3d" in wrong.context["form"].errors
    anna.post(f"{BASE}processes/new/", _answers(page, title="Payroll", impact_1d="2", impact_3d="3"))
    assert Asset.objects.get().impacts == (None, 2, 3, None)


def test_a_foreign_owner_is_an_error_at_the_field(cast, client_of, world):
    anna = client_of(cast.anna)
    page = anna.get(f"{BASE}assets/A-1/edit/")
    for name, foreign in (
        ("owner", cast.dorte.pk),
        ("deputy", cast.dorte.pk),
        ("information_types", make_information_type(cast.rosenborg).pk),
    ):
        sent = anna.post(f"{BASE}assets/A-1/edit/", _answers(page, **{name: str(foreign)}))
        assert sent.status_code == 422
        assert name in sent.context["form"].errors


def test_the_second_editor_chooses(cast, client_of, world):
    anna = client_of(cast.anna)
    page = anna.get(f"{BASE}assets/A-1/edit/")
    client_of(cast.olga).post(f"{BASE}assets/A-1/edit/", _answers(page, title="ERP"))
    sent = anna.post(f"{BASE}assets/A-1/edit/", _answers(page, title="Finance"))
    assert sent.status_code == 409
    assert b"ERP" in sent.content
    assert b"Finance" in sent.content
    assert Asset.objects.get(reference="A-1").title == "ERP"


def test_bo_edits_his_own_and_not_the_server(cast, client_of, world):
    bo = client_of(cast.bo)
    assert bo.get(f"{BASE}assets/A-1/edit/").status_code == 200
    assert bo.get(f"{BASE}assets/A-2/edit/").status_code == 403
    assert bo.get(f"{BASE}map/A-1/override/").status_code == 403


def test_the_page_tells_what_drives_the_need(cast, client_of, world):
    page = client_of(cast.anna).get(f"{BASE}assets/A-2/").content.decode()
    assert f'href="{BASE}processes/P-1/"' in page
    assert "Driven by" in page
    assert "It must be back within 4 hours." in page


def test_the_page_explains_its_remarks(cast, client_of, world):
    page = client_of(cast.carl).get(f"{BASE}assets/A-1/").content.decode()
    assert "a password alone opens it" in page
    assert "Turn on multi-factor authentication" in page


def test_an_override_below_what_is_carried_is_told_where_it_matters(cast, client_of, world):
    _process, _system, server = world
    services.asset_override_need(actor=acting(cast.anna), asset=server, override_a=2, reason="A spare stands ready.")
    page = client_of(cast.anna).get(f"{BASE}assets/A-1/").content.decode()
    assert "A-2 KRB-FS01 has availability 2 but carries something at 4." in page
    assert "A spare stands ready." in client_of(cast.anna).get(f"{BASE}assets/A-2/").content.decode()


def test_anna_ties_things_together_and_apart(cast, client_of, world):
    anna = client_of(cast.anna)
    backup = make_asset(cast.kronborg, "Backup", type="backup")
    page = anna.get(f"{BASE}map/A-3/dependencies/new/?direction=up")
    system = Asset.objects.get(reference="A-1")
    answers = _answers(page, other=str(system.pk), kind="backed_up_by")
    sent = anna.post(f"{BASE}map/A-3/dependencies/new/", answers)
    assert sent.headers["Location"] == f"{BASE}assets/A-3/"
    backup.refresh_from_db()
    assert backup.need_a == 4
    dependency = Dependency.objects.get(target=backup)
    edit = f"{BASE}dependencies/{dependency.pk}/edit/"
    page = anna.get(edit)
    answers = _answers(page)
    del answers["carries_a"]
    anna.post(edit, answers)
    backup.refresh_from_db()
    assert backup.need_a is None
    anna.post(f"{BASE}dependencies/{dependency.pk}/remove/")
    assert not Dependency.objects.filter(target=backup).exists()


def test_a_foreign_object_cannot_be_depended_on(cast, client_of, world):
    foreign = make_asset(cast.rosenborg)
    anna = client_of(cast.anna)
    page = anna.get(f"{BASE}map/A-1/dependencies/new/")
    sent = anna.post(f"{BASE}map/A-1/dependencies/new/", _answers(page, other=str(foreign.pk)))
    assert sent.status_code == 422
    assert "other" in sent.context["form"].errors


def test_overriding_and_following_the_map_again(cast, client_of, world):
    anna, system = client_of(cast.anna), world[1]
    page = anna.get(f"{BASE}map/A-1/override/")
    assert anna.post(f"{BASE}map/A-1/override/", _answers(page, override_a="2")).status_code == 422
    anna.post(f"{BASE}map/A-1/override/", _answers(page, override_a="2", override_reason="Paper works."))
    system.refresh_from_db()
    assert system.need_a == 2
    anna.post(f"{BASE}map/A-1/override/clear/")
    system.refresh_from_db()
    assert system.need_a == 4


def test_a_review_is_recorded(cast, client_of, world):
    bo = client_of(cast.bo)
    page = bo.get(f"{BASE}map/A-1/review/")
    bo.post(f"{BASE}map/A-1/review/", _answers(page, note="All holds."))
    system = Asset.objects.get(reference="A-1")
    assert system.last_reviewed == dates.today()
    assert system.next_review > dates.today() + timedelta(364)


def test_archive_and_back(cast, client_of, world):
    anna = client_of(cast.anna)
    anna.post(f"{BASE}map/A-1/archive/")
    assert list(anna.get(f"{BASE}assets/").context["rows"]) == [world[2]]
    assert [row.reference for row in anna.get(f"{BASE}assets/?archived=yes").context["rows"]] == ["A-1"]
    assert b"Archived" in anna.get(f"{BASE}assets/A-1/").content
    anna.post(f"{BASE}map/A-1/restore/")
    assert Asset.objects.get(reference="A-1").archived_at is None


@pytest.mark.parametrize(
    "query",
    [
        "type=server",
        "status=in_use",
        "criticality=4",
        "criticality=none",
        "owner=me",
        "owner=none",
        "unit=none",
        "exposure=internet",
        "personal_data=special",
        "flag=no_owner&flag=review_overdue",
        "tag=none",
        "information=none",
        "review_before=2026-12-31",
        "country=DK",
        "hosting=cloud",
        "supplier=none",
        "q=business+central",
        "sort=-need",
        "sort=title",
        "columns=title&columns=deputy&columns=unit&columns=supplier",
        "part=tabs",
    ],
)
def test_the_list_can_be_narrowed(cast, client_of, world, query):
    assert client_of(cast.anna).get(f"{BASE}assets/?{query}").status_code == 200


def test_remarks_can_be_filtered_by(cast, client_of, world):
    rows = client_of(cast.anna).get(f"{BASE}assets/?flag=internet_exposed_without_mfa").context["rows"]
    assert [row.reference for row in rows] == ["A-1"]


def test_summary_links_lead_to_the_rows(cast, client_of, world):
    page = client_of(cast.anna).get(f"{BASE}assets/").content.decode()
    assert "2 assets" in page
    assert '<a href="?flag=no_owner">1 lacks an owner</a>' in page


def test_many_rows_change_owner(cast, client_of, world):
    anna = client_of(cast.anna)
    rows = [str(pk) for pk in Asset.objects.exclude(type="process").values_list("pk", flat=True)]
    sent = anna.post(f"{BASE}assets/", {"bulk": "owner", "row": rows, "owner-owner": str(cast.karen.pk)})
    assert sent.status_code == 302
    assert Asset.objects.filter(owner=cast.karen).count() == 2


def test_bo_is_told_which_are_not_his(cast, client_of, world):
    rows = [str(asset.pk) for asset in world[1:]]
    sent = client_of(cast.bo).post(f"{BASE}assets/", {"bulk": "status", "row": rows, "status-status": "retired"})
    assert sent.status_code == 422
    assert "1 of the selected are not yours" in sent.content.decode()


@pytest.mark.parametrize("path", ["assets/", "processes/", "dependencies/", "information-types/"])
def test_thirty_rows_ask_as_much_as_one(cast, client_of, path):
    def questions():
        client = client_of(cast.anna)
        client.get(BASE + path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(BASE + path).status_code == 200
        return len(asked)

    make_map(cast.kronborg, 1, owner=cast.bo)
    make_information_type(cast.kronborg, "Drawings")
    one = questions()
    make_map(cast.kronborg, 30, owner=cast.anna)
    for number in range(30):
        make_process(cast.kronborg, f"Process {number}", owner=cast.bo)
        make_information_type(cast.kronborg, f"Type {number}")
    assert questions() == one


def test_the_object_page_asks_as_much_for_many_neighbours(cast, client_of):
    def questions(path):
        client = client_of(cast.anna)
        client.get(BASE + path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(BASE + path).status_code == 200
        return len(asked)

    make_map(cast.kronborg, 1)
    few = questions("processes/P-1/")
    make_map(cast.kronborg, 30)
    assert questions("processes/P-2/") == few


def test_the_graph_answers_nodes_and_edges(cast, client_of, world):
    answer = client_of(cast.carl).get(f"{BASE}map/A-1/graph.json?depth=1").json()
    assert {node["kind"] for node in answer["nodes"]} == {"process", "me", "server"}
    assert len(answer["edges"]) == 2
    assert any(edge["strong"] for edge in answer["edges"])


def test_information_types_are_kept(cast, client_of):
    karen = client_of(cast.karen)
    page = karen.get(f"{BASE}information-types/new/")
    karen.post(f"{BASE}information-types/new/", _answers(page, name="Drawings"))
    information = InformationType.objects.get()
    make_asset(cast.kronborg).information_types.set([information])
    karen.post(f"{BASE}information-types/{information.pk}/delete/")
    assert InformationType.objects.exists()
    Asset.objects.get().information_types.clear()
    karen.post(f"{BASE}information-types/{information.pk}/delete/")
    assert not InformationType.objects.exists()


def test_no_page_has_inline_style_or_script(cast, client_of, world):
    anna = client_of(cast.anna)
    for path in (*READ, *WRITE):
        page = anna.get(BASE + path).content.decode()
        assert not re.search(r'<[^>]+\s(style|on\w+)="', page), path
        assert "<script>" not in page, path


def test_overdue_reviews_need_their_owner(cast, client_of):
    make_asset(cast.kronborg, owner=cast.bo, next_review=dates.today() - timedelta(1))
    assert [duty.path for duty in duties_of(cast.bo)] == ["map/A-1/review/"]
    assert duties_of(cast.anna) == []


def test_the_overview_card_leads_to_the_rows(cast, client_of, world):
    page = client_of(cast.anna).get(BASE).content.decode()
    assert f'href="{BASE}assets/?criticality=4"' in page
    assert f'href="{BASE}assets/?flag=no_owner"' in page
    anna = client_of(cast.anna)
    assert len(anna.get(f"{BASE}assets/?criticality=4").context["rows"]) == 2


def test_a_dependency_of_one_kind_stands_once(cast, client_of, world):
    process, system, _server = world
    anna = client_of(cast.anna)
    page = anna.get(f"{BASE}map/P-1/dependencies/new/")
    sent = anna.post(f"{BASE}map/P-1/dependencies/new/", _answers(page, other=str(system.pk)))
    assert sent.status_code == 422
    make_dependency(process, system, kind="connects_to")


LISTS = [("processes/", tables.PROCESS_COLUMNS), ("assets/", tables.ASSET_COLUMNS)]


@pytest.mark.parametrize(("path", "columns"), LISTS, ids=["processes", "assets"])
def test_every_column_says_what_it_reads(cast, world, monkeypatch, path, columns):
    """A field that a column forgot to name is an error here; in use it would cost a question for each page."""
    monkeypatch.setattr("holger.ui.pages.list.FETCH_PEERS", FETCH_RAISE)
    browser = browser_of(cast.anna)
    for column in columns:
        assert browser.get(f"{BASE}{path}?columns={column.key}").status_code == 200, column.key
    everything = "&".join(f"columns={column.key}" for column in columns)
    assert browser.get(f"{BASE}{path}?{everything}").status_code == 200


@pytest.mark.parametrize("path", ["graph/", "graph.json"])
def test_a_picture_reads_what_it_draws_in_one_question(cast, world, monkeypatch, path):
    monkeypatch.setattr("holger.assets.selectors.graph.FETCH_PEERS", FETCH_RAISE)
    assert browser_of(cast.anna).get(f"{BASE}map/A-1/{path}?depth=2").status_code == 200


def test_what_the_list_says_of_itself_follows_every_write(cast, world):
    browser, anna = browser_of(cast.anna), acting(cast.anna)
    assert "2 assets" in browser.get(BASE + "assets/").content.decode()
    asset = services.asset_create(actor=anna, type="application", title="Payroll")
    assert "3 assets" in browser.get(BASE + "assets/").content.decode()
    services.asset_archive(actor=anna, asset=asset)
    page = browser.get(BASE + "assets/").content.decode()
    assert "2 assets" in page
    assert "Payroll" not in page
