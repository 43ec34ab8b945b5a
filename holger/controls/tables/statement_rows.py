"""The rows of a frozen statement, and of two that are compared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.controls.rules.statement import Counts, Line, Theme, by_theme, counts
from holger.controls.rules.statement_changes import Change
from holger.controls.tables.statement_cells import (
    choice_cell,
    controls_cell,
    drivers_cell,
    evidence_cell,
    maturity_cell,
    moved,
    reason_cell,
    ref_cell,
    status_cell,
)
from holger.controls.tables.statement_words import CHOICES, PARTS, counted, headline, status_word, title


def theme_row(theme: Theme | None, found: Counts, span: int, kind: str = "") -> str:
    """The heading above the lines of a part of the framework."""
    name = f"{escape(theme.code)} {escape(title(theme.title))}" if theme else escape(gettext("Other requirements"))
    return (
        f'<tr class="h-theme{kind}"><th colspan="{span}" scope="colgroup">{name}'
        f' <span class="h-faint">{escape(counted(found))}</span></th></tr>'
    )


def frozen_rows(themes: Sequence[Theme], lines: Iterable[Line]) -> SafeString:
    labels = [escape(str(word)) for word in (_("Id"), _("Requirement"), *PARTS.values(), _("Evidence"), _("Maturity"))]
    return SafeString("".join(_by_theme(themes, lines, len(labels), partial(_frozen_row, labels=labels))))


def _by_theme(themes: Sequence[Theme], lines: Iterable[Line], span: int, draw: Callable[[Line], str]) -> Iterable[str]:
    known = {theme.code: theme for theme in themes}
    parts = by_theme(lines)
    for code, below in parts.items():
        if len(parts) > 1 or code:
            yield theme_row(known.get(code), counts(below), span)
        for line in below:
            yield draw(line)


def _frozen_row(line: Line, labels: Sequence[str]) -> str:
    drawn = (
        ref_cell(line),
        SafeString(f'<span class="h-name h-b">{escape(title(line.title))}</span>'),
        choice_cell(line),
        reason_cell(line),
        drivers_cell(line),
        controls_cell(line),
        status_cell(line),
        evidence_cell(line),
        maturity_cell(line),
    )
    numbers = (len(labels) - 2, len(labels) - 1)
    tds = (
        f'<td{" class=h-num" if place in numbers else ""} data-label="{label}">{cell}</td>'
        for place, (label, cell) in enumerate(zip(labels, drawn, strict=True))
    )
    return f"<tr>{''.join(tds)}</tr>"


def changed_rows(themes: Sequence[Theme], changes: Mapping[str, Change]) -> SafeString:
    """Each line that differs, and from what to what."""
    label = escape(gettext("Requirement")), escape(gettext("What has changed"))
    known = {theme.code: theme for theme in themes}
    parts = by_theme(change.line for change in changes.values())
    drawn = []
    for code, lines in parts.items():
        if len(parts) > 1 or code:
            drawn.append(_changed_head(known.get(code), len(lines)))
        drawn += [_changed_row(changes[line.code], label) for line in lines]
    return SafeString("".join(drawn))


def _changed_head(theme: Theme | None, count: int) -> str:
    name = f"{escape(theme.code)} {escape(title(theme.title))}" if theme else escape(gettext("Other requirements"))
    told = escape(ngettext("%(count)s change", "%(count)s changes", count) % {"count": count})
    return f'<tr class="h-theme"><th colspan="2" scope="colgroup">{name} <span class="h-faint">{told}</span></th></tr>'


def _changed_row(change: Change, label: tuple[str, str]) -> str:
    line = change.line
    name = f'<span class="h-ref">{escape(line.code)}</span> <span class="h-name h-b">{escape(title(line.title))}</span>'
    told = f'<span class="h-diff">{escape(headline(change))}</span>'
    facts = "".join(f"<dt>{escape(str(PARTS[part]))}</dt><dd>{cell}</dd>" for part, cell in _told(change))
    box = f'<dl class="h-facts">{facts}</dl>' if facts else ""
    return f'<tr><th scope="row" data-label="{label[0]}">{name}{told}</th><td data-label="{label[1]}"><div>{box}</div></td></tr>'


def _told(change: Change) -> Iterable[tuple[str, str]]:
    before, after = change.before, change.after
    if before is None or after is None:
        line = change.line
        return [("choice", choice_cell(line)), ("reason", reason_cell(line)), ("status", status_cell(line))]
    draw: Mapping[str, Callable[[], str]] = {
        "choice": lambda: moved(str(CHOICES[before.choice]), str(CHOICES[after.choice])),
        "reason": lambda: moved(before.reason, after.reason),
        "drivers": lambda: drivers_cell(after, before),
        "controls": lambda: controls_cell(after, before),
        "status": lambda: moved(status_word(before.status), status_word(after.status)),
    }
    return [(part, draw[part]()) for part in change.parts]
