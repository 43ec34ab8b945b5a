"""Impact assessments in a list."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from holger.privacy.models import Dpia, DpiaStatus, Screening, ScreeningOutcome
from holger.privacy.words.dpia import OUTCOME_LOOKS, STATUS_LOOKS
from holger.ui import cells
from holger.ui.columns import Column


def status_badge(row: Dpia) -> SafeString:
    return cells.badge(row.get_status_display(), *STATUS_LOOKS[DpiaStatus(row.status)])


def outcome_badge(row: Screening) -> SafeString:
    return cells.badge(row.get_outcome_display(), *OUTCOME_LOOKS[ScreeningOutcome(row.outcome)])


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Impact assessment"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column(
        "activity",
        _("Processing activity"),
        lambda row, page: cells.link(row.activity, page.base + row.activity.path),
        sort="activity__title",
    ),
    Column("status", _("Status"), lambda row, page: status_badge(row), sort="status"),
    Column("owner", _("Written by"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("review", _("Next review"), lambda row, page: cells.date(row.next_review, page.today), sort="next_review"),
)
