"""Activities from spreadsheets: one row each, or the usual annual wheel with crosses in the months; and out again."""

from datetime import date

import pytest

from holger.assets.tests.factories import make_asset
from holger.core.errors import NotAllowed, RuleBroken
from holger.exchange import services as exchange
from holger.exchange.exporting import export_file
from holger.exchange.registers import register_for
from holger.tasks import services
from holger.tasks.models import Activity, RoleHolder, Task
from holger.tasks.rules import yearly
from holger.tasks.rules.recurrence import Rule, Unit, parse
from holger.tasks.tests.factories import make_activity, make_task, run_of
from tests.cast import actor_of

WHEEL = """Årshjul 2026;;;;;;;;;;;;;;
Aktivitet;Ansvarlig;Jan.;Feb.;Mar.;Apr.;Maj;Jun.;Jul.;Aug.;Sep.;Okt.;Nov.;Dec.;Område
Ledelsesgennemgang;Olga Krogh;;;;;;;;;;;;x;Ledelse
Test af backup;bo@kronborg.example;;;x;;;x;;;X;;;x;Drift
Awareness;Anna Holm;;x;;;x;;;;x;;x;;Medarbejdere
Gennemgå beredskabsplan;;;;;;;;;ja;;;;nej;Beredskab
"""
LIST = """Nr.;Aktivitet;Frekvens;Ansvarlig;Rolle;Første gang;Minutter;Dokumentation;Tjekliste
AK-7;Gennemgå adgange;Kvartalsvis;Bo Lind;;15-01-2027;30;ja;"Hent listen
Spørg ejerne"
;Penetrationstest;Årligt;;IT;;;;
;Scan for sårbarheder;månedlig;;;;;;
"""


def bring(actor, sheet, kind="activities"):
    run = exchange.run_start(actor=actor, kind=kind, filename="wheel.csv", content=sheet.encode())
    return exchange.run_apply(actor=actor, run=run)


def problems(actor, sheet, kind="activities"):
    run = exchange.run_start(actor=actor, kind=kind, filename="wheel.csv", content=sheet.encode())
    return {(problem.row, problem.target) for problem in exchange.plan_of(actor=actor, run=run).problems}


def counts(actor, sheet, kind="activities"):
    run = exchange.run_start(actor=actor, kind=kind, filename="wheel.csv", content=sheet.encode())
    return exchange.plan_of(actor=actor, run=run).counts


def exported(actor, kind="activities", form="csv"):
    return export_file(actor, register_for(kind), form).read()


def by_title():
    return {each.title: each for each in Activity.objects.all()}


# The annual wheel


@pytest.mark.django_db
def test_the_usual_annual_wheel_becomes_activities(cast, anna, today):
    bring(anna, WHEEL)
    found = by_title()
    assert {title: each.rule for title, each in found.items()} == {
        "Ledelsesgennemgang": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1",
        "Test af backup": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
        "Awareness": "FREQ=MONTHLY;BYMONTH=2,5,9,11;BYMONTHDAY=-1",
        "Gennemgå beredskabsplan": "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=-1",
    }
    assert {title: (each.category, each.owner) for title, each in found.items()} == {
        "Ledelsesgennemgang": ("governance", cast.olga),
        "Test af backup": ("operation", cast.bo),
        "Awareness": ("people", cast.anna),
        "Gennemgå beredskabsplan": ("continuity", None),
    }
    assert found["Test af backup"].starts == date(2026, 12, 31)
    assert found["Awareness"].starts == date(2026, 11, 30)
    assert run_of(found["Test af backup"]).owner == cast.bo
    assert Task.objects.count() == 3


@pytest.mark.django_db
def test_the_same_wheel_again_changes_nothing(anna, today):
    bring(anna, WHEEL)
    assert counts(anna, WHEEL) == {"same": 4}
    moved = WHEEL.replace("Awareness;Anna Holm;;x;;;x;;;;x;;x;;", "Awareness;Anna Holm;;;x;;x;;;;x;;x;;")
    assert counts(anna, moved) == {"same": 3, "update": 1}
    bring(anna, moved)
    assert by_title()["Awareness"].rule == "FREQ=MONTHLY;BYMONTH=3,5,9,11"  # by the day on which it was the first time
    assert counts(anna, moved) == {"same": 4}


@pytest.mark.django_db
def test_a_list_says_how_often_in_words(cast, anna, today):
    RoleHolder.objects.create(organisation=cast.kronborg, role="it", person=cast.karen)
    bring(anna, LIST)
    found = by_title()
    access, penetration, scan = (
        found[title] for title in ("Gennemgå adgange", "Penetrationstest", "Scan for sårbarheder")
    )
    assert (access.reference, access.rule, access.starts) == ("AK-7", "FREQ=MONTHLY;INTERVAL=3", date(2027, 1, 15))
    assert (access.owner, access.minutes, access.needs_evidence) == (cast.bo, 30, True)
    assert access.checklist == ["Hent listen", "Spørg ejerne"]
    assert (penetration.rule, penetration.starts) == ("FREQ=YEARLY", date(2026, 12, 31))
    assert (penetration.performer_role, run_of(penetration).owner) == ("it", cast.karen)
    assert (scan.rule, scan.starts) == ("FREQ=MONTHLY", date(2026, 11, 30))
    assert counts(anna, LIST) == {"same": 3}


@pytest.mark.django_db
def test_what_cannot_be_right_is_told_in_the_dry_run(cast, anna, today):
    head = "Titel;Frekvens;Måneder;Regel;Første gang;Slutdato;Udføres af;Godkendes af;Stikprøve af\n"
    assert problems(anna, head + "A;;;;;;;;\n") == {(2, "cadence")}
    assert problems(anna, head + "A;;Marts og blåtember;;;;;;\n") == {(2, "months")}
    assert problems(anna, head + "A;;;FREQ=HOURLY;;;;;\n") == {(2, "rule")}
    assert problems(anna, head + "A;Årligt;;;01-02-2027;01-01-2027;;;\n") == {(2, "ends")}
    assert problems(anna, head + "A;Årligt;;;;;Bo Lind;Bo Lind;\n") == {(2, "approver")}
    assert problems(anna, head + "A;Årligt;marts, sept.;;;;Bo Lind;Karen Bech;\n") == set()
    assert not Activity.objects.exists()


@pytest.mark.django_db
def test_an_export_comes_back_unchanged(cast, anna, today):
    make_asset(cast.kronborg, "Payroll", owner=cast.karen)
    make_activity(
        anna,
        "All that there is",
        rule="FREQ=MONTHLY;BYDAY=2TU",
        purpose="Why",
        instructions_da="Sådan",
        instructions_en="Like this",
        checklist=["One", "Two; and a half"],
        owner=cast.anna,
        performer=cast.bo,
        approver=cast.karen,
        deputy=cast.emil,
        unit=cast.production,
        minutes=10,
        lead_days=0,
        needs_evidence=True,
        ends=date(2030, 1, 1),
        basis="done",
        sample_of="assets",
        sample_filter="type=server",
        sample_size=3,
        next_review=date(2027, 6, 1),
    )
    make_activity(anna, "For each", each_of="assets", each_filter="criticality=4", rule="FREQ=WEEKLY;INTERVAL=2")
    make_activity(anna, "Plain")
    content = exported(anna)
    run = exchange.run_start(actor=anna, kind="activities", filename="out.csv", content=content)
    plan = exchange.plan_of(actor=anna, run=run)
    assert plan.counts == {"same": 3}, [line.changed for line in plan.lines]
    xlsx = exchange.run_start(actor=anna, kind="activities", filename="out.xlsx", content=exported(anna, form="xlsx"))
    assert exchange.plan_of(actor=anna, run=xlsx).counts == {"same": 3}


@pytest.mark.django_db
def test_an_import_is_taken_back_unless_somebody_has_begun(cast, anna, bo, today):
    there = make_activity(anna, "Test af backup", rule="FREQ=MONTHLY", starts=date(2026, 12, 10), performer=cast.bo)
    before = [task.slot for task in there.tasks.order_by("slot")]
    run = bring(anna, WHEEL)
    there.refresh_from_db()
    assert there.rule == "FREQ=MONTHLY;BYMONTH=3,6,9,12"
    exchange.run_undo(actor=anna, run=run)
    there.refresh_from_db()
    assert (there.rule, Activity.objects.count()) == ("FREQ=MONTHLY", 1)
    assert [task.slot for task in there.tasks.order_by("slot")] == before
    again = bring(anna, WHEEL)
    services.task_start(actor=anna, task=run_of(by_title()["Awareness"]))
    with pytest.raises(RuleBroken, match="worked on"):
        exchange.run_undo(actor=anna, run=again)
    assert Activity.objects.count() == 4


@pytest.mark.django_db
def test_only_managers_import(cast, bo, today):
    with pytest.raises(NotAllowed):
        bring(bo, WHEEL)


@pytest.mark.django_db
def test_a_list_that_is_narrowed_wrongly_is_refused(anna, today):
    sheet = "Titel;Frekvens;each_of;each_filter\nA;Årligt;assets;colour=red\n"
    with pytest.raises(RuleBroken, match="colour"):
        bring(anna, sheet)


# Tasks


@pytest.mark.django_db
def test_tasks_go_out_with_how_they_went_and_come_back_unchanged(cast, anna, bo, today):
    activity = make_activity(anna, rule="FREQ=MONTHLY;BYMONTHDAY=10", starts=date(2026, 12, 10), performer=cast.bo)
    services.task_done(actor=bo, task=run_of(activity), comment="All read")
    make_task(anna, "Order tapes", date(2026, 12, 1), owner=cast.emil, checklist=["Ask", "Order"])
    content = exported(anna, "tasks").decode("utf-8-sig")
    assert ("All read" in content, "Bo Lind" in content, "Order tapes" in content) == (True, True, True)
    assert counts(anna, content, "tasks") == {"same": 3}
    changed = content.replace("Order tapes", "Order disks")
    bring(anna, changed, "tasks")
    assert Task.objects.get(activity=None).title == "Order disks"
    with pytest.raises(RuleBroken, match="not open"):
        bring(anna, changed.replace("Test the restore of a backup", "Changed"), "tasks")


@pytest.mark.django_db
def test_tasks_come_from_a_sheet(cast, anna, today):
    bring(
        anna, "Opgave;Ansvarlig;Frist\nBestil bånd;Emil Vang;01-12-2026\nRing;bo@kronborg.example;2026-12-02\n", "tasks"
    )
    first, second = Task.objects.order_by("number")
    assert (first.owner, first.due, first.asked_by, first.reference) == (cast.emil, date(2026, 12, 1), cast.anna, "O-1")
    assert (second.owner, second.status) == (cast.bo, "open")
    with pytest.raises(NotAllowed):
        bring(actor_of(cast.bo), "Opgave;Frist\nBestil;01-12-2026\n", "tasks")


# The rules


def test_months_are_read_however_they_are_written():
    for text in ("3 9", "marts, september", "Mar. og Sep.", "SEPT/MARTS", "march and september", "Q1; Q3"):
        assert yearly.read_months(text) == (3, 9), text
    for text in ("", "13", "påske", "3 påske"):
        with pytest.raises(Exception, match=r"month"):
            yearly.read_months(text)


def test_the_months_of_a_rule_are_those_in_which_it_falls_due():
    starts = date(2026, 2, 10)
    cases = {
        "FREQ=YEARLY": (2,),
        "FREQ=MONTHLY;INTERVAL=3": (2, 5, 8, 11),
        "FREQ=MONTHLY": tuple(range(1, 13)),
        "FREQ=MONTHLY;BYMONTH=3,9": (3, 9),
        "FREQ=WEEKLY": (),
        "FREQ=YEARLY;INTERVAL=2": (),
        "FREQ=MONTHLY;INTERVAL=5": (),
    }
    for text, months in cases.items():
        assert yearly.months_of(parse(text), starts) == months, text


def test_the_first_time_is_by_the_end_of_what_is_running():
    today = date(2026, 11, 24)
    cases = {
        "weekly": today,
        "monthly": date(2026, 11, 30),
        "quarterly": date(2026, 12, 31),
        "half_yearly": date(2026, 12, 31),
        "yearly": date(2026, 12, 31),
    }
    for cadence, day in cases.items():
        assert yearly.first_time(yearly.CADENCES[cadence], today) == day, cadence
    assert yearly.first_time(yearly.rule_in((2,), dated=False), today) == date(2027, 2, 28)
    assert yearly.first_time(yearly.rule_in((11,), dated=False), today) == date(2026, 11, 30)


def test_the_word_for_a_cadence_is_found_again():
    for key, rule in yearly.CADENCES.items():
        assert yearly.cadence_of(rule) == key
    assert yearly.cadence_of(Rule(1, Unit.MONTHS, months=(3, 9))) == ""
    assert yearly.cadence_of(Rule(5, Unit.WEEKS)) == ""
