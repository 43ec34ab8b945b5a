"""Requirements and mappings as spreadsheets: in, out and back, with every problem told by row and column."""

import csv
import io

import pytest
from django.utils import translation

from holger.core.errors import NotAllowed, RuleBroken
from holger.core.registry import registry
from holger.exchange import services as exchange
from holger.exchange.exporting import export_file
from holger.exchange.matching import guess_columns
from holger.exchange.registers import make_ready
from holger.frameworks import services
from holger.frameworks.models import Mapping, Requirement, Standing
from holger.frameworks.rules import sheet
from holger.frameworks.rules.sheet import Row
from holger.frameworks.rules.tree import DEEPEST
from holger.history.models import Event
from tests.cast import actor_of, client_of

BASE = "/o/kronborg/frameworks/"
HEADS = ["Framework", "Id", "Part of", "Title in English", "Can be answered"]

# Rules


def test_a_guide_lies_in_columns_and_comes_back():
    guide = {
        "asks": {"da": "Det", "en": "It"},
        "guidance": {"en": "More"},
        "evidence": [{"da": "En", "en": "One"}, {"da": "To", "en": "Two"}],
        "activity": {"words": {"en": "Look"}, "every": "P1M"},
        "roles": ["it"],
        "facts": {"chapter": ["7"]},
    }
    columns = sheet.spread(guide)
    assert columns["evidence_da"] == "En\nTo"
    assert sheet.gathered(columns, guide) == guide
    assert sheet.gathered({}, guide) == guide
    assert sheet.gathered({"asks_en": "Other"}, guide)["asks"] == {"da": "Det", "en": "Other"}


def test_evidence_of_several_lines_is_a_line_in_a_cell():
    assert sheet.spread({"evidence": [{"en": "One\nand more"}]})["evidence_en"] == "One and more"
    mixed = [{"da": "En"}, {"da": "To", "en": "Two"}]
    assert sheet.listed(mixed, "en") == "En\nTwo"


@pytest.mark.parametrize(
    ("rows", "there", "found"),
    [
        ([("1", "")], {}, {}),
        ([("1.1", "1")], {"1": ""}, {}),
        ([("1.1", "1"), ("1", "")], {}, {}),
        ([("1.1", "1")], {}, {2: "There is no requirement"}),
        ([("1", "1")], {}, {2: "part of itself"}),
        ([("1", "2"), ("2", "1")], {}, {2: "part of itself", 3: "part of itself"}),
        ([("1", "2")], {"1": "", "2": "1"}, {2: "part of itself"}),
        ([("9", "1")], {"1": "2", "2": "1"}, {}),
    ],
)
def test_rows_that_are_misplaced(rows, there, found):
    placed = [Row(number, "FW", code, parent) for number, (code, parent) in enumerate(rows, start=2)]
    told = dict(sheet.misplaced(placed, {"FW": there}))
    assert told.keys() == found.keys()
    assert all(text in told[number].text for number, text in found.items())


def test_frameworks_do_not_know_each_others_ids():
    rows = [Row(2, "A", "1", ""), Row(3, "B", "1.1", "1")]
    assert [number for number, _reason in sheet.misplaced(rows, {})] == [3]


def test_rows_below_each_other_without_end():
    rows = [Row(n, "FW", str(n), str(n - 1) if n > 1 else "") for n in range(1, DEEPEST + 2)]
    assert [number for number, _reason in sheet.misplaced(rows, {})] == [DEEPEST + 1]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"title_en": "X"}, []),
        ({}, ["title_en"]),
        ({"title_da": "X", "evidence_da": "a\nb", "evidence_en": "a"}, ["evidence_en"]),
        ({"title_da": "X", "evidence_da": "a\nb"}, []),
        ({"title_da": "X", "activity_da": "Se"}, ["every"]),
        ({"title_da": "X", "every": "P1M"}, ["activity_en"]),
    ],
)
def test_what_is_wrong_within_a_row(values, fields):
    assert [name for name, _reason in sheet.whys(values)] == fields


# The register

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(anna):
    framework = services.framework_create(actor=anna, title_en="House rules", title_da="Husregler")
    services.group_add(actor=anna, framework=framework, key="least", title={"en": "The least", "da": "Det mindste"})
    return framework


def table(*rows, heads=HEADS):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([heads, *rows])
    return out.getvalue().encode()


def start(actor, content, kind="requirements"):
    return exchange.run_start(actor=actor, kind=kind, content=content, filename="rules.csv")


def problems(actor, content, kind="requirements"):
    """Row, column and sentence of each."""
    plan = exchange.plan_of(actor=actor, run=start(actor, content, kind))
    return [(p.row, p.column, p.message.text % p.message.params) for p in plan.problems]


def bring(actor, content, kind="requirements"):
    return exchange.run_apply(actor=actor, run=start(actor, content, kind))


def tree(framework):
    rows = Requirement.objects.filter(framework=framework, archived_at=None).order_by("place")
    return [(row.code, row.depth) for row in rows]


def find(framework, code):
    return Requirement.objects.get(framework=framework, code=code)


CHAPTERS = [
    ["FW-1", "1", "", "Access", "no"],
    ["FW-1", "1.1", "1", "Rights end", "yes"],
    ["FW-1", "2", "", "Backup", ""],
    ["FW-1", "1.2", "1", "Two factors", "ja"],
]


def test_requirements_come_in_as_a_tree_with_standings(anna, house):
    run = bring(anna, table(*CHAPTERS))
    assert run.counts == {"create": 4, "update": 0, "same": 0, "skipped": 0}
    assert tree(house) == [("1", 0), ("1.1", 1), ("1.2", 1), ("2", 0)]
    assert find(house, "1.1").section == find(house, "1")
    assert not find(house, "1").assessable
    assert find(house, "2").assessable
    assert Standing.objects.filter(requirement__framework=house).count() == 3
    told = Event.objects.filter(action="requirement.created")
    assert (told.count(), told.first().channel) == (4, "import")


def test_the_whole_may_stand_below_its_parts(anna, house):
    bring(anna, table(["FW-1", "1.1", "1", "Part", ""], ["FW-1", "1", "", "Whole", "no"]))
    assert tree(house) == [("1", 0), ("1.1", 1)]


def test_the_same_file_again_changes_nothing(anna, house):
    bring(anna, table(*CHAPTERS))
    plan = exchange.plan_of(actor=anna, run=start(anna, table(*CHAPTERS)))
    assert plan.counts == {"same": 4}
    other_letters = [["house rules", "1.1", "1", "Rights end", "yes"]]
    assert exchange.plan_of(actor=anna, run=start(anna, table(*other_letters))).counts == {"same": 1}


def test_a_whole_guide_in_danish_words(anna, house):
    heads = [
        "Rammeværk",
        "Kravnr.",
        "Titel",
        "Title",
        "Kravtekst",
        "Evidens",
        "Evidence",
        "Aktivitet",
        "Hyppighed",
        "Roller",
        "Gruppe",
    ]
    row = ["Husregler", "1", "Adgang", "Access", "Den slutter.", "En liste\nEn dato", "A list\nA date", "Gå igennem", "halvårligt", "Systemejer; hr", "Det mindste"]  # fmt: skip
    with translation.override("da"):
        bring(anna, table(row, heads=heads))
    made = find(house, "1")
    assert made.titles == ("Adgang", "Access")
    assert made.groups == ["least"]
    assert made.guide == {
        "asks": {"da": "Den slutter."},
        "evidence": [{"da": "En liste", "en": "A list"}, {"da": "En dato", "en": "A date"}],
        "activity": {"words": {"da": "Gå igennem"}, "every": "P6M"},
        "roles": ["system_owner", "hr"],
    }


def test_what_changes_leaves_the_rest(anna, house):
    bring(anna, table(*CHAPTERS))
    row = find(house, "1.1")
    services.requirement_edit(actor=anna, requirement=row, asks={"da": "De slutter."}, facts={"chapter": ["7"]})
    heads = ["Framework", "Id", "Part of", "What it asks, in English"]
    run = bring(anna, table(["FW-1", "1.1", "2", "They end."], heads=heads))
    assert run.counts["update"] == 1
    row.refresh_from_db()
    assert row.guide == {"asks": {"da": "De slutter.", "en": "They end."}, "facts": {"chapter": ["7"]}}
    assert tree(house) == [("1", 0), ("1.2", 1), ("2", 0), ("1.1", 1)]
    changes = Event.objects.filter(action="requirement.changed").latest("seq").changes
    assert changes == {
        "parent": ["1", "2"],
        "what_it_asks": [{"da": "De slutter."}, {"da": "De slutter.", "en": "They end."}],
    }


def test_one_that_was_taken_away_comes_back_with_its_answer(anna, house):
    bring(anna, table(*CHAPTERS))
    standing = Standing.objects.get(requirement__code="2")
    services.standing_answer(actor=anna, standing=standing, answer="met")
    services.requirement_remove(actor=anna, requirement=find(house, "2"))
    run = bring(anna, table(["FW-1", "2", "", "Backup anew", ""]))
    assert find(house, "2").title_en == "Backup anew"
    assert Standing.objects.get(requirement__code="2").answer == "met"
    exchange.run_undo(actor=anna, run=run)
    assert find(house, "2").archived_at is not None
    assert find(house, "2").title_en == "Backup"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["FW-9", "1", "", "X", ""]], (2, "A", "FW-9")),
        ([["NIS2", "1", "", "X", ""]], (2, "A", "This comes from the library.")),
        ([["FW-1", "1", "7", "X", ""]], (2, "C", "There is no requirement “7”")),
        ([["FW-1", "1", "1", "X", ""]], (2, "C", "part of itself")),
        ([["FW-1", "1", "", "X", ""], ["FW-1", "1", "", "Y", ""]], (3, "B", "Also in row 2.")),
        ([["FW-1", "", "", "X", ""]], (2, "B", "is missing")),
        ([["FW-1", "1", "", "", ""]], (2, "D", "at least one language")),
        ([["FW-1", "1", "", "X", "perhaps"]], (2, "E", "")),
        ([["FW-1", "1" * 61, "", "X", ""]], (2, "B", "")),
    ],
)
def test_problems_by_row_and_column(anna, house, rows, found):
    services.framework_adopt(actor=anna, key="nis2")
    told = problems(anna, table(*rows))
    assert [(row, column) for row, column, _text in told] == [found[:2]]
    if found[2] and found[2] != "FW-9":
        assert found[2] in told[0][2]
    assert not Requirement.objects.filter(framework=house).exists()


@pytest.mark.parametrize(
    ("head", "value", "column"),
    [("How often", "now and then", "D"), ("Usually done by", "the king", "D"), ("Groups", "the most", "D")],
)
def test_words_that_are_not_known(anna, house, head, value, column):
    heads = ["Framework", "Id", "Title in English", head]
    told = problems(anna, table(["FW-1", "1", "X", value], heads=heads))
    assert (2, column) in [(row, place) for row, place, _text in told]


def test_a_group_of_another_framework_is_told(anna, house):
    services.framework_create(actor=anna, title_en="Other")
    heads = ["Framework", "Id", "Title in English", "Groups"]
    assert problems(anna, table(["FW-2", "1", "X", "least"], heads=heads)) == [
        (2, "D", "“least” is not a group of the framework.")
    ]


def test_all_or_nothing(anna, house):
    run = start(anna, table(*CHAPTERS, ["FW-1", "3", "9", "Lost", ""]))
    with pytest.raises(RuleBroken, match="Correct or skip 1"):
        exchange.run_apply(actor=anna, run=run)
    assert tree(house) == []


def test_undo_puts_everything_back(anna, house):
    bring(anna, table(*CHAPTERS))
    run = bring(anna, table(["FW-1", "1.1", "2", "Other title", ""], ["FW-1", "3", "1", "More", ""]))
    assert tree(house) == [("1", 0), ("1.2", 1), ("3", 1), ("2", 0), ("1.1", 1)]
    exchange.run_undo(actor=anna, run=run)
    assert tree(house) == [("1", 0), ("1.1", 1), ("1.2", 1), ("2", 0)]
    assert find(house, "1.1").title_en == "Rights end"
    assert Standing.objects.filter(requirement__framework=house).count() == 3


@pytest.mark.parametrize("built", ["answer", "edit", "map"])
def test_what_somebody_has_built_on_stays(anna, house, built):
    run = bring(anna, table(*CHAPTERS))
    row = find(house, "2")
    if built == "answer":
        services.standing_answer(actor=anna, standing=Standing.objects.get(requirement=row), answer="met")
    elif built == "edit":
        services.requirement_edit(actor=anna, requirement=row, title_en="Other")
    else:
        other = services.framework_create(actor=anna, title_en="Other")
        there = services.requirement_add(actor=anna, framework=other, code="1", title_en="There")
        services.mapping_add(actor=anna, source=row, target=there, relation="equal")
    with pytest.raises(RuleBroken):
        exchange.run_undo(actor=anna, run=run)
    assert len(tree(house)) == 4


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_exported_imports_back_unchanged(anna, house, form, language):
    bring(anna, table(*CHAPTERS))
    services.requirement_edit(
        actor=anna,
        requirement=find(house, "1.1"),
        asks={"da": "=1+1", "en": "First\nsecond"},
        guidance={"en": "More"},
        small={"da": "- lille"},
        evidence=[{"da": "En", "en": "One"}, {"da": "To", "en": "Two"}],
        activity={"words": {"da": "Se", "en": "Look"}, "every": "P3M"},
        roles=["it", "employee"],
        groups=["least"],
    )
    with translation.override(language), export_file(anna, registry.registers["requirements"], form) as file:
        content = file.read()
        run = exchange.run_start(actor=anna, kind="requirements", content=content, filename=f"back.{form}")
        plan = exchange.plan_of(actor=anna, run=run)
    assert plan.counts == {"same": 4}


def test_an_export_fills_another_framework(cast, anna, house):
    bring(anna, table(*CHAPTERS))
    with export_file(anna, registry.registers["requirements"], "csv") as file:
        content = file.read()
    dorte = actor_of(cast.dorte)
    theirs = services.framework_create(actor=dorte, title_en="House rules")
    bring(dorte, content)
    assert tree(theirs) == tree(house)


def test_a_stranger_points_to_none_of_ours(cast, anna, house):
    bring(anna, table(*CHAPTERS))
    told = problems(actor_of(cast.dorte), table(["House rules", "1", "", "Mine", ""]))
    assert [(row, column) for row, column, _text in told] == [(2, "A")]


def test_who_may_not_edit_imports_nothing(cast, anna, house):
    run = start(anna, table(*CHAPTERS))
    for person in (cast.carl, cast.bo):
        actor = actor_of(person)
        with pytest.raises(NotAllowed):
            start(actor, table(*CHAPTERS))
        for act in (services.requirements_import, services.mappings_import):
            with pytest.raises(NotAllowed):
                act(actor=actor, creates=[], updates=[])
        for act in (services.requirements_import_undo, services.mappings_import_undo):
            with pytest.raises(NotAllowed):
                act(actor=actor, payload={"created": [], "updated": [], "frameworks": []})
    exchange.run_apply(actor=anna, run=run)


def test_the_librarys_are_left_alone_even_by_programs(anna):
    from holger.exchange.fields import NewRow

    framework = services.framework_adopt(actor=anna, key="nis2")
    row = NewRow(2, {"framework": framework.pk, "code": "99", "title_en": "X"})
    with pytest.raises(RuleBroken, match="library"):
        services.requirements_import(actor=anna, creates=[row], updates=[])


def test_a_framework_as_a_spreadsheet(cast, anna, house):
    bring(anna, table(*CHAPTERS))
    url = f"{BASE}{house.reference}/requirements."
    for person in (cast.anna, cast.carl, cast.bo):
        answer = client_of(person).get(url + "csv")
        assert answer.status_code == 200
        assert b"Two factors" in b"".join(answer.streaming_content)
    assert client_of(cast.anna).get(url + "xlsx").status_code == 200
    assert client_of(cast.anna).get(url + "pdf").status_code == 404
    assert client_of(cast.emil).get(url + "csv").status_code == 403
    assert client_of(cast.dorte).get(url + "csv").status_code == 404


def test_the_pages_lead_to_the_import(cast, anna, house):
    browser = client_of(cast.anna)
    build = f"{BASE}{house.reference}/build/"
    assert "/o/kronborg/import/requirements/" in browser.get(build).content.decode()
    bring(anna, table(*CHAPTERS))
    assert "/o/kronborg/import/requirements/" in browser.get(build).content.decode()
    assert browser.get("/o/kronborg/import/requirements/").status_code == 200
    assert browser.get("/o/kronborg/import/mappings/").status_code == 200


@pytest.mark.parametrize("kind", ["requirements", "mappings"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_its_own_headings_are_certain(anna, kind, language):
    with translation.override(language):
        ready = make_ready(registry.registers[kind], anna)
        guesses = guess_columns([field.label for field in ready.fields], [], ready)
    assert [guess.field for guess in guesses] == [field.name for field in ready.fields]
    assert all(guess.sure for guess in guesses)


@pytest.mark.parametrize(
    ("kind", "heads", "fields"),
    [
        (
            "requirements",
            ["Standard", "Control ID", "Title", "Description", "Section", "Frequency"],
            ["framework", "code", "title_en", "asks_en", "parent", "every"],
        ),
        (
            "requirements",
            ["Rammeværk", "Nr.", "Krav", "Beskrivelse", "Del af", "Hvor tit", "Roller"],
            ["framework", "code", "title_da", "asks_da", "parent", "every", "roles"],
        ),
        (
            "mappings",
            ["Source framework", "Source ID", "Target framework", "Target ID", "Relationship", "Comment"],
            ["framework", "code", "other_framework", "other_code", "relation", "rationale"],
        ),
    ],
)
def test_headings_of_other_tools(anna, kind, heads, fields):
    ready = make_ready(registry.registers[kind], anna)
    assert [guess.field for guess in guess_columns(heads, [], ready)] == fields


# Mappings

ENDS = ["Framework", "Id", "Other framework", "Other id", "Relation", "Who says so", "Rationale"]


@pytest.fixture
def two(anna, house):
    bring(anna, table(*CHAPTERS))
    other = services.framework_create(actor=anna, title_en="Contract")
    for code in ("a", "b"):
        services.requirement_add(actor=anna, framework=other, code=code, title_en=f"Clause {code}")
    return house, other


PAIRS = [
    ["House rules", "1.1", "Contract", "a", "is equal to", "Anna", "The same words."],
    ["FW-1", "1.2", "FW-2", "b", "delmængde", "", ""],
]


def mapped(rows=PAIRS):
    return table(*rows, heads=ENDS)


def test_mappings_come_in(anna, two):
    run = bring(anna, mapped(), "mappings")
    assert run.counts["create"] == 2
    first, second = Mapping.objects.order_by("source__place")
    assert (first.source.code, first.relation, first.target.code, first.origin, first.own) == (
        "1.1",
        "equal",
        "a",
        "Anna",
        True,
    )
    assert (second.relation, second.rationale) == ("subset", "")
    changes = Event.objects.filter(action="mapping.added").earliest("seq").changes
    assert changes == {
        "mapping": [None, "a Clause a"],
        "relation": [None, "is equal to"],
        "origin": [None, "Anna"],
        "rationale": [None, "The same words."],
    }
    assert exchange.plan_of(actor=anna, run=start(anna, mapped(), "mappings")).counts == {"same": 2}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["FW-9", "1.1", "FW-2", "a", "equal"], [(2, "A")]),
        (["FW-1", "7", "FW-2", "a", "equal"], [(2, "B")]),
        (["FW-1", "1.1", "FW-2", "z", "equal"], [(2, "D")]),
        (["FW-1", "1.1", "FW-1", "1.2", "equal"], [(2, "C")]),
        (["FW-1", "1.1", "FW-2", "a", "resembles"], [(2, "E")]),
        (["FW-1", "1.1", "FW-2", "a", ""], [(2, "E")]),
    ],
)
def test_problems_of_mappings(anna, two, row, found):
    assert [(line, column) for line, column, _text in problems(anna, mapped([row]), "mappings")] == found


def test_what_is_said_from_the_other_end_is_told(anna, two):
    turned = ["FW-2", "a", "FW-1", "1.1", "equal", "", ""]
    assert problems(anna, mapped([PAIRS[0], turned]), "mappings") == [(3, "D", "Also in row 2.")]
    bring(anna, mapped(), "mappings")
    assert problems(anna, mapped([turned]), "mappings") == [(2, "D", "These two are mapped already.")]


def test_mappings_are_changed_and_taken_back(anna, two):
    bring(anna, mapped(), "mappings")
    run = bring(anna, mapped([["FW-1", "1.1", "FW-2", "a", "intersects", "Bo", ""]]), "mappings")
    row = Mapping.objects.get(source__code="1.1")
    assert (row.relation, row.origin, row.rationale) == ("intersects", "Bo", "The same words.")
    exchange.run_undo(actor=anna, run=run)
    row.refresh_from_db()
    assert (row.relation, row.origin) == ("equal", "Anna")


def test_undoing_new_mappings_and_what_holds_it_back(anna, two):
    run = bring(anna, mapped(), "mappings")
    Mapping.objects.filter(source__code="1.1").update(rationale="Other.")
    with pytest.raises(RuleBroken, match="changed since"):
        exchange.run_undo(actor=anna, run=run)
    Mapping.objects.filter(source__code="1.1").update(rationale="The same words.")
    services.mapping_remove(actor=anna, mapping=Mapping.objects.get(source__code="1.2"))
    exchange.run_undo(actor=anna, run=run)
    assert not Mapping.objects.exists()


@pytest.mark.parametrize("language", ["da", "en"])
def test_exported_mappings_import_back_unchanged(anna, two, language):
    bring(anna, mapped(), "mappings")
    with translation.override(language), export_file(anna, registry.registers["mappings"], "xlsx") as file:
        run = exchange.run_start(actor=anna, kind="mappings", content=file.read(), filename="back.xlsx")
        plan = exchange.plan_of(actor=anna, run=run)
    assert plan.counts == {"same": 2}
