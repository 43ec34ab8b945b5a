"""A file that somebody brings, whatever kind it is of: the content tells, not the name."""

from collections.abc import Mapping

from holger.core.words import N_
from holger.frameworks.rules import document
from holger.frameworks.rules.brought import Brought
from holger.frameworks.rules.ciso import library
from holger.frameworks.rules.faults import Fault, Unreadable
from holger.frameworks.rules.nodes import Limits, Names, Node, Text
from holger.frameworks.rules.oscal import documents
from holger.frameworks.rules.source import tree

OURS = "holger"
KINDS = (OURS, documents.CATALOGUE, documents.PROFILE, library.CISO)
LIMITS = Limits(megabytes=20, depth=40, pieces=800_000)
"""Those of the largest kind: which it is cannot be told before the file has been looked into."""


def read_any(
    name: str, data: bytes, languages: frozenset[str], beside: Mapping[str, bytes] | None = None, language: str = "en"
) -> Brought:
    """What the file brings. ``beside`` are files that came along, by their names: a profile builds on catalogues.

    ``language`` is that of an OSCAL document, which does not tell. Raises ``Unreadable`` with every fault.
    """
    node = tree(name, data, LIMITS)
    names = {key.text for key in node.held[::2] if isinstance(key, Text)} if isinstance(node, Names) else set()
    if OURS in names:
        return Brought(OURS, frameworks=[document.understood(node, languages)])
    if documents.document_of(node):
        return documents.understood(node, language, beside or {})
    if "urn" in names or "objects" in names:
        return library.understood(node, languages)
    raise _unknown(node)


def _unknown(node: Node) -> Unreadable:
    text = N_(
        "This kind of file is not known. Known are holger's own frameworks (they begin with holger: framework/1), "
        "catalogues and profiles of OSCAL (JSON, YAML or XML), and libraries in CISO Assistant's format (YAML or JSON)."
    )
    return Unreadable([Fault(node.line, text)])
