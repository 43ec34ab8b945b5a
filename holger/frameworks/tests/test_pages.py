"""The room's pages: they work in both languages, the reader may not change, the stranger sees nothing."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.core.permissions import Role
from holger.frameworks import selectors, services
from holger.frameworks.models import Framework, Mapping, Scope, Standing
from holger.frameworks.tests.factories import (
    CODES,
    ESSENTIAL,
    answer,
    bring,
    many,
    other,
    requirement,
    scope,
    standing,
)
from tests.cast import actor_of, client_of, make_person, make_unit
from tests.counting import questions_asked

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/frameworks/"
ODD = "r/2.1%28a%29%2Fb/"


@pytest.fixture
def rules(cast, anna):
    """FW-1, in the whole organisation and in Production, which Bo answers for; FW-2, which it is mapped to."""
    made = bring(anna)
    others = bring(anna, other())
    services.scope_add(actor=anna, framework=made, unit=cast.production, owner=cast.bo)
    ends = {"source": requirement(made, "1.1"), "target": requirement(others, "A")}
    services.mapping_add(actor=anna, relation="subset", origin="Our own reading", rationale="Both lock.", **ends)
    return made


@pytest.fixture
def law(anna):
    """FW-1 or later: taken from the library, which has a newer edition by now."""
    made = services.framework_adopt(actor=anna, key="nis2")
    Framework.objects.filter(pk=made.pk).update(edition=0)
    return made


def get(person, path="", **data):
    return client_of(person).get(BASE + path, data)


def post(person, path, data=None, **more):
    return client_of(person).post(BASE + path, {**(data or {}), **more})


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def speaking(person, language):
    person.user.language = language
    person.user.save(update_fields=["language"])
    return client_of(person)


def listed(person, query="", number=1):
    """The ids on the list of FW-1's requirements, narrowed."""
    page = client_of(person).get(f"{BASE}FW-1/requirements/?scope={number}&{query}")
    assert page.status_code == 200
    return [row.requirement.code for row in page.context["rows"]]


READ = (
    "",
    "FW-1/",
    "FW-1/?scope=2",
    "FW-1/requirements/",
    "FW-1/requirements/?scope=2&state=open",
    "FW-1/r/1.1/",
    "FW-1/r/1/",
    f"FW-1/{ODD}",
    "FW-1/compare/FW-2/",
)
MANAGE = (
    "new/",
    "library/",
    "FW-1/edit/",
    "FW-1/scopes/new/",
    "FW-1/scopes/1/",
    "FW-1/r/1.1/choose/",
    "FW-1/r/1.1/map/",
    f"FW-1/{ODD}choose/",
)
ANSWER = ("FW-1/r/1.1/answer/", f"FW-1/{ODD}answer/", "FW-1/r/1.1/answer/?scope=2")
CLICKS = ("library/dora/", "FW-1/archive/", "FW-1/restore/", "FW-1/scopes/2/remove/")


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("path", [*READ, *MANAGE, *ANSWER])
def test_pages_open_for_the_officer(cast, rules, path, language):
    assert speaking(cast.anna, language).get(BASE + path).status_code == 200


@pytest.mark.parametrize("path", [*READ, *MANAGE, *ANSWER])
def test_the_auditor_reads_and_changes_nothing(cast, rules, path):
    assert get(cast.carl, path).status_code == (200 if path in READ else 403)
    if path not in READ:
        assert post(cast.carl, path).status_code == 403


@pytest.mark.parametrize("path", [*READ, *MANAGE, *ANSWER])
def test_strangers_and_nobody_see_nothing(cast, rules, path):
    assert get(cast.dorte, path).status_code == 404
    assert client_of(None).get(BASE + path).status_code == 302
    assert get(cast.emil, path).status_code == 403


@pytest.mark.parametrize("path", CLICKS)
def test_what_is_done_at_a_click_is_done_by_post_and_by_managers(cast, rules, path):
    assert get(cast.anna, path).status_code == 405
    for person in (cast.karen, cast.bo, cast.carl, cast.emil):
        assert post(person, path).status_code == 403
    assert post(cast.dorte, path).status_code == 404
    assert post(cast.anna, path).status_code == 302


def test_rosenborg_does_not_reach_into_kronborg_by_reference(cast, rules):
    dorte, mapping = client_of(cast.dorte), Mapping.objects.get()
    for path in ("FW-1/", "FW-1/requirements/", "FW-1/r/1.1/", "FW-1/r/1.1/answer/", "FW-1/edit/", "FW-1/scopes/1/"):
        assert dorte.get(f"/o/rosenborg/frameworks/{path}").status_code == 404
    bring(actor_of(cast.dorte))
    assert dorte.get("/o/rosenborg/frameworks/FW-1/compare/FW-2/").status_code == 404
    for path in ("FW-2/archive/", f"mappings/{mapping.pk}/remove/", "FW-1/scopes/2/remove/"):
        assert dorte.post(f"/o/rosenborg/frameworks/{path}").status_code == 404
    assert Mapping.objects.count() == 1


def test_what_is_not_there_is_not_found(cast, rules):
    for path in ("FW-9/", "FW-1/r/9/", "FW-1/r/1.1/b/", "FW-1/?scope=9", "FW-1/?scope=x", "FW-1/scopes/9/", "FW-1/compare/FW-9/", "FW-1/edition/"):  # fmt: skip
        assert get(cast.anna, path).status_code == 404, path
    assert get(cast.anna, "FW-1/r/1/answer/").status_code == 404  # a heading
    assert post(cast.anna, "library/pci-dss/").status_code == 404


# The list and the library


def test_an_empty_list_teaches_and_offers_the_library(cast):
    page = text(get(cast.anna))
    assert "Nothing chosen yet" in page
    assert f'href="{BASE}library/"' in page


def test_the_list_says_where_each_holds_and_how_far_it_is(cast, anna, rules):
    answer(anna, rules, **{"1.1": "met", "1.2": "partly"})
    page = get(cast.anna)
    assert [row.reference for row in page.context["rows"]] == ["FW-1", "FW-2"]
    shown = text(page)
    assert "The whole organisation, Production" in shown
    assert "37 %" in shown  # one met and half of one, of four
    assert f'href="{BASE}FW-1/requirements/">4</a>' in shown
    assert "House rules" in shown and "Husregler" in text(speaking(cast.anna, "da").get(BASE))
    assert [row.reference for row in get(cast.anna, q="others").context["rows"]] == ["FW-2"]
    assert [row.reference for row in get(cast.anna, origin="library").context["rows"]] == []
    services.framework_archive(actor=anna, framework=rules)
    assert [row.reference for row in get(cast.anna).context["rows"]] == ["FW-2"]
    assert [row.reference for row in get(cast.anna, archived="yes").context["rows"]] == ["FW-1"]


def test_the_library_tells_what_is_chosen_and_what_is_new(cast, anna, law):
    shown = text(get(cast.anna, "library/"))
    assert "ISO/IEC 27001:2022" in shown and "32 requirements" in shown
    assert f'href="{BASE}FW-1/edition/"' in shown
    assert f'action="{BASE}library/dora/"' in shown and f'action="{BASE}library/nis2/"' not in shown
    browser = client_of(cast.anna)
    assert browser.post(f"{BASE}library/dora/").headers["Location"] == BASE
    assert "is chosen" in text(browser.get(BASE))
    assert f'action="{BASE}library/dora/"' not in text(get(cast.anna, "library/"))
    assert post(cast.anna, "library/dora/").status_code == 302  # twice is once
    assert Framework.objects.count() == 2
    assert "NIS2 og den danske NIS 2-lov" in text(speaking(cast.anna, "da").get(f"{BASE}library/"))


# A framework's page


def test_the_page_says_how_far_each_part_is(cast, anna, rules):
    answer(anna, rules, **{"1.1": "met", "2.1": "not"})
    services.standing_choose(actor=anna, standing=standing(rules, "1.2"), applicable=False, reason="No doors.")
    page = get(cast.anna, "FW-1/")
    assert [part.requirement.code for part in page.context["sections"]] == ["1", "2"]
    assert [(count, state) for count, _look, _label, state in page.context["parts"]] == [
        (1, "met"),
        (0, "partly"),
        (1, "not"),
        (0, "through"),
        (1, "open"),
    ]
    assert page.context["out"] == 1
    shown = text(page)
    assert "2 of 3 answered" in shown
    assert f"{BASE}FW-1/requirements/?section=1&amp;state=met" in shown
    assert f"{BASE}FW-1/requirements/?state=out&amp;state=beyond" in shown
    assert "What we ask of ourselves." in shown
    assert f'href="{BASE}FW-1/compare/FW-2/"' in shown


def test_each_scope_is_a_page_of_its_own(cast, anna, rules):
    answer(anna, rules, 2, **{"1.1": "met"})
    whole, unit = get(cast.anna, "FW-1/"), get(cast.anna, "FW-1/?scope=2")
    assert (whole.context["whole"].met, unit.context["whole"].met) == (0, 1)
    assert f"{BASE}FW-1/requirements/?scope=2&amp;section=1" in text(unit)
    assert f'href="{BASE}FW-1/?scope=2"' in text(whole)
    assert f'action="{BASE}FW-1/scopes/2/remove/"' in text(unit)
    assert "scopes/1/remove" not in text(whole)
    assert text(get(cast.carl, "FW-1/?scope=2")).count("scopes/2/") == 0


def test_whoever_sees_one_scope_sees_that_one(cast, anna, rules):
    answer(anna, rules, 1, **{"1.1": "not"})
    answer(anna, rules, 2, **{"1.1": "met"})
    page = get(cast.bo, "FW-1/")
    assert [row.number for row in page.context["page"].scopes] == [2]
    assert page.context["whole"].met == 1
    assert get(cast.bo, "FW-1/?scope=1").status_code == 404
    assert get(cast.bo, "FW-1/requirements/?scope=1").status_code == 404
    assert get(cast.bo, "FW-1/r/1.1/").context["standing"].answer == "met"
    page = get(cast.bo, "FW-2/")  # of which Bo sees no scope: what it asks, and nothing of how it is met
    assert page.context["page"].scope is None and "Requirement A" in text(page)
    assert listed(cast.bo, number=2) == list(CODES)
    assert list(get(cast.bo, "FW-2/requirements/").context["rows"]) == []


def test_an_archived_framework_shows_what_it_is_and_can_be_restored(cast, anna, rules):
    services.framework_archive(actor=anna, framework=rules)
    shown = text(get(cast.anna, "FW-1/"))
    assert f"{BASE}FW-1/restore/" in shown and "Archived" in shown
    assert post(cast.anna, "FW-1/restore/").status_code == 302
    assert Framework.objects.get(reference="FW-1").archived_at is None


def test_a_framework_of_ones_own(cast, anna):
    refused = post(cast.anna, "new/", issuer="Us")
    assert refused.status_code == 422 and "title in at least one language" in refused.content.decode()
    made = post(cast.anna, "new/", title_en="Ours", link="https://kronborg.example/")
    assert made.headers["Location"] == f"{BASE}FW-1/"
    assert "No requirements yet" in text(get(cast.anna, "FW-1/"))
    edited = post(cast.anna, "FW-1/edit/", version=1, title_en="Ours, really")
    assert edited.status_code == 302
    stale = post(cast.anna, "FW-1/edit/", version=1, title_en="Mine")
    assert stale.status_code == 409 and "Ours, really" in stale.content.decode()


def test_the_librarys_own_are_not_edited(cast, law):
    assert "edit/" not in text(get(cast.anna, "FW-1/")).replace("scopes/1/", "")
    refused = post(cast.anna, "FW-1/edit/", version=1, title_en="Mine")
    assert refused.status_code == 422 and "comes from the library" in refused.content.decode()


# Scopes


def test_a_scope_is_added_changed_and_removed(cast, anna, rules):
    sales = make_unit(cast.kronborg, "Sales")
    form = get(cast.anna, "FW-1/scopes/new/").context["form"]
    assert [key for key, _label in form.fields["ambition"].choices] == ["essential", "full"]
    sent = {"unit": sales.pk, "owner": cast.karen.pk, "target": 4, "ambition": [ESSENTIAL]}
    assert post(cast.anna, "FW-1/scopes/new/", sent).headers["Location"] == f"{BASE}FW-1/?scope=3"
    assert listed(cast.anna, number=3) == ["1.1", "2.1", "2.1(a)/b"]
    changed = post(cast.anna, "FW-1/scopes/3/", {**sent, "ambition": [], "version": 1})
    assert changed.status_code == 302
    assert listed(cast.anna, number=3) == list(CODES)
    assert post(cast.anna, "FW-1/scopes/3/remove/").status_code == 302
    assert Scope.objects.filter(framework=rules).count() == 2


def test_a_wrong_scope_is_an_error_at_its_field(cast, anna, rules):
    theirs = make_unit(cast.rosenborg, "Theirs")
    for sent, field in (
        ({"unit": theirs.pk, "target": 3}, "unit"),
        ({"unit": cast.production.pk, "owner": cast.dorte.pk, "target": 3}, "owner"),
        ({"unit": make_unit(cast.kronborg, "Sales").pk, "target": 9}, "target"),
        ({"unit": make_unit(cast.kronborg, "Stock").pk, "target": 3, "ambition": ["ig1"]}, "ambition"),
    ):
        refused = post(cast.anna, "FW-1/scopes/new/", sent)
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == [field]
    for sent in ({"unit": cast.production.pk, "target": 3}, {"target": 3}):
        refused = post(cast.anna, "FW-1/scopes/new/", sent)
        assert refused.status_code == 422 and "already" in refused.content.decode()
    assert Scope.objects.filter(framework=rules).count() == 2


def test_a_scope_with_answers_says_that_they_would_be_lost(cast, anna, rules):
    answer(anna, rules, 2, **{"1.1": "met"})
    browser = client_of(cast.anna)
    assert browser.post(f"{BASE}FW-1/scopes/2/remove/").status_code == 302
    assert "They would be lost" in text(browser.get(f"{BASE}FW-1/?scope=2"))
    assert Scope.objects.filter(framework=rules).count() == 2


# The list of requirements


@pytest.fixture
def narrowed(anna, rules):
    """1.1 met at 4, chosen by law; 1.2 left out; 2.1 open; 2.1(a)/b partly at 2. A claim about 1.1 in the unit."""
    put = {"answer": "met", "maturity": 4, "remark": "Seen on the third floor."}
    services.standing_answer(actor=anna, standing=standing(rules, "1.1"), **put)
    services.standing_choose(actor=anna, standing=standing(rules, "1.1"), drivers=["law", "risk"])
    services.standing_choose(actor=anna, standing=standing(rules, "1.2"), applicable=False, reason="No doors.")
    services.standing_answer(actor=anna, standing=standing(rules, "2.1(a)/b"), answer="partly", maturity=2)
    answer(anna, Framework.objects.get(reference="FW-2"), A="met")
    return rules


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["1.1", "2.1", "2.1(a)/b"]),  # what is left out is out of sight
        ("state=out", ["1.2"]),
        ("state=met", ["1.1"]),
        ("state=partly", ["2.1(a)/b"]),
        ("state=not", []),
        ("state=open", ["2.1"]),
        ("state=through", []),
        ("state=beyond", []),
        ("state=met&state=out", ["1.1", "1.2"]),
        ("section=1", ["1.1"]),
        ("section=2", ["2.1", "2.1(a)/b"]),
        ("section=1&section=2&state=out", ["1.2"]),
        ("group=essential", ["1.1", "2.1(a)/b"]),
        ("group=full&state=out", ["1.2"]),
        ("driver=law", ["1.1"]),
        ("driver=business&driver=risk", ["1.1"]),
        ("driver=contract", []),
        ("maturity=4", ["1.1"]),
        ("maturity=2&maturity=4", ["1.1", "2.1(a)/b"]),
        ("below=yes", ["2.1", "2.1(a)/b"]),
        ("below=no", ["1.1"]),
        ("q=third+floor", ["1.1"]),
        ("q=krav+2.1", ["2.1", "2.1(a)/b"]),
        ("q=doors", []),
        ("q=doors&state=out", ["1.2"]),
        ("sort=-code", ["2.1(a)/b", "2.1", "1.1"]),
        ("sort=-maturity", ["1.1", "2.1(a)/b", "2.1"]),
        ("sort=-answered", None),
    ],
)
def test_the_list_is_narrowed_and_sorted(cast, narrowed, query, found):
    shown = listed(cast.anna, query)
    assert found is None or shown == found


def test_what_is_claimed_is_told_from_what_nobody_has_said(cast, anna, narrowed):
    assert listed(cast.anna, "state=through", 2) == ["1.1"]
    assert listed(cast.anna, "state=open", 2) == ["1.2", "2.1", "2.1(a)/b"]
    assert "Through mapping" in text(get(cast.anna, "FW-1/requirements/?scope=2"))
    services.scope_edit(actor=anna, scope=scope(narrowed, 2), ambition=[ESSENTIAL])
    assert listed(cast.anna, "", 2) == ["1.1", "2.1", "2.1(a)/b"]
    assert listed(cast.anna, "state=beyond", 2) == ["1.2"]


@pytest.mark.parametrize(
    "query", ["state=maybe", "section=9", "group=ig1", "driver=fear", "maturity=9", "below=perhaps"]
)
def test_a_filter_that_is_not_there_narrows_nothing(cast, narrowed, query):
    assert client_of(cast.anna).get(f"{BASE}FW-1/requirements/?{query}").status_code == 200


def test_a_framework_without_groups_has_no_filter_for_them(cast, narrowed):
    assert b'name="group"' not in get(cast.anna, "FW-2/requirements/").content


def bulk(person, key, codes, number=1, **more):
    rows = [standing(Framework.objects.get(reference="FW-1"), code, number).pk for code in codes]
    path = f"FW-1/requirements/?scope={number}"
    return post(person, path, {"bulk": key, "row": rows, **{f"{key}-{n}": value for n, value in more.items()}})


def test_many_are_answered_and_decided_at_once(cast, anna, rules):
    services.standing_answer(actor=anna, standing=standing(rules, "1.1"), maturity=4)
    assert bulk(cast.anna, "answer", CODES, answer="met").status_code == 302
    assert {standing(rules, code).answer for code in CODES} == {"met"}
    assert standing(rules, "1.1").maturity == 4  # nothing was said about it
    assert bulk(cast.anna, "answer", ["1.1"], answer="partly", maturity=2).status_code == 302
    assert standing(rules, "1.1").maturity == 2
    assert bulk(cast.anna, "exclude", ["1.2"]).status_code == 200  # the reason is asked for
    assert bulk(cast.anna, "exclude", ["1.2"], reason=" ").status_code == 422
    assert bulk(cast.anna, "exclude", ["1.2"], reason="No doors.").status_code == 302
    assert bulk(cast.anna, "include", CODES, drivers=["law"]).status_code == 302
    assert [(standing(rules, code).reason, standing(rules, code).drivers) for code in ("1.1", "1.2")] == [("", ["law"])] * 2  # fmt: skip
    assert bulk(cast.anna, "target", CODES, target=5).status_code == 302
    assert set(Standing.objects.filter(scope=scope(rules)).values_list("target", flat=True)) == {5}


def test_many_are_changed_only_by_who_may(cast, anna, rules):
    assert bulk(cast.carl, "answer", ["1.1"], answer="met").status_code == 403
    assert bulk(cast.karen, "exclude", ["1.1"], reason="No doors.").status_code == 403
    assert bulk(cast.karen, "answer", ["1.1"], answer="met").status_code == 302
    assert bulk(cast.bo, "answer", ["1.1"], number=2, answer="partly").status_code == 302
    assert bulk(cast.bo, "answer", ["1.1"], number=1, answer="not").status_code == 404
    assert [standing(rules, "1.1", number).answer for number in (1, 2)] == ["met", "partly"]


# A requirement's page


def test_the_page_of_a_requirement_guides_and_tells_how_it_stands(cast, anna, narrowed):
    page = get(cast.anna, "FW-1/r/1.1/")
    shown = text(page)
    for words in (
        "Lock the doors.",
        "Seen on the third floor.",
        "is a part of",
        "Our own reading",
        "Both lock.",
        "Met",
    ):
        assert words in shown
    assert 'title="Maturity 4, target 3"' in shown
    assert page.context["before"][0].code == "1" and page.context["after"][0].code == "1.2"
    other_end = text(get(cast.anna, "FW-2/r/A/"))
    assert "contains" in other_end and f"{BASE}FW-1/r/1.1/" in other_end
    left_out = text(get(cast.anna, "FW-1/r/1.2/"))
    assert "Left out because" in left_out and "No doors." in left_out and "/answer/" not in left_out
    heading = text(get(cast.anna, "FW-1/r/2/"))
    assert "Heading" in heading and "Its parts" in heading and "/answer/" not in heading
    assert f"{BASE}FW-1/{ODD}" in text(get(cast.anna, "FW-1/r/2.1/"))
    danish = speaking(cast.anna, "da").get(f"{BASE}FW-1/r/1.1/").content.decode()
    assert "Lås dørene." in danish and "Krav 1.1" in danish


def test_what_is_said_of_a_heading_shows_on_its_parts(cast, anna, rules):
    heading, target = requirement(rules, "1"), requirement(Framework.objects.get(key="others"), "B")
    services.mapping_add(actor=anna, source=heading, target=target, relation="equal")
    shown = text(get(cast.anna, "FW-1/r/1.2/"))
    assert "is a part of" in shown and "Said of 1 Requirement 1, which it is a part of." in shown
    assert "Remove the mapping" not in shown  # it is taken back where it is said
    assert "Remove the mapping to B" in text(get(cast.anna, "FW-1/r/1/"))
    assert "Said of" not in text(get(cast.anna, "FW-1/r/2.1/"))


def test_a_claim_says_what_to_check(cast, narrowed):
    shown = text(get(cast.anna, "FW-1/r/1.1/?scope=2"))
    assert "A requirement that holds all of it is met" in shown
    assert "Nobody has answered yet." in text(get(cast.anna, "FW-1/r/1.2/?scope=2"))
    assert "Through mapping" not in text(get(cast.bo, "FW-1/r/1.1/?scope=2"))  # Bo does not see that answer


def test_everybody_finds_what_they_may_do(cast, rules):
    for person, answers, chooses, maps in (
        (cast.anna, True, True, True),
        (cast.karen, True, False, False),
        (cast.carl, False, False, False),
    ):
        shown = text(get(person, "FW-1/r/1.1/"))
        assert [part in shown for part in ("r/1.1/answer/", "r/1.1/choose/", "r/1.1/map/")] == [answers, chooses, maps]
    assert "r/1.1/answer/?scope=2" in text(get(cast.bo, "FW-1/r/1.1/"))


def test_answering_on_a_form_with_the_guide_beside_it(cast, anna, rules):
    page = get(cast.karen, "FW-1/r/1.1/answer/")
    assert "Lock the doors." in text(page) and "Unanswered" in text(page)
    sent = post(cast.karen, "FW-1/r/1.1/answer/", answer="partly", maturity=2, remark="Two of three.", version=1)
    assert sent.headers["Location"] == f"{BASE}FW-1/r/1.1/"
    row = standing(rules, "1.1")
    assert (row.answer, row.maturity, row.remark, row.answered_by) == ("partly", 2, "Two of three.", "Karen Bech")
    stale = post(cast.anna, "FW-1/r/1.1/answer/", answer="met", version=1)
    assert stale.status_code == 409 and "Two of three." in stale.content.decode()
    sent = post(cast.bo, "FW-1/r/1.1/answer/?scope=2", answer="met", version=1)
    assert sent.headers["Location"] == f"{BASE}FW-1/r/1.1/?scope=2"
    odd = post(cast.anna, f"FW-1/{ODD}answer/", answer="met", version=1)
    assert odd.headers["Location"] == f"{BASE}FW-1/{ODD}"
    assert standing(rules, "2.1(a)/b").answer == "met"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"answer": "maybe"}, "answer"),
        ({"answer": "met", "maturity": 9}, "maturity"),
        ({"remark": "x" * 4001}, "remark"),
    ],
)
def test_a_wrong_answer_is_an_error_at_its_field(cast, rules, sent, field):
    refused = post(cast.anna, "FW-1/r/1.1/answer/", sent, version=1)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]


def test_who_may_not_answer_or_decide(cast, anna, rules):
    bo = "FW-1/r/1.1/{}/?scope={}"
    assert post(cast.bo, bo.format("answer", 1), answer="met").status_code == 404  # a scope that Bo does not see
    assert post(cast.bo, bo.format("choose", 2), applicable="yes").status_code == 403
    assert post(cast.karen, "FW-1/r/1.1/choose/", applicable="yes").status_code == 403
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    assert post(ulla, bo.format("answer", 2), answer="met", version=1).status_code == 302
    assert post(ulla, bo.format("choose", 2), applicable="yes", version=2).status_code == 302
    assert post(ulla, bo.format("answer", 1), answer="met").status_code == 404
    assert [standing(rules, "1.1", number).answer for number in (1, 2)] == ["", "met"]


def test_leaving_out_wants_a_reason_at_its_field(cast, anna, rules):
    refused = post(cast.anna, "FW-1/r/1.1/choose/", applicable="no", version=1)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["reason"]
    sent = {"applicable": "no", "reason": "No doors.", "drivers": ["law"], "target": 2, "version": 1}
    assert post(cast.anna, "FW-1/r/1.1/choose/", sent).status_code == 302
    row = standing(rules, "1.1")
    assert (row.applicable, row.reason, row.drivers, row.target) == (False, "No doors.", ["law"], 2)
    form = get(cast.anna, "FW-1/r/1.1/choose/").context["form"]
    assert (form["applicable"].value(), form["drivers"].value()) == ("no", ["law"])
    refused = post(cast.anna, "FW-1/r/1.1/answer/", answer="met", version=2)
    assert refused.status_code == 422 and list(refused.context["form"].errors) == ["answer"]
    for wrong, field in (
        ({"drivers": ["fear"]}, "drivers"),
        ({"target": 9}, "target"),
        ({"applicable": ""}, "applicable"),
    ):
        refused = post(cast.anna, "FW-1/r/1.1/choose/", {**sent, **wrong, "version": 2})
        assert refused.status_code == 422 and list(refused.context["form"].errors) == [field]


# Mappings and comparison


def test_mapping_two_and_taking_it_back(cast, anna, rules):
    others = Framework.objects.get(reference="FW-2")
    sent = {"target": requirement(others, "B").pk, "relation": "equal", "rationale": "The same words."}
    assert post(cast.anna, "FW-1/r/1.2/map/", sent).headers["Location"] == f"{BASE}FW-1/r/1.2/"
    again = post(cast.anna, "FW-1/r/1.2/map/", sent)
    assert again.status_code == 422 and "mapped already" in again.content.decode()
    made = Mapping.objects.get(relation="equal")
    back = f"{BASE}FW-2/r/B/"
    assert post(cast.anna, f"mappings/{made.pk}/remove/", back=back).headers["Location"] == back
    assert Mapping.objects.count() == 1
    assert post(cast.anna, f"mappings/{made.pk}/remove/").status_code == 404


@pytest.mark.parametrize("key", ["same", "theirs"])
def test_a_wrong_end_is_an_error_at_its_field(cast, anna, rules, key):
    theirs = requirement(bring(actor_of(cast.dorte), other()), "A")
    target = {"same": requirement(rules, "1.2"), "theirs": theirs}[key]
    refused = post(cast.anna, "FW-1/r/1.1/map/", target=target.pk, relation="equal")
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["target"]


def test_two_frameworks_side_by_side(cast, anna, rules):
    page = get(cast.anna, "FW-1/compare/FW-2/")
    shown = text(page)
    assert (page.context["covered"], page.context["total"], page.context["count"]) == (1, 4, 1)
    assert "<svg" in shown and "is a part of" in shown and f'href="{BASE}FW-2/compare/FW-1/"' in shown
    turned = text(get(cast.anna, "FW-2/compare/FW-1/"))
    assert "contains" in turned
    services.mapping_remove(actor=anna, mapping=Mapping.objects.select_related("source", "target").get())
    assert '<svg class="h-crossing' not in text(get(cast.anna, "FW-1/compare/FW-2/"))


# A newer edition


def test_a_newer_edition_is_read_and_put_in_place(cast, anna, law, monkeypatch):
    from holger.frameworks import library

    answer(anna, law, **{"21(2)(a)": "met"})
    now = library.framework("nis2")
    rest = [each for each in now.requirements if each.id not in ("21(2)(j)", "21(2)(a)")]
    renamed = replace(
        now.by_id["21(2)(a)"], title={"en": "Renamed", "da": "Omdøbt"}, asks={"en": "Other.", "da": "Andet."}
    )
    place = rest.index(now.by_id["21(2)"]) + 1 if "21(2)" in now.by_id else len(rest)
    extra = replace(renamed, id="99", parent="", title={"en": "Brand new", "da": "Helt ny"})
    edition = replace(now, version=2, requirements=[*rest[:place], renamed, *rest[place:], extra])
    monkeypatch.setattr(library, "framework", lambda key: edition)

    assert "A newer version is there" in text(get(cast.anna, "FW-1/"))
    page = get(cast.anna, "FW-1/edition/")
    assert [code for code, _title in page.context["added"]] == ["99"]
    assert [code for code, _title in page.context["left_out"]] == ["21(2)(j)"]
    assert [(each["code"], each["parts"]) for each in page.context["changed"]] == [("21(2)(a)", "title, what it asks")]
    assert "<ins>Renamed</ins>" in text(page)
    assert "Helt ny" in speaking(cast.anna, "da").get(f"{BASE}FW-1/edition/").content.decode()
    for person in (cast.karen, cast.carl, cast.bo):
        assert post(person, "FW-1/edition/").status_code == 403
    assert post(cast.anna, "FW-1/edition/").status_code == 302
    assert Framework.objects.get().edition == 2
    assert standing(law, "21(2)(a)").answer == "met"
    assert get(cast.anna, "FW-1/edition/").status_code == 404
    assert post(cast.anna, "FW-1/edition/").status_code == 404


# How much is asked of the database


def questions(client, path):
    client.get(BASE + path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(BASE + path).status_code == 200
    return questions_asked(caught)


MOST = {
    "": 16,
    "FW-{n}/": 22,
    "FW-{n}/requirements/": 20,
    "FW-{n}/requirements/?state=through&section=P0": 20,
    "FW-{n}/r/P0.1/": 29,  # a line for each room that says something of it
    "FW-{n}/r/P0.1/answer/": 16,
    "FW-{n}/compare/FW-{m}/": 14,
}


def test_a_thousand_requirements_ask_as_much_as_ten(cast, anna):
    client = client_of(cast.anna)

    def two(count, key):
        ours, theirs = bring(anna, many(count, key)), bring(anna, many(count, f"{key}-other"))
        ends = [list(each.requirements.filter(assessable=True).order_by("place")) for each in (ours, theirs)]
        Mapping.objects.bulk_create(
            Mapping(organisation=cast.kronborg, source=source, target=target, relation="equal")
            for source, target in zip(*ends, strict=True)
        )
        joined = ("scope__framework", "scope__unit", "requirement__framework")
        rows = Standing.objects.filter(requirement__framework=theirs).select_related(*joined)
        services.standings_answer(actor=anna, standings=rows.order_by("requirement__place")[:5], answer="met")

    two(10, "few")
    few = {path: questions(client, path.format(n=1, m=2)) for path in MOST}
    two(1000, "many")
    assert selectors.standings_for(anna).count() == 2020
    assert {path: questions(client, path.format(n=3, m=4)) for path in MOST} == few
    assert not {path: count for path, count in few.items() if count > MOST[path]}


def test_saving_an_answer_asks_little(cast, anna):
    bring(anna, many(300))
    client = client_of(cast.anna)
    client.get(f"{BASE}FW-1/r/P0.1/")
    with CaptureQueriesContext(connection) as asked:
        assert client.post(f"{BASE}FW-1/r/P0.1/answer/", {"answer": "met", "version": 1}).status_code == 302
    assert len(asked) <= 24
