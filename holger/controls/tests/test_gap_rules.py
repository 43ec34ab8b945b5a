"""What is filled in beforehand, how far a round is, how large a gap is, what moved: without a database."""

import pytest

from holger.controls.rules import gap
from holger.controls.rules.gap import Alike, Filled, Said, Sums, counted, fill_in, gap_size, moved
from holger.controls.rules.radar import Radar

MET, PARTLY, NOT = "met", "partly", "not"


@pytest.mark.parametrize(
    ("standing", "last", "claim", "filled"),
    [
        (Said(), Said(), "", Filled()),
        (Said(MET, 4, "Tested"), Said(NOT, 1), "strong", Filled(MET, 4, "Tested", "last")),
        (Said(), Said(PARTLY, 2, "Half"), "strong", Filled(PARTLY, 2, "Half", "last")),
        (Said(), Said(), "strong", Filled(MET, None, "", "mapping")),
        (Said(), Said(), "part", Filled(PARTLY, None, "", "mapping")),
        (Said("", None, "See the log"), Said(), "part", Filled(PARTLY, None, "See the log", "mapping")),
        (Said("", 1, "See the log"), Said(), "", Filled("", 1, "See the log", "")),
    ],
)
def test_what_is_filled_in_beforehand(standing, last, claim, filled):
    assert fill_in(standing, last, claim) == filled


def test_each_requirement_is_counted_once():
    rows = [
        Alike(MET, count=3, levels=9, levelled=3, aims=9),
        Alike(PARTLY, count=1, levels=1, levelled=1, aims=3),
        Alike(NOT, count=1, aims=3),
        Alike(MET, confirmed=False, count=2, levels=6, levelled=2, aims=6),
        Alike(PARTLY, confirmed=False, aims=3),
        Alike(NOT, confirmed=False, aims=3),
        Alike("", count=1, aims=3),
        Alike("", confirmed=False, aims=3),
        Alike(MET, applicable=False, count=4, levels=20, levelled=4, aims=12),
    ]
    sums = counted(rows)
    assert (sums.met, sums.partly, sums.not_met) == (3, 1, 1)
    assert (sums.met_before, sums.partly_before, sums.not_before) == (2, 1, 1)
    assert (sums.answered, sums.unconfirmed, sums.unanswered, sums.out) == (5, 4, 2, 4)
    assert (sums.total, sums.waiting, sums.done) == (11, 6, False)
    assert (sums.progress, sums.percent, sums.expected) == (45, 31, 54)
    assert sums.maturity == pytest.approx(16 / 6)
    assert sums.target == 3


def test_nothing_is_not_done():
    assert (Sums().done, Sums().percent, Sums().progress, Sums().maturity, Sums().target) == (False, 0, 0, None, None)


def test_only_what_is_all_met_is_a_hundred():
    assert counted([Alike(MET, count=999), Alike(PARTLY)]).percent == 99
    assert counted([Alike(MET, count=1000)]).percent == 100
    assert counted([Alike(MET, count=1000)]).done


@pytest.mark.parametrize(
    ("answer", "maturity", "target", "size"),
    [
        ("", None, 3, None),
        ("", 0, 3, None),
        (MET, None, 3, 0),
        (MET, 3, 3, 0),
        (MET, 5, 3, 0),
        (MET, 1, 3, 2),
        (PARTLY, None, 3, 3),
        (PARTLY, 2, 3, 2),
        (PARTLY, 4, 3, 1),
        (NOT, None, 3, 5),
        (NOT, 1, 3, 4),
        (NOT, None, 5, 7),
        (NOT, 0, 0, 2),
    ],
)
def test_how_large_a_gap_is(answer, maturity, target, size):
    assert gap_size(answer, maturity, target) == size
    assert size is None or 0 <= size <= gap.LARGEST


def test_a_worse_answer_is_never_a_smaller_gap():
    for target in range(6):
        for maturity in (None, *range(6)):
            sizes = [gap_size(answer, maturity, target) for answer in (MET, PARTLY, NOT)]
            assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("then", "now", "way"),
    [
        (Said(PARTLY), Said(MET), "up"),
        (Said(MET), Said(PARTLY), "down"),
        (Said(MET, 5), Said(NOT, 5), "down"),
        (Said(NOT, 4), Said(MET, 1), "up"),
        (Said(MET, 2), Said(MET, 3), "up"),
        (Said(MET, 3), Said(MET, 2), "down"),
        (Said(MET, 3), Said(MET, 3), "same"),
        (Said(MET), Said(MET, 3), "same"),
        (Said(MET, 3), Said(MET), "same"),
        (Said(), Said(NOT), "first"),
        (None, Said(MET), "first"),
        (Said(MET), Said(), "open"),
        (None, Said(), "open"),
        (Said(MET), None, "out"),
    ],
)
def test_what_moved(then, now, way):
    assert moved(then, now) == way


def test_the_radar_begins_on_top_and_follows_the_clock():
    chart = Radar(4)
    assert [chart.point(spoke, 5) for spoke in range(4)] == [(0, -100), (100, 0), (0, 100), (-100, 0)]
    assert chart.line([5, None, 2.5, 0]) == "0,-100 0,0 0,50 0,0"
    assert [chart.anchor(spoke) for spoke in range(4)] == ["middle", "start", "middle", "end"]
    assert chart.ring(1) == chart.line([1, 1, 1, 1])
