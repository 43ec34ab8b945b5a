"""The columns of the list of contracts, and the small pieces that list and pages draw alike."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.suppliers.models import Contract, ContractStatus, Held
from holger.suppliers.words.contracts import DPA_LOOKS, DPA_WORDS, HELD_LOOKS, money
from holger.ui import cells
from holger.ui.columns import Column

LOOKS = {
    ContractStatus.DRAFT: ("accent", "pencil"),
    ContractStatus.ACTIVE: ("ok", "check"),
    ContractStatus.NOTICE_GIVEN: ("mid", "send"),
    ContractStatus.ENDED: ("none", "circle-off"),
}


def status_badge(row: Contract) -> SafeString:
    if row.archived_at:
        return cells.badge(gettext("Archived"), "none", "archive")
    return cells.badge(row.get_status_display(), *LOOKS[ContractStatus(row.status)])


def dpa_badge(state: str) -> SafeString:
    return cells.badge(DPA_WORDS[state], *DPA_LOOKS[state])


def held_badge(held: str) -> SafeString:
    if not held:
        return cells.badge(gettext("Not looked for"), "line", "help-circle")
    return cells.badge(dict(Held.choices)[held], *HELD_LOOKS[held])


def _notice(row: Contract, page: Any) -> SafeString:
    """Told as a deadline, until somebody has decided."""
    decided = row.kept_for is not None and row.kept_for == row.exit_ends
    return cells.date(row.notice_by, None if decided else page.today)


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", pgettext_lazy("register", "Contract"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column(
        "supplier",
        pgettext_lazy("register", "Supplier"),
        lambda row, page: cells.link(row.supplier.title, page.base + row.supplier.path),
        sort="supplier__title",
    ),
    Column("kind", pgettext_lazy("contract", "Kind"), lambda row, page: row.get_kind_display(), sort="kind"),
    Column("status", _("Status"), lambda row, page: status_badge(row), sort="status"),
    Column(
        "notice_by",
        _("Latest notice date"),
        _notice,
        sort="notice_by",
        help=_("Of what ends by itself, its end."),
    ),
    Column("ends", _("Would then end on"), lambda row, page: cells.date(row.exit_ends), sort="exit_ends", shown=False),
    Column(
        "value",
        _("Value per year"),
        lambda row, page: money(row.value, row.currency) or cells.dash,
        sort="value",
        number=True,
    ),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("party", _("Our party"), sort="party", shown=False),
    Column("starts", pgettext_lazy("contract", "Starts"), lambda row, page: cells.date(row.starts), sort="starts", shown=False),
    Column("their_reference", _("The supplier’s own number"), sort="their_reference", shown=False),
)  # fmt: skip
