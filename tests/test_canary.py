"""No word of one organisation's is ever in an answer to another's people or programs: not in any byte of any."""

import base64
import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from holger.api import services as api
from holger.api.tests.programs import Program
from holger.api.v1 import auth
from holger.assets import selectors as assets
from holger.assets.models import Asset
from holger.core.permissions import Role
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Column, Paper, Section, Table
from holger.exchange.papers.setting import FORMS, paper_file
from holger.history import exports
from holger.history import selectors as history
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.risks import services as risks
from holger.risks.models import Round
from holger.ui.pages import ListPage
from tests.answers import DOCX, PDF, READERS, XLSX
from tests.api_world import World as Named
from tests.api_world import kind_of, operations
from tests.canary import Planted, plant, unfilled
from tests.cast import Cast, actor_of, client_of, make_cast, make_person
from tests.crawl import Crawl
from tests.furnished import Furnished
from tests.furnished import House as Furniture
from tests.parts import parts
from tests.tally import Tally
from tests.test_access import INSIDE, PARTS
from tests.world import World, make_world

pytestmark = pytest.mark.once

WALLED = connection.vendor == "postgresql"
"""There a forgotten organisation is no leak: the rows themselves are not seen."""
type House = tuple[Cast, Planted, World]
OPERATIONS = parts(operations(), kind_of, most=10)
ERRORS = {400, 403, 404, 405, 413, 422, 429, 500}


def furnish() -> House:
    cast = make_cast()
    return cast, plant(cast), make_world(cast)


def with_own(house: House) -> Named:
    cast = house[0]
    risks.round_freeze(actor=actor_of(cast.anna), held=Round.objects.get(organisation=cast.kronborg))
    return Named(Program(cast.olga)).add()


HOUSE = Furniture("planted", furnish)
OWN = Furniture("planted, and Kronborg's own by the interface", with_own, HOUSE)


@pytest.fixture
def house(furnished: Furnished) -> House:
    return furnished(HOUSE)


@pytest.fixture
def cast(house: House, db: None) -> Cast:
    return house[0]


@pytest.fixture
def planted(house: House, db: None) -> Planted:
    return house[1]


@pytest.fixture
def crawl(house: House, db: None) -> Crawl:
    _cast, planted, world = house
    mail.outbox.clear()
    return Crawl(planted, world)


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    """A browser of everybody at Kronborg, and of somebody who is let into one unit only."""
    browsers = {role.value: client_of(person) for role, person in cast.by_role().items()}
    narrow = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    return browsers | {"unit": client_of(narrow)}


@pytest.fixture
def own(house: House, db: None, furnished: Furnished) -> Named:
    return furnished.then(OWN)


@pytest.fixture
def programs(cast: Cast, settings: Any) -> dict[str, Program]:
    settings.API_RATE = 1_000_000
    found = {role.value: Program(person) for role, person in cast.by_role().items()}
    robot = organisation.service_account_create(actor=actor_of(cast.olga), name="Robot", responsible=cast.bo)
    organisation.role_give(actor=actor_of(cast.olga), person=robot, role="security_officer")
    found["robot"] = Program(None)
    _token, found["robot"].secret = api.token_create(
        actor=actor_of(cast.olga), person=robot, name="robot", scope={"*": "write"}
    )
    return found


def test_every_text_of_rosenborgs_has_a_word_of_its_own(planted: Planted) -> None:
    assert unfilled(planted) == []
    assert len(planted.words) > 500


ASKERS = ("owner", "contributor", "unit")
"""See everything, something of their own, and one unit."""


def test_there_is_much_to_search() -> None:
    """Or nothing would be found where nothing is asked."""
    views = [getattr(route.view, "view_class", object) for route in INSIDE]
    assert len(views) > 700
    assert sum(issubclass(view, ListPage) for view in views) > 40
    assert sum(issubclass(view, ReportPage) for view in views) > 10
    assert len(operations()) > 600


@pytest.mark.parametrize("part", PARTS)
def test_no_page_says_a_word_of_it(
    part: str, crawl: Crawl, clients: dict[str, Client], still: Callable[[], None], tally: Tally
) -> None:
    still()  # or everybody's having been seen would be noted with each page, as all that a page does is undone
    crawl.pages(PARTS[part], clients, {name: clients[name] for name in ASKERS})
    report(tally, "pages", crawl)


def test_no_page_that_everybody_has_says_a_word_of_it(
    crawl: Crawl, clients: dict[str, Client], still: Callable[[], None], tally: Tally
) -> None:
    still()
    for client in clients.values():
        for path in ("/o/kronborg/", "/o/kronborg/work/", "/o/kronborg/find/?q=e"):
            crawl.page(client, "get", path)
    for client in (*clients.values(), Client()):
        for path in ("/", "/account/", "/account/login/", f"/o/{crawl.planted.slug}/"):
            crawl.page(client, "get", path)
    crawl.page(clients["owner"], "get", "/api/v1/docs")
    report(tally, "pages", crawl)


@pytest.mark.parametrize("part", PARTS)
def test_no_list_or_paper_says_a_word_of_it(
    part: str, crawl: Crawl, clients: dict[str, Client], still: Callable[[], None], tally: Tally
) -> None:
    still()
    for name in ASKERS:
        # One form tells of a paper what the others would, and an order of the rows tells no more to one than to another.
        crawl.lists(PARTS[part], clients[name], sorted_too=name == "owner")
        crawl.papers(PARTS[part], clients[name], FORMS if name == "owner" else ("xlsx",))
    report(tally, "lists", crawl)


@pytest.mark.parametrize("name", ASKERS)
def test_no_search_says_a_word_of_it(
    name: str, crawl: Crawl, clients: dict[str, Client], still: Callable[[], None], tally: Tally
) -> None:
    still()
    crawl.searches(clients[name])
    report(tally, "searches", crawl)


@pytest.mark.parametrize("part", PARTS)
def test_no_form_says_a_word_of_it(
    part: str, cast: Cast, crawl: Crawl, clients: dict[str, Client], still: Callable[[], None], tally: Tally
) -> None:
    still()
    crawl.forms(PARTS[part], clients["owner"], actor_of(cast.olga))
    report(tally, "forms", crawl)
    assert not crawl.statuses & {413, 414}, "a question that is refused unread finds nothing"


@pytest.mark.parametrize("part", OPERATIONS)
def test_no_program_is_told_a_word_of_it(
    part: str, own: Named, crawl: Crawl, programs: dict[str, Program], tally: Tally
) -> None:
    crawl.interface(OPERATIONS[part], programs, {name: programs[name] for name in ("owner", "contributor")}, own)
    report(tally, "interface", crawl)


def test_no_program_is_told_a_word_of_it_by_what_is_said_to_all(
    crawl: Crawl, programs: dict[str, Program], tally: Tally
) -> None:
    crawl.call(programs["robot"], "GET", "/api/v1/openapi.json")
    for program in programs.values():
        crawl.call(program, "GET", "/me")
        crawl.call(program, "GET", f"/api/v1/o/{crawl.planted.slug}/me")
    report(tally, "interface", crawl)


def test_no_error_file_or_mail_says_a_word_of_it(
    cast: Cast,
    crawl: Crawl,
    clients: dict[str, Client],
    programs: dict[str, Program],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
    tally: Tally,
) -> None:
    olga, program = clients["owner"], programs["owner"]
    for kind in ("csv", "xlsx", "jsonl"):
        crawl.page(olga, "get", f"/o/kronborg/history/export/{kind}/")
    for kind in RESOURCE_FILES:
        crawl.call(program, "GET", f"/{kind}/export?format=xlsx")
    _errors(crawl, clients, program, settings, monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        grete = make_person(cast.kronborg, "Gerda Lund", Role.EMPLOYEE, signs_in=False)
        organisation.invitation_send(actor=actor_of(cast.olga), person=grete)
    assert len(mail.outbox) == 1
    for message in mail.outbox:
        crawl.search(message.message().as_bytes(), "mail")
    report(tally, "errors, files and mails", crawl)
    assert crawl.statuses >= ERRORS


RESOURCE_FILES = ("assets", "processes", "people", "risks", "dependencies")


def _errors(
    crawl: Crawl, clients: dict[str, Client], program: Program, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of each kind of error, on pages and in the interface."""
    olga = clients["owner"]
    there = crawl.planted.reference("assets")
    crawl.page(olga, "post", "/o/kronborg/assets/", {"bulk": "nothing"})
    crawl.page(clients["employee"], "get", "/o/kronborg/assets/")
    crawl.page(olga, "get", f"/o/kronborg/assets/{there}/")
    crawl.page(olga, "put", "/o/kronborg/tags/")
    crawl.page(olga, "post", "/o/kronborg/tags/", {"name": ""})
    crawl.call(program, "POST", "/assets", b"{")
    crawl.call(program, "DELETE", "/assets")
    crawl.call(program, "POST", "/assets", {"title": ""})
    crawl.call(program, "GET", f"/assets/{there}")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    crawl.call(program, "POST", "/assets", {"title": "x" * 1000})
    crawl.page(olga, "post", "/o/kronborg/tags/", {"name": "x" * 1000})
    olga.raise_request_exception = program.raise_request_exception = False
    row = crawl.planted.row(Asset)

    def broken(*_given: Any, **_told: Any) -> Any:
        raise RuntimeError(str(row))

    for name in ("assets_for", "whole_map"):
        monkeypatch.setattr(assets, name, broken)
    crawl.page(olga, "get", "/o/kronborg/assets/new/")
    crawl.page(olga, "get", "/o/kronborg/map/graph.json")
    settings.API_RATE = 1
    auth._left.clear()
    for _again in range(3):
        crawl.call(program, "GET", "/me")


# The test itself must be able to fail.


def test_a_selector_that_forgets_its_organisation_is_found(
    crawl: Crawl, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "events_for", lambda actor: Event.objects.order_by("-seq"))
    crawl.page(clients["owner"], "get", "/o/kronborg/history/")
    assert bool(crawl.found) is not WALLED


def test_a_leak_into_the_chain_is_found(
    crawl: Crawl, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "whole_chain", lambda organisation_id, hidden: exports.as_jsonl(Event.objects.all()))
    crawl.page(clients["owner"], "get", "/o/kronborg/history/export/jsonl/")
    assert bool(crawl.found) is not WALLED


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_leak_into_a_file_is_found(
    kind: str, crawl: Crawl, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "events_for", lambda actor: Event.objects.order_by("-seq"))
    crawl.page(clients["owner"], "get", f"/o/kronborg/history/export/{kind}/")
    assert bool(crawl.found) is not WALLED


def zipped(word: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", f"<t>{word}</t>" * 20)
    return held.getvalue()


def printed(word: str, form: str) -> bytes:
    """A paper with a word in a column that is too narrow for it."""
    columns = (Column("Word", 0.2), *(Column(f"{n}", 1) for n in range(9)))
    table = Table(columns, [(word, *(["nothing"] * 9))])
    when = datetime(2026, 11, 24, tzinfo=UTC)
    sections = [Section("Words", [table])]
    return paper_file(Paper("words", "Words", "Kronborg", "en", when.date(), "Anna", when, sections), form)


WAYS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "plainly": ("text/html; charset=utf-8", lambda word: f"<p>{word}</p>".encode()),
    "in capitals": ("text/html", lambda word: word.upper().encode()),
    "as entities": ("text/html", lambda word: "".join(f"&#{ord(letter)};" for letter in word).encode()),
    "escaped": ("text/html", lambda word: escape(f"<{word}>").encode()),
    "in an address": ("text/html", lambda word: "".join(f"%{ord(letter):02x}" for letter in word).encode()),
    "quoted": ("text/plain", lambda word: quote(f"æ {word}").encode()),
    "as JSON": ("application/json", lambda word: "".join(f"\\u{ord(letter):04x}" for letter in word).encode()),
    "in base64": ("application/json", lambda word: base64.b64encode(b"?" + word.encode() + b"...")),
    "in base64 for addresses": ("text/plain", lambda word: base64.urlsafe_b64encode(b">?>" + word.encode())),
    "in UTF-16": ("text/csv", lambda word: word.encode("utf-16")),
    "in a workbook": (XLSX, zipped),
    "in a zip in a zip": ("application/zip", lambda word: zipped(zipped(word).decode("latin-1")) + zipped(word)),
    "packed": ("application/gzip", lambda word: gzip.compress(word.encode())),
    "unnamed": ("application/octet-stream", zipped),
    "on paper": (PDF, lambda word: printed(word, "pdf")),
    "in a narrow column on paper": (PDF, lambda word: printed("Sikkerhedskopi" + word, "pdf")),
    "in a document": (DOCX, lambda word: printed(word, "docx")),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_word_is_found_however_it_is_written(way: str) -> None:
    planted = Planted(None)  # type: ignore[arg-type]
    word = planted.word()
    kind, written = WAYS[way]
    crawl = Crawl(planted, None)  # type: ignore[arg-type]
    crawl.look(HttpResponse(written(word), content_type=kind), "GET /")
    assert crawl.found
    said = Crawl(planted, None)  # type: ignore[arg-type]
    said.look(HttpResponse(written(word), content_type=kind), f"GET /?q={word}")
    assert not said.found  # what was asked with may come back


def test_a_word_in_a_header_or_cookie_is_found() -> None:
    planted = Planted(None)  # type: ignore[arg-type]
    for spoil in (
        lambda answer, word: answer.headers.__setitem__("X-Where", word),
        lambda answer, word: answer.set_cookie("where", word),
    ):
        answer = HttpResponse("nothing")
        spoil(answer, planted.word())
        crawl = Crawl(planted, None)  # type: ignore[arg-type]
        crawl.look(answer, "GET /")
        assert crawl.found


def test_an_unknown_kind_of_answer_must_be_handled_first() -> None:
    assert "image/webp" not in READERS
    crawl = Crawl(Planted(None), None)  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="image/webp"):
        crawl.look(HttpResponse(b"RIFF", content_type="image/webp"), "GET /")


def report(tally: Tally, what: str, crawl: Crawl) -> None:
    tally(f"canary: {what}", **crawl.counts)
    assert crawl.found == []
