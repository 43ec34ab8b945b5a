"""What is asked on the pages of this room."""

from holger.history.models import Keeping
from holger.ui.forms import RecordForm


class KeepingForm(RecordForm):
    class Meta:
        model = Keeping
        fields = ("auditors", "years")
