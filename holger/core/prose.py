"""Markdown as people write it, shown without anything in it becoming a part of the page.

CommonMark with tables. Raw HTML is text; what came of the Markdown is cleaned once more (decision 0024). Links lead to the
web, to mail or to a place within the organisation; pictures are those that whoever shows the text knows.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 200_000
"""Letters of one text: more than a hundred printed pages."""
DEEPEST = 20
"""So deep may quotes and lists lie in each other; what lies deeper is left out."""
TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"align", "scope"},
    "td": {"align"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
SCHEMES = {"http", "https", "mailto"}
ALIGNED = re.compile(r"text-align:(left|right|center)")

Picture = Callable[[str], str | None]
"""The address of a picture that a text names, or None for one that is not known: then its words stand for it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is the uppermost of Markdown's; ``anchor`` is its place on the page."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list, table or the like, as it was written and as it is shown."""

    source: str
    html: str


@cache
def _grammar() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])


def parsed(text: str) -> Sequence[Token]:
    """What a text is made of, for those who set it by other means than a page."""
    return _grammar().parse(text[:LONGEST])


def render(text: str, *, picture: Picture | None = None, down: int = 1) -> str:
    """Safe HTML of a text. Its headings are shown ``down`` levels further down than they are written."""
    return _shown(_grammar().parse(text[:LONGEST]), picture, down, _Anchors())


def blocks(text: str, *, picture: Picture | None = None, down: int = 1) -> Sequence[Block]:
    """The text in the pieces that it was written in, one after the other."""
    lines, anchors = text[:LONGEST].split("\n"), _Anchors()
    made = []
    for piece in _pieces(_grammar().parse("\n".join(lines))):
        first, last = piece[0].map or (0, 0)
        made.append(Block("\n".join(lines[first:last]).strip("\n"), _shown(piece, picture, down, anchors)))
    return made


def outline(text: str) -> Sequence[Heading]:
    """Its headings in order, with the anchors that ``render`` gives them."""
    tokens, anchors = _grammar().parse(text[:LONGEST]), _Anchors()
    return [
        Heading(int(token.tag[1]), words, anchors.of(words))
        for token, inside in pairwise(tokens)
        if token.type == "heading_open"
        for words in [_words(inside)]
    ]


def plain(text: str) -> str:
    """Its words alone, for searching and for counting."""
    return "\n".join(
        filter(None, (_words(token) or token.content.strip() for token in _grammar().parse(text[:LONGEST])))
    )


def _words(token: Token) -> str:
    if token.type != "inline":
        return ""
    return "".join(
        " " if each.type in ("softbreak", "hardbreak") else each.content for each in token.children or ()
    ).strip()


class _Anchors:
    """Gives each heading an anchor of its own: the words, and a number where the same words come again."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}

    def of(self, words: str) -> str:
        base = re.sub(r"[^\w]+", "-", words.lower()).strip("-")[:60] or "part"
        count = self.given[base] = self.given.get(base, 0) + 1
        return f"t-{base}" if count == 1 else f"t-{base}-{count}"


def _pieces(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Whole blocks of the uppermost level."""
    start = 0
    for at, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : at + 1]
            start = at + 1


def _shown(tokens: Sequence[Token], picture: Picture | None, down: int, anchors: _Anchors) -> str:
    tokens = list(tokens)
    for token, after in zip(tokens, [*tokens[1:], None], strict=False):
        if token.type == "heading_open":
            assert after is not None
            token.attrs["id"] = anchors.of(_words(after))
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + down)}"
        elif token.type in ("th_open", "td_open"):
            _align(token)
        elif token.type == "inline":
            token.children = [each for child in token.children or () for each in _inside(child, picture)]
    grammar = _grammar()
    return cleaned(grammar.renderer.render(tokens, grammar.options, {}))


def cleaned(made: str, *more: str) -> str:
    """HTML without anything that a text may not hold; ``more`` are further tags that it may."""
    return nh3.clean(
        made,
        tags={*TAGS, *more},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )


def _align(token: Token) -> None:
    """The page's rules of content allow no style on an element."""
    found = ALIGNED.search(str(token.attrs.pop("style", "")))
    if found:
        token.attrs["align"] = found.group(1)
    if token.type == "th_open":
        token.attrs["scope"] = "col"


def _inside(token: Token, picture: Picture | None) -> Iterator[Token]:
    if token.type == "image":
        address = picture(str(token.attrs.get("src", ""))) if picture else None
        if address is None:
            yield Token("text", "", 0, content=token.content or str(token.attrs.get("src", "")))
            return
        token.attrs["src"] = address
    elif token.type == "link_open" and not _leads_somewhere(str(token.attrs.get("href", ""))):
        token.attrs.pop("href", None)
    yield token


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(html.unescape(address))
    except ValueError:
        return False
    return parts.scheme in SCHEMES or (not parts.scheme and not parts.netloc and not address.startswith(("//", "\\")))


PLACE = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z_]+)?)\s*\}\}")


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put values in for ``{{places}}``; a place that is not known stays as it is, so that it is seen."""
    return PLACE.sub(lambda found: str(values.get(found.group(1), found.group(0))), text)


def places(text: str) -> frozenset[str]:
    """The places that a text has left to fill."""
    return frozenset(PLACE.findall(text))


SPECIAL = re.compile(r"([\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|&(?=#?\w+;))")


def literal(text: str) -> str:
    """Letters that stay letters: whatever Markdown would take for a mark of its own is marked as none."""
    return SPECIAL.sub(r"\\\1", text)
