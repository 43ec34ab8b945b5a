import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from holger.core.registry import registry
from holger.ui.pages import Button
from holger.ui.tests.register import Person, PersonDetail, people

pytestmark = [pytest.mark.django_db, pytest.mark.urls("holger.ui.tests.register")]

LIST = "/o/kronborg/register/"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def alone(settings, monkeypatch):
    """In English, and without the parts that rooms offer."""
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(registry, "panels", [])
    with translation.override("en"):
        yield


@pytest.fixture
def anna(cast, client_of):
    client = client_of(cast.anna)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def emil(cast, client_of):
    return client_of(cast.emil)


def names(response) -> list[str]:
    return [row.name for row in response.context["table"].page]


class TestList:
    def test_works(self, anna):
        response = anna.get(LIST)
        assert response.status_code == 200
        assert names(response) == sorted(names(response))
        assert "Dorte" not in response.text

    def test_is_refused_without_the_permission(self, emil):
        assert emil.get(LIST).status_code == 403

    def test_is_missing_for_the_stranger(self, cast, client_of):
        assert client_of(cast.dorte).get(LIST).status_code == 404

    def test_asks_nobody_in(self, client):
        assert client.get(LIST).status_code == 302

    def test_every_word_must_be_found_somewhere(self, anna):
        assert names(anna.get(LIST, {"q": "lind owner"})) == ["Bo Lind"]
        assert "Clear search and filters" in anna.get(LIST, {"q": "zzz"}).text

    def test_sorts_by_listed_columns_only(self, anna):
        assert names(anna.get(LIST, {"sort": "-name"}))[0] == "Olga Krogh"
        assert names(anna.get(LIST, {"sort": "user__password"}))[0] == "Anna Holm"
        assert 'aria-sort="descending"' in anna.get(LIST, {"sort": "-name"}).text

    def test_answers_htmx_with_the_results_and_a_clean_address(self, anna):
        response = anna.get(LIST, {"q": "", "job": "CEO"}, headers=PARTIAL)
        assert "<html" not in response.text
        assert response["HX-Push-Url"] == f"{LIST}?job=CEO"

    def test_counts_the_rows_of_its_views(self, anna):
        response = anna.get(LIST, {"part": "tabs"})
        assert [view.count for view in response.context["views"]][:2] == [6, 6]

    def test_columns_are_chosen_in_the_address(self, anna):
        response = anna.get(LIST, {"columns": ["name", "email"]})
        assert [head.column.key for head in response.context["table"].heads()] == ["name", "email"]

    def test_pages(self, anna, cast):
        crowd(cast, 60)
        assert len(names(anna.get(LIST))) == 50
        assert len(names(anna.get(LIST, {"page": 2}))) == 16
        assert len(names(anna.get(LIST, {"per": 100}))) == 66
        assert len(names(anna.get(LIST, {"per": 7, "page": "last"}))) == 50

    def test_an_empty_register_teaches(self, anna, monkeypatch):
        monkeypatch.setattr("holger.ui.tests.register.PersonList.rows", lambda page: people(page.actor).none())
        response = anna.get(LIST)
        assert "People own things." in response.text
        assert 'id="filters"' not in response.text

    def test_asks_as_many_questions_for_six_rows_as_for_fifty(self, anna, cast):
        anna.get(LIST)
        with CaptureQueriesContext(connection) as few:
            anna.get(LIST)
        crowd(cast, 60)
        with CaptureQueriesContext(connection) as many:
            anna.get(LIST)
        assert len(few) == len(many) <= 12

    def test_a_filter_that_makes_no_sense_is_told(self, anna, cast):
        response = anna.get(LIST, {"manager": str(cast.dorte.pk)})
        assert "This filter names something that is not here." in response.text
        assert len(names(response)) == 6

    def test_is_exported_as_filtered(self, anna, monkeypatch):
        sent = {}
        monkeypatch.setitem(registry.registers, "test", object())
        monkeypatch.setattr("holger.ui.tests.register.PersonList.register", "test")
        monkeypatch.setattr("holger.ui.pages.list.ListPage.import_url", lambda page: "")
        monkeypatch.setattr(registry, "exporter", lambda request, kind, rows, form: sent.update(rows=rows, form=form))
        with pytest.raises(ValueError, match="didn't return an HttpResponse"):
            anna.get(LIST, {"job": "CEO", "export": "csv"})
        assert [row.name for row in sent["rows"]] == ["Olga Krogh"]
        assert sent["form"] == "csv"
        assert anna.get(LIST, {"export": "exe"}).status_code == 404


class TestBulk:
    def test_changes_the_selected_rows(self, anna, cast):
        rows = [str(cast.bo.pk), str(cast.emil.pk)]
        response = anna.post(LIST + "?q=x", {"bulk": "manager", "row": rows, "manager-manager": str(cast.anna.pk)})
        assert response.status_code == 302
        assert response["Location"] == f"{LIST}?q=x"
        assert Person.objects.filter(manager=cast.anna).count() == 2

    def test_or_all_that_the_filters_find(self, anna, cast):
        anna.post(LIST + "?job=CEO", {"bulk": "manager", "all": "1", "manager-manager": str(cast.anna.pk)})
        assert [p.name for p in Person.objects.filter(manager=cast.anna)] == ["Olga Krogh"]

    def test_never_reaches_another_organisation(self, anna, cast):
        anna.post(LIST, {"bulk": "manager", "row": [str(cast.dorte.pk)], "manager-manager": str(cast.anna.pk)})
        cast.dorte.refresh_from_db()
        assert cast.dorte.manager is None

    def test_asks_first_what_it_needs_to_know(self, anna, cast):
        assert "manager-manager" not in anna.get(LIST).text
        response = anna.post(LIST, {"bulk": "manager", "row": [str(cast.bo.pk)]})
        assert response.status_code == 200
        assert 'name="manager-manager"' in response.text
        assert f'aria-label="Select {cast.bo.reference}" checked' in response.text
        assert anna.post(LIST, {"bulk": "manager", "row": [], "manager-answered": "1"}).status_code == 422

    def test_shows_its_errors_and_keeps_the_selection(self, anna, cast):
        answers = {"bulk": "manager", "row": [str(cast.bo.pk)], "manager-manager": str(cast.dorte.pk)}
        response = anna.post(LIST, answers)
        assert response.status_code == 422
        assert f'value="{cast.bo.pk}" aria-label="Select {cast.bo.reference}" checked' in response.text

    def test_tells_the_rule_that_was_broken(self, anna, cast):
        response = anna.post(LIST, {"bulk": "refuse", "row": [str(cast.bo.pk)]}, follow=True)
        assert "Not on a Monday." in response.text

    def test_is_offered_and_done_only_with_its_permission(self, cast, client_of):
        carl = client_of(cast.carl)
        assert "Set manager" not in carl.get(LIST).text
        answers = {"bulk": "manager", "row": [str(cast.bo.pk)], "manager-manager": str(cast.anna.pk)}
        assert carl.post(LIST, answers).status_code == 403
        assert carl.post(LIST, {**answers, "bulk": "no such thing"}).status_code == 400

    def test_a_nonsense_id_is_a_missing_page(self, anna):
        assert anna.post(LIST, {"bulk": "refuse", "row": ["nonsense"]}).status_code == 404


class TestMoreActions:
    @pytest.fixture
    def actions(self, monkeypatch):
        told = [
            Button("Edit", "/edit", "pencil"),
            Button("Review", "/review"),
            Button("Go on", "/on", primary=True),
            Button("Forbidden", "/no", permission="people.edit"),
            Button("Merge", "/merge"),
            Button("Archive", "/archive", "archive", post=True, confirm="Sure?"),
        ]
        monkeypatch.setattr(PersonDetail, "actions", lambda page: told)
        return told

    def head(self, client, cast):
        page = client.get(f"{LIST}{cast.bo.reference}/").text
        return page.split('<div class="h-actions">')[1].split("</div>")[0]

    def test_of_more_than_fit_the_next_step_and_editing_stay_out(self, cast, client_of, actions):
        beside, menu = self.head(client_of(cast.carl), cast).split('<details class="h-menu is-end">')
        assert "Edit" in beside and "Go on" in beside and "Review" not in beside
        assert all(word in menu for word in ("More", "Review", "Merge", "Archive"))
        assert 'action="/archive" data-confirm="Sure?"' in menu and "csrfmiddlewaretoken" in menu
        assert "Forbidden" not in beside + menu

    def test_as_many_as_fit_have_no_menu(self, cast, client_of, actions):
        del actions[-1]
        assert "h-menu" not in self.head(client_of(cast.carl), cast), "four are shown, the fifth is not theirs"

    def test_what_always_waits_there_does_so(self, anna, cast, actions, monkeypatch):
        del actions[2:]
        monkeypatch.setattr(PersonDetail, "more", lambda page: [Button("Seldom", "/seldom")])
        beside, menu = self.head(anna, cast).split('<details class="h-menu is-end">')
        assert "Edit" in beside and "Review" in beside and "Seldom" in menu


class TestDetail:
    def test_works(self, anna, cast):
        text = anna.get(f"{LIST}{cast.bo.reference}/").text
        assert "Bo Lind" in text
        assert cast.bo.email in text
        assert "Delete everything" in text

    def test_offers_only_what_may_be_done(self, cast, client_of):
        assert "Delete everything" not in client_of(cast.carl).get(f"{LIST}{cast.bo.reference}/").text

    def test_another_organisations_object_looks_missing(self, anna, cast):
        Person.objects.filter(pk=cast.dorte.pk).update(reference="PE-999")
        there, missing = anna.get(f"{LIST}PE-999/"), anna.get(f"{LIST}PE-998/")
        assert there.status_code == missing.status_code == 404
        assert there.content == missing.content


class TestForm:
    def edit(self, client, person, **answers):
        return client.post(f"{LIST}{person.reference}/edit/", {"name": person.name, "version": "1", **answers})

    def test_saves_and_goes_to_the_objects_page(self, anna, cast):
        response = self.edit(anna, cast.bo)
        assert response.status_code == 302
        assert response["Location"] == f"/o/kronborg/{cast.bo.path}"

    def test_a_broken_rule_is_told_at_its_field(self, anna, cast):
        response = self.edit(anna, cast.bo, name="Nobody")
        assert response.status_code == 422
        assert response.context["form"].errors["name"] == ["Nobody is not a name."]

    def test_a_conflict_shows_both_versions_and_loses_nothing(self, anna, cast):
        Person.objects.filter(pk=cast.bo.pk).update(version=2, name="Bo Lindholm")
        response = self.edit(anna, cast.bo, name="Bo Lindgren")
        assert response.status_code == 409
        assert "Bo Lindholm" in response.text
        assert "Bo Lindgren" in response.text
        mine = dict(response.context["sent"])
        assert mine["name"] == "Bo Lindgren"
        assert self.edit(anna, cast.bo, **mine, version="2").status_code == 302

    def test_after_a_conflict_one_may_go_on_editing(self, anna, cast):
        Person.objects.filter(pk=cast.bo.pk).update(version=2)
        response = self.edit(anna, cast.bo, name="Bo Lindgren", version="2", again="1")
        assert response.status_code == 200
        assert 'value="Bo Lindgren"' in response.text


def crowd(cast, number: int) -> None:
    Person.objects.bulk_create(
        Person(organisation=cast.kronborg, reference=f"X-{i}", number=1000 + i, name=f"Person {i:03}")
        for i in range(number)
    )
