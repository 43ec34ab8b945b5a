"""From a spreadsheet of systems to a risk score per system: the way a security officer goes on the first day."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from holger.assets import services as assets
from holger.assets.models import Asset
from holger.risks import services as risks
from tests.cast import PASSWORD, Cast, actor_of, make_person

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HEADINGS = ["Systemnr.", "Systemnavn", "Systemtype", "Ansvarlig", "F/I/T", "Leverandør", "Land", "MFA", "Sidst set på"]
KINDS = ["It-system", "Cloudtjeneste", "Server", "Database"]
GOOD_TYPE, BAD_TYPE = "Server", "Serverr"


def systems() -> bytes:
    """The register of 40 systems as IT keeps it: a title above the headings, Danish words, and three mistakes."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Systemer")
    sheet.write(0, 0, "Systemliste, opdateret af it")
    sheet.write_row(2, 0, HEADINGS)
    for number in range(1, 41):
        row = [f"S-{number:03}", f"System {number}", KINDS[number % 4], "Bo Lind", "2/2/3", "Nordlys", "Danmark", "Ja"]
        row.append(f"{number % 28 + 1:02}-03-2026")
        if number == 7:
            row[2] = BAD_TYPE
        if number == 19:
            row[4] = "2/2/7"
        if number == 33:
            row[3] = "Bo Lindd"
        sheet.write_row(2 + number, 0, row)
    book.close()
    return out.getvalue()


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    path = tmp_path / "Systemliste.xlsx"
    path.write_bytes(systems())
    return path


def test_from_a_spreadsheet_to_a_risk_score(
    server: str, cast: Cast, page: Page, accessible, complaints: list[str], spreadsheet: Path, tmp_path: Path
) -> None:
    anna = actor_of(cast.anna)
    process = assets.asset_create(actor=anna, type="process", title="Ordre til levering", own_c=2, own_i=3, own_a=4)
    risks.library_install(actor=anna, preset="five", language="da")
    base = f"{server}/o/kronborg/"

    sign_in(page, server, "anna@kronborg.example")
    expect(page).to_have_url(base)
    accessible(page)
    in_danish(page)

    bring_in(page, base, spreadsheet, accessible)
    assert Asset.objects.filter(reference__startswith="S-").count() == 40

    see_need_inherited(page, base, process, accessible)
    assess(page, base, accessible)
    accept_one_and_fail_another(page, base, complaints)
    see_the_picture_change(page, base, accessible)

    page.locator(".h-lang button[lang=en], .h-lang [value=en]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    take_out_and_back(page, base, tmp_path)


def sign_in(page: Page, server: str, email: str) -> None:
    page.goto(server + "/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], form button.btn-primary").first.click()


def in_danish(page: Page) -> None:
    page.locator(".h-lang button[lang=da], .h-lang [value=da]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "da")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overblik")


def bring_in(page: Page, base: str, spreadsheet: Path, accessible) -> None:
    page.goto(base + "import/assets/")
    page.locator("input[type=file]").set_input_files(spreadsheet)
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".map tbody tr")).to_have_count(len(HEADINGS))
    expect(page.locator(".prev td.err")).to_have_count(3)
    expect(page.locator("button[value=apply]")).to_be_disabled()
    accessible(page)
    page.locator("button[value=fix-all]").click()
    expect(page.locator("button[value=apply]")).to_be_enabled()
    page.locator("button[value=apply]").click()
    expect(page.locator(".stp [aria-current=step]")).to_contain_text("4")
    page.goto(base + "assets/?q=S-007")
    expect(page.locator("#results tbody tr").first).to_contain_text(GOOD_TYPE)


def see_need_inherited(page: Page, base: str, process: Asset, accessible) -> None:
    page.goto(f"{base}map/{process.reference}/dependencies/new/")
    system = Asset.objects.get(reference="S-001")
    page.locator("[name=direction]").first.check()
    pick(page, "other", str(system.pk), str(system))
    page.locator("main form button.btn-primary").click()
    page.goto(base + "assets/S-001/")
    need = page.locator(".need")
    expect(need).to_contain_text("Arvet")
    expect(need).to_contain_text("P-1 Ordre til levering")
    accessible(page)
    page.goto(f"{base}map/S-001/graph/?depth=2")
    expect(page.locator("main table")).to_contain_text("P-1")
    expect(page.locator("[data-graph] canvas").first).to_be_visible()
    accessible(page)


def pick(page: Page, name: str, key: str, text: str) -> None:
    """Choose a row in a picker, as a click on what it found would."""
    page.locator(f"select[name={name}]").evaluate(
        "(select, [id, text]) => { const pick = select.tomselect; pick.addOption({id, text}); pick.setValue(id) }",
        [key, text],
    )


def assess(page: Page, base: str, accessible) -> None:
    page.goto(base + "risks/assess/S-001/")
    page.locator("#more button.btn-primary").click()
    expect(page.locator("table.ag")).to_be_visible()
    accessible(page)
    rows = page.locator("table.ag tbody tr[data-risk]")
    assert rows.count() >= 4
    score_by_keyboard(page, rows.nth(0), "5")
    score_by_keyboard(page, rows.nth(1), "2")


def score_by_keyboard(page: Page, row, level: str) -> None:
    """Every level of the row, from the keyboard alone."""
    cells = row.locator("select[data-field]:enabled")
    for index in range(cells.count()):
        cell = cells.nth(index)
        cell.focus()
        with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
            page.keyboard.press(level)


def accept_one_and_fail_another(page: Page, base: str, complaints: list[str]) -> None:
    until = (date.today() + timedelta(days=120)).isoformat()
    page.goto(base + "risks/R-1/accept/")
    fill_acceptance(page, until)
    expect(page.locator("[role=alert], .invalid-feedback, .h-note.is-crit").first).to_be_visible()
    complaints.clear()  # the browser complains of the refusal, as it should
    page.goto(base + "risks/R-2/accept/")
    fill_acceptance(page, until)
    expect(page).to_have_url(base + "risks/R-2/")


def fill_acceptance(page: Page, until: str) -> None:
    page.locator("[name=reason]").fill("Vi kan leve med det, til systemet er skiftet.")
    page.locator("[name=expires_on]").fill(until)
    page.locator("main form button.btn-primary").click()


def see_the_picture_change(page: Page, base: str, accessible) -> None:
    page.goto(base + "risks/")
    accessible(page)
    worst = page.locator("table a", has_text="1").first
    expect(worst).to_be_visible()
    worst.click()
    expect(page.locator("#results")).to_contain_text("R-")


def take_out_and_back(page: Page, base: str, folder: Path) -> None:
    """What was taken out comes back unchanged."""
    page.goto(base + "assets/")
    with page.expect_download() as download:
        page.evaluate("location.href = '?export=xlsx'")
    path = folder / "aktiver.xlsx"
    download.value.save_as(path)
    page.goto(base + "import/assets/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form button.btn-primary").click()
    numbers = page.locator(".sum dd")
    expect(numbers.nth(0)).to_have_text("0")
    expect(numbers.nth(1)).to_have_text("0")
    expect(numbers.nth(2)).to_have_text("40")
    expect(numbers.nth(3)).to_have_text("0")


def test_the_stranger_finds_nothing(server: str, cast: Cast, page: Page, complaints: list[str]) -> None:
    make_person(cast.rosenborg, "Else Ro", signs_in=True)
    assets.asset_create(actor=actor_of(cast.anna), type="server", title="Secret server")
    sign_in(page, server, "dorte@rosenborg.example")
    expect(page).to_have_url(f"{server}/o/rosenborg/")
    for path in ("", "assets/", "assets/A-1/", "risks/", "history/"):
        answer = page.goto(f"{server}/o/kronborg/{path}")
        assert answer is not None and answer.status == 404
        assert "Secret" not in page.content()
    complaints.clear()  # the browser complains of each 404
