"""What a statement's choices, statuses and changes are called."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls.models import Choice, HowFar
from holger.controls.rules.statement import BEYOND, IN_PLACE, NOT, OPEN, OUT, PARTLY, PLANNED, Counts, Line
from holger.controls.rules.statement_changes import Change
from holger.core.words import Words, say
from holger.frameworks.models import Driver

CHOICES = dict(Choice.choices)
STATUSES = dict(HowFar.choices)
OTHER = {OUT: pgettext_lazy("statement", "Not relevant"), BEYOND: CHOICES[BEYOND]}
LOOKS = {
    IN_PLACE: ("ok", "check"),
    PARTLY: ("mid", "circle-half-2"),
    PLANNED: ("none", "calendar"),
    NOT: ("crit", "x"),
    OPEN: ("none", "circle-dashed"),
}
BARS = {IN_PLACE: "ok", PARTLY: "mid", PLANNED: "none", NOT: "crit", OPEN: "open"}
DRIVERS = dict(Driver.choices)
PARTS = {
    "choice": pgettext_lazy("statement", "Choice"),
    "reason": _("Reason"),
    "drivers": _("Drivers"),
    "controls": _("Controls"),
    "status": _("Status"),
}


def title(words: Words) -> str:
    return say(words, get_language())


def counted(found: Counts) -> str:
    """37 requirements, 36 in, 1 out."""
    parts = [ngettext("%(count)s requirement", "%(count)s requirements", found.total) % {"count": found.total}]
    parts.append(gettext("%(count)s in") % {"count": found.chosen})
    if found.out:
        parts.append(gettext("%(count)s out") % {"count": found.out})
    if found.beyond:
        parts.append(gettext("%(count)s beyond the ambition") % {"count": found.beyond})
    return ", ".join(parts)


def status_word(status: str) -> str:
    return str(STATUSES.get(status) or OTHER[status])


def headline(change: Change) -> str:
    """What has changed in a line, in a few words."""
    before, after = change.before, change.after
    if before is None:
        return gettext("New requirement")
    if after is None:
        return gettext("No longer there")
    return ", ".join(HEADLINES[part](before, after) for part in _telling(change.parts))


def _telling(parts: Sequence[str]) -> Sequence[str]:
    """What follows from another choice goes without saying."""
    return [part for part in parts if part != "status"] if "choice" in parts else parts


def _controls(before: Line, after: Line) -> str:
    came = {each.reference for each in after.controls} - {each.reference for each in before.controls}
    went = {each.reference for each in before.controls} - {each.reference for each in after.controls}
    if came and not went:
        return ngettext("New control", "New controls", len(came))
    if went and not came:
        return ngettext("Control removed", "Controls removed", len(went))
    return gettext("Other controls")


HEADLINES: Mapping[str, Callable[[Line, Line], str]] = {
    "choice": lambda before, after: f"{CHOICES[before.choice]} → {CHOICES[after.choice]}",
    "reason": lambda before, after: gettext("Other reason") if before.reason else gettext("New reason"),
    "drivers": lambda before, after: gettext("Other drivers"),
    "controls": _controls,
    "status": lambda before, after: f"{status_word(before.status)} → {status_word(after.status)}",
}
