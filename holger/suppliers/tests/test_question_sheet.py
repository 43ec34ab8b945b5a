"""Questionnaires and answers as spreadsheets: out, in again, and what is wrong with a row."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.exchange import services as exchange
from holger.exchange.exporting import export_file
from holger.exchange.reading import read_workbook
from holger.exchange.registers import register_for
from holger.exchange.tests.files import xlsx
from holger.suppliers import services
from holger.suppliers.models import Answer, Questionnaire, Sending
from holger.suppliers.rules import answer_sheet, drafting
from holger.suppliers.rules.question_sheet import Row, laid, served, spread, whys
from holger.suppliers.rules.questions import Question
from holger.suppliers.tests.factories import make_sending, make_short
from tests.cast import Cast, actor_of

QUESTION = {"type": "yes_partly_no", "section_da": "Drift", "text_da": "Tager I backup?", "weight": 1}
HEAD = ["Spørgeskema", "Nr.", "Afsnit", "Spørgsmål", "Svartype", "Svarmuligheder", "Kun efter nr.", "Når svaret er"]


@pytest.fixture
def anna(cast: Cast) -> Any:
    return actor_of(cast.anna)


def whole(content: dict[str, Any]) -> list[Any]:
    """What is asked, without the keys that nobody sees."""
    read = drafting.read(content)
    rows = [spread(read, each, first=place == 0) for place, each in enumerate(read.questions)]
    return [(each.title, len(each.questions)) for each in read.sections] + rows


def brought(actor: Any, kind: str, content: bytes) -> Any:
    return exchange.run_start(actor=actor, kind=kind, content=content, filename="skema.xlsx")


def plan(actor: Any, run: Any) -> Any:
    return exchange.plan_of(actor=actor, run=run)


def file_of(actor: Any, kind: str, rows: Any = None, form: str = "xlsx") -> bytes:
    with export_file(actor, register_for(kind), form, rows) as out:
        return out.read()


def problems(actor: Any, run: Any) -> list[tuple[int, str]]:
    return [(each.row, each.target) for each in plan(actor, run).problems]


# Rules


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text_da": ""}, "text_da"),
        ({"section_da": " "}, "section_da"),
        ({"choices": "100 | Ja | Yes\n0 | Nej | No"}, "choices"),
        ({"type": "choice"}, "choices"),
        ({"type": "choice", "choices": "Ja\nNej"}, "choices"),
        ({"type": "choice", "choices": "101 | Ja | Yes\n0 | Nej | No"}, "choices"),
        ({"type": "number", "full": 3, "none": 9}, "unit_da"),
        ({"type": "number", "full": 9, "none": 9, "unit_en": "hours"}, "none"),
        ({"full": 9}, "full"),
        ({"type": "text", "knock_out": True}, "knock_out"),
        ({"after": 1}, "after_answers"),
        ({"after_answers": ("yes",)}, "after"),
        ({"serves": "NIS2"}, "serves"),
    ],
)
def test_what_a_row_may_not_say(more: dict[str, Any], field: str) -> None:
    assert [name for name, _reason in whys({**QUESTION, **more})] == [field]
    assert list(whys(QUESTION)) == []


def test_one_language_stands_in_for_the_other_and_sections_are_known_by_name() -> None:
    rows = [
        Row(2, "", QUESTION),
        Row(3, "", {**QUESTION, "section_da": "drift", "after": 1, "after_answers": ("no", "yes"), "number": 7}),
    ]
    content, faults = laid(drafting.new("own", {"da": "x", "en": "x"}), rows)
    assert faults == []
    (section,) = content["sections"]
    assert section["title"] == {"da": "Drift", "en": "Drift"}
    assert [each["number"] for each in section["questions"]] == ["1", "7"]
    assert section["questions"][1]["shown_when"] == {"question": "q1", "answers": ["yes", "no"]}


def test_what_rows_may_not_be_to_each_other() -> None:
    empty = drafting.new("own", {"da": "x", "en": "x"})
    later = [Row(2, "", {**QUESTION, "after": 2, "after_answers": ("yes",)}), Row(3, "", QUESTION)]
    assert [(row, field) for row, field, _why in laid(empty, later)[1]] == [(2, "after")]
    text = {**QUESTION, "type": "text"}
    no_answer = [Row(2, "", text), Row(3, "", {**QUESTION, "after": 1, "after_answers": ("yes",)})]
    assert [(row, field) for row, field, _why in laid(empty, no_answer)[1]] == [(3, "after_answers")]
    many = [Row(number, "", {**QUESTION, "number": number}) for number in range(1, drafting.MOST_QUESTIONS + 2)]
    assert [row for row, _field, _why in laid(empty, many)[1]] == [drafting.MOST_QUESTIONS + 1]
    assert served("nis2: 21(2)(a), 23; gdpr: 28(1)") == {"nis2": ["21(2)(a)", "23"], "gdpr": ["28(1)"]}


def test_a_choice_that_says_the_same_keeps_its_key() -> None:
    choice = {**QUESTION, "type": "choice", "choices": "100 | Ja | Yes\n0 | Nej | No"}
    content, _faults = laid(drafting.new("own", {"da": "x", "en": "x"}), [Row(2, "", choice)])
    content["sections"][0]["questions"][0]["choices"][1]["key"] = "never"
    changed = {**choice, "choices": "50 | Måske | Maybe\n0 | Nej | No"}
    again, _faults = laid(content, [Row(2, "q1", changed)])
    keys = [each["key"] for each in again["sections"][0]["questions"][0]["choices"]]
    assert keys[1] == "never" and keys[0] not in ("a1", "never")


def test_answers_are_understood_in_either_language() -> None:
    read = drafting.read(
        laid(
            drafting.new("own", {"da": "x", "en": "x"}),
            [
                Row(2, "", QUESTION),
                Row(3, "", {**QUESTION, "type": "number", "full": 3, "none": 9, "unit_da": "timer"}),
                Row(4, "", {**QUESTION, "type": "text"}),
            ],
        )[0]
    )
    yes, number, text = read.questions

    def heard(question: Question, said: str) -> str | None:
        return answer_sheet.understood(question, said)

    assert [heard(yes, said) for said in ("JA", "partly", "nej.", "Ikke relevant", "")] == [
        "yes",
        "partly",
        "no",
        "na",
        "",
    ]
    assert heard(yes, "måske") is None and heard(number, "snart") is None and heard(number, "2,5") == "2,5"
    assert heard(text, "Vi ringer") == "Vi ringer"
    assert answer_sheet.possible(number, "da") == "Et tal (timer) / Ikke relevant"


# A questionnaire


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_questionnaire_comes_back_as_it_went_out(cast: Cast, anna: Any, form: str) -> None:
    made = services.questionnaire_adopt(actor=anna)
    rows = Questionnaire.objects.filter(pk=made.pk)
    content = file_of(anna, "questionnaires", rows, form)
    run = exchange.run_start(actor=anna, kind="questionnaires", content=content, filename=f"skema.{form}")
    assert dict(plan(anna, run).counts) == {"same": 30}
    dorte = actor_of(cast.dorte)
    run = exchange.run_start(actor=dorte, kind="questionnaires", content=content, filename=f"skema.{form}")
    exchange.run_fix_all(actor=dorte, run=run, plan=plan(dorte, run))
    exchange.run_apply(actor=dorte, run=run)
    theirs = Questionnaire.objects.get(organisation=cast.rosenborg)
    assert whole(theirs.versions.get().content) == whole(made.versions.get().content)
    assert (theirs.title, theirs.versions.get().state) == (made.title, "draft")


def test_a_change_goes_into_the_next_version_and_back_out(anna: Any) -> None:
    made = make_short(anna)
    rows = [
        ["Kort", 1, "Første", "Har I backup hver nat?", "", "", "", ""],
        ["Kort", "", "Ny", "Og hvem?", "Tekst", "", "", ""],
    ]
    rows = [[made.reference, *row[1:]] for row in rows]
    run = brought(anna, "questionnaires", xlsx(("Ark", [HEAD, *rows])))
    assert dict(plan(anna, run).counts) == {"update": 1, "create": 1}
    assert made.versions.count() == 1, "nothing is written by looking"
    exchange.run_apply(actor=anna, run=run)
    draft = made.versions.first()
    assert (draft.number, draft.state) == (2, "draft")
    assert [each.text["da"] for each in draft.read.questions][-1] == "Og hvem?"
    assert draft.read.by_key["q1"].text == {"da": "Har I backup hver nat?", "en": "Backup?"}
    assert draft.read.by_key["q2"].shown_when is not None
    run.refresh_from_db()
    exchange.run_undo(actor=anna, run=run)
    assert made.versions.get().state == "published"


def test_an_import_is_not_taken_back_over_somebodys_head(anna: Any) -> None:
    made = make_short(anna, publish=False)
    before = made.versions.get().content
    run = brought(anna, "questionnaires", xlsx(("Ark", [HEAD, [made.reference, 1, "Første", "Nyt", "", "", "", ""]])))
    exchange.run_apply(actor=anna, run=run)
    run.refresh_from_db()
    services.question_drop(actor=anna, questionnaire=made, key="q4")
    with pytest.raises(RuleBroken, match="changed since"):
        exchange.run_undo(actor=anna, run=run)
    assert made.versions.get().content != before


def test_every_row_is_told_what_is_wrong_and_nothing_is_written(anna: Any) -> None:
    make_short(anna)
    rows = [
        ["Kort", 9, "Ny", "=1+1", "", "", "", ""],
        ["Short", 10, "Ny", "", "", "", "", ""],
        ["Short", 11, "Ny", "Hvad?", "gætværk", "", "", ""],
        ["Short", 12, "Ny", "Hvad?", "Valg", "100", "", ""],
        ["Short", 13, "Ny", "Hvad?", "", "", 99, "ja"],
        ["Short", 14, "Ny", "Hvad?", "", "", 1, "måske"],
        ["Short", 3.5, "Ny", "Hvad?", "", "", "", ""],
    ]
    run = brought(anna, "questionnaires", xlsx(("Ark", [HEAD, *rows])))
    assert problems(anna, run) == [
        (2, "questionnaire"), (3, "text_da"), (4, "type"), (5, "choices"), (6, "after"), (7, "after_answers"), (8, "number"),
    ]  # fmt: skip
    with pytest.raises(RuleBroken):
        exchange.run_apply(actor=anna, run=run)
    assert Questionnaire.objects.count() == 1


def test_a_text_is_never_a_formula(anna: Any) -> None:
    made = make_short(anna, publish=False)
    run = brought(
        anna, "questionnaires", xlsx(("Ark", [HEAD, [made.reference, 4, "Anden", "=HYPERLINK(1)", "", "", "", ""]]))
    )
    exchange.run_apply(actor=anna, run=run)
    content = file_of(anna, "questionnaires")
    assert "=HYPERLINK(1)" in str(read_workbook(content, "x.xlsx").sheet("Questionnaires").rows)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_who_brings_questionnaires(cast: Cast, anna: Any) -> None:
    made = make_short(anna)
    content = file_of(anna, "questionnaires")
    for who in (cast.carl, cast.bo, cast.emil):
        with pytest.raises(NotAllowed):
            brought(actor_of(who), "questionnaires", content)
    with pytest.raises(NotFound):
        services.questions_import(
            actor=actor_of(cast.dorte), creates=[_new(made, {**QUESTION, "number": 9})], updates=[]
        )


def _new(made: Questionnaire, values: dict[str, Any]) -> Any:
    from holger.exchange.fields import NewRow

    return NewRow(2, {"questionnaire": made.pk, **values})


# Answers


def filled(anna: Any, sending: Sending, said: dict[int, Any]) -> bytes:
    """The sheet that a supplier sends back: what was exported, with answers in it."""
    content = file_of(anna, "sent-questionnaires", Sending.objects.filter(pk=sending.pk))
    head, *rows = read_workbook(content, "x.xlsx").sheet("Answers of suppliers").rows
    at = {name: place for place, name in enumerate(head)}
    for row in rows:
        row.extend([None] * (len(head) - len(row)))
        row[at["Answer"]] = said.get(row[at["No."]], row[at["Answer"]])
        row[at["Comment"]] = "På skrift" if row[at["No."]] == 1 else None
    return xlsx(("Answers of suppliers", [head, *rows]))


def test_a_supplier_fills_in_a_sheet_and_it_is_handed_in_for_them(anna: Any) -> None:
    sending = make_sending(anna)
    run = brought(anna, "sent-questionnaires", filled(anna, sending, {1: "Ja", 2: "PARTLY", 3: 24, 4: "Os"}))
    assert dict(plan(anna, run).counts) == {"update": 4}
    assert not Answer.objects.exists(), "nothing is written by looking"
    exchange.run_apply(actor=anna, run=run)
    found = {row.question: (row.value, row.comment, row.saved_by) for row in Answer.objects.all()}
    assert found == {
        "q1": ("yes", "På skrift", anna.label), "q2": ("partly", "", anna.label), "q3": ("24", "", anna.label), "q4": ("Os", "", anna.label),
    }  # fmt: skip
    again = brought(anna, "sent-questionnaires", filled(anna, sending, {}))
    assert dict(plan(anna, again).counts) == {"same": 4}
    done = services.sending_hand_in(actor=anna, sending=sending, name="Mette Holm", title="CISO")
    assert (done.state, done.submitted_by) == ("submitted", "Mette Holm")
    late = brought(anna, "sent-questionnaires", filled(anna, sending, {1: "Nej"}))
    assert {target for _row, target in problems(anna, late)} == {"sending"}
    run.refresh_from_db()
    with pytest.raises(RuleBroken, match="handed in"):
        exchange.run_undo(actor=anna, run=run)


def test_answers_from_a_sheet_are_taken_back(anna: Any) -> None:
    sending = make_sending(anna)
    services.answers_import(actor=anna, creates=[], updates=[])
    first = brought(anna, "sent-questionnaires", filled(anna, sending, {1: "Nej"}))
    exchange.run_apply(actor=anna, run=first)
    second = brought(anna, "sent-questionnaires", filled(anna, sending, {1: "Ja", 4: "Os"}))
    exchange.run_apply(actor=anna, run=second)
    second.refresh_from_db()
    exchange.run_undo(actor=anna, run=second)
    assert [(row.question, row.value) for row in Answer.objects.all()] == [("q1", "no")]
    sending.refresh_from_db()
    assert sending.knock_outs == 1


def test_answers_that_were_not_asked_for_are_told_row_by_row(anna: Any) -> None:
    sending = make_sending(anna)
    rows = [
        [sending.reference, 1, "måske"],
        [sending.reference, 77, "ja"],
        ["QS-99", 1, "ja"],
        [sending.reference, 3, "snart"],
    ]
    run = brought(anna, "sent-questionnaires", xlsx(("Ark", [["Ref.", "Nr.", "Svar"], *rows])))
    assert problems(anna, run) == [(2, "answer"), (3, "number"), (4, "sending"), (5, "answer")]


def test_who_brings_answers_and_hands_in(cast: Cast, anna: Any) -> None:
    sending = make_sending(anna)
    for who in (cast.carl, cast.emil, cast.bo):
        with pytest.raises((NotAllowed, NotFound)):
            services.sending_hand_in(actor=actor_of(who), sending=sending, name="Mette")
    with pytest.raises(NotFound):
        services.sending_hand_in(actor=actor_of(cast.dorte), sending=sending, name="Mette")
    with pytest.raises(RuleBroken, match="questions"):
        services.sending_hand_in(actor=anna, sending=sending, name="Mette")


# Pages


def test_the_pages(cast: Cast, anna: Any, client_of: Any) -> None:
    sending = make_sending(anna)
    hers: Client = client_of(cast.anna)
    made = sending.version_sent.questionnaire
    for path in (f"questionnaires/{made.reference}/sheet/", f"questionnaires/sent/{sending.reference}/sheet/"):
        answer = hers.get(f"/o/kronborg/{path}")
        assert answer.status_code == 200 and answer["Content-Type"].endswith("sheet"), path
        assert client_of(cast.dorte).get(f"/o/rosenborg/{path}").status_code == 404
    content = filled(anna, sending, {1: "Ja", 2: "ja", 3: "24", 4: "Os"})
    sent = {"file": SimpleUploadedFile("svar.xlsx", content)}
    page = hers.post("/o/kronborg/import/sent-questionnaires/", sent)
    assert page.status_code == 302
    assert "Import 4 rows" in hers.get(page["Location"]).content.decode()
    hers.post(page["Location"], {"do": "apply"})
    hand_in = f"/o/kronborg/questionnaires/sent/{sending.reference}/hand-in/"
    assert hers.get(hand_in).status_code == 200
    assert hers.post(hand_in, {"name": "Mette", "title": ""}).status_code == 302
    assert Sending.objects.get(pk=sending.pk).state == "submitted"
