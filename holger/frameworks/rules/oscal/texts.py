"""Which of a control's parts says what: what is asked, how it is meant, and what an assessor looks at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holger.frameworks.rules.oscal.model import Branch, Part
from holger.frameworks.rules.oscal.prose import Say, written

ASSESSORS = ("assessment-objective", "assessment-method", "assessment", "objective")
"""Parts of a control that tell how an assessor works, not what is asked. The last two are older names."""
MOST_EVIDENCE = 50


@dataclass(frozen=True)
class Texts:
    asks: str
    guidance: str
    evidence: Sequence[str]
    left_out: int
    """Parts for assessors of which nothing was taken."""


def texts(branch: Branch, say: Say) -> Texts:
    asking = [part for part in branch.parts if part.name == "statement"]
    assessing = [part for part in branch.parts if part.name in ASSESSORS]
    telling = [part for part in branch.parts if part.name not in ("statement", *ASSESSORS)]
    looking = [part for part in assessing if _is_examining(part)]
    things = dict.fromkeys(thing for part in looking for thing in _things(part, say))
    return Texts(
        asks=written(asking, say),
        guidance=written(telling, say),
        evidence=list(things)[:MOST_EVIDENCE],
        left_out=len(assessing) - len(looking),
    )


def _is_examining(part: Part) -> bool:
    """An assessor examines documents, which are evidence; whom one asks and what one tests are not."""
    return any(prop.name == "method" and prop.value.upper() == "EXAMINE" for prop in part.props)


def _things(part: Part, say: Say) -> Iterator[str]:
    for line in written([part], say).splitlines():
        thing = line.strip(" ;")
        if thing:
            yield thing[:1].upper() + thing[1:]
