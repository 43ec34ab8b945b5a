"""The cells of a statement's line, which are drawn a thousand times a page: what it says, and what that was before.

``before`` is the line as it was, where it differs and the difference is to be seen.
"""

from html import escape
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.controls.models import Statement, Strength
from holger.controls.rules.statement import BEYOND, IN, IN_PLACE, OUT, Line
from holger.controls.selectors import Now
from holger.controls.tables.statement_words import CHOICES, DRIVERS, LOOKS, STATUSES, status_word
from holger.ui import cells


def ref_cell(line: Line) -> SafeString:
    return SafeString(f'<span class="h-ref">{escape(line.code)}</span>')


def choice_cell(line: Line, before: Line | None = None) -> SafeString:
    looks = {IN: ("accent", "check"), OUT: ("line", "minus"), BEYOND: ("line", "circle-off")}
    badge = cells.badge(CHOICES[line.choice], *looks[line.choice])
    if before is None or before.choice == line.choice:
        return SafeString(f"<span>{badge}</span>")
    return SafeString(f'<span><del class="h-tiny d-block">{escape(str(CHOICES[before.choice]))}</del>{badge}</span>')


def reason_cell(line: Line, before: Line | None = None) -> SafeString:
    if before is None or before.reason == line.reason:
        return SafeString(f'<span class="h-dim">{escape(line.reason)}</span>') if line.reason else cells.dash
    return SafeString(f'<span class="h-dim">{moved(before.reason, line.reason)}</span>')


def drivers_cell(line: Line, before: Line | None = None) -> SafeString:
    if before is None:
        return cells.several(cells.badge(DRIVERS.get(key, key), "line") for key in line.drivers)
    now = (_driver(key, "ins" if key not in before.drivers else "") for key in line.drivers)
    gone = (_driver(key, "del") for key in before.drivers if key not in line.drivers)
    return cells.several([*gone, *now])


def _driver(key: str, how: str) -> SafeString:
    word = str(DRIVERS.get(key, key))
    return SafeString(f"<{how}>{escape(word)}</{how}>") if how else cells.badge(word, "line")


def controls_cell(line: Line, before: Line | None = None, base: str = "") -> SafeString:
    """The controls by reference, with their titles on hover; links where ``base`` tells where they are."""
    if not line.controls and not (before and before.controls):
        return SafeString(f'<b class="h-c is-high">{escape(gettext("None"))}</b>') if line.chosen else cells.dash
    was = {(each.reference, each.strength) for each in before.controls} if before else None
    there = {each.reference for each in line.controls}
    gone = [
        f"<del>{escape(each.reference)}</del>"
        for each in (before.controls if before else ())
        if each.reference not in there
    ]
    drawn = [
        _control(each, base, was is not None and (each.reference, each.strength) not in was) for each in line.controls
    ]
    return SafeString(f'<span class="h-refs">{" ".join([*gone, *drawn])}</span>')


def _control(measure: Any, base: str, new: bool) -> str:
    hint = f"{measure.title} ({gettext('contributes')})" if measure.strength == Strength.PART else measure.title
    inner, told = escape(measure.reference), f' class="h-nowrap" title="{escape(hint)}"'
    drawn = (
        f'<a{told} href="{escape(base)}controls/{quote(measure.reference)}/">{inner}</a>'
        if base
        else f"<span{told}>{inner}</span>"
    )
    return f"<ins>{drawn}</ins>" if new else drawn


def status_cell(line: Line, before: Line | None = None) -> SafeString:
    if line.status not in LOOKS:
        return SafeString(f'<span class="h-faint">{escape(status_word(line.status))}</span>')
    hint = gettext("Told by its controls") if line.told_by == "controls" else gettext("Told by the answer")
    badge = cells.badge(STATUSES[line.status], *LOOKS[line.status], title=hint if line.told_by else "")
    if before is None or before.status == line.status or before.choice != line.choice:
        return SafeString(f"<span>{badge}</span>")
    return SafeString(f'<span><del class="h-tiny d-block">{escape(status_word(before.status))}</del>{badge}</span>')


def evidence_cell(line: Line, url: str = "") -> SafeString:
    """How many proofs there are of the last year; what is in place without any is marked."""
    if not line.chosen:
        return cells.dash
    if not line.evidence:
        missing = gettext("In place, but nothing proves it")
        return cells.badge("0", "high", "alert-triangle", title=missing) if line.status == IN_PLACE else cells.dash
    return cells.link(line.evidence, url) if url else SafeString(str(line.evidence))


def maturity_cell(line: Line) -> SafeString:
    if line.maturity is None:
        return cells.dash
    target = "–" if line.target is None else line.target
    return SafeString(
        f'<span class="h-nowrap"><b class="h-b">{line.maturity}</b><span class="h-faint"> / {target}</span></span>'
    )


def moved(before: str, after: str) -> str:
    """From one text to another."""
    parts = [f"<del>{escape(before)}</del>"] if before else []
    return " ".join([*parts, *([f"<ins>{escape(after)}</ins>"] if after else [])])


# Of a whole statement

VERSIONS = {
    "draft": ("accent", "pencil"),
    "requested": ("mid", "clock"),
    "approved": ("ok", "lock"),
    "superseded": ("none", "archive"),
}


def readiness(now: Now) -> SafeString:
    """How many of an auditor's questions have no good answer."""
    count = len(now.asked)
    if not count:
        return cells.badge(_("Ready"), "ok", "check")
    told = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
    return cells.badge(told, "mid", "help-circle")


def version_badge(statement: Statement) -> SafeString:
    """Which version, and where it is on its way."""
    return cells.badge(f"v{statement.number} {statement.get_status_display().lower()}", *VERSIONS[statement.status])
