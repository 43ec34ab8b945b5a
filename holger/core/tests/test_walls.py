"""The database's own walls, tried from below holger: raw writes that no service would make."""

import datetime
import itertools
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import DatabaseError, connection, models, transaction
from uuid_utils.compat import uuid7

from holger.core import walls
from holger.core.models import TenantModel
from tests.cast import make_cast, make_organisation

pytestmark = pytest.mark.django_db

MODELS = [m for m in apps.get_models() if issubclass(m, TenantModel) and not m._meta.proxy]
PARTICULAR = {
    "evidence.Evidence": {"kind": "link", "url": "https://kronborg.example/"},
    "frameworks.Draft": {"content": b"rules"},
    "frameworks.Framework": {"title_en": "Rules"},
    "frameworks.Requirement": {"title_en": "Doors are locked"},
    "risks.Threat": {"title_en": "Fire"},
    "policies.Policy": {"title_en": "Acceptable use"},
    "policies.Campaign": {"title_en": "Read the rules"},
    "training.Course": {"title_en": "Phishing"},
    "training.CoursePage": {"title_en": "Stop"},
    "training.Question": {"text_en": "Who wrote it?"},
    "incidents.Decision": {"question": "significant"},
    "incidents.Entry": {"text": "The alarm rang."},
    "privacy.SubjectRequest": {"due": datetime.date(2026, 12, 24)},
    "privacy.RequestStep": {"own": "Ask the archive"},
}
"""What a table's constraints ask for beyond each column by itself."""
POINTING = {"privacy.RetentionRule": ("system",)}
"""References of which a table wants at least one, though it takes none by itself."""
LINKS = [m for m in apps.get_models(include_auto_created=True) if m._meta.auto_created]


NUMBERS = itertools.count(1)


def make_row(model: type[models.Model], organisation: Any, depth: int = 0, **given: Any) -> models.Model:
    """A row of any model, with whatever the table insists on and nothing more."""
    given = {**PARTICULAR.get(model._meta.label, {}), **given}
    values: dict[str, Any] = {}
    for field in model._meta.local_concrete_fields:
        if field.name in given or isinstance(field, models.AutoField):
            continue
        if field.name == "organisation":
            values["organisation"] = organisation
        elif field.primary_key:
            values[field.name] = uuid7()
        elif field.name in POINTING.get(model._meta.label, ()) or (
            not field.null and not field.blank and (not field.has_default() or field.unique)
        ):
            values[field.name] = sample(field, organisation, depth)
    row = model(**values, **given)
    row.save(force_insert=True)
    return row


def sample(field: Any, organisation: Any, depth: int) -> Any:
    if isinstance(field, models.ForeignKey):
        if not issubclass(field.related_model, TenantModel):
            return None
        return make_row(field.related_model, organisation, depth + 1)
    if field.choices:
        return next(key for key, _label in field.flatchoices if key not in ("", None))
    low = next((v.limit_value for v in field.validators if isinstance(v, MinValueValidator)), 0)
    high = next((v.limit_value for v in field.validators if isinstance(v, MaxValueValidator)), None)
    if isinstance(field, models.DecimalField):
        return Decimal(low)
    if isinstance(field, models.IntegerField) and field.unique:
        return next(NUMBERS)
    if isinstance(field, models.IntegerField):
        return max(low, 1) if high is None or high >= 1 else low
    if isinstance(field, models.DateTimeField):
        return datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    if isinstance(field, models.DateField):
        return datetime.date(2026, 11, 24)
    if isinstance(field, models.UUIDField):
        return uuid7()
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.JSONField):
        return {}
    return f"x{uuid7().hex[-12:]}"[: field.max_length or 12]


def raw(value: UUID) -> Any:
    """An id as the database keeps it."""
    return value if connection.vendor == "postgresql" else value.hex


def update(table: str, column: str, value: UUID | str, pk: Any) -> None:
    values = [raw(each) if isinstance(each, UUID) else each for each in (value, pk)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", values)


@pytest.fixture
def two():
    return make_organisation("kronborg"), make_organisation("rosenborg")


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_a_row_cannot_refer_to_another_organisation(model, two):
    ours, theirs = two
    row = make_row(model, ours)
    fields = [f for f in model._meta.local_fields if isinstance(f, models.ForeignKey)]
    for field in fields:
        if issubclass(field.related_model, TenantModel):
            foreign = make_row(field.related_model, theirs)
            with pytest.raises(DatabaseError, match=r"foreign organisation|append only"):
                update(model._meta.db_table, field.column, foreign.pk, row.pk)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_a_row_stays_in_its_organisation(model, two):
    ours, theirs = two
    row = make_row(model, ours)
    with pytest.raises(DatabaseError, match=r"organisation|append only"):
        update(model._meta.db_table, "organisation_id", theirs.pk, row.pk)
    assert model._base_manager.get(pk=row.pk).organisation_id == ours.pk


@pytest.mark.parametrize("link", LINKS, ids=lambda m: m._meta.label)
def test_a_link_cannot_join_two_organisations(link, two):
    ours, theirs = two
    one, other = [f for f in link._meta.local_fields if isinstance(f, models.ForeignKey)]
    if not (issubclass(one.related_model, TenantModel) and issubclass(other.related_model, TenantModel)):
        pytest.skip("not between rows of organisations")
    with pytest.raises(DatabaseError, match="foreign organisation"), transaction.atomic():
        link(**{one.name: make_row(one.related_model, ours), other.name: make_row(other.related_model, theirs)}).save()
    kept = link.objects.create(
        **{one.name: make_row(one.related_model, ours), other.name: make_row(other.related_model, ours)}
    )
    for end in (one, other):
        with pytest.raises(DatabaseError, match="foreign organisation"):
            update(link._meta.db_table, end.column, make_row(end.related_model, theirs).pk, kept.pk)


SUBJECTS = [wall for wall in walls.walls() if wall.when]


@pytest.mark.parametrize("wall", SUBJECTS, ids=lambda wall: wall.name)
def test_what_is_said_about_an_object_stays_in_its_organisation(wall, two):
    ours, theirs = two
    by_table = {m._meta.db_table: m for m in MODELS}
    about = {wall.when.removeprefix("NEW.").split(" ")[0]: wall.when.split("'")[1]}
    model, subject = by_table[wall.table], by_table[wall.target]
    row, foreign = (
        make_row(model, ours, **about, **{wall.column: make_row(subject, ours).pk}),
        make_row(subject, theirs),
    )
    with pytest.raises(DatabaseError, match="foreign organisation"), transaction.atomic():
        make_row(model, ours, **about, **{wall.column: foreign.pk})
    with pytest.raises(DatabaseError, match=r"foreign organisation|append only"):
        update(wall.table, wall.column, foreign.pk, row.pk)
    (kind,) = about
    of_no_kind = make_row(model, ours, **{kind: "nothing", wall.column: foreign.pk})
    with pytest.raises(DatabaseError, match=r"foreign organisation|append only"):
        update(wall.table, kind, about[kind], of_no_kind.pk)


def test_every_reference_between_rows_of_organisations_has_its_wall():
    walled = {(wall.table, wall.column) for wall in walls.walls()}
    for model in MODELS:
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, TenantModel):
                assert (model._meta.db_table, field.column) in walled


def test_what_stands_for_good_is_known_here_too():
    """A table that is no longer said to be one loses its walls, and nothing that asks which ones there are would miss it."""
    assert sorted(walls.APPEND_ONLY) == [
        "history_checkpoint",
        "history_event",
        "incidents_custody",
        "incidents_decision",
        "incidents_entry",
        "incidents_latereason",
        "incidents_moment",
        "incidents_sentnotice",
        "policies_acknowledgement",
        "privacy_dpiaversion",
        "privacy_requestentry",
        "privacy_screening",
        "risks_snapshot",
        "training_edition",
    ]
    assert sorted(walls.SETTLED) == [
        "controls_statement",
        "policies_policyexception",
        "policies_policytext",
        "policies_policyversion",
        "suppliers_answer",
        "suppliers_questionnaireversion",
        "training_attempt",
    ]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_replacing_a_row_does_not_move_it(two):
    ours, theirs = two
    unit = make_row(apps.get_model("organisation.Unit"), ours)
    with pytest.raises(DatabaseError, match="never changes"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO organisation_unit (id, organisation_id, name) VALUES (%s, %s, 'Moved')",
            [unit.pk.hex, theirs.pk.hex],
        )


def test_the_walls_come_back_after_being_dropped():
    walls.drop(connection)
    cast = make_cast()
    cast.bo.unit_id = make_row(apps.get_model("organisation.Unit"), cast.rosenborg).pk
    with transaction.atomic():
        cast.bo.save()
        transaction.set_rollback(True)
    walls.build(connection)
    with pytest.raises(DatabaseError, match="foreign organisation"), transaction.atomic():
        cast.bo.save()
