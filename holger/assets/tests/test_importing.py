"""Writing what a file says, as the services see it: other organisations' rows are missing, and reach is asked row by row."""

from uuid import uuid4

import pytest

from holger.assets import services
from holger.assets.models import Asset, Dependency
from holger.assets.services import need
from holger.assets.tests.factories import make_asset, make_dependency, make_process
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.permissions import Role
from holger.exchange.registers import ChangedRow, NewRow
from tests.cast import actor_of, make_person, make_unit

pytestmark = pytest.mark.django_db
NOTHING = {"created": [], "updated": []}


@pytest.fixture
def ulla(cast):
    """A security officer in Production only."""
    return actor_of(make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production))


def tie(source, target):
    return NewRow(2, {"source": source.pk, "target": target.pk, "kind": "uses"}, {})


def change(dependency, note="Mine"):
    return ChangedRow(2, dependency.pk, 1, {"note": note}, {})


@pytest.mark.parametrize("kind", ["asset", "process", "dependency"])
def test_whoever_may_not_import_imports_nothing(cast, kind):
    for who in (cast.bo, cast.carl):
        with pytest.raises(NotAllowed):
            getattr(services, f"{kind}_import")(actor=actor_of(who), creates=[], updates=[])
        with pytest.raises(NotAllowed):
            getattr(services, f"{kind}_import_undo")(actor=actor_of(who), payload=NOTHING)


def test_nothing_is_tied_to_what_is_elsewhere(cast):
    own, foreign = make_asset(cast.kronborg), make_asset(cast.rosenborg)
    missing = Asset(pk=uuid4())
    for end in (foreign, missing):
        for row in (tie(own, end), tie(end, own)):
            with pytest.raises(KeyError):
                services.dependency_import(actor=actor_of(cast.anna), creates=[row], updates=[])
    assert not Dependency.objects.exists()


def test_one_end_must_be_in_reach(cast, ulla):
    inside = make_asset(cast.kronborg, "Inside", unit=cast.production)
    outside, further = (make_asset(cast.kronborg, name, unit=make_unit(cast.kronborg, name)) for name in ("A", "B"))
    between = make_dependency(outside, further)
    for told in ({"creates": [tie(further, outside)], "updates": []}, {"creates": [], "updates": [change(between)]}):
        with pytest.raises(RuleBroken, match="you may not change this one"):
            services.dependency_import(actor=ulla, **told)
    services.dependency_import(actor=ulla, creates=[tie(inside, outside), tie(further, inside)], updates=[])
    assert Dependency.objects.count() == 3


def test_what_lies_elsewhere_is_neither_changed_nor_taken_back(cast):
    theirs = make_dependency(make_asset(cast.rosenborg), make_asset(cast.rosenborg), note="Theirs")
    anna = actor_of(cast.anna)
    with pytest.raises(KeyError):
        services.dependency_import(actor=anna, creates=[], updates=[change(theirs)])
    kept = [{"id": str(theirs.pk), "values": {"note": "Mine"}}]
    services.dependency_import_undo(actor=anna, payload={"created": [str(theirs.pk)], "updated": []})
    services.dependency_import_undo(actor=anna, payload={"created": [], "updated": kept})
    assert Dependency.objects.get().note == "Theirs"


def test_needs_are_computed_anew_by_whoever_may_import_and_at_home_only(cast):
    for organisation in (cast.kronborg, cast.rosenborg):
        make_dependency(make_process(organisation, own_a=4), make_asset(organisation))
    with pytest.raises(NotAllowed):
        need.recompute(actor=actor_of(cast.bo))
    assert need.recompute(actor=actor_of(cast.anna)) == 1
    assert {a.organisation_id for a in Asset.objects.filter(type="application", need_a=4)} == {cast.kronborg.pk}


def test_the_map_is_read_of_one_organisation(cast):
    own, foreign = (make_process(each, own_a=4) for each in (cast.kronborg, cast.rosenborg))
    for process in (own, foreign):
        make_dependency(process, make_asset(process.organisation))
    stored = need._Stored(cast.kronborg.pk)
    stored.read_everything()
    assert (own.pk in stored.nodes, foreign.pk in stored.nodes) == (True, False)
    assert list(stored.out) == [own.pk]
    stored = need._Stored(cast.kronborg.pk)
    stored.read_nodes([own.pk, foreign.pk])
    assert list(stored.nodes) == [own.pk]
    stored.after([own.pk, foreign.pk])
    assert [len(stored.out[each.pk]) for each in (own, foreign)] == [1, 0]
