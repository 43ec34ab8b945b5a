"""The room's rules: sums, claims, editions, trees and the picture of two frameworks. No database."""

from dataclasses import replace
from itertools import pairwise, product

import pytest

from holger.frameworks.rules.coverage import PART, STRONG, Pair, Step, claims, headings_answered
from holger.frameworks.rules.crossing import BAR, GAP, LEAST, NAMES, UNIT, WIDTH, crossing
from holger.frameworks.rules.editions import difference
from holger.frameworks.rules.framework import Activity, Framework, Requirement
from holger.frameworks.rules.mapping import INVERSE, RELATIONS
from holger.frameworks.rules.standing import Sums, is_wanted, state, sums
from holger.frameworks.rules.tree import Seat, parts_below, seats

# Standing


def test_each_requirement_counts_once_as_what_it_is():
    answers = [("met", False), ("met", True), ("partly", False), ("not", True), ("", True), ("", False), ("", False)]
    found = sums(answers)
    assert found == Sums(met=2, partly=1, not_met=1, through=1, unanswered=2)
    assert (found.total, found.answered) == (7, 4)


def test_an_unknown_answer_is_not_counted_as_something_else():
    with pytest.raises(KeyError):
        sums([("maybe", False)])


@pytest.mark.parametrize(
    ("found", "percent"),
    [
        (Sums(), 0),
        (Sums(met=3), 100),
        (Sums(met=999, partly=1), 99),
        (Sums(partly=1), 50),
        (Sums(met=1, unanswered=2), 33),
        (Sums(through=5), 0),
        (Sums(not_met=1, through=4, unanswered=5), 0),
        (Sums(met=1, partly=1, not_met=1), 50),
    ],
)
def test_a_percentage_is_never_more_than_is_true(found, percent):
    assert found.percent == percent


def test_sums_add_up_part_by_part():
    one, other = Sums(1, 2, 3, 4, 5), Sums(10, 20, 30, 40, 50)
    assert one + other == Sums(11, 22, 33, 44, 55)
    assert sum([one, other], Sums()).total == one.total + other.total


@pytest.mark.parametrize(
    ("groups", "ambition", "wanted"),
    [
        ((), (), True),
        (("ig1",), (), True),
        ((), ("ig1",), True),
        (("ig1", "ig2"), ("ig1",), True),
        (("ig2",), ("ig1",), False),
        (("ig3",), ("ig1", "ig2"), False),
    ],
)
def test_an_ambition_reaches_its_groups_and_what_is_in_none(groups, ambition, wanted):
    assert is_wanted(groups, ambition) is wanted


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"answer": "met"}, "met"),
        ({"answer": "partly", "claimed": True}, "partly"),
        ({"answer": ""}, "open"),
        ({"answer": "", "claimed": True}, "through"),
        ({"answer": "met", "wanted": False}, "beyond"),
        ({"answer": "met", "applicable": False}, "out"),
        ({"answer": "", "applicable": False, "wanted": False, "claimed": True}, "out"),
    ],
)
def test_where_a_requirement_stands_in_one_word(told, found):
    assert state(**told) == found


# Coverage

ROOMY = {"equal": "equal", "subset": "superset", "superset": "subset", "intersects": "intersects"}


@pytest.mark.parametrize(("relation", "answer"), product(RELATIONS, ("met", "partly", "not", "")))
@pytest.mark.parametrize("turned", [False, True])
def test_a_claim_is_strong_only_where_the_other_holds_all_of_it_and_is_met(relation, answer, turned):
    """``mine`` relates to ``other`` as ``relation`` says; the pair may be kept from either end."""
    pair = Pair("m", "mine", "other", relation) if not turned else Pair("m", "other", "mine", INVERSE[relation])
    found = claims(["mine"], [pair], {"other": answer})
    if answer not in ("met", "partly"):
        assert found == {}
        return
    (step,) = found["mine"].steps
    holds_all = relation in ("equal", "subset")  # what I am a part of holds all of me
    assert (step.other, step.answer, step.mapping) == ("other", answer, "m")
    assert step.relation == ROOMY[relation]  # as the other relates to this one
    assert found["mine"].strength == (STRONG if holds_all and answer == "met" else PART)


def test_the_strongest_way_to_a_claim_comes_first():
    pairs = [
        Pair(1, "part", "mine", "intersects"),
        Pair(2, "half", "mine", "equal"),
        Pair(3, "whole", "mine", "superset"),
        Pair(4, "nothing", "mine", "equal"),
    ]
    answers = {"part": "met", "half": "partly", "whole": "met", "nothing": "not"}
    claim = claims(["mine"], pairs, answers)["mine"]
    assert [step.other for step in claim.steps] == ["whole", "part", "half"]
    assert claim.strength == STRONG
    assert claims(["mine"], pairs[:2], answers)["mine"].strength == PART


def test_claims_are_made_at_both_ends_and_only_about_what_is_wanted():
    pair, answers = Pair(1, "a", "b", "equal"), {"a": "met", "b": "met"}
    assert set(claims(["a", "b"], [pair], answers)) == {"a", "b"}
    assert set(claims(["b"], [pair], answers)) == {"b"}
    assert claims([], [pair], answers) == {}
    assert claims(["a"], [], answers) == {}


def test_a_claim_claims_nothing_further():
    """From a to b to c: a's answer says something about b, and nothing about c."""
    pairs = [Pair(1, "a", "b", "equal"), Pair(2, "b", "c", "equal")]
    assert set(claims("abc", pairs, {"a": "met"})) == {"b"}


PARTS = {"3": ("3.1", "3.2")}


@pytest.mark.parametrize(
    ("relation", "held"),
    [("equal", "superset"), ("superset", "superset"), ("subset", "intersects"), ("intersects", "intersects")],
)
def test_what_is_said_of_a_heading_is_said_of_each_of_its_parts(relation, held):
    """What holds all of a heading holds all of its parts; what holds a part of it may hold nothing of one of them."""
    found = claims(["3.1", "3.2"], [Pair(1, "other", "3", relation)], {"other": "met"}, PARTS)
    assert {key: [(step.other, step.relation) for step in claim.steps] for key, claim in found.items()} == {
        "3.1": [("other", held)],
        "3.2": [("other", held)],
    }
    assert found["3.1"].strength == (STRONG if held == "superset" else PART)
    assert claims(["3.1", "3.2"], [Pair(1, "other", "3", relation)], {"other": "not"}, PARTS) == {}


@pytest.mark.parametrize(
    ("answers", "left_out", "heard"),
    [
        ({"3.1": "met", "3.2": "met"}, (), "met"),
        ({"3.1": "met", "3.2": "partly"}, (), "partly"),
        ({"3.1": "met", "3.2": "not"}, (), "partly"),
        ({"3.1": "partly"}, (), "partly"),
        ({"3.1": "met"}, (), "partly"),  # nobody has said anything of the rest
        ({"3.1": "met"}, ("3.2",), "met"),
        ({"3.1": "met", "3.2": "met"}, ("3.1", "3.2"), None),
        ({"3.1": "not", "3.2": "not"}, (), None),
        ({}, (), None),
    ],
)
def test_a_heading_is_met_when_all_that_applies_below_it_is(answers, left_out, heard):
    assert headings_answered(PARTS, answers, left_out) == ({"3": heard} if heard else {})


def test_what_lies_below_a_heading_is_found_however_deep():
    rows = [("3", None, False), ("3.1", "3", False), ("3.1.1", "3.1", True), ("3.2", "3", True), ("4", None, True)]
    assert parts_below(["3", "3.1", "4"], rows) == {"3": ["3.1.1", "3.2"], "3.1": ["3.1.1"], "4": []}
    assert parts_below([], rows) == {}


def test_a_step_knows_its_own_strength():
    assert Step("x", "equal", "met", 1).strength == STRONG
    assert Step("x", "equal", "partly", 1).strength == PART
    assert Step("x", "subset", "met", 1).strength == PART


# Editions


def requirement(key, parent="", **more):
    return Requirement(id=key, parent=parent, title=more.pop("title", {"en": f"Title {key}"}), **more)


def framework(*requirements, version=1):
    return Framework("rules", version, {"en": "Rules"}, {}, "Us", {}, "", (), requirements)


def test_the_same_is_no_difference_whatever_its_order_and_however_it_is_kept():
    old = framework(requirement("1"), requirement("1.1", "1", groups=("a",), evidence=({"en": "A log"},)))
    new = framework(requirement("1.1", "1", groups=["a"], evidence=[{"en": "A log"}]), requirement("1"), version=2)
    assert not difference(old, new)


def test_what_came_went_and_changed():
    old = framework(requirement("1"), requirement("1.1", "1"), requirement("1.2", "1"), requirement("2"))
    new = framework(
        requirement("1"),
        requirement("1.1", "1", title={"en": "Another title"}),
        requirement("2"),
        requirement("2.1", "2"),
        requirement("1.3", "2"),
    )
    found = difference(old, new)
    assert [each.id for each in found.added] == ["2.1", "1.3"]
    assert [each.id for each in found.left_out] == ["1.2"]
    assert [(each.before.id, each.after.title["en"], each.parts) for each in found.changed] == [
        ("1.1", "Another title", ["title"])
    ]
    assert found


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"title": {"en": "Other"}}, "title"),
        ({"title": {"en": "Title 1.1", "da": "Titel"}}, "title"),
        ({"asks": {"en": "Other"}}, "asks"),
        ({"small": {"en": "Other"}}, "small"),
        ({"evidence": [{"en": "Other"}]}, "evidence"),
        ({"activity": Activity({"en": "Look"}, "P1Y")}, "activity"),
        ({"roles": ["it"]}, "roles"),
        ({"groups": ["a"]}, "groups"),
        ({"facts": {"deadline": ["P1M"]}}, "facts"),
        ({"assessable": False}, "assessable"),
        ({"parent": ""}, "parent"),
    ],
)
def test_every_part_that_changes_is_named(change, part):
    before = requirement("1.1", "1")
    found = difference(framework(requirement("1"), before), framework(requirement("1"), replace(before, **change)))
    assert [each.parts for each in found.changed] == [[part]]


def test_one_that_moves_and_changes_says_both():
    before = requirement("2", "1")
    found = difference(
        framework(requirement("1"), before), framework(requirement("1"), replace(before, parent="", title={"en": "B"}))
    )
    assert found.changed[0].parts == ["parent", "title"]


# Tree


def test_each_has_its_place_its_depth_and_the_topmost_one_above_it():
    rows = [requirement("1"), requirement("1.1", "1"), requirement("1.1.1", "1.1"), requirement("2"), requirement("3", "2")]  # fmt: skip
    assert seats(rows) == {
        "1": Seat(0, 0, ""),
        "1.1": Seat(1, 1, "1"),
        "1.1.1": Seat(2, 2, "1"),
        "2": Seat(3, 0, ""),
        "3": Seat(4, 1, "2"),
    }
    assert seats([]) == {}


# Crossing


def test_nothing_shared_is_no_picture():
    assert crossing({"a": "A"}, {"b": "B"}, {}) is None


def test_bars_are_as_high_as_they_share_and_stand_in_order():
    picture = crossing({"a": "A", "b": "B", "c": "C"}, {"x": "X", "y": "Y"}, {("a", "x"): 10, ("b", "x"): 1})
    assert [(bar.name, bar.count) for bar in picture.left] == [("A", 10), ("B", 1)]  # C shares nothing
    assert [(bar.name, bar.count) for bar in picture.right] == [("X", 11)]
    first, second = picture.left
    assert (first.y, first.height) == (0, 10 * UNIT)
    assert (second.y, second.height) == (first.height + GAP, LEAST)
    assert (first.x, picture.right[0].x, picture.width) == (NAMES, WIDTH - NAMES - BAR, WIDTH)
    assert picture.height == second.y + second.height


def test_bands_leave_in_the_order_in_which_they_arrive_and_lie_within_their_bars():
    flows = {("a", "y"): 2, ("b", "x"): 3, ("a", "x"): 4, ("b", "y"): 1}
    picture = crossing({"a": "A", "b": "B"}, {"x": "X", "y": "Y"}, flows)
    assert [(band.source, band.target, band.count) for band in picture.bands] == [
        ("A", "X", 4),
        ("A", "Y", 2),
        ("B", "X", 3),
        ("B", "Y", 1),
    ]
    assert all(band.breadth == UNIT * band.count for band in picture.bands)
    bars = {bar.name: bar for bar in (*picture.left, *picture.right)}
    for band in picture.bands:
        start, *_middle, end = [point.strip("MC").split(",") for point in band.path.split()]
        for name, (x, y) in ((band.source, start), (band.target, end)):
            bar = bars[name]
            assert bar.y <= float(y) - band.breadth / 2 + 0.1
            assert float(y) + band.breadth / 2 <= bar.y + bar.height + 0.1
            assert float(x) in (bar.x, bar.x + BAR)


def test_no_two_bands_lie_on_each_other_at_a_bar():
    flows = {(left, right): 1 + (i + j) % 3 for i, left in enumerate("abcd") for j, right in enumerate("wxyz")}
    picture = crossing({key: key for key in "abcd"}, {key: key for key in "wxyz"}, flows)
    for bar in picture.left:
        ends = [
            (float(band.path.split()[0].split(",")[1]), band.breadth)
            for band in picture.bands
            if band.source == bar.name
        ]
        for (y, breadth), (z, other) in pairwise(ends):
            assert y + breadth / 2 <= z - other / 2 + 0.11
