"""JSON as a tree that knows its lines.

Python's own parser says whether it is JSON; it forgets where things stood, so the pieces are then taken up one by one.
What is there twice or cannot be kept is found by whoever reads the tree.
"""

import json
import re

from holger.core.words import N_
from holger.frameworks.rules.faults import Fault, Unreadable
from holger.frameworks.rules.nodes import Building, Items, Limits, Names, Node, Text, decoded, too_deep, too_much

PIECE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]|[^\s\[\]{},:"]++')
"""A text, a bracket, or a number or word. Possessive, so that a long text leaves no trail to go back on."""


def read(data: bytes, limits: Limits) -> Node:
    text = decoded(data, limits)
    if sum(text.count(mark) for mark in ",[{") > limits.pieces:
        raise too_much(1)
    _must_be_json(text)
    building = Building(limits)
    line, at = 1, 0
    for found in PIECE.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        _take(found.group(), line, building)
    return building.done()


def _must_be_json(text: str) -> None:
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Unreadable([Fault(error.lineno, N_("This is not JSON."))]) from error
    except RecursionError as error:
        raise too_deep(1) from error


def _no_constant(name: str) -> None:
    raise Unreadable([Fault(1, N_("This is not JSON."))])


def _take(piece: str, line: int, building: Building) -> None:
    if piece == "{":
        building.open(Names(line))
    elif piece == "[":
        building.open(Items(line))
    elif piece in "]}":
        building.close()
    elif piece[0] == '"':
        building.add(Text(json.loads(piece) if "\\" in piece else piece[1:-1], line))
    else:
        building.add(Text(piece, line, quoted=False))
