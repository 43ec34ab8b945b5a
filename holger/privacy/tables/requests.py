"""A request of a data subject in a list and on its page."""

from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.privacy.models import RequestStatus, SubjectRequest
from holger.privacy.rules.requests import Clock
from holger.privacy.words.requests import STATE_LOOKS, STATUS_LOOKS, left_words
from holger.ui import cells, days
from holger.ui.columns import Column


@lru_cache(maxsize=500)
def _drawn(word: str, level: str, icon: str, title: str = "") -> SafeString:
    return cells.badge(word, level, icon, title)


def status_badge(row: SubjectRequest) -> SafeString:
    return _drawn(row.get_status_display(), *STATUS_LOOKS[RequestStatus(row.status)])


def clock_badge(clock: Clock) -> SafeString:
    """How much time is left; the last day on hover."""
    title = gettext("Last day: %(day)s") % {"day": days.day(clock.due)}
    return _drawn(left_words(clock), *STATE_LOOKS[clock.state], title)


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", pgettext_lazy("data subject request", "Request"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column("rights", _("What they ask for"), lambda row, page: row.rights_said),
    Column("status", _("Status"), lambda row, page: status_badge(row), sort="status"),
    Column("clock", pgettext_lazy("column", "Deadline"), lambda row, page: clock_badge(row.clock(page.today))),
    Column("due", _("Last day"), lambda row, page: cells.date(row.due), sort="due"),
    Column("received", pgettext_lazy("data subject request", "Received"), lambda row, page: cells.date(row.received), sort="received", shown=False),
    Column("owner", pgettext_lazy("data subject request", "Answered by"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("unit", _("Unit"), lambda row, page: row.unit, sort="unit__name", shown=False),
    Column("outcome", _("Outcome"), lambda row, page: row.get_outcome_display(), sort="outcome", shown=False),
    Column("channel", _("How it came in"), lambda row, page: row.get_channel_display(), sort="channel", shown=False),
)  # fmt: skip
