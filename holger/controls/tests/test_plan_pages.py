"""The plan's pages: they work, the reader may not change, the stranger sees nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.controls import services
from holger.controls.models import PlanItem
from holger.controls.rules.quarters import Quarter
from holger.controls.tests.factories import make_control
from holger.controls.tests.plan_factories import make_item
from holger.core import dates
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import answer, bring, many, other, requirement, scope, standing
from tests.cast import actor_of, client_of
from tests.counting import questions_asked

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/plan/"
PAGES = ["", "board/", "progress/", "from-gaps/", "new/", "PL-1/", "PL-1/edit/", "PL-1/drop/"]
READABLE = {"", "board/", "progress/", "PL-1/"}
VERBS = ["start", "done", "reopen", "place", "move", "archive", "restore"]


@pytest.fixture
def today():
    return dates.today()


@pytest.fixture
def item(anna, cast, rules, today):
    """Under way, late, and waiting for something; with all that it can have."""
    control = make_control(anna, "Guard the doors", requirements=[requirement(rules, "2.1")])
    services.reductions_set(organisation_id=anna.organisation_id, reductions={control.pk: 18})
    made = make_item(
        anna,
        "Put locks on the doors",
        description="All of them.",
        control=control,
        requirements=[requirement(rules, "1.1")],
        owner=cast.bo,
        unit=cast.production,
        starts=today - timedelta(days=30),
        due=today - timedelta(days=3),
        days=Decimal("2.5"),
        budget=Decimal(20_000),
        spent=Decimal("25000.50"),
        competence="Locksmith",
        external="The smith",
    )
    other = make_item(anna, "Choose a lock", starts=today, due=today + timedelta(days=400))
    services.plan_item_edit(actor=anna, item=made, depends_on=[other])
    return services.plan_item_start(actor=anna, item=made)


@pytest.mark.parametrize("asked", [{"control": "F-1"}, {"requirement": "FW-2/A"}])
def test_an_item_is_begun_of_nothing_that_lies_elsewhere(cast, rules, asked):
    there = actor_of(cast.dorte)
    make_control(there)
    for key in ("one", "others"):
        bring(there, other(key))
    assert get(cast.anna, "new/", **asked).status_code == 404
    assert client_of(cast.dorte).get("/o/rosenborg/plan/new/", asked).status_code == 200


def get(person, path="", **data):
    return client_of(person).get(BASE + path, data)


def post(person, path, **data):
    return client_of(person).post(BASE + path, data)


def text(person, path="", **data):
    answer = get(person, path, **data)
    assert answer.status_code == 200, path
    return answer.content.decode()


def speaking(person, language):
    person.user.language = language
    person.user.save(update_fields=["language"])
    return client_of(person)


# Who sees what


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_the_officer(cast, item, path, language):
    assert speaking(cast.anna, language).get(BASE + path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_the_auditor_reads_and_changes_nothing(cast, item, path):
    assert get(cast.carl, path).status_code == (200 if path in READABLE else 403)


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_and_nobody_see_nothing(cast, item, path):
    assert get(cast.dorte, path).status_code == 404
    assert client_of(None).get(BASE + path).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_an_employee_sees_no_plan(cast, item, path):
    assert get(cast.emil, path).status_code == 403


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_are_asked_for_and_are_no_pages(cast, item, verb):
    assert post(cast.carl, f"PL-1/{verb}/").status_code == 403
    assert post(cast.dorte, f"PL-1/{verb}/").status_code == 404
    assert get(cast.anna, f"PL-1/{verb}/").status_code == 405
    assert post(cast.anna, f"PL-9/{verb}/").status_code == 404


def test_bo_sees_his_own_work_and_what_he_may_do(cast, anna, item):
    hidden = make_item(anna, "Anna's secret")
    for path in ("", "board/", "PL-1/"):
        assert "secret" not in text(cast.bo, path)
    assert get(cast.bo, f"{hidden.reference}/").status_code == 404
    page = text(cast.bo, "PL-1/")
    assert "/plan/PL-1/edit/" in page
    assert "/plan/PL-1/archive/" not in page
    assert "And 1 other that you do not see." in page
    assert "/controls/F-1/" not in page  # Anna's control, of which he knows what it does for his work
    assert post(cast.bo, "PL-1/done/").status_code == 302
    item.refresh_from_db()
    assert item.status == "done"


# The list


def test_the_list_tells_what_matters(cast, item, today):
    page = text(cast.anna)
    for told in ("PL-1", "Put locks on the doors", "3 days late", "Blocked", "Bo Lind", "20,000", "2.5"):
        assert told in page, told
    assert "25,000.50" in text(cast.anna, columns=["title", "spent"])
    wide = text(cast.anna, columns=["title", "reduction", "control", "competence", "external", "unit", "done_at"])
    for told in ("18", "F-1 Guard the doors", "Locksmith", "The smith", "Production"):
        assert told in wide, told


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"PL-1", "PL-2"}),
        ({"overdue": "yes"}, {"PL-1"}),
        ({"overdue": "no"}, {"PL-2"}),
        ({"blocked": "yes"}, {"PL-1"}),
        ({"blocked": "no"}, {"PL-2"}),
        ({"external": "yes"}, {"PL-1"}),
        ({"framework": "FW-1"}, {"PL-1"}),
        ({"owner": "none"}, {"PL-2"}),
        ({"status": "done"}, set()),
        ({"status": ["planned", "started"]}, {"PL-1", "PL-2"}),
        ({"quarter": "none"}, set()),
        ({"q": "smith"}, {"PL-1"}),
        ({"archived": "yes"}, set()),
    ],
)
def test_the_list_is_narrowed(cast, item, query, found):
    assert {row.reference for row in get(cast.anna, **query).context["rows"]} == found


def test_a_quarter_finds_what_is_worked_on_in_it(cast, anna):
    make_item(anna, "Long", starts=date(2026, 2, 1), due=date(2026, 11, 30))
    make_item(anna, "Begins", starts=date(2026, 9, 30))
    make_item(anna, "Ends", due=date(2026, 7, 1))
    make_item(anna, "Undated")
    found = {name: {row.title for row in get(cast.anna, quarter=name).context["rows"]} for name in ("2026-Q3", "none")}
    assert found == {"2026-Q3": {"Long", "Begins", "Ends"}, "none": {"Undated"}}
    assert {row.title for row in get(cast.anna, quarter="2026-Q4").context["rows"]} == {"Long"}
    assert {row.title for row in get(cast.anna, quarter=["2026-Q1", "2031-Q1"]).context["rows"]} == {"Long"}
    assert "Q1 2031" in text(cast.anna, quarter="2031-Q1")
    assert "Select a valid choice" in text(cast.anna, quarter="soon")


def test_many_are_changed_at_once(cast, anna, item):
    rows = [row.pk for row in PlanItem.objects.all()]
    assert post(cast.anna, "", bulk="owner", row=rows).status_code == 200
    answered = {"owner-answered": "1", "owner-owner": cast.carl.pk}
    assert post(cast.anna, "", bulk="owner", row=rows, **answered).status_code == 302
    assert set(PlanItem.objects.values_list("owner__name", flat=True)) == {"Carl Friis"}
    given = {"dates-answered": "1", "dates-due": "2030-12-31"}
    assert post(cast.anna, "", bulk="dates", all="1", **given).status_code == 302
    assert set(PlanItem.objects.values_list("due", flat=True)) == {date(2030, 12, 31)}
    assert item.starts == PlanItem.objects.get(pk=item.pk).starts  # what was left empty stays
    dropped = {"status-answered": "1", "status-status": "dropped"}
    refused = post(cast.anna, "", bulk="status", row=rows, **dropped)
    assert refused.status_code == 422
    assert "Write why it is dropped." in refused.content.decode()
    assert post(cast.anna, "", bulk="status", row=rows, **dropped, **{"status-reason": "No money"}).status_code == 302
    assert set(PlanItem.objects.values_list("status", flat=True)) == {"dropped"}
    assert post(cast.carl, "", bulk="owner", row=rows).status_code == 403


def test_the_list_is_exported(cast, item):
    answer = get(cast.anna, export="csv")
    assert answer.status_code == 200
    assert "Put locks on the doors" in b"".join(answer.streaming_content).decode()


def test_an_empty_plan_teaches(cast, anna):
    for path in ("", "board/"):
        page = text(cast.anna, path)
        assert "No plan yet" in page
        assert "/plan/from-gaps/" in page
    assert "Nothing in the plan to count" in text(cast.anna, "progress/")
    assert "/plan/from-gaps/" not in text(cast.carl, "board/")


# One item


def test_the_page_tells_what_it_does_and_why_it_matters(cast, item):
    page = text(cast.anna, "PL-1/")
    for told in (
        *("Closes 2 requirements in House rules; takes 18 points of risk away.", "through its control"),
        *("Why this priority?", "Points of risk that it takes away: 18.", "Locksmith", "The smith"),
        *("More is spent than was set aside.", "PL-2", "cannot be done in time", "/controls/F-1/", "3 days late"),
    ):
        assert told in page, told
    assert "Put locks on the doors" in text(cast.anna, "PL-2/")  # which it holds up


def test_what_is_finished_asks_what_is_left(cast, anna, rules, item):
    services.plan_item_done(actor=anna, item=item)
    page = text(cast.anna, "PL-1/")
    assert "It is done. What is left to say?" in page
    assert "2 requirements are not answered as met yet" in page
    answer(anna, rules, **{"1.1": "met", "2.1": "met"})
    services.control_edit(actor=anna, control=item.control, status="implemented")
    assert "What is left to say?" not in text(cast.anna, "PL-1/")


def test_an_item_is_made_for_a_control_or_a_requirement(cast, anna, rules):
    control = make_control(anna, "Guard the doors", owner=cast.bo)
    page = text(cast.anna, "new/", control="F-1")
    assert 'value="Guard the doors"' in page
    assert f'<option value="{cast.bo.pk}" selected>' in page
    assert f'<option value="{control.pk}" selected>' in page
    assert "2.1(a)/b Requirement" in text(cast.anna, "new/", requirement="FW-1/2.1(a)/b")
    for query in ({"control": "F-9"}, {"requirement": "FW-1/9"}, {"requirement": "FW-1/1"}, {"requirement": "x"}):
        assert get(cast.anna, "new/", **query).status_code == 404


def test_an_item_is_made_and_changed(cast, anna, rules):
    sent = {
        "title": "Buy locks",
        "budget": "1.250,50",
        "requirements": [requirement(rules, "1.1").pk],
        "owner": cast.bo.pk,
    }
    english = {**sent, "budget": "1250.50"}
    assert post(cast.anna, "new/", **english).status_code == 302
    made = PlanItem.objects.get()
    assert (made.budget, made.owner) == (Decimal("1250.50"), cast.bo)
    edited = post(cast.anna, "PL-1/edit/", **english, version=made.version, due="2026-01-01", starts="2026-02-01")
    assert edited.status_code == 422
    assert "It cannot be due before it starts." in edited.content.decode()
    assert post(cast.anna, "PL-1/edit/", **english, version=made.version, due="2026-03-01").status_code == 302
    assert post(cast.anna, "PL-1/edit/", **english, version=made.version, due="2026-04-01").status_code == 409


def test_a_circle_is_told_at_its_field(cast, anna, item):
    sent = {
        "title": "Choose a lock",
        "depends_on": [item.pk],
        "version": PlanItem.objects.get(reference="PL-2").version,
    }
    page = post(cast.anna, "PL-2/edit/", **sent)
    assert page.status_code == 422
    assert "PL-2 → PL-1 → PL-2" in page.content.decode()


def test_bo_makes_his_own(cast, anna):
    assert post(cast.bo, "new/", title="Mine", owner=cast.bo.pk).status_code == 302
    refused = post(cast.bo, "new/", title="Nobody's")
    assert refused.status_code == 422
    assert "You may only plan work of your own." in refused.content.decode()


def test_verbs_do_what_they_say(cast, anna):
    item = make_item(anna)

    def click(verb, **sent):
        answer = post(cast.anna, f"PL-1/{verb}/", **sent)
        item.refresh_from_db()
        assert answer.status_code == 302
        return answer["Location"]

    assert click("start") == "/o/kronborg/plan/PL-1/"
    assert item.status == "started"
    click("done")
    assert item.status == "done"
    click("reopen")
    assert item.status == "planned"
    assert (
        click("place", quarter="2026-Q4", back="/o/kronborg/plan/board/?by=owner") == "/o/kronborg/plan/board/?by=owner"
    )
    assert item.due == date(2026, 12, 31)
    click("move", to="next")
    assert item.due == date(2027, 3, 31)
    click("move", to="previous")
    click("move", to="sideways")
    click("place", quarter="whenever")
    click("place")
    assert item.due == date(2026, 12, 31)
    click("archive")
    assert item.archived_at
    assert click("restore", back="https://elsewhere.example/") == "/o/kronborg/plan/PL-1/"
    assert not item.archived_at
    assert post(cast.anna, "PL-1/drop/", reason="").status_code == 422
    assert post(cast.anna, "PL-1/drop/", reason="Too dear").status_code == 302
    assert "Too dear" in text(cast.anna, "PL-1/")


# The board


def board(person, **query):
    return get(person, "board/", **query).context


def test_the_board_lays_the_plan_out(cast, anna, item, today):
    found = board(cast.anna)
    (group, rest) = found["groups"]
    assert (group["title"], [row.item.reference for row in group["rows"]]) == ("House rules", ["PL-1"])
    assert rest["title"] == "Closes no requirement"
    (row,) = group["rows"]
    assert (row.look, [other.reference for other in row.waits]) == ("late", ["PL-2"])
    assert row.late > row.item.due
    assert 0 <= row.span.x < row.span.end <= 100
    assert [each.reference for each in found["chain"]] == ["PL-2", "PL-1"]
    page = text(cast.anna, "board/")
    assert "waits for" in page
    assert "at the earliest" in page
    assert "/plan/PL-1/move/" in page
    assert "/plan/PL-1/move/" not in text(cast.carl, "board/")


def test_the_board_by_owner_draws_what_waits(cast, anna, today):
    first = make_item(anna, "First", owner=cast.bo, starts=today, due=today + timedelta(days=30))
    make_item(anna, "Second", owner=cast.bo, starts=today, due=today + timedelta(days=60), depends_on=[first])
    make_item(anna, "Nobody's", due=today)
    groups = board(cast.anna, by="owner")["groups"]
    assert [(group["title"], group["count"], len(group["lines"])) for group in groups] == [
        ("Bo Lind", 2, 1),
        ("Without an owner", 1, 0),
    ]
    assert groups[0]["lines"][0].late


def test_what_has_no_date_waits_in_a_tray(cast, anna):
    item = make_item(anna)
    found = board(cast.anna)
    assert (found["groups"], [(each.reference, may) for each, may in found["tray"]]) == ([], [("PL-1", True)])
    page = text(cast.anna, "board/")
    assert f'value="{Quarter.of(dates.today())}"' in page
    services.plan_item_done(actor=anna, item=item)


def test_the_board_shows_other_quarters(cast, anna):
    make_item(anna, due=date(2030, 1, 15))
    assert board(cast.anna)["outside"] == 1
    found = board(cast.anna, **{"from": "2030-Q1", "quarters": "4"})
    assert (found["outside"], len(found["heads"]), len(found["groups"])) == (0, 4, 1)
    assert "from=2029-Q3" in found["earlier"]
    assert board(cast.anna, **{"from": "never", "quarters": "5"})["outside"] == 1


def test_finished_work_is_on_the_board_and_dropped_work_is_not(cast, anna, today):
    for verb in ("done", "drop"):
        made = make_item(anna, verb, due=today)
        more = {"reason": "x"} if verb == "drop" else {}
        getattr(services, f"plan_item_{verb}")(actor=anna, item=made, **more)
    (group,) = board(cast.anna)["groups"]
    assert [row.look for row in group["rows"]] == ["done"]
    (group,) = board(cast.anna, status="dropped")["groups"]
    assert [row.look for row in group["rows"]] == ["dropped"]


# From the gaps


def test_gaps_become_a_plan(cast, anna, rules):
    answer(anna, rules, **{"1.1": "not", "1.2": "met"})
    control = make_control(anna, "Guard", requirements=[requirement(rules, "1.1"), requirement(rules, "2.1")])
    found = get(cast.anna, "from-gaps/").context
    assert [(part.requirement.code, len(part.gaps)) for part in found["parts"]] == [("1", 1), ("2", 2)]
    assert [ticked for part in found["parts"] for _gap, ticked in part.gaps] == [True, False, False]
    assert get(cast.anna, "from-gaps/", framework="FW-1", tick=["not", "open"]).context["chosen"] == 3
    wanted = [requirement(rules, code).pk for code in ("1.1", "2.1", "2.1(a)/b")]
    sent = {"gap": wanted, "rest": "section", "quarter": "2027-Q1", "owner": cast.bo.pk}
    preview = post(cast.anna, "from-gaps/?framework=FW-1", **sent, do="preview")
    assert [each.title for each in preview.context["preview"]] == ["Guard", "2.1(a)/b Requirement 2.1(a)/b"]
    assert preview.context["chosen"] == 3
    assert not PlanItem.objects.exists()
    made = post(cast.anna, "from-gaps/?framework=FW-1", **sent, do="make")
    assert made["Location"] == "/o/kronborg/plan/?framework=FW-1"
    first, second = PlanItem.objects.order_by("number")
    assert (first.control, first.owner, first.due) == (control, cast.bo, date(2027, 3, 31))
    assert second.starts == date(2027, 1, 1)
    assert "Planned already" in text(cast.anna, "from-gaps/")
    again = post(cast.anna, "from-gaps/?framework=FW-1", **sent, do="make")
    assert again.status_code == 422
    assert "Choose at least one gap." in again.content.decode()


def test_of_several_frameworks_one_is_chosen(cast, anna, rules, others):
    assert not get(cast.anna, "from-gaps/").context["parts"]
    assert get(cast.anna, "from-gaps/", framework="FW-2").context["parts"]
    for query in ({"framework": "FW-9"}, {"framework": "FW-1", "scope": "7"}, {"framework": "FW-1", "scope": "x"}):
        assert get(cast.anna, "from-gaps/", **query).status_code == 404
    assert post(cast.anna, "from-gaps/", rest="section").status_code == 422


def test_what_is_sent_wrong_is_told(cast, anna, rules):
    page = post(cast.anna, "from-gaps/?framework=FW-1", gap=[requirement(rules, "1.1").pk], rest="all", do="make")
    assert page.status_code == 422
    page = post(cast.anna, "from-gaps/?framework=FW-1", gap=["x"], rest="section", do="make")
    assert page.status_code == 422
    assert not PlanItem.objects.exists()


def test_without_frameworks_or_gaps_it_says_so(cast, anna):
    assert "No framework to plan for" in text(cast.anna, "from-gaps/")
    rules = bring(anna)
    answer(anna, rules, **dict.fromkeys(("1.1", "1.2", "2.1", "2.1(a)/b"), "met"))
    assert "There are no gaps" in text(cast.anna, "from-gaps/")


def test_bo_plans_the_gaps_that_he_answers_for(cast, anna, rules):
    assert "No framework to plan for" in text(cast.bo, "from-gaps/")
    frameworks.scope_edit(actor=anna, scope=scope(rules), owner=cast.bo)
    assert get(cast.bo, "from-gaps/").context["parts"]


# Figures


def test_figures_tell_how_it_goes(cast, anna, item, today):
    services.plan_item_done(actor=anna, item=item)
    found = get(cast.anna, "progress/", capacity="2").context
    assert (found["total"]["planned"], found["total"]["done"], found["percent"]) == (2, 1, 50)
    assert (found["total"]["budget"], found["total"]["spent"]) == ("20,000", "25,000.50")
    assert found["burn"]["most"] >= 1
    assert any(row["room"] == ("0.5", True) for row in found["rows"])
    assert any(bar.over for bar in found["effort"])
    page = text(cast.anna, "progress/", capacity="2")
    for told in ("0.5 too many", "2 left", "5,000.50 over"):
        assert told in page, told
    assert get(cast.anna, "progress/", owner="none").context["total"]["planned"] == 1


@pytest.mark.parametrize("capacity", ["", "x", "-1", "0", "1e9", "NaN", "Infinity", "1e999999999"])
def test_a_capacity_that_is_none(cast, anna, item, capacity):
    assert get(cast.anna, "progress/", capacity=capacity).context["capacity"] is None


# Elsewhere


def test_controls_and_requirements_show_what_is_planned(cast, anna, rules, item):
    for code in ("1.1", "2.1"):
        page = client_of(cast.anna).get(f"/o/kronborg/frameworks/FW-1/r/{code}/").content.decode()
        assert "Put locks on the doors" in page
        assert f"/plan/new/?requirement=FW-1%2F{code}" in page
    reader = client_of(cast.carl).get("/o/kronborg/frameworks/FW-1/r/1.1/").content.decode()
    assert "Put locks on the doors" in reader
    assert "/plan/new/" not in reader
    assert "Put locks" not in client_of(cast.anna).get("/o/kronborg/frameworks/FW-1/r/1.2/").content.decode()


def test_the_overview_tells_of_the_plan(cast, anna, item):
    page = client_of(cast.anna).get("/o/kronborg/").content.decode()
    assert "0 of 2 done" in page
    assert "/plan/?overdue=yes" in page
    assert "Put locks on the doors" in client_of(cast.bo).get("/o/kronborg/").content.decode()
    mine = client_of(cast.bo).get("/o/kronborg/work/").content.decode()
    assert "It waits for something that is not finished." in mine


def test_ones_own_work_tells_what_waits_and_what_comes(cast, anna, today):
    first = make_item(anna, "First", due=today + timedelta(days=2))
    make_item(anna, "Mine", owner=cast.bo, due=today + timedelta(days=5), depends_on=[first])
    make_item(anna, "Soon", owner=cast.bo, due=today + timedelta(days=5))
    make_item(anna, "Far away", owner=cast.bo, due=today + timedelta(days=50))
    page = client_of(cast.bo).get("/o/kronborg/work/").content.decode()
    assert "It waits for something that is not finished." in page  # Anna's, which he does not see
    assert "Soon" in page and "Far away" in page


def test_the_plan_is_found(cast, anna, item):
    page = client_of(cast.anna).get("/o/kronborg/find/", {"q": "locks"}).content.decode()
    assert "Put locks on the doors" in page
    assert "Put locks" not in client_of(cast.emil).get("/o/kronborg/find/", {"q": "locks"}).content.decode()


# How much they ask


def questions(person, path, **query):
    browser = client_of(person)
    browser.get(BASE + path, query)  # what is kept is kept
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(BASE + path, query).status_code == 200
    return questions_asked(caught)


@pytest.mark.parametrize("path", ["", "board/", "board/?by=owner", "progress/", "from-gaps/"])
def test_pages_ask_the_same_for_one_and_for_thirty(cast, anna, today, path):
    rules = bring(anna, many(40))
    codes = [f"P0.{number}" for number in range(32)]

    def add(number):
        control = make_control(anna, f"Control {number}", requirements=[requirement(rules, codes[number])])
        ends = {"starts": today, "due": today + timedelta(days=number)}
        item = make_item(anna, f"Item {number}", control=control, owner=cast.bo, unit=cast.production, **ends,
                         requirements=[requirement(rules, codes[-1 - number])])  # fmt: skip
        make_item(anna, f"After {number}", owner=cast.bo, **ends, depends_on=[item])

    add(0)
    one = questions(cast.anna, path)
    for number in range(1, 15):
        add(number)
    assert questions(cast.anna, path) == one
    assert one <= 18 if path.startswith("board") else one <= 14


def test_the_page_of_an_item_asks_little(cast, anna, item):
    assert questions(cast.anna, "PL-1/") <= 30


def test_drivers_are_told(cast, anna, rules, item):
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.1"), drivers=["law"])
    services.plan_priorities_update(organisation_id=anna.organisation_id)
    assert "The law asks for it." in text(cast.anna, "PL-1/")


def test_a_stranger_with_a_plan_sees_it_alone(cast, anna, item):
    make_item(actor_of(cast.dorte), "Rosenborg's own")
    assert "Rosenborg" not in text(cast.anna)
    answer = client_of(cast.dorte).get("/o/rosenborg/plan/")
    assert "Put locks" not in answer.content.decode()
