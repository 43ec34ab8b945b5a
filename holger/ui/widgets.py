"""Fields as they are drawn where the browser's own do not suffice."""

from html import escape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

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


class Pick(forms.Select):
    """A select that searches on the server as you type; without script it offers the first rows.

    Drawn in Python: fifty options through the templates of Django's own select would cost more than the rest of a form.
    """

    choices: Any

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = self.choices.field
        first = {str(row.pk): row for row in field.first()}
        values = [v for v in self.format_value(value) if v]
        further = _found(field.queryset, [v for v in values if v not in first])
        picked = {**{v: first[v] for v in values if v in first}, **{str(row.pk): row for row in further}}
        options = (
            [] if self.allow_multiple_selected else [f'<option value="">{escape(field.empty_label or "–")}</option>']
        )
        for key, row in {**picked, **first}.items():
            selected = " selected" if key in picked else ""
            options.append(f'<option value="{key}"{selected}>{escape(field.label_from_instance(row))}</option>')
        written = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return SafeString(f"<select{written}>{''.join(options)}</select>")


def _found(queryset: Any, values: list[str]) -> list[Any]:
    if not values:
        return []
    try:
        return list(queryset.filter(pk__in=values))
    except (ValidationError, ValueError):
        return []


class PickSeveral(Pick):
    """The same for more than one."""

    allow_multiple_selected = True

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "multiple": True}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # a select with nothing chosen sends nothing


class Level(forms.RadioSelect):
    """Steps on a scale side by side: 1 Low, 2 Normal, …"""

    template_name = "ui/forms/level.html"
    option_template_name = "ui/forms/level.html"
