"""What is asked about activities."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.tasks.forms.rhythm import AS_IS, NAMES, UNITS, RhythmFields, answers_from, rule_from, why
from holger.tasks.models import Activity, Basis, Category
from holger.tasks.rules.recurrence import Rule, parse, upcoming
from holger.tasks.rules.roles import HELD
from holger.tasks.rules.rrule_text import NotARule
from holger.tasks.words import ROLES
from holger.tasks.words.rhythm import rhythm
from holger.ui.forms import DateField, Form, PickField, RecordForm, SubjectsForm

PREVIEWED = 5
NOBODY_YET = ("", "–")


def role_field(label: Any, help_text: Any = "") -> forms.ChoiceField:
    choices = [NOBODY_YET, *((key, ROLES[key]) for key in HELD)]
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


class LinesField(forms.CharField):
    """Lines of a checklist, one below the other."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:
        return (super().clean(value) or "").splitlines()

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(_text_of(line) for line in value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def _text_of(line: Any) -> str:
    return str(line["text"]) if isinstance(line, Mapping) else str(line)


class ActivityForm(RecordForm, RhythmFields):
    category = forms.ChoiceField(
        label=_("Category"), choices=Category.choices, initial=Category.OPERATION, widget=forms.RadioSelect
    )
    checklist = LinesField(label=_("Checklist"), required=False, help_text=_("One line for each thing to tick off."))
    starts = DateField(label=_("First due"))
    ends = DateField(label=_("Ends"), required=False, help_text=_("Empty: it goes on."))
    basis = forms.ChoiceField(
        label=_("Counted"),
        choices=Basis.choices,
        initial=Basis.DUE,
        widget=forms.RadioSelect,
        help_text=_("From the due date the rhythm stays the same, however late it was done."),
    )
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Answers for it being done."))
    performer = PickField("people", label=pgettext_lazy("task", "Done by"), required=False)
    performer_role = role_field(
        _("or by the role"), _("Whoever holds it when the task is made, in the unit or above it.")
    )
    deputy = PickField("people", label=_("Deputy"), required=False, help_text=_("Does it while the other is away."))
    approver = PickField("people", label=_("Signed off by"), required=False, help_text=_("Never whoever does it."))
    approver_role = role_field(_("or by the role"))
    unit = PickField("units", label=_("Unit"), required=False)
    each_of = forms.ChoiceField(
        label=_("One task for each of"),
        required=False,
        help_text=_("For example each critical system. The owner of each does it."),
    )
    each_filter = forms.CharField(
        label=_("Only those"),
        required=False,
        max_length=500,
        help_text=_("Narrow the list of them down as you wish, and put its address here."),
    )
    sample_of = forms.ChoiceField(label=_("Draw a sample of"), required=False)
    sample_filter = forms.CharField(
        label=_("Only those"),
        required=False,
        max_length=500,
        help_text=_("The address of the list as it is narrowed down."),
    )
    sample_size = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=500)
    next_review = DateField(
        label=_("Next review"), required=False, help_text=_("When do you ask whether it is still right?")
    )

    fieldsets = (
        (
            _("What is done"),
            ("title", "category", "purpose", "instructions_da", "instructions_en", "checklist", "minutes"),
            "",
        ),
        (_("How often"), (*NAMES[:2], "starts", "ends", *NAMES[2:], "basis"), ""),
        (
            _("Who does it"),
            ("performer", "performer_role", "deputy", "owner", "unit", "approver", "approver_role"),
            "",
        ),
        (_("Its tasks"), ("lead_days", "grace_days", "escalate_days", "needs_evidence"), ""),
        (
            _("For each of several, or by sample"),
            ("each_of", "each_filter", "sample_of", "sample_filter", "sample_size"),
            _("Leave it empty for what is one thing."),
        ),
        (_("Reviewed"), ("next_review",), ""),
    )

    beneath = {NAMES[0]: "tasks/_dates.html"}

    class Meta:
        model = Activity
        fields = (
            *("title", "category", "purpose", "instructions_da", "instructions_en", "checklist", "minutes"),
            *("starts", "ends", "basis", "owner", "performer", "performer_role", "deputy", "approver"),
            *("approver_role", "unit", "lead_days", "grace_days", "escalate_days", "needs_evidence"),
            *("each_of", "each_filter", "sample_of", "sample_filter", "sample_size", "next_review"),
        )
        help_texts = {
            "title": _("What is done, in a few words: “Test the restore of a backup”."),
            "instructions_da": _("How it is done, and what shows that it went well."),
            "minutes": _("About how long does it take?"),
            "needs_evidence": _("It cannot be said to be done without a file or a link that shows it."),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        self.before = _rule_of(self.instance)
        if self.before is not None:
            self.initial.update(answers_from(self.instance.rule, self.instance.starts))
            if self.initial["span"] == AS_IS:
                said = rhythm(self.before, self.instance.starts)
                span: Any = self.fields["span"]
                span.choices = [(AS_IS, said), *UNITS]
        for name in ("each_of", "sample_of"):
            field: Any = self.fields[name]
            field.choices = [NOBODY_YET, *_populations(actor, getattr(self.instance, name))]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        self.rule = self._rule(answers)
        return answers

    def _rule(self, answers: dict[str, Any]) -> Rule | None:
        starts = answers.get("starts")
        if starts is None or any(name in self.errors for name in NAMES):
            return None
        try:
            return rule_from(answers, starts, self.before)
        except NotARule as wrong:
            field, broken = why(wrong)
            self.add_error(field, broken.message)
        except RuleBroken as broken:
            self.add_error(broken.field, broken.message)
        return None

    @property
    def answers(self) -> dict[str, Any]:
        told = {name: value for name, value in super().answers.items() if name not in NAMES}
        return {**told, "rule": self.rule.text} if self.rule else told

    # What the page shows of it

    def said(self) -> str:
        """How often it comes, in words, as far as it was answered."""
        found = self._asked()
        if found is None:
            return ""
        rule, starts, ends, counted = found
        return rhythm(rule, starts, ends, counted_from_done=counted)

    def dates(self) -> list[date]:
        """The next due dates."""
        found = self._asked()
        if found is None:
            return []
        rule, starts, ends, _counted = found
        eve = max(dates.today(), starts) - timedelta(days=1)
        days = upcoming(rule, starts, eve, PREVIEWED)
        return [day for day in days if ends is None or day <= ends]

    def _asked(self) -> tuple[Rule, date, date | None, bool] | None:
        if self.is_bound:
            self.is_valid()
            rule, told = getattr(self, "rule", None), self.cleaned_data
        else:
            rule, told = self.before, {name: self.get_initial_for_field(self.fields[name], name) for name in ASKED}
        starts = told.get("starts")
        if rule is None or not isinstance(starts, date):
            return None
        return rule, starts, told.get("ends"), told.get("basis") == Basis.DONE


ASKED = ("starts", "ends", "basis")


def _rule_of(activity: Activity) -> Rule | None:
    try:
        return parse(activity.rule) if activity.rule else None
    except NotARule:
        return None


def _populations(actor: Actor, chosen: str) -> list[tuple[str, Any]]:
    """What the actor may choose, and what is chosen already."""
    known = registry.populations.values()
    return [(each.key, each.title) for each in known if actor.may(each.permission) or each.key == chosen]


class LinksForm(SubjectsForm):
    """What an activity is about: objects of every kind that can be picked."""

    KINDS = ("requirements", "controls", "assets", "risks", "frameworks", "suppliers", "contracts", "policies")


# Many at once


class BulkOwnerForm(Form):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Empty: nobody."))


class BulkPerformerForm(Form):
    performer = PickField("people", label=pgettext_lazy("task", "Done by"), required=False)
    performer_role = role_field(_("or by the role"), _("Empty: whoever answers for it."))


class BulkApproverForm(Form):
    approver = PickField("people", label=_("Signed off by"), required=False)
    approver_role = role_field(_("or by the role"), _("Both empty: nobody signs it off."))


class BulkOtherForm(Form):
    """What is left empty stays as it is."""

    category = forms.ChoiceField(label=_("Category"), choices=[NOBODY_YET, *Category.choices], required=False)
    unit = PickField("units", label=_("Unit"), required=False)
    lead_days = forms.IntegerField(label=_("Opens days before"), min_value=0, max_value=180, required=False)
    grace_days = forms.IntegerField(label=_("Days of grace"), min_value=0, max_value=90, required=False)
    needs_evidence = forms.NullBooleanField(
        label=_("Evidence is needed"), required=False, help_text=_("What is left empty stays as it is.")
    )
