"""A tiny register for the tests of pages: the organisation's people, described as a room would describe them."""

from typing import Any

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import include, path

from holger.core.errors import Conflict, RuleBroken
from holger.core.registry import registry
from holger.ui import cells
from holger.ui.columns import Column
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter
from holger.ui.forms import Form, PickField, RecordForm
from holger.ui.pages import Bulk, Button, DetailPage, Empty, Fact, FormPage, ListPage, Tab

Person: Any = apps.get_model("organisation", "Person")
ROOM = "register"


def people(actor: Any) -> QuerySet[Any]:
    search = registry.search("people")
    assert search is not None
    assert search.rows is not None
    return search.rows(actor)


class PersonFilter(Filters):
    job = ChoiceFilter(
        field_name="job_title", label="Job", choices=[("CEO", "Chief"), ("System owner", "System owner")]
    )
    manager = PickFilter("people", label="Manager")
    nobody = YesNoFilter(field_name="manager", lookup_expr="isnull", label="Without manager")
    starts = DateFilter(field_name="starts_on", label="Starts")


class ManagerForm(Form):
    manager = PickField("people", label="Manager")


def set_manager(actor: Any, rows: QuerySet[Any], answers: dict[str, Any]) -> int:
    return rows.update(manager=answers["manager"])


def refuse(actor: Any, rows: QuerySet[Any], answers: dict[str, Any]) -> int:
    raise RuleBroken("Not on a Monday.")


class PersonList(ListPage):
    title, permission, name = "People", "tags.view", "test-people"
    menu = "register:list"
    filters = PersonFilter
    columns = (
        Column("reference", "Ref.", lambda row, page: cells.ref(row), sort="number"),
        Column("name", "Name", lambda row, page: cells.name(row, page.base, row.name), sort="name"),
        Column("job_title", "Job"),
        Column("email", "E-mail", shown=False),
    )
    default_sort = "name"
    searched = ("name", "job_title")
    tabs = (Tab("Without manager", "manager=none"),)
    create = ("register:create", "people.view", "New person")
    bulk = (
        Bulk("manager", "Set manager", "user", "people.edit", set_manager, ManagerForm),
        Bulk("refuse", "Refuse", "x", "people.view", refuse),
    )
    empty = Empty("No people yet", "People own things.", (("New person", "register:create", True),))

    def rows(self) -> QuerySet[Any]:
        return people(self.actor)


class PersonForm(RecordForm):
    manager = PickField("people", label="Manager", required=False)
    price = forms.DecimalField(label="Price", required=False)
    fieldsets = (("Who", ("name", "email"), "As in the address book."),)

    class Meta:
        model = Person
        fields = ("name", "email", "starts_on")


class PersonEdit(FormPage):
    title, permission, form = "Change person", "people.view", PersonForm

    def find(self) -> Any:
        return get_object_or_404(people(self.actor), reference=self.kwargs["reference"])

    def save(self, answers: dict[str, Any]) -> Any:
        if self.version != self.object.version:
            raise Conflict(self.object)
        if answers["name"] == "Nobody":
            raise RuleBroken("Nobody is not a name.", "name")
        return self.object


class PersonCreate(PersonEdit):
    title = "New person"

    def find(self) -> Any:
        return None


class PersonDetail(DetailPage):
    permission = "people.view"

    def find(self) -> Any:
        return get_object_or_404(people(self.actor), reference=self.kwargs["reference"])

    def heading(self) -> str:
        return self.object.name

    def actions(self) -> list[Button]:
        return [Button("Delete everything", "#", permission="people.edit")]

    def facts(self) -> list[Fact]:
        return [Fact("E-mail", self.object.email), Fact("Manager", "")]


pages = [
    path("register/", PersonList.as_view(), name="list"),
    path("register/new/", PersonCreate.as_view(), name="create"),
    path("register/<slug:reference>/", PersonDetail.as_view(), name="detail"),
    path("register/<slug:reference>/edit/", PersonEdit.as_view(), name="edit"),
]

urlpatterns = [
    path("o/<slug:organisation>/", include((pages, ROOM))),
    path("", include("holger.config.urls")),
]
