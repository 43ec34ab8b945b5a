"""The plan as a spreadsheet: in, out unchanged, and back again."""

from datetime import date
from decimal import Decimal

import pytest

from holger.controls import services
from holger.controls.models import PlanItem
from holger.controls.register.plan import framework_names
from holger.controls.tests.factories import make_control
from holger.controls.tests.plan_factories import make_item
from holger.core.errors import NotAllowed, RuleBroken
from holger.exchange import services as exchange
from holger.exchange.exporting import export_file
from holger.exchange.registers import register_for
from holger.frameworks import services as frameworks
from holger.frameworks.models import Framework
from holger.frameworks.tests.factories import requirement
from holger.history.models import Event
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
SHEET = """Nr.;Opgave;Ansvarlig;Foranstaltning;Krav;Venter på;Start;Frist;Indsats i dage;Budget;Forbrug;Status;Ekstern hjælp
PL-10;Indkøb;Bo Lind;;RULES 1.1; ;01-10-2026;31-12-2026;2,5;kr. 20.000;;I gang;Rådgiver
PL-11;Opsætning;bo@kronborg.example;F-1;House rules 2.1; rules 1.2;PL-10; 01-01-2027;2027-03-31;10;;;Planlagt;
PL-12;Afprøvning;;Guard the doors;FW-1/2.1(a)/b;PL-11, PL-10;;;;1.250,50;1000;Afsluttet;
"""


def bring(actor, sheet, **more):
    run = exchange.run_start(actor=actor, kind="plan-items", filename="plan.csv", content=sheet.encode(), **more)
    return exchange.run_apply(actor=actor, run=run)


def problems(actor, sheet):
    run = exchange.run_start(actor=actor, kind="plan-items", filename="plan.csv", content=sheet.encode())
    plan = exchange.plan_of(actor=actor, run=run)
    return {(problem.row, problem.target) for problem in plan.problems}


def exported(actor, form="csv"):
    return export_file(actor, register_for("plan-items"), form).read()


@pytest.fixture
def control(anna, rules):
    return make_control(anna, "Guard the doors")


def test_a_danish_sheet_becomes_a_plan(cast, anna, rules, control):
    sheet = SHEET.replace("House rules 2.1; rules 1.2", '"House rules 2.1; rules 1.2"')
    bring(anna, sheet)
    first, second, third = PlanItem.objects.order_by("number")
    assert (first.reference, first.status, first.owner, first.days) == ("PL-10", "started", cast.bo, Decimal("2.5"))
    assert (first.budget, first.starts, first.due) == (20_000, date(2026, 10, 1), date(2026, 12, 31))
    assert first.external == "Rådgiver"
    assert {row.code for row in second.requirements.all()} == {"2.1", "1.2"}
    assert (second.control, list(second.depends_on.all())) == (control, [first])
    assert set(third.depends_on.all()) == {first, second}
    assert (third.status, third.done_at is not None, third.budget) == ("done", True, Decimal("1250.50"))
    assert first.priority > 5
    assert make_item(anna).reference == "PL-13"
    assert set(Event.objects.filter(subject_type="controls.planitem").values_list("action", flat=True)) == {
        "plan_item.created"
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_comes_back_unchanged(cast, anna, rules, control, form):
    first = make_item(anna, "Buy; then build", days=Decimal("2.5"), budget=Decimal("1250.50"), owner=cast.bo)
    make_item(anna, "Test", control=control, requirements=[requirement(rules, "2.1(a)/b")], depends_on=[first])
    make_item(anna, "Test")  # a title twice
    services.plan_item_done(actor=anna, item=first)
    run = exchange.run_start(actor=anna, kind="plan-items", filename=f"plan.{form}", content=exported(anna, form))
    assert exchange.plan_of(actor=anna, run=run).counts == {"same": 3}


def test_an_import_is_taken_back(anna, rules, control):
    first, second = make_item(anna, "First"), make_item(anna, "Second", requirements=[requirement(rules, "1.1")])
    services.plan_item_done(actor=anna, item=first)
    told = ("title", "status", "done_at__minute", "priority", "due")
    before = list(PlanItem.objects.order_by("number").values(*told))
    sheet = "Nr.;Title;Status;Due;Requirements;Depends on\nPL-1;First of all;Planned;2027-01-01;FW-1/2.1;\n"
    run = bring(anna, sheet + "PL-2;Second;Done;;FW-1/1.2;New\n;New;;;;PL-1\n")
    first.refresh_from_db()
    assert (first.title, first.done_at, first.requirements.count()) == ("First of all", None, 1)
    assert second.depends_on.get().title == "New"
    exchange.run_undo(actor=anna, run=run)
    assert list(PlanItem.objects.order_by("number").values(*told)) == before
    assert [row.code for row in second.requirements.all()] == ["1.1"]
    assert not second.depends_on.exists()


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("A;2027-01-01;2026-01-01;;;", "due"),
        ("A;;;10001;;", "days"),
        ("A;;;2,55;;", "days"),
        ("A;;;;no such thing;", "requirements"),
        ("A;;;;FW-1/1;", "requirements"),
        ("A;;;;;B", "depends_on"),
        ("A;;;;;PL-99", "depends_on"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_written(anna, rules, line, field):
    head = "Title;Start;Due;Effort in days;Requirements;Depends on\n"
    told = problems(anna, head + line + ("\nB;;;;;A" if field == "depends_on" and line.endswith("B") else ""))
    assert (2, field) in told


def test_a_circle_with_what_is_there_is_told(anna):
    first = make_item(anna, "First")
    make_item(anna, "Second", depends_on=[first])
    assert problems(anna, "Nr.;Title;Depends on\nPL-1;First;PL-2\n") == {(2, "depends_on")}


def test_a_circle_through_what_one_does_not_see_is_refused(cast, anna):
    from holger.core.permissions import Role
    from tests.cast import make_person

    ulla = actor_of(make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production))
    here, there = make_item(ulla, "Here", unit=cast.production), make_item(ulla, "There", unit=cast.production)
    hidden = make_item(anna, "Hidden", depends_on=[here])
    services.plan_item_edit(actor=anna, item=there, depends_on=[hidden])
    with pytest.raises(RuleBroken):
        bring(ulla, "Title;Depends on\nHere;There\n")
    bring(ulla, "Title;Depends on;Budget\nThere;;5\n")
    assert list(there.depends_on.all()) == [hidden]


def test_what_holds_no_longer_stays_when_others_come(anna, rules):
    item = make_item(anna, "First", requirements=[requirement(rules, "1.2")])
    frameworks.requirement_remove(actor=anna, requirement=requirement(rules, "1.2"))
    bring(anna, "Title;Requirements\nFirst;FW-1/1.1\n")
    assert {row.code for row in item.requirements.all()} == {"1.1", "1.2"}


def test_who_may_import_and_what_is_exported(cast, anna):
    make_item(anna, "Anna's"), make_item(actor_of(cast.bo), "Bo's", owner=cast.bo)
    assert "Anna" not in exported(actor_of(cast.bo)).decode()
    assert "Anna" in exported(actor_of(cast.carl)).decode()
    for who in (cast.bo, cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            services.plan_items_import(actor=actor_of(who), creates=[], updates=[])
    with pytest.raises(NotAllowed):
        exported(actor_of(cast.emil))


def test_frameworks_by_what_people_call_them():
    def names(key, title):
        return framework_names(Framework(key=key, reference="FW-1", title_en=title))

    assert names("iso27001-2022", "ISO/IEC 27001:2022")[:2] == ("ISO", "iso27001")
    assert "ISO/IEC 27001:2022" in names("iso27001-2022", "ISO/IEC 27001:2022")
    assert names("nis2", "NIS2") == ("NIS", "nis2", "FW-1", "NIS2")
    assert names("cis-8.1", "CIS Controls")[0] == "CIS"
    assert names("x", "X")[0] == "X"
