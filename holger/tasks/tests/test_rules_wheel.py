"""The annual wheel: everything is on it, nothing is on anything else, and what matters most can be read."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from math import atan2, degrees, hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from holger.tasks.rules.wheel import USUAL, Ring, Run, Wheel, draw
from holger.tasks.rules.wheel_columns import STUB
from holger.tasks.rules.wheel_labels import Label
from holger.tasks.rules.wheel_marks import RHYTHM, URGENCY, URGENT, Mark
from holger.tasks.rules.wheel_shape import MARGIN, Shape, angle_of, cut, is_low, numbers, spread, text_width
from holger.tasks.tests.wheels import RINGS, TODAY, made_up, ready_year

Point = tuple[float, float]


def wheel(runs: list[Run], today: date = TODAY, **said: object) -> Wheel:
    return draw(runs, RINGS, 2026, today, flag="Today 24 November", rhythm="Every month", **said)


READY = wheel(ready_year())
CROWDED = wheel(made_up(200))
EMPTY = wheel([])


# Days and angles


def test_the_year_goes_round_from_the_top():
    assert angle_of(date(2026, 1, 1)) == pytest.approx(2.0, abs=0.1)
    assert angle_of(date(2026, 4, 15)) == pytest.approx(104.6, abs=0.5)
    assert 0 < angle_of(date(2026, 1, 1)) < angle_of(date(2026, 1, 31)) < 30 < angle_of(date(2026, 2, 1))
    assert angle_of(date(2028, 2, 29)) < 60 and 359 > angle_of(date(2026, 12, 31)) > 358 - 1
    assert USUAL.point(100, 0) == (USUAL.cx, USUAL.cy - 100)
    assert USUAL.point(100, 90) == pytest.approx((USUAL.cx + 100, USUAL.cy))


def test_text_stands_on_its_feet():
    assert is_low(180) and not is_low(10) and not is_low(350) and is_low(91)
    january, july = READY.months[0].name_path, READY.months[6].name_path
    assert " 0 0 1 " in january and " 0 0 0 " in july


@given(some.lists(some.floats(0, 300), max_size=20).map(sorted), some.floats(1, 12))
def test_spread_moves_as_little_as_it_must(wanted, gap):
    gaps = [gap] * (len(wanted) - 1)
    found = spread(wanted, gaps, 0, 300)
    assert len(found) == len(wanted)
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in found)
    assert all(other - one >= gap - 1e-6 for one, other in pairwise(found))
    if all(other - one >= gap for one, other in pairwise(wanted)):
        assert found == pytest.approx(wanted)
    assert spread(found, gaps, 0, 300) == pytest.approx(found)


def test_spread_shares_what_room_there_is():
    assert spread([5, 5, 5], [10, 10], 0, 10) == [0, 5, 10]
    assert spread([], [], 0, 10) == [] and spread([20], [], 0, 10) == [10]


def test_a_text_is_cut_to_its_room():
    assert cut("Access", 12, 100) == "Access"
    assert cut("Access rights of everybody", 12, 60) == "Access…"
    assert text_width(cut("Access rights of everybody", 12, 90), 12) <= 90
    assert cut("Access", 12, 0) == "…"


# The year of an organisation


def test_the_ready_year_is_all_there_and_readable():
    assert READY.runs == len(READY.marks) == 85
    assert [mark.runs[0].key for mark in READY.marks] != [] and all(mark.count == 1 for mark in READY.marks)
    assert len(READY.labels) == 34 and READY.hidden == 0
    assert {label.title for label in READY.labels} == {run.activity for run in ready_year()}
    assert all(label.text == label.title and label.note and not label.more for label in READY.labels)


def test_what_comes_every_month_has_a_track_of_its_own():
    rhythm = [mark for mark in READY.marks if mark.track.key == RHYTHM]
    assert len(rhythm) == 24 and {mark.runs[0].activity for mark in rhythm} == {"Vulnerability scan", "Logs and alarms"}
    assert all(mark.size < 1 for mark in rhythm)
    assert [ring.key for ring in READY.rings] == [RHYTHM, *(ring.key for ring in RINGS)]
    few = [run for run in ready_year() if run.activity not in ("Vulnerability scan", "Logs and alarms")]
    assert [ring.key for ring in wheel(few).rings] == [ring.key for ring in RINGS]


def test_what_was_missed_is_named_where_it_was_missed():
    named = {label.title: label.run for label in READY.labels}
    assert [(title, run.day.month) for title, run in named.items() if run.state == "missed"] == [
        ("MFA coverage", 10),
        ("Joiners and leavers", 10),
        ("Privileged accounts", 11),
    ]
    assert named["Restore test"].state == "soon"


def test_labels_are_on_both_sides():
    right = sum(label.side == 1 for label in READY.labels)
    assert 12 <= right <= 22


def test_rings_have_their_names_where_no_mark_stands():
    assert [ring.name for ring in READY.rings if not ring.name_path] == ["Every month"]
    assert all(not ring.name_path for ring in wheel(made_up(700)).rings if ring.key != RHYTHM)
    assert [ring.shaded for ring in READY.rings] == [True, False] * 3


def test_today_has_a_hand_in_its_own_year_only():
    hand = READY.hand
    assert hand is not None and hand.flag.text == "Today 24 November"
    assert [month.number for month in READY.months if month.now] == [11]
    assert hypot(hand.x - USUAL.cx, hand.y - USUAL.cy) == pytest.approx(USUAL.rim, abs=0.2)
    assert hand.flag_left + hand.flag_width == pytest.approx(hand.flag.x, abs=0.1)
    other = draw(ready_year(2025), RINGS, 2025, TODAY, "Today")
    assert other.hand is None and not any(month.now for month in other.months) and other.runs == 85


def test_other_years_are_not_shown():
    assert draw(ready_year(2025), RINGS, 2026, TODAY).runs == 0


def test_an_empty_year_is_a_wheel():
    assert (EMPTY.marks, EMPTY.labels, EMPTY.hidden, len(EMPTY.rings), len(EMPTY.months)) == ((), (), 0, 5, 12)
    assert EMPTY.hand is not None and all(ring.name_path for ring in EMPTY.rings)
    assert draw([], [], 2026, TODAY).rings == ()


def test_a_wheel_without_labels_for_small_screens():
    bare = wheel(ready_year(), labels=False)
    assert bare.labels == () and bare.hidden == 0 and bare.hand is not None
    assert [mark.runs for mark in bare.marks] == [mark.runs for mark in READY.marks]
    assert USUAL.bare_box == "186 86 508 508" and USUAL.box == "0 0 880 680"


def test_each_mark_with_its_label():
    named = [label for _, label in READY.labelled if label]
    assert len(READY.labelled) == 85 and len(named) == 34
    assert all(label.mark is mark for mark, label in READY.labelled if label)


def test_a_ring_that_nobody_draws_is_left_out():
    only = [Ring("governance", "Governance")]
    assert {mark.track.key for mark in draw(ready_year(), only, 2026, TODAY).marks} == {RHYTHM, "governance"}


# Too much of it


def test_two_hundred_activities_stay_readable():
    assert CROWDED.runs == len(made_up(200))
    assert len(CROWDED.marks) < 420 and any(mark.count > 1 for mark in CROWDED.marks)
    assert 30 <= len(CROWDED.labels) <= 70
    assert CROWDED.hidden == 200 - sum(1 + label.more for label in CROWDED.labels) > 100


def test_the_number_of_marks_and_labels_has_a_bound():
    flood = wheel(made_up(2_000))
    assert flood.runs == len(made_up(2_000))
    assert len(flood.marks) < 420 and len(flood.labels) <= 70


def test_what_shares_a_mark_shows_the_worst_and_tells_all():
    day = date(2026, 3, 10)
    states = ["done"] * 20 + ["missed"] + ["late"] * 2
    runs = [Run(f"{n}", f"AK-{n}", "people", day, state, f"Activity {n}") for n, state in enumerate(states)]
    (mark,) = [mark for mark in wheel(runs).marks if mark.count > 1]
    assert (mark.count, mark.state) == (23, "missed")
    assert mark.states == (("missed", 1), ("late", 2), ("done", 20))
    (label,) = wheel(runs).labels
    assert label.written == "Activity 20 +22" and len(label.others) == 22


def test_the_urgent_does_not_hide_among_the_calm():
    """Of a month that is too full, what is done comes together before what was missed comes to it."""
    runs = [Run(f"{n}", f"AK-{n}", "people", date(2026, 3, 2 * n + 1), "done", "x") for n in range(14)]
    runs[7] = replace(runs[7], state="missed")
    missed = [mark for mark in wheel(runs).marks if mark.state == "missed"]
    assert [mark.count for mark in missed] == [1]


def test_the_important_keep_their_labels():
    named = {activity for label in CROWDED.labels for activity in (label.run.activity, *label.others)}
    kept = [run.state for run in made_up(200) if run.activity in named]
    lost = [run.state for run in made_up(200) if run.activity not in named]
    assert sum(state in URGENT for state in kept) / len(kept) > 3 * sum(state in URGENT for state in lost) / len(lost)


def test_an_unknown_state_is_as_if_planned():
    (mark,) = wheel([Run("1", "AK-1", "people", TODAY, "odd", "Odd")]).marks
    assert mark.state == "odd" and "planned" in URGENCY


# Nothing on anything else


def box(label: Label) -> tuple[float, float, float, float]:
    left = label.x if label.side == 1 else label.x - label.width
    return left, label.y - label.height / 2, left + label.width, label.y + label.height / 2


def line_of(shape: Shape, label: Label) -> tuple[Point, Point]:
    return shape.point(shape.rim + STUB, label.angle), (label.x - label.side * 5, label.y)


def cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    def turn(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, other
    return turn(a, b, c) * turn(a, b, d) < -1 and turn(c, d, a) * turn(c, d, b) < -1


def all_labels(drawn: Wheel) -> list[Label]:
    return [*drawn.labels, *([drawn.hand.flag] if drawn.hand else [])]


def check_marks(drawn: Wheel) -> None:
    shape = drawn.shape
    for mark in drawn.marks:
        radius = hypot(mark.x - shape.cx, mark.y - shape.cy)
        angle = degrees(atan2(mark.x - shape.cx, shape.cy - mark.y)) % 360
        assert mark.track.inner < radius < mark.track.outer
        assert all(int(angle // 30) + 1 == run.day.month for run in mark.runs)
    by_track: dict[str, list[Mark]] = {}
    for mark in drawn.marks:
        by_track.setdefault(mark.track.key, []).append(mark)
    for here in by_track.values():
        here.sort(key=lambda mark: mark.angle)
        days = [run.day for mark in here for run in mark.runs]
        assert days == sorted(days)
        for one, other in pairwise([*here, here[0]] if len(here) > 1 else here):
            assert hypot(one.x - other.x, one.y - other.y) > 13.2 * one.size


def check_labels(drawn: Wheel) -> None:
    shape, labels = drawn.shape, all_labels(drawn)
    boxes = [box(label) for label in labels]
    for left, top, right, bottom in boxes:
        assert left >= 0 and right <= shape.width
        assert top >= MARGIN - 0.2 and bottom <= shape.height - MARGIN + 0.2
    for one, other in combinations(labels, 2):
        (left, top, right, bottom), (left2, top2, right2, bottom2) = box(one), box(other)
        apart = right <= left2 or right2 <= left or bottom <= top2 + 0.2 or bottom2 <= top + 0.2
        assert apart, (one, other)
        assert not cross(line_of(shape, one), line_of(shape, other)), (one, other)
    for label in labels:
        (x1, y1), (x2, y2) = line_of(shape, label)
        for step in range(11):
            x, y = x1 + (x2 - x1) * step / 10, y1 + (y2 - y1) * step / 10
            assert hypot(x - shape.cx, y - shape.cy) > shape.rim - 1


def check_counts(drawn: Wheel, runs: list[Run]) -> None:
    shown = [run for mark in drawn.marks for run in mark.runs]
    assert sorted(run.key for run in shown) == sorted(run.key for run in runs)
    named = [activity for label in drawn.labels for activity in (label.run.activity, *label.others)]
    assert len(named) == len(set(named))
    assert len(named) + drawn.hidden == len({run.activity for run in runs})
    assert all(label.run in label.mark.runs for label in drawn.labels)


@pytest.mark.parametrize("activities", [1, 10, 34, 60, 100, 200, 500])
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 7, 2), TODAY])
def test_nothing_is_lost_and_nothing_lies_on_anything_else(activities, seed, today):
    runs = made_up(activities, seed)
    drawn = wheel(runs, today)
    check_marks(drawn)
    check_labels(drawn)
    check_counts(drawn, runs)


def test_the_ready_year_lies_well():
    check_marks(READY)
    check_labels(READY)
    check_counts(READY, ready_year())


runs_of_a_year = some.lists(
    some.builds(
        lambda activity, ring, day, state, title: Run(
            "", f"AK-{activity}", ring, day, state, title, "10. nov. · årligt"
        ),
        some.integers(0, 40),
        some.sampled_from([ring.key for ring in RINGS]),
        some.dates(date(2026, 1, 1), date(2026, 12, 31)),
        some.sampled_from(URGENCY),
        some.text("abcdefWM ", min_size=1, max_size=70),
    ),
    max_size=120,
).map(lambda runs: [replace(run, key=str(number)) for number, run in enumerate(runs)])


@settings(max_examples=60)
@given(runs_of_a_year, some.dates(date(2026, 1, 1), date(2026, 12, 31)), some.randoms())
def test_whatever_the_year_nothing_lies_on_anything_else(runs, today, chance):
    drawn = wheel(runs, today)
    check_marks(drawn)
    check_labels(drawn)
    check_counts(drawn, runs)
    mixed = list(runs)
    chance.shuffle(mixed)
    again = wheel(mixed, today)
    assert [(mark.x, mark.y, mark.runs) for mark in again.marks] == [
        (mark.x, mark.y, mark.runs) for mark in drawn.marks
    ]


# Numbers for a picture


@pytest.mark.parametrize("drawn", [READY, CROWDED, EMPTY])
def test_numbers_have_one_decimal(drawn):
    shown = [value for mark in drawn.marks for value in (mark.x, mark.y, mark.size)]
    shown += [value for label in all_labels(drawn) for value in (label.x, label.y, label.text_y, label.note_y)]
    shown += [value for ring in drawn.rings for value in (ring.radius, ring.width)]
    shown += [drawn.hand.x, drawn.hand.y, drawn.hand.flag_left, drawn.hand.flag_width]
    assert all(value == round(value, 1) for value in shown)
    paths = [each.sector for each in drawn.months] + [each.spoke for each in drawn.months]
    paths += [each.name_path for each in (*drawn.months, *drawn.rings)] + [drawn.hand.path]
    paths += [path for label in all_labels(drawn) for path in (label.leader, label.inner)]
    assert all(re.fullmatch(r"(?:[MLA]|-?\d+(?:\.\d)?| |Z)*", path) for path in paths)


def test_numbers_are_written_for_programs():
    assert numbers(1.25, -0.04, 3) == "1.2 0 3" and numbers(1e6, -12.34) == "1e+06 -12.3"
