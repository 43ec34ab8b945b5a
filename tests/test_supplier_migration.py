"""What assets said of their supplier in words becomes links to the register, on an empty and on a filled database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from holger.backup.tests import houses
from holger.core import tenancy

pytestmark = pytest.mark.usefixtures("unblocked")
BEFORE, AFTER = ("assets", "0001_initial"), ("assets", "0002_supplier")
SPELLINGS = ("Nordlys Hosting", "NORDLYS HOSTING A/S", "Nordlys Hosting", "nordlys hosting", " ", "", "Sky")
LEVELS = (1, 3, 2, 4, 4, 4, None)


@pytest.fixture
def unblocked(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=houses.needs_postgres())])
def old_house(request: pytest.FixtureRequest, unblocked: None, tmp_path: Path) -> Iterator[None]:
    """A house from before the register of suppliers."""
    if request.param == "sqlite":
        with houses.house(tmp_path / "data"):
            migrate(*BEFORE)
            yield
    else:
        with houses.postgres_database() as database, houses.house(tmp_path / "data", database):
            migrate(*BEFORE)
            yield


def migrate(*target: str) -> None:
    call_command("migrate", *target, backup=False, verbosity=0)


def tables(target: tuple[str, str]) -> Any:
    """The tables as they were then, seen by their owner."""
    return MigrationExecutor(connections["default"]).loader.project_state([target]).apps


def fill(slug: str, texts: tuple[str, ...]) -> None:
    then = tables(BEFORE)
    house = then.get_model("organisation", "Organisation").objects.create(slug=slug, name=slug.title())
    asset = then.get_model("assets", "Asset")
    asset.objects.bulk_create(
        asset(
            organisation=house, number=n, reference=f"A-{n}", title=f"System {n}", supplier=text, own_c=level, need_c=level,
            criticality=level, status="retired" if n == 4 else "in_use",
        )
        for n, (text, level) in enumerate(zip(texts, LEVELS, strict=False), 1)
    )  # fmt: skip


def found(slug: str) -> tuple[list[str | None], list[tuple[Any, ...]]]:
    now = tables(AFTER)
    assets = now.get_model("assets", "Asset").objects.filter(organisation__slug=slug).order_by("number")
    rows = now.get_model("suppliers", "Supplier").objects.filter(organisation__slug=slug).order_by("number")
    told = [(row.reference, row.title, row.aliases, row.criticality) for row in rows]
    return list(assets.values_list("supplier__title", flat=True)), told


def test_all_spellings_of_a_name_become_one_supplier(old_house: None) -> None:
    """The fourth is retired, and makes nobody critical. A house knows only its own."""
    with tenancy.as_owner():
        fill("kronborg", SPELLINGS)
        fill("rosenborg", ("Sky",))
    migrate(*AFTER)
    with tenancy.as_owner():
        linked, suppliers = found("kronborg")
        assert linked == ["Nordlys Hosting"] * 4 + [None, None, "Sky"]
        others = "NORDLYS HOSTING A/S\nnordlys hosting"
        assert suppliers == [("SU-1", "Nordlys Hosting", others, 3), ("SU-2", "Sky", "", None)]
        assert found("rosenborg") == (["Sky"], [("SU-1", "Sky", "", 1)])
        counters = tables(AFTER).get_model("organisation", "Counter").objects.filter(prefix="SU")
        assert sorted(counters.values_list("last", flat=True)) == [1, 2], "the numbers go on from there"


def test_one_that_is_in_the_register_is_used_and_texts_come_back(old_house: None) -> None:
    with tenancy.as_owner():
        fill("kronborg", ("Loenhuset", "Lønhuset A/S"))
    migrate(*AFTER)
    migrate(*BEFORE)
    with tenancy.as_owner():
        texts = tables(BEFORE).get_model("assets", "Asset").objects.values_list("supplier", flat=True)
        assert set(texts) == {"Loenhuset"}
    migrate(*AFTER)
    with tenancy.as_owner():
        linked, suppliers = found("kronborg")
        assert linked == ["Loenhuset"] * 2
        assert suppliers == [("SU-1", "Loenhuset", "Lønhuset A/S", 3)]
