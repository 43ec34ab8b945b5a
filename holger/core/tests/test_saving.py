"""What is written as plain SQL is what the ORM would have written, and no more than what was changed."""

import pytest
from django.apps import apps
from django.db import DataError, connection, models, transaction
from django.db.models.signals import m2m_changed

from holger.core import saving
from holger.core.changes import write
from holger.core.errors import Conflict
from holger.core.models import Versioned
from holger.core.tests.test_walls import make_row
from tests.cast import make_cast, make_organisation

EDITED = [model for model in apps.get_models() if issubclass(model, Versioned) and not model._meta.proxy]

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def asset(cast):
    return make_row(apps.get_model("assets.Asset"), cast.kronborg)


def again(row: models.Model) -> models.Model:
    return type(row)._base_manager.get(pk=row.pk)


@pytest.mark.parametrize("model", EDITED, ids=[model._meta.label for model in EDITED])
def test_every_field_is_written_as_it_stands(cast, model):
    row = again(make_row(model, cast.kronborg))
    names = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    model._base_manager.filter(pk=row.pk).update(version=7)
    saving.update(row, names)
    kept = again(row)
    assert {name: getattr(kept, name) for name in names} == {name: getattr(row, name) for name in names}


@pytest.mark.parametrize("model", EDITED, ids=[model._meta.label for model in EDITED])
def test_many_rows_are_written_as_they_stand(cast, model):
    owners = (cast.kronborg, cast.rosenborg, make_organisation("fredensborg"))
    *rows, other = [again(make_row(model, organisation)) for organisation in owners]
    names = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    model._base_manager.filter(pk__in=[row.pk for row in (*rows, other)]).update(version=7)
    saving.update_many(rows, names)
    for row in rows:
        assert {n: getattr(again(row), n) for n in names} == {n: getattr(row, n) for n in names}
    assert again(other).version == 7


def test_more_rows_than_go_together_are_all_written(cast, monkeypatch):
    monkeypatch.setattr(saving, "TOGETHER", 2)
    rows = [asset(cast) for _ in range(5)]
    for row in rows:
        row.purpose = f"It sells {row.pk}."
    saving.update_many(rows, ["purpose"])
    assert [again(row).purpose for row in rows] == [row.purpose for row in rows]


def test_a_value_that_is_too_long_is_not_cut_off(cast):
    row = asset(cast)
    row.title = "x" * 300
    if connection.vendor == "postgresql":
        with pytest.raises(DataError), transaction.atomic():
            saving.update_many([row], ["title"])
    else:
        saving.update_many([row], ["title"])
        assert again(row).title == row.title


def test_a_new_row_is_written_whole(cast):
    row = again(asset(cast))
    row.pk, row.reference, row.number, row._state.adding = None, "A-99", 99, True
    saving.insert(row)
    kept = again(row)
    assert row.pk is not None and not row._state.adding
    assert {f.name: getattr(kept, f.attname) for f in row._meta.concrete_fields} == {
        f.name: getattr(row, f.attname) for f in row._meta.concrete_fields
    }


def test_a_new_row_is_tied_to_each_once(cast):
    row, kinds = asset(cast), [make_row(apps.get_model("assets.InformationType"), cast.kronborg) for _ in range(2)]
    saving.tie(row, "information_types", [*kinds, kinds[0]])
    assert set(row.information_types.all()) == set(kinds)
    saving.tie(row, "tags", [])
    assert not row.tags.exists()


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_nobody_listens_for_ties_and_they_say_nothing_else(model):
    for field in model._meta.local_many_to_many:
        if model.__module__.startswith("holger."):
            assert field.remote_field.through._meta.auto_created and not m2m_changed.has_listeners(
                field.remote_field.through
            )


def test_what_another_row_has_is_not_free(cast):
    row, other = asset(cast), asset(cast)
    assert saving.is_free(row, ["organisation", "reference"])
    row.reference = other.reference
    assert not saving.is_free(row, ["organisation", "reference"])
    assert saving.is_free(row, ["reference", "owner"])  # nobody owns it, and nobody is not the same as nobody


def test_the_version_is_the_one_in_the_database(cast):
    row = asset(cast)
    type(row).objects.filter(pk=row.pk).update(version=7)
    assert saving.version_held(row) == 7


def test_a_row_that_is_gone_is_neither_held_nor_made_again(cast):
    row = asset(cast)
    type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(type(row).DoesNotExist):
        saving.version_held(row)
    with pytest.raises(type(row).NotUpdated):
        saving.update(row, {"title"})
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_what_was_worked_out_since_the_row_was_read_is_not_taken_back(cast):
    row = asset(cast)
    type(row).objects.filter(pk=row.pk).update(criticality=4)
    assert write(row, {"title": "The till"}).keys() == {"title"}
    kept = again(row)
    assert (kept.title, kept.criticality, kept.version) == ("The till", 4, 2)


def test_what_is_left_alone_is_not_judged_anew(cast):
    row = asset(cast)
    type(row).objects.filter(pk=row.pk).update(title="")
    row = again(row)
    write(row, {"purpose": "It sells."})
    assert (again(row).purpose, again(row).title) == ("It sells.", "")


def test_who_read_an_older_version_is_told(cast):
    row = asset(cast)
    write(row, {"title": "The till"})
    with pytest.raises(Conflict):
        write(row, {"title": "The tills"}, version=1)
    assert again(row).title == "The till"
