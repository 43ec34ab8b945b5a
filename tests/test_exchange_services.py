"""From a file to the register and back: all or nothing, never twice, always with a trace."""

from datetime import date, timedelta

import pytest

from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.exchange import exporting, selectors, services
from holger.exchange.models import ImportRun, SavedMapping
from holger.exchange.planning import Plan
from holger.exchange.tests.files import xlsx
from holger.exchange.unreadable import Unreadable
from holger.history import verification
from holger.history.models import Event
from holger.organisation.models import Person, Unit
from tests.exchange_people import HEAD, PEOPLE, ROWS, registered


@pytest.fixture
def people():
    with registered() as kind:
        yield kind


@pytest.fixture
def anna(cast, actor_of):
    return actor_of(cast.anna)


def start(actor, kind, rows=ROWS, head=HEAD):
    content = xlsx(("Forside", [["Medarbejdere 2026"]]), ("Liste", [["Udtræk"], [], head, *rows]))
    return services.run_start(actor=actor, kind=kind, content=content, filename="folk.xlsx")


def planned(actor, run) -> Plan:
    return services.plan_of(actor=actor, run=ImportRun.objects.get(pk=run.pk))


def test_a_file_is_read_and_guessed_and_nothing_is_written(anna, people):
    before = Person.objects.count()
    run = start(anna, people)
    assert (run.sheet, run.header_row) == ("Liste", 3)
    assert run.columns == dict(enumerate(["reference", "name", "email", "job_title", "unit", "manager", "starts_on"]))
    plan = planned(anna, run)
    assert plan.counts == {"create": 2, "update": 1}
    assert Person.objects.count() == before
    assert not Event.objects.filter(channel="import").exists()


def test_apply_writes_all_with_history(anna, people):
    run = services.run_apply(actor=anna, run=start(anna, people))
    rikke, soren = (Person.objects.get(name=name) for name in ("Rikke Vind", "Søren Dam"))
    assert soren.manager == rikke
    assert rikke.manager.name == "Olga Krogh"
    assert (rikke.reference, rikke.starts_on) == ("PE-7", date(2025, 11, 3))
    assert Person.objects.get(email="bo@kronborg.example").version == 2
    assert run.status == "applied"
    assert bytes(run.content) == b""
    events = Event.objects.filter(channel="import", via="folk.xlsx").order_by("seq")
    assert [event.action for event in events] == [
        "person.created", "person.created", "person.changed", f"{people}.imported"
    ]  # fmt: skip
    assert events[1].changes["manager"] == [None, "Rikke Vind"]
    assert events[2].changes["job_title"] == ["System owner", "Linjeleder"]
    assert verification.verify(anna.organisation_id).broken is None


def test_the_same_file_twice_changes_nothing(anna, people):
    services.run_apply(actor=anna, run=start(anna, people))
    again = start(anna, people)
    assert planned(anna, again).counts == {"same": 3}
    with pytest.raises(RuleBroken, match="nothing to import"):
        services.run_apply(actor=anna, run=again)
    assert Person.objects.filter(name="Rikke Vind").count() == 1


def test_an_import_happens_once(anna, people):
    run = start(anna, people)
    services.run_apply(actor=anna, run=run)
    with pytest.raises(RuleBroken, match="imported already"):
        services.run_apply(actor=anna, run=run)


def test_problems_stop_it_and_corrections_help(anna, people):
    rows = [*ROWS, ["", "", "ingen@kronborg.example", "", "Marketing", "", "31-02-26"]]
    run = start(anna, people, rows)
    plan = planned(anna, run)
    assert [(problem.row, problem.target) for problem in plan.problems] == [(7, "unit"), (7, "starts_on"), (7, "name")]
    with pytest.raises(RuleBroken, match="1 rows"):
        services.run_apply(actor=anna, run=run)
    services.run_fix_all(actor=anna, run=run, plan=plan)
    run = services.run_fix(actor=anna, run=run, cells={7: {"name": "Nina Ny"}})
    services.run_apply(actor=anna, run=run)
    nina = Person.objects.get(name="Nina Ny")
    assert (nina.unit.name, nina.starts_on) == ("Marketing", date(2026, 2, 28))


def test_a_row_can_be_skipped_and_kept_again(anna, people):
    run = services.run_fix(actor=anna, run=start(anna, people), skip=[4, 5])
    assert planned(anna, run).counts == {"skipped": 2, "problem": 1}  # Bo's new manager is among the skipped
    run = services.run_fix(actor=anna, run=run, keep=[4])
    assert planned(anna, run).counts == {"skipped": 1, "create": 1, "update": 1}


def test_all_or_nothing(anna, people):
    """The last row breaks a rule of the room; nothing of the file is there afterwards, new units neither."""
    rows = [*ROWS, ["", "Forbidden", "", "", "+ Laboratorium", "", ""]]
    with pytest.raises(RuleBroken):
        services.run_apply(actor=anna, run=start(anna, people, rows))
    assert not Person.objects.filter(name="Rikke Vind").exists()
    assert not Unit.objects.filter(name="Laboratorium").exists()
    assert ImportRun.objects.get().status == "draft"


def test_what_the_database_refuses_names_the_row(anna, people):
    rows = [["", "Rikke Vind", "", "", "", "", ""], ["PE-3", "Anden Person", "", "", "", "", ""]]
    run = start(anna, people, rows)
    Person.objects.filter(reference="PE-3").update(suspended_at=dates.now())
    plan = planned(anna, run)
    assert plan.counts["update"] == 1  # PE-3 is Carl: renamed, not refused
    twice = [
        ["", "Ny Person", "NY@kronborg.example", "", "", "", ""],
        ["", "Nyere", "anna@kronborg.example", "", "", "", ""],
    ]
    assert planned(anna, start(anna, people, twice)).counts == {"create": 1, "update": 1}


def test_references_from_the_file_stay_and_the_count_goes_on(anna, people):
    rows = [["X-1", "En", "", "", "", "", ""], ["PE-50", "To", "", "", "", "", ""], ["", "Tre", "", "", "", "", ""]]
    services.run_apply(actor=anna, run=start(anna, people, rows))
    found = dict(Person.objects.filter(name__in=["En", "To", "Tre"]).values_list("name", "reference"))
    assert found["En"] == "X-1"
    assert found["To"] == "PE-50"
    services.run_apply(actor=anna, run=start(anna, people, [["", "Fire", "", "", "", "", ""]]))
    assert Person.objects.get(name="Fire").reference == "PE-51"


def test_undo_puts_everything_back(anna, people):
    before = list(Person.objects.order_by("id").values("id", "name", "job_title", "unit", "manager", "starts_on"))
    run = services.run_apply(actor=anna, run=start(anna, people))
    run = services.run_undo(actor=anna, run=run)
    assert (
        list(Person.objects.order_by("id").values("id", "name", "job_title", "unit", "manager", "starts_on")) == before
    )
    assert run.status == "undone"
    assert Event.objects.order_by("-seq")[0].action == f"{people}.undone"
    with pytest.raises(RuleBroken, match="not in force"):
        services.run_undo(actor=anna, run=run)


def test_undo_is_refused_when_somebody_has_changed_a_row(anna, people):
    run = services.run_apply(actor=anna, run=start(anna, people))
    Person.objects.filter(name="Rikke Vind").update(version=2)
    with pytest.raises(RuleBroken, match=r"Rikke Vind.*changed since"):
        services.run_undo(actor=anna, run=run)


def test_undo_is_refused_when_something_refers_to_a_row(anna, people, cast):
    run = services.run_apply(actor=anna, run=start(anna, people))
    Person.objects.filter(pk=cast.emil.pk).update(manager=Person.objects.get(name="Rikke Vind"))
    with pytest.raises(RuleBroken, match=r"Emil Vang.*refers"):
        services.run_undo(actor=anna, run=run)


def test_only_the_last_import_and_not_for_ever(anna, people):
    first = services.run_apply(actor=anna, run=start(anna, people))
    second = services.run_apply(actor=anna, run=start(anna, people, [["", "Ny", "", "", "", "", ""]]))
    with pytest.raises(RuleBroken, match="later import"):
        services.run_undo(actor=anna, run=first)
    ImportRun.objects.update(applied_at=dates.now() - timedelta(days=31))
    with pytest.raises(RuleBroken, match="30 days"):
        services.run_undo(actor=anna, run=second)


def test_other_sheet_and_other_headings(anna, people):
    run = services.run_turn(actor=anna, run=start(anna, people), sheet="Liste", header_row=4)
    assert run.header_row == 4
    run = services.run_turn(actor=anna, run=run, sheet="Forside")
    assert (run.sheet, run.header_row) == ("Forside", 1)
    with pytest.raises(RuleBroken, match="no such sheet"):
        services.run_turn(actor=anna, run=run, sheet="Findes ikke")
    with pytest.raises(RuleBroken, match="no rows below"):
        services.run_turn(actor=anna, run=run, sheet="Liste", header_row=99)


def test_a_mapping_is_kept_for_the_next_file(anna, people):
    run = start(anna, people, head=["A", "Hvem", "Post", "Rolle", "Sted", "Over", "Siden"])
    run = services.run_map(
        actor=anna, run=run, mapping={1: "name", 2: "email", 3: "job_title", 4: "unit", 99: "nonsense"}
    )
    run = services.run_fix(actor=anna, run=run, same={"unit": {"Production": ""}})
    saved = services.mapping_save(actor=anna, run=run, title="Fra HR")
    fresh = start(anna, people, head=["A", "Post", "Hvem", "Rolle", "Sted", "Over", "Siden"])
    fresh = services.mapping_use(actor=anna, run=fresh, saved=saved)
    assert fresh.columns == {1: "email", 2: "name", 3: "job_title", 4: "unit"}
    assert fresh.fixes["same"] == {"unit": {"Production": ""}}
    assert SavedMapping.objects.count() == 1


def test_a_field_is_filled_from_one_column(anna, people):
    with pytest.raises(RuleBroken, match="column A"):
        services.run_map(actor=anna, run=start(anna, people), mapping={0: "name", 1: "name"})


def test_who_may(cast, actor_of, people, anna):
    for person in (cast.bo, cast.carl, cast.emil, cast.karen):
        with pytest.raises(NotAllowed):
            start(actor_of(person), people)
    run = start(anna, people)
    dorte = actor_of(cast.dorte)
    assert not selectors.runs_for(dorte, people).exists()
    with pytest.raises(ImportRun.DoesNotExist):
        services.run_apply(actor=dorte, run=run)
    assert not selectors.runs_for(actor_of(cast.olga), people).exists()  # a draft is its uploader's
    with pytest.raises(NotFound):
        start(anna, "unheard-of")


def test_a_stranger_cannot_be_changed_by_their_reference(cast, actor_of, people):
    """Dorte's file names PE-1, which is Anna at Kronborg and Dorte herself at Rosenborg."""
    dorte = actor_of(cast.dorte)
    services.run_apply(actor=dorte, run=start(dorte, people, [["PE-1", "Ny Dorte", "", "", "", "", ""]]))
    assert set(Person.objects.filter(reference="PE-1").values_list("name", flat=True)) == {"Anna Holm", "Ny Dorte"}


def test_drafts_are_cleared_after_a_day(anna, people):
    old = start(anna, people)
    ImportRun.objects.filter(pk=old.pk).update(created_at=dates.now() - timedelta(days=2))
    new = start(anna, people)
    assert list(ImportRun.objects.values_list("pk", flat=True)) == [new.pk]


def test_an_unreadable_file_leaves_nothing(anna, people):
    with pytest.raises(Unreadable):
        services.run_start(actor=anna, kind=people, content=b"PK\x03\x04rubbish", filename="a.xlsx")
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_imports_back_unchanged(anna, people, form):
    services.run_apply(actor=anna, run=start(anna, people))
    content = exporting.export_file(anna, PEOPLE, form).read()
    run = services.run_start(actor=anna, kind=people, content=content, filename=f"people.{form}")
    assert planned(anna, run).counts == {"same": Person.objects.filter(organisation_id=anna.organisation_id).count()}
