from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.words import say
from holger.frameworks.models import Answer, Driver, Framework, Mapping, Maturity, Scope, Standing
from holger.ui.forms import Form, LevelField, PickField, PickOneField, RecordForm

ANSWERS = [*Answer.choices, ("", _("Unanswered"))]
TARGET = _("Target maturity")


def drivers_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Drivers"),
        choices=Driver.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What makes you choose it. An auditor asks."),
    )


class FrameworkForm(RecordForm):
    class Meta:
        model = Framework
        fields = ("title_da", "title_en", "about_da", "about_en", "issuer", "link", "rights_da", "rights_en")

    fieldsets = (
        (_("Danish"), ("title_da", "about_da", "rights_da"), ""),
        (_("English"), ("title_en", "about_en", "rights_en"), ""),
        (_("Where it comes from"), ("issuer", "link"), ""),
    )


class ScopeForm(RecordForm):
    unit = PickField("units", label=_("Unit"), required=False, help_text=_("Empty: the whole organisation."))
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Answers for living up to it here."))

    class Meta:
        model = Scope
        fields = ("unit", "owner", "target", "ambition")

    def __init__(self, *args: Any, actor: Actor, framework: Framework | None = None, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        if framework is None and self.instance.framework_id:
            framework = self.instance.framework
        choices = [(group["key"], _group_label(group)) for group in framework.groups] if framework else []
        if choices:
            self.fields["ambition"] = forms.MultipleChoiceField(
                label=_("Ambition"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=self.instance.ambition,
                help_text=_("Only these are wanted; the rest is out of sight. None ticked: all of it."),
            )
        else:
            del self.fields["ambition"]


def _group_label(group: dict[str, Any]) -> str:
    about = say(group.get("about", {}), get_language())
    title = say(group["title"], get_language())
    return f"{title}: {about}" if about else title


class AnswerForm(RecordForm):
    answer = forms.ChoiceField(
        label=_("How far is it met?"),
        choices=ANSWERS,
        required=False,
        widget=forms.RadioSelect,
    )
    maturity = LevelField(label=_("Maturity"), choices=Maturity.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _say_unanswered(self)

    class Meta:
        model = Standing
        fields = ("answer", "maturity", "remark")


def _say_unanswered(form: forms.BaseForm) -> None:
    """Nothing is an answer here, and not a dash as in other fields."""
    form.fields["answer"].choices = ANSWERS  # type: ignore[attr-defined]


class ChoiceForm(RecordForm):
    applicable = forms.TypedChoiceField(
        label=_("Does it apply here?"),
        choices=[("yes", _("It applies")), ("no", _("It is left out"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    drivers = drivers_field()
    target = LevelField(
        label=TARGET, choices=Maturity.choices, required=False, help_text=_("Empty: as the framework's scope says.")
    )

    class Meta:
        model = Standing
        fields = ("applicable", "reason", "drivers", "target")
        help_texts = {
            "reason": _("Why it is chosen, or why it is left out. It stands in the Statement of Applicability.")
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["applicable"] = "yes" if self.instance.applicable else "no"


class RequirementField(PickOneField):
    """A title alone does not tell which requirement of which framework it is."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.framework.title}: {obj}"


class MappingForm(Form):
    target = RequirementField("requirements", label=_("Requirement of another framework"))
    relation = forms.ChoiceField(
        label=_("How does it relate?"), choices=[("", "–"), *Mapping._meta.get_field("relation").flatchoices]
    )
    origin = forms.CharField(label=_("Who says so"), max_length=500, required=False)
    rationale = forms.CharField(label=_("Rationale"), max_length=4000, required=False, widget=forms.Textarea)


# Many at once


class BulkAnswerForm(Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, required=False)
    maturity = LevelField(label=_("Maturity"), choices=Maturity.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _say_unanswered(self)


class BulkExcludeForm(Form):
    reason = forms.CharField(label=_("Why do they not apply?"), max_length=4000, widget=forms.Textarea)


class BulkIncludeForm(Form):
    drivers = drivers_field()
    reason = forms.CharField(label=_("Reason"), max_length=4000, required=False, widget=forms.Textarea)


class BulkAskForm(Form):
    person = PickField("people", label=_("Who is to answer?"), required=False)
    note = forms.CharField(
        label=_("A word to go with it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("It goes out in the mail that asks."),
    )


class BulkTargetForm(Form):
    target = LevelField(label=TARGET, choices=Maturity.choices, required=False)
