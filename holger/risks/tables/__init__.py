"""The columns of the risk register, and the small pieces that pages draw alike."""

from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.risks.models import Risk, Threat, Treatment
from holger.risks.models.risk import LEVEL_NAMES, STATUS_NAMES
from holger.risks.rules import acceptance, scoring
from holger.risks.rules.method import Method
from holger.ui import cells, days
from holger.ui.columns import Column
from holger.ui.icons import icon

STATUS_LOOKS = {
    "to_assess": ("none", "circle-dashed"),
    "untreated": ("crit", "alert-triangle"),
    "treating": ("accent", "circle-half-2"),
    "waiting": ("mid", "clock"),
    "accepted": ("ok", "gavel"),
    "within": ("ok", "check"),
    "closed": ("none", "archive"),
}
LETTERS = {
    "c": pgettext_lazy("letter for confidentiality", "C"),
    "i": pgettext_lazy("letter for integrity", "I"),
    "a": pgettext_lazy("letter for availability", "A"),
}
TREND_LOOKS = {"up": "arrow-up-right", "down": "arrow-down-right", "same": "minus"}

ARROW = f'<span class="ar">{icon("arrow-narrow-right")}</span>'


def band_name(method: Method, key: str) -> str:
    """A band in the reader's words; its key where an older method named it."""
    found = next((band for band in method.bands if band.key == key), None)
    return say(found.name, days.language()) if found else key


def score(method: Method, value: int | None, band: str, url: str = "") -> SafeString:
    return cells.score(value, band, band_name(method, band), url) if value is not None else cells.dash


def number(value: int | None, band: str, method: Method) -> SafeString:
    """A score without its word; the word is there for those who do not see the colour."""
    if value is None:
        return cells.dash
    name = escape(band_name(method, band))
    return SafeString(
        f'<span class="h-score is-{band}" title="{name}"><i>{value}</i>'
        f'<span class="visually-hidden">{name}</span></span>'
    )


def stages(risk: Any, method: Method) -> SafeString:
    """Without controls → now → target."""
    before = risk.inherent_score
    first = f'<span class="h-num h-faint">{before}</span>' if before is not None else cells.dash
    now, target = (
        number(risk.current_score, risk.current_band, method),
        number(risk.target_score, risk.target_band, method),
    )
    return SafeString(f'<span class="h-nowrap">{first}{ARROW}{now}{ARROW}{target}</span>')


def status_of(risk: Risk, page: Any) -> str:
    return acceptance.status(risk, page.today)


def status_badge(key: str) -> SafeString:
    level, mark = STATUS_LOOKS[key]
    return cells.badge(STATUS_NAMES[key], level, mark)


def trend(before: int | None, now: int | None, words: Any = "") -> SafeString:
    """How a score has moved since an earlier one, as arrow and words."""
    said = scoring.trend(before, now)
    if said == "new":
        return SafeString("")
    shown = {
        "up": gettext("was %(score)s"),
        "down": gettext("was %(score)s"),
        "same": gettext("unchanged"),
    }[said] % {"score": before}
    return SafeString(f'<span class="h-tiny was">{icon(TREND_LOOKS[said])}{escape(shown)}</span>')


def letters(hits: str) -> SafeString:
    """The letters of what is hit, as the reader knows them."""
    drawn = (f'<abbr title="{escape(str(LEVEL_NAMES[k]))}">{LETTERS[k]}</abbr>' for k in LETTERS if k in hits)
    return SafeString(f'<span class="h-nowrap">{" ".join(drawn)}</span>')


def name_cell(risk: Risk, page: Any) -> SafeString:
    return cells.name(risk, page.base, risk.name)


def asset_cell(risk: Risk, page: Any) -> SafeString:
    return cells.link(risk.asset.title, page.base + risk.asset.path)


def treatment_cell(risk: Risk, page: Any) -> SafeString:
    if risk.treatment == Treatment.UNDECIDED:
        return cells.dash
    return SafeString(f'<span class="h-dim">{escape(risk.get_treatment_display())}</span>')


def acceptance_cell(risk: Risk, page: Any) -> SafeString:
    if risk.accepted_until is not None:
        if risk.accepted_until < page.today:
            return cells.badge(gettext("Expired %(day)s") % {"day": days.day(risk.accepted_until)}, "crit", "clock")
        return cells.badge(gettext("Until %(day)s") % {"day": days.day(risk.accepted_until)}, "ok", "gavel")
    if risk.acceptance_asked:
        return cells.badge(gettext("Waiting"), "mid", "clock")
    return cells.dash


def decided(risk: Risk, page: Any) -> SafeString:
    """What was decided, in the narrow list beside the picture: an acceptance says more than the treatment."""
    shown = acceptance_cell(risk, page)
    return treatment_cell(risk, page) if shown == cells.dash else shown


def controls_cell(risk: Risk, page: Any) -> SafeString:
    found = page.controls_of(risk)
    told = escape(", ".join(control.title for control in found))
    names = escape(" ".join(control.reference for control in found))
    return SafeString(f'<span title="{told}">{names}</span>') if found else cells.dash


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Risk"), name_cell, sort="title"),
    Column("asset", _("Process or asset"), asset_cell, sort="asset__title"),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("hits", _("Hits"), lambda row, page: letters(row.hits), help=_("Confidentiality, integrity, availability")),
    Column(
        "current",
        _("Current"),
        lambda row, page: score(page.method, row.current_score, row.current_band),
        sort="current_score",
    ),
    Column(
        "stages",
        _("Without → now → target"),
        lambda row, page: stages(row, page.method),
        sort="target_score",
        help=_("Without controls, current, target"),
    ),
    Column("treatment", _("Treatment"), treatment_cell, sort="treatment"),
    Column("acceptance", _("Acceptance"), acceptance_cell, sort="accepted_until"),
    Column(
        "review",
        pgettext_lazy("column", "Review"),
        lambda row, page: cells.date(row.next_review, page.today),
        sort="next_review",
    ),
    Column("controls", _("Controls"), controls_cell, shown=False),
    Column("status", _("Status"), lambda row, page: status_badge(status_of(row, page)), shown=False),
    Column("unit", _("Unit"), lambda row, page: row.unit, sort="unit__name", shown=False),
    Column("inherent", _("Without controls"), lambda row, page: row.inherent_score, sort="inherent_score", shown=False),
    Column(
        "actions", _("Open actions"), lambda row, page: row.actions_open, sort="actions_open", shown=False, number=True
    ),
    Column("assessed", _("Assessed"), lambda row, page: cells.moment(row.assessed_at), sort="assessed_at", shown=False),
    Column("updated", _("Updated"), lambda row, page: cells.moment(row.updated_at), sort="updated_at", shown=False),
)


def threat_name(threat: Threat, page: Any) -> SafeString:
    return cells.name(threat, page.base, threat.title)


def threat_source(threat: Threat, page: Any) -> SafeString:
    drawn = [cells.badge(gettext("Own"), "accent") if threat.own else cells.badge(gettext("Library"), "none")]
    if threat.hidden:
        drawn.append(cells.badge(gettext("Hidden"), "none", "circle-off"))
    return cells.several(drawn)


THREAT_COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Threat"), threat_name),
    Column("group", _("Group"), lambda row, page: row.get_group_display(), sort="group"),
    Column("hits", _("Hits"), lambda row, page: letters(row.hits)),
    Column("proposed", _("Proposed for"), lambda row, page: page.types_of(row)),
    Column("controls", _("ISO 27002"), lambda row, page: " ".join(row.controls)),
    Column("used", _("Risks"), lambda row, page: page.used(row), sort="used", number=True),
    Column("source", _("Source"), threat_source),
)
