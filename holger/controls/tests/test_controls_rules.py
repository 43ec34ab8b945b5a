from datetime import UTC, date, datetime

import pytest

from holger.controls.rules.controls import in_order, is_overdue, step
from holger.controls.rules.course import BOTTOM, LEFT, ROUND, TOP, WIDTH, Point, course
from holger.controls.rules.coverage import Answered, Sums, answered, reached, sums
from holger.controls.rules.reach import CLAIM, PART, WHOLE, Direct, picture
from holger.frameworks.rules.naming import short_name


@pytest.mark.parametrize(
    ("status", "due", "late"),
    [
        ("planned", date(2026, 5, 1), True),
        ("partly", date(2026, 5, 1), True),
        ("implemented", date(2026, 5, 1), False),
        ("planned", date(2026, 5, 2), False),
        ("planned", None, False),
    ],
)
def test_a_control_is_late_when_its_day_has_gone(status: str, due: date | None, late: bool) -> None:
    assert is_overdue(status, due, date(2026, 5, 2)) is late


def test_a_step_leads_on_or_back_and_nowhere_beyond_the_ends() -> None:
    assert step("planned", 1) == "started"
    assert step("implemented", -1) == "partly"
    assert step("planned", -1) == step("implemented", 1) == ""


def test_words_come_in_their_order_and_once() -> None:
    assert in_order(["b", "x", "a", "b"], ("a", "b", "c")) == ["a", "b"]


@pytest.mark.parametrize(
    ("key", "title", "ready", "name"),
    [
        ("iso27001-2022", "ISO/IEC 27001:2022", True, "ISO 27001"),
        ("cis-8.1", "CIS Controls v8.1", True, "CIS 8.1"),
        ("nis2-2024-2690", "NIS2: Implementing Regulation 2024/2690", True, "NIS2 2024 2690"),
        ("own-1f", "House rules", False, "House rules"),
        ("own-1f", "House rules for production and sales", False, "House rules for p…"),
    ],
)
def test_a_framework_has_a_short_name(key: str, title: str, ready: bool, name: str) -> None:
    assert short_name(key, title, ready=ready) == name


# Coverage


@pytest.mark.parametrize(
    ("links", "state", "whole"),
    [
        ([], "none", False),
        ([("whole", "implemented")], "in_place", True),
        ([("whole", "planned"), ("whole", "implemented")], "in_place", True),
        ([("part", "implemented")], "partly", False),
        ([("part", "implemented"), ("part", "implemented")], "partly", False),  # nobody knows whether they make a whole
        ([("whole", "partly")], "partly", True),
        ([("whole", "planned"), ("part", "implemented")], "partly", True),
        ([("whole", "planned")], "planned", True),
        ([("part", "started")], "planned", False),
    ],
)
def test_a_requirement_is_as_far_as_its_controls_honestly_are(
    links: list[tuple[str, str]], state: str, whole: bool
) -> None:
    assert answered(links) == Answered(state, whole)


def test_mappings_lead_on_from_what_is_in_place_only_and_one_step_only() -> None:
    answers = {"a": Answered("in_place", True), "b": Answered("planned", True), "c": Answered("partly", False)}
    pairs = [("a", "x"), ("y", "c"), ("b", "z"), ("a", "c"), ("x", "w")]
    assert reached(pairs, answers) == {"x", "y"}


def test_each_requirement_is_counted_once_and_claims_never_cover() -> None:
    answers = {"a": Answered("in_place", True), "b": Answered("partly", False), "c": Answered("planned", False)}
    found = sums(["a", "b", "c", "d", "e", "f"], answers, {"d", "b"})
    assert found == Sums(in_place=1, partly=1, planned=1, through=1, none=2, part=2)
    assert (found.total, found.covered) == (6, 3)
    assert Sums().total == 0


# The course


def at(day: int) -> datetime:
    return datetime(2026, 1, day, tzinfo=UTC)


def test_a_course_is_drawn_as_steps_from_the_first_reading_until_now() -> None:
    points = [Point(at(1), "planned", None), Point(at(11), "started", 1), Point(at(16), "started", 3)]
    drawn = course(points, at(21), target=5)
    assert drawn is not None
    end = WIDTH - ROUND
    middle, late = LEFT + (end - LEFT) / 2, LEFT + (end - LEFT) * 0.75
    assert [(piece.status, piece.x) for piece in drawn.strip] == [("planned", LEFT), ("started", middle)]
    assert sum(piece.width for piece in drawn.strip) == pytest.approx(end - LEFT)
    heights = [BOTTOM - (BOTTOM - TOP) * level / 5 for level in (1, 3)]
    assert drawn.dots == [(middle, heights[0]), (late, heights[1])]
    assert drawn.path == f"M{middle:g} {heights[0]:g}H{late:g}L{late:g} {heights[1]:g}H{end:g}"
    assert drawn.target == TOP
    assert [level for level, _height in drawn.lines] == [0, 1, 2, 3, 4, 5]


def test_a_time_without_a_judgement_leaves_a_gap() -> None:
    points = [Point(at(1), "started", 2), Point(at(2), "started", None), Point(at(3), "started", 2)]
    drawn = course(points, at(4), target=3)
    assert drawn is not None
    assert drawn.path.count("M") == 2
    assert len(drawn.dots) == 2
    assert course([], at(4), target=3) is None
    only = course([Point(at(4), "planned", 0)], at(4), target=3)
    assert only is not None and only.dots == [(LEFT, BOTTOM)]


# The picture


def test_a_picture_leads_from_the_control_through_what_it_answers() -> None:
    direct = [
        Direct("a", "A.1", "One", "ISO", whole=True),
        Direct("b", "A.2", "Two", "ISO", whole=False),
        Direct("c", "5.2", "Three", "CIS", whole=True),
    ]
    drawn = picture("F-1", direct, {"n": ("NIS2", 4)}, [("a", "n"), ("c", "n")])
    assert drawn is not None
    assert [band.breadth for band in drawn.bands] == [WHOLE, PART, WHOLE]
    assert [(band.breadth, band.title) for band in drawn.claims] == [(CLAIM, "A.1 → NIS2"), (CLAIM, "5.2 → NIS2")]
    gaps = [later.y - earlier.y for earlier, later in zip(drawn.answered, drawn.answered[1:], strict=False)]
    assert gaps[1] > gaps[0]  # frameworks stand apart
    assert drawn.height == max(box.y + box.height for box in drawn.answered)
    assert [box.count for box in drawn.reached] == [4]
    assert drawn.control.middle == drawn.height / 2
    assert picture("F-1", [], {}, []) is None


def test_many_frameworks_that_are_reached_make_the_picture_higher() -> None:
    direct = [Direct("a", "A.1", "One", "ISO", whole=True)]
    far = {f"n{number}": (f"Rules {number}", 1) for number in range(6)}
    drawn = picture("F-1", direct, far, [("a", key) for key in far])
    assert drawn is not None
    assert drawn.reached[0].y == 0
    assert drawn.height == drawn.reached[-1].y + drawn.reached[-1].height
