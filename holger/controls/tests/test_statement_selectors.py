"""How a scope stands, line by line: who counts which controls and which evidence, and what has changed since the approval."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.assets import services as assets
from holger.controls import selectors, services
from holger.controls.models import Statement
from holger.controls.tests.statements import link, make_approved, make_control
from holger.core import dates
from holger.core.permissions import Role
from holger.evidence import services as evidence
from holger.evidence.models import Evidence, EvidenceLink
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import CODES, answer, bring, many, other, requirement, scope, standing
from tests.cast import actor_of, make_person, make_unit

pytestmark = pytest.mark.django_db
TODAY = dates.today()


def now(actor, *scopes):
    found = selectors.statements_now(actor, list(scopes), TODAY)
    return found[scopes[0].pk] if len(scopes) == 1 else found


def line(actor, at, code):
    return next(each for each in now(actor, at).lines if each.code == code)


def prove(actor, subject, name="proof", **more):
    file = SimpleUploadedFile(f"{name}.txt", name.encode())
    return evidence.evidence_add(actor=actor, subject=subject, file=file, title=name, **more)


def test_lines_come_in_the_frameworks_order_below_their_headings(anna, whole):
    told = now(anna, whole)
    assert [each.code for each in told.lines] == list(CODES)
    assert [(theme.code, theme.title["da"]) for theme in told.themes] == [("1", "Krav 1"), ("2", "Krav 2")]
    assert [each.theme for each in told.lines] == ["1", "1", "2", "2"]
    assert (told.counts.total, told.counts.chosen, told.force, told.open, told.next_number) == (4, 4, None, None, 1)


def test_what_is_beyond_the_ambition_is_its_own_choice(anna, rules, whole):
    frameworks.scope_edit(actor=anna, scope=whole, ambition=["essential"])
    assert [each.choice for each in now(anna, whole).lines] == ["in", "beyond", "in", "in"]
    assert now(anna, whole).counts.beyond == 1


def test_controls_tell_how_far_it_is_and_who_keeps_them(anna, rules, whole):
    yesterday = TODAY - timedelta(days=1)
    link(make_control(anna, "Locks"), rules, "1.1")
    late = make_control(anna, "Bars", status="planned", due=yesterday, owner_id=None, maturity=1)
    link(late, rules, "1.1", "part")
    link(make_control(anna, "Gone", archived_at=dates.now()), rules, "1.2")
    told = line(anna, whole, "1.1")
    assert [(each.reference, each.strength, each.owned, each.late) for each in told.controls] == [
        ("F-1", "whole", True, False),
        ("F-2", "part", False, True),
    ]
    assert (told.status, told.told_by, told.maturity) == ("in_place", "controls", 1)
    assert line(anna, whole, "1.2").controls == ()
    answer(anna, rules, **{"1.2": "partly"})
    assert line(anna, whole, "1.2").status == "partly"


def test_evidence_of_the_last_year_counts_once(anna, rules, whole):
    control = make_control(anna, "Locks")
    link(control, rules, "1.1")
    about = requirement(rules, "1.1")
    proof = prove(anna, about)
    old = prove(anna, about, "old", period_from=TODAY - timedelta(days=900), period_to=TODAY - timedelta(days=400))
    assert line(anna, whole, "1.1").evidence == 1
    prove(anna, about, "long", period_from=TODAY - timedelta(days=900), period_to=TODAY - timedelta(days=3))
    assert line(anna, whole, "1.1").evidence == 2
    with dates.days_ago(400):
        prove(anna, about, "long ago")
    assert line(anna, whole, "1.1").evidence == 2
    on_control = {"subject_type": control.subject_type, "subject_id": control.pk}
    for piece in (proof, old, prove(anna, requirement(rules, "2.1"), "elsewhere")):
        EvidenceLink.objects.create(organisation_id=control.organisation_id, evidence=piece, **on_control)
    assert line(anna, whole, "1.1").evidence == 3  # what is on both counts once, and what is on its control counts too
    Evidence.objects.filter(pk=proof.pk).update(archived_at=dates.now())
    assert line(anna, whole, "1.1").evidence == 2


def test_a_unit_counts_the_controls_that_lie_in_it_or_around_it(cast, anna, rules, whole):
    hall = make_unit(cast.kronborg, "Hall 1", parent=cast.production)
    finance = make_unit(cast.kronborg, "Finance")
    frameworks.scope_add(actor=anna, framework=rules, unit=hall)
    for title, unit in (("All", None), ("Production", cast.production), ("Hall", hall), ("Finance", finance)):
        link(make_control(anna, title, unit=unit), rules, "1.1")
    assert [each.title for each in line(anna, scope(rules, 2), "1.1").controls] == ["All", "Production", "Hall"]
    assert len(line(anna, whole, "1.1").controls) == 4
    ulla = actor_of(make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production))
    assert [each.title for each in line(ulla, scope(rules, 2), "1.1").controls] == ["Production", "Hall"]


def test_what_changed_since_the_approval_is_told(cast, anna, rules, whole):
    make_approved(anna, whole, cast.olga)
    assert now(anna, whole).changes == {}
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.1"), drivers=["law"])
    link(make_control(anna, "Locks"), rules, "1.2")
    told = now(anna, whole)
    assert {code: change.parts for code, change in told.changes.items()} == {
        "1.1": ("drivers",),
        "1.2": ("controls", "status"),
    }
    assert (told.force.number, told.open, told.next_number) == (1, None, 2)
    draft = services.statement_draft(actor=anna, scope=whole)
    assert (now(anna, whole).open, now(anna, whole).moved) == (draft, {})
    services.statement_request(actor=anna, statement=draft, approver=cast.olga)
    frameworks.standing_choose(actor=anna, standing=standing(rules, "2.1"), reason="Because of the street.")
    told = now(anna, whole)
    assert (list(told.moved), list(told.changes)) == (["2.1"], ["1.1", "1.2", "2.1"])


def test_the_map_speaks_against_what_is_left_out(cast, anna):
    iso = frameworks.framework_adopt(actor=anna, key="iso27001-2022")
    whole = scope(iso)
    for code in ("A.8.25", "A.7.1", "7.5.1"):
        frameworks.standing_choose(actor=anna, standing=standing(iso, code), applicable=False, reason="Not us at all.")
    asked = {each.key: each for each in now(anna, whole).questions}
    assert asked["contradicted"].codes == ("7.5.1",)  # nobody leaves out the standard itself
    code = assets.asset_create(actor=anna, type="source_code", title="MES scripts")
    assets.asset_create(actor=anna, type="process", title="Softwareudvikling")
    told = now(anna, whole)
    assert {each.key: each for each in told.questions}["contradicted"].codes == ("7.5.1", "A.8.25")
    seen = told.seen["source_code"]
    assert (seen.count, seen.reference, seen.title, seen.path) == (2, code.reference, "MES scripts", code.path)
    bo = actor_of(cast.bo)
    assert selectors.signs_in_map(bo, ["site", "source_code"]).keys() == {"source_code"}
    assert selectors.signs_in_map(actor_of(cast.dorte), ["source_code"]) == {}


def test_a_version_grows_old_after_a_year(cast, anna, whole):
    assert next(each for each in now(anna, whole).questions if each.key == "stale").note == "never"
    with dates.days_ago(400):
        make_approved(anna, whole, cast.olga)
    assert next(each for each in now(anna, whole).questions if each.key == "stale").note == "old"
    assert [row.number for row in selectors.statements_old(anna, TODAY)] == [1]
    services.statement_draft(actor=anna, scope=whole)
    assert not selectors.statements_old(anna, TODAY).exists()


def test_many_scopes_ask_no_more_than_one(cast, anna, rules, whole):
    make_approved(anna, whole, cast.olga)
    scopes = [whole]
    for number in range(4):
        framework = bring(anna, other(f"others-{number}"))
        link(make_control(anna), framework, "A")
        make_approved(anna, scope(framework), cast.olga)
        scopes.append(scope(framework))
    with CaptureQueriesContext(connection) as one:
        now(anna, whole)
    with CaptureQueriesContext(connection) as five:
        found = now(anna, *scopes)
    assert len(one) == len(five) <= 9
    assert [len(each.lines) for each in found.values()] == [4, 3, 3, 3, 3]
    assert [each.themes[:1] and each.themes[0].code for each in found.values()] == ["1", (), (), (), ()]


def test_a_framework_of_a_thousand_is_stated(cast, anna):
    framework = bring(anna, many(1000))
    make_approved(anna, scope(framework), cast.olga)
    assert now(anna, scope(framework)).changes == {}


# Who sees what


def test_owners_and_approvers_see_their_own(cast, anna, rules, whole):
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production, owner=cast.bo)
    for each in (whole, scope(rules, 2)):
        services.statement_draft(actor=anna, scope=each)
    bo = actor_of(cast.bo)
    assert [row.number for row in selectors.statement_scopes_for(bo)] == [2]
    assert [row.title for row in selectors.statements_for(bo)] == ["House rules, Production v1"]
    Statement.objects.filter(scope=whole).update(approver=cast.bo)
    assert selectors.statements_for(bo).count() == 2
    assert not selectors.statements_for(actor_of(cast.emil)).exists()
    assert not selectors.statement_scopes_for(actor_of(cast.dorte)).exists()
    for person in (cast.carl, cast.karen, cast.olga):
        assert selectors.statements_for(actor_of(person)).count() == 2


def test_a_statement_is_found_by_what_it_is_about(cast, anna, whole):
    services.statement_draft(actor=anna, scope=whole)
    for words in ("house", "SOA-1", "husregler", "FW-1"):
        assert [hit.reference for hit in selectors.find_statements(anna, words, 5)] == ["SOA-1"], words
    assert not selectors.find_statements(anna, "nothing", 5)
    assert not selectors.find_statements(anna, " ", 5)
    assert not selectors.find_statements(actor_of(cast.dorte), "house", 5)
