"""Markdown as parts that are no page: paragraphs, lists, tables and runs of letters, for papers that are set by other means.

The same grammar as ``core.prose``, so a paper never says something else than the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it.tree import SyntaxTreeNode

from holger.core import prose


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike. ``link`` is an address on the web or of mail."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    link: str = ""


Runs = Sequence[Run]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Listing:
    """``start`` is the first number, None for a list of points. Each item is made of parts."""

    items: Sequence[Sequence["Part"]]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    parts: Sequence["Part"]


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is its heads. ``aligned`` has left, center or right of each column."""

    rows: Sequence[Sequence[Runs]]
    aligned: Sequence[str]


Part = Heading | Paragraph | Code | Rule | Listing | Quote | Table


def parts(text: str) -> Sequence[Part]:
    """The parts of a text, one after the other."""
    tree = SyntaxTreeNode(prose.parsed(text))
    return list(_parts(tree.children))


def _parts(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Part]:
    for node in nodes:
        match node.type:
            case "heading":
                yield Heading(int(node.tag[1]), _runs(node))
            case "paragraph" | "inline":
                yield Paragraph(_runs(node))
            case "fence" | "code_block":
                yield Code(node.content.rstrip("\n"))
            case "hr":
                yield Rule()
            case "bullet_list":
                yield Listing([list(_parts(item.children)) for item in node.children])
            case "ordered_list":
                start = node.attrs.get("start", 1)
                yield Listing([list(_parts(item.children)) for item in node.children], int(start))
            case "blockquote":
                yield Quote(list(_parts(node.children)))
            case "table":
                yield _table(node)


def _table(node: SyntaxTreeNode) -> Table:
    rows = [row for part in node.children for row in part.children]
    aligned = [_aligned(str(cell.attrs.get("style", ""))) for cell in rows[0].children]
    return Table([[_runs(cell) for cell in row.children] for row in rows], aligned)


def _aligned(style: str) -> str:
    found = prose.ALIGNED.search(style)
    return found.group(1) if found else "left"


def _runs(node: SyntaxTreeNode) -> Runs:
    """The letters below a node, those beside each other that look alike put together."""
    found = [run for child in node.children for run in _letters(child, Run("")) if run.text]
    return [
        replace(look, text="".join(run.text for run in alike))
        for look, alike in groupby(found, key=lambda run: replace(run, text=""))
    ]


def _letters(node: SyntaxTreeNode, look: Run) -> Iterator[Run]:
    match node.type:
        case "text":
            yield replace(look, text=node.content)
        case "code_inline":
            yield replace(look, text=node.content, code=True)
        case "softbreak":
            yield replace(look, text=" ")
        case "hardbreak":
            yield replace(look, text="\n")
        case "image":
            yield replace(look, text=node.content or str(node.attrs.get("src", "")))
        case _:
            for child in node.children:
                yield from _letters(child, _looking(node, look))


def _looking(node: SyntaxTreeNode, look: Run) -> Run:
    match node.type:
        case "strong":
            return replace(look, bold=True)
        case "em":
            return replace(look, italic=True)
        case "s":
            return replace(look, struck=True)
        case "link":
            address = str(node.attrs.get("href", ""))
            return replace(look, link=address) if address.startswith(("https://", "http://", "mailto:")) else look
        case _:
            return look
