"""The columns of the list of exceptions."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from holger.policies.models import ExceptionStatus, PolicyException
from holger.ui import cells
from holger.ui.columns import Column

LOOKS = {
    ExceptionStatus.ASKED: ("mid", "hourglass"),
    ExceptionStatus.APPROVED: ("ok", "circle-check"),
    ExceptionStatus.DECLINED: ("none", "x"),
    ExceptionStatus.WITHDRAWN: ("line", "arrow-back-up"),
    ExceptionStatus.ENDED: ("line", "history"),
}
"""By status: how it is coloured, and its icon."""


def status_badge(row: PolicyException) -> SafeString:
    return cells.badge(row.get_status_display(), *LOOKS[ExceptionStatus(row.status)])


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Who or what it is for"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column("policy", _("Policy"), lambda row, page: cells.link(row.policy.title, page.base + row.policy.path)),
    Column("status", _("Status"), lambda row, page: status_badge(row), sort="status"),
    Column("starts", _("From"), lambda row, page: cells.date(row.starts), sort="starts", shown=False),
    Column("ends", _("Until"), lambda row, page: cells.date(row.ends), sort="ends"),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("approver", _("Approver"), lambda row, page: cells.person(row.approver), sort="approver__name", shown=False),
)
