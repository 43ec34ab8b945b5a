"""The pages of controls: they work, the reader may not change, the stranger sees nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.assets import services as assets
from holger.assets.tests.factories import make_asset
from holger.controls import selectors, services
from holger.controls.filters.controls import ControlFilter
from holger.controls.models import Control, Link
from holger.controls.panels.controls import waiting
from holger.controls.tests.factories import make_control
from holger.core import dates
from holger.core.permissions import Role
from holger.evidence import services as evidence
from holger.evidence.models import Evidence
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import requirement
from tests.cast import actor_of, client_of, make_person, make_unit
from tests.duties import duties_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/"


def get(person, path="controls/", **data):
    return client_of(person).get(BASE + path, data)


def post(person, path, **data):
    return client_of(person).post(f"{BASE}controls/{path}", data)


def text(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content[:500])
    return answer.content.decode()


def in_days(days):
    return dates.today() + timedelta(days=days)


def rows(person, **query):
    """The references in the list."""
    page = client_of(person).get(f"{BASE}controls/", query).context["rows"]
    return [row.reference for row in page]


# Everybody


PAGES = ("", "board/", "F-1/", "coverage/FW-1/")
FORMS = ("new/", "F-1/edit/", "F-1/requirements/", "F-1/assets/")


def test_readers_read_and_strangers_find_nothing(cast, anna, rules):
    make_control(anna, requirements=[requirement(rules, "1.1")], maturity=2)
    for path in PAGES:
        for person in (cast.anna, cast.olga, cast.karen, cast.carl):
            assert get(person, f"controls/{path}").status_code == 200, (path, person)
        assert get(cast.emil, f"controls/{path}").status_code == 403
        assert get(cast.dorte, f"controls/{path}").status_code == 404
        assert client_of(None).get(f"{BASE}controls/{path}").status_code == 302
    for path in FORMS:
        assert get(cast.anna, f"controls/{path}").status_code == 200, path
        assert get(cast.carl, f"controls/{path}").status_code == 403, path
    shown = text(get(cast.carl, "controls/F-1/"))
    assert "Add requirements" not in shown
    assert "/move/" not in shown
    assert "/move/" not in text(get(cast.carl, "controls/board/"))


def test_bo_sees_and_changes_his_own(cast, anna):
    make_control(anna, "Hers")
    his = make_control(anna, "His", owner=cast.bo)
    assert rows(cast.bo) == ["F-2"]
    assert get(cast.bo, "controls/F-1/").status_code == 404
    assert post(cast.bo, "F-2/move/", to="started|1").status_code == 302
    his.refresh_from_db()
    assert his.status == "started"
    assert get(cast.bo, "controls/F-2/edit/").status_code == 200
    assert post(cast.bo, "F-2/archive/").status_code == 403


def test_an_empty_register_teaches(cast):
    for path in ("controls/", "controls/board/"):
        shown = text(get(cast.anna, path))
        assert "No controls yet" in shown
        assert "/controls/new/" in shown
        assert "/controls/new/" not in text(get(cast.carl, path)).split("<main")[1]


# The list


def test_the_list_tells_what_each_answers_and_how_late_it_is(cast, anna, rules, others):
    make_control(
        anna,
        owner=cast.bo,
        due=in_days(-6),
        maturity=2,
        requirements=[requirement(rules, "1.1"), requirement(rules, "1.2"), requirement(others, "A")],
        assets=[make_asset(cast.kronborg)],
        cost_yearly=1200,
        cost_once=1000000,
    )
    columns = ["answers", "due", "maturity", "assets", "cost", "frameworks", "owner", "unit", "drivers", "every"]
    shown = text(get(cast.anna, columns=columns))
    for said in ("House rules", "Rules of others", "6 days late", "Bo Lind", "1,200</span> a year", "1,000,000"):
        assert said in shown
    assert ">3</a>" in shown
    assert "1 control, <a" in text(get(cast.anna)).replace("&lt;", "<")


def test_filters(cast, anna, rules, others):
    asset = make_asset(cast.kronborg)
    make_control(anna, "One", owner=cast.bo, due=in_days(-1), assets=[asset], drivers=["law"], kind="technical")
    two = make_control(
        anna, "Two", status="implemented", maturity=3, function="detective", unit=cast.production, due=in_days(-1)
    )
    services.link_add(actor=anna, control=two, requirement=requirement(others, "A"))
    three = make_control(anna, "Three", maturity=3, target=4)
    services.control_archive(actor=anna, control=three)
    found = {
        "F-1": (
            {"owner": cast.bo.pk},
            {"overdue": "yes"},
            {"asset": asset.pk},
            {"driver": "law"},
            {"kind": "technical"},
            {"answers": "no"},
            {"framework": "none"},
            {"below": "yes"},
            {"status": "planned"},
            {"q": "one"},
        ),
        "F-2": (
            {"owner": "none"},
            {"overdue": "no"},
            {"asset": "none"},
            {"function": "detective"},
            {"unit": cast.production.pk},
            {"answers": "yes"},
            {"framework": others.pk},
            {"requirement": requirement(others, "A").pk},
            {"below": "no"},
            {"status": "implemented"},
        ),
        "F-3": ({"archived": "yes"},),
    }
    for reference, queries in found.items():
        for query in queries:
            assert rows(cast.anna, **query) == [reference], query
    assert rows(cast.anna, framework=[others.pk, "none"]) == ["F-1", "F-2"]
    assert rows(cast.anna, asset=[asset.pk, "none"]) == ["F-1", "F-2"]
    assert rows(cast.anna, framework=rules.pk) == []
    assert rows(cast.anna, sort="-status") == ["F-2", "F-1"]
    assert rows(cast.anna, sort="-answers") == ["F-2", "F-1"]
    assert rows(cast.anna, due_before=str(in_days(-1))) == ["F-1", "F-2"]


def test_what_has_no_new_evidence(cast, anna):
    old, new, period = (make_control(anna, name) for name in ("Old", "New", "Period"))
    covered = {"period_from": in_days(-500), "period_to": in_days(-10)}
    with dates.days_ago(500):
        prove(anna, old)
        prove(anna, period, **covered)
    prove(anna, new)
    assert rows(cast.anna, proven="yes") == ["F-2", "F-3"]
    assert rows(cast.anna, proven="no") == ["F-1"]
    proof = prove(anna, old)
    assert rows(cast.anna, proven="no") == []
    Evidence.objects.filter(pk=proof.pk).update(archived_at=dates.now())
    assert list(ControlFilter({"proven": "no"}, selectors.controls_for(anna), actor=anna).qs) == [old]


def prove(actor, control, **more):
    file = SimpleUploadedFile("report.txt", f"{control.reference} {more}".encode())
    return evidence.evidence_add(actor=actor, subject=control, file=file, title="Report", **more)


def test_many_are_changed_at_once(cast, anna):
    one, two = make_control(anna, "One", target=4), make_control(anna, "Two")
    keys = [str(one.pk), str(two.pk)]
    asked = {
        "owner": {"owner-owner": cast.bo.pk},
        "status": {"status-status": "partly"},
        "maturity": {"maturity-maturity": "2", "maturity-target": ""},
        "dates": {"dates-due": "2027-01-31", "dates-next_review": ""},
        "other": {
            "other-unit": cast.production.pk,
            "other-kind": "physical",
            "other-every": "P1Y",
            "other-function": "",
        },
    }
    for bulk, data in asked.items():
        answer = post(cast.anna, "", bulk=bulk, row=keys, **data)
        assert answer.status_code == 302, (bulk, answer.content)
    one.refresh_from_db()
    assert (one.owner, one.status, one.maturity, one.target) == (cast.bo, "partly", 2, 4)
    assert (str(one.due), one.unit, one.kind, one.every, one.function) == (
        "2027-01-31",
        cast.production,
        "physical",
        "P1Y",
        "preventive",
    )
    assert post(cast.bo, "", bulk="archive", row=keys).status_code == 403
    assert post(cast.anna, "", bulk="archive", row=keys).status_code == 302
    assert Control.objects.filter(archived_at=None).count() == 0


def test_as_many_questions_for_one_as_for_thirty(cast, anna, rules, others):
    def fill(count):
        for number in range(count):
            make_control(
                anna,
                f"Control {number}",
                owner=cast.bo,
                unit=cast.production,
                due=in_days(-1),
                status=("planned", "started", "partly", "implemented")[number % 4],
                requirements=[requirement(rules, "1.1"), requirement(others, "A")],
                assets=[make_asset(cast.kronborg)],
            )

    def asked(path, **data):
        browser = client_of(cast.anna)
        browser.get(BASE + path, data)
        make_control(anna, "Written since, so that nothing is remembered", status="implemented")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(BASE + path, data).status_code == 200
        return len(queries)

    pages = (
        ("controls/", {"columns": ["answers", "assets", "owner", "unit", "title"]}),
        ("controls/board/", {}),
        ("controls/coverage/FW-1/", {}),
        ("controls/F-1/", {}),
        (rules.path, {}),
        (requirement(rules, "1.1").path, {}),
        ("assets/A-1/", {}),
    )
    fill(4)
    few = [asked(path, **data) for path, data in pages]
    fill(26)
    many = [asked(path, **data) for path, data in pages]
    assert many == few
    assert max(many[:3]) <= 52  # with all that a page asks when something has just been written


# The board


def test_a_card_moves_and_the_board_comes_back_as_it_was(cast, anna):
    control = make_control(anna, "Back up")
    answer = post(cast.anna, "F-1/move/", to="started|1", back=f"{BASE}controls/board/?owner=none")
    assert answer["Location"] == f"{BASE}controls/board/?owner=none#F-1"
    answer = post(cast.anna, "F-1/move/", to="partly|2", back=f"{BASE}controls/F-1/")
    assert answer["Location"] == f"{BASE}controls/F-1/"
    answer = post(cast.anna, "F-1/move/", **{"to": "|3", "to-F-1": "implemented"}, back="https://elsewhere.example/")
    assert answer["Location"] == f"{BASE}controls/board/#F-1"
    control.refresh_from_db()
    assert control.status == "implemented"
    assert list(control.readings.values_list("status", flat=True)) == ["planned", "started", "partly", "implemented"]


def test_a_card_that_somebody_else_has_moved_stays_where_they_put_it(cast, anna):
    control = make_control(anna, "Back up")
    services.control_edit(actor=anna, control=control, status="started")
    browser = client_of(cast.anna)
    answer = browser.post(f"{BASE}controls/F-1/move/", {"to": "implemented|1"}, follow=True)
    assert "Somebody else changed F-1 Back up in the meantime" in answer.content.decode()
    assert (
        "Choose a column" in browser.post(f"{BASE}controls/F-1/move/", {"to": "done|2"}, follow=True).content.decode()
    )
    control.refresh_from_db()
    assert control.status == "started"


def test_columns_hold_no_more_cards_than_can_be_looked_at(cast, anna, monkeypatch):
    monkeypatch.setattr("holger.controls.views.board.CARDS", 2)
    for number in range(3):
        make_control(anna, f"Control {number}", due=in_days(9 - number))
    make_control(anna, "Other", status="partly", owner=cast.bo)
    lanes = get(cast.anna, "controls/board/").context["lanes"]
    assert [(lane.status, lane.count, lane.hidden) for lane in lanes] == [
        ("planned", 3, 1),
        ("started", 0, 0),
        ("partly", 1, 0),
        ("implemented", 0, 0),
    ]
    assert ["Control 2" in lanes[0].cards[0], "Control 1" in lanes[0].cards[1]] == [True, True]
    assert "1 more in the list" in text(get(cast.anna, "controls/board/"))
    lanes = get(cast.anna, "controls/board/", owner=cast.bo.pk, q="other").context["lanes"]
    assert [lane.count for lane in lanes] == [0, 0, 1, 0]
    assert lanes[0].url.startswith("/o/kronborg/controls/?") and "status=planned" in lanes[0].url


# One control


def test_the_page_of_a_control_tells_it_all(cast, anna, rules, others):
    system = make_asset(cast.kronborg, title="Business Central")
    control = make_control(
        anna,
        "Back up",
        description="Every night <b>at ten</b>",
        owner=cast.bo,
        due=in_days(-3),
        maturity=1,
        assets=[system],
        requirements=[requirement(rules, "1.1")],
    )
    services.link_add(
        actor=anna, control=control, requirement=requirement(rules, "2.1"), strength="part", note="Only servers"
    )
    ends = {"source": requirement(rules, "1.1"), "target": requirement(others, "B")}
    frameworks.mapping_add(actor=anna, relation="equal", **ends)
    services.control_edit(actor=anna, control=control, status="partly", maturity=2)
    shown = text(get(cast.anna, "controls/F-1/"))
    for said in (
        "Every night &lt;b&gt;at ten",
        "3 days late",
        "Business Central",
        "Only servers",
        "Contributes to it",
        "Below the target",
        'class="h-course"',
        'class="h-reach"',
        'class="h-plain h-tile is-whole"',
        'class="h-plain h-tile is-part"',
        'class="h-plain h-tile is-through"',
        "not checked",
        "Anna Holm",
    ):
        assert said in shown, said
    assert "Rules of others" in shown
    services.control_archive(actor=anna, control=control)
    shown = text(get(cast.anna, "controls/F-1/"))
    assert "The control is archived" in shown
    assert "/restore/" in shown
    assert "/F-1/requirements/" not in shown


def test_a_control_is_made_for_a_requirement_or_an_asset(cast, anna, rules):
    line, system = requirement(rules, "1.1"), make_asset(cast.kronborg)
    shown = text(get(cast.anna, "controls/new/", requirement=line.pk, asset=system.pk))
    assert f'<option value="{line.pk}" selected>House rules: 1.1' in shown
    assert [shown.count(f'value="{value}"') for value in ("preventive", "planned")] == [1, 1]
    assert sum("checked" in part.split(">")[0] for part in shown.split('type="radio"')[1:]) == 4
    assert f'<option value="{system.pk}" selected>' in shown
    answers = {"title": "Lock", "kind": "physical", "function": "preventive", "status": "planned", "target": "3"}
    answer = post(
        cast.anna,
        "new/",
        **answers,
        requirements=[line.pk],
        owner=cast.anna.pk,
    )
    assert answer.status_code == 302, answer.content
    control = Control.objects.get()
    assert [link.requirement for link in control.links.all()] == [line]
    for asked in ("no-key", "01890000-0000-7000-8000-000000000000"):
        assert get(cast.anna, "controls/new/", requirement=asked).status_code == 404
    answer = post(cast.anna, "new/", **{**answers, "title": " "})
    assert answer.status_code == 422
    assert not Control.objects.exclude(pk=control.pk).exists()


def test_two_who_edit_at_once_are_told(cast, anna):
    control = make_control(anna, "Back up")
    services.control_edit(actor=anna, control=control, title="Back up twice")
    answers = {"title": "Copy", "kind": "technical", "function": "preventive", "status": "planned", "target": "3"}
    answer = post(cast.anna, "F-1/edit/", **answers, version="1")
    assert answer.status_code == 409
    answer = post(cast.anna, "F-1/edit/", **answers, version="2", cost_once="1.5")
    assert answer.status_code == 302
    control.refresh_from_db()
    assert (control.title, control.kind, float(control.cost_once)) == ("Copy", "technical", 1.5)


def test_requirements_are_added_changed_and_removed(cast, anna, rules, others):
    control = make_control(anna, "Back up")
    chosen = [requirement(rules, "1.1").pk, requirement(others, "A").pk]
    answer = post(cast.anna, "F-1/requirements/", requirements=chosen, strength="part", note="Servers")
    assert answer["Location"].endswith("/controls/F-1/#requirements")
    assert set(control.links.values_list("strength", "note")) == {("part", "Servers")}
    again = post(cast.anna, "F-1/requirements/", requirements=[requirement(rules, "1.2").pk, *chosen], strength="whole")
    assert again.status_code == 422
    assert "answers 1.1 already" in again.content.decode()
    assert control.links.count() == 2
    heading = post(cast.anna, "F-1/requirements/", requirements=[requirement(rules, "1").pk], strength="whole")
    assert "1 is a heading" in heading.content.decode()
    link = control.links.get(requirement__code="A")
    assert "Requirement A" in text(get(cast.anna, f"controls/F-1/requirements/{link.pk}/"))
    assert post(cast.anna, f"F-1/requirements/{link.pk}/", strength="whole", note="").status_code == 302
    link.refresh_from_db()
    assert (link.strength, link.note) == ("whole", "")
    line = requirement(others, "A")
    answer = post(cast.anna, f"F-1/requirements/{link.pk}/remove/", back=f"{BASE}{line.path}")
    assert answer["Location"] == f"{BASE}{line.path}"
    assert control.links.count() == 1
    assert post(cast.anna, f"F-1/requirements/{link.pk}/remove/").status_code == 404
    make_control(anna, "Other")
    mine = control.links.get()
    assert post(cast.anna, f"F-2/requirements/{mine.pk}/remove/").status_code == 404


def test_assets_are_added_and_removed(cast, anna):
    control = make_control(anna, "Back up")
    one, two = make_asset(cast.kronborg, "One"), make_asset(cast.kronborg, "Two")
    answer = post(cast.anna, "F-1/assets/", assets=[one.pk, two.pk])
    assert answer["Location"].endswith("/controls/F-1/#assets")
    assets.asset_archive(actor=anna, asset=one)
    assert "Archived" in text(get(cast.anna, "controls/F-1/"))
    assert post(cast.anna, f"F-1/assets/{one.pk}/remove/").status_code == 302
    assert list(control.assets.all()) == [two]
    assert post(cast.anna, f"F-1/assets/{one.pk}/remove/").status_code == 404


# In other rooms


def test_a_requirement_shows_its_controls_and_takes_more(cast, anna, rules, others):
    line = requirement(rules, "1.1")
    control = make_control(anna, "Lock", requirements=[line])
    make_control(anna, "Alarm", requirements=[requirement(others, "A")])
    frameworks.mapping_add(actor=anna, relation="subset", source=line, target=requirement(others, "A"))
    shown = text(get(cast.anna, line.path))
    assert "Lock" in shown
    assert "Alarm" in shown.split("not checked, and counts nothing")[1]
    assert f"/controls/new/?requirement={line.pk}" in shown
    assert f"/controls/answering/{line.pk}/" in shown
    assert "contains" in shown
    assert "/controls/answering/" not in text(get(cast.carl, line.path))
    other = make_control(anna, "Guard")
    answer = post(cast.anna, f"answering/{line.pk}/", control=other.pk, strength="part")
    assert answer["Location"] == f"{BASE}{line.path}#panel-controls"
    assert Link.objects.get(control=other).strength == "part"
    again = post(cast.anna, f"answering/{line.pk}/", control=control.pk, strength="part")
    assert again.status_code == 422
    assert "panel-controls" not in text(get(cast.anna, requirement(rules, "1").path))  # a heading answers nothing


def test_of_many_controls_a_requirement_tells_some(cast, anna, rules):
    line = requirement(rules, "1.1")
    for number in range(14):
        make_control(anna, f"Control {number}", requirements=[line])
    shown = text(get(cast.anna, line.path))
    assert "Control 11" in shown
    assert "Control 12" not in shown
    assert f'/controls/?requirement={line.pk}">All 14 controls' in shown
    assert len(rows(cast.anna, requirement=line.pk)) == 14
    assert "+6</a>" in text(get(cast.anna, "controls/coverage/FW-1/"))


def test_a_framework_shows_how_much_of_it_has_controls(cast, anna, rules, others):
    make_control(anna, "Lock", status="implemented", requirements=[requirement(rules, "1.1")])
    planned = make_control(anna, "Alarm")
    services.link_add(actor=anna, control=planned, requirement=requirement(rules, "1.2"), strength="part")
    frameworks.mapping_add(
        actor=anna, relation="equal", source=requirement(rules, "1.1"), target=requirement(others, "A")
    )
    shown = text(get(cast.anna, rules.path))
    for state, count in (("in_place", 1), ("partly", 0), ("planned", 1), ("through", 0), ("none", 2)):
        assert f'/controls/coverage/FW-1/?state={state}"><b class="h-b h-num">{count}</b>' in shown
    assert 'coverage/FW-1/?whole=no">1 of those with a control' in shown
    assert '?state=through"><b class="h-b h-num">1</b>' in text(get(cast.anna, others.path))

    def listed(reference, **query):
        return [
            row.requirement.code for row in get(cast.anna, f"controls/coverage/{reference}/", **query).context["rows"]
        ]

    assert listed("FW-1", state="in_place") == ["1.1"]
    assert listed("FW-1", state=["planned", "none"]) == ["1.2", "2.1", "2.1(a)/b"]
    assert listed("FW-1", whole="no") == ["1.2"]
    assert listed("FW-1", whole="yes") == ["1.1"]
    assert listed("FW-2", state="through") == ["A"]
    assert "Through mapping" in text(get(cast.anna, "controls/coverage/FW-2/"))


def test_coverage_is_told_for_the_scope_that_is_asked_for(cast, anna, rules):
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production, ambition=["essential"])
    make_control(anna, "Lock", status="implemented", requirements=[requirement(rules, "1.1")])
    shown = text(get(cast.anna, rules.path, scope=2))
    assert '/controls/coverage/FW-1/?scope=2&amp;state=in_place"><b class="h-b h-num">1</b>' in shown
    page = get(cast.anna, "controls/coverage/FW-1/", scope=2)
    assert "Production" in text(page)
    assert '<input type="hidden" name="scope" value="2">' in text(page)
    assert [row.requirement.code for row in page.context["rows"]] == ["1.1", "2.1", "2.1(a)/b"]
    assert get(cast.anna, "controls/coverage/FW-1/", scope=9).status_code == 404
    assert get(cast.anna, "controls/coverage/FW-9/").status_code == 404


def test_one_control_is_added_to_many_requirements(cast, anna, rules):
    control = make_control(anna, "Lock", requirements=[requirement(rules, "1.1")])
    page = get(cast.anna, "controls/coverage/FW-1/")
    keys = [str(row.pk) for row in page.context["rows"]]
    sent = {"bulk": "answer", "row": keys, "answer-control": control.pk, "answer-strength": "part"}
    answer = post(cast.anna, "coverage/FW-1/", **sent)
    assert answer.status_code == 302, answer.content
    assert sorted(control.links.values_list("requirement__code", "strength")) == [
        ("1.1", "whole"),
        ("1.2", "part"),
        ("2.1", "part"),
        ("2.1(a)/b", "part"),
    ]
    assert post(cast.carl, "coverage/FW-1/", **sent).status_code == 403


def test_an_asset_shows_what_protects_it(cast, anna):
    system = make_asset(cast.kronborg, unit=make_unit(cast.kronborg, "Sales"))
    assert "No control protects it" in text(get(cast.anna, system.path))
    for number in range(14):
        make_control(anna, f"Control {number}", assets=[system])
    shown = text(get(cast.anna, system.path))
    assert "Control 11" in shown
    assert "Control 12" not in shown
    assert "All 14 controls" in shown
    pia = make_person(cast.kronborg, "Pia Lund", Role.AUDITOR, only_in=cast.production)
    assert get(pia, system.path).status_code == 404


def test_the_overview_tells_how_far_the_controls_are(cast, anna):
    assert "card-controls" not in text(get(cast.anna, ""))
    make_control(anna, "Lock", owner=cast.bo, due=in_days(-2), status="started")
    make_control(anna, "Alarm", status="implemented", due=in_days(-2))
    shown = text(get(cast.anna, ""))
    assert "card-controls" in shown
    assert "1 overdue" in shown
    assert "/controls/?status=started" in shown


def test_who_owns_a_late_control_is_told(cast, anna):
    for name, status in (("Lock", "started"), ("Alarm", "implemented")):
        make_control(anna, name, owner=cast.bo, due=in_days(-2), status=status)
    make_control(anna, "Later", owner=cast.bo, due=in_days(60))
    bo = actor_of(cast.bo)
    (duty,) = duties_of(cast.bo, "controls")
    assert (str(duty.title), duty.path) == ("Put in place: Lock", "controls/F-1/")
    assert "under way" in str(duty.reason)
    assert waiting(bo) == 1
    assert waiting(anna) == 0
    assert duties_of(cast.anna, "controls") == []


def test_the_palette_finds_controls_by_reference(cast, anna):
    make_control(anna, "Back up every night")
    shown = text(get(cast.anna, "find/", q="F-1"))
    assert "/controls/F-1/" in shown
    assert "controls/board/" in text(get(cast.anna, "find/", q="kanban"))
