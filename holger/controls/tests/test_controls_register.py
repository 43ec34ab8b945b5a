"""Controls as a spreadsheet: in, out again unchanged, and taken back."""

import csv
import io
from decimal import Decimal

import pytest
from django.utils import translation

from holger.assets.tests.factories import make_asset
from holger.controls import services
from holger.controls.models import Control, Link, Reading
from holger.controls.rules.calling import Called, names
from holger.controls.signals import control_changed
from holger.controls.tests.factories import make_control
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.registry import registry
from holger.exchange import services as exchange
from holger.exchange.exporting import export_file
from holger.exchange.matching import guess_columns
from holger.exchange.registers import make_ready
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import requirement
from holger.history.models import Event
from tests.cast import actor_of

KIND = "controls"


def test_frameworks_are_called_by_their_first_word_where_no_other_begins_so():
    called = {
        1: Called("ISO 27001", "iso27001-2022", ("ISO/IEC 27001:2022", "ISO/IEC 27001:2022", "FW-1")),
        2: Called("NIS2", "nis2", ("NIS2", "", "FW-2")),
        3: Called("NIS2 2024 2690", "nis2-2024-2690", ()),
        4: Called("", "own-1", ("Husregler", "", "FW-4")),
    }
    found = names(called)
    assert found[1] == ["ISO 27001", "iso27001-2022", "ISO", "ISO/IEC 27001:2022", "FW-1"]
    assert found[2] == ["NIS2", "nis2", "FW-2"]
    assert found[3] == ["NIS2 2024 2690", "nis2-2024-2690"]
    assert found[4] == ["own-1", "Husregler", "FW-4"]


# The register

pytestmark = pytest.mark.django_db


def table(heads, *rows):
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode()


def start(actor, content, name="controls.csv"):
    return exchange.run_start(actor=actor, kind=KIND, content=content, filename=name)


def bring(actor, content):
    return exchange.run_apply(actor=actor, run=start(actor, content))


def problems(actor, content):
    plan = exchange.plan_of(actor=actor, run=start(actor, content))
    return [(p.row, p.column) for p in plan.problems]


def answered(control):
    rows = Link.objects.filter(control=control).order_by("requirement__framework__number", "requirement__place")
    return [(link.requirement.code, link.strength) for link in rows.select_related("requirement")]


DANISH = ["Foranstaltning", "Status", "Kontrolejer", "Modenhed", "Krav", "Bidrager til", "Aktiver", "Frekvens", "Årlig pris", "Drivere"]  # fmt: skip


def test_danish_rows_become_controls_with_what_they_answer(cast, anna, rules, others):
    make_asset(cast.kronborg, title="Business Central")
    heard = []

    def hear(controls, **kwargs):
        heard.append(len(controls))

    control_changed.connect(hear)
    row = ["Backup hver nat", "Delvist implementeret", "Bo Lind", "2", "House rules 1.1; others A", "1.2", "Business Central", "dagligt", "kr. 12.500,-", "lov; kontrakt"]  # fmt: skip
    run = bring(anna, table(DANISH, row, ["Lås på døren", "Planlagt", "", "", "", "", "", "", "", ""]))
    assert run.counts["create"] == 2
    one, two = Control.objects.order_by("number")
    assert (one.status, one.owner, one.maturity, one.every) == ("partly", cast.bo, 2, "P1D")
    assert (one.cost_yearly, one.drivers) == (Decimal(12500), ["law", "contract"])
    assert [asset.title for asset in one.assets.all()] == ["Business Central"]
    assert answered(one) == [("1.1", "whole"), ("1.2", "part"), ("A", "whole")]
    assert answered(two) == []
    assert list(Reading.objects.order_by("control__number").values_list("status", "maturity")) == [
        ("partly", 2),
        ("planned", None),
    ]
    assert Event.objects.filter(action="control.created", channel="import").count() == 2
    assert heard == [2]


def test_english_headings_and_one_column_leave_the_rest(anna, rules):
    control = make_control(anna, "Back up", status="implemented", maturity=3)
    part = services.link_add(
        actor=anna, control=control, requirement=requirement(rules, "1.2"), strength="part", note="Servers"
    )
    services.link_add(actor=anna, control=control, requirement=requirement(rules, "1.1"), note="Kept")
    run = bring(anna, table(["Control ID", "Control", "Requirement"], ["F-1", "Back up", "1.1; FW-1: 2.1"]))
    assert run.counts["update"] == 1
    assert answered(control) == [("1.1", "whole"), ("1.2", "part"), ("2.1", "whole")]
    assert Link.objects.get(requirement__code="1.1").note == "Kept"
    assert Link.objects.filter(pk=part.pk).exists()
    assert Reading.objects.count() == 1
    bring(anna, table(["Control ID", "Control", "Requirement"], ["F-1", "Back up", "1.2"]))
    assert answered(control) == [("1.2", "whole")]
    assert Link.objects.get().note == "Servers"
    bring(anna, table(["ID", "Control", "Status"], ["F-1", "Back up", "i gang"]))
    assert list(Reading.objects.order_by("at").values_list("status", flat=True)) == ["implemented", "started"]


def test_problems_are_told_by_row_and_column(anna, rules, others):
    heads = ["Control", "Status", "Requirement", "Bidrager til", "Yearly cost", "Maturity"]
    rows = [
        ["One", "perhaps", "", "", "", ""],
        ["Two", "", "1.1; 9.9", "", "", ""],
        ["Three", "", "1.1", "1.1", "", ""],  # what is answered wholly is answered in part as well
        ["Four", "", "", "", "much", "7"],
    ]
    assert problems(anna, table(heads, *rows)) == [(2, "B"), (3, "C"), (5, "E"), (5, "F")]


def test_undo_puts_everything_back(anna, rules):
    control = make_control(anna, "Back up", status="started")
    services.link_add(
        actor=anna, control=control, requirement=requirement(rules, "1.2"), strength="part", note="Servers"
    )
    heads = ["Control ID", "Control", "Status", "Requirement"]
    run = bring(anna, table(heads, ["F-1", "Back up", "In place", "1.1; 1.2"], ["", "Lock", "", "2.1"]))
    assert (Control.objects.count(), Link.objects.count(), Reading.objects.count()) == (2, 3, 3)
    exchange.run_undo(actor=anna, run=run)
    assert Control.objects.get().status == "started"
    assert answered(control) == [("1.2", "part")]
    assert Link.objects.get().note == "Servers"
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("built", ["link", "edit", "restrength"])
def test_what_somebody_has_built_on_stays(anna, rules, built):
    run = bring(anna, table(["Control", "Requirement"], ["Lock", "2.1"]))
    control = Control.objects.get()
    if built == "link":
        services.link_add(actor=anna, control=control, requirement=requirement(rules, "1.1"))
    elif built == "edit":
        services.control_edit(actor=anna, control=control, status="started")
    else:
        link = Link.objects.select_related("control", "requirement__framework").get()
        services.link_edit(actor=anna, link=link, strength="part")
    with pytest.raises(RuleBroken):
        exchange.run_undo(actor=anna, run=run)
    assert Control.objects.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_exported_imports_back_unchanged(cast, anna, rules, others, form, language):
    frameworks.framework_adopt(actor=anna, key="cis-8.1")
    make_control(
        anna,
        "=Back up; every night",
        description="First\nsecond",
        owner=cast.bo,
        unit=cast.production,
        drivers=["law", "business"],
        status="partly",
        maturity=0,
        every="P3M",
        cost_once=Decimal("1200.50"),
        cost_yearly=Decimal(3),
        assets=[make_asset(cast.kronborg), make_asset(cast.kronborg)],
        requirements=[requirement(rules, "2.1(a)/b"), requirement(others, "A")],
    )
    control = make_control(anna, "Lock")
    services.link_add(actor=anna, control=control, requirement=requirement(rules, "1.1"), strength="part")
    with translation.override(language), export_file(anna, registry.registers[KIND], form) as file:
        content = file.read()
        plan = exchange.plan_of(actor=anna, run=start(anna, content, f"back.{form}"))
    assert plan.problems == []
    assert plan.counts == {"same": 2}


@pytest.mark.parametrize("language", ["da", "en"])
def test_its_own_headings_are_certain(anna, language):
    with translation.override(language):
        ready = make_ready(registry.registers[KIND], anna)
        guesses = guess_columns([field.label for field in ready.fields], [], ready)
    assert [guess.field for guess in guesses] == [field.name for field in ready.fields]


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (
            ["Kontrolnr.", "Tiltag", "Beskrivelse", "Kontroltype", "Ansvarlig", "Modenhed", "Mål", "Frist", "Frekvens"],
            ["reference", "title", "description", "kind", "owner", "maturity", "target", "due", "every"],
        ),
        (
            [
                "Control ID",
                "Safeguard",
                "Implementation status",
                "Control owner",
                "Mapped to",
                "Protects",
                "One-time cost",
            ],
            ["reference", "title", "status", "owner", "requirements", "assets", "cost_once"],
        ),
    ],
)
def test_headings_of_other_tools(anna, heads, fields):
    ready = make_ready(registry.registers[KIND], anna)
    assert [guess.field for guess in guess_columns(heads, [], ready)] == fields


def test_requirements_are_found_by_framework_and_id(anna, rules):
    frameworks.framework_adopt(actor=anna, key="iso27001-2022")
    frameworks.framework_adopt(actor=anna, key="cis-8.1")
    said = "ISO A.5.1\nCIS 5.2\nISO/IEC 27001:2022: A.8.13\ncis-8.1 1.1\nHouse rules 1.1"
    bring(anna, table(["Control", "Requirements"], ["Many", said]))
    assert [code for code, _strength in answered(Control.objects.get())] == ["1.1", "A.5.1", "A.8.13", "1.1", "5.2"]
    assert problems(anna, table(["Control", "Requirements"], ["Which?", "1.1\nCIS 5.3"])) == [(2, "B")]


def test_who_may_not_import_does_not_and_a_stranger_sees_nothing(cast, anna, rules):
    make_control(anna, requirements=[requirement(rules, "1.1")])
    with pytest.raises(NotAllowed):
        services.controls_import(actor=actor_of(cast.bo), creates=[], updates=[])
    with pytest.raises(NotAllowed):
        services.controls_import_undo(actor=actor_of(cast.carl), payload={})
    register = registry.registers[KIND]
    dorte = actor_of(cast.dorte)
    assert list(register.rows(dorte)) == []
    options = {field.name: list(field.options(dorte)) for field in register.fields if field.options}
    assert not options["requirements"]
    assert not options["assets"]
