"""What others have drawn and listed, as the room takes it up: rules without a database, and who may."""

from types import SimpleNamespace

import pytest

from holger.core.errors import NotAllowed, RuleBroken
from holger.risks import library, services
from holger.risks.models import Threat
from holger.risks.rules import method
from holger.risks.rules.matrices import as_definition, why_not_use
from holger.risks.rules.threats import unknown
from tests.cast import actor_of


def level(name, about=""):
    return SimpleNamespace(title={"en": name}, about={"en": about} if about else {})


def drawn(likelihood, impact, risks, grid=None):
    return SimpleNamespace(
        title={"en": "Theirs", "da": "Deres"},
        likelihood=[level(f"L{n}") for n in range(likelihood)],
        impact=[level(f"I{n}", f"Words {n}") for n in range(impact)],
        risk=[level(f"R{n}") for n in range(risks)],
        grid=grid
        or [[min(risks - 1, i * j * risks // (impact * likelihood)) for j in range(impact)] for i in range(likelihood)],
    )


def told(**title):
    return SimpleNamespace(title=title, about={"en": "It happens."}, guidance={"en": "Look out."})


@pytest.mark.parametrize(
    ("matrix", "says"),
    [
        (drawn(4, 5, 3), "equally many"),
        (drawn(2, 2, 3), "from 3 to 6"),
        (drawn(7, 7, 3), "from 3 to 6"),
        (drawn(3, 3, 1), "apart"),
    ],
)
def test_why_a_matrix_does_not_fit(matrix, says):
    assert says in why_not_use(matrix).text


@pytest.mark.parametrize("size", [3, 4, 5, 6])
@pytest.mark.parametrize("risks", [2, 3, 4, 5, 20])
@pytest.mark.parametrize("preset", ["five", "four"])
def test_what_is_made_of_a_matrix_holds(size, risks, preset):
    made = as_definition(drawn(size, size, risks), library.definition(preset))
    assert method.problems(made) == []
    assert why_not_use(drawn(size, size, risks)) is None


def test_a_matrix_of_one_band_holds():
    made = as_definition(drawn(3, 3, 4, grid=[[3] * 3] * 3), library.definition("five"))
    assert method.problems(made) == []
    assert made["appetite"]["highest_band"] == dict.fromkeys(method.DIMENSIONS, "crit")


def test_rows_are_likelihood_and_columns_impact():
    grid = [[0, 0, 1], [0, 0, 0], [0, 0, 0]]
    made = method.read(as_definition(drawn(3, 3, 2, grid=grid), library.definition("five")))
    assert [cell for cell, found in made.cells.items() if found.band == "crit"] == [(3, 1)]
    assert made.consequence[2].says("en", "availability") == "Words 2"
    assert made.likelihood[2].says("en") == "L2"
    assert made.band("crit").name == {"en": "R1"}


def test_levels_that_share_a_band_are_both_named():
    grid = [[0, 1, 2], [3, 4, 4], [4, 4, 4]]
    made = method.read(as_definition(drawn(3, 3, 5, grid=grid), library.definition("five")))
    assert [band.name["en"] for band in made.bands] == ["R0", "R1", "R2", "R3 / R4"]


def test_threats_that_are_here_are_known_by_any_title():
    brought = [told(en="Flood"), told(en="FLOOD"), told(en="Fire", da="Brand"), told(da="Storm")]
    assert unknown(brought, ["brand"]) == [brought[0], brought[3]]


@pytest.mark.django_db
def test_threats_are_numbered_on_and_titled_in_what_there_is(cast):
    anna = actor_of(cast.anna)
    services.threat_create(actor=anna, title_en="Theft", group="physical", hits="cia")
    assert services.threats_take(actor=anna, brought=[told(en="Flood"), told(de="Sturm"), told(da="Brand")]) == 3
    rows = Threat.objects.order_by("number").values_list("reference", "title_da", "title_en")
    assert list(rows)[1:] == [("T44", "", "Flood"), ("T45", "", "Sturm"), ("T46", "Brand", "")]
    assert Threat.objects.get(reference="T44").description_en == "It happens.\n\nLook out."
    assert services.threats_take(actor=anna, brought=[told(en="flood")]) == 0


@pytest.mark.django_db
def test_who_may_not_change_the_method_takes_nothing_up(cast):
    for person in (cast.carl, cast.bo):
        with pytest.raises(NotAllowed):
            services.threats_take(actor=actor_of(person), brought=[told(en="Flood")])
        with pytest.raises(NotAllowed):
            services.method_draft_from(actor=actor_of(person), matrix=drawn(3, 3, 3))
    with pytest.raises(RuleBroken):
        services.method_draft_from(actor=actor_of(cast.anna), matrix=drawn(7, 7, 3))
    assert services.method_draft_from(actor=actor_of(cast.anna), matrix=drawn(3, 3, 3), language="da").title == "Deres"
