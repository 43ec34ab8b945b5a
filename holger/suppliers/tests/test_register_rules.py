"""Spellings, remarks and the steps of a supplier, without a database."""

import random
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest

from holger.suppliers.rules.remarks import remarks
from holger.suppliers.rules.spelling import Named, doubles, key_of
from holger.suppliers.rules.states import open_to, why_not_step
from tests.work import counted

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "name",
    ["Nordlys Hosting A/S", "nordlys hosting", "NORDLYS-HOSTING ApS", "Nordlys  Hosting a/s", "Nordlys Hosting, A/S"],
)
def test_a_name_is_the_same_however_it_is_written(name: str) -> None:
    assert key_of(name) == "nordlyshosting"


def test_letters_of_the_north_are_written_in_two_ways() -> None:
    assert key_of("Ørsted & Søn A/S") == key_of("Oersted og Soen")
    assert key_of("A/S") == "a/s"  # a name of nothing else stays a name


def test_three_spellings_of_one_supplier_are_found() -> None:
    rows = [
        Named(1, ["Nordlys Hosting A/S"], "10150817"),
        Named(2, ["Lønhuset"]),
        Named(3, ["NORDLYS HOSTING"]),
        Named(4, ["Nordlis Hosting"]),
        Named(5, ["Something else", "Nordlys-Hosting ApS"]),
    ]
    assert doubles(rows) == [[1, 3, 4, 5]]


def test_numbers_speak_for_and_against() -> None:
    same = [Named(1, ["Old name"], "10150817"), Named(2, ["New name entirely"], "10150817")]
    assert doubles(same) == [[1, 2]]
    apart = [Named(1, ["Dansk Revision"], "10150817"), Named(2, ["Dansk Revision"], "13585628")]
    assert doubles(apart) == []


def test_what_differs_by_a_number_or_is_short_is_two() -> None:
    assert doubles([Named(n, [f"Supplier {n}"]) for n in range(40)]) == []
    assert doubles([Named(1, ["LEGO"]), Named(2, ["LEO"])]) == []


def names(number: int) -> list[Named]:
    """So many that are a little alike."""
    chance = random.Random(4)
    parts = ["an", "be", "da", "el", "fo", "gry", "hav", "in", "jol", "kir", "lun", "mo", "nor", "ost", "pet", "rik", "sol", "tor", "ul", "vest"]  # fmt: skip
    return [Named(n, ["".join(chance.choices(parts, k=5))]) for n in range(number)]


def test_not_everybody_is_compared_with_everybody() -> None:
    number = 2_000
    rows = names(number - 10)
    rows += [Named(n, [f"{rows[n].names[0].upper()} A/S"]) for n in range(10)]
    with counted() as work:
        assert len(doubles(rows)) >= 10
    assert work.steps < number * (number - 1) / 2


@dataclass
class Fact:
    status: str = "active"
    archived_at: datetime | None = None
    owner_id: UUID | None = None
    deputy_id: UUID | None = None
    next_review: date | None = None
    criticality: int | None = None
    exit_plan: str = ""
    replaceable: str = ""
    alternatives: str = ""
    access: str = "data"


def test_what_is_missing_is_told_the_worst_first() -> None:
    found = remarks(Fact(criticality=4, next_review=date(2026, 11, 23), access="unknown"), TODAY)
    assert [each.key for each in found] == ["no_exit_plan", "no_owner", "review_overdue", "access_unknown"]
    owned = Fact(owner_id=uuid4(), criticality=4, exit_plan="Move home.", replaceable="not_at_all", next_review=TODAY)
    assert [each.key for each in remarks(owned, TODAY)] == ["cannot_be_replaced", "no_deputy_for_critical"]


def test_nothing_is_said_of_what_is_over() -> None:
    assert remarks(Fact(status="ended"), TODAY) == []
    assert remarks(Fact(archived_at=datetime(2026, 1, 1)), TODAY) == []


def test_steps_begin_where_they_can() -> None:
    assert open_to("planned") == ["activate", "end"]
    assert why_not_step("activate", "planned", "", archived=False) is None
    assert why_not_step("activate", "ended", "", archived=False) is not None
    assert why_not_step("resume", "ended", " ", archived=False).field == "reason"  # type: ignore[union-attr]
    assert why_not_step("end", "active", "", archived=True) is not None
