"""A questionnaire's sheet in the portal: taken home, brought back, looked at, kept; and what is not taken."""

import io
import re
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from xlsxwriter import Workbook as Book

from holger.core import dates
from holger.exchange.reading import read_workbook
from holger.suppliers import services
from holger.suppliers.models import Answer, PortalVisit, Sending
from holger.suppliers.services import Said
from holger.suppliers.tests.factories import make_guest, make_sending, make_short, make_supplier, portal_of
from tests.cast import Cast, actor_of

HEAD = ("Sent as", "No.", "Answer", "Comment")


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    cache.clear()


@pytest.fixture
def anna(cast: Cast) -> Any:
    return actor_of(cast.anna)


@pytest.fixture
def sending(anna: Any) -> Sending:
    return make_sending(anna)


@pytest.fixture
def theirs(sending: Sending) -> Client:
    return portal_of(sending)


def at(sending: Sending, more: str = "sheet/") -> str:
    return f"/portal/{sending.pk}/{more}"


def sheet(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> bytes:
    out = io.BytesIO()
    with Book(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate((head, *rows)):
            page.write_row(number, 0, row)
    return out.getvalue()


def bring(client: Client, sending: Sending, content: bytes, name: str = "answers.xlsx", status: int = 200) -> str:
    answer = client.post(at(sending), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def keep(client: Client, sending: Sending, page: str) -> Any:
    """Press the button of the page that shows what would be taken over."""
    told = dict(re.findall(r'name="(value-[^"]+)" value="([^"]*)"', page))
    told |= dict(re.findall(r'<textarea name="(comment-[^"]+)" hidden>\s?([^<]*)</textarea>', page))
    return client.post(at(sending, "sheet/save/"), {key: unescape(value) for key, value in told.items()})


def answers(sending: Sending) -> dict[str, tuple[str, str]]:
    return {row.question: (row.value, row.comment) for row in Answer.objects.filter(sending=sending)}


def test_the_sheet_is_taken_home_filled_in_and_brought_back(sending: Sending, theirs: Client) -> None:
    services.answers_save(guest=make_guest(sending, mailed=False), said={"q4": Said("Mette", "Always")})
    assert "Fill in from a sheet" in theirs.get(at(sending, "")).content.decode()
    content = b"".join(theirs.get(at(sending, "sheet/download/")).streaming_content)  # type: ignore[attr-defined]
    found = read_workbook(content, "answers.xlsx").sheet()
    head = [str(cell) for cell in found.rows[0] if cell]
    assert "Judgement" not in head and "Judged points" not in head
    assert [row[0] for row in found.rows[1:]] == [sending.reference] * 4
    rows = [list(row) + [None] * (len(head) - len(row)) for row in found.rows[1:]]
    assert rows[3][head.index("Answer")] == "Mette" and rows[3][head.index("Comment")] == "Always"
    rows[0][head.index("Answer")], rows[2][head.index("Answer")] = "Delvist", 24.0
    rows[0][head.index("Comment")] = "Not <all>"
    page = bring(theirs, sending, sheet(*map(tuple, rows), head=tuple(head)))
    assert "2 answers are taken over" in page and "Partly · Not &lt;all&gt;" in page
    assert set(answers(sending)) == {"q4"}, "nothing is saved before somebody has seen it"
    assert keep(theirs, sending, page).status_code == 302
    assert answers(sending) == {"q1": ("partly", "Not <all>"), "q3": ("24", ""), "q4": ("Mette", "Always")}
    sending.refresh_from_db()
    assert sending.state == "sent", "they are drafts until it is handed in"
    assert "nothing new" in bring(theirs, sending, sheet(*map(tuple, rows), head=tuple(head)), status=422)


def test_cells_that_cannot_be_taken_are_told_of_one_by_one(sending: Sending, theirs: Client) -> None:
    ref = sending.reference
    page = bring(
        *(theirs, sending),
        sheet(
            (ref, 1, "Perhaps", ""), (ref, 3, "soon", ""), (ref, 9, "Yes", ""), (ref, 4, "Bo", ""), (ref, 4, "Al", "")
        ),
    )
    wrong = dict(re.findall(r"<li><b>(\w+)</b>: ([^<]+)</li>", page))
    assert set(wrong) == {"C2", "C3", "B4", "B6"} and "Yes / Partly / No" in wrong["C2"]
    assert "1 answer is taken over" in page
    keep(theirs, sending, page)
    assert answers(sending) == {"q4": ("Bo", "")}


def test_another_questionnaires_sheet_is_not_taken(cast: Cast, anna: Any, sending: Sending, theirs: Client) -> None:
    other = make_sending(anna, make_supplier(cast.kronborg, "Other"), make_short(anna), email="o@other.example")
    page = bring(theirs, sending, sheet((other.reference, 1, "Yes", "")), status=422)
    assert "belongs to another questionnaire" in page and "Save these answers" not in page
    assert "not the sheet of the questionnaire" in bring(theirs, sending, sheet((1, "Yes"), head=HEAD[1:3]), status=422)
    services.answers_save(guest=make_guest(sending, mailed=False), said={"q4": Said("Mine")})
    for method, more in (("get", "sheet/"), ("post", "sheet/"), ("post", "sheet/save/"), ("get", "sheet/download/")):
        assert getattr(theirs, method)(at(other, more)).status_code == 404
        assert getattr(Client(), method)(at(sending, more)).status_code in (403, 404)
    theirs.post(at(sending, "sheet/save/"), {"value-q99": "x", f"value-{other.pk}": "x"})
    assert answers(other) == {} and answers(sending) == {"q4": ("Mine", "")}


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def with_macros() -> bytes:
    out = io.BytesIO(sheet(("QS-1", 1, "Yes", "")))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("broken.xlsx", b"PK\x03\x04broken"),
        ("really.xlsx", b"%PDF-1.7 hello"),
        ("paper.pdf", b"%PDF-1.7\n%hello\n"),
        ("run.exe", b"MZ\x90\x00"),
        ("macros.xlsx", with_macros()),
        ("macros.xlsm", sheet(("QS-1", 1, "Yes", ""))),
        (
            "bomb.xlsx",
            zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b" " * 60_000_000}),
        ),
    ],
)
def test_files_that_could_do_harm_are_refused(sending: Sending, theirs: Client, name: str, content: bytes) -> None:
    page = bring(theirs, sending, content, name, status=422)
    assert 'role="alert"' in page and "Save these answers" not in page


def test_a_file_that_is_too_large_is_not_even_read(sending: Sending, theirs: Client) -> None:
    file = SimpleUploadedFile("large.xlsx", b"x" * 6_000_000)
    assert theirs.post(at(sending), {"file": file}).status_code == 413
    assert theirs.post(at(sending)).status_code == 422


def test_what_is_handed_in_and_who_is_shut_out_bring_nothing(sending: Sending, theirs: Client) -> None:
    page = bring(theirs, sending, sheet((sending.reference, 4, "Bo", "")))
    Sending.objects.filter(pk=sending.pk).update(state="submitted", submitted_at=dates.now())
    assert theirs.get(at(sending)).status_code == 422
    assert keep(theirs, sending, page).status_code == 422
    assert "Fill in from a sheet" not in theirs.get(at(sending, "")).content.decode()
    Sending.objects.filter(pk=sending.pk).update(state="sent")
    PortalVisit.objects.update(expires_at=dates.now() - timedelta(seconds=1))
    assert keep(theirs, sending, page).status_code in (403, 404)
    assert answers(sending) == {}


def test_forms_carry_a_forgery_token(sending: Sending) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = portal_of(sending).cookies
    answer = client.post(at(sending, "sheet/save/"), {"value-q4": "Bo"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and answers(sending) == {}
