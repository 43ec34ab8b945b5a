"""The columns of the list of suppliers, and the small pieces that list and page draw alike."""

from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.suppliers.models import LEVELS, Status, Supplier
from holger.suppliers.rules.remarks import Facts, Remark, remarks
from holger.ui import cells
from holger.ui.columns import Column

LEVEL_WORDS = dict(LEVELS)
LOOKS = {
    Status.PLANNED: ("accent", ""),
    Status.ACTIVE: ("ok", "check"),
    Status.PHASING_OUT: ("mid", ""),
    Status.ENDED: ("none", ""),
}


def status_badge(supplier: Supplier) -> SafeString:
    if supplier.merged_into_id:
        return cells.badge(gettext("Merged"), "none", "arrow-merge")
    if supplier.archived_at:
        return cells.badge(gettext("Archived"), "none", "archive")
    level, mark = LOOKS[Status(supplier.status)]
    return cells.badge(supplier.get_status_display(), level, mark)


def criticality_cell(supplier: Supplier, page: Any) -> SafeString:
    return _criticality(supplier.criticality, get_language())


@lru_cache(maxsize=16)
def _criticality(level: int | None, language: str | None) -> SafeString:
    return cells.level(level, LEVEL_WORDS[level] if level else "")


def _person(name: str, label: Any, shown: bool = True) -> Column:
    return Column(
        name,
        label,
        lambda row, page: cells.person(getattr(row, name)),
        sort=f"{name}__name",
        shown=shown,
        reads=(f"{name}__name", f"{name}__initials"),
    )


REMARKED = (*Facts.__annotations__, "processor")


def remark_badge(remark: Remark) -> SafeString:
    return cells.badge(gettext(remark.title), remark.level, "alert-triangle", title=gettext(remark.why))


def remarks_cell(supplier: Supplier, page: Any) -> SafeString:
    """The worst remark and how many more; where there are none, quietly what is good to know."""
    found = remarks(supplier, page.today)
    shown = [remark_badge(each) for each in found[:1]]
    if len(found) > 1:
        rest = ", ".join(gettext(each.title) for each in found[1:])
        shown.append(cells.badge(f"+{len(found) - 1}", "none", title=rest))
    if not shown and supplier.processor:
        shown.append(cells.badge(gettext("Data processor"), "none", "user-shield"))
    return cells.several(shown)


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Name"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column(
        "category",
        pgettext_lazy("supplier", "Category"),
        lambda row, page: row.get_category_display(),
        sort="category",
        reads=("category",),
    ),
    _person("owner", _("Owner")),
    Column(
        "criticality",
        _("Criticality"),
        criticality_cell,
        sort="criticality",
        help=_("Inherited from what depends on it."),
        reads=("criticality",),
    ),
    Column(
        "status",
        _("Status"),
        lambda row, page: status_badge(row),
        sort="status",
        reads=("status", "archived_at", "merged_into_id"),
    ),
    Column("remarks", _("Remarks"), remarks_cell, reads=REMARKED),
    Column(
        "country",
        _("Country"),
        lambda row, page: row.country_name,
        sort="country",
        shown=False,
        reads=("country",),
    ),
    Column(
        "review",
        pgettext_lazy("column", "Review"),
        lambda row, page: cells.date(row.next_review, page.today),
        sort="next_review",
        reads=("next_review",),
    ),
    _person("deputy", _("Deputy"), shown=False),
    Column("unit", _("Unit"), lambda row, page: row.unit, sort="unit__name", shown=False, reads=("unit__name",)),
    Column("cvr", _("CVR number"), sort="cvr", shown=False, reads=("cvr",)),
    Column(
        "access", _("Access"), lambda row, page: row.get_access_display(), sort="access", shown=False, reads=("access",)
    ),
    Column(
        "replaceable",
        _("How soon it can be replaced"),
        lambda row, page: row.get_replaceable_display(),
        sort="replaceable",
        shown=False,
        reads=("replaceable",),
    ),
    Column(
        "updated",
        _("Updated"),
        lambda row, page: cells.moment(row.updated_at),
        sort="updated_at",
        shown=False,
        reads=("updated_at",),
    ),
)
