"""OSCAL's prose, which is Markdown with places to fill in, as text that people read."""

import re
from collections.abc import Callable, Mapping, Sequence

from holger.frameworks.rules.oscal.model import Parameter, Part

Say = Callable[[str], str]
"""Prose with its places filled in."""

STEP = "   "
"""How far an item is set in from the one it belongs to."""
PLACE = re.compile(r"\{\{ ?(?:insert: ?)?(?:param, ?|control, ?)?([^\s{},]+) ?\}\}")
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>()#+.!|\"'~^-])")
LOOSE = re.compile(r" ([;,.:])(?=\s|$)")
MARKER = re.compile(r" *(?:[-*+]|\d+\.) ")
ITEMS = ("item", "example")
"""Parts that stand line by line; all others are paragraphs."""
LONGEST_FILLING = 1_000
DEEPEST_FILLING = 4
SELECTION = {"en": ("Selection", "Selection (one or more)"), "da": ("Valg", "Valg (et eller flere)")}


def clean(text: str) -> str:
    """Without the leftovers of typesetting; links within the document become their words, those out of it show where to."""
    text = "\n".join(_line(line) for line in text.strip().splitlines())
    text = re.sub(r"\n{3,}", "\n\n", text)
    return LOOSE.sub(r"\1", ESCAPED.sub(r"\1", LINK.sub(_link, text)))


def _line(line: str) -> str:
    inside = re.sub(r"[ \t]+", " ", line).strip()
    indent = len(line) - len(line.lstrip())
    return " " * min(indent, 12) + inside if indent > 1 and MARKER.match(inside) else inside


def _link(found: re.Match[str]) -> str:
    words, place = found.groups()
    if place.startswith(("https://", "http://")) and words != place:
        return f"{words} ({place})".strip()
    return words or place


def filler(parameters: Mapping[str, Parameter], language: str) -> Say:
    """What turns prose into text: each place is filled with the value that was set, or in brackets with what is asked for."""
    known: dict[str, str] = {}

    def filled(text: str, depth: int) -> str:
        return PLACE.sub(lambda found: one(found.group(1), depth), re.sub(r"[ \t]+", " ", text))

    def one(name: str, depth: int) -> str:
        if name not in parameters or depth >= DEEPEST_FILLING:
            return f"[{name}]"
        if name not in known:
            known[name] = f"[{name}]"  # what asks for itself is not filled in again
            known[name] = _shortened(filling(parameters[name], depth))
        return known[name]

    def filling(parameter: Parameter, depth: int) -> str:
        if parameter.values:
            return ", ".join(_shortened(filled(value, depth + 1)) for value in parameter.values)
        if parameter.choices:
            choices = "; ".join(_shortened(filled(choice, depth + 1)) for choice in parameter.choices)
            return f"[{SELECTION.get(language, SELECTION['en'])[parameter.several]}: {choices}]"
        return f"[{parameter.label.strip() or parameter.id}]"

    return lambda text: clean(_keeping_indents(text, lambda line: filled(line, 0)))


def _shortened(text: str) -> str:
    """What fills a place may be named a thousand times, and must not be a book each time."""
    return text.strip() if len(text) <= LONGEST_FILLING else f"{text[:LONGEST_FILLING].strip()} …"


def _keeping_indents(text: str, change: Say) -> str:
    lines = []
    for line in text.splitlines():
        bare = line.lstrip()
        lines.append(line[: len(line) - len(bare)] + change(bare))
    return "\n".join(lines)


def written(parts: Sequence[Part], say: Say, indent: str = "") -> str:
    """Parts below each other: items line by line with their labels, set in; all else in paragraphs."""
    text = ""
    for part in parts:
        one = _part(part, say, indent)
        if text and one:
            text += "\n" if part.name in ITEMS else "\n\n"
        text += one
    return text


def _part(part: Part, say: Say, indent: str) -> str:
    is_item = part.name in ITEMS
    head = " ".join(word for word in (label(part), clean(part.title)) if word)
    words = (" " if is_item else "\n").join(word for word in (head, say(part.prose)) if word)
    own = "\n".join(indent + line if line else "" for line in words.splitlines())
    below = written(part.parts, say, indent + STEP if is_item and words else indent)
    if not own or not below:
        return own or below
    return f"{own}\n{below}" if part.parts[0].name in ITEMS else f"{own}\n\n{below}"


def label(part: Part) -> str:
    found = (prop.value for prop in part.props if prop.name == "label" and not prop.kind)
    return next(found, "-" if part.name == "example" else "")
