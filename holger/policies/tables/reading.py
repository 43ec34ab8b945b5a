"""A text as it is read: its HTML, its headings, and how long it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from holger.core import prose
from holger.core.kept import Kept
from holger.core.prose import Heading, Picture
from holger.policies.models import PolicyText
from holger.policies.rules.diff import SAME, compare
from holger.policies.words import minutes

DOWN = 1
"""Headings stand so many levels below those of the page."""
DEEPEST = 3
"""Headings of the text from here on are not in the outline."""


@dataclass(frozen=True, slots=True)
class Reading:
    html: SafeString
    for_you: SafeString
    outline: SafeString
    """Its headings as a list of links; empty where there is little to choose from."""
    minutes: int


READ: Kept[Reading] = Kept(256)


def reading_of(text: PolicyText, picture: Picture) -> Reading:
    """Kept by saving, as long as it shows no pictures: those come and go by themselves."""
    if "![" in text.body:
        return _read(text, picture)
    return READ.get((text.pk, text.revision, text.saved_at), lambda: _read(text, picture))


def _read(text: PolicyText, picture: Picture) -> Reading:
    return Reading(
        shown(text.body, picture),
        shown(text.for_you, None),
        listed(prose.outline(text.body)),
        minutes(len(prose.plain(text.body).split())),
    )


def shown(body: str, picture: Picture | None) -> SafeString:
    """Markdown as HTML; ``prose`` has cleaned it."""
    return SafeString(prose.render(body, picture=picture, down=DOWN))


def listed(outline: Sequence[Heading]) -> SafeString:
    """The headings as a list of links, each as far in as it stands below the uppermost; one alone is no outline."""
    told = [heading for heading in outline if heading.level <= DEEPEST]
    if len(told) < 2:
        return SafeString("")
    top = min(heading.level for heading in told)
    lines = [
        f'<li class="is-{heading.level - top}"><a href="#{escape(heading.anchor)}">{escape(heading.text)}</a></li>'
        for heading in told
    ]
    return SafeString(f"<ol>{''.join(lines)}</ol>")


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of a comparison as a page shows it."""

    kind: str
    markup: SafeString
    shows: bool = True


LEFT_OUT = Shown("left", SafeString(""))


def pieces(before: str, after: str, picture: Picture, *, whole: bool = True) -> list[Shown]:
    """How two texts differ, block by block. Without ``whole``, what is the same is told only beside what is not."""
    old, new = (prose.blocks(each, picture=picture, down=DOWN) for each in (before, after))
    found = compare(old, new)
    drawn = [Shown(piece.kind, SafeString(piece.html), piece.shows) for piece in found]
    return drawn if whole else _near(drawn)


def _near(found: Sequence[Shown]) -> list[Shown]:
    near = {n + step for n, piece in enumerate(found) if piece.kind != SAME for step in (-1, 0, 1)}
    told: list[Shown] = []
    for number, piece in enumerate(found):
        if number in near:
            told.append(piece)
        elif not told or told[-1] is not LEFT_OUT:
            told.append(LEFT_OUT)
    return told if near else []
