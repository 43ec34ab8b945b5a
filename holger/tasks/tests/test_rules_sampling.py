"""Samples that can be drawn again, and how large they are to be."""

import subprocess
import sys
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as some

from holger.tasks.rules.sampling import METHODS, digest, draw, recommended, seed_for

ids = some.lists(some.text(max_size=12), max_size=60)
SYSTEMS = [f"A-{n}" for n in range(1, 41)]


def test_the_seed_of_a_run_says_which_run():
    assert seed_for("AK-16", 2026, 4) == "AK-16/2026-4"


def test_the_same_seed_draws_the_same_forever():
    """These rows stand in reports: if they change, an auditor can no longer draw them again."""
    sample = draw("AK-16/2026-4", SYSTEMS, 5)
    assert sample.ids == ("A-9", "A-25", "A-7", "A-21", "A-1")
    assert (sample.population, sample.size, sample.method, sample.digest) == (40, 5, "drawn", "36a13796af984f26")
    assert draw("AK-16/2027-1", SYSTEMS, 5).ids != sample.ids


def test_it_is_the_same_in_another_process_with_another_hash():
    code = "from holger.tasks.rules.sampling import draw; print(draw('s', map(str, range(99)), 9).ids)"
    for hash_seed in ("1", "2"):
        run = [sys.executable, "-c", code]
        said = subprocess.run(run, env={"PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=True).stdout
        assert said.strip() == str(draw("s", map(str, range(99)), 9).ids)


def test_all_is_everything():
    assert draw("s", SYSTEMS, 40).method == "whole" == draw("s", SYSTEMS, 99).method
    assert sorted(draw("s", SYSTEMS, 99).ids) == sorted(SYSTEMS)
    assert draw("s", SYSTEMS, 0).ids == () == draw("s", SYSTEMS, -1).ids
    assert draw("s", [], 5).population == 0
    assert {"drawn", "whole"} <= METHODS.keys()


@given(ids, some.text(), some.integers(0, 80), some.randoms())
def test_neither_order_nor_repetition_matters(rows, seed, size, chance):
    other = rows * 2
    chance.shuffle(other)
    assert draw(seed, rows, size) == draw(seed, other, size)


@given(ids, some.text(), some.integers(0, 60))
def test_one_more_leaves_the_others(rows, seed, size):
    fewer, more = draw(seed, rows, size), draw(seed, rows, size + 1)
    assert more.ids[: fewer.size] == fewer.ids
    assert set(more.ids) <= set(rows) and len(set(more.ids)) == more.size


def test_a_row_more_or_less_is_noticed():
    assert digest(SYSTEMS) != digest(SYSTEMS[1:])
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert draw("ab", ["c"], 1).ids == ("c",)


def test_nobody_is_favoured():
    """Over a thousand runs every system is drawn about equally often."""
    drawn = dict.fromkeys(SYSTEMS, 0)
    for number in range(1000):
        for each in draw(f"AK-16/{number}", SYSTEMS, 10).ids:
            drawn[each] += 1
    assert min(drawn.values()) > 190 and max(drawn.values()) < 310


@pytest.mark.parametrize(
    ("population", "size"),
    [(0, 0), (1, 1), (2, 2), (5, 5), (9, 9), (10, 9), (20, 14), (40, 17), (100, 20), (1_000, 22), (1_000_000, 22)],
)
def test_how_many_to_look_at(population, size):
    assert recommended(population) == size


@given(some.integers(1, 400))
def test_it_is_certain_enough(population):
    """Whatever the number of deviations from a tenth on: reckoned with whole rows."""
    size = recommended(population)
    for bad in {-(-population // 10), population // 5 + 1, population}:
        assert comb(population - bad, size) / comb(population, size) <= 0.1 + 1e-9


def test_a_larger_population_never_asks_for_fewer():
    found = [recommended(population) for population in range(3_000)]
    assert found == sorted(found) and found[-1] == 22
