"""The picture of an activity's data flow, and the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from holger.assets.models import Asset
from holger.assets.rules.picture import picture
from holger.core.countries import country_name
from holger.privacy.models import Activity, ActivitySupplier, ActivityTransfer
from holger.privacy.rules.flow import HERE, OUTSIDE, RECIPIENTS, SUBJECTS, Flow, Node, flow
from holger.privacy.rules.lines import lines
from holger.privacy.words.record import subjects_of
from holger.suppliers.models import Supplier, Transfer

LONGEST = 20
"""Letters that find room in a box."""


@dataclass(frozen=True)
class Drawn:
    size: str
    lines: Sequence[tuple[str, bool]]
    boxes: Sequence[dict[str, Any]]
    left_out: int


def flow_of(
    row: Activity,
    systems: Sequence[Asset],
    hands: Sequence[ActivitySupplier],
    transfers: Sequence[ActivityTransfer],
    sent: Sequence[tuple[ActivitySupplier, Transfer]] = (),
) -> Flow:
    """``hands`` are the suppliers that take part, beside sources and recipients in words; ``sent`` is what they send on."""
    sources = [Node("source", text, gettext("Source")) for text in lines(row.sources)]
    people = [Node("people", text, gettext("Data subjects")) for text in subjects_of(row)]
    held = [Node("system", each.title, each.reference, each.path) for each in systems]
    named = [Node("recipient", text, gettext("Recipient")) for text in lines(row.recipients)]
    given = _suppliers("source", [hand for hand in hands if hand.gives_only])
    got = _suppliers("recipient", [hand for hand in hands if not hand.gives_only])
    outside = [Node("outside", country_name(each.country), each.receiver) for each in transfers]
    outside += [Node("outside", country_name(each.country), hand.supplier.title) for hand, each in sent]
    me = Node("me", row.title, row.reference)
    return flow(me, [*people, *sources, *given], held, [*got, *named], dict.fromkeys(outside))


def _suppliers(kind: str, hands: Sequence[ActivitySupplier]) -> list[Node]:
    """Each supplier once, whatever parts it has."""
    parts: dict[Supplier, list[str]] = {}
    for hand in hands:
        parts.setdefault(hand.supplier, []).append(hand.get_part_display())
    return [Node(kind, supplier.title, ", ".join(said), supplier.path) for supplier, said in parts.items()]


def drawn(found: Flow) -> Drawn | None:
    """None where there is nothing but the activity itself."""
    if not found.lines:
        return None
    columns = {number: found.column(number) for number in (SUBJECTS, HERE, RECIPIENTS, OUTSIDE)}
    if not columns[OUTSIDE]:
        del columns[OUTSIDE]
    made = picture(columns, [(source.kind == "outside" or target.kind == "outside", source, target) for source, target in found.lines])  # fmt: skip
    return Drawn(
        f"0 0 {made.width} {made.height}",
        [(line.path, line.edge) for line in made.lines],
        [_box(box) for box in made.boxes],
        made.left_out,
    )


def _box(box: Any) -> dict[str, Any]:
    node: Node = box.node
    short = node.name if len(node.name) <= LONGEST else f"{node.name[: LONGEST - 1].rstrip()}…"
    looks = {"me": "me", "outside": "hot"}
    return {
        "node": node,
        "title": short,
        "note": node.note[: LONGEST + 6],
        "at": f"translate({box.x} {box.y})",
        "kind": looks.get(node.kind, ""),
    }


def told(found: Flow) -> list[tuple[str, Node]]:
    """The same as a table: what each has to do with the activity."""
    words = {
        "people": gettext("Data about"),
        "source": gettext("Comes from"),
        "system": gettext("Is kept in"),
        "recipient": gettext("Goes to"),
        "outside": gettext("Leaves the EU/EEA to"),
    }
    return [(words[node.kind], node) for _column, node in found.nodes if node.kind in words]
