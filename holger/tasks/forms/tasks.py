"""What is asked about a task, and about how it went."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.tasks.forms.activities import LinesField
from holger.tasks.models import Result, Task
from holger.ui.forms import DateField, Form, PickField, RecordForm, Text

ROW, NOTE = "result-", "note-"
RESULTS = (("", "–"), *Result.choices)
STEPS = {
    "checklist": ("checklist", _("Checklist")),
    "sample": ("sample", _("Sample")),
    "evidence": ("panel-evidence", _("Evidence")),
}
"""Steps of a run that stand beside its form, where something may be missing too: where each is on the page, and its name."""


class TaskEditForm(RecordForm):
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("What is to be done, in a few words."))
    description = forms.CharField(label=_("Description"), required=False, max_length=10_000, widget=forms.Textarea)
    checklist = LinesField(label=_("Checklist"), required=False, help_text=_("One line for each thing to tick off."))
    deputy = PickField("people", label=_("Deputy"), required=False, help_text=_("Does it while the other is away."))
    approver = PickField("people", label=_("Signed off by"), required=False, help_text=_("Never whoever does it."))
    unit = PickField("units", label=_("Unit"), required=False)
    opens = DateField(label=_("Opens"), required=False, help_text=_("Empty: it can be done at once."))

    fieldsets: Any = (
        (_("What is to be done"), ("title", "description", "checklist", "minutes", "needs_evidence"), ""),
        (_("Who and when"), ("owner", "due", "opens", "deputy", "approver", "unit"), ""),
    )

    class Meta:
        model = Task
        fields: tuple[str, ...] = (
            *("title", "description", "checklist", "minutes", "needs_evidence", "opens", "deputy", "approver", "unit"),
        )
        help_texts = {
            "minutes": _("About how long does it take?"),
            "needs_evidence": _("It cannot be said to be done without a file or a link that shows it."),
        }


class TaskForm(TaskEditForm):
    owner = PickField("people", label=pgettext_lazy("task", "Who"), help_text=_("Whoever is to do it is told."))
    due = DateField(label=_("Due"))

    class Meta(TaskEditForm.Meta):
        fields = (*TaskEditForm.Meta.fields, "owner", "due")


class GiveForm(Form):
    owner = PickField("people", label=_("To whom"))
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea, help_text=_("They can read it.")
    )


class MoveForm(Form):
    due = DateField(label=_("Due"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("Needed where it is put off. When it was planned for is kept."),
    )


class DropForm(Form):
    reason = forms.CharField(
        label=_("Why is it dropped?"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("For example: the system is gone. It stays in the list of what was dropped."),
    )


class SendBackForm(Form):
    reason = forms.CharField(
        label=_("What is missing?"), max_length=1000, widget=forms.Textarea, help_text=_("Whoever does it reads this.")
    )


class RunForm(Form):
    """How it went. Lines that are ticked and what was seen of the sample are read beside it."""

    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, required=False, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea)
    comment = forms.CharField(label=_("Comment"), required=False, max_length=10_000, widget=forms.Textarea)
    period_from = DateField(label=_("Covers from"), required=False)
    period_to = DateField(label=_("Covers until"), required=False)
    next_due = DateField(label=_("Next time"), required=False)
    follow_title = forms.CharField(label=_("What is to be done about it"), required=False, max_length=200)
    follow_owner = PickField("people", label=_("By whom"), required=False)

    def __init__(self, *args: Any, actor: Actor, task: Task, proposed: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        self.task = task
        self.proposed = proposed or {}
        self.missing: dict[str, Any] = {}
        if not actor.reach("people.view").everything and not actor.reach("people.view").unit_ids:
            del self.fields["follow_owner"]  # nobody to choose among; whom it concerns is found
        if not self.proposed.get("next_due"):
            del self.fields["next_due"]
        for field in self.fields.values():
            field.widget.attrs["form"] = "run"

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = answers.get("period_from"), answers.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("The period ends before it begins."))
        return answers

    def refuse(self, broken: RuleBroken) -> None:
        """Tell what a rule says no to, at the field or the step that it is about."""
        if broken.field in STEPS:
            self.missing[broken.field] = broken.message
        else:
            self.add_error(broken.field if broken.field in self.fields else None, broken.message)

    def problems(self) -> list[tuple[str, Text, Any]]:
        return [*super().problems(), *((*STEPS[name], why) for name, why in self.missing.items())]

    @property
    def ticks(self) -> set[int]:
        """The lines that are ticked, by their place."""
        sent: Any = self.data
        return {int(place) for place in sent.getlist("tick") if place.isdigit()}

    @property
    def rows(self) -> dict[str, tuple[str, str]]:
        """What was seen of the sample, by id."""
        known = [row["id"] for row in self.task.sample.get("rows", ())]
        return {key: (self.data.get(ROW + key, ""), self.data.get(NOTE + key, "")) for key in known}

    @property
    def answers(self) -> dict[str, Any]:
        """What was said; the next time only where it is another than is planned, and without what the page did not ask."""
        told = {name: value for name, value in super().answers.items() if name in self.data}
        if told.get("next_due") in (None, self.proposed.get("next_due")):
            told.pop("next_due", None)
        for name in ("follow_title", "follow_owner"):
            if name in told and not self.fields[name].has_changed(self.initial.get(name), self.data.get(name)):
                told.pop(name)  # as proposed: what the sample shows by now may propose better
        told["ticks"] = self.ticks if "ticked" in self.data else None
        told["rows"] = self.rows if "sampled" in self.data else None
        return told


# Many at once


class BulkGiveForm(Form):
    owner = PickField("people", label=_("To whom"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)


class BulkMoveForm(Form):
    due = DateField(label=_("Due"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)
