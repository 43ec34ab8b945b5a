"""How reports are taken in, and an organisation's own method for severity."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.incidents import library
from holger.incidents.models import CaseSettings
from holger.incidents.rules.severity import Level, Method
from holger.organisation.models import Organisation
from holger.ui.forms import Form, PickField, RecordForm


class CaseSettingsForm(RecordForm):
    intake = PickField(
        "people",
        many=True,
        label=CaseSettings._meta.get_field("intake").verbose_name,  # type: ignore[union-attr]
        required=False,
        help_text=CaseSettings._meta.get_field("intake").help_text,  # type: ignore[union-attr]
    )
    method = forms.ChoiceField(
        label=_("How severe an incident is"),
        widget=forms.RadioSelect,
        help_text=_("A level for each pair of impact and urgency. You can make it your own below."),
    )

    class Meta:
        model = CaseSettings
        fields = ("allow_anonymous", "telephone")

    fieldsets = (
        (_("Reports"), ("intake", "telephone", "allow_anonymous"), ""),
        (_("Severity"), ("method",), ""),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        ready = [(each.key, say(each.title, get_language())) for each in library.severities()]
        self.fields["method"].choices = ready  # type: ignore[attr-defined]


GROUPS = (
    ("impacts", pgettext_lazy("incident", "Impact")),
    ("urgencies", pgettext_lazy("incident", "Urgency")),
    ("severities", pgettext_lazy("incident", "Severity")),
)
LONGEST = 100


class MethodForm(Form):
    """What the levels are called in each language, and the grid. Levels themselves stay: incidents hold their keys."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, method: Method, **kwargs: Any):
        self.method = method
        own: dict[str, forms.Field] = {}
        for group, _title in GROUPS:
            for level in getattr(method, group):
                own |= {f"{group}-{level.key}-{code}": _word(level, code, str(name)) for code, name in _tongues()}
        severities = [(each.key, say(each.title, get_language())) for each in method.severities]
        for row, impact in enumerate(method.impacts):
            for column, urgency in enumerate(method.urgencies):
                label = f"{say(impact.title, get_language())}, {say(urgency.title, get_language())}"
                own[f"grid-{row}-{column}"] = forms.ChoiceField(
                    label=label, choices=severities, initial=method.grid[row][column]
                )
        self.base_fields = {**own, **type(self).base_fields}  # type: ignore[misc]  # one form's own, which Django copies
        super().__init__(*args, **kwargs)

    def groups(self) -> Iterator[tuple[Any, list[tuple[Level, list[forms.BoundField]]]]]:
        """By kind of level: its title, and the fields of each level."""
        for group, title in GROUPS:
            levels = getattr(self.method, group)
            yield title, [(each, [self[f"{group}-{each.key}-{code}"] for code, _name in _tongues()]) for each in levels]

    def grid(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for row, impact in enumerate(self.method.impacts):
            cells = [self[f"grid-{row}-{column}"] for column in range(len(self.method.urgencies))]
            yield say(impact.title, get_language()), cells

    def columns(self) -> list[str]:
        return [say(each.title, get_language()) for each in self.method.urgencies]

    @property
    def own(self) -> dict[str, Any]:
        """The method as it was answered, as ``rules.severity`` reads one."""
        told = own_of(self.method)
        for group, _title in GROUPS:
            for level in told[group]:
                level["title"] = {code: self.cleaned_data[f"{group}-{level['key']}-{code}"] for code, _n in _tongues()}
        for row, cells in enumerate(told["grid"]):
            told["grid"][row] = [self.cleaned_data[f"grid-{row}-{column}"] for column in range(len(cells))]
        return told


def _tongues() -> Sequence[tuple[str, Any]]:
    return Organisation.Language.choices


def _word(level: Level, code: str, language: str) -> forms.Field:
    return forms.CharField(
        label=f"{say(level.title, get_language())} ({language})", max_length=LONGEST, initial=level.title.get(code, "")
    )


def own_of(method: Method) -> dict[str, Any]:
    """A method as it is kept: what ``rules.severity`` reads."""
    levels = {group: [_told(each) for each in getattr(method, group)] for group, _title in GROUPS}
    grid = [list(row) for row in method.grid]
    return {"key": method.key, "title": dict(method.title), **levels, "grid": grid, "at_least": dict(method.at_least)}


def _told(level: Level) -> dict[str, Any]:
    told: dict[str, Any] = {"key": level.key, "title": dict(level.title)}
    about: Mapping[str, str] = deepcopy(dict(level.about))
    return told | ({"about": about} if about else {}) | ({"hours": level.hours} if level.hours else {})
