"""The room in a real browser: made for a requirement, moved by hand and by key; open to everybody."""

import pytest
from playwright.sync_api import expect

from holger.assets.tests.factories import make_asset
from holger.controls import services
from holger.controls.models import Control
from holger.controls.tests.factories import make_control
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import bring, other, requirement
from tests.cast import actor_of


@pytest.fixture
def anna(server, cast):
    return actor_of(cast.anna)


@pytest.fixture
def told(cast, anna):
    """A control with all that its page can tell."""
    rules, others = bring(anna), bring(anna, other())
    lines = [requirement(rules, "1.1"), requirement(rules, "1.2"), requirement(others, "A")]
    control = make_control(
        anna, owner=cast.bo, maturity=1, requirements=lines, assets=[make_asset(cast.kronborg)], description="At night."
    )
    frameworks.mapping_add(actor=anna, relation="equal", source=lines[0], target=requirement(others, "B"))
    services.control_edit(actor=anna, control=control, status="started", maturity=2)
    return rules


def lane_of(page, reference):
    return page.locator("[data-lane]", has=page.locator(f"[id={reference}]"))


def test_a_control_is_made_for_a_requirement_and_moved(server, cast, anna, page, signed_in, accessible, complaints):
    rules = bring(anna)
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/{requirement(rules, '1.1').path}")
    page.get_by_role("region", name="Controls").get_by_role("link", name="New control").first.click()
    page.get_by_label("Title").fill("Lock the doors")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The control is saved.")).to_be_visible()
    expect(page.get_by_role("link", name="Requirement 1.1", exact=True)).to_be_visible()
    page.get_by_role("button", name="Under way").click()
    expect(page.get_by_text("F-1 Lock the doors: Under way.")).to_be_visible()

    page.goto(f"{server}/o/kronborg/controls/board/?owner=me")
    grip = page.get_by_role("button", name="Drag F-1")
    grip.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-said]")).to_have_text("Column Partly in place.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-said]")).to_have_text("F-1 is where it was.")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(lane_of(page, "F-1")).to_have_attribute("data-lane", "partly")
    expect(page).to_have_url(f"{server}/o/kronborg/controls/board/?owner=me#F-1")

    start, end = (
        page.get_by_role("button", name="Drag F-1").bounding_box(),
        page.locator("[data-lane=implemented]").bounding_box(),
    )
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 20, steps=4)
    page.mouse.move(end["x"] + 80, end["y"] + 60, steps=4)
    page.mouse.up()
    expect(lane_of(page, "F-1")).to_have_attribute("data-lane", "implemented")

    move = page.get_by_role("button", name="Move", exact=True)
    expect(move).to_be_hidden()
    page.get_by_label("Status of F-1").select_option("planned")
    move.click()
    expect(lane_of(page, "F-1")).to_have_attribute("data-lane", "planned")
    page.get_by_role("button", name="Move F-1 one step on").click()
    expect(lane_of(page, "F-1")).to_have_attribute("data-lane", "started")
    statuses = list(Control.objects.get().readings.values_list("status", flat=True))
    assert statuses == ["planned", "started", "partly", "implemented", "planned", "started"]
    assert complaints == []


@pytest.mark.parametrize(
    "path", ["controls/", "controls/board/", "controls/F-1/", "controls/new/", "controls/F-1/requirements/",
             "controls/coverage/FW-1/", "frameworks/FW-1/", "frameworks/FW-2/r/B/", "assets/A-1/"]
)  # fmt: skip
def test_nothing_stands_in_the_way(server, cast, told, page, signed_in, accessible, path):
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/{path}")
    accessible(page)
