"""A policy's text cut at its headings, so that a search leads to the right place in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from holger.core import prose

HEADING = re.compile(r'<h\d id="([^"]*)"')


@dataclass(frozen=True)
class Section:
    heading: str
    anchor: str
    body: str


def sections(for_you: str, text: str) -> Sequence[Section]:
    """What stands before the first heading, and under each of them; what is empty is left out."""
    return [each for each in _sections(for_you, text) if each.heading or each.body]


def _sections(for_you: str, text: str) -> Iterator[Section]:
    heading, anchor, body = "", "", [for_you] if for_you else []
    for block in prose.blocks(text):
        if found := HEADING.match(block.html):
            yield Section(heading, anchor, "\n".join(filter(None, body)))
            heading, anchor, body = prose.plain(block.source), unescape(found[1]), []
        else:
            body.append(prose.plain(block.source))
    yield Section(heading, anchor, "\n".join(filter(None, body)))
