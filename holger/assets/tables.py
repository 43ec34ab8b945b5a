"""The columns of the map's lists, and the small pieces that lists and object pages draw alike."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.assets.models import KINDS, Asset, AssetType, Dependency
from holger.assets.models.asset import LEVELS
from holger.assets.rules.flags import Facts, Flag
from holger.assets.rules.inheritance import DIMENSIONS
from holger.ui import cells, days
from holger.ui.columns import Column
from holger.ui.icons import icon

LEVEL_WORDS = dict(LEVELS)
PERSON_FIELDS = ("name", "initials")
OVERRIDES = tuple(f"override_{d}" for d in DIMENSIONS)
SHOWN_FLAGS = 1

LEVELS_OF_STATUS = {"planned": "accent", "in_use": "ok", "phasing_out": "mid", "retired": "none"}


def need_letters() -> tuple[str, str, str]:
    """The three dimensions as one letter each."""
    return (
        pgettext("letter for confidentiality", "C"),
        pgettext("letter for integrity", "I"),
        pgettext("letter for availability", "A"),
    )


def need_names() -> tuple[str, str, str]:
    return gettext("Confidentiality"), gettext("Integrity"), gettext("Availability")


def flag_text(flag: Flag, text: str) -> str:
    """A remark's title or reason in the reader's language, with days and words written out."""
    params = {
        name: days.day(value) if hasattr(value, "year") else gettext(value) if isinstance(value, str) else value
        for name, value in flag.params.items()
    }
    told = _translated(text, get_language())
    return told % params if params else told


@lru_cache(maxsize=256)
def _translated(text: str, language: str | None) -> str:
    return gettext(text)


def flag_badge(flag: Flag) -> SafeString:
    """Drawn once per language where the words are always the same: lists draw the same few remarks all the time."""
    if flag.params:
        return _drawn(flag)
    return _always(flag.key, flag.title, flag.why, flag.level, flag.icon, get_language())


@lru_cache(maxsize=256)
def _always(key: str, title: str, why: str, level: str, mark: str, language: str | None) -> SafeString:
    return _drawn(Flag(key, level, title, why, "", mark))


def _drawn(flag: Flag) -> SafeString:
    return cells.badge(flag_text(flag, flag.title), flag.level, flag.icon, title=flag_text(flag, flag.why))


def name_cell(asset: Asset, page: Any) -> SafeString:
    return cells.name(asset, page.base)


def type_cell(asset: Asset, page: Any) -> SafeString:
    return _type(asset.type, get_language())


@lru_cache(maxsize=64)
def _type(key: str, language: str | None) -> SafeString:
    """Drawn once per type and language: Django looks through all choices for each row's label."""
    return SafeString(f'<span class="h-dim">{icon(KINDS[key].icon)} {escape(str(AssetType(key).label))}</span>')


def needs_cell(asset: Asset, page: Any) -> SafeString:
    inherited = (asset.driven_c_id, asset.driven_i_id, asset.driven_a_id)
    return cells.needs(asset.need_c, asset.need_i, asset.need_a, inherited)


def criticality_cell(asset: Asset, page: Any) -> SafeString:
    return _criticality(asset.criticality, get_language())


@lru_cache(maxsize=16)
def _criticality(level: int | None, language: str | None) -> SafeString:
    return cells.level(level, LEVEL_WORDS[level] if level else "")


def remarks_cell(asset: Asset, page: Any) -> SafeString:
    """The worst remark and how many more; where there are none, quietly what is good to know."""
    flags = page.flags_of(asset)
    shown = [flag_badge(flag) for flag in flags[:SHOWN_FLAGS]]
    if len(flags) > SHOWN_FLAGS:
        rest = ", ".join(flag_text(flag, flag.title) for flag in flags[SHOWN_FLAGS:])
        shown.append(cells.badge(f"+{len(flags) - SHOWN_FLAGS}", "none", title=rest))
    return cells.several(shown or facts_to_know(asset))


def facts_to_know(asset: Asset) -> Sequence[SafeString]:
    known = []
    if asset.personal_data != "none":
        special = asset.personal_data == "special"
        text = gettext("Special personal data") if special else gettext("Personal data")
        known.append(cells.badge(text, "none", "user-shield"))
    if asset.exposure == "internet":
        known.append(cells.badge(gettext("Internet-facing"), "none", "world"))
    return known


def review_cell(asset: Asset, page: Any) -> SafeString:
    return cells.date(asset.next_review, page.today)


def hours(value: int | None) -> str:
    """Hours as people say them: 4 hours, 3 days."""
    if value is None:
        return ""
    if value >= 48 and value % 24 == 0:
        return gettext("%(count)s days") % {"count": value // 24}
    return gettext("1 hour") if value == 1 else gettext("%(count)s hours") % {"count": value}


def person_column(name: str, label: Any, shown: bool = True) -> Column:
    reads = [f"{name}__{field}" for field in PERSON_FIELDS]
    return Column(
        name, label, lambda row, page: cells.person(getattr(row, name)), sort=f"{name}__name", shown=shown, reads=reads
    )


def choice_column(name: str, label: Any, shown: bool = False) -> Column:
    return Column(
        name, label, lambda row, page: getattr(row, f"get_{name}_display")(), sort=name, shown=shown, reads=(name,)
    )


REFERENCE = Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number")
OWNER = person_column("owner", _("Owner"))
NEED = Column(
    "need",
    _("Need"),
    needs_cell,
    reads=[f"{field}_{d}" for field in ("need", "driven") for d in "cia"],
    help=_("Protection need 1–4: confidentiality, integrity, availability. A dashed box is inherited."),
)
CRITICALITY = Column(
    "criticality",
    _("Criticality"),
    criticality_cell,
    sort="criticality",
    help=_("The highest of the three needs."),
    reads=("criticality",),
)
REMARKS = Column("remarks", _("Remarks"), remarks_cell, reads=(*Facts.__annotations__, *OVERRIDES))
REVIEW = Column("review", pgettext_lazy("column", "Review"), review_cell, sort="next_review", reads=("next_review",))
DEPUTY = person_column("deputy", _("Deputy"), shown=False)
UNIT = Column("unit", _("Unit"), lambda row, page: row.unit, sort="unit__name", shown=False, reads=("unit__name",))
STATUS = Column(
    "status", _("Status"), lambda row, page: status_badge(row), sort="status", shown=False,
    reads=("status", "archived_at"),
)  # fmt: skip
CLASSIFICATION = choice_column("classification", _("Classification"))
PERSONAL_DATA = choice_column("personal_data", _("Personal data"))
UPDATED = Column(
    "updated", _("Updated"), lambda row, page: cells.moment(row.updated_at), sort="updated_at", shown=False,
    reads=("updated_at",),
)  # fmt: skip


def status_badge(asset: Asset) -> SafeString:
    if asset.archived_at:
        return cells.badge(gettext("Archived"), "none", "archive")
    mark = "check" if asset.status == "in_use" else ""
    return cells.badge(asset.get_status_display(), LEVELS_OF_STATUS[asset.status], mark)


def _hours_column(key: str, label: Any, **more: Any) -> Column:
    def cell(row: Any, page: Any) -> SafeString:
        return cells.unbroken(hours(getattr(row, key)))

    return Column(key, label, cell, sort=key, reads=(key,), **more)


PROCESS_COLUMNS = (
    REFERENCE,
    Column("title", _("Name"), name_cell, sort="title"),
    OWNER,
    NEED,
    CRITICALITY,
    _hours_column("rto_hours", _("RTO"), help=_("Back within.")),
    _hours_column("mtpd_hours", _("MTPD"), help=_("The longest outage that can be tolerated.")),
    REMARKS,
    REVIEW,
    DEPUTY,
    UNIT,
    STATUS,
    CLASSIFICATION,
    PERSONAL_DATA,
    UPDATED,
)  # fmt: skip

ASSET_COLUMNS = (
    REFERENCE,
    Column("title", _("Name"), name_cell, sort="title"),
    Column("type", _("Type"), type_cell, sort="type"),
    OWNER,
    NEED,
    CRITICALITY,
    REMARKS,
    REVIEW,
    DEPUTY,
    UNIT,
    STATUS,
    CLASSIFICATION,
    PERSONAL_DATA,
    choice_column("exposure", _("Exposure")),
    choice_column("hosting", _("Hosting")),
    Column(
        "country", _("Country"), lambda row, page: row.country_name, sort="country", shown=False, reads=("country",)
    ),
    Column(
        "supplier", _("Supplier"), lambda row, page: row.supplier.title if row.supplier else "", sort="supplier__title",
        shown=False, reads=("supplier__title",),
    ),
    Column("users", _("Users"), sort="users", shown=False, number=True, reads=("users",)),
    choice_column("mfa", _("MFA")),
    choice_column("backup", _("Backup")),
    choice_column("logging", _("Logging")),
    _hours_column("rto_hours", _("RTO"), shown=False),
    _hours_column("rpo_hours", _("RPO"), shown=False),
    Column(
        "end_of_support", _("End of support"), lambda row, page: cells.date(row.end_of_support), sort="end_of_support",
        shown=False, reads=("end_of_support",),
    ),
    UPDATED,
)  # fmt: skip


def end_cell(asset: Asset, page: Any) -> SafeString:
    link = cells.name(asset, page.base)
    return SafeString(f"{cells.ref(asset)} {link}")


def carries_cell(row: Dependency, page: Any) -> SafeString | str:
    """The letters of the dimensions that pass on."""
    carried = zip(need_letters(), (row.carries_c, row.carries_i, row.carries_a), strict=True)
    return " ".join(letter for letter, carries in carried if carries)


DEPENDENCY_COLUMNS = (
    Column("source", _("What depends"), lambda row, page: end_cell(row.source, page), sort="source__number"),
    Column("kind", _("How"), lambda row, page: row.get_kind_display(), sort="kind"),
    Column("target", _("Depends on"), lambda row, page: end_cell(row.target, page), sort="target__number"),
    Column("carries", _("Carries"), carries_cell, help=_("Which protection needs pass on to what it depends on.")),
    Column("note", _("Note"), sort="note"),
)
