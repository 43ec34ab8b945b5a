"""Pictures of a control, drawn in Python: its course, and what it reaches. Tables beside them say the same."""

from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from holger.controls.rules import course as courses
from holger.controls.rules import reach as reaches
from holger.controls.selectors import Reach, Reached
from holger.controls.words import STATUS_LOOKS, STATUS_WORDS, STRENGTH_WORDS
from holger.frameworks.models import Relation
from holger.ui import cells, days

LONGEST = 40
"""Letters that fit into a box of the picture."""
RELATION_WORDS = dict(Relation.choices)


def course(drawn: courses.Course, points: Sequence[courses.Point]) -> SafeString:
    """The maturity as steps towards a dashed line, above a strip of how far the control was in place."""
    right = courses.WIDTH - courses.ROUND
    lines = "".join(
        f'<path class="grid" d="M{courses.LEFT:g} {y:g}H{right:g}"/><text x="{courses.LEFT - 10:g}" y="{y + 3.5:g}">{level}</text>'
        for level, y in drawn.lines
    )
    strip = "".join(
        f'<rect class="is-{STATUS_LOOKS[piece.status][0]}" x="{piece.x:g}" y="{courses.STRIP:g}" width="{max(piece.width, 1):g}"'
        f' height="{courses.HIGH:g}"><title>{escape(str(STATUS_WORDS[piece.status]))}</title></rect>'
        for piece in drawn.strip
    )
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="3.5"/>' for x, y in drawn.dots)
    target = f'<path class="aim" d="M{courses.LEFT:g} {drawn.target:g}H{right:g}"/>'
    first, last = points[0], points[-1]
    told = gettext("Maturity from %(first)s until now, and how far the control was in place. The table says the same.")
    label = escape(told % {"first": days.day(first.at)})
    ends = (
        f'<text x="{courses.LEFT:g}" y="152" class="at">{escape(days.day(first.at))}</text>'
        f'<text x="{right:g}" y="152" class="at is-end">{escape(gettext("Now"))}</text>'
    )
    now = f'<path class="now" d="{drawn.path}"/>' if last.maturity is not None or drawn.path else ""
    return SafeString(
        f'<svg class="h-course" viewBox="0 0 {courses.WIDTH:g} 158" role="img" aria-label="{label}">'
        f"{lines}{target}{now}{dots}{strip}{ends}</svg>"
    )


def reach(drawn: reaches.Picture) -> SafeString:
    """One control, what it answers, and the frameworks that are only reached: these are hatched and drawn with dashes."""
    label = escape(gettext("What the control answers, and what is reached through mapping. The table says the same."))
    bands = "".join(_band(band, "ans") for band in drawn.bands)
    claims = "".join(_band(band, "map") for band in drawn.claims)
    boxes = _box(drawn.control, "me")
    boxes += "".join(_box(box, "ans") for box in drawn.answered)
    boxes += "".join(_box(box, "map", _through(box.count)) for box in drawn.reached)
    return SafeString(
        f'<svg class="h-reach" viewBox="-1 -1 {drawn.width + 2:g} {drawn.height + 2:g}" role="img" aria-label="{label}">'
        f"{claims}{bands}{boxes}</svg>"
    )


def _band(band: reaches.Band, kind: str) -> str:
    title = f"<title>{escape(band.title)}</title>" if band.title else ""
    return f'<path class="{kind}" d="{band.path}" stroke-width="{band.breadth:g}">{title}</path>'


def _box(box: reaches.Box, kind: str, more: str = "") -> str:
    said = f"{box.name} {box.title}".strip()
    shown = Truncator(said).chars(LONGEST)
    text = f'<text x="{box.x + 10:g}" y="{box.middle + 4:g}">{escape(shown)}</text>'
    count = f'<text class="n" x="{box.end - 10:g}" y="{box.middle + 4:g}">{escape(more)}</text>' if more else ""
    if kind == "map":
        count += f'<path class="hatch" d="M{box.x + 0.5:g} {box.y + 1:g}h5v{box.height - 2:g}h-5z"/>'
    return (
        f'<g class="{kind}"><title>{escape(said)}</title>'
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="5"/>{text}{count}</g>'
    )


def _through(count: int) -> str:
    return ngettext("%(count)s reached", "%(count)s reached", count) % {"count": count}


def matrix(found: Sequence[Reach], base: str) -> SafeString:
    """The rows of a table: each framework with what is answered of it, and what is only reached."""
    labels = escape(gettext("Answers")), escape(gettext("Through mapping"))
    return SafeString("".join(_row(each, base, labels) for each in found))


def _row(each: Reach, base: str, labels: tuple[str, str]) -> str:
    codes = {link.requirement_id: link.requirement.code for link in each.links}
    answered = cells.several(_answered(link, base) for link in each.links)
    reached = cells.several(_reached(one, base, codes) for one in each.reached)
    return (
        f'<tr><th scope="row"><a class="h-name" href="{escape(base + each.framework.path)}">{escape(each.framework.title)}</a></th>'
        f'<td data-label="{labels[0]}">{answered}</td><td data-label="{labels[1]}">{reached}</td></tr>'
    )


def _answered(link: Any, base: str) -> SafeString:
    strength = escape(str(STRENGTH_WORDS[link.strength]))
    return SafeString(
        f'<a class="h-plain h-tile is-{link.strength}" href="{escape(base + link.requirement.path)}"'
        f' title="{escape(link.requirement.title)}: {strength}">{escape(link.requirement.code)}'
        f'<span class="visually-hidden"> {escape(link.requirement.title)}, {strength}</span></a>'
    )


def _reached(one: Reached, base: str, codes: Any) -> SafeString:
    told = escape(f"{one.requirement.title}: {gettext('only through mapping, not checked')}")
    return SafeString(
        f'<a class="h-plain h-tile is-through" href="{escape(base + one.requirement.path)}" title="{told}">'
        f'{escape(one.requirement.code)}<span class="visually-hidden"> {told}</span></a>'
    )
