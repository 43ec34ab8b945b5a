"""What is asked after an incident: the evaluation, corrective actions, what it touches on."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.incidents.forms.cases import REASON
from holger.incidents.models import Correction, Evaluation
from holger.incidents.rules.afterwards import WHYS
from holger.ui.forms import DateField, Form, PickField, RecordForm

WHY_FIRST, WHY_NEXT = _("Why did it happen?"), _("And why was that so?")


class EvaluationForm(RecordForm):
    """``whys`` are asked one at a time; what is left empty is not asked on."""

    held_on = DateField(label=_("Meeting held on"), required=False)
    fieldsets = (
        (_("The meeting"), ("held_on", "present"), ""),
        (_("How it went"), ("went_well", "went_badly"), ""),
        (
            _("The cause behind the cause"),
            (*(f"why{number}" for number in range(1, WHYS + 1)), "root_cause"),
            _("Ask why until there is something that you can change. Or write the root cause at once."),
        ),
        (_("What we take along"), ("lessons",), ""),
    )

    class Meta:
        model = Evaluation
        fields = ("held_on", "present", "went_well", "went_badly", "root_cause", "lessons")
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("went_well", "went_badly", "root_cause", "lessons")} | {"present": forms.Textarea(attrs={"rows": 2})}  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        given = list(self.instance.whys) if self.instance is not None else []
        for number in range(1, WHYS + 1):
            self.fields[f"why{number}"] = forms.CharField(
                label=WHY_FIRST if number == 1 else WHY_NEXT,
                required=False,
                max_length=1000,
                initial=given[number - 1] if number <= len(given) else "",
                widget=forms.Textarea(attrs={"rows": 1, "class": "form-control"}),
            )

    @property
    def answers(self) -> dict[str, Any]:
        told = super().answers
        whys = [told.pop(f"why{number}") for number in range(1, WHYS + 1)]
        return {**told, "whys": whys}


class CorrectionForm(Form):
    title = forms.CharField(label=Correction._meta.get_field("title").verbose_name, max_length=200)
    owner = PickField("people", label=pgettext_lazy("correction", "Who does it"))
    due = DateField(label=_("Due"))
    check_on = DateField(
        label=_("Effect is checked on"),
        required=False,
        help_text=_("30 to 90 days after it is due. Leave it empty for 60 days after it is done."),
    )
    control = PickField("controls", label=_("Control that it changes"), required=False)

    @property
    def answers(self) -> dict[str, Any]:
        told = super().answers
        control = told.pop("control")
        return {**told, "about": control}


class CheckForm(Form):
    worked = forms.ChoiceField(
        label=_("Has it worked?"), choices=(("yes", _("Yes")), ("no", _("No"))), widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("How do you know?"), help_text=_("What you have tried, counted or seen."), **REASON)


class TouchForm(Form):
    risks = PickField("risks", many=True, label=_("Risks"), required=False)
    controls = PickField("controls", many=True, label=_("Controls"), required=False)
    policies = PickField("policies", many=True, label=_("Policies"), required=False)

    @property
    def chosen(self) -> list[Any]:
        return [row for rows in self.answers.values() for row in rows]


class LikelihoodForm(Form):
    """``levels`` are (number, word) of the method."""

    likelihood = forms.TypedChoiceField(label=_("How likely is it now?"), coerce=int)
    reason = forms.CharField(label=_("Why"), help_text=_("What the incident shows of this risk."), **REASON)

    def __init__(self, *args: Any, levels: Iterable[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["likelihood"].choices = list(levels)  # type: ignore[attr-defined]
