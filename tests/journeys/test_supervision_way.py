"""Karen looks after a processor: points and concept, a plan, what came, a finding, the conclusion, and the year on a telephone."""

import re

from playwright.sync_api import expect

from holger.suppliers.models import ProcessorAssessment, Supervision
from holger.suppliers.tests.factories import make_supplier

PHONE = {"width": 390, "height": 844}


def test_from_points_to_a_conclusion(server, cast, page, signed_in, accessible):
    supplier = make_supplier(cast.kronborg, "Lønhuset A/S", processor=True, owner=cast.karen)
    signed_in(cast.karen)
    page.goto(f"{server}/o/kronborg/{supplier.path}")
    page.get_by_role("link", name="Assess it").click()
    expect(page.get_by_text("10 points: at least concept 5")).to_be_visible()
    page.get_by_label(re.compile("^A\\. ")).fill("5000")
    page.get_by_label(re.compile("^B\\. ")).fill("1")
    page.get_by_label(re.compile("^C\\. ")).fill("2")
    page.get_by_label(re.compile("^D\\. ")).fill("0")
    expect(page.get_by_text("6 points: at least concept 3")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/{supplier.path}")
    assert ProcessorAssessment.objects.get().required_concept == 3
    expect(page.get_by_text("The agreement names no concept of supervision.")).to_be_visible()
    accessible(page)

    page.get_by_role("link", name="Plan a supervision").first.click()
    page.get_by_role("button", name="Plan it").click()
    page.wait_for_url("**/supervision/SV-1/")
    page.get_by_role("link", name="Write down what came").click()
    page.get_by_label("What have you received?").fill("Status of 2025, four pages.")
    page.get_by_role("button", name="Write down what came").click()
    page.wait_for_url("**/supervision/SV-1/")
    page.get_by_role("link", name="New finding").click()
    page.get_by_label("What was found").fill("No test of the backup")
    page.get_by_label("Due").fill("2026-12-15")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/supervision/SV-1/")
    accessible(page)
    page.get_by_role("link", name="Conclude").click()
    page.get_by_label("Reading note").fill("It covers payroll, and says nothing of tests.")
    page.get_by_label("Sufficient with remarks").check()
    page.get_by_label("Remarks", exact=True).fill("Backups must be tested.")
    accessible(page)
    page.get_by_role("button", name="Conclude").click()
    page.wait_for_url("**/supervision/SV-1/")
    expect(page.get_by_text("Backups must be tested.").first).to_be_visible()
    assert Supervision.objects.get().conclusion == "remarks"

    page.set_viewport_size(PHONE)
    page.goto(f"{server}/o/kronborg/supervision/year/")
    expect(page.get_by_role("link", name="Lønhuset A/S")).to_be_visible()
    accessible(page)
    page.goto(f"{server}/o/kronborg/supervision/model/")
    expect(page.get_by_text("Check against the guide").first).to_be_visible()
    accessible(page)
