"""One step up, down, in or out, and the number of one more."""

import pytest

from holger.frameworks.rules.moving import Place, next_code, steps

TREE = [("1", None), ("1.1", "1"), ("1.2", "1"), ("1.2.1", "1.2"), ("2", None), ("3", None)]


@pytest.mark.parametrize(
    ("key", "way", "place"),
    [
        ("2", "up", Place(None, "1")),
        ("1", "down", Place(None, "3")),
        ("2", "down", Place(None, None)),
        ("2", "in", Place("1", None)),
        ("1.2", "up", Place("1", "1.1")),
        ("1.1", "down", Place("1", None)),
        ("1.2", "in", Place("1.1", None)),
        ("1.1", "out", Place(None, "2")),
        ("1.2.1", "out", Place("1", None)),
    ],
)
def test_a_step(key, way, place):
    assert steps(TREE)[key][way] == place


@pytest.mark.parametrize(
    ("key", "ways"),
    [
        ("1", {"down"}),
        ("3", {"up", "in"}),
        ("1.1", {"down", "out"}),
        ("1.2.1", {"out"}),
    ],
)
def test_where_a_step_leads_no_further(key, ways):
    assert set(steps(TREE)[key]) == ways


def test_a_tree_of_one_stays_where_it_is():
    assert steps([("1", None)]) == {"1": {}}
    assert steps([]) == {}


@pytest.mark.parametrize(
    ("parent", "siblings", "taken", "code"),
    [
        ("", [], [], "1"),
        ("", ["1", "2"], [], "3"),
        ("1", [], [], "1.1"),
        ("A.5", [], [], "A.5.1"),
        ("1", ["1.1", "1.9"], [], "1.10"),
        ("", ["KR-01", "KR-02"], [], "KR-03"),
        ("", ["KR-09"], [], "KR-10"),
        ("1", ["1.1"], ["1.2", "1.3"], "1.4"),
        ("", ["§4 a"], [], ""),
    ],
)
def test_the_number_of_one_more(parent, siblings, taken, code):
    assert next_code(parent, siblings, taken) == code
