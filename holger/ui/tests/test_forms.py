from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from holger.ui.forms import LevelField, RecordForm
from holger.ui.tests.register import Person, PersonForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(cast, actor_of):
    def _fill(**answers):
        return PersonForm({"name": "Bo", **answers}, actor=actor_of(cast.anna), instance=cast.bo)

    return _fill


def test_the_row_is_left_alone(fill, cast):
    form = fill(name="Somebody else")
    assert form.is_valid()
    assert form.answers["name"] == "Somebody else"
    assert cast.bo.name == "Bo Lind"
    assert "version" not in form.answers


def test_another_organisations_person_is_an_error_at_the_field(fill, cast):
    assert fill(manager=cast.anna.pk).is_valid()
    foreign = fill(manager=cast.dorte.pk)
    missing = fill(manager="01999999-0000-7000-8000-000000000000")
    assert foreign.errors == missing.errors
    assert list(foreign.errors) == ["manager"]


@pytest.mark.parametrize("written", ["2026-11-24", "24-11-2026", "24.11.2026", "24/11/2026"])
def test_dates_as_danes_write_them(fill, written):
    form = fill(starts_on=written)
    assert form.is_valid(), form.errors
    assert form.answers["starts_on"] == date(2026, 11, 24)


@pytest.mark.parametrize(("language", "written"), [("da", "1234,5"), ("da", "1234.5"), ("en", "1234.5")])
def test_numbers_as_the_reader_writes_them(fill, language, written):
    with translation.override(language):
        form = fill(price=written)
        assert form.is_valid(), form.errors
        assert form.answers["price"] == Decimal("1234.5")


def test_an_error_is_told_at_the_field_and_on_top(fill):
    with translation.override("en"):
        html = str(fill(name=""))
    assert '<a href="#id_name">' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert "id_name_error" in html.split('name="name"')[1].split(">")[0]


def test_fields_that_no_fieldset_names_come_last(fill):
    groups = list(fill().shown_fieldsets())
    assert groups[0][0] == "Who"
    assert [field.name for field in groups[1][2]] == ["starts_on", "manager", "price"]


def test_a_picker_offers_what_the_actor_may_see_and_escapes_it(cast, actor_of):
    Person.objects.filter(pk=cast.bo.pk).update(name="<b>Bo</b>")
    html = str(PersonForm(actor=actor_of(cast.anna))["manager"])
    assert "&lt;b&gt;Bo" in html
    assert "<b>Bo" not in html
    assert "Dorte" not in html


def test_rows_may_only_be_chosen_through_a_picker(cast, actor_of):
    class Leaky(RecordForm):
        class Meta:
            model = Person
            fields = ("manager",)

    with pytest.raises(ImproperlyConfigured):
        Leaky(actor=actor_of(cast.anna))


def test_a_level_is_a_number_or_nothing():
    class Levels(forms.Form):
        need = LevelField(choices=[(1, "Low"), (2, "High")], required=False)

    assert Levels({"need": "2"}).is_valid()
    form = Levels({"need": ""})
    assert form.is_valid()
    assert form.cleaned_data["need"] is None
    assert not Levels({"need": "9"}).is_valid()
    assert 'type="radio"' in str(Levels())
