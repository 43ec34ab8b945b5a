"""What the demo tells of controls, gap rounds, plan and statements hangs together; without a database."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from holger.controls import library as catalogue
from holger.controls.models import Cadence, Function, Kind, Status
from holger.demo.filling import controls
from holger.demo.filling.gaps import between
from holger.demo.filling.story import Story
from holger.demo.tests.test_content import SLUGS, Content, asked, scope_named, scopes, texts
from holger.frameworks.models import Driver

PARTS = ("control_work", "control_evidence", "gap_rounds", "plan_items", "statements")
Words = dict[str, Any]


@pytest.fixture(scope="module", params=SLUGS)
def content(request: pytest.FixtureRequest) -> Content:
    return Content(request.param)


@pytest.fixture(scope="module")
def kronborg() -> Content:
    return Content("kronborg")


def told(content: Content) -> list[Words]:
    """Each control with all that is told of it."""
    return [dict(words) for words in controls.all_of(Story(content.data, "da"))]


def steps(words: Words) -> list[tuple[int, Words]]:
    """How a control got to where it is, every step with all that is known then."""
    known: Words = {"maturity": None}
    return [(days, known := {**known, **step}) for days, step in controls.steps(words)]


def now(words: Words) -> Words:
    return steps(words)[-1][1]


def links(content: Content) -> Iterator[tuple[str, str, str, str]]:
    for words in told(content):
        for framework, by_strength in words.get("answers", {}).items():
            for strength, codes in by_strength.items():
                for code in codes:
                    yield words["key"], framework, strength, code


# Controls


def test_kronborg_has_more_than_sixty_controls_that_answer_something(kronborg: Content) -> None:
    answering = {key for key, *_rest in links(kronborg)}
    assert len(answering) >= 60
    frameworks = {framework for _key, framework, *_rest in links(kronborg)}
    assert frameworks >= {"iso", "nis2", "cis"}
    assert {now(words)["status"] for words in told(kronborg)} == set(Status.values)
    assert len({words["owner"] for words in told(kronborg)}) >= 15
    assert sum("once" in words or "yearly" in words for words in told(kronborg)) >= 20
    assert sum(bool(words.get("assets")) for words in told(kronborg)) >= 60
    assert sum("evidence" in words for words in told(kronborg)) + len(kronborg["control_evidence"]) >= 20


def test_some_controls_are_late(kronborg: Content) -> None:
    late = [words["key"] for words in told(kronborg) if words.get("due_in_days", 0) < 0]
    assert len(late) in range(3, 7)
    assert all(now(words)["status"] != Status.IMPLEMENTED for words in told(kronborg) if words["key"] in late)


def test_rosenborg_has_a_dozen_controls_that_answer_something() -> None:
    assert len({key for key, *_rest in links(Content("rosenborg"))}) in range(12, 20)


def test_controls_are_told_in_words_that_are_known(content: Content) -> None:
    for words in told(content):
        assert words["kind"] in Kind.values, words["key"]
        assert words["function"] in Function.values, words["key"]
        assert words.get("every", "") in Cadence.values, words["key"]
        assert set(words.get("drivers", ())) <= set(Driver.values), words["key"]
        assert words["owner"] in content.people, words["key"]
        assert set(words.get("assets", ())) <= content.keys, words["key"]
        assert "library" not in words or catalogue.entry(words["library"]), words["key"]


def test_each_control_is_told_of_once(content: Content) -> None:
    keys = [words["key"] for words in content["control_work"]]
    assert len(set(keys)) == len(keys)
    there = {words["key"] for words in content["controls"]}
    for words in content["control_work"]:
        assert ("title" in words) != (words["key"] in there), words["key"]
        assert words["key"] not in there or not words.keys() & {"kind", "function", "owner", "status", "every"}


def test_controls_get_there_step_by_step(content: Content) -> None:
    order = list(Status)
    for words in told(content):
        days = [ago for ago, _known in steps(words)]
        assert days == sorted(set(days), reverse=True), words["key"]
        assert all(0 <= ago <= 560 for ago in days), words["key"]
        levels = [known["maturity"] for _ago, known in steps(words)]
        assert all(level is None or 0 <= level <= 5 for level in levels), words["key"]
        if "status" in words:
            assert now(words)["status"] == words["status"], words["key"]
        else:
            statuses = [order.index(known["status"]) for _ago, known in steps(words)]
            assert statuses == sorted(statuses) or words["key"] == "nightly_backup", words["key"]


def test_controls_answer_what_can_be_answered(content: Content) -> None:
    known = {framework["key"]: asked(framework) for framework in content["frameworks"]}
    found = [(key, framework, code) for key, framework, _strength, code in links(content)]
    assert len(set(found)) == len(found)
    for key, framework, code in found:
        assert code in known[framework], (key, framework, code)


def test_what_controls_answer_agrees_with_what_is_answered(kronborg: Content) -> None:
    """A requirement that is met has a control in place, if it has any; one that is not met has none that does it all."""
    status = {words["key"]: now(words)["status"] for words in told(kronborg)}
    tied: dict[str, list[tuple[str, str]]] = {}
    for key, framework, strength, code in links(kronborg):
        if framework == "iso":
            tied.setdefault(code, []).append((strength, status[key]))
    _framework, scope = scope_named(kronborg, "iso")
    disagreeing = []
    for line in scope["answers"]:
        ties = tied.get(line["id"], [])
        whole = ("whole", Status.IMPLEMENTED) in ties
        parts = bool(ties) and all(tie == ("part", Status.IMPLEMENTED) for tie in ties)
        assert not ties or "out" not in line, line["id"]
        if (line.get("answer") == "met" and ties and not (whole or parts)) or (line.get("answer") != "met" and whole):
            disagreeing.append(line["id"])
    assert disagreeing == ["7.2", "A.5.36"], "the statement has something to ask about"


def test_evidence_of_controls_is_there(content: Content) -> None:
    there = {item["key"] for item in [*content["evidence"], *content["control_evidence"]]}
    assert len(there) == len(content["evidence"]) + len(content["control_evidence"])
    made = {words["key"]: steps(words)[0][0] for words in told(content)}
    for words in told(content):
        assert set(words.get("evidence", ())) <= there, words["key"]
    for item in content["control_evidence"]:
        assert item["period_from_days_ago"] >= item["period_to_days_ago"] >= 0, item["key"]
        assert item["period_to_days_ago"] <= made[item["control"]], item["key"]
        assert item["url"].split("/")[2].endswith(".example")


# Gap rounds


def test_kronborg_has_gone_through_iso_twice(kronborg: Content) -> None:
    first, second = (held for held in kronborg["gap_rounds"] if held["scope"] == "iso")
    assert first["closed_days_ago"] in range(300, 370)
    assert "closed_days_ago" not in second
    assert {held["scope"] for held in kronborg["gap_rounds"]} == {"iso", "nis2", "cis"}
    before = Counter()
    for day in first["workshops"]:
        for answer, codes in by_answer(day).items():
            before[answer] += len(codes)
    assert before == {"partly": 56, "not": 34, "met": 26}, "it was worse than today"
    assert set(second["skipped"]) <= set(asked(kronborg["frameworks"][0]))


def by_answer(day: Words) -> dict[str, list[str]]:
    return {said: [code for codes in levels.values() for code in codes] for said, levels in day["said"].items()}


def test_the_first_round_asked_about_all_that_applied_then(kronborg: Content) -> None:
    framework, scope = scope_named(kronborg, "iso")
    out = {line["id"] for line in scope["answers"] if "out" in line or "out" in line.get("earlier", {})}
    said = [
        code for day in kronborg["gap_rounds"][0]["workshops"] for codes in by_answer(day).values() for code in codes
    ]
    assert len(said) == len(set(said))
    assert set(said) == set(asked(framework)) - out


def test_gap_rounds_point_at_what_exists(content: Content) -> None:
    for held in content["gap_rounds"]:
        framework, scope = scope_named(content, held["scope"])
        known = list(asked(framework))
        assert set(held["participants"]) <= set(content.people), held["key"]
        named = [code for part in ("asked", "answers") for line in held.get(part, ()) for code in ids(line)]
        named += [code for line in held.get("confirmed", ()) for code in line.get("ids") or between(known, line)]
        named += held.get("skipped", ())
        assert set(named) <= set(known), held["key"]
        for line in [*held.get("asked", ()), *held.get("confirmed", ()), *held.get("answers", ())]:
            assert line.get("person", line.get("by")) in content.people
            assert held["opened_days_ago"] > line["days_ago"] > held.get("closed_days_ago", -1)
        assert scope["decided_days_ago"] > held["opened_days_ago"] > held.get("closed_days_ago", 0)
        assert ("conclusion" in held) == ("closed_days_ago" in held)


def ids(line: Words) -> list[str]:
    return line.get("ids") or [line["id"]]


def test_rounds_in_a_scope_follow_each_other(content: Content) -> None:
    by_scope: dict[str, list[Words]] = {}
    for held in content["gap_rounds"]:
        by_scope.setdefault(held["scope"], []).append(held)
    for rounds in by_scope.values():
        for first, second in pairwise(rounds):
            assert first["closed_days_ago"] > second["opened_days_ago"]


# The plan


def test_the_plan_is_as_far_as_a_plan_is(kronborg: Content) -> None:
    items = kronborg["plan_items"]
    assert len(items) >= 18
    states = Counter(state(item) for item in items)
    assert states["dropped"] == 1
    assert min(states.values()) >= 1
    assert set(states) == {"done", "started", "planned", "dropped"}
    late = [item["key"] for item in items if item["due"] < 0 and state(item) in ("planned", "started")]
    assert late == ["bc_adgang"]
    done = {item["key"] for item in items if state(item) == "done"}
    assert any(set(item.get("waits_for", ())) - done for item in items if state(item) == "planned")
    assert sum("budget" in item for item in items) >= 8
    assert sum("external" in item for item in items) >= 8


def state(item: Words) -> str:
    return next((name for name in ("done", "dropped", "started") if name in item), "planned")


def test_plan_items_point_at_what_exists(content: Content) -> None:
    known = {framework["key"]: asked(framework) for framework in content["frameworks"]}
    made = {words["key"]: steps(words)[0][0] for words in told(content)}
    items = {item["key"]: item for item in content["plan_items"]}
    assert len(items) == len(content["plan_items"])
    for item in items.values():
        assert item["owner"] in content.people, item["key"]
        assert "control" not in item or made[item["control"]] >= item["made"], item["key"]
        assert set(item.get("waits_for", ())) <= set(items) - {item["key"]}
        assert item["starts"] <= item["due"]
        days = [item[name] for name in ("made", "started", "done") if name in item]
        assert days == sorted(days, reverse=True)
        for framework, codes in item["closes"].items():
            assert {str(code) for code in codes} <= set(known[framework]), item["key"]


# Statements


def test_kronborgs_statement_is_approved_twice_and_drafted_again(kronborg: Content) -> None:
    first, second, third = kronborg["statements"]
    assert first["approved_days_ago"] in range(270, 330)
    assert second["approved_days_ago"] < 60
    assert "approved_days_ago" not in third
    assert {words["approver"] for words in kronborg["statements"]} == {"henrik"}
    assert "owner" in kronborg.people["henrik"]["roles"]


def test_statements_are_drafted_sent_and_approved_in_that_order(content: Content) -> None:
    names = ("drafted_days_ago", "requested_days_ago", "approved_days_ago")
    days = [words[name] for words in content["statements"] for name in names if name in words]
    assert days == sorted(set(days), reverse=True)
    for words in content["statements"]:
        _framework, scope = scope_named(content, words["scope"])
        assert scope["decided_days_ago"] > words["drafted_days_ago"]
        assert words["approver"] in content.people


# Texts


def test_what_does_not_concern_a_manufacturer_is_left_out_of_nis2(kronborg: Content) -> None:
    _framework, scope = scope_named(kronborg, "nis2")
    assert {line["id"] for line in scope["answers"] if "out" in line} == {"27(2)", "27(3)", "28(1)"}


def test_what_is_said_of_compliance_is_said_in_its_own_language() -> None:
    danish, english = {"og", "ikke", "er", "på", "til", "den", "det"}, {"the", "and", "not", "is", "are", "of", "with"}
    found = []
    for slug in SLUGS:
        data = Content(slug).data
        found += [text for _where, text in texts([data[part] for part in PARTS])]
    for text in (text for text in found if len(text["da"].split()) > 4):
        assert text["da"] != text["en"]
        for language, foreign in (("da", english), ("en", danish)):
            assert not foreign & set(text[language].lower().split()), text[language]


def test_every_scope_with_a_round_or_a_statement_exists(content: Content) -> None:
    known = {scope["key"] for _framework, scope in scopes(content)}
    assert {words["scope"] for part in ("gap_rounds", "statements") for words in content[part]} <= known
