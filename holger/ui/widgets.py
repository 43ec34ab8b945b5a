"""Fields as they are drawn where the browser's own do not suffice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

FIRST = 50
"""How many rows a picker offers where no script can search for more."""


def named(row: Any) -> str:
    """What a picked row is called, in the field and in the list to pick from alike."""
    return str(getattr(row, "title", None) or row)


class DateInput(forms.DateInput):
    """The browser's own date picker; it shows dates the reader's way and sends ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class PickMixin:
    """A select that searches on the server as you type; without script it offers the first rows."""

    attrs: dict[str, Any]
    choices: Any

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        field, queryset = self.choices.field, self.choices.queryset
        chosen = _found(queryset, [v for v in value if v])
        rows = {row.pk: row for row in (*chosen, *queryset[:FIRST])}
        groups = []
        if not self.allow_multiple_selected and field.empty_label is not None:  # type: ignore[attr-defined]
            groups.append((None, [self.create_option(name, "", field.empty_label, not chosen, 0)], 0))  # type: ignore[attr-defined]
        picked = {row.pk for row in chosen}
        for index, row in enumerate(rows.values(), start=1):
            option = self.create_option(  # type: ignore[attr-defined]
                name, row.pk, field.label_from_instance(row), row.pk in picked, index
            )
            groups.append((None, [option], index))
        return groups


def _found(queryset: Any, values: list[str]) -> list[Any]:
    if not values:
        return []
    try:
        return list(queryset.filter(pk__in=values))
    except (ValidationError, ValueError):
        return []


class Pick(PickMixin, forms.Select):
    pass


class PickSeveral(PickMixin, forms.SelectMultiple):
    pass


class Level(forms.RadioSelect):
    """Steps on a scale side by side: 1 Low, 2 Normal, …"""

    template_name = "ui/forms/level.html"
    option_template_name = "ui/forms/level.html"
