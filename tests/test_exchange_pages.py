"""The pages, as people meet them: without script, in either language."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from holger.core.registry import registry
from holger.exchange.models import ImportRun, SavedMapping
from holger.exchange.reading import read_workbook
from holger.exchange.tests.files import xlsx
from holger.organisation.models import Person
from tests.exchange_people import HEAD, ROWS, registered

BASE = "/o/kronborg/import/"
BAD = [*ROWS, ["", "", "ingen@kronborg.example", "", "Marketing", "", ""], ["", "Ny To", "", "", "Marketing", "", ""]]


@pytest.fixture
def people():
    with registered() as kind:
        yield kind


@pytest.fixture
def hers(cast, client_of):
    return client_of(cast.anna)


def upload(hers, kind, rows=ROWS, name="folk.xlsx", content=None):
    content = content or xlsx(("Forside", [["Folk"]]), ("Liste", [["Udtræk"], [], HEAD, *rows]))
    return hers.post(f"{BASE}{kind}/", {"file": SimpleUploadedFile(name, content)})


def opened(hers, kind, rows=ROWS):
    response = upload(hers, kind, rows)
    assert response.status_code == 302, response.content.decode()[:3000]
    return response["Location"]


def test_the_way_through(hers, people):
    page = hers.get(f"{BASE}{people}/")
    assert page.status_code == 200
    assert "What holger understands" in page.content.decode()
    url = opened(hers, people)
    page = hers.get(url)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Nothing has been written yet." in text
    assert "Import 3 rows" in text
    done = hers.post(url, {"do": "apply", "save": "1", "title": "Fra HR"}, follow=True)
    assert "Undo the import" in done.content.decode()
    assert Person.objects.filter(name="Rikke Vind").exists()
    assert SavedMapping.objects.get().title == "Fra HR"
    undone = hers.post(url, {"do": "undo"}, follow=True)
    assert "Everything is as it was" in undone.content.decode()
    assert not Person.objects.filter(name="Rikke Vind").exists()


def test_problems_are_shown_and_corrected(hers, people):
    url = opened(hers, people, BAD)
    text = hers.get(url).content.decode()
    assert "Name is missing." in text
    assert "“Marketing” is not known." in text
    assert 'disabled aria-describedby="why-not"' in text
    sets = json.dumps({"same": {"unit": {"Marketing": "+ Marketing"}}})
    hers.post(url, {"do": f"fix|{sets}"})
    hers.post(url, {"do": "own|one|7|name", "own|7|name": "Nina Ny"})
    assert "Import 5 rows" in hers.get(url).content.decode()
    hers.post(url, {"do": "skip|8"})
    assert "1 row is skipped" in hers.get(url).content.decode()
    hers.post(url, {"do": "keep|8"})
    hers.post(url, {"do": "apply"})
    assert Person.objects.get(name="Nina Ny").unit.name == "Marketing"


def test_all_suggestions_and_skipping_the_rest(hers, people):
    url = opened(hers, people, BAD)
    hers.post(url, {"do": "fix-all"})
    assert "Correct or skip 1 row." in hers.get(url).content.decode()
    hers.post(url, {"do": "skip-all"})
    assert "Ready." in hers.get(url).content.decode()


def test_the_mapping_travels_with_every_button(hers, people):
    url = opened(hers, people)
    sent = {"map-1": "name", "map-2": "email", "map-3": "", "map-4": "", "map-5": "", "map-6": ""}
    hers.post(url, {"do": "skip|4", **sent})
    assert ImportRun.objects.get().columns == {1: "name", 2: "email"}
    page = hers.post(url, {"do": "try", "map-1": "name", "map-2": "name"}, follow=True)
    assert "fills already" in page.content.decode()


def test_another_sheet_and_a_saved_mapping(hers, people):
    url = opened(hers, people)
    hers.post(url, {"do": "turn", "sheet": "Forside", "was_sheet": "Liste", "header_row": "3"})
    assert "sheet “Forside”" in hers.get(url).content.decode()
    hers.post(url, {"do": "turn", "sheet": "Liste", "was_sheet": "Forside", "header_row": "1"})
    assert ImportRun.objects.get().header_row == 3


@pytest.mark.parametrize("show", ["all", "new", "changes", "problems", "nonsense"])
def test_views_of_the_rows(hers, people, show):
    assert hers.get(opened(hers, people) + f"?show={show}").status_code == 200


def test_the_problems_as_a_file(hers, people):
    url = opened(hers, people, BAD)
    response = hers.get(url + "problems/")
    assert response["Content-Disposition"].startswith("attachment")
    lines = read_workbook(response.content, "p.csv").sheet().rows
    assert lines[0][0] == "Row"
    assert len(lines) == 4


def test_once_imported_there_are_no_problems_to_fetch(hers, people):
    url = opened(hers, people)
    hers.post(url, {"do": "apply"})
    assert hers.get(url + "problems/").status_code == 404


def test_a_template_holds_the_headings(hers, people):
    response = hers.get(f"{BASE}{people}/template/")
    book = read_workbook(b"".join(response.streaming_content), "t.xlsx")
    assert book.sheet("People").rows[0][:2] == ["Reference", "Name"]


def test_unreadable_files_are_said_at_the_field(hers, people):
    response = upload(hers, people, content=b"PK\x03\x04rubbish")
    assert response.status_code == 422
    assert "damaged or cut off" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_a_stale_or_wrong_button_does_no_harm(hers, people):
    url = opened(hers, people)
    for do in ("nonsense", "fix|[]", "fix|{", "skip|x", 'fix|{"row": 4, "sets": {"a": 1}}'):
        assert hers.post(url, {"do": do}).status_code == 404, do
    hers.post(url, {"do": "apply"})
    again = hers.post(url, {"do": "apply"}, follow=True)
    assert "imported already" in again.content.decode()


def test_who_sees_what(cast, client_of, people, hers):
    url = opened(hers, people)
    for person in (cast.carl, cast.bo, cast.emil):
        assert client_of(person).get(f"{BASE}{people}/").status_code == 403
        assert client_of(person).get(url).status_code == 403
    assert client_of(cast.karen).get(f"{BASE}{people}/").status_code == 403  # may import, may not edit people
    assert client_of(cast.dorte).get(url).status_code == 404
    own = url.replace("kronborg", "rosenborg")
    assert client_of(cast.dorte).get(own).status_code == 404
    assert client_of(cast.olga).get(url).status_code == 404  # Anna's draft is Anna's
    assert client_of(None).get(url).status_code == 302
    assert hers.get(f"{BASE}unheard-of/").status_code == 404


def test_the_overview_names_what_may_be_imported(cast, client_of, people, hers):
    assert f"import/{people}/" in hers.get(BASE).content.decode()
    assert f"import/{people}/" not in client_of(cast.karen).get(BASE).content.decode()


def test_text_from_the_file_is_shown_as_text(hers, people):
    rows = [["", "<script>alert(1)</script>", "not a mail", '"><img src=x>', "%(x)s", "", ""]]
    text = hers.get(opened(hers, people, rows)).content.decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x>" not in text
    assert "%(x)s" in text


def test_downloads_for_lists(cast, people, rf, actor_of):
    request = rf.get("/")
    request.actor, request.organisation = actor_of(cast.anna), cast.kronborg
    response = registry.exporter(request, people, Person.objects.filter(name="Bo Lind"), "csv")
    assert "attachment" in response["Content-Disposition"]
    lines = read_workbook(b"".join(response.streaming_content), "x.csv").sheet().rows
    assert [line[1] for line in lines] == ["Name", "Bo Lind"]


def test_addresses():
    assert reverse("exchange:import", kwargs={"organisation": "kronborg", "kind": "assets"}) == f"{BASE}assets/"
