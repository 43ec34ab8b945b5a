"""The columns of gap rounds and their answers, and the small pieces that their pages draw alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls.models import GapAnswer, GapRound, Origin
from holger.controls.rules.gap import LARGEST, Sums
from holger.controls.rules.radar import LEAST, Radar
from holger.controls.selectors.gap import Part
from holger.frameworks.models import Maturity, State
from holger.ui import cells, days
from holger.ui.columns import Column
from holger.ui.icons import icon as draw_icon

UNCONFIRMED = "unconfirmed"
STATES: dict[str, str | Promise] = {
    "met": State.MET.label,
    "partly": State.PARTLY.label,
    "not": State.NOT.label,
    UNCONFIRMED: _("To be confirmed"),
    "open": State.OPEN.label,
    "skipped": _("Skipped"),
    "out": State.OUT.label,
}
LOOKS = {"met": ("ok", "check"), "partly": ("mid", "circle-half-2"), "not": ("crit", "x")}
PARTS = (("met", "ok", "met"), ("partly", "mid", "partly"), ("not_met", "crit", "not"), ("unconfirmed", "through", UNCONFIRMED), ("unanswered", "open", "open"))  # fmt: skip
"""Of sums: the name, how it looks in a bar, and the state that the list filters by."""

MOVED: dict[str, tuple[str | Promise, str, str]] = {
    "up": (pgettext_lazy("gap", "Better"), "ok", "arrow-up-right"),
    "down": (pgettext_lazy("gap", "Worse"), "crit", "arrow-down-right"),
    "same": (pgettext_lazy("gap", "As before"), "none", "arrow-narrow-right"),
    "first": (pgettext_lazy("gap", "Answered for the first time"), "accent", "plus"),
    "open": (pgettext_lazy("gap", "Not answered"), "none", "circle-dashed"),
    "out": (pgettext_lazy("gap", "Left out"), "none", "minus"),
}
"""What became of a requirement since an earlier round: in words, how bad it is, and its mark."""

MATURITY_WORDS = dict(Maturity.choices)


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
        look, icon, state = "accent", "help", UNCONFIRMED
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
    text, look, mark = MOVED[way]
    return cells.badge(text, look, mark)


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


def part_rows(parts: Iterable[tuple[Part, str]]) -> SafeString:
    """The parts of a framework, drawn here because there may be many: what each is called, how far it is, its sums."""
    labels = [escape(gettext(text)) for text in ("Part", "How far", "Result")]
    return SafeString("".join(_part_row(part, url, labels) for part, url in parts))


def _part_row(part: Part, url: str, labels: Sequence[str]) -> str:
    top, sums = part.requirement, part.sums
    counts = "".join(_count(getattr(sums, name), state, url) for name, _look, state in PARTS)
    return (
        f'<tr><th scope="row" data-label="{labels[0]}"><span class="h-ref">{escape(top.code)}</span>'
        f' <a class="h-name" href="{escape(url)}">{escape(top.title)}</a></th>'
        f'<td data-label="{labels[1]}">{sums_bar(sums)}</td>{counts}'
        f'<td class="h-num" data-label="{labels[2]}">{percent(sums.percent)}</td></tr>'
    )


def _count(count: int, state: str, url: str) -> str:
    link = f'<a href="{escape(f"{url}&state={state}")}">{count}</a>' if count else '<span class="h-faint">0</span>'
    return f'<td class="h-num" data-label="{escape(words()[state])}">{link}</td>'


@dataclass(frozen=True)
class Pair:
    """A part of the framework in two rounds, and how many requirements of it moved up and down."""

    now: Part
    then: Sums
    moved: Mapping[str, int]
    trend: SafeString | str


def compared_rows(pairs: Iterable[Pair]) -> SafeString:
    """The parts of a framework: the result then and now, and what moved, each number with a link to its rows."""
    texts = [gettext("Part"), gettext("Then"), pgettext("gap", "Now"), gettext("Result"), gettext("Moved")]
    texts += [gettext("Maturity"), pgettext("gap", "Better"), pgettext("gap", "Worse")]
    labels = [escape(text) for text in texts]
    return SafeString("".join(_compared_row(pair, labels) for pair in pairs))


def _compared_row(pair: Pair, labels: Sequence[str]) -> str:
    top, then, now = pair.now.requirement, pair.then, pair.now.sums
    query = f"?section={escape(top.code)}"
    ways = [
        f'<a href="{query}&amp;moved={way}">{pair.moved[way]}</a>'
        if pair.moved[way]
        else '<span class="h-faint">0</span>'
        for way in ("up", "down")
    ]
    levels = f"{average(then.maturity)} → {average(now.maturity)}"
    told = (percent(then.percent), sums_bar(now), percent(now.percent), pair.trend or cells.dash, levels, *ways)
    looks = ("h-num", "", "h-num", "", "h-num h-nowrap", "h-num", "h-num")
    drawn = "".join(
        f'<td class="{look}" data-label="{label}">{cell}</td>'
        for look, label, cell in zip(looks, labels[1:], told, strict=True)
    )
    name = f'<span class="h-ref">{escape(top.code)}</span> <a class="h-name" href="{query}">{escape(top.title)}</a>'
    return f'<tr><th scope="row" data-label="{labels[0]}">{name}</th>{drawn}</tr>'


def level_rows(parts: Iterable[Part]) -> SafeString:
    """The maturity of each part, the target, and what is missing between them."""
    return SafeString("".join(_level_row(part) for part in parts))


def _level_row(part: Part) -> str:
    now, aim = part.sums.maturity, part.sums.target
    short = cells.dash if now is None or aim is None or now >= aim else average(aim - now)
    return (
        f'<tr><th scope="row"><span class="h-ref">{escape(part.requirement.code)}</span> {escape(part.requirement.title)}</th>'
        f'<td class="h-num">{average(now)}</td><td class="h-num">{average(aim)}</td><td class="h-num">{short}</td></tr>'
    )


def jumps(rows: Iterable[tuple[GapAnswer, str, bool]]) -> SafeString:
    """Requirements to jump to: (what is said, address, is it the one at hand?)."""
    drawn = (
        f'<li><a href="{escape(url)}"{" aria-current=page" if here else ""}>{mark(row)}'
        f'<span class="h-grow">{escape(str(row.requirement))}</span></a></li>'
        for row, url, here in rows
    )
    return SafeString("".join(drawn))


def part_links(parts: Iterable[tuple[str, Part, bool]]) -> SafeString:
    """Parts to go through: (address, part, is it the one at hand?)."""
    drawn = (
        f'<li><a href="{escape(url)}"{" aria-current=true" if here else ""}><span class="h-grow">'
        f'<span class="h-ref">{escape(part.requirement.code)}</span> {escape(part.requirement.title)}</span>'
        f'<span class="h-tiny h-dim h-num h-nowrap">{part.sums.answered}/{part.sums.total}</span></a></li>'
        for url, part, here in parts
    )
    return SafeString("".join(drawn))


def radar(parts: Sequence[Part]) -> SafeString:
    """Maturity now and the target, each part of the framework on a spoke of its own; "" where there are too few."""
    if len(parts) < LEAST:
        return SafeString("")
    chart = Radar(len(parts))
    rings = "".join(f'<polygon class="is-ring" points="{chart.ring(step)}"/>' for step in range(1, chart.steps + 1))
    spokes = "".join(_spoke(chart, number, part) for number, part in enumerate(parts))
    now, aim = [part.sums.maturity for part in parts], [part.sums.target for part in parts]
    dots = "".join(
        f'<circle cx="{x:g}" cy="{y:g}" r="2.5"/>'
        for number, each in enumerate(now)
        if each is not None
        for x, y in (chart.point(number, each),)
    )
    label = escape(gettext("Maturity of each part, now and aimed at. The table beside says the same in numbers."))
    return SafeString(
        f'<svg class="h-radar" viewBox="-150 -125 300 250" role="img" aria-label="{label}">{rings}{spokes}'
        f'<polygon class="is-aim" points="{chart.line(aim)}"/><polygon class="is-now" points="{chart.line(now)}"/>'
        f"{dots}</svg>"
    )


def _spoke(chart: Radar, number: int, part: Part) -> str:
    (x, y), (at, down) = chart.point(number, chart.steps), chart.point(number, chart.steps * 1.1)
    told = f"{part.requirement}: {average(part.sums.maturity)} / {average(part.sums.target)}"
    return (
        f'<line x2="{x:g}" y2="{y:g}"/><text x="{at:g}" y="{down + 3:g}" text-anchor="{chart.anchor(number)}">'
        f"<title>{escape(told)}</title>{escape(part.requirement.code[:8])}</text>"
    )


# Lists


def where(gap_round: GapRound) -> str:
    return gap_round.scope.unit.name if gap_round.scope.unit else gettext("The whole organisation")


def state_badge(gap_round: GapRound) -> SafeString:
    if gap_round.is_open:
        return cells.badge(pgettext_lazy("gap", "Open"), "accent", "player-play")
    return cells.badge(pgettext_lazy("gap", "Closed"), "none", "check")


def _framework(gap_round: GapRound) -> str:
    scope = gap_round.scope
    return f"{scope.framework.title} · {scope.unit.name}" if scope.unit else scope.framework.title


def _progress(gap_round: GapRound, page: Any) -> SafeString:
    sums = page.sums[gap_round.pk]
    told = gettext("%(done)s of %(count)s") % {"done": sums.answered, "count": sums.total}
    bar = cells.bar(sums.progress, told, "thin")
    return SafeString(f'{bar}<span class="h-tiny h-dim">{escape(told)}</span>')


ROUND_COLUMNS: Sequence[Column] = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Round"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column("framework", _("Framework"), lambda row, page: _framework(row), sort="scope__framework__number"),
    Column("where", _("Holds in"), lambda row, page: where(row), shown=False),
    Column("state", _("Status"), lambda row, page: state_badge(row), sort="closed_at"),
    Column("opened", _("Opened"), lambda row, page: cells.date(row.opened_at), sort="opened_at"),
    Column(
        "due",
        _("To be done by"),
        lambda row, page: cells.date(row.due, page.today if row.is_open else None),
        sort="due",
    ),
    Column("closed", _("Closed"), lambda row, page: cells.date(row.closed_at), sort="closed_at", shown=False),
    Column("progress", _("Progress"), _progress),
    Column("how_far", _("How far"), lambda row, page: sums_bar(page.sums[row.pk])),
    Column(
        "result",
        _("Result"),
        lambda row, page: percent(page.sums[row.pk].percent),
        number=True,
        help=_("Met, and half of what is partly met. What nobody has confirmed counts nothing."),
    ),
)


def _name(row: GapAnswer, page: Any) -> SafeString:
    return SafeString(f'<a class="h-name" href="{escape(page.link_of(row))}">{escape(row.requirement.title)}</a>')


ANSWER_COLUMNS: Sequence[Column] = (
    Column("code", _("Id"), lambda row, page: cells.ref(row.requirement), sort="place"),
    Column("title", _("Requirement"), _name),
    Column("state", _("Answer"), lambda row, page: answer_badge(row), sort="answer"),
    Column("maturity", _("Maturity"), lambda row, page: level(row.maturity, row.target), sort="maturity", help=_("Now / target, 0 to 5.")),
    Column("gap", _("Gap"), lambda row, page: gap_cell(row.gap), sort="gap", help=_("Levels missing to the target, one more where it is partly met, two where it is not met.")),
    Column("remark", _("Remark"), lambda row, page: row.remark if row.applicable else row.reason),
    Column("asked", _("Asked"), lambda row, page: cells.person(row.asked), sort="asked__name"),
    Column("answered", _("Answered"), lambda row, page: cells.moment(row.answered_at), sort="answered_at"),
    Column("answered_by", _("Answered by"), sort="answered_by", shown=False),
    Column("origin", _("Origin"), lambda row, page: Origin(row.origin).label if row.answer else "", sort="origin", shown=False),
)  # fmt: skip

COMPARED_COLUMNS: Sequence[Column] = (
    Column("code", _("Id"), lambda row, page: cells.ref(row.requirement), sort="place"),
    Column("title", _("Requirement"), _name),
    Column("then", _("Then"), lambda row, page: page.then_of(row)),
    Column("now", pgettext_lazy("gap", "Now"), lambda row, page: page.now_of(row)),
    Column("moved", _("Moved"), lambda row, page: move_badge(page.move_of(row).way)),
    Column("remark", _("Remark"), lambda row, page: row.remark),
)
