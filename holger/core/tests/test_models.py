"""Rows that are made at once are what Django would have made of them."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models import F
from django.db.models.signals import post_init, post_save, pre_init, pre_save

from holger.core.models import QuickModel

OURS = [model for model in apps.get_models() if issubclass(model, QuickModel)]
every = pytest.mark.parametrize("model", OURS, ids=[model._meta.label for model in OURS])


def told(model: type[models.Model], count: int) -> tuple[list[str], list[object]]:
    """Names and values of the first fields, as a row of the database brings them."""
    names = [field.attname for field in model._meta.concrete_fields][:count]
    return names, [f"value {number}" for number in range(len(names))]


@every
def test_a_row_made_at_once_is_the_same_as_one_made_field_by_field(model: type[QuickModel]) -> None:
    for count in (len(model._meta.concrete_fields), 2):
        names, values = told(model, count)
        quick = model.from_db("default", names, values)
        usual = models.Model.from_db.__func__(model, "default", names, values)  # type: ignore[attr-defined]
        mine, theirs = ({k: v for k, v in vars(one).items() if k != "_state"} for one in (quick, usual))
        assert mine == theirs
        assert quick.get_deferred_fields() == usual.get_deferred_fields()
        for name in ("adding", "db", "fields_cache", "peers"):
            assert getattr(quick._state, name) == getattr(usual._state, name)


@every
def test_nobody_listens_for_new_objects(model: type[QuickModel]) -> None:
    assert not pre_init.has_listeners(model) and not post_init.has_listeners(model)


@every
def test_nobody_listens_for_saves(model: type[QuickModel]) -> None:
    assert not pre_save.has_listeners(model) and not post_save.has_listeners(model)


@pytest.mark.django_db
def test_named_fields_are_saved_and_no_others(cast, django_assert_num_queries) -> None:
    stale = type(cast.bo).objects.get(pk=cast.bo.pk)
    type(cast.bo).objects.filter(pk=cast.bo.pk).update(job_title="Welder", initials="BL")
    stale.job_title = "Painter"
    with django_assert_num_queries(1):
        stale.save(update_fields=(name for name in ["job_title"]))
    with django_assert_num_queries(0):
        stale.save(update_fields=[])
    kept = type(cast.bo).objects.get(pk=cast.bo.pk)
    assert (kept.job_title, kept.initials) == ("Painter", "BL")


@pytest.mark.django_db
def test_what_the_database_is_to_work_out_is_left_to_it(cast) -> None:
    cast.bo.version = F("version") + 1
    cast.bo.save(update_fields=["version"])
    cast.bo.refresh_from_db()
    assert cast.bo.version == 2


@pytest.mark.django_db
def test_a_row_that_is_there_is_saved_whole(cast) -> None:
    stale = type(cast.bo).objects.get(pk=cast.bo.pk)
    stale.name, stale.job_title = "Bo Berg", "Painter"
    stale.save()
    kept = type(cast.bo).objects.get(pk=cast.bo.pk)
    assert (kept.name, kept.job_title) == ("Bo Berg", "Painter")


@pytest.mark.django_db
def test_a_field_that_was_left_out_is_asked_for(cast, django_assert_num_queries) -> None:
    person = type(cast.anna).objects.only("name").get(pk=cast.anna.pk)
    with django_assert_num_queries(1):
        assert person.email == cast.anna.email
