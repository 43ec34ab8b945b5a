"""Reading the map: who sees what, the same remarks in SQL as in the rules, graphs in few questions."""

import random
from datetime import date, timedelta

import pytest

from holger.assets import extras, selectors, services
from holger.assets.models import Asset, AssetType
from holger.assets.rules import flags
from holger.assets.tests.factories import make_asset, make_dependency, make_information_type, make_process
from holger.core.permissions import Role
from holger.ui.columns import Column
from tests.cast import make_person, make_unit
from tests.duties import duties_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def test_who_sees_the_map(cast, actor_of):
    make_asset(cast.kronborg)
    for person in (cast.olga, cast.anna, cast.karen, cast.bo, cast.carl):
        assert selectors.assets_for(actor_of(person)).count() == 1
    for person in (cast.emil, cast.dorte):
        assert selectors.assets_for(actor_of(person)).count() == 0


def test_a_reader_of_one_unit_sees_that_unit_and_no_line_out_of_it(cast, actor_of):
    office = make_unit(cast.kronborg, "Office")
    reader = make_person(cast.kronborg, "Ida Bo", Role.AUDITOR, only_in=office)
    here, also, away = (make_asset(cast.kronborg, unit=unit) for unit in (office, office, cast.production))
    make_dependency(here, also)
    make_dependency(here, away)
    actor = actor_of(reader)
    assert set(selectors.assets_for(actor)) == {here, also}
    assert [d.target for d in selectors.dependencies_for(actor)] == [also]
    around = selectors.graph_around(actor, here)
    assert set(around.nodes) == {here.pk, also.pk}
    assert len(around.edges) == 1


def test_processes_and_assets_are_two_registers(cast, actor_of):
    process, system = make_process(cast.kronborg), make_asset(cast.kronborg)
    anna = actor_of(cast.anna)
    assert list(selectors.processes_for(anna)) == [process]
    assert list(selectors.plain_assets_for(anna)) == [system]


def _some(chance: random.Random, values: list) -> object:
    return chance.choice(values)


def _random_map(cast, actor, chance: random.Random) -> None:
    days = [None, *(TODAY + timedelta(n) for n in (-400, -1, 0, 1, 179, 180, 181))]
    answers = ["yes", "partly", "no", "not_relevant", "unknown"]
    assets = [
        services.asset_create(
            actor=actor,
            title=f"Object {number}",
            type=_some(chance, AssetType.values),
            status=_some(chance, ["planned", "in_use", "phasing_out", "retired"]),
            owner=_some(chance, [None, cast.bo, cast.anna]),
            deputy=_some(chance, [None, cast.bo]),
            exposure=_some(chance, ["none", "vpn", "internet"]),
            country=_some(chance, ["", "DK", "NO", "US", "GB"]),
            personal_data=_some(chance, ["none", "ordinary", "special"]),
            mfa=_some(chance, answers),
            backup=_some(chance, answers),
            logging=_some(chance, answers),
            own_c=_some(chance, [None, 1, 4]),
            own_a=_some(chance, [None, 2, 4]),
            rto_hours=_some(chance, [None, 4, 24]),
            end_of_support=_some(chance, days),
            next_review=_some(chance, days),
        )
        for number in range(60)
    ]
    for _ in range(60):
        source, target = chance.sample(assets, 2)
        if not source.dependencies.filter(target=target).exists():
            services.dependency_add(actor=actor, source=source, target=target, carries_a=chance.random() < 0.8)
    for asset in chance.sample(assets, 15):
        level = chance.randint(1, 3)
        services.asset_override_need(actor=actor, asset=asset, override_a=level, reason="We know better.")
    for asset in chance.sample(assets, 6):
        services.asset_archive(actor=actor, asset=asset)


@pytest.mark.parametrize("seed", range(2))
def test_remarks_are_the_same_in_sql_and_in_the_rules(cast, actor_of, seed):
    actor = actor_of(cast.anna)
    _random_map(cast, actor, random.Random(seed))
    rows = list(selectors.assets_for(actor))
    carried = selectors.carried_by(rows)
    by_rule = {row.pk: {flag.key for flag in selectors.flags_of(row, carried, TODAY)} for row in rows}
    counts = selectors.flag_counts(selectors.assets_for(actor), TODAY)
    assert set(counts) == set(flags.TITLES)
    for key in flags.TITLES:
        in_sql = set(selectors.assets_for(actor).filter(selectors.flagged(key, TODAY)).values_list("pk", flat=True))
        assert in_sql == {pk for pk, keys in by_rule.items() if key in keys}, key
        assert counts[key] == len(in_sql)
    assert any("lower_need_than_supported" in keys for keys in by_rule.values())


def test_the_graph_goes_up_and_down_as_far_as_asked(cast, actor_of, django_assert_max_num_queries):
    anna = actor_of(cast.anna)
    process, system, server, site = (
        make_process(cast.kronborg),
        *(make_asset(cast.kronborg, title) for title in ("ERP", "KRB-FS01", "Building C")),
    )
    other = make_process(cast.kronborg, "Finance")
    for source, target in ((process, system), (other, system), (system, server), (server, site)):
        make_dependency(source, target)
    with django_assert_max_num_queries(3):
        around = selectors.graph_around(anna, system)
    assert around.at(-1) == [process, other]
    assert around.at(1) == [server]
    with django_assert_max_num_queries(6):
        around = selectors.graph_around(anna, system, depth=2)
    assert around.at(2) == [site]
    assert len(around.edges) == 4
    assert set(selectors.graph_around(anna, system, depth=3, direction="down").nodes) == {system.pk, server.pk, site.pk}
    assert set(selectors.graph_around(anna, system, depth=3, direction="up").nodes) == {system.pk, process.pk, other.pk}


def test_a_circle_is_walked_once(cast, actor_of):
    one, other = make_asset(cast.kronborg), make_asset(cast.kronborg)
    make_dependency(one, other)
    make_dependency(other, one)
    around = selectors.graph_around(actor_of(cast.anna), one, depth=6)
    assert (len(around.nodes), len(around.edges)) == (2, 2)


def test_a_crowded_graph_says_that_it_is_cut(cast, actor_of):
    process = make_process(cast.kronborg)
    for number in range(9):
        make_dependency(process, make_asset(cast.kronborg, f"System {number}", own_a=1 + number % 4))
    around = selectors.graph_around(actor_of(cast.anna), process, limit=5)
    assert around.cut
    assert len(around.nodes) == 5
    assert [asset.criticality for asset in around.at(1)] == [4, 4, 3, 3]


def test_archived_objects_leave_the_graph(cast, actor_of):
    anna, process, system = actor_of(cast.anna), make_process(cast.kronborg), make_asset(cast.kronborg)
    make_dependency(process, system)
    services.asset_archive(actor=anna, asset=system)
    assert set(selectors.graph_around(anna, process).nodes) == {process.pk}


def test_search_finds_words_anywhere_and_references_first(cast, actor_of):
    anna = actor_of(cast.anna)
    central, twin = make_asset(cast.kronborg, "Business Central"), make_asset(cast.kronborg, "Copy of A-1")
    assert [hit.reference for hit in selectors.search(anna, "central busi", 5)] == [central.reference]
    assert [hit.reference for hit in selectors.search(anna, "A-1", 5)] == [central.reference, twin.reference]
    assert selectors.search(actor_of(cast.dorte), "central", 5) == []


def test_the_map_is_known_where_owner_need_and_dependency_are(cast, actor_of):
    process, system = make_process(cast.kronborg, own_a=3, owner=cast.bo), make_asset(cast.kronborg, own_a=3)
    make_dependency(process, system)
    numbers = selectors.map_numbers(actor_of(cast.anna), TODAY)
    assert (numbers.total, numbers.known, numbers.processes) == (2, 1, 1)
    assert numbers.criticality == {3: 1}
    assert numbers.flags["no_owner"] == 1


def test_numbers_are_counted_again_when_something_is_written(cast, actor_of):
    anna = actor_of(cast.anna)
    services.asset_create(actor=anna, title="Webshop")
    assert selectors.map_numbers(anna, TODAY).total == 1
    services.asset_create(actor=anna, title="Payroll")
    assert selectors.map_numbers(anna, TODAY).total == 2
    assert selectors.map_numbers(actor_of(cast.dorte), TODAY).total == 0


def test_my_reviews_are_mine(cast):
    late = make_asset(cast.kronborg, owner=cast.bo, next_review=TODAY - timedelta(1))
    make_asset(cast.kronborg, owner=cast.bo, next_review=TODAY + timedelta(60))
    make_asset(cast.kronborg, owner=cast.bo, next_review=TODAY - timedelta(1), status="retired")
    make_asset(cast.kronborg, owner=cast.anna, next_review=TODAY - timedelta(1))
    assert [duty.key for duty in duties_of(cast.bo)] == [f"assets.asset:{late.pk}:review"]


def test_information_types_know_where_they_are(cast, actor_of):
    payslips = make_information_type(cast.kronborg)
    make_asset(cast.kronborg).information_types.set([payslips])
    assert selectors.information_types_for(actor_of(cast.carl)).get().held == 1
    assert not selectors.information_types_for(actor_of(cast.emil)).exists()
    assert Asset.objects.get().information_types.get() == payslips


def test_only_whoever_may_edit_is_asked_to_review(cast):
    """An auditor owns what was once theirs, and cannot say that it holds."""
    for owner in (cast.bo, cast.carl):
        make_asset(cast.kronborg, owner=owner, next_review=date(2020, 1, 1))
    assert len(duties_of(cast.bo)) == 1
    assert duties_of(cast.carl) == []


def test_what_rooms_above_add_is_for_those_who_may_see_it(cast, actor_of, monkeypatch):
    extra = extras.Extra(Column("x", "X"), lambda rows, actor: rows, "risks.view")
    monkeypatch.setattr(extras, "EXTRAS", [extra])
    assert extras.extras_for(actor_of(cast.carl)) == [extra]
    assert extras.extras_for(actor_of(cast.emil)) == []
