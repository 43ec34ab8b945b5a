"""Emil reports on his phone, in Danish; Anna takes it in; Emil sees what became of it. And once more without any script."""

import re

import pytest
from playwright.sync_api import expect

from holger.desk.tests.test_desk_journey import PHONE, fits
from holger.incidents.models import Incident, Status
from holger.incidents.services import case_settings_set, incident_report
from tests.cast import actor_of


@pytest.fixture
def house(cast):
    case_settings_set(actor=actor_of(cast.anna), telephone="4921 3310")
    told = "Der kom en mail om, at min adgangskode udløber i dag. Den beder mig logge ind."
    incident_report(actor=actor_of(cast.bo), what=told, category="phishing")
    cast.emil.user.language = "da"
    cast.emil.user.save()
    return cast


def test_it_is_told_taken_in_and_answered(server, house, page, signed_in, accessible, tmp_path):
    shot = tmp_path / "skærm.png"
    shot.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    signed_in(house.emil)
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/o/kronborg/my/")
    page.get_by_role("link", name=re.compile("Rapportér en hændelse|Indberet en hændelse")).click()
    expect(page.get_by_role("link", name="4921 3310")).to_be_visible()
    fits(page)
    accessible(page)
    page.get_by_label("Hvad er der sket?").fill("En mail siger, at min adgangskode udløber, og jeg trykkede på linket.")
    page.reload()
    expect(page.get_by_text("Det, du skrev før, er sat ind igen.")).to_be_visible()
    page.get_by_text("Mistænkelig besked eller link").click()
    expect(page.get_by_label("Dag og tid")).to_be_hidden()
    page.get_by_text("Et andet tidspunkt").click()
    expect(page.get_by_label("Dag og tid")).to_be_visible()
    page.get_by_text("Tidligere i dag").click()
    page.get_by_label("Billeder eller filer").set_input_files(shot)
    page.get_by_label("Jeg er i tvivl, om det er en hændelse").check()
    accessible(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Gør dette nu").or_(page.get_by_text("Aldrig:"))).to_be_visible()
    fits(page)
    accessible(page)
    page.get_by_role("link", name="Se min indberetning").click()
    expect(page.get_by_text("Modtaget. Nogen ser snart på den.")).to_be_visible()
    page.get_by_label("Jeg vil tilføje noget").fill("Jeg har også skrevet min kode.")
    page.get_by_role("button", name="Tilføj").click()
    expect(page.get_by_text("Jeg har også skrevet min kode.")).to_be_visible()
    fits(page)
    accessible(page)
    made = Incident.objects.get(reporter=house.emil)

    page.set_viewport_size({"width": 1280, "height": 900})
    signed_in(house.anna)
    page.goto(f"{server}/o/kronborg/incidents/triage/")
    accessible(page)
    page.get_by_role("link", name=re.compile("En mail siger")).click()
    expect(page.get_by_text("Same category; words in common")).to_be_visible()
    accessible(page)
    page.get_by_label("Impact").select_option("medium")
    page.get_by_label("Urgency").select_option("high")
    page.get_by_role("button", name="Take on").press("Enter")
    page.wait_for_url(f"**/incidents/{made.reference}/")
    made.refresh_from_db()
    assert (made.status, made.severity, made.owner) == (Status.OPEN, "medium", house.anna)

    signed_in(house.emil)
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/o/kronborg/my/reports/")
    expect(page.get_by_text("Nogen er i gang med den.")).to_be_visible()
    fits(page)
    accessible(page)


def test_settings_can_be_read_and_set(server, house, page, signed_in, accessible):
    signed_in(house.anna)
    page.goto(f"{server}/o/kronborg/incidents/settings/cases/")
    accessible(page)
    page.get_by_role("link", name="Make the method your own").click()
    accessible(page)
    page.get_by_label("Small, At once").select_option("high")
    page.get_by_label("Noticeable, At once").select_option("high")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your own", exact=True)).to_be_visible()
    page.set_viewport_size(PHONE)
    accessible(page)
