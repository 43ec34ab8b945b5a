"""How critical suppliers are, through chains that may be long, tangled or go round."""

import random

from hypothesis import given
from hypothesis import strategies as st

from holger.suppliers.rules.chains import Standing, chain, going_round, on_countries, on_suppliers, standings
from tests.work import counted

ORDERS, PAYROLL, SHOP = "p1", "p2", "a1"
HOST, CLOUD, SMALL = "s1", "s2", "s3"
NEEDS = {ORDERS: 4, PAYROLL: 2}
LINKS = [(ORDERS, SHOP), (SHOP, HOST), (HOST, CLOUD), (PAYROLL, SMALL), (SMALL, CLOUD)]


def found(needs=NEEDS, links=LINKS, overrides=None):
    return standings(chain(needs, links, overrides or {}), [HOST, CLOUD, SMALL, "s4"])


def test_the_most_critical_thing_that_depends_on_it_drives():
    result = found()
    assert result[HOST] == Standing(4, 4, ORDERS, overridden=False)
    assert result[CLOUD] == Standing(4, 4, ORDERS, overridden=False)
    assert result[SMALL] == Standing(2, 2, PAYROLL, overridden=False)
    assert result["s4"] == Standing(None, None, None, overridden=False)


def test_an_override_holds_and_is_handed_on_and_still_tells_what_the_chain_says():
    result = found(overrides={HOST: 1})
    assert result[HOST] == Standing(1, 4, ORDERS, overridden=True)
    assert result[CLOUD] == Standing(2, 2, PAYROLL, overridden=False)
    assert found(overrides={"s4": 3})["s4"] == Standing(3, None, None, overridden=True)


def test_an_override_down_a_chain_of_overrides():
    result = found(overrides={HOST: 3, CLOUD: 1})
    assert result[CLOUD] == Standing(1, 3, HOST, overridden=True)


def test_a_supplier_may_have_a_need_of_its_own():
    assert found({**NEEDS, CLOUD: 4})[CLOUD] == Standing(4, 4, None, overridden=False)
    assert found({**NEEDS, CLOUD: 3}, overrides={CLOUD: 1})[CLOUD].driven_by == ORDERS


def test_a_chain_that_goes_round_survives():
    result = found(links=[*LINKS, (CLOUD, HOST), (CLOUD, CLOUD), (HOST, SMALL)])
    assert {key: each.level for key, each in result.items()} == {HOST: 4, CLOUD: 4, SMALL: 4, "s4": None}


def test_what_depends_on_itself_is_told_from_what_hangs_on_that():
    rounds = [(CLOUD, HOST), (CLOUD, "s5"), ("s5", "s6"), ("s6", "s6"), ("s6", "s7")]
    assert going_round(chain({}, LINKS, {}).links) == set()
    assert going_round(chain({}, [*LINKS, *rounds], {}).links) == {HOST, CLOUD, "s6"}


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_whatever_the_links_a_node_goes_round_if_a_walk_from_it_comes_back(links):
    followers = chain({}, sorted(links), {}).links

    def comes_back(start):
        met, waiting = set(), list(followers.get(start, ()))
        while waiting:
            if (node := waiting.pop()) not in met:
                met.add(node)
                waiting.extend(followers.get(node, ()))
        return start in met

    assert going_round(followers) == {node for node in range(8) if comes_back(node)}


def test_a_chain_of_thousands_is_walked_without_running_out_of_stack():
    ring = [(each, (each + 1) % 5000) for each in range(5000)]
    assert len(going_round(chain({}, ring, {}).links)) == 5000


def test_how_much_hangs_on_one_supplier():
    told = chain(NEEDS, LINKS, {})
    weights = on_suppliers(told, [ORDERS, PAYROLL], [HOST, CLOUD, SMALL, "s4"])
    assert [(each.key, each.hanging, each.critical, each.share) for each in weights] == [
        (CLOUD, [ORDERS, PAYROLL], [ORDERS], 100),
        (HOST, [ORDERS], [ORDERS], 50),
        (SMALL, [PAYROLL], [], 50),
    ]


def test_how_much_hangs_on_one_country():
    told = chain(NEEDS, LINKS, {})
    weights = on_countries(told, [ORDERS, PAYROLL], {HOST: ["DK"], CLOUD: ["US", "IE"], SMALL: ["DK"]})
    assert [(each.key, each.share) for each in weights] == [("DK", 100), ("IE", 100), ("US", 100)]
    assert on_countries(told, [], {HOST: ["DK"]}) == []


@given(
    st.dictionaries(st.integers(0, 8), st.integers(1, 4)),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=30),
    st.dictionaries(st.integers(0, 8), st.integers(1, 4), max_size=3),
)
def test_it_is_the_highest_of_all_that_leads_there(needs, links, overrides):
    result = standings(chain(needs, links, overrides), range(9))
    level = {key: overrides.get(key, needs.get(key, 0)) for key in range(9)}
    for _ in range(10):
        for depends, on in links:
            if on not in overrides:
                level[on] = max(level[on], level[depends])
    assert {key: each.level or 0 for key, each in result.items()} == level


def among(number):
    """So many suppliers, a fifth as many things that need them, and four links for each."""
    chance, things = random.Random(8), number // 5
    suppliers = range(things, things + number)
    needs = {key: chance.randint(1, 4) for key in range(things)}
    links = [(chance.randrange(things + number), chance.choice(suppliers)) for _ in range(4 * number)]
    return suppliers, needs, links, {chance.choice(suppliers): chance.randint(1, 4) for _ in range(number // 50)}


def weighing(number):
    suppliers, needs, links, overrides = among(number)
    with counted() as work:
        assert len(standings(chain(needs, links, overrides), suppliers)) == number
    return work.steps


@given(
    st.dictionaries(st.integers(0, 30), st.tuples(st.integers(100, 106), st.integers(1, 4)), max_size=25),
    st.sets(st.tuples(st.integers(100, 106), st.integers(100, 106)), max_size=12),
    st.dictionaries(st.integers(100, 106), st.integers(1, 4), max_size=4),
    st.dictionaries(st.integers(100, 106), st.integers(1, 4), max_size=4),
)
def test_of_what_leans_on_a_supplier_only_the_heaviest_decides(leaning, links, own, overrides):
    heaviest = {}
    for key, (supplier, level) in sorted(leaning.items()):
        if supplier not in heaviest or level > leaning[heaviest[supplier]][1]:
            heaviest[supplier] = key

    def weighed(some):
        needs = {**own, **{key: leaning[key][1] for key in some}}
        onto = [(key, leaning[key][0]) for key in some]
        return standings(chain(needs, [*onto, *sorted(links)], overrides), range(100, 107))

    assert weighed(sorted(heaviest.values())) == weighed(sorted(leaning))


def test_ten_times_as_many_suppliers_are_ten_times_the_work_to_weigh():
    assert weighing(5_000) < 12 * weighing(500)


def test_what_hangs_on_whom_is_told_by_following_each_link_once_for_each_thing():
    suppliers, needs, links, _overrides = among(5_000)
    with counted() as work:
        assert len(on_suppliers(chain(needs, links, {}), range(200), suppliers)) > 4_000
    assert work.steps < 200 * len(links)
