"""Each page has its four: works, 403 for who may not, 404 for the stranger, sign-in for nobody."""

import pytest

from holger.core.permissions import Role
from holger.organisation.models import Person, RoleGrant, SavedView, Tag, Unit
from tests.cast import client_of, make_person, make_unit

BASE = "/o/kronborg/"
READ = ["settings/", "access/", "people/", "people/PE-2/", "units/", "tags/"]
CHANGE = ["people/new/", "people/PE-2/edit/", "people/PE-2/roles/new/", "units/new/"]


@pytest.mark.parametrize("path", READ)
def test_pages_to_read(cast, path):
    for who in (cast.olga, cast.anna, cast.karen, cast.carl, cast.bo):
        assert client_of(who).get(BASE + path).status_code == 200, who
    assert client_of(cast.dorte).get(BASE + path).status_code == 404
    assert client_of(None).get(BASE + path).status_code == 302


@pytest.mark.parametrize("path", CHANGE)
def test_forms_are_for_managers(cast, path):
    for who in (cast.olga, cast.anna):
        assert client_of(who).get(BASE + path).status_code == 200, who
    for who in (cast.karen, cast.carl, cast.bo, cast.emil):
        assert client_of(who).get(BASE + path).status_code == 403, who
    assert client_of(cast.dorte).get(BASE + path).status_code == 404
    assert client_of(None).get(BASE + path)["Location"].startswith("/account/login/?next=/o/kronborg/")


def test_the_answer_to_a_stranger_is_that_of_a_missing_organisation(cast):
    dorte = client_of(cast.dorte)
    theirs = dorte.get("/o/kronborg/people/").content.decode()
    missing = dorte.get("/o/helsinge/people/").content.decode()
    assert theirs.replace("kronborg", "helsinge") == missing


def test_only_an_owner_changes_settings(cast):
    url = BASE + "settings/edit/"
    assert client_of(cast.anna).get(url).status_code == 403
    olga = client_of(cast.olga)
    assert olga.get(url).status_code == 200
    answer = olga.post(url, {"name": "Kronborg Slot", "language": "da", "zone": "Europe/Paris", "sector": ""})
    assert answer["Location"] == BASE + "settings/"
    assert olga.post(url, {"name": "x", "language": "da", "zone": "Mars/Base"}).status_code == 422


def test_an_employee_sees_only_themselves(cast):
    emil = client_of(cast.emil)
    page = emil.get(BASE + "people/").content.decode()
    assert "Emil Vang" in page
    assert "Bo Lind" not in page
    assert emil.get(BASE + "people/PE-6/").status_code == 200
    assert emil.get(BASE + "people/PE-2/").status_code == 404


def test_anna_registers_edits_and_finds_a_person(cast):
    anna = client_of(cast.anna)
    answers = {"name": "Jonas Brandt", "email": "jonas@kronborg.example", "unit": str(cast.production.pk)}
    assert anna.post(BASE + "people/new/", answers)["Location"] == BASE + "people/PE-7/"
    answers |= {"job_title": "Head of IT", "manager": str(cast.olga.pk), "version": 1}
    assert anna.post(BASE + "people/PE-7/edit/", answers)["Location"] == BASE + "people/PE-7/"
    jonas = Person.objects.get(reference="PE-7")
    assert (jonas.job_title, jonas.manager) == ("Head of IT", cast.olga)
    assert anna.post(BASE + "people/PE-7/edit/", answers | {"name": "Jonas", "version": 1}).status_code == 409
    assert "Jonas Brandt" in anna.get(BASE + f"people/?q=jonas&unit={cast.production.pk}&state=none").content.decode()


def test_errors_stand_at_their_field(cast):
    anna = client_of(cast.anna)
    answer = anna.post(BASE + "people/new/", {"name": "Bo Two", "email": "bo@kronborg.example"})
    assert answer.status_code == 422
    assert "already has that e-mail" in answer.content.decode()
    answer = anna.post(BASE + "people/new/", {"name": "", "unit": str(make_unit(cast.rosenborg).pk)})
    assert answer.status_code == 422
    assert not Person.objects.filter(unit__organisation=cast.rosenborg).exists()


def test_roles_given_and_taken_by_click(cast):
    anna = client_of(cast.anna)
    anna.post(BASE + "people/PE-6/roles/new/", {"role": "contributor", "unit": str(cast.production.pk)})
    grant = RoleGrant.objects.get(person=cast.emil, role=Role.CONTRIBUTOR)
    assert grant.unit == cast.production
    assert anna.post(BASE + "people/PE-6/roles/new/", {"role": "owner"}).status_code == 422
    assert anna.post(BASE + f"people/PE-6/roles/{grant.pk}/take/").status_code == 302
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    # A role of somebody else is not found below this person's address.
    assert anna.post(BASE + f"people/PE-6/roles/{cast.bo.grants.get().pk}/take/").status_code == 404
    assert client_of(cast.carl).post(BASE + f"people/PE-2/roles/{cast.bo.grants.get().pk}/take/").status_code == 403


@pytest.mark.parametrize("what", ["suspend", "resume", "remove", "invite", "uninvite"])
def test_acts_are_posts_by_managers(cast, what):
    url = BASE + f"people/PE-2/{what}/"
    assert client_of(cast.anna).get(url).status_code == 405
    assert client_of(cast.anna).post(url).status_code == 302
    for who in (cast.carl, cast.emil, cast.karen):
        assert client_of(who).post(url).status_code == 403
    assert client_of(cast.dorte).post(url).status_code == 404
    assert client_of(None).post(url).status_code == 302


def test_a_rule_that_says_no_is_said_on_the_page(cast):
    page = client_of(cast.anna).post(BASE + "people/PE-1/suspend/", follow=True).content.decode()
    assert "You cannot do this to yourself" in page


def test_a_suspended_person_is_out_at_the_next_click(cast):
    bo = client_of(cast.bo)
    assert bo.get(BASE + "people/").status_code == 200
    client_of(cast.anna).post(BASE + "people/PE-2/suspend/")
    assert bo.get(BASE + "people/").status_code == 302  # signed out
    assert client_of(cast.bo).get(BASE + "people/").status_code == 404


def test_many_people_move_at_once(cast):
    sales = make_unit(cast.kronborg, "Sales")
    sent = {"bulk": "unit", "row": [str(cast.bo.pk), str(cast.emil.pk)], "unit-unit": str(sales.pk)}
    assert client_of(cast.anna).post(BASE + "people/", sent).status_code == 302
    assert sales.people.count() == 2
    assert client_of(cast.carl).post(BASE + "people/", sent).status_code in (400, 403, 404)


def test_the_tree_of_units_by_click(cast):
    anna = client_of(cast.anna)
    anna.post(BASE + "units/new/", {"name": "Line 2", "parent": str(cast.production.pk)})
    line = Unit.objects.get(name="Line 2")
    anna.post(BASE + f"units/{line.pk}/edit/", {"name": "Line two"})
    anna.post(BASE + f"units/{line.pk}/move/", {"parent": ""})
    line.refresh_from_db()
    assert (line.name, line.parent) == ("Line two", None)
    anna.post(BASE + f"units/{cast.production.pk}/move/", {"parent": str(line.pk)})
    assert anna.post(BASE + f"units/{line.pk}/move/", {"parent": str(cast.production.pk)}).status_code == 422
    assert anna.get(BASE + f"units/{line.pk}/")["Location"].endswith(f"people/?unit={line.pk}")
    page = anna.post(BASE + f"units/{line.pk}/remove/", follow=True).content.decode()
    assert "still named on" in page


def test_tags_by_click(cast):
    bo = client_of(cast.bo)
    assert bo.post(BASE + "tags/", {"name": "crown jewels"}).status_code == 302
    tag = Tag.objects.get()
    assert client_of(cast.carl).post(BASE + "tags/", {"name": "mine"}).status_code == 403
    assert client_of(cast.carl).get(BASE + f"tags/{tag.pk}/edit/").status_code == 403
    assert bo.post(BASE + f"tags/{tag.pk}/edit/", {"name": "Crown jewels"}).status_code == 302
    assert client_of(cast.dorte).post(f"/o/rosenborg/tags/{tag.pk}/remove/").status_code == 404
    assert bo.post(BASE + f"tags/{tag.pk}/remove/").status_code == 302
    assert not Tag.objects.exists()


def test_views_by_click(cast):
    bo = client_of(cast.bo)
    sent = {"list_name": "people", "title": "Can sign in", "query": "state=active", "next": BASE + "people/"}
    assert bo.post(BASE + "views/new/", sent)["Location"] == BASE + "people/"
    assert "Can sign in" in bo.get(BASE + "people/").content.decode()
    assert bo.post(BASE + "views/new/", sent | {"next": "https://evil.example/"})["Location"] == BASE
    view = SavedView.objects.get()
    assert client_of(cast.anna).post(BASE + f"views/{view.pk}/delete/").status_code == 404
    assert bo.post(BASE + f"views/{view.pk}/delete/").status_code == 302
    assert client_of(cast.emil).post(BASE + "views/new/", sent).status_code == 403


def test_the_list_asks_equally_many_questions_for_one_row_and_for_thirty(cast, django_assert_max_num_queries):
    anna = client_of(cast.anna)
    for number in range(30):
        make_person(cast.kronborg, f"Person{number} Hansen", Role.EMPLOYEE, unit=cast.production)
    anna.get(BASE + "people/")  # the menu counts once until something is written
    with django_assert_max_num_queries(12):
        anna.get(BASE + "people/")


def test_everybody_can_read_who_may_do_what(cast):
    page = client_of(cast.carl).get(BASE + "access/").content.decode()
    assert "Invite people and give roles" in page
    assert "Security officer" in page


def test_danish_is_spoken_where_asked(cast):
    carl = client_of(cast.carl)
    carl.post("/account/language/", {"language": "da"})
    assert 'lang="da"' in carl.get(BASE + "people/").content.decode()
