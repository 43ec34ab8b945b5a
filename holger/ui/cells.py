"""Ready cells for tables and facts. Python functions rather than templates: a list draws hundreds of them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from holger.ui import days
from holger.ui.icons import icon as draw_icon

LEVELS = ("crit", "high", "mid", "ok", "none", "accent")
dash = SafeString('<span class="h-faint">–</span>')


def ref(row: Any) -> SafeString:
    """The reference in quiet grey: A-7."""
    return SafeString(f'<span class="h-ref">{escape(row.reference)}</span>')


def name(row: Any, base: str, text: str = "") -> SafeString:
    """What the row is called, as the link to its page."""
    return SafeString(f'<a class="h-name" href="{escape(base + row.path)}">{escape(text or row.title)}</a>')


def link(text: Any, url: str) -> SafeString:
    return SafeString(f'<a href="{escape(url)}">{escape(str(text))}</a>')


def avatar(person: Any, me: bool = False) -> SafeString:
    """The person's initials in a circle; decoration, so it needs the name or a label beside it."""
    return SafeString(f'<span class="h-ava{" is-me" if me else ""}" aria-hidden="true">{escape(person.short)}</span>')


def person(person: Any) -> SafeString:
    """Initials and name; a dash for nobody."""
    if person is None:
        return dash
    return SafeString(f'<span class="h-row h-person">{avatar(person)}<span>{escape(person.name)}</span></span>')


def date(value: dt.date | dt.datetime | None, today: dt.date | None = None) -> SafeString:
    """A date. With ``today`` given, one that has passed is marked as overdue in colour and words."""
    if value is None:
        return dash
    machine = value.isoformat()
    if today is not None and _date(value) < today:
        late = escape(gettext("overdue"))
        return SafeString(
            f'<time class="h-nowrap is-late" datetime="{machine}">{days.day(value)}'
            f'<span class="visually-hidden">, {late}</span>{draw_icon("clock-exclamation")}</time>'
        )
    return SafeString(f'<time class="h-nowrap" datetime="{machine}">{days.day(value)}</time>')


def unbroken(*parts: str) -> SafeString:
    """Parts that stay on one line each; between them a line may end."""
    told = " ".join(f'<span class="h-nowrap">{escape(part)}</span>' for part in parts if part)
    return SafeString(f"<span>{told}</span>") if told else dash


def moment(value: dt.datetime | None) -> SafeString:
    """Recent times in words, with the exact time on hover."""
    if value is None:
        return dash
    return SafeString(
        f'<time class="h-nowrap" datetime="{value.isoformat()}" title="{days.moment(value)}">{days.ago(value)}</time>'
    )


def _date(value: dt.date | dt.datetime) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def score(value: int | None, band: str, label: Any = "", url: str = "") -> SafeString:
    """A risk score in its band's colour with the band's name; ``band`` is crit, high, mid or ok."""
    if value is None:
        return dash
    inner = f"<i>{value}</i><span>{escape(str(label))}</span>"
    if url:
        return SafeString(f'<a class="h-plain h-score is-{band}" href="{escape(url)}">{inner}</a>')
    return SafeString(f'<span class="h-score is-{band}">{inner}</span>')


def badge(text: Any, level: str = "none", icon: str = "", title: Any = "") -> SafeString:
    """A state in words, coloured by how bad it is: crit, high, mid, ok, none or accent."""
    drawn = draw_icon(icon) if icon else ""
    hint = f' title="{escape(str(title))}"' if title else ""
    return SafeString(f'<span class="h-badge is-{level}"{hint}>{drawn}{escape(str(text))}</span>')


def level(value: int | None, label: Any) -> SafeString:
    """A step on a scale: 4 Critical."""
    if value is None:
        return dash
    words = f'<span class="h-dim">{escape(str(label))}</span>'
    return SafeString(f'<span class="h-nowrap"><b class="h-b h-num">{value}</b> {words}</span>')


def needs(c: int | None, i: int | None, a: int | None, inherited: Sequence[Any] = (False, False, False)) -> SafeString:
    """Protection need for confidentiality, integrity and availability; a dashed box is inherited."""
    drawn = []
    for (letter, title, driven_words), value, driven in zip(
        _need_words(get_language()), (c, i, a), inherited, strict=True
    ):
        if driven and value is not None:
            start = f'<span class="is-inh" title="{title} {value}, {driven_words}">'
        else:
            start = f'<span title="{title} {"–" if value is None else value}">'
        drawn.append(f"{start}<i>{letter}</i><b>{'–' if value is None else value}</b></span>")
    return SafeString(f'<span class="h-fit">{"".join(drawn)}</span>')


@lru_cache(maxsize=8)
def _need_words(language: str | None) -> tuple[tuple[str, str, str], ...]:
    """Letter, name and the word for "inherited" of each protection need; looked up once per language."""
    driven = escape(gettext("inherited"))
    return (
        (pgettext("letter for confidentiality", "C"), escape(gettext("Confidentiality")), driven),
        (pgettext("letter for integrity", "I"), escape(gettext("Integrity")), driven),
        (pgettext("letter for availability", "A"), escape(gettext("Availability")), driven),
    )


def dots(value: int | None, of: int = 4) -> SafeString:
    """A level as filled and empty dots, beside its number."""
    full = value or 0
    return SafeString(
        '<span class="h-dots" aria-hidden="true">' + "<i class=is-on></i>" * full + "<i></i>" * (of - full) + "</span>"
    )


def yes(value: bool | None, text: Any = "") -> SafeString:
    """Yes with a check, no as a word, a dash for not known."""
    if value is None:
        return dash
    if value:
        return SafeString(f'<span class="h-yes">{draw_icon("check")}{escape(str(text or gettext("Yes")))}</span>')
    return SafeString(f'<span class="h-dim">{escape(str(text or gettext("No")))}</span>')


def several(cells: Iterable[SafeString | str]) -> SafeString:
    """Some cells in a row that wraps; a dash for none."""
    drawn = "".join(cell if isinstance(cell, SafeString) else escape(cell) for cell in cells)
    return SafeString(f'<span class="h-several">{drawn}</span>') if drawn else dash


def bar(percent: float, label: Any, kind: str = "") -> SafeString:
    """How far something is, as a bar with the words for those who do not see it. ``kind``: thin, thick, ok, mid …"""
    width = max(0, min(100, percent))
    size = f" is-{kind}" if kind else ""
    return SafeString(
        f'<svg class="h-progress{size}" viewBox="0 0 100 1" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(str(label))}"><rect width="{width:g}" height="1"/></svg>'
    )


def stacked(parts: Sequence[tuple[int, str, str]], kind: str = "") -> SafeString:
    """What a whole is made of, as one bar: (how many, how it looks, what it is called) of each part.

    Looks are ok, mid, high, crit and none, ``through`` for what is only claimed, and ``open`` for what is not known.
    """
    total = sum(count for count, _look, _label in parts)
    if not total:
        return dash
    label = escape(", ".join(f"{count} {name}" for count, _look, name in parts if count))
    drawn, at = [], 0.0
    for count, look, _label in parts:
        width = 100 * count / total
        if count:
            drawn.append(f'<rect class="is-{look}" x="{at:g}%" width="{width:g}%" height="100%"/>')
        at += width
    size = f" is-{kind}" if kind else ""
    return SafeString(
        f'<svg class="h-stackbar{size}" role="img" aria-label="{label}"><title>{label}</title>{"".join(drawn)}</svg>'
    )
