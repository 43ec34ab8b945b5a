"""What statuses and states are called, and how they look."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls.models import Cadence, Function, Kind, Status, Strength
from holger.frameworks.models import Driver, Maturity

STATUS_WORDS = dict(Status.choices)
STATUS_LOOKS = {
    "planned": ("none", "calendar"),
    "started": ("accent", "player-play"),
    "partly": ("mid", "circle-half-2"),
    "implemented": ("ok", "check"),
}
"""By status: how it is coloured, and its icon."""
STATE_WORDS = {
    "in_place": pgettext_lazy("control", "In place"),
    "partly": pgettext_lazy("control", "Partly in place"),
    "planned": pgettext_lazy("control", "Planned or under way"),
    "through": _("Through mapping"),
    "none": pgettext_lazy("control", "No control"),
}
STATE_LOOKS = {
    "in_place": ("ok", "check"),
    "partly": ("mid", "circle-half-2"),
    "planned": ("none", "calendar"),
    "through": ("through", "arrows-exchange"),
    "none": ("open", "circle-dashed"),
}
"""By state of a requirement: its part of a bar, and its icon."""
KIND_WORDS, FUNCTION_WORDS = dict(Kind.choices), dict(Function.choices)
CADENCE_WORDS, STRENGTH_WORDS = dict(Cadence.choices), dict(Strength.choices)
DRIVER_WORDS, MATURITY_WORDS = dict(Driver.choices), dict(Maturity.choices)
