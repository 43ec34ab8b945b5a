"""The words and looks of screenings and impact assessments."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.privacy.models import DpiaStatus, ScreeningOutcome

STATUS_LOOKS: Mapping[DpiaStatus, tuple[str, str]] = {
    DpiaStatus.DRAFT: ("none", "pencil"),
    DpiaStatus.SENT: ("mid", "hourglass"),
    DpiaStatus.CONSULTED: ("high", "building"),
    DpiaStatus.APPROVED: ("ok", "circle-check"),
    DpiaStatus.REJECTED: ("crit", "x"),
}
OUTCOME_LOOKS: Mapping[ScreeningOutcome, tuple[str, str]] = {
    ScreeningOutcome.NEEDED: ("high", "alert-triangle"),
    ScreeningOutcome.CONSIDER: ("mid", "help-circle"),
    ScreeningOutcome.NOT_NEEDED: ("ok", "circle-check"),
    ScreeningOutcome.UNDECIDED: ("line", "help-circle"),
}
ANSWERS = (
    ("yes", _("Yes")),
    ("no", _("No")),
    ("unsure", pgettext_lazy("answer", "Not sure")),
)
