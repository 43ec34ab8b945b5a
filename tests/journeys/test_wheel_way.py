"""A year that keeps itself going: from an empty wheel to a run that is signed off, one that is missed, and everybody's own work."""

import math
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from holger.assets import services as assets
from holger.assets.models import Asset
from holger.frameworks import services as frameworks
from holger.jobs.services import deliver_due
from holger.organisation.models import Person
from holger.tasks import jobs, services
from holger.tasks.models import Activity, Notice, Task
from holger.tasks.rules import sampling
from holger.tasks.tests.factories import make_task
from tests.cast import PASSWORD, Cast, actor_of
from tests.mailbox import mail_of, text_of

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FIRST = date(2027, 2, 1)
"""A Monday."""
BEGUN = date(2027, 2, 15)
"""Two Mondays later the restore test is open, and the scan of the tenth is late."""
RESTORE, SCAN = "Test restoring from backup", "Scan for vulnerabilities"
Move = Callable[[date], None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Move:
    """``on(day)``: it is that day, at nine in the morning, by the clock that demos are moved by."""

    def move(day: date) -> None:
        monkeypatch.setenv("HOLGER_NOW", f"{day}T08:00:00Z")

    move(FIRST)
    cache.clear()
    return move


@pytest.fixture
def house(on: Move, cast: Cast, settings: Any, server: str) -> Cast:
    """Kronborg has taken on a framework, knows its systems, and has said who holds which role."""
    settings.BASE_URL = server
    anna = actor_of(cast.anna)
    frameworks.framework_adopt(actor=anna, key="iso27001-2022")
    for title in ("Mail", "Files", "Orders", "Payroll", "Webshop"):
        assets.asset_create(actor=anna, type="server", title=title, owner=cast.bo)
    Person.objects.filter(pk=cast.bo.pk).update(manager=cast.olga)
    holders = {"it": (cast.bo, cast.karen), "system_owner": (cast.bo, None), "security_officer": (cast.anna, None)}
    for role, (person, deputy) in holders.items():
        services.role_holder_set(actor=anna, role=role, person=person, deputy=deputy)
    return cast


def test_a_year_that_keeps_itself_going(
    server: str,
    house: Cast,
    on: Move,
    letters: Path,
    page: Page,
    browser: Browser,
    signed_in: Any,
    accessible: Any,
    complaints: list[str],
    tmp_path: Path,
) -> None:
    base = f"{server}/o/kronborg/"
    signed_in(house.anna)
    accept_the_ready_wheel(page, base, accessible)
    see_it_drawn(page, accessible)
    see_one_persons(page)
    have_it_on_paper(page, base, tmp_path)
    move_by_mouse_and_by_key(page, base)
    move_without_script(page, browser, base)

    on(BEGUN)
    signed_in(house.bo)
    seed = draw_the_sample(page, base, accessible)
    be_refused_without_evidence(page, accessible, complaints)
    prove_and_send(page)
    signed_in(house.anna)
    send_it_back(page, base)
    signed_in(house.bo)
    do_it_again(page, base)
    signed_in(house.anna)
    sign_it_off(page, base, seed)

    miss_one(house, on)
    read_the_mail(letters, house)
    follow_the_mail(page, base, letters, house, accessible)
    subscribe(page, base, accessible)

    see_the_year_on_a_phone(page, base, accessible)
    give_emil_work(house)
    signed_in(house.emil)
    work_on_a_phone(page, base, accessible, complaints)


# The ready wheel


def accept_the_ready_wheel(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}wheel/")
    expect(page.get_by_text("The wheel is empty")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Choose ready activities").click()
    offer = page.locator("li.h-offer", has_text=RESTORE)
    expect(offer).to_contain_text(re.compile("Helps with 2 requirements that are not met:.*A.5.30, A.8.13"))
    accessible(page)
    page.get_by_role("link", name="The essentials").click()
    expect(page.get_by_text("12 chosen")).to_be_visible()
    offer.get_by_label("First time").fill("2027-02-25")
    page.get_by_role("button", name="Accept what is chosen").click()
    expect(page.get_by_text("12 activities are on the wheel.")).to_be_visible()
    assert Activity.objects.get(title=RESTORE).starts == date(2027, 2, 25)
    page.get_by_role("link", name="See the year").click()


def marks(page: Page, *words: str) -> Locator:
    """The marks on the wheel whose names hold all of the words."""
    return page.locator("svg.wheel a.w-run" + "".join(f"[aria-label*='{word}']" for word in words))


def see_it_drawn(page: Page, accessible: Any) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Annual wheel 2027")
    names = marks(page).evaluate_all("marks => marks.map((mark) => mark.getAttribute('aria-label'))")
    assert len(names) > 20
    assert all(re.search(r"2027|\d+ runs", name) for name in names), names
    accessible(page)
    page.locator("svg.wheel a", has_text="December").focus()
    page.keyboard.press("Tab")
    expect(marks(page).first).to_be_focused()
    card = page.locator("[data-card]")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def see_one_persons(page: Page) -> None:
    before = marks(page).count()
    page.locator("#filter-owner summary").click()
    field = page.locator("#filter-owner .ts-control input")
    field.click()
    field.press_sequentially("bo l")
    page.locator(".ts-dropdown .option", has_text="Bo Lind").click()
    page.locator("h1").click()  # leaving the menu applies what was chosen
    expect(page).to_have_url(re.compile("owner="))
    expect(marks(page, "Anna Holm")).to_have_count(0)
    assert 0 < marks(page, "Bo Lind").count() == marks(page).count() < before
    page.get_by_role("link", name="Clear").click()
    expect(marks(page, "Anna Holm").first).to_be_visible()


def have_it_on_paper(page: Page, base: str, folder: Path) -> None:
    page.goto(f"{base}wheel/")
    page.emulate_media(media="print")
    expect(page.locator("svg.wheel")).to_be_visible()
    expect(page.locator("#menu")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Report").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    path = folder / "wheel.pdf"
    download.value.save_as(path)
    text = " ".join("\n".join(sheet.extract_text() for sheet in PdfReader(path).pages).split())
    assert "Annual wheel 2027" in text and RESTORE in text and "Bo Lind" in text


# Moving


def move_by_mouse_and_by_key(page: Page, base: str) -> None:
    page.goto(f"{base}wheel/")
    drag(page, marks(page, "processors", "Jun 2027"), 5)
    expect(page.get_by_label("Due")).to_have_value(re.compile("2027-05-"))
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_text("It is moved.")).to_be_visible()
    expect(marks(page, "processors", "May 2027")).to_have_count(1)

    mark = marks(page, "policies", "Apr 2027")
    mark.focus()
    page.keyboard.press("m")
    expect(page.locator("[data-said]")).to_contain_text("is grabbed")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-said]")).to_have_text("To May")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Due")).to_have_value(re.compile("2027-05-"))
    page.get_by_label("Reason").fill("The board meets in May")
    page.get_by_role("button", name="Move").click()
    expect(marks(page, "policies", "May 2027")).to_have_count(1)


def drag(page: Page, mark: Locator, month: int) -> None:
    """Take a mark to the middle of a month's sector."""
    box = mark.locator(".w-halo").bounding_box()
    assert box is not None
    wheel = page.locator("svg.wheel")
    place = wheel.evaluate(
        "(wheel, turn) => { const [cx, cy, hub, rim] = ['cx', 'cy', 'hub', 'rim'].map((name) => Number(wheel.dataset[name]));"
        " const far = (hub + rim) / 2; const point = new DOMPoint(cx + far * Math.sin(turn), cy - far * Math.cos(turn));"
        " const at = point.matrixTransform(wheel.getScreenCTM()); return [at.x, at.y] }",
        (month - 0.5) / 12 * 2 * math.pi,
    )
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(*place, steps=5)
    expect(page.locator(".w-sector.is-over")).to_have_count(1)
    page.mouse.up()


def move_without_script(page: Page, browser: Browser, base: str) -> None:
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state(), locale="en-GB")
    bare = plain.new_page()
    bare.goto(f"{base}wheel/")
    marks(bare, "management review").locator(".w-halo").click()
    bare.get_by_role("link", name="Edit the date").click()
    bare.get_by_label("Due").fill("2027-12-01")
    bare.get_by_role("button", name="Move").click()
    expect(bare.get_by_text("It is moved.")).to_be_visible()
    expect(marks(bare, "1 Dec 2027")).to_have_count(1)
    plain.close()


# A run


def draw_the_sample(page: Page, base: str, accessible: Any) -> str:
    """Bo begins; the key of the sample is shown, and draws the same once more."""
    page.goto(f"{base}work/")
    page.get_by_role("link", name=f"Do it – {RESTORE}").click()
    page.get_by_role("button", name="Begin, and draw the sample").click()
    sample = page.locator("#sample")
    expect(sample).to_contain_text("0 of 3 looked at")
    seed = sample.locator("b").inner_text()
    assert re.fullmatch(r"AK-\d+/2027-1", seed)
    everything = [str(key) for key in Asset.objects.order_by("pk").values_list("pk", flat=True)]
    drawn = sampling.draw(seed, everything, 3).ids
    assert [row["id"] for row in Task.objects.get(started_at__isnull=False).sample["rows"]] == list(drawn)
    accessible(page)
    return seed


def say_how_it_went(page: Page) -> None:
    sample = page.locator("#sample")
    for row in sample.get_by_role("combobox").all():
        row.select_option("ok")
    sample.get_by_role("textbox").first.fill("Twelve minutes")
    for line in page.locator("#steps fieldset").get_by_role("checkbox").all():
        line.check()
    page.locator(".h-pick", has_text="OK").click()
    page.locator("#steps").get_by_label("Comment").fill("Karen did it by the written procedure")


def be_refused_without_evidence(page: Page, accessible: Any, complaints: list[str]) -> None:
    with page.expect_response(lambda answer: "procedure" in (answer.request.post_data or "")):
        say_how_it_went(page)
    expect(page.locator("#kept")).to_contain_text("Kept")
    page.reload()
    it_is_all_there(page)
    page.get_by_role("button", name="Send for sign-off").first.click()
    expect(page.get_by_role("alert")).to_contain_text("It cannot be done without evidence.")
    page.get_by_role("alert").get_by_role("link", name="Evidence").click()
    expect(page).to_have_url(re.compile("#panel-evidence$"))
    complaints.clear()  # the browser tells of the answer 422
    accessible(page)
    it_is_all_there(page)


def it_is_all_there(page: Page) -> None:
    sample = page.locator("#sample")
    expect(sample).to_contain_text("3 of 3 looked at")
    expect(sample.get_by_role("textbox").first).to_have_value("Twelve minutes")
    expect(page.locator("#steps fieldset").get_by_role("checkbox", checked=False)).to_have_count(0)
    expect(page.get_by_role("radio", name="OK")).to_be_checked()
    expect(page.locator("#steps").get_by_label("Comment")).to_have_value("Karen did it by the written procedure")


def prove_and_send(page: Page) -> None:
    """The evidence says which days it covers; when it comes next is proposed in the same form."""
    proof = page.locator("#panel-evidence")
    log = {"name": "restore.txt", "mimeType": "text/plain", "buffer": b"Three systems restored in twelve minutes."}
    proof.get_by_label("File").set_input_files(log)
    proof.get_by_label("Covers from").fill("2027-02-01")
    proof.get_by_label("Covers until").fill("2027-02-15")
    proof.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("The evidence is kept.")).to_be_visible()
    expect(proof).to_contain_text("1 Feb")
    it_is_all_there(page)
    following = page.get_by_label("Next time")
    expect(following).to_have_value("2027-05-25")
    following.fill("2027-05-20")
    page.get_by_role("button", name="Send for sign-off").first.click()
    expect(page.get_by_text("It is sent for sign-off.")).to_be_visible()
    assert Task.objects.get(activity__title=RESTORE, slot=date(2027, 5, 25)).due == date(2027, 5, 20)


def open_from_my_work(page: Page, base: str, name: str) -> None:
    page.goto(f"{base}work/")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(RESTORE)


def send_it_back(page: Page, base: str) -> None:
    open_from_my_work(page, base, f"Sign off – Sign off {RESTORE}")
    page.get_by_role("link", name="Send back").click()
    page.get_by_label("What is missing?").fill("Which copy was it?")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("It is sent back, and whoever did it is told.")).to_be_visible()


def do_it_again(page: Page, base: str) -> None:
    page.goto(f"{base}notices/")
    expect(page.get_by_role("row", name=RESTORE)).to_contain_text(
        "Anna Holm wants it done once more. Which copy was it?"
    )
    open_from_my_work(page, base, f"Go on – {RESTORE}")
    expect(page.locator(".h-note", has_text="Sent back")).to_contain_text("Which copy was it?")
    it_is_all_there(page)
    page.locator("#steps").get_by_label("Comment").fill("It was the copy from Friday")
    page.get_by_role("button", name="Send for sign-off").first.click()
    expect(page.get_by_text("It is sent for sign-off.")).to_be_visible()


def sign_it_off(page: Page, base: str, seed: str) -> None:
    open_from_my_work(page, base, f"Sign off – Sign off {RESTORE}")
    expect(page.locator("#steps")).to_contain_text(seed)
    expect(page.locator("#steps")).to_contain_text("It was the copy from Friday")
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_text("It is signed off.")).to_be_visible()
    task = Task.objects.get(activity__title=RESTORE, status="done")
    assert (task.doer.name, task.signed_by) == ("Bo Lind", "Anna Holm")


# What nobody did


def the_scan() -> Task:
    return Task.objects.get(activity__title__startswith=SCAN, slot=date(2027, 2, 10))


def night(house: Cast, on: Move, day: date) -> None:
    """What holger does by itself, up to the morning of a day; and the mail goes out."""
    on(day)
    jobs.hourly(house.kronborg.pk)
    jobs.reminders(house.kronborg.pk)
    while deliver_due():
        pass


def miss_one(house: Cast, on: Move) -> None:
    """The scan is due on the tenth, and may be five days late."""
    for day in (15, 16, 17):
        night(house, on, date(2027, 2, day))
    assert the_scan().status == "missed"
    night(house, on, date(2027, 3, 1))
    assert (the_scan().status, the_scan().due) == ("missed", date(2027, 2, 10))


def read_the_mail(letters: Path, house: Cast) -> None:
    """Bo is reminded; Karen, who stands in for him, and Olga, who leads him, are told that he has not done it."""
    told = {
        house.bo: "OVERDUE",
        house.karen: "Bo Lind has not done it yet.",
        house.olga: "Bo Lind has not done it yet.",
    }
    ids = []
    for person, words in told.items():
        mails = mail_of(letters, person)
        ids += [message["Message-ID"] for message in mails]
        found = [message for message in mails if SCAN in text_of(message) and words in text_of(message)]
        assert found, (person, [text_of(message) for message in mails])
        stop = str(found[0]["List-Unsubscribe"]).strip("<>")
        assert urllib.request.urlopen(stop).status == 200
    assert len(ids) == len(set(ids))


def follow_the_mail(page: Page, base: str, letters: Path, house: Cast, accessible: Any) -> None:
    """The link in the mail leads to the task, by way of signing in; the bell tells how much is not read."""
    scan = the_scan()
    links = re.findall(rf"\S+/{scan.path}", " ".join(map(text_of, mail_of(letters, house.bo))))
    page.context.clear_cookies()
    page.goto(links[-1])
    page.get_by_label("E-mail").fill("bo@kronborg.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(base + scan.path)
    expect(page.get_by_text("Nobody did it in time")).to_be_visible()
    bell = page.locator(".h-bellcount")
    unread = int(bell.inner_text())
    assert unread == Notice.objects.filter(person=house.bo, read_at=None).count() > 1
    page.locator(".h-bell").click()
    accessible(page)
    page.get_by_role("row", name=re.compile("Missed.*Scan")).get_by_role("link").press("Enter")
    expect(page).to_have_url(base + scan.path)
    for _look in range(400):  # the browser tells it while it leaves the page
        if Notice.objects.filter(person=house.bo, read_at=None).count() < unread:
            break
        page.wait_for_timeout(50)
    page.reload()
    expect(bell).to_have_text(str(unread - 1))


# In one's own calendar


def fetch(address: str) -> dict[str, Any]:
    """The events of a calendar by their ids, as a calendar program that nobody has signed in to gets them."""
    with urllib.request.urlopen(address) as answer:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = icalendar.Calendar.from_ical(answer.read())
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def subscribe(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}wheel/subscribe/")
    page.get_by_label("Where it is used").fill("Phone")
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Address", exact=True).input_value()
    accessible(page)
    events = fetch(address)
    assert fetch(address).keys() == events.keys()
    days = {event["dtstart"].dt for event in events.values()}
    assert date(2027, 5, 20) in days and not any(isinstance(day, datetime) for day in days)
    titles = {str(event["summary"]) for event in events.values()}
    assert RESTORE in titles and not any("policies" in title for title in titles)
    assert any(event.walk("VALARM") for event in events.values())
    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_text("last fetched")).to_be_visible()
    page.get_by_role("link", name="Revoke Phone").click()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The address is revoked.")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(address)


# On a phone


def give_emil_work(house: Cast) -> None:
    anna = actor_of(house.anna)
    make_task(anna, "Lock the cabinet", due=date(2027, 3, 2), owner=house.emil)
    make_task(anna, "Read the emergency plan", due=date(2027, 3, 3), owner=house.emil, checklist=["Read it"])


def see_the_year_on_a_phone(page: Page, base: str, accessible: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{base}wheel/")
    expect(marks(page).first).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def work_on_a_phone(page: Page, base: str, accessible: Any, complaints: list[str]) -> None:
    """Emil sees his own two things, ticks off the one and does the other; nothing of Bo's is there for him."""
    page.goto(f"{base}work/")
    expect(page.locator(".m-row")).to_have_count(2)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Mark as done – Lock the cabinet").click()
    expect(page.get_by_text("Done: Lock the cabinet")).to_be_visible()
    page.get_by_role("link", name="Do it – Read the emergency plan").click()
    page.get_by_label("Read it").check()
    page.locator(".h-pick", has_text="OK").click()
    page.get_by_role("button", name="Done").first.click()
    expect(page.get_by_text("It is done.")).to_be_visible()
    page.goto(f"{base}work/")
    expect(page.get_by_text("You are up to date")).to_be_visible()
    page.get_by_role("link", name="Finished").click()
    today = page.get_by_role("region", name="Today")
    expect(today).to_contain_text("Lock the cabinet")
    expect(today).to_contain_text("Read the emergency plan")
    page.goto(f"{base}tasks/?status=done")
    expect(page.locator("#results tbody tr")).to_have_count(2)
    answer = page.goto(base + the_scan().path)
    assert answer is not None and answer.status == 404
    assert SCAN not in page.content()
    complaints.clear()  # the browser complains of the 404
