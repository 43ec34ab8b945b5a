"""What is asked of a case: a little when it is opened, the rest in parts, each when one knows it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.incidents.forms.times import MomentField
from holger.incidents.library.titles import category_titles
from holger.incidents.models import Cause, Incident
from holger.incidents.models.incident import LONG
from holger.incidents.rules.states import CLOSED, REJECTED
from holger.incidents.selectors.severity import level_titles, method_of
from holger.ui.forms import Form, PickField, RecordForm

NOT_SAID = ("", pgettext_lazy("incident", "Not said"))
ACCURATE = {"second": 0, "microsecond": 0}


def named(field: str) -> dict[str, Any]:
    """What the table calls a field, and says of it."""
    described = Incident._meta.get_field(field)
    return {"label": described.verbose_name, "help_text": described.help_text, "required": not described.blank}


class CountriesField(forms.CharField):
    """Two letters for each, divided by commas or spaces."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [each.upper() for each in str(value or "").replace(",", " ").replace(";", " ").split()]

    def validate(self, value: Any) -> None:
        """The service does, for all ways in."""

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a list."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class CaseForm(RecordForm):
    """Some of the facts of a case. Times are asked for to the minute, and stay as they were where nobody changed them."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if {"impact", "urgency"} & fields.keys():
            method = method_of(self.actor.organisation_id)
            for name, levels in (("impact", method.impacts), ("urgency", method.urgencies)):
                fields[name].choices = [NOT_SAID, *self._levels(levels, name)]
        if "category" in fields:
            told = [(key, say(title, get_language())) for key, title in category_titles().items()]
            fields["category"].choices = [NOT_SAID, *told]
        if "reason" in self.fields and not self._wants_reason():
            del self.fields["reason"]

    def _levels(self, levels: Any, name: str) -> list[tuple[str, str]]:
        """With what each means. One that stands and is of another method can stay."""
        language = get_language()
        told = [
            (key, f"{title}: {say(level.about, language)}" if level.about else title)
            for (key, title), level in zip(level_titles(levels), levels, strict=True)
        ]
        stands = getattr(self.instance, name, "")
        return told if not stands or stands in dict(told) else [*told, (stands, stands)]

    def _wants_reason(self) -> bool:
        if "detected_at" in self.fields:
            return not self.instance._state.adding
        return self.instance.status in (CLOSED, REJECTED)

    @property
    def answers(self) -> dict[str, Any]:
        found = super().answers
        for name in ("detected_at", "occurred_from", "occurred_to"):
            before = getattr(self.instance, name, None) if not self.instance._state.adding else None
            if name in found and before is not None and found[name] == before.replace(**ACCURATE):
                del found[name]
        return found


class Reasoned(CaseForm):
    reason = forms.CharField(
        label=_("Why is it changed?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wanted where the time of detection changes or the case is closed. It stays in the history."),
    )


class WhatForm(Reasoned):
    category = forms.ChoiceField(**named("category"))
    reporter = PickField("people", **named("reporter"))
    detected_at = MomentField(**named("detected_at"))
    occurred_from = MomentField(**named("occurred_from"))
    occurred_to = MomentField(**named("occurred_to"))
    owner = PickField("people", label=_("Case leader"), required=False)
    unit = PickField("units", label=_("Unit"), required=False)

    fieldsets = (
        (_("What happened"), ("title", "description", "category"), ""),
        (
            pgettext_lazy("incident", "When"),
            ("detected_at", "occurred_from", "occurred_to", "estimated"),
            _("When it was detected is the first sign: the clocks of the law ask for it."),
        ),
        (_("How it came in"), ("source", "reporter", "reported_by", "doubt"), ""),
        (_("Who works on it"), ("owner", "unit"), ""),
        (_("The change"), ("reason",), ""),
    )

    class Meta:
        model = Incident
        fields = (
            *("title", "description", "category", "detected_at", "occurred_from", "occurred_to", "estimated"),
            *("source", "reporter", "reported_by", "doubt", "owner", "unit"),
        )
        labels = {"title": _("In one line")}
        widgets = {"description": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.anonymous:
            del self.fields["reporter"], self.fields["reported_by"]


class SeverityForm(Reasoned):
    impact = forms.ChoiceField(widget=forms.RadioSelect, **named("impact"))
    urgency = forms.ChoiceField(widget=forms.RadioSelect, **named("urgency"))

    fieldsets = (
        (
            _("How severe it is"),
            ("impact", "urgency"),
            _("The severity follows from both by your method, and from what is decided."),
        ),
        (_("What suffered"), ("hits_confidentiality", "hits_integrity", "hits_availability"), ""),
        (_("The change"), ("reason",), ""),
    )

    class Meta:
        model = Incident
        fields = ("impact", "urgency", "hits_confidentiality", "hits_integrity", "hits_availability")


class ReachForm(Reasoned):
    countries = CountriesField(
        label=named("countries")["label"], required=False, help_text=_("Two letters for each: DK, SE, DE.")
    )

    fieldsets = (
        (
            _("How many it hit"),
            ("people_count", "record_count", "users_count", "customers_count"),
            _("Roughly is good enough: the authorities take estimates, and you can put them right."),
        ),
        (_("How long, and at what price"), ("outage_minutes", "loss"), ""),
        (_("Other countries"), ("cross_border", "countries"), ""),
        (_("The change"), ("reason",), ""),
    )

    class Meta:
        model = Incident
        fields = (
            *("people_count", "record_count", "users_count", "customers_count", "outage_minutes", "loss"),
            *("cross_border", "countries"),
        )


class CauseForm(Reasoned):
    cause = forms.ChoiceField(choices=[NOT_SAID, *Cause.choices], **named("cause"))

    fieldsets = (
        (pgettext_lazy("incident", "Cause"), ("cause", "malicious"), ""),
        (_("What was done"), ("containment", "recovery"), ""),
        (_("The change"), ("reason",), ""),
    )

    class Meta:
        model = Incident
        fields = ("cause", "malicious", "containment", "recovery")


PARTS: Mapping[str, tuple[Any, type[CaseForm]]] = {
    "what": (_("What happened"), WhatForm),
    "severity": (_("Severity"), SeverityForm),
    "reach": (_("Extent"), ReachForm),
    "cause": (_("Cause and handling"), CauseForm),
}
"""The parts in which a case is edited, in the order in which one comes to know them."""


class NewForm(CaseForm):
    """What one knows when a case begins. The rest is told as it comes to light."""

    category = forms.ChoiceField(**named("category"))
    detected_at = MomentField(**named("detected_at"))
    owner = PickField("people", label=_("Case leader"), required=False)
    unit = PickField("units", label=_("Unit"), required=False)
    impact = forms.ChoiceField(**named("impact"))
    urgency = forms.ChoiceField(**named("urgency"))

    fieldsets = (
        (_("What happened"), ("title", "description", "category", "detected_at", "source", "reported_by"), ""),
        (_("How severe it is"), ("impact", "urgency"), _("As it looks now. It can be changed at any time.")),
        (_("Who works on it"), ("owner", "unit"), ""),
    )

    class Meta:
        model = Incident
        fields = (
            *("title", "description", "category", "detected_at", "source", "reported_by"),
            *("impact", "urgency", "owner", "unit"),
        )
        labels = {"title": _("In one line")}


class StepForm(Form):
    """When a step was taken."""

    at = MomentField(label=_("When"), help_text=_("On the clock where you are. The deadlines hang on it."))
    reason = forms.CharField(label=_("Why"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))


class AgainForm(Form):
    """A step back takes a reason; when is now."""

    reason = forms.CharField(label=_("Why"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))


class CloseForm(Form):
    at = MomentField(label=pgettext_lazy("incident", "Closed"))
    reason = forms.CharField(
        label=_("How did it end?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence for whoever reads the case in a year."),
    )
    anyway = forms.BooleanField(
        label=_("Close it although something is open"),
        required=False,
        help_text=_("No clock pauses: deadlines run on, and you are still reminded of them."),
    )


class RestrictForm(Form):
    reason = forms.CharField(label=_("Why"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))
    without_me = forms.BooleanField(
        label=_("I shall not see it any more either"),
        required=False,
        help_text=_("Only if you neither lead the case nor are on its team, and mean it so."),
    )


class GiveForm(Form):
    owner = PickField("people", label=_("Case leader"), required=False, help_text=_("Empty: nobody."))
