"""The demo's requests of data subjects are read as data, without a database."""

import pytest

from holger.demo.filling.requests import STEPS
from holger.demo.tests.test_content import Content
from holger.privacy import library
from holger.privacy.rules.requests import RIGHTS, STEP_TITLES
from holger.privacy.rules.retention import RHYTHMS, STARTS, UNITS


@pytest.fixture(scope="module", params=["kronborg", "rosenborg"])
def content(request: pytest.FixtureRequest) -> Content:
    return Content(request.param)


def test_they_point_at_what_exists(content: Content) -> None:
    units = {each["key"] for each in content["units"]}
    ready = {each["ready"] for each in content["record"]}
    for each in content["data_requests"]:
        assert set(each["rights"]) <= set(RIGHTS) and each["owner"] in content.people and each["unit"] in units
        assert set(each["processing"]) <= ready
        for step in each["course"]:
            assert step["do"] in STEPS and 0 <= step["after"] < each["asked_days_ago"]
            assert step.get("step", "confirm") in STEP_TITLES and step.get("letter", "receipt") in library.letters()


def test_each_kind_of_way_is_shown() -> None:
    rows = Content("kronborg")["data_requests"]
    assert [each["key"] for each in rows] == ["running", "overdue", "extended", "closed"]


def test_assessments_and_retention_point_at_what_exists(content: Content) -> None:
    ready, units = {each["ready"] for each in content["record"]}, {each["key"] for each in content["units"]}
    asked = {question.key for question in library.assessment().questions}
    criteria = {criterion.key for _group, criterion in library.assessment().criteria}
    for each in content["data_assessments"]:
        assert each["processing"] in ready and each["owner"] in content.people
        assert set(each["answers"]) <= asked and set(each["yes"]) <= criteria
    for each in content["data_retention"]:
        assert each["processing"] in ready and each["owner"] in content.people and each["unit"] in units
        assert each["starts_from"] in STARTS and each["time_unit"] in UNITS
        assert each.get("check", {"rhythm": "FREQ=YEARLY"})["rhythm"] in RHYTHMS
