"""The dry run: what would happen, and what stands in the way."""

from datetime import date, datetime

from holger.exchange.fields import Existing, Field, InFile, Kind, New
from holger.exchange.planning import Fixes, make_plan
from holger.exchange.reading import CellError
from holger.exchange.tests.samples import ASSETS, ready_register

HEAD = {"reference": 0, "title": 1, "type": 2, "owner": 3, "need": 4, "last_reviewed": 5}
MAPPING = {column: name for name, column in HEAD.items()}
ERP = Existing("a1", 3, {"reference": "S-014", "title": "Business Central", "type": "application", "owner": "p1",
                         "own_c": 3, "own_i": 4, "own_a": 4, "last_reviewed": date(2025, 11, 3)})  # fmt: skip
PAY = Existing("a2", 1, {"reference": "A-2", "title": "Løn & ferie", "type": "cloud_service", "owner": None})


def plan(*rows, existing=(), fixes=None, ready=ASSETS, mapping=MAPPING):
    numbers = list(range(2, len(rows) + 2))
    return make_plan(ready=ready, numbers=numbers, rows=rows, mapping=mapping, existing=existing, fixes=fixes)


def statuses(made):
    return [line.status for line in made.lines]


def test_new_changed_and_unchanged():
    made = plan(
        ["S-014", "Business Central", "It-system", "amha", "3/4/3", "03-11-25"],
        [None, "løn  & FERIE", None, None, None, None],
        ["S-020", "MES", "PLC", "sda", "2/3/4", None],
        existing=[ERP, PAY],
    )
    assert statuses(made) == ["update", "update", "create"]
    first, second = made.updates()
    assert (first.id, first.version, first.values) == ("a1", 3, {"owner": "p2", "own_a": 3})
    assert first.changes == {"owner": ["Sofie Dahlgaard", "Amina Hassan"], "own_a": [4, 3]}
    assert second.values == {"title": "løn  & FERIE"}
    (new,) = made.creates()
    assert new.values["reference"] == "S-020"
    assert (new.values["own_c"], new.values["own_i"], new.values["own_a"]) == (2, 3, 4)
    assert made.changed_fields() == {"owner": 1, "own_a": 1, "title": 1}


def test_the_same_file_twice_changes_nothing():
    row = ["S-014", "Business Central", "Fagsystem", "Sofie Dahlgaard", "3/4/4", datetime(2025, 11, 3)]
    assert statuses(plan(row, existing=[ERP])) == ["same"]


def test_empty_cells_never_overwrite():
    assert statuses(plan(["S-014", None, "", "-", None, "?"], existing=[ERP])) == ["same"]


def test_what_was_found_by_title_keeps_its_reference():
    (update,) = plan(["X-9", "Løn & ferie", None, "sda", None, None], existing=[ERP, PAY]).updates()
    assert update.values == {"owner": "p1"}


def test_a_title_does_not_match_an_object_that_is_another_row():
    made = plan(
        ["S-014", "Business Central", None, None, None, None],
        ["S-015", "Business Central", None, None, None, None],
        existing=[ERP],
    )
    assert statuses(made) == ["same", "create"]


def test_twice_in_the_file_is_flagged_and_a_new_reference_helps():
    rows = (["S-014", "Business Central", *[None] * 4], ["S-014", "Business Central (test)", *[None] * 4])
    made = plan(*rows, existing=[ERP])
    (problem,) = made.problems
    assert (problem.row, problem.column, problem.value) == (3, "A", "S-014")
    assert problem.message.params == {"row": 2}
    fixed = plan(*rows, existing=[ERP], fixes=Fixes(cells={3: problem.suggestion.sets}))
    assert statuses(fixed) == ["same", "create"]
    assert "reference" not in fixed.creates()[0].values


def test_two_new_rows_of_one_title_without_reference_are_one_too_many():
    made = plan([None, "MES", *[None] * 4], [None, "mes ", *[None] * 4])
    assert statuses(made) == ["create", "problem"]


def test_the_three_mistakes_of_the_systems_list():
    rows = (
        ["S-031", "Lagerterminaler", "Klientudstyr", "sda / amha", "1/2/3", "14-01-26"],
        ["S-040", "Kølekompressor 3", "OT-enhed", "Lars Thygesen", "1/3/5", "02-02-26"],
        ["S-014", "Business Central", "It-system", "Nanna Krogh", "2/2/2", "30-04-26"],
        ["S-014", "Business Central (test)", "It-system", "Nanna Krogh", "2/2/2", "30-04-26"],
    )
    made = plan(*rows)
    assert not made.may_apply
    assert [(p.row, p.target) for p in made.problems] == [(2, "owner"), (3, "need"), (5, "reference")]
    assert made.problems[1].suggestion.sets == {"need": "1/3/4"}
    fixes = Fixes(cells={p.row: p.suggestion.sets for p in made.problems})
    fixed = plan(*rows, fixes=Fixes.from_json(fixes.to_json()))
    assert statuses(fixed) == ["create"] * 4
    assert fixed.creates()[0].values["deputy"] == "p2"
    assert fixed.creates()[1].values["own_a"] == 4


def test_rows_can_be_skipped():
    made = plan(
        ["S-1", None, "?", None, "9/9/9", None], ["S-2", "MES", *[None] * 4], fixes=Fixes(skipped=frozenset({2}))
    )
    assert statuses(made) == ["skipped", "create"]
    assert made.may_apply


def test_one_correction_for_all_cells_that_say_the_same():
    rows = [[None, f"System {n}", "Vidensbase", None, None, None] for n in range(5)]
    assert len(plan(*rows).problems) == 5
    made = plan(*rows, fixes=Fixes(same={"type": {"Vidensbase": "Cloudtjeneste"}}))
    assert {line.values["type"] for line in made.lines} == {"cloud_service"}


def test_new_rows_need_a_title_and_get_defaults():
    made = plan(["S-1", None, None, "sda", None, None], ["S-2", "MES", None, None, None, None])
    assert [problem.target for problem in made.problems] == ["title"]
    assert made.creates()[0].values["type"] == "application"


def test_two_objects_of_one_title_are_asked_about():
    twin = Existing("a9", 1, {"reference": "A-9", "title": "Løn & ferie"})
    made = plan([None, "Løn & ferie", None, "sda", None, None], existing=[PAY, twin])
    assert [s.sets for s in made.problems[0].suggestions] == [{"reference": "A-2"}, {"reference": "A-9"}]


def test_a_reference_that_is_taken_unseen():
    ready = ready_register(taken=frozenset({"a-7"}))
    made = plan(["A-7", "Skjult", *[None] * 4], ready=ready)
    assert made.problems[0].suggestion.sets == {"reference": ""}


def test_what_excel_made_a_date_of():
    made = plan([None, "MES", None, None, datetime(2004, 4, 3), None])
    assert made.problems[0].suggestion.sets == {"need": "3/4/4"}


def test_errors_in_cells_are_problems():
    made = plan([None, CellError("#REF!"), None, CellError("formula"), None, None])
    assert [problem.target for problem in made.problems] == ["title", "owner"]


def test_empty_rows_and_rows_of_foreign_notes_are_left_out():
    made = plan([None] * 7, [None] * 6 + ["kun en note"], ["S-1", "MES"])
    assert statuses(made) == ["skipped", "skipped", "create"]


def test_people_to_create_and_tags_are_counted():
    mapping = {0: "title", 1: "owner", 2: "tags"}
    made = plan(["A", "+ Rikke Vind", "Ny; GDPR"], ["B", "+ Rikke Vind", "Ny"], mapping=mapping)
    assert made.new_names() == {"owner": ["Rikke Vind"], "tags": ["Ny"]}
    assert made.lines[0].values["tags"] == (New("Ny"), "t1")
    assert made.notes[2].params == {"count": 1}


PEOPLE = ready_register(
    fields=(
        Field("reference", "Reference", Kind.REFERENCE),
        Field("name", "Navn", required=True),
        Field("email", "E-mail", Kind.EMAIL),
        Field("manager", "Leder", Kind.LINK, within=True, people=True),
    ),
    combined=(),
    options={},
    match_on=(("reference",), ("email",), ("name",)),
)


def test_several_may_come_later_in_the_same_file():
    fields = (
        Field("reference", "Reference", Kind.REFERENCE),
        Field("title", "Title", required=True),
        Field("after", "Waits for", Kind.LINKS, within=True),
    )
    steps = ready_register(fields, (), {}, match_on=(("reference",),))
    there = Existing("i1", 1, {"reference": "PL-1", "title": "Buy", "after": ()})
    made = make_plan(
        ready=steps,
        numbers=[2, 3, 4, 5],
        rows=[
            ["PL-2", "Build", "PL-1; PL-3"],
            ["PL-3", "Test", None],
            ["PL-4", "Sell", "PL-4"],
            ["PL-5", "Rest", "PL-9"],
        ],
        mapping={0: "reference", 1: "title", 2: "after"},
        existing=[there],
    )
    assert made.lines[0].values["after"] == ("i1", InFile(3))
    assert statuses(made) == ["create", "create", "problem", "problem"]


def test_a_manager_may_come_later_in_the_same_file():
    boss = Existing("p1", 1, {"reference": "PE-1", "name": "Sofie Dahlgaard", "email": "sda@kronborg.dk"})
    made = plan(
        ["Amina Hassan", "amha@kronborg.dk", "Bo Lund"],
        ["Bo Lund", "bo@kronborg.dk", "S. Dahlgaard"],
        ["Carl Ny", "carl@kronborg.dk", "Ukendt Person"],
        existing=[boss],
        ready=PEOPLE,
        mapping={0: "name", 1: "email", 2: "manager"},
    )
    assert made.lines[0].values["manager"] == InFile(3)
    assert made.lines[1].values["manager"] == "p1"
    assert [problem.row for problem in made.problems] == [4]


def test_first_and_last_name_become_a_name():
    parts = (
        Field("name", "Navn", required=True),
        Field("first_name", "Fornavn", part_of="name"),
        Field("last_name", "Efternavn", part_of="name"),
    )
    ready = ready_register(fields=parts, combined=(), options={}, match_on=(("name",),))
    boss = Existing("p1", 1, {"name": "Sofie Dahlgaard"})
    rows = (["Dahlgaard", "Sofie"], ["Vind", "Rikke"], ["Solo", None])
    made = plan(*rows, existing=[boss], ready=ready, mapping={0: "last_name", 1: "first_name"})
    assert statuses(made) == ["same", "create", "create"]
    assert [new.values for new in made.creates()] == [{"name": "Rikke Vind"}, {"name": "Solo"}]


def test_people_are_matched_by_mail_before_name():
    boss = Existing("p1", 1, {"reference": "PE-1", "name": "Sofie Dahlgaard", "email": "SDA@kronborg.dk"})
    made = plan(["Sofie D. Holm", "sda@kronborg.dk"], existing=[boss], ready=PEOPLE, mapping={0: "name", 1: "email"})
    assert made.updates()[0].values == {"name": "Sofie D. Holm"}


LINKS = ready_register(
    fields=(
        Field("source", "Fra", Kind.LINK, required=True),
        Field("target", "Til", Kind.LINK, required=True),
        Field("kind", "Slags", Kind.CHOICE, default="uses", choices=ASSETS.field("mfa").field.choices),
        Field("note", "Note"),
    ),
    combined=(),
    options={"source": ASSETS.field("owner").options, "target": ASSETS.field("owner").options},
    match_on=(("source", "target", "kind"),),
)


def test_objects_told_apart_by_several_fields():
    there = Existing("d1", 1, {"source": "p1", "target": "p2", "kind": "uses", "note": ""})
    made = plan(
        ["sda", "amha", "ny note"], ["amha", "sda", None], ["sda", "amha", "igen"],
        existing=[there], ready=LINKS, mapping={0: "source", 1: "target", 2: "note"},
    )  # fmt: skip
    assert statuses(made) == ["update", "create", "problem"]
