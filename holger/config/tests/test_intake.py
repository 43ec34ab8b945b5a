"""What is refused before it is read, with which status, and in which words."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from holger.api.tests.programs import Program
from holger.config.web import intake
from tests.cast import Cast, client_of

LIST = "/o/kronborg/assets/"
MEGABYTE = 1024 * 1024
PDF = b"%PDF-1.7\n"


def said(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def browser(cast: Cast) -> Client:
    return client_of(cast.anna)


# The envelope


def test_an_address_has_its_length(browser: Client):
    rest = intake.LONGEST_ADDRESS - len(LIST)
    many = "&".join(["owner=" + "x" * 70] * 100)
    assert browser.get(f"{LIST}?{many[:rest]}").status_code == 200
    answer = browser.get(LIST, QUERY_STRING=many + "&" + "q=" + "x" * 1000)
    assert answer.status_code == 414 and "too long" in said(answer)


def test_headers_have_theirs(browser: Client):
    assert browser.get(LIST, headers={"X-Odd": "x" * 8_000}).status_code == 200
    assert browser.get(LIST, headers={"X-Odd": "x" * 9_000}).status_code == 431
    many = {f"X-Odd-{number}": "x" * 4_000 for number in range(9)}
    assert browser.get(LIST, headers=many).status_code == 431


@pytest.mark.parametrize("path", ["/account/login/", LIST, "/nowhere/", "/o/kronborg/assets/A-1/"])
def test_a_body_that_does_not_tell_its_length_is_not_read(browser: Client, path: str):
    answer = browser.generic("POST", path, HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")
    assert answer.status_code == 411 and "Content-Length" in said(answer)


@pytest.mark.parametrize("length", ["-1", "1e9", "+5", "0x10", "9" * 400])
def test_a_length_that_is_none_is_not_believed(browser: Client, length: str):
    assert browser.generic("POST", "/account/login/", CONTENT_LENGTH=length).status_code in (400, 413)


class Unread:
    """A body that must not be touched."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def claim(client: Client, path: str, size: int, kind: str = "multipart/form-data; boundary=x") -> Any:
    """A request that says it is ``size`` long; reading any of it fails the test."""
    told = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": kind, "wsgi.input": Unread()}
    return client.generic("POST", path, **told)


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"])
def test_what_is_too_large_for_anything_is_refused_unread(cast: Cast, kind: str):
    for client in (Client(), client_of(cast.anna)):
        for path in ("/account/login/", LIST, "/o/kronborg/evidence/new/", "/nowhere/"):
            answer = claim(client, path, 60 * MEGABYTE, kind)
            assert answer.status_code == 413 and "too large" in said(answer)


def test_only_pages_that_take_files_take_much_and_only_from_those_who_are_known(cast: Cast):
    anna, nobody = client_of(cast.anna), Client()
    for path in ("/account/login/", "/account/theme/", LIST, "/o/kronborg/risks/new/"):
        assert claim(anna, path, 6 * MEGABYTE).status_code == 413, path
    for path in ("/o/kronborg/evidence/new/", "/o/kronborg/import/assets/"):
        assert claim(nobody, path, 6 * MEGABYTE).status_code == 413, path
    assert claim(anna, "/o/kronborg/import/assets/", 22 * MEGABYTE).status_code == 413  # spreadsheets are smaller


def test_a_file_that_fits_is_taken(browser: Client):
    file = SimpleUploadedFile("report.pdf", PDF + b"x" * 6 * MEGABYTE)
    answer = browser.post("/o/kronborg/evidence/new/", {"file": file, "title": "Report"})
    assert answer.status_code == 302


def test_a_file_is_dropped_while_it_comes_in(browser: Client, settings: Any):
    settings.UPLOAD_LIMIT = MEGABYTE  # and the form may be as large again around it
    file = SimpleUploadedFile("report.pdf", PDF + b"x" * (MEGABYTE + 200_000))
    answer = browser.post("/o/kronborg/evidence/new/", {"file": file})
    assert answer.status_code == 413 and "larger than 1 MB" in said(answer)


def test_a_file_where_none_is_taken_is_refused(browser: Client):
    answer = browser.post("/account/theme/", {"file": SimpleUploadedFile("x.txt", b"hello"), "theme": "dark"})
    assert answer.status_code == 400 and "No file is taken here" in said(answer)


def test_files_and_fields_are_counted(browser: Client):
    files = {f"file{number}": SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)}
    assert browser.post("/o/kronborg/evidence/new/", files).status_code == 413
    fields = {f"field{number}": "x" for number in range(10_001)}
    assert browser.post("/account/theme/", fields).status_code == 413


def test_a_program_that_sends_too_much_is_told_so(cast: Cast, settings: Any):
    program = Program(cast.anna)
    settings.UPLOAD_LIMIT = MEGABYTE
    large = program.upload("/evidence", {"about": "assets/A-1"}, PDF + b"x" * (MEGABYTE + 100_000), "x.pdf")
    assert (large.status_code, large.json()["error"]["code"]) == (413, "too_large")
    answer = program.generic("POST", f"{program.base}/assets", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")
    assert (answer.status_code, answer.json()["error"]["code"]) == (411, "length_required")
    assert program.get("/assets?q=" + "x" * 9_000).json()["error"]["code"] == "address_too_long"
    assert program.get("/assets/A-1%00").json()["error"]["code"] == "unreadable"
    assert program.get("/assets?q=a%20b%20c%20d%20e%20f%20g%20h%20i").json()["error"]["fields"] == {
        "q": ["At most 8 words."]
    }


# What was sent


@pytest.mark.parametrize("name", ["q", "sort", "page", "per", "review_after", "part", "export"])
def test_what_is_read_once_is_sent_once(browser: Client, name: str):
    answer = browser.get(f"{LIST}?{name}=1&{name}=2")
    assert answer.status_code == 400
    assert f"“{name}” was sent more than once" in said(answer)


def test_filters_and_columns_may_have_several_values(browser: Client):
    answer = browser.get(f"{LIST}?owner=me&owner=none&type=application&type=server&columns=title&columns=owner&q=x")
    assert answer.status_code == 200
    assert browser.get("/o/kronborg/history/?kind=a&kind=b&who=x&who=y").status_code == 200


def test_forms_too(browser: Client):
    assert browser.post("/account/theme/", {"theme": ["dark", "light"]}).status_code == 400
    assert browser.post("/o/kronborg/assets/new/", {"title": ["One", "Two"], "type": "server"}).status_code == 400


@pytest.mark.parametrize(
    "query", ["q=%00", "q=a%00b", "%00=a", "owner=%00", "columns=%00&columns=a", "nobody=%00", "page=%00"]
)
def test_nul_is_refused(browser: Client, query: str):
    answer = browser.get(f"{LIST}?{query}")
    assert answer.status_code == 400 and "cannot be kept" in said(answer)


@pytest.mark.parametrize("path", [f"{LIST}A-1%00/", "/o/kron%00borg/", "/%00", "/account/%00/", "/static/%00.js"])
def test_nul_in_an_address_is_refused(browser: Client, path: str):
    assert browser.get(path).status_code == 400


def test_nul_in_answers_and_cookies_is_refused(browser: Client):
    assert browser.post("/o/kronborg/comments/on/x/", {"text": "a\x00b"}).status_code in (400, 404)
    assert browser.post("/o/kronborg/assets/new/", {"title": "a\x00b", "type": "server"}).status_code == 400
    assert Client().get("/", HTTP_COOKIE='holger-session="abcdefgh\\000ijkl"').status_code == 400


@pytest.mark.parametrize("half", ["%ED%A0%80", "%ED%BF%BF", "%F5%80%80%80", "%C0%80"])
def test_half_a_letter_becomes_a_mark_and_never_an_error(browser: Client, half: str):
    assert browser.get(f"{LIST}?q={half}").status_code == 200
    assert browser.get(f"{LIST}{half}/").status_code == 404
    sent = browser.generic("POST", "/account/theme/", f"theme={half}", content_type="application/x-www-form-urlencoded")
    assert sent.status_code == 302


def test_parameters_are_counted_and_measured(browser: Client):
    many = "&".join(f"a{number}=1" for number in range(201))
    assert browser.get(f"{LIST}?{many}").status_code == 400
    assert browser.get(f"{LIST}?" + "&".join(["owner=me"] * 101)).status_code == 400
    assert browser.get(f"{LIST}?" + "&".join(["owner=me"] * 100)).status_code == 200
    assert browser.get(f"{LIST}?q={'x' * 2_001}").status_code == 400
    assert browser.get(f"{LIST}?{'x' * 101}=1").status_code == 400


def test_a_search_looks_for_so_many_words_and_says_so(browser: Client):
    assert "Only the first 8 words" not in said(browser.get(f"{LIST}?q=a b c d e f g h"))
    assert "Only the first 8 words" in said(browser.get(f"{LIST}?q=a b c d e f g h i"))


def test_so_many_rows_are_changed_at_once(browser: Client, cast: Cast, monkeypatch: Any):
    from holger.assets import services
    from holger.ui.pages import list as lists
    from tests.cast import actor_of

    for title in ("ERP", "CRM"):
        services.asset_create(actor=actor_of(cast.anna), type="application", title=title)
    monkeypatch.setattr(lists, "MOST_AT_ONCE", 1)
    answer = browser.post(LIST, {"bulk": "owner", "all": "1", "owner-owner": str(cast.bo.pk)}, follow=True)
    assert "at most 1 are changed at once" in said(answer)


@pytest.mark.parametrize(
    "fix", ["[" * 100_000, '{"row": 1, "sets": {"title": "\\ud800"}}', '{"row": 1, "row": 2}', "["]
)
def test_a_fix_that_is_no_json_is_not_found(browser: Client, fix: str):
    file = SimpleUploadedFile("systems.csv", b"Name\nWebshop\n")
    run = browser.post("/o/kronborg/import/assets/", {"file": file})["Location"]
    assert browser.post(run, {"do": f"fix|{fix}"}).status_code == 404


def test_it_is_said_in_the_readers_language(cast: Cast):
    danish = {"Accept-Language": "da"}
    assert "Adressen er for lang" in said(Client().get("/", {"q": "x" * 9_000}, headers=danish))
    assert "er sendt mere end én gang" in said(client_of(cast.anna).get(f"{LIST}?q=1&q=2", headers=danish))
