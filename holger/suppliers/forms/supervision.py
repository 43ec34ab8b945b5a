"""What is asked when a processor is assessed and supervised, and of the point model."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.suppliers import library
from holger.suppliers.models.supervision import (
    MOST,
    Conclusion,
    Finding,
    Outcome,
    ProcessorAssessment,
    Supervision,
)
from holger.suppliers.rules.checklist import Objective
from holger.suppliers.rules.own_points import MOST_MONTHS, MOST_POINTS, Corrections
from holger.suppliers.rules.points import Model, Part
from holger.suppliers.rules.supervision import Required, required
from holger.suppliers.selectors.agreements import Agreed
from holger.suppliers.selectors.supervision import PARTS
from holger.suppliers.words.supervision import concept_choices, concept_word, said
from holger.ui.forms import DateField, Form, PickField, RecordForm

LONG: dict[str, Any] = {"max_length": 20_000, "widget": forms.Textarea(attrs={"rows": 5})}
WHY: dict[str, Any] = {"max_length": 4000, "widget": forms.Textarea(attrs={"rows": 4})}
BY_MODEL = _("The lowest allowed")


def _chosen(label: Any, empty: Any = "–", **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, coerce=int, empty_value=None, choices=[("", empty)], **more
    )


class AssessmentForm(RecordForm):
    """``model``: the point model that holds here. The sum is worked out while one writes, by a post of the form with ``again``.
    ``agreed``: the concept in the agreement; what an agreement in force says is changed there."""

    used_concept = _chosen(_("Concept that you use"), BY_MODEL)
    agreed_concept = _chosen(
        _("Concept in the agreement"),
        help_text=_("As it stands in the data processing agreement. In the Danish standard it is annex C.7."),
    )
    since = DateField(label=_("Handles data for you since"), required=False)
    responsible = PickField(
        "people",
        label=_("Who looks after it"),
        required=False,
        help_text=_(
            "Plans the supervisions. Nobody chosen: the supplier’s owner, or else the data protection officers."
        ),
    )

    fieldsets = (
        (
            _("What the processor holds"),
            (*PARTS, "note"),
            _("A field that is left empty counts as the most it can be."),
        ),
        (_("How closely you look after it"), ("used_concept", "deviation", "agreed_concept"), ""),
        (_("Who and when"), ("responsible", "since"), ""),
    )
    beneath = {PARTS[0]: "suppliers/supervision/_sum.html"}

    class Meta:
        model = ProcessorAssessment
        fields = (*PARTS, "note", "used_concept", "deviation", "agreed_concept", "responsible", "since")

    def __init__(self, *args: Any, model: Model | None = None, agreed: Agreed | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if agreed is not None and agreed.contract is not None:
            field = self.fields["agreed_concept"]
            self.initial["agreed_concept"], field.disabled = agreed.concept, True
            told = {"reference": agreed.contract.reference}
            field.help_text = gettext("%(reference)s says it, and is in force. Change it there.") % told
        self.points = model or library.point_model()
        for part in self.points.parts:
            if part.key in self.fields:
                field = self.fields[part.key]
                field.label = f"{part.letter}. {say(part.title, get_language())}"
                field.help_text = say(part.help, get_language())
        for name in ("used_concept", "agreed_concept"):
            choices = self.fields[name].choices  # type: ignore[attr-defined]
            self.fields[name].choices = [*choices, *concept_choices(model)]  # type: ignore[attr-defined]

    @property
    def found(self) -> Required:
        """The sum by what stands in the form just now; what cannot be read counts as not known."""
        return required(self.points, {name: self._counted(name) for name in PARTS})

    def _counted(self, name: str) -> int | None:
        value = self[name].value()
        text = str(value if value is not None else "").strip()
        return min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 12 else None

    @property
    def needed(self) -> str:
        return concept_word(self.found.concept.number, self.points)

    @property
    def reasons(self) -> list[str]:
        return [said(reason) for reason in self.found.reasons]


class PlanForm(RecordForm):
    """``least``: the concept that the assessment uses; lower ones are not offered."""

    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty it is called by its year.")
    )
    owner = PickField("people", label=_("Carried out by"), required=False)
    concept = forms.TypedChoiceField(label=_("Concept"), coerce=int)
    planned_on = DateField(label=_("To be done by"))

    class Meta:
        model = Supervision
        fields = ("title", "owner", "concept", "planned_on", "plan")

    def __init__(self, *args: Any, least: int = 1, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["concept"].choices = concept_choices(least=least)  # type: ignore[attr-defined]


class ForWhomForm(Form):
    supplier = PickField("suppliers", label=pgettext_lazy("register", "Supplier"))


class RequestForm(Form):
    request = forms.CharField(label=_("What have you asked for?"), **LONG)
    on = DateField(label=_("Asked for"))
    answer_by = DateField(label=_("Answer wanted by"), required=False, help_text=_("Left empty it is 30 days later."))


class ReceiveForm(Form):
    material = forms.CharField(
        label=_("What have you received?"),
        help_text=_("Type, who made it, which period and service it covers. Attach the file as evidence afterwards."),
        **LONG,
    )
    on = DateField(label=_("Received"))


READING = _("What it covers of your processing, what it does not, exceptions, and what you must do yourselves.")


class ReadingForm(RecordForm):
    reading = forms.CharField(label=_("Reading note"), required=False, help_text=READING, **LONG)

    class Meta:
        model = Supervision
        fields = ("reading",)


class ConcludeForm(Form):
    reading = forms.CharField(label=_("Reading note"), required=False, help_text=READING, **LONG)
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=Conclusion.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Remarks"), required=False, **WHY)
    on = DateField(label=_("Concluded"))
    next_on = DateField(
        label=_("Next supervision"), required=False, help_text=_("Left empty it is what the model asks for.")
    )
    next_why = forms.CharField(
        label=_("Why the next one can wait"),
        required=False,
        max_length=2000,
        help_text=_("Only where it is later than the model asks for."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhyForm(Form):
    reason = forms.CharField(label=_("Why"), **WHY)


# Findings


class FindingForm(RecordForm):
    owner = PickField(
        "people",
        label=pgettext_lazy("finding", "Who sees to it"),
        required=False,
        help_text=_("Somebody here, also where the processor does the work."),
    )
    due = DateField(label=_("Due"))

    class Meta:
        model = Finding
        fields = ("title", "severity", "action", "owner", "due")


class DoneForm(Form):
    effect = forms.CharField(
        label=_("How do you know that it has worked?"),
        help_text=_("What you have seen yourself: a new report, a test, a changed agreement."),
        **WHY,
    )
    on = DateField(label=_("Done"))


# The checklist of a report


class ObjectivesForm(Form):
    """Three fields for each control objective of an ISAE 3000 report."""

    def __init__(self, *args: Any, **kwargs: Any):
        own: dict[str, forms.Field] = {}
        for objective in library.isae3000().objectives:
            own |= _of_objective(objective)
        self.base_fields = {**own, **type(self).base_fields}  # type: ignore[misc]  # one form's own, which Django copies
        self.fieldsets = tuple(_fieldset(objective) for objective in library.isae3000().objectives)
        super().__init__(*args, **kwargs)

    @property
    def objectives(self) -> dict[str, dict[str, str]]:
        """By letter, as the service takes them."""
        told = self.cleaned_data
        keys = [objective.key for objective in library.isae3000().objectives]
        return {key: {name: told[f"{name}_{key}"] for name in ("outcome", "note", "complementary")} for key in keys}


def _of_objective(objective: Objective) -> dict[str, forms.Field]:
    rows = forms.Textarea(attrs={"rows": 2})
    choices = [("", pgettext_lazy("objective", "Not read yet")), *Outcome.choices]
    return {
        f"outcome_{objective.key}": forms.ChoiceField(
            label=pgettext_lazy("objective", "Outcome"), required=False, choices=choices, widget=forms.RadioSelect
        ),
        f"note_{objective.key}": forms.CharField(
            label=pgettext_lazy("objective", "Note"), required=False, max_length=4000, widget=rows
        ),
        f"complementary_{objective.key}": forms.CharField(
            label=_("Controls that we must run ourselves"), required=False, max_length=4000, widget=rows
        ),
    }


def _fieldset(objective: Objective) -> tuple[Any, tuple[str, ...], Any]:
    language, key = get_language(), objective.key
    look_for = " ".join(say(each, language) for each in objective.look_for)
    title = f"{key}. {say(objective.title, language)}"
    return (
        title,
        (f"outcome_{key}", f"note_{key}", f"complementary_{key}"),
        f"{say(objective.about, language)} {look_for}",
    )


# The point model


class PointsForm(Form):
    """Points and limits of every part, and the months of every sum. ``model``: as it stands now."""

    reason = forms.CharField(label=_("Why"), help_text=_("Which guide or edition you have held it against."), **WHY)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, model: Model, **kwargs: Any):
        self.points = model
        own = {name: field for part in model.parts for name, field in _of_part(part)} | dict(_of_bands(model))
        self.base_fields = {**own, **type(self).base_fields}  # type: ignore[misc]  # one form's own, which Django copies
        self.fieldsets = tuple(self._sets())
        super().__init__(*args, **kwargs)

    def _sets(self) -> Iterator[tuple[Any, tuple[str, ...], Any]]:
        language = get_language()
        for part in self.points.parts:
            names = tuple(name for name, _field in _of_part(part))
            yield f"{part.letter}. {say(part.title, language)}", names, say(part.note, language)
        lead = _("How much may be added up under each concept, and how many months may pass between two supervisions.")
        yield _("Sums and months"), tuple(name for name, _field in _of_bands(self.points)), lead
        yield "", ("reason",), ""

    @property
    def corrections(self) -> Corrections:
        told: Mapping[str, Any] = self.cleaned_data
        parts = self.points.parts
        levels = [(part.key, level) for part in parts for level in part.levels]
        places = range(len(self.points.bands))
        return Corrections(
            points={(key, level.key): told[f"p-{key}-{level.key}"] for key, level in levels},
            limits={(key, level.key): told[f"u-{key}-{level.key}"] for key, level in levels if level.upto is not None},
            uptos={place: told[f"band-{place}"] for place in places},
            months={place: told[f"months-{place}"] for place in places},
            checked=[part.key for part in parts if told[f"checked-{part.key}"]],
        )


def _of_part(part: Part) -> Iterator[tuple[str, forms.Field]]:
    for level in part.levels:
        title = {"level": say(level.title, get_language())}
        if level.upto is not None:
            yield (
                f"u-{part.key}-{level.key}",
                forms.IntegerField(
                    label=gettext("%(level)s: up to") % title, min_value=0, max_value=MOST, initial=level.upto
                ),
            )
        yield (
            f"p-{part.key}-{level.key}",
            forms.IntegerField(
                label=gettext("%(level)s: points") % title, min_value=0, max_value=MOST_POINTS, initial=level.points
            ),
        )
    yield (
        f"checked-{part.key}",
        forms.BooleanField(label=gettext("Checked against the guide"), required=False, initial=not part.check),
    )


def _of_bands(model: Model) -> Iterator[tuple[str, forms.Field]]:
    for place, band in enumerate(model.bands):
        told = {"concept": band.concept}
        yield (
            f"band-{place}",
            forms.IntegerField(
                label=gettext("Concept %(concept)s: up to so many points") % told,
                min_value=0,
                max_value=MOST_POINTS * len(model.parts),
                initial=band.upto,
            ),
        )
        yield (
            f"months-{place}",
            forms.IntegerField(
                label=gettext("Concept %(concept)s: months between") % told,
                min_value=1,
                max_value=MOST_MONTHS,
                initial=band.months,
            ),
        )
