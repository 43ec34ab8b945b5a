"""Fields that hold several keys of the vocabulary."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.privacy.rules import vocabulary


def _check(value: Any, known: Mapping[str, str]) -> None:
    if not isinstance(value, list) or any(key not in known for key in value):
        raise ValidationError(_("Choose from the list."))


def data_subjects(value: Any) -> None:
    _check(value, vocabulary.DATA_SUBJECTS)


def special(value: Any) -> None:
    _check(value, vocabulary.SPECIAL)


def protected(value: Any) -> None:
    _check(value, vocabulary.PROTECTED)


def grounds(value: Any) -> None:
    _check(value, vocabulary.GROUNDS)


def special_grounds(value: Any) -> None:
    _check(value, vocabulary.SPECIAL_GROUNDS)


def measures(value: Any) -> None:
    _check(value, vocabulary.MEASURES)


def keys(label: Any, known: Any, **options: Any) -> models.JSONField:
    """Several keys, in the order that people have chosen them in."""
    return models.JSONField(label, default=list, blank=True, validators=[known], **options)
