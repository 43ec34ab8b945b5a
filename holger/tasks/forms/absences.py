"""Days away."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.ui.forms import DateField, Form, PickField


class AbsenceForm(Form):
    first = DateField(label=_("From"))
    last = DateField(label=pgettext_lazy("absence", "Until"), help_text=_("The last day away, included."))
    deputy = PickField(
        "deputies",
        label=_("Deputy"),
        required=False,
        help_text=_("What falls due meanwhile is shown to them. Empty: it waits for you."),
    )


class OthersAbsenceForm(AbsenceForm):
    """The same about somebody else."""

    deputy = PickField(
        "deputies",
        label=_("Deputy"),
        required=False,
        help_text=_("What falls due meanwhile is shown to them. Empty: it waits for whoever is away."),
    )
