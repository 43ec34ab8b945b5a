"""HTML as a word processor's document becomes, as Markdown: headings, lists, tables and the strength of words are kept.

What people wrote stays text: whatever Markdown would take for a mark of its own is marked as none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from holger.core.prose import literal

MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~"}
BLOCKS = {"p", "div", "blockquote", "pre", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
VOID = {"br", "hr", "img"}
OPENING = re.compile(r"^(#{1,6}(?=\s|$)|[-+=](?=\s|$)|-{3,}|={3,}|>)")
NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
"""What would begin a heading, a list, a quote or a line across."""
LINKED = ("http://", "https://", "mailto:")
TOP = 2
"""The uppermost heading of a text: its title stands above it."""
DEEPEST = 100
TITLE, NEAR = "title", 12
"""What the reader marks a document's own title with, and among how many of the first blocks it stands."""


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def inner(self) -> Iterator["Node"]:
        return (each for each in self.children if isinstance(each, Node))


def converted(html: str) -> tuple[str, str]:
    """Its title, where it has one or begins with a heading that stands above all others, and the text."""
    blocks = list(_flat(_tree(html)))
    title = ""
    named = next((each for each in blocks[:NEAR] if each.attributes.get("class") == TITLE), None)
    if named is not None:
        title = plain(named)
        blocks.remove(named)
    levels = [HEADINGS[each.tag] for each in blocks if each.tag in HEADINGS]
    if (
        not title
        and blocks
        and levels
        and blocks[0].tag in HEADINGS
        and levels.count(min(levels)) == 1
        and levels[0] == min(levels)
    ):
        title, blocks, levels = plain(blocks[0]), blocks[1:], levels[1:]
    lift = TOP - min(levels, default=TOP)
    parts = (_block(each, lift) for each in blocks)
    text = "\n\n".join(part for part in parts if part.strip())
    return title, text + "\n" if text else ""


def plain(node: Node) -> str:
    """Its words alone."""
    words = "".join(each if isinstance(each, str) else plain(each) for each in node.children)
    return " ".join(words.split())


# Reading


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(each.tag == tag for each in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _tree(html: str) -> Node:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return tree.root


def _flat(root: Node) -> Iterator[Node]:
    """Blocks one after the other; letters between them are paragraphs."""
    loose: list[Node | str] = []
    for each in root.children:
        if isinstance(each, Node) and (each.tag in BLOCKS or each.tag in HEADINGS or each.tag == "hr"):
            if loose:
                yield Node("p", {}, loose)
                loose = []
            yield each
        else:
            loose.append(each)
    if loose:
        yield Node("p", {}, loose)


# Writing


def _block(node: Node, lift: int = 0) -> str:
    if node.tag in HEADINGS:
        words = _line(node, strong=False)
        return f"{'#' * min(6, max(TOP, HEADINGS[node.tag] + lift))} {words}" if words else ""
    if node.tag in ("ul", "ol"):
        return "\n".join(_items(node))
    if node.tag == "table":
        return "\n".join(_table(node))
    if node.tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _inside(node).split("\n"))
    if node.tag == "hr":
        return "---"
    if any(each.tag in BLOCKS for each in node.inner):
        return _inside(node)
    return _paragraph(node)


def _inside(node: Node) -> str:
    return "\n\n".join(part for each in _flat(node) if (part := _block(each)).strip())


def _paragraph(node: Node) -> str:
    lines = (NUMBER.sub(r"\1\\\2", OPENING.sub(r"\\\1", line)) for line in _lines(node))
    return "\\\n".join(lines)


def _items(node: Node) -> Iterator[str]:
    number = 1
    for item in node.inner:
        if item.tag != "li":
            continue
        mark = f"{number}. " if node.tag == "ol" else "- "
        number += 1
        first, *rest = _inside(item).split("\n") or [""]
        yield f"{mark}{first}"
        yield from (f"{' ' * len(mark)}{line}" if line else "" for line in _tight(rest))


def _tight(lines: list[str]) -> list[str]:
    """Without the empty line above a list within a list."""
    return lines[1:] if len(lines) > 1 and not lines[0] and re.match(r"(-|\d+\.) ", lines[1]) else lines


def _table(node: Node) -> Iterator[str]:
    rows = [list(_cells(row)) for row in _rows(node)]
    width = max(map(len, rows), default=0)
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row + [''] * (width - len(row)))} |"
        if number == 0:
            yield f"|{' --- |' * width}"


def _rows(node: Node) -> Iterator[Node]:
    for each in node.inner:
        if each.tag == "tr":
            yield each
        elif each.tag in ("thead", "tbody"):
            yield from _rows(each)


def _cells(row: Node) -> Iterator[str]:
    for cell in row.inner:
        if cell.tag not in ("td", "th"):
            continue
        words = "; ".join(filter(None, (_words_in(each, strong=cell.tag != "th") for each in _flat(cell))))
        yield words.replace("|", r"\|")
        span = cell.attributes.get("colspan", "1")
        yield from [""] * (min(int(span), 50) - 1 if span.isdecimal() else 0)


def _words_in(node: Node, *, strong: bool) -> str:
    """A block in one line, for a table."""
    if any(each.tag in BLOCKS for each in node.inner):
        return "; ".join(filter(None, (_words_in(each, strong=strong) for each in _flat(node))))
    return _line(node, strong=strong)


# Letters


def _line(node: Node, *, strong: bool = True) -> str:
    return " ".join(_lines(node, strong=strong))


def _lines(node: Node, *, strong: bool = True) -> list[str]:
    text = "".join(_letters(node.children, strong=strong))
    return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]


def _letters(children: Iterable[Node | str], *, strong: bool) -> Iterator[str]:
    for each in children:
        if isinstance(each, str):
            yield literal(each.replace("\n", " "))
        elif each.tag == "br":
            yield "\n"
        elif each.tag in MARKS and strong:
            yield _marked("".join(_letters(each.children, strong=strong)), MARKS[each.tag])
        elif each.tag == "a":
            yield _linked("".join(_letters(each.children, strong=strong)), each.attributes.get("href", ""))
        else:
            yield from _letters(each.children, strong=strong)


def _marked(text: str, mark: str) -> str:
    """Marks hold only close to the words."""
    inner = text.strip()
    if not inner or "\n" in inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"


def _linked(text: str, address: str) -> str:
    if not address.lower().startswith(LINKED) or re.search(r"[\s<>\\]", address) or not text.strip():
        return text
    return f"[{text.strip()}](<{address}>)"
