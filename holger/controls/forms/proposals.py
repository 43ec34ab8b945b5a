"""What is asked when proposed controls are accepted."""

from django.utils.translation import gettext_lazy as _

from holger.ui.forms import Form, PickField


class AcceptForm(Form):
    owner = PickField("people", label=_("Owner of them all"), required=False)
