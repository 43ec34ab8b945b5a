"""``./run mutate`` finds every place that says who may, and what it leaves out leaves code behind."""

import argparse
import ast
import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

sys.path.insert(0, str(Path(settings.BASE_DIR) / "scripts"))

import copies
import mutants
import mutate
import reached
import serving
import swapping

pytestmark = pytest.mark.once

CODE = b"""
class RiskList(ListPage):
    permission = permissions.VIEW

    def rows(self):
        return selectors.risks_for(self.actor).filter(title="x")


def risks_for(actor: Actor) -> QuerySet[Risk]:
    return visible(Risk.objects.all(), actor, "risks.view", own=Q(owner_id=actor.person_id))


def risks_named(actor, name):
    return Risk.objects.filter(
        organisation_id=actor.organisation_id,
        name=name,
    )


@needs(permissions.EDIT)
def remove(request):
    actor.require("risks.edit", risk)
    guards.own(actor, unit)
    guards.hold(actor)
    http.check(request, permissions.VIEW)
    if risk is None:
        raise NotFound
    return None


class RiskDetail(DetailPage):
    def permission_on(self):
        return self.asset
"""
TAKEN_OUT = {
    ("permission", "permission = permissions.VIEW", 'permission = "member"'),
    ("selector", "selectors.risks_for(self.actor)", "rows.query.where"),
    ("permission", "permission_on: self.asset", "    def permission_on(self):\n        return None\n"),
    ("scope", "visible(Risk.objects.all(), actor", "    return Risk.objects.all()\n"),
    ("reach", "visible(Risk.objects.all(), actor", "Risk.objects.all().filter(organisation_id=actor.organisation_id)"),
    ("scope", "organisation_id=actor.organisation_id", "Risk.objects.filter(\n        name=name,"),
    ("permission", "needs(permissions.EDIT)", '@needs("member")'),
    ("permission", 'actor.require("risks.edit", risk)', "    pass\n    guards.own"),
    ("guard", "guards.own(actor, unit)", "    pass\n    guards.hold(actor)"),
    ("guard", "http.check(request, permissions.VIEW)", "    pass\n    if risk"),
    ("refusal", "if risk is None", "if False:\n"),
}


@pytest.fixture
def found() -> list[mutants.Mutant]:
    finder = mutants.Finder("holger/risks/views.py", CODE, {"risks_for"})
    finder.visit(ast.parse(CODE))
    return finder.found


def test_every_kind_of_place_is_found_and_taken_out(found: list[mutants.Mutant]) -> None:
    assert len(found) == len(TAKEN_OUT)
    for kind, removed, left in TAKEN_OUT:
        fitting = [each for each in found if each.kind == kind and each.removed.startswith(removed)]
        assert any(left in mutants.changed(CODE, each).decode() for each in fitting), (kind, removed)


@pytest.fixture(scope="module")
def places() -> list[mutants.Mutant]:
    """One of each kind in each file of the real code."""
    places = mutants.mutants()
    assert len(places) > 600
    return list({(place.path, place.kind, place.loaded): place for place in places}.values())


def test_what_is_left_can_be_run(places: list[mutants.Mutant]) -> None:
    for each in places:
        ast.parse(mutants.changed((mutants.ROOT / each.path).read_bytes(), each))


def test_the_files_that_are_named_are_there() -> None:
    for name in (*mutants.GATES, *mutants.WALLS):
        assert (mutants.ROOT / "holger" / name).exists(), name


def test_selectors_are_known_by_what_they_give() -> None:
    known = mutants.selectors()
    assert {"assets_for", "risks_for", "people_for", "tokens_for", "rows"} <= known
    assert "comment_of" not in known  # one row is no list to narrow


# --- How it is tried -----------------------------------------------------------------------------------------------


@pytest.fixture
def known() -> mutate.Noted:
    tests = {"holger/risks/views.py:6": ["slow", "quick", "slower"], "holger/risks/views.py:10": ["slow", "other"]}
    seconds = {"slow": 4.0, "quick": 0.1, "slower": 4.1, "other": 1.0, "tests/test_access.py::test_pages": 9.0}
    return mutate.Noted(tests, {"holger/risks/views.py": "as it was"}, seconds, before={"holger/risks/views.py:10"})


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch) -> None:
    monkeypatch.setattr(mutate, "digest", lambda path: "as it was")
    monkeypatch.setattr(mutate, "words", lambda path, line=None: {"as", "it", "was"})


@pytest.fixture
def how() -> argparse.Namespace:
    return argparse.Namespace(alone=True, patience=60, on=False)


def one(found: list[mutants.Mutant], removed: str) -> mutants.Mutant:
    return next(each for each in found if each.removed.startswith(removed))


def test_the_quickest_test_is_tried_first_but_for_one_that_has_caught_a_neighbour(found, known) -> None:
    mutant = one(found, "selectors.risks_for")
    assert mutate.chosen(mutant, known) == ["quick", "slow", "slower"]
    known.caught[mutant.path].add("slow")
    assert mutate.chosen(mutant, known) == ["slow", "quick", "slower"]


def test_where_lines_may_have_moved_all_that_reach_the_file_are_asked(found, known, monkeypatch) -> None:
    monkeypatch.setattr(mutate, "digest", lambda path: "changed since")
    assert mutate.chosen(one(found, "selectors.risks_for"), known) == ["quick", "other", "slow", "slower"]


def test_the_rooms_own_tests_come_before_others_and_slow_ones_after_them(found, known) -> None:
    mutant, own = one(found, "selectors.risks_for"), "holger/risks/tests/test_views.py::test_one"
    known.seconds.update({own: 3.0, f"{own}_slowly": 30.0})
    known.tests["holger/risks/views.py:6"] += [own, f"{own}_slowly"]
    assert mutate.chosen(mutant, known) == [own, "quick", "slow", "slower", f"{own}_slowly"]
    part = "tests/test_selectors.py::test_what_lies_elsewhere[risks-1]"
    known.seconds[part] = 2.0
    known.tests["holger/risks/views.py:6"] += [part]
    assert mutate.chosen(mutant, known)[:2] == [part, own]


def test_what_asks_its_layer_of_all_rooms_comes_first_also_where_it_is_slow(found, known) -> None:
    mutant = one(found, "selectors.risks_for")
    pages, others = (f"tests/test_{name}_alone.py::test_what_lies_elsewhere[risks]" for name in ("pages", "api"))
    known.seconds.update({pages: 9.0, others: 8.0})
    known.tests["holger/risks/views.py:6"] += [others, pages]
    assert mutate.chosen(mutant, known) == [pages, "quick", "slow", "slower", others]


@pytest.mark.parametrize(("patience", "count"), [(0, 1), (0.05, 1), (0.1, 1), (4.0, 1), (4.15, 2), (60, 3)])
def test_no_more_is_asked_than_patience_allows(known, patience, count) -> None:
    tests = ["quick", "slow", "slower"]
    assert mutate.asked(tests, "risks", known, patience) == tests[:count]
    assert mutate.asked([], "risks", known, patience) == []


def test_of_the_rooms_own_as_many_again_are_asked(known) -> None:
    own, more, others = (
        "holger/risks/tests/test_one.py",
        "holger/risks/tests/test_two.py",
        "holger/assets/tests/test_one.py",
    )
    known.seconds.update({own: 3.0, more: 2.0, others: 1.0})
    tests = ["slow", own, others, more]
    assert mutate.asked(tests, "risks", known, 4.5) == ["slow", own]
    assert mutate.asked(tests, "risks", known, 5.0) == ["slow", own, more]


def test_what_survived_says_what_was_not_asked(found, known, how, monkeypatch) -> None:
    monkeypatch.setattr(mutate, "tried", lambda *asked: (0, ""))
    mutant = one(found, "selectors.risks_for")
    assert mutate.judge(None, mutant, known, how).by == "3 tests pass"
    how.patience = 1
    assert mutate.judge(None, mutant, known, how).by == "1 tests pass; 2 more, of 8 s, are not asked"


def test_a_sample_is_drawn_from_all_rooms_and_is_the_same_each_time(places) -> None:
    drawn = mutate.drawn(places, 300)
    assert len(set(drawn)) == 300
    fewer = [place for place in places if place not in drawn[:5]]
    assert set(drawn[5:]) < set(mutate.drawn(fewer, 300)) and drawn[:50] == mutate.drawn(places, 50)
    assert len({mutant.room for mutant in drawn}) > 15
    assert sorted(map(str, mutate.drawn(places[:9], 300))) == sorted(map(str, places[:9]))


def test_a_run_goes_on_where_it_was_broken_off(places, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(mutate, "KEPT", tmp_path / "verdicts.jsonl")
    assert mutate.remembered(places) == {}
    one, other, third = places[:3]
    mutate.Verdict(one, "survived", "2 tests pass").remember()
    mutate.Verdict(other, "caught", "a test", 1.5, "collected").remember()
    mutate.Verdict(one, "caught", "another test").remember()
    assert {place: verdict.by for place, verdict in mutate.remembered(places).items()} == {
        one: "another test",
        other: "a test",
    }
    monkeypatch.setattr(mutate, "digest", lambda path: "another file")
    assert mutate.remembered([one, other, third]) == {}


class Copied:
    """A copy in which each test reaches one line."""

    def __init__(self, folder: Path, tests: list[str]):
        self.folder, self.tests, self.ran = folder, tests, []
        folder.mkdir()

    def run(self, tests, seconds, noted) -> tuple[int, str]:
        self.ran += tests
        told = {
            "before": [],
            "tests": {f"place of {test}": [test] for test in tests},
            "seconds": dict.fromkeys(tests, 1),
        }
        Path(noted).write_text(json.dumps(told), encoding="utf-8")
        return 0, ""


def test_what_new_tests_reach_is_noted_besides(found, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(mutate, "NOTED", tmp_path / "reached.json")
    tests = ["first", "second", "third"]
    copied = [Copied(tmp_path / name, tests) for name in "ab"]
    mutate.note(copied, found, anew=True)
    assert [copy.ran for copy in copied] == [["first", "third"], ["second"]]
    mutate.note(copied, found, anew=False)
    assert [copy.ran for copy in copied] == [["first", "third"], ["second"]]
    tests.append("fourth")
    mutate.note(copied, found, anew=False)
    assert [copy.ran for copy in copied] == [["first", "third", "fourth"], ["second"]]
    assert mutate.noted().tests == {f"place of {test}": [test] for test in tests}
    assert mutate.noted().files == {"holger/risks/views.py": "as it was"}


def test_what_is_declared_is_held_to_the_access_tests(found, known) -> None:
    for removed in ("permission = permissions.VIEW", "needs(permissions.EDIT)"):
        mutant = one(found, removed)
        assert mutant.loaded
        assert mutate.chosen(mutant, known) == ["tests/test_access.py::test_pages"]


def test_what_is_declared_is_held_first_to_the_parts_that_ask_it(found, known, monkeypatch) -> None:
    monkeypatch.setattr(mutate, "words", lambda path, line=None: {"heat"} if line else {"risk-methods"})
    every = [
        f"tests/test_access.py::test_pages[{part}]" for part in ("assets", "risks-1", "map", "risk-methods-2", "heat-1")
    ]
    known.seconds.update(dict.fromkeys(every, 2.0) | {every[0]: 1.0, every[2]: 1.5})
    known.tests["holger/risks/views.py:6"] += [every[2]]
    mutant, whole = one(found, "permission = permissions.VIEW"), "tests/test_access.py::test_pages"
    known.seconds[whole] = 3.0
    assert mutate.chosen(mutant, known)[:6] == [whole, every[4], every[2], every[3], every[1], every[0]]


def test_what_a_decorator_is_given_runs_when_the_file_is_loaded() -> None:
    finder = mutants.Finder("holger/api/v1/rooms/risks.py", DECLARED, {"risks_for"})
    finder.visit(ast.parse(DECLARED))
    assert [(each.removed, each.loaded) for each in finder.found] == [
        ("permission=VIEW", True),
        ('request.actor.may("risks.view")', False),
    ]


DECLARED = b"""
@operation(permission=VIEW)
def risk_list(request):
    return request.actor.may("risks.view")
"""


def test_who_has_noticed_is_read_from_the_summary_and_not_from_a_log() -> None:
    said = """
ERROR    django.request:log.py:283 Internal Server Error: /o/kronborg/
FAILED tests/test_access.py::test_pages[new risk] - AssertionError: 200 - 403
FAILED tests/test_access.py::test_others
ERROR tests/test_layers.py - ImportError
"""
    assert mutate.FAILED.findall(said) == [
        "tests/test_access.py::test_pages[new risk]",
        "tests/test_access.py::test_others",
        "tests/test_layers.py",
    ]


def test_only_what_no_code_has_run_yet_is_given_other_code(found, known) -> None:
    assert mutate.ways(one(found, "selectors.risks_for"), known)[0] == serving.COLLECTED
    declared, ran_before = one(found, "permission = "), one(found, "visible(")
    assert serving.COLLECTED not in {*mutate.ways(declared, known), *mutate.ways(ran_before, known)}
    wall = dataclasses.replace(ran_before, kind="wall")
    assert mutate.ways(wall, known) == (copies.ALONE,)


def test_what_is_reached_is_noted_from_the_first_call_on_by_test(tmp_path: Path) -> None:
    code = "def f(rows):\n    for row in rows:\n        yield row\n\n\nclass Risk:\n    word = 1\n"
    (tmp_path / "risks.py").write_text(code, encoding="utf-8")
    space: dict[str, Any] = {}
    noting = reached.Reached(str(tmp_path), {"risks.py": [3, 7]})
    noting.watch()
    try:
        exec(compile(code, str(tmp_path / "risks.py"), "exec"), space)
        assert noting.now == set()  # a class's body runs when the file is loaded
        assert list(space["f"]([])) == []
        assert noting.now == set()
        for _ in range(2):
            noting.now.clear()
            assert list(space["f"]([1, 2])) == [1, 2]
            assert noting.now == {"risks.py:3"}
    finally:
        noting.rest()
        sys.monitoring.free_tool_id(reached.TOOL)


def test_in_most_places_other_code_can_be_given_to_the_function(places: list[mutants.Mutant]) -> None:
    inside = [place for place in places if not place.loaded]
    unsure = 0
    for place in inside:
        text = (mutants.ROOT / place.path).read_bytes()
        before, after = (compile(code, place.path, "exec") for code in (text, mutants.changed(text, place)))
        try:
            assert list(swapping.changes(before, after))
        except swapping.Unsure:
            unsure += 1
    assert unsure < len(inside) / 50


@pytest.mark.parametrize(
    ("ended", "said", "fate"),
    [
        (0, "", "survived"),
        (1, "FAILED holger/risks/tests/test_risks.py::test_one", "caught"),
        (mutate.TOO_LONG, "", "caught"),
        (-9, "", "untried"),
        (255, "", "untried"),
        (-15, "FAILED holger/risks/tests/test_risks.py::test_one", "caught"),
    ],
)
def test_a_run_that_somebody_else_ended_says_nothing(found, known, how, monkeypatch, ended, said, fate) -> None:
    monkeypatch.setattr(mutate, "tried", lambda *asked: (ended, said))
    monkeypatch.setattr(mutate, "chosen", lambda *asked: ["quick"])
    assert mutate.judge(None, found[0], known, how).fate == fate
