"""What is asked about the part that a supplier has in a processing activity."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.privacy.models import ActivitySupplier
from holger.ui.forms import PickField, RecordForm


class HandForm(RecordForm):
    """Which supplier it is stays: another one has a part of its own."""

    class Meta:
        model = ActivitySupplier
        fields: tuple[str, ...] = ("part", "does", "apart")
        help_texts = {
            "part": _(
                "A processor works on your instruction. A recipient decides for itself what the data is used for. A joint "
                "controller decides together with you."
            )
        }


class HandNewForm(HandForm):
    supplier = PickField("suppliers", label=pgettext_lazy("register", "Supplier"))

    class Meta(HandForm.Meta):
        fields = ("supplier", "part", "does", "apart")
