"""What is asked when ready policies are taken."""

from django.utils.translation import gettext_lazy as _

from holger.ui.forms import Form, PickField


class TakeForm(Form):
    owner = PickField("people", label=_("Who answers for them"), required=False)
    unit = PickField("units", label=_("Unit"), required=False)
