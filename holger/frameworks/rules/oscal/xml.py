"""OSCAL's XML as a tree of the names that OSCAL has in JSON.

Read as a stream of events, because the places of things are told there only, and through defusedxml, which refuses
declarations: they are what unfolds, and what reaches out of the document.
"""

from io import BytesIO
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from holger.core.words import N_
from holger.frameworks.rules.faults import Fault, Unreadable
from holger.frameworks.rules.nodes import Items, Limits, Names, Node, Text, too_deep, too_much, weighed
from holger.frameworks.rules.oscal.markup import BLOCKS, Element, blocks, inline

NAMESPACE = "http://csrc.nist.gov/ns/oscal/1.0"

LISTS = {
    "add": "adds",
    "alter": "alters",
    "choice": "choice",
    "control": "controls",
    "document-id": "document-ids",
    "exclude-controls": "exclude-controls",
    "group": "groups",
    "import": "imports",
    "include-controls": "include-controls",
    "link": "links",
    "matching": "matching",
    "param": "params",
    "part": "parts",
    "party": "parties",
    "party-uuid": "party-uuids",
    "prop": "props",
    "remove": "removes",
    "resource": "resources",
    "responsible-party": "responsible-parties",
    "rlink": "rlinks",
    "set-parameter": "set-parameters",
    "value": "values",
    "with-id": "with-ids",
}
"""Elements that may be there more than once, and the list that they are in JSON."""
SINGLE = ("metadata", "back-matter", "merge", "modify", "select", "include-all", "flat", "custom")
WORDS = ("title", "version", "last-modified", "name", "label", "choice", "value", "with-id", "party-uuid")
"""Elements that hold one line of text."""
LINES = ("remarks",)


def read(data: bytes, limits: Limits) -> Node:
    """A name, such as ``catalog``, with what it holds."""
    handler = _Handler(limits)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    try:
        parser.parse(BytesIO(weighed(data, limits)))
    except DefusedXmlException as error:
        raise Unreadable(
            [Fault(handler.line, N_("Declarations (<!DOCTYPE and <!ENTITY) are not read here."))]
        ) from error
    except SAXParseException as error:
        raise Unreadable([Fault(error.getLineNumber() or 1, N_("This is not XML."))]) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise Unreadable([Fault(1, N_("This is not XML."))]) from error
    root = handler.root
    return Names(root.line, [Text(root.name, root.line), _names(root)])


class _Handler(ContentHandler):
    def __init__(self, limits: Limits):
        super().__init__()
        self.limits = limits
        self.root = Element("", {}, 1)
        self.opened = [self.root]
        self.pieces = 0
        self.line = 1

    def setDocumentLocator(self, locator: Locator) -> None:
        self.locator = locator

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:
        self.line = self.locator.getLineNumber() or 1
        self.pieces += 2 + 2 * len(attrs)  # a name and a value each
        if self.pieces > self.limits.pieces:
            raise too_much(self.line)
        if len(self.opened) > self.limits.depth:
            raise too_deep(self.line)
        namespace, local = name
        attributes = {key: value for (space, key), value in attrs.items() if not space}
        element = Element(local if namespace == NAMESPACE else "", attributes, self.line)
        if len(self.opened) == 1:
            self.root = element
        self.opened[-1].held.append(element)
        self.opened.append(element)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:
        self.opened.pop()

    def characters(self, content: str) -> None:
        self.opened[-1].held.append(content)


# --- From elements to names ------------------------------------------------------------------------------------------


def _node(element: Element) -> Node:
    if element.name in WORDS:
        return Text(inline(element), element.line)
    if element.name in LINES:
        return Text(blocks(element.elements), element.line)
    return _names(element)


def _names(element: Element) -> Names:
    found: dict[str, Node] = {key: Text(value, element.line) for key, value in element.attributes.items()}
    twice: list[Node] = []
    for each in element.elements:
        if each.name in LISTS:
            listed = found.setdefault(LISTS[each.name], Items(each.line))
            if isinstance(listed, Items):
                listed.held.append(_node(each))
        elif each.name in (*SINGLE, *WORDS, *LINES):
            if each.name in found:
                twice += [Text(each.name, each.line), _node(each)]
            found.setdefault(each.name, _node(each))
    prose = blocks([each for each in element.elements if each.name in BLOCKS])
    if prose:
        found["prose"] = Text(prose, element.line)
    if element.name == "document-id":
        found["identifier"] = Text(inline(element), element.line)
    held: list[Node] = [node for name, value in found.items() for node in (Text(name, value.line), value)]
    return Names(element.line, held + twice)
