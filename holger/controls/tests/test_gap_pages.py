"""The pages of gap rounds: they work in both languages, the reader may not change, the stranger sees nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.controls import services
from holger.controls.models import GapAnswer, GapRound
from holger.controls.tests.factories import gap_row, open_round, say
from holger.frameworks import services as frameworks
from holger.frameworks.models import Scope
from holger.frameworks.tests.factories import ESSENTIAL, answer, bring, many, other, requirement, standing
from tests.cast import actor_of, client_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/gaps/"
ODD = "2.1%28a%29%2Fb/"


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def rules(cast, anna):
    """FW-1, in the whole organisation and in Production, which Bo answers for."""
    made = bring(anna)
    frameworks.scope_add(actor=anna, framework=made, unit=cast.production, owner=cast.bo)
    return made


@pytest.fixture
def held(anna, rules):
    """G-2, half answered; G-1 is closed."""
    first = open_round(anna, rules, title="Spring")
    say(anna, first, **{"1.1": "partly", "1.2": "met"})
    services.gap_round_close(actor=anna, gap_round=first, conclusion="Doors first")
    second = open_round(anna, rules)
    say(anna, second, **{"1.1": "met"})
    return second


def get(person, path="", **data):
    return client_of(person).get(BASE + path, data)


def post(person, path, **data):
    return client_of(person).post(BASE + path, data)


def text(answered):
    assert answered.status_code == 200, answered.status_code
    return answered.content.decode()


def sent(held, code, **more):
    """What the answering screen sends."""
    row = gap_row(held, code)
    return {"version": row.version, "answer": row.answer, "maturity": "", "remark": row.remark, "reason": "", **more}


READ = ("", "G-1/", "G-2/", "G-1/answers/", "G-2/answers/", "G-2/answers/?state=open", "G-2/compare/G-1/")
MANAGE = ("new/", "G-2/edit/", "G-2/close/")
ANSWER = ("G-2/answer/1.1/", f"G-2/answer/{ODD}", "G-2/answer/1.2/?show=todo&part=1&group=essential", "G-1/answer/1.1/")
CLICKS = ("G-1/reopen/", "G-2/remove/")


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("path", [*READ, *MANAGE, *ANSWER])
def test_pages_open_for_the_officer(cast, held, path, language):
    cast.anna.user.language = language
    cast.anna.user.save(update_fields=["language"])
    assert get(cast.anna, path).status_code == 200


@pytest.mark.parametrize("path", [*READ, *MANAGE, *ANSWER])
def test_the_auditor_reads_and_changes_nothing(cast, held, path):
    assert get(cast.carl, path).status_code == (200 if path in READ else 403)
    if path not in READ:
        assert post(cast.carl, path).status_code == 403


@pytest.mark.parametrize("path", [*READ, *MANAGE, *ANSWER, *CLICKS])
def test_strangers_and_nobody_see_nothing(cast, held, path):
    assert get(cast.dorte, path).status_code == 404
    assert client_of(None).get(BASE + path).status_code == 302
    assert get(cast.emil, path).status_code in (403, 405)


@pytest.mark.parametrize("path", CLICKS)
def test_who_may_click(cast, held, path):
    for person in (cast.carl, cast.karen, cast.bo):
        assert post(person, path).status_code == 403
    assert client_of(cast.anna).get(BASE + path).status_code == 405


@pytest.mark.parametrize(
    "path", ["G-9/", "G-0/", "G-02/", "X-1/", "1/", "G-2/compare/G-2/", "G-2/compare/G-9/", "G-2/answer/9.9/"]
)
def test_what_is_not_there_is_missing(cast, held, path):
    assert get(cast.anna, path).status_code == 404


# The list, and opening


def test_the_list_tells_how_far_each_round_is(cast, held):
    page = text(get(cast.anna))
    for said in ("G-1", "Spring", "G-2", "Autumn", "House rules", "1 of 4"):
        assert said in page, said
    assert "Autumn" not in text(get(cast.anna, "?open=no"))
    assert "Spring" not in text(get(cast.anna, "?open=yes"))
    assert "Autumn" in text(get(cast.anna, "?framework=FW-1"))
    assert "Open a gap round" not in text(get(cast.carl))


def test_an_empty_list_teaches(cast, rules):
    assert "Open a gap round" in text(get(cast.anna))
    page = text(get(cast.carl))
    assert "No gap analysis yet" in page and "Open a gap round" not in page


def test_equal_questions_for_one_round_and_for_many(cast, anna, rules):
    first = open_round(anna, rules)
    page = client_of(cast.anna)
    page.get(BASE)
    with CaptureQueriesContext(connection) as few:
        page.get(BASE)
    services.gap_round_close(actor=anna, gap_round=first)
    for number in range(5):
        services.gap_round_close(actor=anna, gap_round=open_round(anna, rules, title=f"Round {number}"))
    page.get(BASE)
    with CaptureQueriesContext(connection) as some:
        page.get(BASE)
    assert len(few) == len(some) <= 12


def test_anna_opens_a_round_from_the_frameworks_page(cast, anna, rules):
    page = client_of(cast.anna).get("/o/kronborg/frameworks/FW-1/").content.decode()
    assert "Start a gap round" in page and "/o/kronborg/gaps/new/?scope=FW-1-1" in page
    form = text(get(cast.anna, "new/?scope=FW-1-2"))
    assert '<option value="FW-1-2" selected' in form
    answer(anna, rules, **{"1.1": "met"})
    answered = post(cast.anna, "new/", scope="FW-1-1", title="Gap 2026", participants=[cast.bo.pk], prefill="on")
    assert (answered.status_code, answered["Location"]) == (302, BASE + "G-1/")
    made = GapRound.objects.get()
    assert (made.title, list(made.participants.all()), gap_row(made, "1.1").origin) == ("Gap 2026", [cast.bo], "last")
    page = client_of(cast.anna).get("/o/kronborg/frameworks/FW-1/").content.decode()
    assert "Gap 2026" in page and "new/?scope=FW-1-2" in page
    assert "FW-1-1" not in text(get(cast.anna, "new/"))
    assert post(cast.anna, "new/", scope="FW-1-1", title="Again").status_code == 422
    assert "Start a gap round" not in client_of(cast.carl).get("/o/kronborg/frameworks/FW-1/").content.decode()


# One round


def test_the_round_tells_how_far_it_is_and_where_the_gaps_are(cast, anna, held):
    services.gap_answer(actor=anna, row=gap_row(held, "2.1"), answer="not", maturity=1, remark="Nobody looks")
    page = text(get(cast.anna, "G-2/"))
    for said in ("2 of 4 answered", "25 %", "50 % if what was filled in beforehand holds", "Nobody looks", "Continue", "Ask people",
                 "Nobody is asked", "/answers/?section=1", "A gap of 4 of 7"):  # fmt: skip
        assert said in page, said
    assert 'class="h-radar"' not in page  # two parts have no area
    closed = text(get(cast.anna, "G-1/"))
    for said in ("Doors first", "What you found", "2 requirements were not answered before the round was closed."):
        assert said in closed, said
    for missing in ("Continue", "Ask people", "Open it again"):
        assert missing not in closed, missing
    assert "Continue" not in text(get(cast.carl, "G-2/"))


def test_the_radar_has_a_table_beside_it(cast, anna):
    written = many(120)
    made = bring(anna, written)
    held = open_round(anna, made)
    for code in ("P0.0", "P1.50", "P2.100"):
        services.gap_answer(actor=anna, row=gap_row(held, code), answer="partly", maturity=2)
    page = text(get(cast.anna, f"{held.reference}/"))
    assert 'class="h-radar"' in page and page.count("<polygon") == 7
    assert "Maturity, now and aimed at" in page and ">2.0</td>" in page


def test_a_round_is_closed_and_opened_again(cast, anna, held):
    form = text(get(cast.anna, "G-2/close/"))
    assert "2 requirements are not answered" in form and "1 answer was filled in beforehand" in form
    answered = post(cast.anna, "G-2/close/", version=held.version, conclusion="Better")
    assert answered["Location"] == BASE + "G-2/"
    assert not GapRound.objects.get(number=held.number).is_open
    assert post(cast.anna, "G-2/close/", conclusion="Again").status_code == 422
    assert "Open it again" in text(get(cast.anna, "G-2/"))
    post(cast.anna, "G-2/reopen/")
    assert GapRound.objects.get(number=held.number).is_open


def test_a_round_is_edited_and_removed(cast, anna, rules):
    open_round(anna, rules)
    answered = post(cast.anna, "G-1/edit/", version=1, title="Winter", purpose="", participants=[cast.karen.pk])
    assert answered.status_code == 302
    assert GapRound.objects.get().title == "Winter"
    assert post(cast.anna, "G-1/edit/", version=1, title="Mine").status_code == 409
    assert "Remove" in text(get(cast.anna, "G-1/"))
    assert post(cast.anna, "G-1/remove/")["Location"] == BASE
    assert not GapRound.objects.exists()


# Answers


def test_the_answers_are_narrowed_confirmed_and_asked(cast, held):
    def codes(query=""):
        return [row.requirement.code for row in get(cast.anna, f"G-2/answers/?{query}").context["rows"]]

    assert codes() == ["1.1", "1.2", "2.1", "2.1(a)/b"]
    assert codes("state=met") == ["1.1"]
    assert codes("state=unconfirmed") == ["1.2"]
    assert codes("state=open&section=2") == ["2.1", "2.1(a)/b"]
    assert codes("group=essential") == ["1.1", "2.1(a)/b"]
    assert codes("q=1.2") == ["1.2"]
    assert codes("gap=yes") == []
    rows = [gap_row(held, code) for code in ("1.2", "2.1")]
    answered = post(cast.anna, "G-2/answers/", bulk="confirm", row=[row.pk for row in rows])
    assert answered.status_code == 302
    assert gap_row(held, "1.2").confirmed
    post(
        cast.anna,
        "G-2/answers/",
        bulk="ask",
        row=[rows[1].pk],
        **{"ask-person": cast.bo.pk, "ask-note": "", "ask-answered": 1},
    )
    assert gap_row(held, "2.1").asked == cast.bo
    assert codes(f"asked={cast.bo.pk}") == ["2.1"]
    assert codes("asked=none&state=open") == ["2.1(a)/b"]


def test_a_closed_rounds_answers_offer_nothing_to_do(cast, held):
    page = text(get(cast.anna, "G-1/answers/"))
    assert 'name="bulk"' not in page and "Continue" not in page
    row = GapAnswer.objects.filter(round__number=1)[0]
    browser = client_of(cast.anna)
    assert browser.post(f"{BASE}G-1/answers/", {"bulk": "confirm", "row": [row.pk]}).status_code == 302
    assert "The round is closed." in browser.get(f"{BASE}G-1/answers/").content.decode()


def test_the_answers_are_exported(cast, held):
    answered = get(cast.anna, "G-2/answers/?export=csv")
    content = b"".join(answered.streaming_content).decode("utf-8-sig")
    lines = content.strip().splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("Gap round,Id,Requirement,Answer,Maturity,Remark")
    assert lines[1].startswith("G-2,1.1,Requirement 1.1,Met")
    assert get(cast.anna, "G-2/answers/?export=xlsx").status_code == 200


def test_equal_questions_for_few_answers_and_for_many(cast, anna):
    held = open_round(anna, bring(anna, many(60)))
    page = client_of(cast.anna)
    path = f"{BASE}{held.reference}/answers/"
    for each in (path, path + "?q=P0.1"):
        page.get(each)
    with CaptureQueriesContext(connection) as few:
        page.get(path + "?q=P0.1")
    with CaptureQueriesContext(connection) as some:
        page.get(path)
    assert len(few) == len(some) <= 12


# The answering screen


def test_the_screen_shows_the_question_the_guide_and_what_is_known(cast, anna, rules):
    others = bring(anna, other())
    ends = {"source": requirement(rules, "1.1"), "target": requirement(others, "A")}
    frameworks.mapping_add(actor=anna, relation="equal", **ends)
    answer(anna, others, A="met")
    open_round(anna, rules)
    page = text(get(cast.anna, "G-1/answer/1.1/"))
    for said in ("Lock the doors.", "Suggested", "Through mapping from Rules of others A", "(strong)", "Met, to be confirmed",
                 "0 of 4", "1: 0 of 2", "Confirm and go on", "Skip", "Does not apply", "Written down and followed", "Add evidence",
                 "Nobody in particular", 'rel="next"'):  # fmt: skip
        assert said in page, said
    assert 'rel="prev"' not in page


def test_last_rounds_answer_is_shown(cast, held):
    page = text(get(cast.anna, "G-2/answer/1.2/"))
    assert "Last round" in page and "Spring, Anna Holm" in page


def test_saving_goes_on_to_the_next(cast, held):
    answered = post(cast.anna, "G-2/answer/2.1/", **sent(held, "2.1", answer="partly", maturity="2", remark="Soon"))
    assert (answered.status_code, answered["Location"]) == (302, f"{BASE}G-2/answer/{ODD}")
    row = gap_row(held, "2.1")
    assert (row.answer, row.maturity, row.remark, row.answered_by) == ("partly", 2, "Soon", "Anna Holm")
    assert standing(held.scope.framework, "2.1").answer == "partly"
    page = client_of(cast.anna)
    page.post(f"{BASE}G-2/answer/2.1/", sent(held, "2.1", stay="1", answer="met"))
    assert gap_row(held, "2.1").answer == "met"


def test_the_order_comes_around_to_what_waits(cast, held):
    """From the end of the framework back to what is left, and to the round when nothing is."""
    page = client_of(cast.anna)
    answered = page.post(f"{BASE}G-2/answer/{ODD}?show=todo", sent(held, "2.1(a)/b", answer="met"))
    assert answered["Location"] == f"{BASE}G-2/answer/1.2/?show=todo"
    answered = page.post(f"{BASE}G-2/answer/1.2/?show=todo", sent(held, "1.2"))
    assert answered["Location"] == f"{BASE}G-2/answer/2.1/?show=todo"
    answered = page.post(f"{BASE}G-2/answer/2.1/?show=todo", sent(held, "2.1", answer="not"))
    assert answered["Location"] == f"{BASE}G-2/"
    shown = page.get(f"{BASE}G-2/").content.decode()
    assert "That was the last one." in shown and "2.1 is saved: Not met." in shown


def test_skipping_and_taking_back(cast, held):
    answered = post(cast.anna, "G-2/answer/2.1/", skip="1")
    assert answered["Location"] == f"{BASE}G-2/answer/{ODD}"
    assert gap_row(held, "2.1").skipped
    post(cast.anna, "G-2/answer/1.1/", **sent(held, "1.1", clear="1", remark="Unsure"))
    row = gap_row(held, "1.1")
    assert (row.answer, row.remark) == ("", "Unsure")
    first = get(cast.anna, "G-2/answer/?show=skipped")
    assert first["Location"] == f"{BASE}G-2/answer/2.1/?show=skipped"


def test_what_does_not_apply_needs_a_reason(cast, held):
    refused = post(cast.anna, "G-2/answer/2.1/", **sent(held, "2.1", answer="out"))
    assert refused.status_code == 422 and "Write why the requirement does not apply." in refused.content.decode()
    answered = post(cast.anna, "G-2/answer/2.1/", **sent(held, "2.1", answer="out", reason="No workshop"))
    assert answered.status_code == 302
    row = gap_row(held, "2.1")
    assert (row.applicable, row.reason) == (False, "No workshop")
    assert "No workshop" in text(get(cast.anna, "G-2/answer/2.1/"))
    page = text(get(cast.karen, "G-2/answer/2.1/"))  # she may answer, but not decide what applies
    assert "Left out because" in page and "data-gap" not in page
    assert "Does not apply" not in text(get(cast.karen, "G-2/answer/1.1/"))


def test_two_who_answer_at_once_compare_and_choose(cast, anna, held):
    mine = sent(held, "2.1", answer="met", maturity="4")
    services.gap_answer(actor=anna, row=gap_row(held, "2.1"), answer="not")
    answered = post(cast.karen, "G-2/answer/2.1/", **mine)
    assert answered.status_code == 409
    page = answered.content.decode()
    assert "Somebody else saved this in the meantime" in page and "Not met" in page
    assert gap_row(held, "2.1").answer == "not"
    mine["version"] = gap_row(held, "2.1").version
    assert post(cast.karen, "G-2/answer/2.1/", **mine).status_code == 302
    assert (gap_row(held, "2.1").answer, gap_row(held, "2.1").answered_by) == ("met", "Karen Bech")


def test_the_order_can_be_narrowed(cast, held):
    def led(query):
        return get(cast.anna, f"G-2/answer/?{query}")["Location"].removeprefix(BASE)

    assert led("show=todo") == "G-2/answer/1.2/?show=todo"
    assert led("show=unanswered") == "G-2/answer/2.1/?show=unanswered"
    assert led("show=unconfirmed") == "G-2/answer/1.2/?show=unconfirmed"
    assert led("show=mine") == "G-2/"
    assert led("part=2") == "G-2/answer/2.1/?part=2"
    assert led(f"group={ESSENTIAL}") == f"G-2/answer/{ODD}?group={ESSENTIAL}"
    assert led("show=nonsense") == "G-2/answer/1.2/"
    page = text(get(cast.anna, "G-2/answer/2.1/?part=2"))
    assert "Only part 2" in page and 'rel="prev"' not in page


def test_evidence_is_attached_and_leads_back(cast, held):
    row = requirement(held.scope.framework, "1.1")
    back = f"{BASE}G-2/answer/1.1/?show=todo"
    said = {"evidence-url": "https://kronborg.example/log", "evidence-title": "Key log", "back": back}
    answered = client_of(cast.anna).post(f"/o/kronborg/evidence/on/frameworks.requirement/{row.pk}/", said)
    assert answered["Location"] == f"{back}#panel-evidence"
    assert "Key log" in text(get(cast.anna, "G-2/answer/1.1/?show=todo"))
    said["back"] = "https://elsewhere.example/"
    answered = client_of(cast.anna).post(f"/o/kronborg/evidence/on/frameworks.requirement/{row.pk}/", said)
    assert answered["Location"].startswith("/o/kronborg/frameworks/FW-1/r/1.1/")


def test_a_closed_round_is_read_on_the_screen(cast, held):
    page = text(get(cast.anna, "G-1/answer/1.1/"))
    assert "The round is closed." in page and "data-gap" not in page
    refused = post(cast.anna, "G-1/answer/1.1/", answer="met", maturity="", remark="", reason="")
    assert refused.status_code == 422


def test_bo_answers_what_he_is_asked_and_sees_nothing_else(cast, anna, held):
    assert get(cast.bo, "G-2/").status_code == 404
    services.gap_ask(actor=anna, rows=[gap_row(held, code) for code in ("1.2", "2.1")], person=cast.bo)
    page = client_of(cast.bo)
    shown = page.get("/o/kronborg/").content.decode()
    assert "Answer 2 requirements in the gap round Autumn" in shown
    assert shown.count("You are asked how far they are met") == 1  # and not once more by the framework
    assert page.get(f"{BASE}G-2/answer/?show=mine")["Location"] == f"{BASE}G-2/answer/1.2/?show=mine"
    assert "0 of 2" in page.get(f"{BASE}G-2/answer/1.2/?show=mine").content.decode()
    answered = page.post(f"{BASE}G-2/answer/1.2/?show=mine", sent(held, "1.2", answer="partly"))
    assert answered["Location"] == f"{BASE}G-2/answer/2.1/?show=mine"
    assert standing(held.scope.framework, "1.2").answered_by == "Bo Lind"
    assert "Answer 1 requirement in the gap round Autumn" in page.get("/o/kronborg/").content.decode()
    assert page.get(f"{BASE}G-2/answer/1.1/").status_code == 404
    detail = page.get(f"{BASE}G-2/").content.decode()
    assert "1 of 2 answered" in detail and "Continue" in detail and "Ask people" not in detail
    assert [row.requirement.code for row in page.get(f"{BASE}G-2/answers/").context["rows"]] == ["1.2", "2.1"]


# Comparing


def test_two_rounds_beside_each_other(cast, anna, held):
    page = text(get(cast.anna, "G-2/compare/G-1/"))
    for said in ("Spring → Autumn", "Better", "Not answered", "Still open"):
        assert said in page, said
    moved = get(cast.anna, "G-2/compare/G-1/?moved=up").context["rows"]
    assert [row.requirement.code for row in moved] == ["1.1"]
    assert text(get(cast.anna, "G-1/compare/G-2/")).count("Spring → Autumn")
    services.gap_round_close(actor=anna, gap_round=held)
    assert "points" in text(get(cast.anna, "G-2/compare/G-1/")) or "±0" in text(get(cast.anna, "G-2/compare/G-1/"))


def test_rounds_over_two_frameworks_are_not_compared(cast, anna, held):
    elsewhere = open_round(anna, bring(anna, other()))
    assert get(cast.anna, f"G-2/compare/{elsewhere.reference}/").status_code == 404


# On the overview


def test_the_overview_leads_through_the_journey(cast, anna, rules):
    page = client_of(cast.anna)
    assert "No gap analysis yet" in page.get("/o/kronborg/").content.decode()
    held = open_round(anna, rules)
    assert "0 of 4 requirements answered" in page.get("/o/kronborg/").content.decode()
    say(anna, held, **{"1.1": "met", "1.2": "met", "2.1": "met", "2.1(a)/b": "met"})
    assert "Close the gap round Autumn" in page.get("/o/kronborg/work/").content.decode()
    assert "Close the gap round" not in client_of(cast.karen).get("/o/kronborg/work/").content.decode()
    services.gap_round_close(actor=anna, gap_round=held)
    assert "Close the gap round" not in page.get("/o/kronborg/work/").content.decode()
    assert "100 % met" in page.get("/o/kronborg/").content.decode()


def test_the_frameworks_page_tells_of_its_rounds(cast, anna, held):
    page = client_of(cast.carl).get("/o/kronborg/frameworks/FW-1/").content.decode()
    assert "Spring" in page and "Autumn" in page
    services.gap_round_close(actor=anna, gap_round=held)
    page = client_of(cast.carl).get("/o/kronborg/frameworks/FW-1/").content.decode()
    assert "12 points down" in page
    assert Scope.objects.count() == 2
