"""What gap rounds say in words, badges and numbers."""

from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy

from holger.controls.models import GapAnswer, GapRound, Move, Origin, Say
from holger.controls.rules.gap import LARGEST, Sums
from holger.ui import cells, days
from holger.ui.icons import icon as draw_icon

STATES = dict(Say.choices)
LOOKS = {"met": ("ok", "check"), "partly": ("mid", "circle-half-2"), "not": ("crit", "x")}
PARTS = (("met", "ok", "met"), ("partly", "mid", "partly"), ("not_met", "crit", "not"), ("unconfirmed", "through", "unconfirmed"), ("unanswered", "open", "open"))  # fmt: skip
"""Of sums: the name, how it looks in a bar, and the state that the list filters by."""

MOVED = {
    Move.UP: ("ok", "arrow-up-right"),
    Move.DOWN: ("crit", "arrow-down-right"),
    Move.SAME: ("none", "arrow-narrow-right"),
    Move.FIRST: ("accent", "plus"),
    Move.OPEN: ("none", "circle-dashed"),
    Move.OUT: ("none", "minus"),
}
"""How bad it is that a requirement moved so, and its mark."""


@cache
def _words(language: str | None) -> dict[str, str]:
    """A page says them a hundred times."""
    return {state: str(words) for state, words in STATES.items()}


def words() -> dict[str, str]:
    return _words(get_language())


# Answers


def answer_badge(row: GapAnswer) -> SafeString:
    """What the round says of a requirement, and whether anybody has confirmed it."""
    if not row.applicable:
        return cells.badge(words()["out"], "none", "minus", title=row.reason)
    if not row.answer:
        mark, state = ("player-skip-forward", "skipped") if row.skipped else ("circle-dashed", "open")
        return cells.badge(words()[state], "none", mark)
    return said_badge(row.answer, row.origin)


def said_badge(answer: str, origin: str = "") -> SafeString:
    if not answer:
        return cells.badge(words()["open"], "none", "circle-dashed")
    level, mark = LOOKS[answer]
    if not origin:
        return cells.badge(words()[answer], level, mark)
    said = gettext("%(answer)s, to be confirmed") % {"answer": words()[answer]}
    return cells.badge(said, "accent", "history" if origin == Origin.LAST else "arrows-exchange", Origin(origin).label)


def mark(row: GapAnswer) -> SafeString:
    """What is said of a requirement, as small as it can be told."""
    if not row.applicable:
        look, icon, state = "none", "minus", "out"
    elif not row.answer:
        look, icon, state = (
            ("none", "player-skip-forward", "skipped") if row.skipped else ("none", "circle-dashed", "open")
        )
    elif row.origin:
        look, icon, state = "accent", "help", Say.UNCONFIRMED
    else:
        (look, icon), state = LOOKS[row.answer], row.answer
    said = escape(words()[state])
    return SafeString(
        f'<span class="h-jumpmark is-{look}" title="{said}">{draw_icon(icon)}<span class="visually-hidden">{said}: </span></span>'
    )


def level(value: int | None, target: int) -> SafeString:
    """Maturity now, and what is aimed at."""
    now = cells.dash if value is None else SafeString(f'<b class="h-b h-num">{value}</b>')
    told = {"now": "–" if value is None else value, "target": target}
    hint = escape(gettext("Maturity %(now)s, target %(target)s") % told)
    return SafeString(f'<span class="h-nowrap" title="{hint}">{now}<span class="h-faint"> / {target}</span></span>')


def gap_cell(size: int | None) -> SafeString:
    """How large a gap is, as dots beside its number."""
    if size is None:
        return cells.dash
    if not size:
        return SafeString(f'<span class="h-faint" title="{escape(gettext("No gap"))}">0</span>')
    hint = escape(gettext("A gap of %(size)s of %(most)s") % {"size": size, "most": LARGEST})
    return SafeString(
        f'<span class="h-nowrap" title="{hint}"><b class="h-b h-num">{size}</b> {cells.dots(size, LARGEST)}</span>'
    )


def trend(then: int, now: int) -> SafeString:
    """How many points a result moved, with an arrow and words."""
    points = ngettext("%(count)s point", "%(count)s points", abs(now - then)) % {"count": abs(now - then)}
    if now > then:
        return cells.badge(f"+{now - then}", "ok", "arrow-up-right", gettext("%(points)s up") % {"points": points})
    if now < then:
        return cells.badge(
            f"−{then - now}", "crit", "arrow-down-right", gettext("%(points)s down") % {"points": points}
        )
    return cells.badge("±0", "none", "arrow-narrow-right", gettext("As before"))


def move_badge(way: str) -> SafeString:
    look, mark = MOVED[Move(way)]
    return cells.badge(Move(way).label, look, mark)


# Sums


def sums_bar(sums: Sums, kind: str = "") -> SafeString:
    """Honest stacked numbers: what was filled in beforehand is hatched, and what is unanswered is empty."""
    told = words()
    return cells.stacked([(getattr(sums, name), look, told[state]) for name, look, state in PARTS], kind)


def percent(value: int) -> SafeString:
    said = escape(gettext("%(percent)s %%") % {"percent": value})
    return SafeString(f'<span class="h-nowrap h-num">{said}</span>')


def average(value: float | None) -> str:
    """With one digit, as the reader's language writes it."""
    text = "–" if value is None else f"{value:.1f}"
    return text.replace(".", ",") if days.language() == "da" else text


def level_number(value: int | None) -> SafeString | str:
    """A maturity beside the answer that it belongs to."""
    return "" if value is None else SafeString(f'<span class="h-small h-dim h-num">{value}</span>')


# Rounds


def where(gap_round: GapRound) -> str:
    return gap_round.scope.unit.name if gap_round.scope.unit else gettext("The whole organisation")


def state_badge(gap_round: GapRound) -> SafeString:
    if gap_round.is_open:
        return cells.badge(pgettext_lazy("gap", "Open"), "accent", "player-play")
    return cells.badge(pgettext_lazy("gap", "Closed"), "none", "check")
