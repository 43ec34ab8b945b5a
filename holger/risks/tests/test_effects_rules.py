"""What controls do to a risk: the arithmetic, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holger.risks import library
from holger.risks.rules import method
from holger.risks.rules.effects import Taken, follows, lowered, points, target_after
from holger.risks.rules.scoring import Levels

FIVE = method.read(library.definition("five"), 1)
NOW = Levels(c=4, i=0, a=None, dc=2, likelihood=3)

one = st.one_of(st.none(), st.integers(0, 5))
levels = st.builds(Levels, *[one] * 6, likelihood=st.one_of(st.none(), st.integers(1, 5)))
taken = st.builds(Taken, st.integers(0, 4), st.integers(0, 4))


def test_controls_add_up_and_no_level_falls_below_one():
    assert lowered(NOW, [Taken(1, 1), Taken(0, 1)]) == Levels(c=2, i=0, a=None, dc=1, likelihood=2)
    assert lowered(NOW, [Taken(5, 5)]) == Levels(c=1, i=0, a=None, dc=1, likelihood=1)
    assert lowered(NOW, []) == NOW
    assert lowered(Levels(), [Taken(1, 1)]) == Levels()


@given(levels, st.lists(taken, max_size=4))
def test_what_is_lowered_is_never_higher_nor_gone(before, effects):
    for was, now in zip(before, lowered(before, effects), strict=True):
        assert (was is None) == (now is None)
        assert was is None or (was == now == 0) or 1 <= now <= was


@given(levels, taken, taken)
def test_it_does_not_matter_which_control_comes_first(before, one, other):
    assert lowered(before, [one, other]) == lowered(before, [other, one]) == lowered(lowered(before, [one]), [other])


def test_a_target_follows_until_somebody_sets_it():
    planned = [Taken(likelihood=1)]
    assert follows(NOW, lowered(NOW, planned), planned)
    assert follows(NOW, Levels(), planned)
    assert not follows(NOW, NOW, planned)


@pytest.mark.parametrize(
    ("target", "planned", "after", "planned_after", "expected"),
    [
        # Nobody has set one: it is what the controls explain.
        (Levels(), [], NOW, [Taken(1, 0)], NOW._replace(likelihood=2)),
        # It was what they explained: it goes along with them, and with the current levels.
        (NOW._replace(likelihood=2), [Taken(1, 0)], NOW, [Taken(2, 0)], NOW._replace(likelihood=1)),
        (NOW._replace(likelihood=2), [Taken(1, 0)], NOW, [], NOW),
        (NOW._replace(likelihood=2), [Taken(1, 0)], NOW._replace(likelihood=5), [Taken(1, 0)], NOW._replace(likelihood=4)),
        # It equals the current levels: nothing was planned, now something is.
        (NOW, [], NOW, [Taken(1, 0)], NOW._replace(likelihood=2)),
        # Somebody has set it by hand, or no control has a say, or it is there already.
        (NOW._replace(likelihood=1), [Taken(1, 0)], NOW, [Taken(2, 0)], None),
        (NOW, [], NOW._replace(likelihood=5), [], None),
        (Levels(), [], NOW, [Taken()], None),
        (NOW._replace(likelihood=2), [Taken(1, 0)], NOW, [Taken(1, 0)], None),
    ],
)  # fmt: skip
def test_where_the_target_goes(target, planned, after, planned_after, expected):
    assert target_after(target, NOW, planned, after, planned_after) == expected


def test_points_are_what_the_score_loses_by_one_control_alone():
    assert points(FIVE, Levels(c=4, likelihood=3), Taken(1, 0)) == 12 - 8
    assert points(FIVE, Levels(c=4, likelihood=3), Taken(1, 1)) == 12 - 6
    assert points(FIVE, Levels(c=4, likelihood=1), Taken(1, 0)) == 0
    assert points(FIVE, Levels(c=4), Taken(1, 0)) == 0
    assert points(FIVE, Levels(c=0, likelihood=2), Taken(1, 1)) == 0


@given(levels, taken)
def test_no_control_adds_points(before, effect):
    assert points(FIVE, before, effect) >= 0


def test_no_control_takes_more_than_there_is():
    assert Taken(5, 1).at_most(3) == Taken(3, 1)
    assert not Taken()
    assert Taken(0, 1)
