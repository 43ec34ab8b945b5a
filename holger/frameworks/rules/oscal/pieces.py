"""Taking up an OSCAL document's pieces. It holds much that is of no use here, so a name that is not known is no fault."""

from collections.abc import Sequence

from holger.frameworks.rules.nodes import Limits, Node, Text
from holger.frameworks.rules.pieces import Pieces

LIMITS = Limits(megabytes=20, depth=40, pieces=800_000)
"""The whole of SP 800-53 with all that assessors do is half of this."""
MOST = 20_000
"""Controls of a group, parts of a control, and whatever else is listed."""


class OscalPieces(Pieces):
    LONGEST = {"id": 300, "title": 5_000, "text": 100_000}

    def told(self, node: Node | None, needed: Sequence[str] = ()) -> dict[str, Node]:
        """What is there, without what says nothing."""
        found = {name: value for name, value in self.pairs(node) if not (isinstance(value, Text) and value.is_nothing)}
        self.must_have(node, found, needed)
        return found

    def listed(self, node: Node | None) -> Sequence[Node]:
        return self.items(node, MOST)
