"""What the organisation says on the employee's page."""

from django.utils.translation import gettext_lazy as _

from holger.desk.models import DeskSettings
from holger.ui.forms import RecordForm


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
