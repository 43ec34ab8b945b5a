"""How one wants to be told, and which chats are."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.core.registry import registry
from holger.tasks.models import IN_CHATS, WEEKDAYS, NoticeKind, Rhythm, Webhook
from holger.ui.forms import Form, RecordForm

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class RemindingForm(Form):
    rhythm = forms.ChoiceField(
        label=_("Mail"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Once a day is on working days. What is urgent comes at once, whatever you choose; the inbox has everything."
        ),
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), choices=WEEKDAYS, coerce=int, help_text=_("For mail once a week.")
    )
    hour = forms.TypedChoiceField(
        label=_("Hour"), choices=HOURS, coerce=int, help_text=_("For mail once a day or once a week.")
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_to = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("No mail comes in between, unless it is urgent. Empty: it is never quiet."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("By mail"),
        choices=NoticeKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you leave out is in the inbox only."),
    )
    fieldsets = (
        (_("How often"), ("rhythm", "weekday", "hour"), ""),
        (_("When not"), ("quiet_from", "quiet_to"), ""),
        (_("What"), ("kinds",), ""),
    )


class WebhookForm(RecordForm):
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Told"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A chat is told what it is, when it was due, and where to find it: no names, and nothing more."),
    )
    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("For a program: what is sent is signed with it, and the program checks the signature."),
    )

    class Meta:
        model = Webhook
        fields = ("name", "form", "active")
        help_texts = {"name": _("What you call it here, such as the channel's name.")}

    fieldsets = (("", ("name", "form", "address", "secret", "kinds", "active"), ""),)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["kinds"]).choices = [
            (_("To a chat"), [(kind.value, kind.label) for kind in IN_CHATS]),
            (_("To a program"), list(registry.events.items())),
        ]
        kept = _("Kept encrypted, and never shown. Empty: it stays as it is.")
        new = _(
            "Slack: an incoming webhook. Teams: a workflow that posts to a channel when a webhook request is received. Kept encrypted, and never shown."
        )
        self.fields["address"].help_text = kept if self.instance.sealed else new
        self.fields["address"].required = not self.instance.sealed
        self.initial.setdefault("kinds", self.instance.kinds or [NoticeKind.OVERDUE.value, NoticeKind.MISSED.value])
