"""An upgrade of an installation in which measures were written in words: they become controls, and nothing is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from holger.assets.tests.factories import make_asset
from holger.controls.models import Control, Reading
from holger.controls.tests.factories import make_control
from holger.history.models import Event
from holger.history.verification import verify
from holger.risks.models import Effect, Risk
from holger.risks.tests.factories import install, make_risk
from tests.cast import Cast, actor_of, make_cast

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0002_effect", "0003_measures_become_controls"
LONG = "A measure that somebody has described at length. " * 5


def migrate(name: str) -> None:
    call_command("migrate", "risks", name, verbosity=0, backup=False)


@pytest.fixture
def earlier(db: None) -> Iterator[Any]:
    """The table of measures as it was, and all tables as they are again afterwards."""
    migrate(BEFORE)
    try:
        yield MigrationExecutor(connection).loader.project_state([("risks", BEFORE)]).apps.get_model("risks", "Measure")
    finally:
        call_command("migrate", verbosity=0, backup=False)  # rooms above went back with it


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def told(cast: Cast, earlier: Any) -> list[Risk]:
    with transaction.atomic():
        return write_down(cast, earlier)


def write_down(cast: Cast, earlier: Any) -> list[Risk]:
    """Two risks at Kronborg and one at Rosenborg, with measures in words."""
    anna, dorte = actor_of(cast.anna), actor_of(cast.dorte)
    for actor in (anna, dorte):
        install(actor)
    mine = make_asset(cast.kronborg, owner=cast.bo, unit=cast.production)
    risks = [
        make_risk(anna, mine),
        make_risk(anna, mine, title="Flood", owner=cast.anna),
        make_risk(dorte, make_asset(cast.rosenborg)),
    ]
    make_control(anna, "Fire alarm", status="implemented")
    said = [
        (0, "Offline backup", "implemented"),
        (0, "Offline backup ", "planned"),
        (1, "OFFLINE BACKUP", "partly"),
        (1, "Dam", "planned"),
        (0, "fire alarm", "partly"),
        (0, LONG, "implemented"),
        (2, "Offline backup", "implemented"),
    ]
    for number, (risk, title, status) in enumerate(said):
        earlier.objects.create(
            organisation_id=risks[risk].organisation_id,
            risk_id=risks[risk].pk,
            title=title,
            status=status,
            created_at=datetime(2026, 3, 1, 12, number, tzinfo=UTC),
        )
    return risks


def test_each_title_is_one_control_and_no_further_than_the_least_far(cast: Cast, told: list[Risk]) -> None:
    written = Event.objects.count()
    migrate(AFTER)
    assert [(c.reference, c.title, c.status) for c in Control.objects.filter(organisation=cast.kronborg).order_by("number")] == [
        ("F-1", "Fire alarm", "implemented"),
        ("F-2", "Offline backup", "planned"),
        ("F-3", "Dam", "planned"),
        ("F-4", LONG.strip()[:200], "implemented"),
    ]  # fmt: skip
    (theirs,) = Control.objects.filter(organisation=cast.rosenborg)
    assert (theirs.reference, theirs.status, theirs.owner) == ("F-1", "implemented", None)
    backup, dam, long = (Control.objects.get(organisation=cast.kronborg, reference=f"F-{n}") for n in (2, 3, 4))
    assert (backup.owner, backup.unit, backup.description) == (None, cast.production, "")
    assert (dam.owner, dam.created_at) == (cast.anna, datetime(2026, 3, 1, 12, 3, tzinfo=UTC))
    assert (long.owner, long.description) == (cast.bo, LONG.strip())
    assert Reading.objects.filter(control=dam).values_list("status", flat=True).get() == "planned"
    assert Event.objects.count() == written
    assert all(verify(organisation_id=pk).broken is None for pk in (cast.kronborg.pk, cast.rosenborg.pk))


def test_each_control_works_on_the_risks_it_stood_on(cast: Cast, told: list[Risk]) -> None:
    migrate(AFTER)
    found = [
        (e.risk.reference, e.control.title[:14], e.counted, e.note, tuple(e.taken))
        for e in Effect.objects.filter(organisation=cast.kronborg).order_by("risk__number", "control__number")
    ]
    assert found == [
        ("R-1", "Fire alarm", True, "Here: partly in place", (0, 0)),
        ("R-1", "Offline backup", False, "Here: in place", (0, 0)),
        ("R-1", "A measure that", True, "", (0, 0)),
        ("R-2", "Offline backup", False, "Here: partly in place", (0, 0)),
        ("R-2", "Dam", False, "", (0, 0)),
    ]
    assert Effect.objects.get(organisation=cast.rosenborg).risk == told[2]
    assert Risk.objects.get(pk=told[0].pk).target_score is None


def test_references_go_on_behind_those_of_the_upgrade(cast: Cast, told: list[Risk]) -> None:
    migrate(AFTER)
    assert make_control(actor_of(cast.anna), "One more").reference == "F-5"


def test_an_installation_without_measures_is_left_as_it_is(cast: Cast, earlier: Any) -> None:
    migrate(AFTER)
    assert not Control.objects.exists()
