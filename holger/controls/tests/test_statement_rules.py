"""What a statement says of a requirement, how two of them differ, and what an auditor would ask."""

from dataclasses import replace
from datetime import date

import pytest

from holger.controls.rules import signs, statement_approval
from holger.controls.rules.statement import (
    BEYOND,
    IN,
    OUT,
    Line,
    Measure,
    Theme,
    by_status,
    by_theme,
    choice,
    counts,
    maturity,
    status,
)
from holger.controls.rules.statement_changes import changes, differing
from holger.controls.rules.statement_content import Head, canonical, content_of, digest_of, frozen
from holger.controls.rules.statement_questions import a_year_before, disagrees, is_thin, questions, stale

TODAY = date(2026, 11, 24)
TITLE = {"en": "Doors", "da": "Døre"}
HEAD = Head(
    "Kronborg A/S", "FW-1", "rules", 1, {"en": "House rules"}, "Kronborg", "", ({"en": "Least"},), 3, 2, "2026-11-24"
)


def control(strength="whole", status="implemented", **more):
    return Measure("F-1", "Locks", status, strength, **more)


def line(code="A.1", **more):
    told = {"choice": IN, "status": "in_place", "reason": "Seven doors to the street.", "drivers": ("risk",)}
    return Line(code, TITLE, "A", **{**told, "controls": (control(),), "evidence": 2, **more})


# How far a requirement is in place


@pytest.mark.parametrize(
    ("controls", "answer", "found"),
    [
        ([("whole", "implemented")], "", "in_place"),
        ([("whole", "implemented"), ("whole", "planned")], "", "in_place"),
        ([("whole", "implemented")], "not", "in_place"),  # the controls are known; an auditor asks why they disagree
        ([("part", "implemented")], "", "partly"),
        ([("part", "implemented"), ("part", "implemented")], "partly", "partly"),
        ([("part", "implemented"), ("part", "implemented")], "met", "in_place"),
        ([("part", "implemented"), ("part", "planned")], "met", "partly"),
        ([("whole", "partly")], "met", "partly"),
        ([("whole", "planned"), ("part", "implemented")], "met", "partly"),
        ([("whole", "planned")], "met", "planned"),
        ([("whole", "started"), ("part", "planned")], "", "planned"),
    ],
)
def test_controls_tell_how_far_it_is(controls, answer, found):
    assert status(IN, [control(*each) for each in controls], answer) == (found, "controls")


@pytest.mark.parametrize(
    ("answer", "found"),
    [("met", ("in_place", "answer")), ("partly", ("partly", "answer")), ("not", ("not", "answer")), ("", ("open", ""))],
)
def test_without_a_control_the_answer_tells(answer, found):
    assert status(IN, [], answer) == found


def test_what_is_not_chosen_has_no_status():
    assert choice(applicable=False, wanted=True) == OUT == choice(applicable=False, wanted=False)
    assert choice(applicable=True, wanted=False) == BEYOND
    assert choice(applicable=True, wanted=True) == IN
    assert status(OUT, [control()], "met") == ("out", "")
    assert status(BEYOND, [], "") == ("beyond", "")


def test_maturity_is_answered_or_that_of_the_weakest_control():
    measures = [control(maturity=4), control(maturity=2), control()]
    assert maturity(5, measures) == 5
    assert maturity(0, measures) == 0
    assert maturity(None, measures) == 2
    assert maturity(None, [control()]) is None


def test_lines_are_counted_by_choice_status_and_heading():
    lines = [
        line("A.1"),
        line("A.2", choice=OUT, status="out"),
        replace(line("B.1", status="open"), theme="B"),
        replace(line("B.2", choice=BEYOND, status="beyond"), theme="B"),
    ]
    told = counts(lines)
    assert (told.total, told.chosen, told.out, told.beyond) == (4, 2, 1, 1)
    assert by_status(lines) == {"in_place": 1, "partly": 0, "planned": 0, "not": 0, "open": 1}
    assert {code: [each.code for each in below] for code, below in by_theme(lines).items()} == {
        "A": ["A.1", "A.2"],
        "B": ["B.1", "B.2"],
    }


# What is frozen


def test_what_is_frozen_is_read_back_unchanged():
    lines = (line(), line("A.2", choice=OUT, status="out", controls=(), drivers=(), maturity=3, answer="met"))
    themes = (Theme("A", TITLE),)
    content = content_of(HEAD, themes, lines)
    again = frozen(content)
    assert (again.head, again.themes, again.lines) == (HEAD, themes, lines)
    with_before = replace(HEAD, follows=(1, "ab" * 32))
    assert frozen(content_of(with_before, themes, lines)).head.follows == (1, "ab" * 32)


def test_who_answers_for_a_control_is_not_frozen_and_nobody_is_named():
    mine = content_of(HEAD, (), [line(controls=(control(owned=False, late=True, maturity=5),))])
    assert mine == content_of(HEAD, (), [line()])
    assert set(mine["lines"][0]["controls"][0]) == {"reference", "title", "status", "strength"}


def test_the_digest_has_one_spelling():
    content = content_of(HEAD, (Theme("A", TITLE),), [line()])
    turned = {key: content[key] for key in reversed(content)}
    assert canonical(turned) == canonical(content)
    assert "Døre" in canonical(content) and ": " not in canonical(content)
    assert digest_of(turned) == digest_of(content)
    assert len(digest_of(content)) == 64
    assert digest_of(content_of(HEAD, (), [line(reason="Eight doors.")])) != digest_of(content_of(HEAD, (), [line()]))


# How two differ


@pytest.mark.parametrize(
    ("more", "parts"),
    [
        ({"choice": OUT, "status": "out"}, ("choice", "status")),
        ({"reason": "Eight doors."}, ("reason",)),
        ({"drivers": ("law", "risk")}, ("drivers",)),
        ({"controls": ()}, ("controls",)),
        ({"controls": (control("part"),)}, ("controls",)),
        ({"status": "partly"}, ("status",)),
        ({"evidence": 9, "maturity": 4, "answer": "met"}, ()),
    ],
)
def test_a_line_differs_in_what_a_statement_says(more, parts):
    assert differing(line(), line(**more)) == parts


def test_the_order_of_drivers_and_controls_is_no_change():
    two = (control(), Measure("F-2", "Bars", "planned", "part"))
    before, after = line(drivers=("law", "risk"), controls=two), line(drivers=("risk", "law"), controls=two[::-1])
    assert differing(before, after) == ()


def test_what_came_and_what_went_is_told():
    before = [line("A.1"), line("A.2"), line("A.3")]
    after = [line("A.0"), line("A.2", reason="Else."), line("A.3")]
    found = changes(before, after)
    assert list(found) == ["A.0", "A.2", "A.1"]
    assert (found["A.0"].before, found["A.0"].after.code) == (None, "A.0")
    assert (found["A.1"].before.code, found["A.1"].after, found["A.1"].code) == ("A.1", None, "A.1")
    assert found["A.2"].parts == ("reason",)
    assert changes(before, before) == {}


# What an auditor would ask


def asked(*lines, contradicted=(), approved=TODAY, changed=()):
    found = questions(lines, contradicted, approved, changed, TODAY)
    return {each.key: each.codes or each.note for each in found if each.open}


def test_nothing_is_asked_where_all_is_well():
    reasoned = line("A.2", choice=OUT, status="out", reason="We buy standard systems only.", controls=(), drivers=())
    assert asked(line(), reasoned) == {}
    assert len(questions([line()], (), TODAY, (), TODAY)) == 9


@pytest.mark.parametrize(
    ("more", "keys"),
    [
        ({"evidence": 0}, {"unproven"}),
        ({"evidence": 0, "status": "partly"}, set()),
        ({"controls": ()}, {"uncontrolled"}),
        ({"drivers": ()}, {"undriven"}),
        ({"status": "open", "controls": ()}, {"unanswered", "uncontrolled"}),
        ({"controls": (control(owned=False),)}, {"unkept"}),
        ({"controls": (control(), control(late=True))}, {"unkept"}),
        ({"answer": "not"}, {"disagreeing"}),
        ({"answer": "met", "status": "planned"}, {"disagreeing"}),
        ({"choice": OUT, "status": "out", "reason": "n/a"}, {"unreasoned"}),
        ({"choice": BEYOND, "status": "beyond", "drivers": (), "controls": ()}, set()),
    ],
)
def test_a_line_is_asked_about(more, keys):
    assert asked(line(**more)) == dict.fromkeys(keys, ("A.1",))


@pytest.mark.parametrize(
    ("reason", "thin"),
    [
        ("", True),
        ("n/a", True),
        ("Not relevant.", True),
        ("Ikke relevant for os", True),
        ("No premises", True),
        ("Not in scope of the ISMS", True),
        ("We own no building.", False),
        ("Vi køber kun standardsystemer.", False),
    ],
)
def test_a_justification_says_why(reason, thin):
    assert is_thin(reason) is thin


def test_the_map_contradicts_what_is_left_out():
    out = line("A.8.25", choice=OUT, status="out", reason="We write no software here.")
    assert asked(line(), out, contradicted={"A.8.25"}) == {"contradicted": ("A.8.25",)}
    found = signs.against("iso27001-2022", ["A.8.25", "A.7.1", "A.7.10", "A.5.99", "7.5.1"])
    assert found == {"always": ["7.5.1"], "source_code": ["A.8.25"], "site": ["A.7.1"], "media": ["A.7.10"]}
    assert signs.against("gdpr", ["A.8.25"]) == {}
    assert signs.against("cis-8.1", ["16.2", "1.6"]) == {"source_code": ["16.2"]}


def test_a_version_grows_old():
    assert stale(None, (), TODAY) == "never"
    assert stale(date(2025, 11, 24), (), TODAY) == "old"
    assert stale(date(2025, 11, 25), (), TODAY) == ""
    assert stale(date(2025, 11, 25), ("A.1",), TODAY) == "changed"
    assert asked(line(), approved=None, changed=("A.1",)) == {"stale": "never"}
    assert asked(line(), changed=("A.1",)) == {"stale": ("A.1",)}
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_controls_and_answers_disagree_only_where_both_speak():
    assert not disagrees(line(answer=""))
    assert not disagrees(line(answer="met"))
    assert not disagrees(line(controls=(), answer="not"))
    assert not disagrees(line(choice=OUT, status="out", answer="met"))
    assert disagrees(line(status="partly", answer="met"))


# Who approves


def test_somebody_else_approves_where_there_is_somebody_else():
    ask, approve = statement_approval.why_not_ask, statement_approval.why_not_approve
    assert ask("olga", "Olga", "anna", {"anna", "olga"}) is None
    assert ask("anna", "Anna", "anna", {"anna"}) is None
    assert "Somebody else" in ask("anna", "Anna", "anna", {"anna", "olga"}).text
    assert "may not approve" in ask("bo", "Bo", "anna", {"anna", "olga"}).text
    assert approve("olga", "olga", "Olga", "anna", {"anna", "olga"}) is None
    assert approve("anna", "anna", "Anna", "anna", {"anna"}) is None
    assert "yourself" in approve("anna", "anna", "Anna", "anna", {"anna", "olga"}).text
    assert approve("anna", "olga", "Olga", "anna", {"anna", "olga"}).params == {"name": "Olga"}
    assert approve(None, None, "", None, set()) is not None
