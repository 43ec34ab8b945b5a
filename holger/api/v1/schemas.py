"""Bodies and answers made from the models, so that they say what the models say and never fall behind."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import override
from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema, create_model

from holger.api.v1.references import pointer, shown
from holger.api.v1.shape import Shape


class Body(Shape):
    """What is sent. A field that cannot be written is refused rather than passed over."""

    model_config = ConfigDict(extra="forbid", strict=False)


def _no_defaults(schema: dict[str, Any]) -> None:
    """Leaving a field out of a change is not the same as setting it to null."""
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


class Change(Body):
    """What is sent to change something: all fields may be left out, and then stay as they are."""

    model_config = ConfigDict(json_schema_extra=_no_defaults)


class Out(Shape):
    """What is answered."""

    model_config = ConfigDict(from_attributes=True)


def reads(name: str, model: type[models.Model], fields: Iterable[str], **more: Any) -> type[Out]:
    """What is answered about a row: these fields of the model, and ``more`` that it computes."""
    told = {each: more.get(each) or _shown(model._meta.get_field(each)) for each in fields}
    return create_model(name, __base__=Out, __module__=__name__, **{**told, **more})


def creates(name: str, model: type[models.Model], fields: Iterable[str], **more: Any) -> type[Body]:
    """What is sent to make a row."""
    told: dict[str, Any] = {}
    for each in fields:
        told[each] = more.get(each) or _needed(model._meta.get_field(each))
    return create_model(name, __base__=Body, __module__=__name__, **{**told, **more})


def edits(name: str, model: type[models.Model], fields: Iterable[str], **more: Any) -> type[Body]:
    """What is sent to change a row: any of the fields, the others stay as they are."""
    told: dict[str, Any] = {}
    for each in fields:
        told[each] = more.get(each) or (_written(model._meta.get_field(each)), None)
    return create_model(name, __base__=Change, __module__=__name__, **{**told, **more})


def _shown(field: Any) -> tuple[Any, Any]:
    if field.is_relation:
        return (shown(field.related_model, many=bool(field.many_to_many)), _said(field))
    kind = _kind(field)
    return (kind | None if field.null else kind, _said(field))


def _needed(field: Any) -> tuple[Any, Any]:
    return (_written(field), _default(field))


def _written(field: Any) -> Any:
    if field.is_relation:
        kind = pointer(field.related_model, many=bool(field.many_to_many), null=field.null)
        return Annotated[kind, Field(title=_title(field))]
    kind = Annotated[_kind(field), _limits(field)]
    return Annotated[kind | None if field.null else kind, _said(field)]


def _kind(field: Any) -> Any:
    if field.choices:
        values = [value for value, _label in field.flatchoices]
        if field.blank and not field.null and "" not in values:
            values = ["", *values]
        return Literal[tuple(values)]
    for kind, answer in KINDS:
        if isinstance(field, kind):
            return answer
    raise TypeError(f"{field} has no kind in the interface")


Amount = Annotated[Decimal, PlainSerializer(float, return_type=float)]
"""A number in requests and answers alike, never more exact than the model."""


CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


def _by_the_clock(value: Any) -> Any:
    if isinstance(value, datetime.time) or (isinstance(value, str) and re.fullmatch(CLOCK, value)):
        return value
    raise ValueError("a time of day, hours and minutes, without a zone")


ByTheClock = Annotated[
    datetime.time, BeforeValidator(_by_the_clock), WithJsonSchema({"type": "string", "pattern": CLOCK})
]
"""A time of day where the organisation is. What JSON Schema calls a time has a zone."""

KINDS: tuple[tuple[type[models.Field], Any], ...] = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.DecimalField, Amount),
    (models.FloatField, float),
    (models.DateTimeField, datetime.datetime),
    (models.DateField, datetime.date),
    (models.TimeField, ByTheClock),
    (models.UUIDField, UUID),
    (models.JSONField, Any),
    (models.CharField, str),
    (models.TextField, str),
)


def _limits(field: Any) -> Any:
    """How long or large: what the model and every database can hold."""
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        least = 0 if field.blank else 1
        return Field(max_length=field.max_length or 20_000, min_length=least)
    if isinstance(field, models.IntegerField) and not field.choices:
        least = max([v.limit_value for v in field.validators if isinstance(v, MinValueValidator)], default=-(2**31))
        most = min([v.limit_value for v in field.validators if isinstance(v, MaxValueValidator)], default=2**31 - 1)
        return Field(ge=least, le=most, strict=True)
    if isinstance(field, models.DecimalField):
        least = max([v.limit_value for v in field.validators if isinstance(v, MinValueValidator)], default=None)
        return Field(ge=least, max_digits=field.max_digits, decimal_places=field.decimal_places)
    return Field(strict=True) if isinstance(field, models.BooleanField) else Field()


def _default(field: Any) -> Any:
    if field.many_to_many:
        return []
    if field.has_default() and not callable(field.default):
        return getattr(field.default, "value", field.default)
    if field.null:
        return None
    return "" if field.blank else ...


def _title(field: Any) -> str:
    with override("en"):
        return str(field.verbose_name)


def _said(field: Any) -> Any:
    with override("en"):
        choices = ", ".join(f"{value}: {label}" for value, label in field.flatchoices if value != "")
        said = " ".join(part for part in (str(field.help_text), choices) if part)
        return Field(title=str(field.verbose_name), description=said or None)
