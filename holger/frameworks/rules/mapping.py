"""What one framework's requirements say about another's: pairs, each with how they relate and who says so.

The relations are those of NIST IR 8477 and OLIR. A table is tab-separated with one head row and no quoting; lines that
begin with # are notes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holger.core.words import N_
from holger.frameworks.rules.faults import Fault, Unreadable

RELATIONS = ("equal", "subset", "superset", "intersects")
"""The source is equal to, inside, around, or partly the same as the target."""
INVERSE = {"equal": "equal", "subset": "superset", "superset": "subset", "intersects": "intersects"}
WITHIN = ("equal", "subset")
"""Relations in which the target holds all of the source."""
COLUMNS = ("source_id", "target_id", "relation", "source_of_mapping", "rationale")


def of_part(relation: str) -> str:
    """How a part relates to what the heading above it relates to so: what holds the whole holds the part too."""
    return "subset" if relation in WITHIN else "intersects"


@dataclass(frozen=True)
class Pair:
    source: str
    target: str
    relation: str
    origin: str
    """Who says so: a publication, or somebody's judgement."""
    rationale: str

    def turned(self) -> "Pair":
        """The same, seen from the other end."""
        return Pair(self.target, self.source, INVERSE[self.relation], self.origin, self.rationale)


def read(text: str, sources: set[str], targets: set[str]) -> list[Pair]:
    """The pairs of a table between requirements that exist. Raises ``Unreadable`` with every faulty line."""
    faults: list[Fault] = []
    pairs: dict[tuple[str, str], Pair] = {}
    for line, cells in _rows(text, faults):
        pair = Pair(*cells)
        for known, end in ((sources, pair.source), (targets, pair.target)):
            if end not in known:
                faults.append(Fault(line, N_("There is no requirement “%(id)s”."), {"id": end}))
        if pair.relation not in RELATIONS:
            known_relations = {"name": pair.relation, "known": ", ".join(RELATIONS)}
            faults.append(Fault(line, N_("“%(name)s” is not known here. There are: %(known)s."), known_relations))
        if (pair.source, pair.target) in pairs:
            both = {"source": pair.source, "target": pair.target}
            faults.append(Fault(line, N_("“%(source)s” to “%(target)s” is there twice."), both))
        pairs[pair.source, pair.target] = pair
    if faults:
        raise Unreadable(faults)
    return list(pairs.values())


def _rows(text: str, faults: list[Fault]) -> Iterator[tuple[int, Sequence[str]]]:
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line and not line.startswith("#")]
    if not lines or tuple(lines[0][1].split("\t")) != COLUMNS:
        faults.append(
            Fault(lines[0][0] if lines else 1, N_("The head is to be: %(head)s."), {"head": " ".join(COLUMNS)})
        )
        return
    for line, cells in ((n, row.split("\t")) for n, row in lines[1:]):
        if len(cells) == len(COLUMNS):
            yield line, [cell.strip() for cell in cells]
        else:
            wanted = {"count": len(COLUMNS), "found": len(cells)}
            faults.append(Fault(line, N_("%(count)s columns are wanted, %(found)s are there."), wanted))
