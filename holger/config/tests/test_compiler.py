"""The short ways to SQL come to the same as Django's own, for every table and on both databases."""

from itertools import chain

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Count, Exists, F, Field, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler as DjangosOwn

from holger.config.compiler import SQLCompiler
from holger.organisation.models import Person, RoleGrant, Unit

MODELS = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def of_table(model):
    rows, names = model._default_manager.all(), [field.name for field in model._meta.concrete_fields]
    keys = [field.name for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one]
    yield rows
    yield rows.order_by(*names)
    yield rows.order_by(f"-{names[-1]}", F(names[0]).desc(nulls_last=True), Lower(names[-1]))
    yield rows.values_list(*names).order_by(names[0]).distinct()
    yield rows.annotate(the_first=F(names[0]), how_many=Count("*")).order_by("the_first", "-how_many")
    yield rows.extra(select={"one": "1"}).order_by("one")
    yield rows.only(*names[1:3])
    yield rows.defer(names[-1]).order_by(names[-1])
    yield rows.annotate(how_many=Count("*")).filter(pk__in=rows.order_by().values("pk")[:3])
    if keys:
        yield rows.select_related(*keys).order_by(f"{keys[0]}__pk", "?")[:10]
        theirs = model._meta.get_field(keys[-1]).remote_field.model._meta.pk.name
        yield rows.select_related(keys[-1]).only(names[0], keys[-1], f"{keys[-1]}__{theirs}")
    if back := [each.name for each in model._meta.related_objects if each.one_to_one and not each.hidden]:
        yield rows.select_related(*back)


def of_many():
    roles = RoleGrant.objects.filter(person=OuterRef("pk")).order_by("role")
    people = Person.objects.filter(Q(email__contains="@") | Exists(roles))
    marked = Case(When(email="", then=Value(1)), default=Value(2))
    yield people.annotate(mark=marked, some=Exists(roles)).order_by("mark", "some", marked, F("name").asc())
    yield people.order_by().union(Person.objects.filter(name="x").order_by()).order_by("name", "pk")
    yield people.values("name").annotate(many=Count("pk")).order_by("many", "name")
    yield Unit.objects.filter(pk__in=Unit.objects.exclude(parent=None).values("parent")).order_by(
        "parent__parent__name"
    )
    yield Unit.objects.none()
    yield RoleGrant.objects.select_related("person__organisation", "unit__parent").order_by("person__name").reverse()
    yield Person.objects.order_by().union(Person.objects.select_related("organisation").order_by()).order_by("name")


def asked(rows, compiler):
    """Its SQL with what is put into it, which value each column's ways make of what the database gives, and whose columns they are."""
    made = compiler(rows.query.clone(), connection, connection.alias)
    try:
        sql, parameters = made.as_sql()
    except EmptyResultSet:
        return None
    ways = made.get_converters([column for column, _sql, _alias in made.select])
    named = {place: [way.__qualname__ for way in found] for place, (found, _column) in ways.items()}
    return sql, parameters, named, filled(made.klass_info)


def filled(info):
    """The models that are made of a row: each of which columns, and under which field of the one above."""
    if info is None:
        return None
    related = [(str(each.get("field")), filled(each)) for each in info.get("related_klass_infos", ())]
    return info["model"], info["select_fields"], related


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=str)
def test_questions_of_one_table_come_out_as_djangos_own(model):
    for rows in of_table(model):
        assert asked(rows, SQLCompiler) == asked(rows, DjangosOwn)


@pytest.mark.django_db
def test_questions_of_many_come_out_as_djangos_own():
    for rows in of_many():
        assert asked(rows, SQLCompiler) == asked(rows, DjangosOwn)


def test_questions_are_put_by_it():
    assert all(type(rows.query.get_compiler("default")) is SQLCompiler for rows in chain(of_table(Person), of_many()))


def test_no_field_is_selected_in_a_way_of_its_own():
    fields = {field for model in MODELS for field in model._meta.concrete_fields}
    assert {type(field).select_format for field in fields} == {Field.select_format}
