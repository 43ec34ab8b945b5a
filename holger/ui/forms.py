"""Forms: drawn one way everywhere, made for an actor, and never writing by themselves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.registry import registry
from holger.ui import widgets

Text = str | Promise
Fieldset = tuple[Text, Sequence[str], Text]

DATES = ["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%y", "%d.%m.%y"]


class Renderer(TemplatesSetting):
    """How every form is drawn; named by FORM_RENDERER."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class DateField(forms.DateField):
    widget = widgets.DateInput

    def __init__(self, **kwargs: Any):
        super().__init__(input_formats=DATES, **kwargs)


class LevelField(forms.TypedChoiceField):
    """A step on a scale, or none. ``choices`` are (number, word)."""

    widget = widgets.Level

    def __init__(self, *, choices: Any, **kwargs: Any):
        super().__init__(choices=choices, coerce=int, empty_value=None, **kwargs)


class PickOneField(forms.ModelChoiceField):
    widget = widgets.Pick
    first: Callable[[], Sequence[Any]]
    """The rows that it offers without a search."""

    def __init__(self, pick: str, **kwargs: Any):
        self.pick = pick
        super().__init__(queryset=None, **{"empty_label": "–", **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return widgets.named(obj)


class PickManyField(forms.ModelMultipleChoiceField):
    widget = widgets.PickSeveral
    first: Callable[[], Sequence[Any]]

    def __init__(self, pick: str, **kwargs: Any):
        self.pick = pick
        super().__init__(queryset=None, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return widgets.named(obj)


def PickField(pick: str, *, many: bool = False, **kwargs: Any) -> Any:
    """A field that holds a row, or ``many``, found by the search ``pick``: people, assets, units, tags …"""
    return PickManyField(pick, **kwargs) if many else PickOneField(pick, **kwargs)


class Shaped(forms.BaseForm):
    """What all our forms share: the actor, fieldsets and the answers."""

    fieldsets: Sequence[Fieldset] = ()
    beneath: Mapping[str, str] = {}
    """Templates that are drawn at the end of a fieldset, by the first of its fields; they are told the form."""

    def _shape(self, actor: Actor) -> None:
        self.actor = actor
        offered: dict[str, Callable[[], Sequence[Any]]] = {}
        for field in self.fields.values():
            if isinstance(field, PickOneField | PickManyField):
                self._offer(field)
                field.first = offered.setdefault(field.pick, _once(field.queryset))
            elif isinstance(field, forms.ModelChoiceField):
                raise ImproperlyConfigured(f"{type(self).__name__}: a row is chosen by PickField, seen by the actor.")
            _dress(field)

    def _offer(self, field: Any) -> None:
        search = registry.search(field.pick)
        if search is None or search.rows is None:
            raise ImproperlyConfigured(f"No search offers rows for the picker {field.pick!r}.")
        field.queryset = search.rows(self.actor)
        field.widget.attrs["data-pick"] = field.pick

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, ready for a service."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def shown_fieldsets(self) -> Iterator[tuple[Text, Text, list[forms.BoundField], str]]:
        """The visible fields by fieldset, and what is drawn beneath; those that no fieldset mentions come last, so that
        none is lost."""
        rest = [field.name for field in self.visible_fields()]
        for title, names, *more in self.fieldsets:
            there = [name for name in names if name in rest]
            rest = [name for name in rest if name not in there]
            if there:
                yield title, more[0] if more else "", [self[name] for name in there], self.beneath.get(there[0], "")
        if rest:
            yield "", "", [self[name] for name in rest], ""

    def problems(self) -> list[tuple[str, Text, Any]]:
        """Every error with its field's id and label, for the summary on top."""
        found: list[tuple[str, Text, Any]] = []
        for name, errors in self.errors.items():
            about = (self[name].id_for_label, self[name].label) if name in self.fields else ("", "")
            found += [(*about, error) for error in errors]
        return found


class Form(Shaped, forms.Form):
    """Answers that belong to no table."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._shape(actor)


class SubjectsForm(Form):
    """Objects of every kind in ``KINDS`` that the actor can pick: one field for each, and at least one answer."""

    KINDS: Sequence[str] = ()
    """Searches, by their keys."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        for key in self.KINDS:
            search = registry.search(key)
            if search is not None and search.rows is not None and actor.may(search.permission):
                self.fields[key] = PickField(key, many=True, label=search.title, required=False)
        self._shape(actor)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(answers.values()):
            raise forms.ValidationError(_("Choose at least one."))
        return answers

    @property
    def subjects(self) -> list[Any]:
        return [row for rows in self.cleaned_data.values() for row in rows]


class RecordForm(Shaped, forms.ModelForm):
    """Answers about a row. The row itself is left alone: a service writes it, after asking and checking."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if getattr(self.instance, "version", None) and not self.instance._state.adding:
            self.fields["version"] = forms.IntegerField(
                required=False, initial=self.instance.version, widget=forms.HiddenInput
            )
        self._shape(actor)

    def _post_clean(self) -> None:
        """Django would put the answers on the row here. We do not."""


def _once(queryset: QuerySet[Any]) -> Callable[[], Sequence[Any]]:
    """The first rows, asked for once however many fields of a form offer them."""
    return cache(lambda: list(queryset[: widgets.FIRST]))


def _dress(field: forms.Field) -> None:
    """Give a field the look and the input ways that all fields have."""
    if isinstance(field, forms.DateField) and not isinstance(field, DateField):
        field.input_formats = DATES
        field.widget = _like(field, widgets.DateInput())
    if isinstance(field, forms.DecimalField | forms.FloatField):
        field.localize = True
        field.widget = _like(field, forms.TextInput(attrs={"inputmode": "decimal"}))
        field.widget.is_localized = True
    if isinstance(field, forms.NullBooleanField):
        field.widget = _like(field, forms.Select(choices=(("", "–"), ("true", _("Yes")), ("false", _("No")))))
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        css = "form-check-input"
    elif isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        css = ""
    elif isinstance(widget, forms.Select):
        css = "form-select"
    else:
        css = "form-control"
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") in (None, "10"):
        widget.attrs["rows"] = "3"
        widget.attrs.pop("cols", None)
    if css:
        widget.attrs["class"] = f"{css} {widget.attrs.get('class', '')}".strip()


def _like(field: forms.Field, widget: forms.Widget) -> forms.Widget:
    """``widget`` in the place of the field's own."""
    widget.is_required = field.required
    widget.attrs.update({k: v for k, v in field.widget.attrs.items() if k not in ("step",)})
    return widget
