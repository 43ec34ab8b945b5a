"""Rules of the map, without a database."""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holger.assets.rules import flags, impact, picture
from holger.assets.rules.inheritance import criticality, repair
from holger.core.inheriting import NOTHING, Value, inherit
from tests.work import counted

TODAY = date(2026, 11, 24)


class Memory:
    """A graph in memory, as ``repair`` asks for it."""

    def __init__(self, base, edges, fixed, values):
        self.bases, self.edges, self.fixed, self.values = base, edges, fixed, values
        self.asked = set()

    def after(self, nodes):
        self.asked |= set(nodes)
        return {node: [t for s, t in self.edges if s == node] for node in nodes}

    def before(self, nodes):
        return {node: [s for s, t in self.edges if t == node] for node in nodes}

    def base(self, node):
        return self.bases.get(node)

    def is_fixed(self, node):
        return node in self.fixed

    def value(self, node):
        return self.values.get(node, NOTHING)


def whole(base, edges, fixed):
    after = defaultdict(list)
    for source, target in edges:
        after[source].append(target)
    return inherit(base, after, fixed)


def test_the_highest_need_wins_along_the_way():
    found = whole({"P-3": 4, "P-8": 2, "A-7": 3}, [("P-3", "A-7"), ("P-8", "A-7"), ("A-7", "A-14")], ())
    assert found["A-7"] == Value(4, "P-3")
    assert found["A-14"] == Value(4, "P-3")


def test_a_need_of_ones_own_that_is_as_high_is_ones_own():
    found = whole({"P-3": 3, "A-7": 3}, [("P-3", "A-7"), ("A-7", "A-9")], ())
    assert found["A-7"] == Value(3)
    assert found["A-9"] == Value(3, "A-7")


def test_an_override_holds_and_is_passed_on():
    found = whole({"P-3": 4, "A-7": 2}, [("P-3", "A-7"), ("A-7", "A-14")], {"A-7"})
    assert found["A-7"] == Value(2)
    assert found["A-14"] == Value(2, "A-7")


def test_a_circle_comes_to_rest():
    found = whole({"P-1": 3}, [("P-1", "A-1"), ("A-1", "A-2"), ("A-2", "A-1")], ())
    assert found == {"P-1": Value(3), "A-1": Value(3, "P-1"), "A-2": Value(3, "P-1")}


def test_lowering_the_only_source_of_a_circle_empties_it():
    edges = [("P-1", "A-1"), ("A-1", "A-2"), ("A-2", "A-1")]
    before = whole({"P-1": 3}, edges, ())
    found = repair(Memory({}, edges, set(), before), ["P-1"])
    assert found == {"P-1": NOTHING, "A-1": NOTHING, "A-2": NOTHING}


def test_risk_scores_rise_from_what_supports_to_what_is_supported():
    supports = {"A-14": ["A-7"], "A-7": ["P-3"]}
    found = inherit({"A-14": 20, "A-7": 9}, supports)
    assert found["P-3"] == Value(20, "A-14")


def test_criticality_is_the_highest_need():
    assert criticality((2, None, 4)) == 4
    assert criticality((None, None, None)) is None


nodes = st.integers(0, 9)
levels = st.integers(1, 4)
graphs = st.tuples(
    st.dictionaries(nodes, levels),
    st.sets(st.tuples(nodes, nodes).filter(lambda edge: edge[0] != edge[1]), max_size=24),
    st.sets(nodes, max_size=3),
)


def _sound(base, fixed):
    return {node for node in fixed if node in base}


@settings(max_examples=400)
@given(graphs, nodes, st.one_of(st.none(), levels), st.booleans())
def test_repairing_after_a_new_level_equals_computing_the_whole(graph, node, level, override):
    base, edges, fixed = graph
    fixed = _sound(base, fixed)
    before = whole(base, edges, fixed)
    base = {**base, node: level} if level else {k: v for k, v in base.items() if k != node}
    fixed = (fixed | {node} if override else fixed - {node}) & set(base)
    _agree(before, base, edges, fixed, [node])


@settings(max_examples=400)
@given(graphs, st.tuples(nodes, nodes).filter(lambda edge: edge[0] != edge[1]))
def test_repairing_after_a_changed_edge_equals_computing_the_whole(graph, edge):
    base, edges, fixed = graph
    fixed = _sound(base, fixed)
    before = whole(base, edges, fixed)
    _agree(before, base, edges ^ {edge}, fixed, [edge[1]])


@settings(max_examples=200)
@given(graphs, graphs)
def test_repairing_after_many_changes_equals_computing_the_whole(one, other):
    base, edges, fixed = one[0], one[1], _sound(one[0], one[2])
    before = whole(base, edges, fixed)
    new_base, new_edges = other[0], other[1]
    new_fixed = _sound(new_base, other[2])
    changed = {n for n in range(10) if base.get(n) != new_base.get(n) or (n in fixed) != (n in new_fixed)}
    changed |= {target for _source, target in edges ^ new_edges}
    _agree(before, new_base, new_edges, new_fixed, changed)


@settings(max_examples=400)
@given(graphs, nodes, levels, st.sets(st.tuples(nodes, nodes).filter(lambda edge: edge[0] != edge[1]), max_size=3))
def test_what_only_grows_is_repaired_without_withdrawing(graph, node, level, edges_that_come):
    base, edges, fixed = graph
    fixed = _sound(base, fixed)
    before = whole(base, edges, fixed)
    changed = {target for _source, target in edges_that_come}
    if node not in fixed and level >= base.get(node, 0):
        base, changed = {**base, node: level}, changed | {node}
    _agree(before, base, edges | edges_that_come, fixed, changed, growing=True)


def _agree(before, base, edges, fixed, changed, growing=False):
    after = whole(base, edges, fixed)
    wanted = {n: after.get(n, NOTHING) for n in range(10) if after.get(n, NOTHING) != before.get(n, NOTHING)}
    assert repair(Memory(base, edges, fixed, before), changed, growing=growing) == wanted


def test_a_change_that_changes_nothing_looks_no_further():
    edges = [(n, n + 1) for n in range(100)]
    before = whole({0: 4}, edges, ())
    graph = Memory({0: 4, 50: 2}, edges, set(), before)
    assert repair(graph, [50]) == {}


def on_a_map_of(objects):
    """What it is to work out the needs of all of them, each with three dependencies."""
    chance = random.Random(7)
    base = {n: chance.randint(1, 4) for n in range(0, objects, 3)}
    edges = defaultdict(list)
    for _ in range(3 * objects):
        edges[chance.randrange(objects)].append(chance.randrange(objects))
    with counted() as work:
        inherit(base, edges)
    return work.steps


def test_ten_times_as_many_objects_are_little_more_than_ten_times_the_work():
    assert on_a_map_of(10_000) < 12 * on_a_map_of(1_000)


@dataclass
class Thing:
    type: str = "application"
    status: str = "in_use"
    archived_at: object = None
    owner_id: object = 1
    deputy_id: object = 2
    exposure: str = "none"
    country: str = "DK"
    personal_data: str = "none"
    mfa: str = "yes"
    backup: str = "yes"
    logging: str = "yes"
    criticality: int | None = 2
    need_c: int | None = 2
    need_i: int | None = 2
    need_a: int | None = 2
    rto_hours: int | None = None
    end_of_support: date | None = None
    next_review: date | None = None


def keys(thing, carried=None):
    return [flag.key for flag in flags.flags(thing, carried or flags.Carried(), TODAY)]


def test_a_well_kept_system_has_no_remarks():
    assert keys(Thing()) == []


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("internet_exposed_without_mfa", {"exposure": "internet", "mfa": "partly"}),
        ("critical_without_mfa", {"criticality": 4, "mfa": "no"}),
        ("no_owner", {"owner_id": None}),
        ("support_ended", {"end_of_support": TODAY - timedelta(1)}),
        ("support_ends_soon", {"end_of_support": TODAY}),
        ("support_ends_soon", {"end_of_support": TODAY + timedelta(180)}),
        ("special_data_without_logging", {"personal_data": "special", "logging": "unknown"}),
        ("critical_without_backup", {"criticality": 4, "backup": "no"}),
        ("review_overdue", {"next_review": TODAY - timedelta(1)}),
        ("no_deputy_for_critical", {"criticality": 4, "deputy_id": None}),
        ("third_country_with_personal_data", {"personal_data": "ordinary", "country": "US"}),
    ],
)
def test_each_remark_has_its_cause(key, change):
    assert keys(replace(Thing(), **change)) == [key]


@pytest.mark.parametrize(
    "change",
    [
        {"next_review": TODAY},
        {"end_of_support": TODAY + timedelta(181)},
        {"exposure": "vpn", "mfa": "no"},
        {"personal_data": "ordinary", "country": "NO"},
        {"type": "paper_archive", "personal_data": "special", "logging": "unknown", "backup": "no"},
        {"status": "retired", "owner_id": None},
        {"archived_at": TODAY, "owner_id": None},
    ],
)
def test_no_remark_without_cause(change):
    assert keys(replace(Thing(), **change)) == []


def test_it_must_recover_before_the_process_that_needs_it():
    assert keys(Thing(rto_hours=24), flags.Carried(rto_hours=4)) == ["rto_exceeds_process"]
    assert keys(Thing(rto_hours=4), flags.Carried(rto_hours=4)) == []


def test_an_override_below_what_it_carries_is_told_of():
    flag = flags.flags(Thing(need_a=3), flags.Carried(need_a=4), TODAY)[0]
    assert flag.key == "lower_need_than_supported"
    assert flag.params == {"dimension": "availability", "own": 3, "wanted": 4}


def test_the_worst_remark_comes_first():
    thing = Thing(owner_id=None, exposure="internet", mfa="no", criticality=4, deputy_id=None)
    assert [flag.level for flag in flags.flags(thing, flags.Carried(), TODAY)] == ["crit", "high"]


def test_every_rule_has_a_title():
    assert {rule.__name__ for rule in flags.RULES} == set(flags.TITLES)


def test_impact_does_not_shrink_with_time():
    assert [reason.field for reason in impact.broken((3, 2, None, 4), None, None, None)] == ["impact_1d"]
    assert list(impact.broken((1, None, 3, 3), 4, 4, 8)) == []


def test_recovery_comes_before_the_longest_tolerable_outage():
    assert [reason.field for reason in impact.broken((None,) * 4, 48, 72, 24)] == ["rto_hours", "rpo_hours"]


@pytest.mark.parametrize(
    ("impacts", "level"),
    [
        ((3, 3, 4, 4), 4),
        ((1, 3, 4, 4), 3),
        ((1, 2, 3, 4), 2),
        ((1, 1, 2, 4), 1),
        ((None, 1, None, None), 1),
        ((None,) * 4, None),
    ],
)
def test_the_sooner_it_gets_serious_the_higher_the_need_for_availability(impacts, level):
    assert impact.availability_from(impacts) == level


def test_the_picture_sets_dependants_left_and_dependencies_right():
    drawn = picture.picture(
        {-1: ["P-3", "P-8"], 0: ["A-7"], 1: ["A-14"]},
        [("uses", "P-3", "A-7"), ("uses", "P-8", "A-7"), ("backup", "A-7", "A-14")],
    )
    at = {box.node: (box.x, box.y) for box in drawn.boxes}
    assert at == {"P-3": (0, 0), "P-8": (0, 60), "A-7": (184, 30), "A-14": (368, 30)}
    assert drawn.lines[0].path == "M150 20C167 20 167 50 184 50"
    assert (drawn.width, drawn.height, drawn.left_out) == (518, 100, 0)


def test_a_picture_of_one_side_keeps_the_other_side_free():
    drawn = picture.picture({0: ["P-3"], 1: ["A-7"]}, [("uses", "P-3", "A-7"), ("calls", "A-7", "P-3")])
    assert {box.node: box.x for box in drawn.boxes} == {"P-3": 184, "A-7": 368}
    assert [line.path for line in drawn.lines] == ["M334 20C351 20 351 20 368 20", "M368 28C351 28 351 28 334 28"]


def test_a_crowded_column_says_how_many_are_left_out():
    drawn = picture.picture({0: ["P-3"], 1: [f"A-{n}" for n in range(9)]}, [("uses", "P-3", "A-8")])
    assert drawn.left_out == 3
    assert drawn.lines == []
