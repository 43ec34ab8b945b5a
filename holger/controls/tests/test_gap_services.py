"""A round is opened with what is known, gone through together, closed as it stands, and sealed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from holger.controls import services
from holger.controls.models import GapAnswer, GapRound
from holger.controls.tests.factories import gap_row, open_round, say
from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.exchange.fields import ChangedRow, NewRow
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import CODES, ESSENTIAL, answer, bring, other, requirement, scope, standing
from holger.history.models import Event
from holger.jobs.models import Mail
from tests.cast import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def rules(anna):
    return bring(anna)


@pytest.fixture
def held(anna, rules):
    return open_round(anna, rules)


def told(action):
    return [event.changes for event in Event.objects.filter(action=action).order_by("seq")]


# Opening


def test_a_round_asks_about_what_applies_and_tells_what_is_left_out(cast, anna, rules):
    frameworks.standing_choose(actor=anna, standing=standing(rules, "2.1"), applicable=False, reason="No workshop")
    held = open_round(
        anna, rules, purpose="Everything", participants=[cast.bo, cast.karen], due=date(2026, 12, 1), title="Gap 2026"
    )
    assert (held.reference, str(held), held.is_open) == ("G-1", "G-1 Gap 2026", True)
    assert set(held.participants.all()) == {cast.bo, cast.karen}
    rows = {row.requirement.code: row for row in GapAnswer.objects.select_related("requirement")}
    assert set(rows) == set(CODES)
    assert [rows[code].applicable for code in CODES] == [True, True, False, True]
    assert rows["2.1"].reason == "No workshop"
    assert {(row.answer, row.origin, row.target) for row in rows.values()} == {("", "", 3)}
    (changes,) = told("gap_round.opened")
    assert (changes["title"], changes["requirements"]) == ([None, "Gap 2026"], [None, 3])
    assert changes["participants"] == [[], sorted(map(str, (cast.bo, cast.karen)))]


def test_what_the_ambition_does_not_reach_is_not_asked(anna, rules):
    frameworks.scope_edit(actor=anna, scope=scope(rules), ambition=[ESSENTIAL], target=4)
    held = open_round(anna, rules)
    rows = GapAnswer.objects.filter(round=held).select_related("requirement")
    assert {row.requirement.code: row.target for row in rows} == {"1.1": 4, "2.1": 4, "2.1(a)/b": 4}


def test_it_begins_with_what_is_known(anna, rules):
    others = bring(anna, other())
    for code, relation in (("1.1", "equal"), ("1.2", "equal"), ("2.1", "intersects")):
        row = requirement(rules, code)
        frameworks.mapping_add(actor=anna, source=row, target=requirement(others, "A"), relation=relation)
    answer(anna, others, A="met")
    frameworks.standing_answer(
        actor=anna, standing=standing(rules, "1.1"), answer="not", maturity=1, remark="Open door"
    )
    held = open_round(anna, rules)
    found = {code: gap_row(held, code) for code in CODES}
    assert (found["1.1"].answer, found["1.1"].maturity, found["1.1"].remark) == ("not", 1, "Open door")
    assert [(found[code].answer, found[code].origin) for code in CODES] == [
        ("not", "last"), ("met", "mapping"), ("partly", "mapping"), ("", ""),
    ]  # fmt: skip
    assert not any(row.confirmed or row.answered_at for row in found.values())
    assert standing(rules, "1.2").answer == ""


def test_the_last_round_helps_where_nothing_stands_any_more(anna, rules):
    first = open_round(anna, rules)
    say(anna, first, **{"1.1": "met"})
    services.gap_round_close(actor=anna, gap_round=first)
    frameworks.standing_answer(actor=anna, standing=standing(rules, "1.1"), answer="")
    second = open_round(anna, rules)
    assert (second.number, gap_row(second, "1.1").answer, gap_row(second, "1.1").origin) == (2, "met", "last")


def test_a_round_may_begin_with_nothing(anna, rules):
    answer(anna, rules, **{"1.1": "met"})
    held = open_round(anna, rules, prefill=False)
    assert set(GapAnswer.objects.filter(round=held).values_list("answer", "origin")) == {("", "")}


def test_one_round_is_open_in_a_scope_and_another_elsewhere(cast, anna, rules, held):
    with pytest.raises(ValidationError, match="Close the open round"):
        open_round(anna, rules)
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    assert open_round(anna, rules, number=2).reference in ("G-2", "G-3")


def test_nothing_to_ask_is_no_round(anna, rules):
    for code in CODES:
        frameworks.standing_choose(actor=anna, standing=standing(rules, code), applicable=False, reason="No")
    with pytest.raises(RuleBroken, match="Nothing is asked"):
        open_round(anna, rules)
    frameworks.framework_archive(actor=anna, framework=rules)
    with pytest.raises(RuleBroken, match="archived"):
        open_round(anna, rules)


def test_who_may_open_a_round(cast, rules):
    for person in (cast.bo, cast.carl, cast.karen, cast.emil):
        with pytest.raises(NotAllowed):
            open_round(actor_of(person), rules)
    with pytest.raises(NotFound):
        open_round(actor_of(cast.dorte), rules)
    with pytest.raises(NotFound):
        open_round(actor_of(cast.anna), rules, participants=[cast.dorte])


def test_a_round_can_be_told_of_the_past(anna, rules, settings):
    settings.CLOCK_MAY_SHIFT = True
    with dates.days_ago(300):
        held = open_round(anna, rules)
        say(anna, held, **{"1.1": "met"})
        services.gap_round_close(actor=anna, gap_round=held)
    held.refresh_from_db()
    assert (dates.now() - held.opened_at).days == 300
    assert (dates.now() - held.closed_at).days == 300
    assert (dates.now() - gap_row(held, "1.1").answered_at).days == 300


# Answering


def test_an_answer_stands_in_the_round_and_in_the_framework(anna, rules, held):
    row = gap_row(held, "1.1")
    services.gap_answer(actor=anna, row=row, version=1, answer="partly", maturity=2, remark="Two doors of three")
    row, stands = gap_row(held, "1.1"), standing(rules, "1.1")
    for each in (row, stands):
        assert (each.answer, each.maturity, each.remark) == ("partly", 2, "Two doors of three")
        assert each.answered_by == "Anna Holm" and each.answered_at is not None
    assert row.confirmed and row.version == 2
    assert told("requirement.answered")[-1]["answer"] == ["", "partly"]


def test_saving_the_same_again_writes_nothing(anna, held):
    row = gap_row(held, "1.1")
    services.gap_answer(actor=anna, row=row, answer="met", maturity=3, remark="")
    before = Event.objects.count()
    services.gap_answer(actor=anna, row=row, version=2, answer="met", maturity=3, remark="")
    assert (gap_row(held, "1.1").version, Event.objects.count()) == (2, before)


def test_an_answer_is_taken_back(anna, rules, held):
    say(anna, held, **{"1.1": "met"})
    services.gap_answer(actor=anna, row=gap_row(held, "1.1"), answer="")
    row = gap_row(held, "1.1")
    assert (row.answer, row.answered_at, row.answered_by) == ("", None, "")
    assert standing(rules, "1.1").answer == ""


def test_two_at_once(anna, rules, held):
    row, late = gap_row(held, "1.1"), gap_row(held, "1.1")
    services.gap_answer(actor=anna, row=row, version=1, answer="met")
    with pytest.raises(Conflict) as conflict:
        services.gap_answer(actor=anna, row=late, version=1, answer="not")
    assert conflict.value.current.answer == "met"
    assert standing(rules, "1.1").answer == "met"


def test_what_was_filled_in_is_confirmed_by_saying_it_again(anna, rules):
    with dates.days_ago(0):
        answer(anna, rules, **{"1.1": "met"})
    before = standing(rules, "1.1").answered_at
    held = open_round(anna, rules)
    services.gap_confirm(actor=anna, row=gap_row(held, "1.1"))
    row = gap_row(held, "1.1")
    assert (row.confirmed, row.origin, row.answered_by) == (True, "", "Anna Holm")
    assert standing(rules, "1.1").answered_at > before
    assert len(told("requirement.confirmed")) == 1
    with pytest.raises(RuleBroken, match="no answer yet"):
        services.gap_confirm(actor=anna, row=gap_row(held, "1.2"))


def test_many_are_confirmed_at_once(anna, rules):
    others = bring(anna, other())
    frameworks.mapping_add(
        actor=anna, source=requirement(rules, "1.2"), target=requirement(others, "A"), relation="equal"
    )
    answer(anna, others, A="met")
    answer(anna, rules, **{"1.1": "not", "2.1": "met"})
    held = open_round(anna, rules)
    rows = GapAnswer.objects.filter(round=held).select_related("round__scope__framework", "requirement")
    assert services.gap_confirm_many(actor=anna, rows=rows) == 3
    assert [gap_row(held, code).confirmed for code in CODES] == [True, True, True, False]
    assert [standing(rules, code).answer for code in CODES] == ["not", "met", "met", ""]
    assert services.gap_confirm_many(actor=anna, rows=rows.all()) == 0
    assert GapAnswer.objects.filter(round=held, answered_by="Anna Holm").count() == 3


def test_a_requirement_is_left_out_with_a_reason_and_taken_in_again(anna, rules, held):
    with pytest.raises(RuleBroken, match="Write why"):
        services.gap_leave_out(actor=anna, row=gap_row(held, "1.1"), reason=" ")
    services.gap_leave_out(actor=anna, row=gap_row(held, "1.1"), reason="We have no doors")
    row, stands = gap_row(held, "1.1"), standing(rules, "1.1")
    assert (row.applicable, row.reason, stands.applicable, stands.reason) == (False, "We have no doors") * 2
    with pytest.raises(RuleBroken, match="does not apply here"):
        services.gap_answer(actor=anna, row=row, answer="")
    services.gap_answer(actor=anna, row=row, answer="met")
    row, stands = gap_row(held, "1.1"), standing(rules, "1.1")
    assert (row.applicable, row.reason, stands.applicable, stands.answer) == (True, "", True, "met")


def test_skipping_is_taken_back_by_an_answer(anna, held):
    services.gap_skip(actor=anna, row=gap_row(held, "1.1"))
    assert gap_row(held, "1.1").skipped
    assert told("gap_round.skipped") == [{"requirement": [None, "1.1 Requirement 1.1"]}]
    say(anna, held, **{"1.1": "met"})
    assert not gap_row(held, "1.1").skipped


def test_who_may_answer(cast, anna, held):
    row = gap_row(held, "1.1")
    services.gap_answer(actor=actor_of(cast.karen), row=row, answer="met")
    assert gap_row(held, "1.1").answered_by == "Karen Bech"
    for person in (cast.bo, cast.carl, cast.emil):
        for verb in (services.gap_answer, services.gap_confirm, services.gap_skip):
            with pytest.raises(NotAllowed):
                verb(actor=actor_of(person), row=gap_row(held, "1.1"))
        with pytest.raises(NotAllowed):
            services.gap_confirm_many(actor=actor_of(person), rows=[gap_row(held, "1.1")])
    with pytest.raises(NotAllowed):  # whoever decides what applies is somebody else
        services.gap_leave_out(actor=actor_of(cast.karen), row=gap_row(held, "1.1"), reason="No")
    with pytest.raises(NotFound):
        services.gap_answer(actor=actor_of(cast.dorte), row=gap_row(held, "1.1"), answer="not")
    with pytest.raises(ValueError, match="target"):
        services.gap_answer(actor=anna, row=gap_row(held, "1.1"), target=1)


# An open round follows what happens elsewhere


def test_an_answer_on_the_requirements_own_page_counts_in_the_round(cast, anna, rules, held):
    karen = actor_of(cast.karen)
    frameworks.standing_answer(actor=karen, standing=standing(rules, "1.1"), answer="partly", maturity=2)
    frameworks.standings_answer(actor=anna, standings=[standing(rules, "1.2")], answer="met")
    rows = [gap_row(held, code) for code in ("1.1", "1.2")]
    assert [(row.answer, row.answered_by, row.confirmed) for row in rows] == [
        ("partly", "Karen Bech", True), ("met", "Anna Holm", True),
    ]  # fmt: skip
    assert (rows[0].maturity, rows[0].version) == (2, 2)


def test_a_choice_leaves_what_waits_to_be_confirmed_alone(anna, rules):
    answer(anna, rules, **{"1.1": "met"})
    held = open_round(anna, rules)
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.1"), target=5)
    row = gap_row(held, "1.1")
    assert (row.target, row.answer, row.origin) == (5, "met", "last")
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.1"), applicable=False, reason="No doors")
    row = gap_row(held, "1.1")
    assert (row.applicable, row.reason) == (False, "No doors")


def test_the_round_asks_about_what_the_ambition_reaches_now(anna, rules, held):
    frameworks.scope_edit(actor=anna, scope=scope(rules), ambition=[ESSENTIAL], target=2)
    assert sorted(GapAnswer.objects.values_list("requirement__code", "target")) == [
        ("1.1", 2), ("2.1", 2), ("2.1(a)/b", 2),
    ]  # fmt: skip
    answer(anna, rules, **{"1.2": "met"})  # beyond the ambition: the round is not told
    assert not GapAnswer.objects.filter(requirement__code="1.2").exists()
    frameworks.scope_edit(actor=anna, scope=scope(rules), ambition=[])
    row = gap_row(held, "1.2")
    assert (row.answer, row.origin) == ("met", "last")


def test_a_new_requirement_is_asked_about_and_one_taken_away_is_not(anna, rules, held):
    frameworks.requirement_add(actor=anna, framework=rules, code="3", title_en="Windows")
    assert gap_row(held, "3").answer == ""
    frameworks.requirement_remove(actor=anna, requirement=requirement(rules, "1.1"))
    services.gap_round_close(actor=anna, gap_round=held)
    assert sorted(held.answers.values_list("requirement__code", flat=True)) == ["1.2", "2.1", "2.1(a)/b", "3"]


def test_how_it_stands_with_what_was_taken_away_meanwhile_is_not_said(anna, rules, held):
    row = gap_row(held, "1.1")
    standing(rules, "1.1").delete()
    with pytest.raises(NotFound):
        services.gap_answer(actor=anna, row=row, answer="full")
    with pytest.raises(NotFound):
        services.gap_confirm(actor=anna, row=row)


def test_what_a_round_holds_on_to_is_not_removed(anna, cast, rules):
    second = frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    open_round(anna, rules, number=2)
    with pytest.raises(RuleBroken, match="builds on it: Gap round"):
        frameworks.scope_remove(actor=anna, scope=second)


# Asking


def test_bo_is_asked_by_mail_and_answers_just_that(
    cast, anna, rules, held, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        rows = [gap_row(held, code) for code in ("1.1", "1.2")]
        assert services.gap_ask(actor=anna, rows=rows, person=cast.bo, note="Before <Friday>") == 2
    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == (["bo@kronborg.example"], "2 requirements for you to answer at Kronborg A/S")
    for text in (
        "Hi Bo Lind",
        "House rules",
        "“Autumn”",
        "Anna Holm",
        "- 1.1 ",
        "Before <Friday>",
        "/gaps/G-1/answer/?show=mine",
    ):
        assert text in sent.body
    assert "2.1" not in sent.body
    assert [gap_row(held, code).asked for code in CODES] == [cast.bo, cast.bo, None, None]
    assert standing(rules, "1.1").asked == cast.bo
    assert told("gap_round.asked") == [{"asked": [None, "Bo Lind"], "requirements": [None, 2]}]
    bo = actor_of(cast.bo)
    services.gap_answer(actor=bo, row=gap_row(held, "1.1"), answer="met", maturity=3)
    assert standing(rules, "1.1").answered_by == "Bo Lind"
    with pytest.raises(NotAllowed):
        services.gap_answer(actor=bo, row=gap_row(held, "2.1"), answer="met")
    with pytest.raises(NotAllowed):
        services.gap_leave_out(actor=bo, row=gap_row(held, "1.2"), reason="Not ours")


def test_the_mail_is_in_the_organisations_language(cast, anna, held, mailoutbox, django_capture_on_commit_callbacks):
    cast.kronborg.language = "da"
    cast.kronborg.save()
    with django_capture_on_commit_callbacks(execute=True):
        services.gap_ask(actor=anna, rows=[gap_row(held, "1.1")], person=cast.bo)
    assert "Hej Bo Lind" in mailoutbox[0].body


def test_asking_again_tells_nobody_again_and_nobody_can_be_asked(cast, anna, held):
    rows = [gap_row(held, code) for code in CODES]
    services.gap_ask(actor=anna, rows=rows, person=cast.bo)
    assert services.gap_ask(actor=anna, rows=rows, person=cast.bo) == 0
    assert services.gap_ask(actor=anna, rows=rows, person=None) == 4
    assert Mail.objects.count() == 1
    assert GapAnswer.objects.filter(asked=None).count() == 4
    cast.bo.user = None
    cast.bo.save()
    assert services.gap_ask(actor=anna, rows=rows, person=cast.bo) == 4
    assert Mail.objects.count() == 1


def test_who_may_ask_and_whom(cast, anna, held):
    rows = [gap_row(held, "1.1")]
    for person in (cast.bo, cast.carl, cast.karen):
        with pytest.raises(NotAllowed):
            services.gap_ask(actor=actor_of(person), rows=rows, person=cast.bo)
    with pytest.raises(NotFound):
        services.gap_ask(actor=anna, rows=rows, person=cast.dorte)
    with pytest.raises(NotFound):
        services.gap_ask(actor=actor_of(cast.dorte), rows=rows, person=None)


# Closing


def test_a_round_is_closed_with_a_conclusion_and_tells_what_is_left(anna, rules, held):
    answer(anna, rules, **{"1.1": "met"})
    services.gap_round_close(actor=anna, gap_round=held, conclusion="Doors first", version=held.version)
    held.refresh_from_db()
    assert (held.is_open, held.closed_by, held.conclusion) == (False, "Anna Holm", "Doors first")
    assert told("gap_round.closed") == [{"conclusion": ["", "Doors first"], "unanswered": [None, 3]}]


def test_what_nobody_confirmed_stays_unconfirmed(anna, rules):
    answer(anna, rules, **{"1.1": "met"})
    held = open_round(anna, rules)
    services.gap_round_close(actor=anna, gap_round=held)
    assert gap_row(held, "1.1").origin == "last"
    assert told("gap_round.closed") == [{"unanswered": [None, 3], "to_be_confirmed": [None, 1]}]


def rows_of(held):
    return list(GapAnswer.objects.filter(round=held).order_by("pk").values())


def test_a_closed_round_is_sealed(cast, anna, rules, held):
    """Whatever any service of the room, or of the framework, is asked to do."""
    say(anna, held, **{"1.1": "met", "1.2": "not"})
    services.gap_round_close(actor=anna, gap_round=held, conclusion="Done")
    held = GapRound.objects.get(pk=held.pk)
    before = rows_of(held), GapRound.objects.filter(pk=held.pk).values().get()
    row = gap_row(held, "1.1")
    refused = {
        "gap_answer": {"row": row, "answer": "not"},
        "gap_confirm": {"row": row},
        "gap_confirm_many": {"rows": [row]},
        "gap_skip": {"row": row},
        "gap_leave_out": {"row": row, "reason": "No"},
        "gap_ask": {"rows": [row], "person": cast.bo},
        "gap_round_edit": {"gap_round": held, "title": "Another"},
        "gap_round_close": {"gap_round": held, "conclusion": "Again"},
        "gap_round_remove": {"gap_round": held},
        "gap_answers_import": {"creates": [], "updates": [ChangedRow(2, row.pk, row.version, {"answer": "not"}, {})]},
        "gap_answers_import_undo": {
            "payload": {"updated": [{"id": str(row.pk), "version": row.version, "values": {}}]}
        },
    }
    verbs = {name for name in services.__all__ if name.startswith("gap_")}
    assert verbs - refused.keys() == {"gap_round_open", "gap_round_reopen"}, "a new verb must be held to the seal"
    for name, arguments in refused.items():
        with pytest.raises(RuleBroken, match="The round is closed"):
            getattr(services, name)(actor=anna, **arguments)
    frameworks.standing_answer(actor=anna, standing=standing(rules, "1.1"), answer="not", remark="Broken")
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.2"), applicable=False, reason="Sold", target=5)
    frameworks.standings_ask(actor=anna, standings=[standing(rules, "2.1")], person=cast.bo)
    frameworks.scope_edit(actor=anna, scope=scope(rules), ambition=[ESSENTIAL], target=1)
    frameworks.requirement_add(actor=anna, framework=rules, code="3", title_en="Windows")
    frameworks.requirement_remove(actor=anna, requirement=requirement(rules, "2.1(a)/b"))
    later = open_round(anna, rules)
    say(anna, later, **{"1.1": "partly"})
    assert (rows_of(held), GapRound.objects.filter(pk=held.pk).values().get()) == before


def test_only_the_latest_round_is_opened_again(anna, rules, held):
    services.gap_round_close(actor=anna, gap_round=held)
    services.gap_round_reopen(actor=anna, gap_round=held)
    assert GapRound.objects.get().is_open
    with pytest.raises(RuleBroken, match="The round is open"):
        services.gap_round_reopen(actor=anna, gap_round=held)
    services.gap_round_close(actor=anna, gap_round=held)
    open_round(anna, rules, title="Spring")
    with pytest.raises(RuleBroken, match="A later round has begun"):
        services.gap_round_reopen(actor=anna, gap_round=held)
    assert len(told("gap_round.reopened")) == 1


def test_a_round_opened_again_takes_over_what_was_answered_meanwhile(anna, rules, held):
    say(anna, held, **{"1.1": "met", "1.2": "met"})
    services.gap_round_close(actor=anna, gap_round=held)
    answer(anna, rules, **{"1.1": "not"})
    services.gap_round_reopen(actor=anna, gap_round=held)
    assert [gap_row(held, code).answer for code in ("1.1", "1.2")] == ["not", "met"]


def test_a_round_is_removed_while_nothing_is_answered(anna, rules, held):
    services.gap_round_remove(actor=anna, gap_round=held)
    assert not GapRound.objects.exists() and not GapAnswer.objects.exists()
    again = open_round(anna, rules)
    say(anna, again, **{"1.1": "met"})
    with pytest.raises(RuleBroken, match="There are answers in it"):
        services.gap_round_remove(actor=anna, gap_round=again)
    told = Event.objects.filter(action__startswith="gap_round").order_by("seq").values_list("action", flat=True)
    assert list(told) == ["gap_round.opened", "gap_round.removed", "gap_round.opened"]


def test_who_may_close_edit_reopen_and_remove(cast, anna, held):
    verbs = [services.gap_round_close, services.gap_round_edit, services.gap_round_reopen, services.gap_round_remove]
    for verb in verbs:
        for person in (cast.bo, cast.carl, cast.karen, cast.emil):
            with pytest.raises(NotAllowed):
                verb(actor=actor_of(person), gap_round=held)
        with pytest.raises(NotFound):
            verb(actor=actor_of(cast.dorte), gap_round=held)


def test_a_round_is_edited_while_it_is_open(cast, anna, held):
    services.gap_round_edit(actor=anna, gap_round=held, version=held.version, title="Winter", participants=[cast.bo])
    assert told("gap_round.edited") == [{"title": ["Autumn", "Winter"], "participants": [[], [str(cast.bo)]]}]
    with pytest.raises(NotFound):
        services.gap_round_edit(actor=anna, gap_round=held, participants=[cast.dorte])
    with pytest.raises(ValueError, match="conclusion"):
        services.gap_round_edit(actor=anna, gap_round=held, conclusion="Done")


# From a spreadsheet


def test_a_workshop_fills_in_a_sheet_and_it_can_be_taken_back(anna, rules):
    answer(anna, rules, **{"1.1": "met"})
    held = open_round(anna, rules)
    rows = [gap_row(held, code) for code in ("1.1", "1.2")]
    updates = [
        ChangedRow(2, rows[0].pk, 1, {"answer": "not", "remark": "Lost keys"}, {}),
        ChangedRow(3, rows[1].pk, 1, {"answer": "partly", "maturity": 2}, {}),
    ]
    payload = services.gap_answers_import(actor=anna, creates=[], updates=updates)
    assert [(gap_row(held, c).answer, standing(rules, c).answer) for c in ("1.1", "1.2")] == [
        ("not", "not"),
        ("partly", "partly"),
    ]
    services.gap_answers_import_undo(actor=anna, payload=payload)
    first, second = (gap_row(held, code) for code in ("1.1", "1.2"))
    assert (first.answer, first.remark, first.origin, first.answered_at) == ("met", "", "last", None)
    assert (second.answer, second.maturity, second.answered_at) == ("", None, None)
    assert [standing(rules, code).answer for code in ("1.1", "1.2")] == ["met", ""]
    with pytest.raises(RuleBroken, match="has been changed since the import"):
        services.gap_answers_import_undo(actor=anna, payload=payload)


def test_a_sheet_answers_what_the_round_asks_and_no_more(cast, anna, held):
    row = gap_row(held, "1.1")
    with pytest.raises(RuleBroken, match="Row 2: the round has no such requirement"):
        services.gap_answers_import(actor=anna, creates=[NewRow(2, {"code": "9"})], updates=[])
    with pytest.raises(RuleBroken, match="Row 2 was changed by somebody else"):
        services.gap_answers_import(actor=anna, creates=[], updates=[ChangedRow(2, row.pk, 9, {"answer": "met"}, {})])
    for person in (cast.bo, cast.carl, cast.karen):
        with pytest.raises(NotAllowed):
            services.gap_answers_import(actor=actor_of(person), creates=[], updates=[])
