"""Rows of a gap round by part of the framework, and its picture: drawn here, for templates would take longer over them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from holger.controls.models import GapAnswer
from holger.controls.rules.gap import Sums
from holger.controls.rules.radar import LEAST, Radar
from holger.controls.selectors.gap import Part
from holger.controls.tables.gap.words import PARTS, average, mark, percent, sums_bar, words
from holger.ui import cells


def section_query(code: str) -> str:
    """What narrows a list to a part of the framework."""
    return f"?{urlencode({'section': code})}"


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
    query = escape(section_query(top.code))
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
