"""The demo's record of processing activities is read as data, without a database."""

import pytest

from holger.demo.tests.test_content import Content
from holger.privacy import library
from holger.privacy.rules.hands import PARTS
from holger.privacy.rules.vocabulary import TRANSFER_BASES


@pytest.fixture(scope="module", params=["kronborg", "rosenborg"])
def content(request: pytest.FixtureRequest) -> Content:
    return Content(request.param)


def test_kronborg_has_eighteen_activities_in_every_state() -> None:
    record = Content("kronborg")["record"]
    assert len(record) == 18
    assert {each["state"] for each in record} == {"current", "offered", "draft"}
    assert any(each["ready"] == "hosting-for-customers" for each in record)


def test_activities_point_at_what_exists(content: Content) -> None:
    processes = {each["key"] for each in content["processes"]}
    units = {each["key"] for each in content["units"]}
    known = {each["key"] for each in content["information_types"]}
    for each in content["record"]:
        assert each["ready"] in library.by_key()
        assert each["owner"] in content.people and each["unit"] in units
        assert set(each.get("systems", ())) <= content.keys - processes, each["ready"]
        assert set(each.get("processes", ())) <= processes, each["ready"]
        assert set(each.get("information", ())) <= known, each["ready"]
        assert {row["basis"] for row in each.get("transfers", ())} <= {"", *TRANSFER_BASES}
        assert {row["part"] for row in each.get("suppliers", ())} <= set(PARTS)
        assert each["state"] != "current" or "review_in_days" in each


def test_each_is_told_of_once(content: Content) -> None:
    told = [each["ready"] for each in content["record"]]
    assert len(set(told)) == len(told)


def test_something_is_flagged_and_most_is_not() -> None:
    record = Content("kronborg")["record"]
    open_ended = [each["ready"] for each in record for row in each.get("transfers", ()) if not row["basis"]]
    unweighed = [
        each["ready"]
        for each in record
        if "6(1)(f)" in {ground.article for ground in library.by_key()[each["ready"]].basis} and "weighed" not in each
    ]
    assert open_ended == ["newsletter"]
    assert 1 <= len(unweighed) <= 6


def test_a_processor_that_is_linked_is_not_told_of_in_text_as_well() -> None:
    linked = [each for each in Content("kronborg")["record"] if "suppliers" in each]
    assert {each["ready"] for each in linked} == {"payroll", "recruitment", "training", "marketing"}
    for each in linked:
        told = each["edit"]["recipients"]
        assert "databehandler" not in told["da"].lower() and "processor" not in told["en"].lower()
