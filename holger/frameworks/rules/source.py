"""A file as a tree, whether it is written in XML, JSON or YAML. What it is written in is told by its first letter."""

from holger.frameworks.rules import json_tree, yaml_tree
from holger.frameworks.rules.nodes import Limits, Node
from holger.frameworks.rules.oscal import xml

BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
YAML_NAMES = (".yaml", ".yml")


def tree(name: str, data: bytes, limits: Limits) -> Node:
    """YAML in braces looks like JSON; there the file's name tells."""
    start = _start(data)
    if start.startswith((b"<", b"\x00<")):
        return xml.read(data, limits)
    if start.startswith((b"{", b"[")) and not name.lower().endswith(YAML_NAMES):
        return json_tree.read(data, limits)
    return yaml_tree.read(data, limits)


def _start(data: bytes) -> bytes:
    start = data[:1_000]
    for mark in BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    return start.lstrip()
