"""What is asked on the employee's page: as little as possible."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.desk.models import DeskSettings
from holger.ui.forms import Form, RecordForm


class ReportForm(Form):
    what = forms.CharField(
        label=_("What has happened?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your own words. A few are enough."),
    )
    when = forms.CharField(
        label=_("When?"), required=False, max_length=200, help_text=_("Such as: just now, yesterday at noon.")
    )
    where = forms.CharField(
        label=_("Where, or with what?"),
        required=False,
        max_length=300,
        help_text=_("A system, a device, a place, a person."),
    )
    doubt = forms.BooleanField(label=_("I am in doubt whether it is anything"), required=False)
    anonymous = forms.BooleanField(label=_("Do not say that it was me"), required=False)


class DeskSettingsForm(RecordForm):
    class Meta:
        model = DeskSettings
        fields = ("ask_da", "ask_en", "now_da", "now_en")

    fieldsets = (
        (_("Whom do I ask?"), ("ask_da", "ask_en"), _("Stands under the names: a telephone number, opening hours.")),
        (
            _("What to do now"),
            ("now_da", "now_en"),
            _("Is shown to whoever has reported something: whom to call, what not to touch."),
        ),
    )
