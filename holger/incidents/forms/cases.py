"""What is asked when something is decided about an incident, happened, or was sent."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.incidents.forms.times import MomentField
from holger.incidents.models.decisions import Answered, CaseMeasures
from holger.incidents.models.law import Agreement
from holger.incidents.models.notices import LetterDraft, SentNotice
from holger.incidents.rules.sheets import UNKNOWN, Asked, Kind
from holger.incidents.rules.significance import Measure
from holger.ui.forms import Form, RecordForm

REASON: dict[str, Any] = {"max_length": 4000, "widget": forms.Textarea(attrs={"rows": 4})}
UNKNOWN_WORD = _("We do not know yet")


class DecisionForm(Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=Answered.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"), help_text=_("What you build on, in a sentence or two. An authority may ask for it."), **REASON
    )
    at = MomentField(
        label=_("When was it decided?"), required=False, help_text=_("Leave it empty if it is decided now.")
    )


class TellForm(Form):
    at = MomentField(label=_("When"))
    basis = forms.CharField(
        label=_("How do you know?"),
        required=False,
        help_text=_("Who became aware, and by what evidence: an alarm, a call, a log."),
        **REASON,
    )


class CorrectForm(TellForm):
    reason = forms.CharField(
        label=_("Why is the time changed?"),
        required=False,
        help_text=_("The old time stays in the log, and every deadline that hangs on it moves."),
        **REASON,
    )


class WhyForm(Form):
    reason = forms.CharField(label=_("Why"), **REASON)


class MeasuresForm(Form):
    """A question for each measure; what is left open is not known."""

    def __init__(self, *args: Any, measures: Sequence[Measure], **kwargs: Any):
        own = {measure.key: _measure(measure) for measure in measures}
        self.base_fields = {**own, **type(self).base_fields}  # type: ignore[misc]  # one form's own, which Django copies
        super().__init__(*args, **kwargs)

    cause = forms.CharField(
        label=CaseMeasures._meta.get_field("cause").verbose_name,
        max_length=200,
        required=False,
        help_text=CaseMeasures._meta.get_field("cause").help_text,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _measure(measure: Measure) -> forms.Field:
    label = say(measure.text, get_language())
    if measure.is_number:
        return forms.DecimalField(label=label, required=False, min_value=0, max_digits=15, decimal_places=2)
    return _yes_no(label, unknown=False)


def _yes_no(label: str, *, unknown: bool) -> forms.Field:
    choices = [("", pgettext_lazy("answer", "Not answered")), ("yes", _("Yes")), ("no", _("No"))]
    if unknown:
        choices.append((UNKNOWN, UNKNOWN_WORD))
    return forms.ChoiceField(label=label, required=False, choices=choices)


def number(value: Decimal | None) -> int | float | None:
    """A number as the rules and JSON have it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


YES_NO: Mapping[str, bool | str | None] = {"": None, "yes": True, "no": False, UNKNOWN: UNKNOWN}
WORDS = {True: "yes", False: "no", UNKNOWN: UNKNOWN}


def measured(measures: Sequence[Measure], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to ``MeasuresForm`` as the rules have them."""
    return {
        each.key: number(cleaned[each.key]) if each.is_number else YES_NO[cleaned[each.key] or ""] for each in measures
    }


class SheetForm(Form):
    """The fields of a form that the case, or somebody, must tell. Where "unknown" is an answer there is a box to tick."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, asked: Sequence[Asked], told: Mapping[str, str], missing: Collection[str], **kwargs: Any
    ):
        self.asked = asked
        own: dict[str, forms.Field] = {}
        for each in asked:
            own[each.of.key] = _field(each, told.get(each.of.key, ""), each.of.key in missing)
            if each.unknown and each.of.kind != Kind.YES_NO:
                own[f"{each.of.key}__unknown"] = forms.BooleanField(
                    label=gettext("%(field)s: we do not know yet") % {"field": own[each.of.key].label}, required=False
                )
        self.base_fields = {**own, **type(self).base_fields}  # type: ignore[misc]  # one form's own, which Django copies
        super().__init__(*args, **kwargs)

    @property
    def told(self) -> dict[str, Any]:
        """By field, as the service takes it; None takes an answer away."""
        return {each.of.key: self._of(each) for each in self.asked}

    def _of(self, each: Asked) -> Any:
        value = self.cleaned_data.get(each.of.key)
        if self.cleaned_data.get(f"{each.of.key}__unknown"):
            return UNKNOWN
        match each.of.kind:
            case Kind.YES_NO:
                return YES_NO[value or ""]
            case Kind.NUMBER | Kind.MONEY:
                return number(value)
            case Kind.LIST:
                return [line.strip() for line in (value or "").splitlines() if line.strip()] or None
        return value or None


def _field(each: Asked, told: str, missing: bool) -> forms.Field:
    label = say(each.label, get_language())
    hints = [gettext("Wanted here and missing.")] if missing else []
    if told:
        hints.append(gettext("The case says: %(text)s. Leave it empty to use that.") % {"text": told})
    common: dict[str, Any] = {"label": label, "required": False}
    match each.of.kind:
        case Kind.TIME:
            field: forms.Field = MomentField(**common)
        case Kind.YES_NO:
            field = _yes_no(label, unknown=each.unknown)
        case Kind.NUMBER:
            field = forms.DecimalField(min_value=0, max_digits=15, decimal_places=0, **common)
        case Kind.MONEY:
            field = forms.DecimalField(min_value=0, max_digits=15, decimal_places=2, **common)
        case Kind.LIST:
            hints.append(gettext("One on each line."))
            field = forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}), **common)
        case _:
            field = forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}), **common)
    field.help_text = " ".join(hints)
    return field


def shown(asked: Sequence[Asked], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, as ``SheetForm`` shows it."""
    found: dict[str, Any] = {}
    for each in asked:
        value = answers.get(each.of.key)
        if value is None:
            continue
        if each.of.kind == Kind.YES_NO:
            found[each.of.key] = WORDS.get(value, "")
        elif value == UNKNOWN:
            found[f"{each.of.key}__unknown"] = True
        else:
            found[each.of.key] = "\n".join(value) if isinstance(value, list) else value
    return found


class SentForm(Form):
    """``seen``: the digest of the copy that one looked at."""

    at = MomentField(label=_("When was it sent?"))
    recipient = forms.CharField(
        label=pgettext_lazy("notice", "To"), max_length=SentNotice._meta.get_field("recipient").max_length
    )
    receipt = forms.CharField(label=_("Receipt number"), max_length=200, required=False)
    late_reason = forms.CharField(
        label=_("Why is it late?"),
        required=False,
        help_text=_("Only if it was sent after the deadline; then the law asks for it."),
        **REASON,
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class AfterForm(Form):
    """A notice that is put right or taken back."""

    at = MomentField(label=_("When was that?"))
    note = forms.CharField(label=_("What was wrong?"), help_text=_("What was sent first stays in the log."), **REASON)
    receipt = forms.CharField(label=_("Receipt number"), max_length=200, required=False)


class LetterForm(RecordForm):
    class Meta:
        model = LetterDraft
        fields = ("subject", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 24})}


class TouchedForm(Form):
    agreements = forms.MultipleChoiceField(
        label=_("Which agreements does it touch?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Until you have said so it is taken to touch all. None ticked: none."),
    )

    def __init__(self, *args: Any, agreements: Sequence[Agreement], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agreements"].choices = [(str(row.pk), row.party) for row in agreements]  # type: ignore[attr-defined]
