"""Retention rules in a list."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from holger.privacy.models import RetentionRule
from holger.ui import cells
from holger.ui.columns import Column


def _about(row: RetentionRule, page: Any) -> SafeString:
    named = (row.activity, row.information_type, row.system)
    return cells.several([str(each) for each in named if each is not None])


def check_badge(planned: bool) -> SafeString:
    if planned:
        return cells.badge(_("Planned"), "ok", "circle-check")
    return cells.badge(_("No check planned"), "mid", "alert-triangle")


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Retention rule"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column("about", _("What it is about"), _about),
    Column("period", _("How long"), lambda row, page: row.period),
    Column("from", _("Counted from"), lambda row, page: row.counted_from, shown=False),
    Column("basis", _("Why just so long"), lambda row, page: row.basis, shown=False),
    Column("deed", _("What is done then"), lambda row, page: row.get_deed_display(), sort="deed"),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("check", _("Check"), lambda row, page: check_badge(row.pk in page.planned)),
)
