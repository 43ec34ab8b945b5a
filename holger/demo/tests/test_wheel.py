"""What the demo tells of a year of the annual wheel hangs together; without a database."""

from collections.abc import Iterator
from typing import Any

import pytest

from holger.demo.filling.wheel import ALL
from holger.demo.tests.test_content import SLUGS, Content
from holger.tasks import library
from holger.tasks.rules import tasks as rules
from holger.tasks.rules.recurrence import parse
from holger.tasks.rules.roles import HELD

Words = dict[str, Any]


@pytest.fixture(scope="module", params=SLUGS)
def content(request: pytest.FixtureRequest) -> Content:
    return Content(request.param)


def accepted(content: Content) -> list[str]:
    whole = content["wheel"]["accepted"]["keys"] == ALL
    return [entry.key for entry in library.entries() if entry.rule and (whole or entry.essential)]


def own(content: Content) -> dict[str, Words]:
    return {words["key"]: words for words in content["wheel"]["own"]}


def proven(content: Content) -> Iterator[str]:
    """The activities of which each run wants evidence."""
    without = content["wheel"]["accepted"].get("without_evidence", ())
    yield from (key for key in accepted(content) if library.by_key()[key].evidence_required and key not in without)
    yield from (key for key, words in own(content).items() if words.get("needs_evidence"))


def test_activities_are_those_that_there_are(content: Content) -> None:
    wheel, known = content["wheel"], {*accepted(content), *own(content)}
    told = wheel["accepted"]
    for name in ("first", "changed"):
        assert set(told.get(name, ())) <= set(accepted(content)), name
    for several in (*told.get("performers", {}).values(), told.get("without_evidence", ())):
        assert set(several) <= set(accepted(content))
    assert {run["activity"] for run in wheel["runs"]} <= known
    assert {key for kept in wheel["templates"] for key in kept["activities"]} <= known
    assert not set(own(content)) & set(library.by_key())


def test_there_are_words_and_evidence_for_what_is_done(content: Content) -> None:
    known = {*accepted(content), *own(content)}
    assert set(content["wheel_comments"]) == known
    assert set(content["wheel_evidence"]) == set(proven(content))
    assert all(content["wheel_comments"].values())


def test_people_and_things_are_those_that_there_are(content: Content) -> None:
    wheel, controls = content["wheel"], {*content.controls, *(words["key"] for words in content["control_work"])}
    units = {unit["key"] for unit in content["units"]}
    people = [wheel["accepted"]["owner"], *wheel["accepted"].get("performers", ())]
    for words in (*wheel["holders"], *wheel["own"], *wheel["absences"], *wheel["given"], *wheel["reminded"]):
        people += [
            words[name] for name in ("person", "deputy", "performer", "approver", "owner", "by", "to") if name in words
        ]
        assert words.get("unit") in {None, *units}
        assert {*words.get("controls", ()), words.get("control", "")} - {""} <= controls
        assert {*words.get("assets", ()), words.get("asset", "")} - {""} <= content.keys
    assert set(people) <= set(content.people)
    assert {words["role"] for words in wheel["holders"]} <= set(HELD)
    assert all(words["person"] != words.get("deputy") for words in (*wheel["holders"], *wheel["absences"]))


def test_what_is_told_of_a_run_is_whole(content: Content) -> None:
    for run in content["wheel"]["runs"]:
        result = run.get("result", rules.OK)
        assert result in rules.RESULTS
        assert ("reason" in run) == (result != rules.OK), run
        assert ("follow" in run) == (result == rules.DEVIATION), run
        if "follow" in run:
            assert run["follow"]["owner"] in content.people
            assert ("done" in run["follow"]) == ("comment" in run["follow"])
        assert sum(name in run for name in ("late", "missed", "left", "early")) <= 1, run


def test_own_activities_recur(content: Content) -> None:
    for words in content["wheel"]["own"]:
        assert parse(words["rule"]).text == words["rule"], words["key"]
        assert words["made_days_ago"] < content["wheel"]["accepted"]["days_ago"]
        assert words["performer"] != words.get("approver") if "performer" in words else "performer_role" in words


def test_what_was_given_comes_in_order(content: Content) -> None:
    for words in content["wheel"]["given"]:
        for name in ("done", "dropped", "moved"):
            assert words.get(name, {"days_ago": 0})["days_ago"] < words["days_ago"], words["title"]["en"]
        assert words["due_in_workdays"] > -words["days_ago"] * 5 / 7
