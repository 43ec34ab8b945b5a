"""Where a remark belongs after the text was changed: beside the same block, or the one that is most like it."""

from collections.abc import Sequence
from difflib import SequenceMatcher

ALIKE = 0.55
"""So alike, from 0 to 1, must a block be to be taken for the one that was remarked on."""
MOST = 2000
"""Letters of a block that are compared."""


def place(quote: str, blocks: Sequence[str]) -> int | None:
    """The number of the block that a remark about ``quote`` is shown beside; None where nothing is like it any more."""
    if not quote.strip():
        return None
    if quote in blocks:
        return blocks.index(quote)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote[:MOST])
    best, found = ALIKE, None
    for number, block in enumerate(blocks):
        matcher.set_seq1(block[:MOST])
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
            continue
        if (ratio := matcher.ratio()) >= best:
            best, found = ratio, number
    return found
