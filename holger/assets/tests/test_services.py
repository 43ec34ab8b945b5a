"""Writing the map: who may, what follows, what is refused, and the trace it leaves."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from holger.assets import services
from holger.assets.models import Asset, Dependency
from holger.assets.tests.factories import make_asset, make_dependency, make_information_type, make_process
from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.organisation.models import Tag

pytestmark = pytest.mark.django_db


def events(action, target=None):
    found = Event.objects.filter(action=action).order_by("seq")
    return list(found.filter(subject_id=target.pk) if target else found)


def needs(asset):
    asset.refresh_from_db()
    return asset.need_c, asset.need_i, asset.need_a


def test_anna_adds_a_system(cast, actor_of):
    asset = services.asset_create(
        actor=actor_of(cast.anna), title="Webshop", type="application", owner=cast.bo, own_c=2, own_a=4
    )
    assert asset.reference == "A-1"
    assert needs(asset) == (2, None, 4)
    assert asset.criticality == 4
    assert events("asset.created", asset)[0].changes["owner"] == [None, "Bo Lind"]


def test_processes_are_counted_apart(cast, actor_of):
    actor = actor_of(cast.anna)
    services.asset_create(actor=actor, title="Webshop")
    process = services.asset_create(actor=actor, title="Order to delivery", type="process")
    assert (process.reference, process.path) == ("P-1", "processes/P-1/")


def test_bo_adds_but_edits_only_his_own(cast, actor_of):
    bo = actor_of(cast.bo)
    mine = services.asset_create(actor=bo, title="Webshop", owner=cast.bo)
    services.asset_edit(actor=bo, asset=mine, title="Shop")
    with pytest.raises(NotAllowed):
        services.asset_edit(actor=bo, asset=make_asset(cast.kronborg, owner=cast.anna), title="Mine now")


def test_the_deputy_stands_in(cast, actor_of):
    asset = make_asset(cast.kronborg, owner=cast.anna, deputy=cast.bo)
    services.asset_edit(actor=actor_of(cast.bo), asset=asset, title="Shop")
    assert Asset.objects.get(pk=asset.pk).title == "Shop"


def test_carl_and_emil_write_nothing(cast, actor_of):
    asset = make_asset(cast.kronborg)
    for person in (cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            services.asset_create(actor=actor_of(person), title="Webshop")
        with pytest.raises(NotAllowed):
            services.asset_edit(actor=actor_of(person), asset=asset, title="Webshop")


def test_dorte_does_not_find_it(cast, actor_of):
    asset, other = make_asset(cast.kronborg), make_asset(cast.kronborg, "Webshop")
    dorte = actor_of(cast.dorte)
    with pytest.raises(NotFound):
        services.asset_edit(actor=dorte, asset=asset, title="Mine now")
    with pytest.raises(NotFound):
        services.asset_archive(actor=dorte, asset=asset)
    with pytest.raises((NotFound, RuleBroken)):
        services.dependency_add(actor=dorte, source=asset, target=other)


@pytest.mark.parametrize("field", ["owner", "deputy", "unit", "tags", "information_types"])
def test_what_belongs_to_others_cannot_be_named(cast, actor_of, field):
    foreign = {
        "owner": cast.dorte,
        "deputy": cast.dorte,
        "unit": None,
        "tags": [Tag.objects.create(organisation=cast.rosenborg, name="ERP")],
        "information_types": [make_information_type(cast.rosenborg)],
    }
    from holger.organisation.models import Unit

    foreign["unit"] = Unit.objects.create(organisation=cast.rosenborg, name="Office")
    asset = make_asset(cast.kronborg)
    with pytest.raises(RuleBroken) as broken:
        services.asset_edit(actor=actor_of(cast.anna), asset=asset, **{field: foreign[field]})
    assert broken.value.field == field
    with pytest.raises(RuleBroken):
        services.asset_create(actor=actor_of(cast.anna), title="Webshop", **{field: foreign[field]})


def test_a_dependency_never_leaves_the_house(cast, actor_of):
    asset, foreign = make_asset(cast.kronborg), make_asset(cast.rosenborg)
    with pytest.raises(RuleBroken):
        services.dependency_add(actor=actor_of(cast.anna), source=asset, target=foreign)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_dependency(asset, foreign)


def test_the_second_of_two_editors_is_told(cast, actor_of):
    asset = make_asset(cast.kronborg)
    services.asset_edit(actor=actor_of(cast.anna), asset=Asset.objects.get(pk=asset.pk), version=1, title="Shop")
    with pytest.raises(Conflict):
        services.asset_edit(actor=actor_of(cast.olga), asset=asset, version=1, title="Store")


def test_need_follows_the_dependency(cast, actor_of):
    anna = actor_of(cast.anna)
    process = make_process(cast.kronborg, own_i=4, own_a=3)
    system, server = make_asset(cast.kronborg, own_c=2, own_a=2), make_asset(cast.kronborg, "KRB-FS01", type="server")
    services.dependency_add(actor=anna, source=system, target=server, kind="runs_on")
    services.dependency_add(actor=anna, source=process, target=system)
    assert needs(system) == (2, 4, 3)
    assert needs(server) == (2, 4, 3)
    assert (server.driven_i, server.driven_c, server.criticality) == (process, system, 4)
    told = events("asset.inherited", server)[-1]
    assert told.actor_label == "holger"
    assert told.channel == "system"
    assert told.changes["need_a"] == [2, 3]
    assert told.changes["driven_a"] == [str(system), str(process)]


def test_several_dependencies_at_once_come_to_the_same(cast, actor_of):
    anna = actor_of(cast.anna)
    process = make_process(cast.kronborg, own_i=4, own_a=3)
    system, server = make_asset(cast.kronborg, own_c=2, own_a=2), make_asset(cast.kronborg, "KRB-FS01", type="server")
    first = {"source": system, "target": server, "kind": "runs_on"}
    added = services.dependencies_add(actor=anna, new=[first, {"source": process, "target": system}])
    assert [each.kind for each in added] == ["runs_on", "uses"]
    assert needs(system) == (2, 4, 3)
    assert needs(server) == (2, 4, 3)
    assert (server.driven_i, server.driven_c, server.criticality) == (process, system, 4)
    assert len(events("dependency.added", system)) == 2
    assert len(events("asset.inherited", server)) == 1, "the need followed once"


def test_of_several_dependencies_all_are_added_or_none(cast, actor_of):
    asset, foreign = make_asset(cast.kronborg), make_asset(cast.rosenborg)
    mine = {"source": asset, "target": make_asset(cast.kronborg)}
    with pytest.raises(RuleBroken):
        services.dependencies_add(actor=actor_of(cast.anna), new=[mine, {"source": asset, "target": foreign}])
    with pytest.raises(NotAllowed):
        services.dependencies_add(actor=actor_of(cast.carl), new=[mine])
    assert not Dependency.objects.exists()
    assert services.dependencies_add(actor=actor_of(cast.anna), new=[]) == []


def test_need_sinks_when_its_reason_goes(cast, actor_of):
    anna = actor_of(cast.anna)
    process, system = make_process(cast.kronborg, own_a=4), make_asset(cast.kronborg, own_a=2)
    dependency = services.dependency_add(actor=anna, source=process, target=system)
    services.asset_edit(actor=anna, asset=process, own_a=3)
    assert needs(system)[2] == 3
    services.dependency_edit(actor=anna, dependency=dependency, carries_a=False)
    assert needs(system)[2] == 2
    services.dependency_edit(actor=anna, dependency=dependency, carries_a=True)
    assert needs(system)[2] == 3
    services.dependency_remove(actor=anna, dependency=dependency)
    assert needs(system)[2] == 2


def test_what_is_archived_asks_for_nothing(cast, actor_of):
    anna = actor_of(cast.anna)
    process, system = make_process(cast.kronborg, own_a=4), make_asset(cast.kronborg, own_a=2)
    services.dependency_add(actor=anna, source=process, target=system)
    services.asset_archive(actor=anna, asset=process)
    assert needs(system)[2] == 2
    services.asset_restore(actor=anna, asset=process)
    assert needs(system)[2] == 4


def test_an_override_needs_a_reason_and_is_passed_on(cast, actor_of):
    anna = actor_of(cast.anna)
    process, system, backup = make_process(cast.kronborg, own_a=4), make_asset(cast.kronborg), make_asset(cast.kronborg)
    services.dependency_add(actor=anna, source=process, target=system)
    services.dependency_add(actor=anna, source=system, target=backup)
    with pytest.raises(RuleBroken):
        services.asset_override_need(actor=anna, asset=system, override_a=2, reason=" ")
    services.asset_override_need(actor=anna, asset=system, override_a=2, reason="Paper works for a week.")
    assert needs(system)[2] == needs(backup)[2] == 2
    assert events("asset.overridden", system)[0].reason == "Paper works for a week."
    services.asset_override_clear(actor=anna, asset=system)
    assert needs(system)[2] == needs(backup)[2] == 4


def test_bo_does_not_override(cast, actor_of):
    asset = make_asset(cast.kronborg, owner=cast.bo)
    with pytest.raises(NotAllowed):
        services.asset_override_need(actor=actor_of(cast.bo), asset=asset, override_a=1, reason="It is fine.")


def test_computed_fields_are_not_written_by_hand(cast, actor_of):
    for field in ("need_a", "driven_a", "criticality", "override_a"):
        with pytest.raises(ValueError, match=field):
            services.asset_edit(actor=actor_of(cast.anna), asset=make_asset(cast.kronborg), **{field: 4})


def test_nothing_depends_on_itself_or_twice(cast, actor_of):
    anna = actor_of(cast.anna)
    one, other = make_asset(cast.kronborg), make_asset(cast.kronborg)
    with pytest.raises(RuleBroken):
        services.dependency_add(actor=anna, source=one, target=one)
    services.dependency_add(actor=anna, source=one, target=other)
    with pytest.raises(ValidationError):
        services.dependency_add(actor=anna, source=one, target=other)


def test_bo_ties_his_own_to_others_but_not_others_to_others(cast, actor_of):
    mine, database, server = (
        make_asset(cast.kronborg, owner=cast.bo),
        make_asset(cast.kronborg),
        make_asset(cast.kronborg),
    )
    bo = actor_of(cast.bo)
    services.dependency_add(actor=bo, source=mine, target=database)
    services.dependency_add(actor=bo, source=server, target=mine)
    with pytest.raises(NotAllowed):
        services.dependency_add(actor=bo, source=server, target=database)


def test_both_ends_tell_of_their_dependency(cast, actor_of):
    one, other = make_asset(cast.kronborg), make_asset(cast.kronborg)
    services.dependency_add(actor=actor_of(cast.anna), source=one, target=other)
    assert events("dependency.added", one)[0].changes == {"depends_on": [None, str(other)]}
    assert events("dependency.added", other)[0].changes == {"depended_on_by": [None, str(one)]}


def test_a_process_stays_a_process(cast, actor_of):
    with pytest.raises(RuleBroken) as broken:
        services.asset_edit(actor=actor_of(cast.anna), asset=make_process(cast.kronborg), type="server")
    assert broken.value.field == "type"


def test_an_impact_analysis_must_hold_together(cast, actor_of):
    process = make_process(cast.kronborg, impact_1d=3, mtpd_hours=24)
    for answers, field in (({"impact_3d": 2}, "impact_3d"), ({"rto_hours": 48}, "rto_hours")):
        with pytest.raises(RuleBroken) as broken:
            services.asset_edit(actor=actor_of(cast.anna), asset=process, **answers)
        assert broken.value.field == field
        process.refresh_from_db()


def test_a_review_sets_the_next_date(cast, actor_of):
    today = dates.today()
    asset = make_asset(cast.kronborg, owner=cast.bo, next_review=today - timedelta(3))
    bo = actor_of(cast.bo)
    with pytest.raises(RuleBroken):
        services.asset_review(actor=bo, asset=asset, today=today, next_review=today)
    services.asset_review(actor=bo, asset=asset, today=today, next_review=today + timedelta(365), note="All holds.")
    assert asset.last_reviewed == today
    assert events("asset.reviewed", asset)[0].reason == "All holds."


def test_many_rows_at_once(cast, actor_of, django_assert_max_num_queries):
    anna = actor_of(cast.anna)
    assets = [make_asset(cast.kronborg, f"System {n}") for n in range(30)]
    with django_assert_max_num_queries(12):
        assert services.assets_bulk_edit(actor=anna, assets=assets, owner=cast.bo) == 30
    assert services.assets_bulk_edit(actor=anna, assets=Asset.objects.all(), owner=cast.bo) == 0
    assert Asset.objects.filter(owner=cast.bo, version=2).count() == 30
    assert len(events("asset.edited")) == 30
    with pytest.raises(RuleBroken):
        services.assets_bulk_edit(actor=anna, assets=assets, owner=cast.dorte)
    with pytest.raises(ValidationError):
        services.assets_bulk_edit(actor=anna, assets=assets, status="lost")
    with pytest.raises(NotAllowed):
        services.assets_bulk_edit(actor=actor_of(cast.carl), assets=assets, owner=None)


def test_tags_are_added_to_many(cast, actor_of):
    anna = actor_of(cast.anna)
    erp, old = (Tag.objects.create(organisation=cast.kronborg, name=name) for name in ("ERP", "Old"))
    assets = [make_asset(cast.kronborg), make_asset(cast.kronborg)]
    assets[0].tags.set([old, erp])
    assert services.assets_bulk_tag(actor=anna, assets=assets, tags=[erp]) == 1
    assert set(assets[0].tags.all()) == {old, erp}
    assert list(assets[1].tags.all()) == [erp]


def test_archiving_many_lets_go_of_what_they_drove(cast, actor_of):
    anna = actor_of(cast.anna)
    process, system = make_process(cast.kronborg, own_a=4), make_asset(cast.kronborg)
    services.dependency_add(actor=anna, source=process, target=system)
    assert services.assets_bulk_archive(actor=anna, assets=[process]) == 1
    assert needs(system)[2] is None


def test_information_types_in_use_stay(cast, actor_of):
    anna = actor_of(cast.anna)
    payslips = services.information_type_create(actor=anna, name="Payslips", personal_data="ordinary")
    with pytest.raises(ValidationError):
        services.information_type_create(actor=anna, name="payslips")
    services.asset_edit(actor=anna, asset=make_asset(cast.kronborg), information_types=[payslips])
    with pytest.raises(RuleBroken):
        services.information_type_delete(actor=anna, information=payslips)
    with pytest.raises(NotAllowed):
        services.information_type_edit(actor=actor_of(cast.bo), information=payslips, name="Pay")
    with pytest.raises(NotFound):
        services.information_type_edit(actor=actor_of(cast.dorte), information=payslips, name="Pay")


@pytest.mark.parametrize(
    "fields",
    [
        {"own_a": 5},
        {"need_c": 0},
        {"impact_1w": 9},
        {"type": "spaceship"},
        {"status": "lost"},
        {"override_a": 2},
        {"rto_hours": 9, "mtpd_hours": 8},
    ],
)
def test_the_database_guards_the_row(cast, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.filter(pk=make_asset(cast.kronborg).pk).update(**fields)


def test_step_by_step_equals_the_whole(cast, actor_of):
    """A hundred random changes through the services, and then everything anew: nothing is left to correct."""
    anna, chance = actor_of(cast.anna), random.Random(11)
    assets = [make_asset(cast.kronborg, f"System {n}", own_a=chance.choice([None, 1, 2, 3, 4])) for n in range(12)]
    for _ in range(100):
        asset = Asset.objects.get(pk=chance.choice(assets).pk)
        match chance.randrange(7):
            case 0 | 1 | 2:
                other = chance.choice(assets)
                if other.pk != asset.pk and not Dependency.objects.filter(source=asset, target=other).exists():
                    services.dependency_add(
                        actor=anna, source=asset, target=other, carries_c=chance.random() < 0.5, carries_i=True
                    )
            case 3 if dependency := Dependency.objects.order_by("?").first():
                services.dependency_remove(actor=anna, dependency=dependency)
            case 4:
                services.asset_edit(
                    actor=anna, asset=asset, own_a=chance.choice([None, 1, 2, 3, 4]), own_c=chance.randint(1, 4)
                )
            case 5:
                services.asset_override_need(
                    actor=anna, asset=asset, override_a=chance.randint(1, 4), reason="Because."
                )
            case 6 if asset.archived_at:
                services.asset_restore(actor=anna, asset=asset)
            case 6:
                services.asset_archive(actor=anna, asset=asset)
    assert services.recompute(actor=anna) == 0


def test_what_needs_a_permission_is_refused_at_once(cast, actor_of):
    """Each service asks by itself, whatever the page or the operation before it has asked."""
    today, bo = dates.today(), actor_of(cast.bo)
    asset = make_asset(cast.kronborg, owner=cast.anna)
    with pytest.raises(NotAllowed):
        services.asset_review(actor=bo, asset=asset, today=today, next_review=today + timedelta(9))
    with pytest.raises(NotAllowed):
        services.asset_override_clear(actor=bo, asset=asset)
    with pytest.raises(NotAllowed):
        services.information_type_create(actor=bo, name="Payslips")


def test_a_tag_of_elsewhere_is_put_on_nothing(cast, actor_of):
    anna, asset = actor_of(cast.anna), make_asset(cast.kronborg)
    foreign = Tag.objects.create(organisation=cast.rosenborg, name="Theirs")
    with pytest.raises(RuleBroken, match="Choose one from the list"):
        services.assets_bulk_tag(actor=anna, assets=[asset], tags=[foreign])
    assert not asset.tags.exists()
