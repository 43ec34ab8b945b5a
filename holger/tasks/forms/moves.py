"""What is done when somebody comes or goes."""

from django.utils.translation import gettext_lazy as _

from holger.tasks.forms.activities import LinesField
from holger.ui.forms import Form


class MoveListForm(Form):
    lines = LinesField(
        label=_("Checklist"),
        required=False,
        help_text=_("One line for each thing to tick off. Empty: nobody gets a task."),
    )
