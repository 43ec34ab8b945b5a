"""Marked-up text of OSCAL's XML as the Markdown that stands in its place in JSON."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

BLOCKS = ("p", "ul", "ol", "pre", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
AROUND = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`", "q": '"'}


@dataclass(slots=True, eq=False)
class Element:
    name: str
    """"" for one that is not OSCAL's."""
    attributes: dict[str, str]
    line: int
    held: list["Element | str"] = field(default_factory=list)

    @property
    def elements(self) -> list["Element"]:
        return [each for each in self.held if isinstance(each, Element)]


def inline(element: Element) -> str:
    """The words of one line, however they are broken in the file."""
    return re.sub(r"\s+", " ", _inside(element)).strip()


def _inside(element: Element) -> str:
    return "".join(each if isinstance(each, str) else _marked(each) for each in element.held)


def _marked(element: Element) -> str:
    if element.name == "insert":
        return f"{{{{ insert: {element.attributes.get('type', '')}, {element.attributes.get('id-ref', '')} }}}}"
    if element.name == "br":
        return " "
    text = _inside(element)
    if element.name == "a":
        return f"[{text}]({element.attributes.get('href', '')})"
    around = AROUND.get(element.name, "")
    return f"{around}{text}{around}"


def blocks(elements: Sequence[Element]) -> str:
    """Paragraphs, lists and tables, a blank line between."""
    return "\n\n".join(text for element in elements if (text := _block(element)))


def _block(element: Element) -> str:
    if element.name in ("ul", "ol"):
        return "\n".join(_items(element, ""))
    if element.name == "table":
        return "\n".join(_row(row) for row in element.elements if row.name == "tr")
    if element.name == "pre":
        return _inside(element).strip("\n")
    if element.name == "blockquote":
        return blocks(element.elements) or inline(element)
    return inline(element)


def _items(element: Element, indent: str) -> list[str]:
    lines = []
    for number, item in enumerate((each for each in element.elements if each.name == "li"), start=1):
        marker = "- " if element.name == "ul" else f"{number}. "
        nested = [each for each in item.elements if each.name in ("ul", "ol")]
        own = Element(item.name, {}, item.line, [each for each in item.held if each not in nested])
        lines.append(f"{indent}{marker}{inline(own)}")
        for each in nested:
            lines += _items(each, indent + "  ")
    return lines


def _row(row: Element) -> str:
    return " | ".join(inline(cell) for cell in row.elements)
