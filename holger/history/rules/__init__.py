"""What the seal is made of: plain arithmetic, so that anybody can check it without holger."""

from holger.history.rules.masking import masked
from holger.history.rules.naming import mentions, pseudonym, told_of
from holger.history.rules.ranges import ranges, within
from holger.history.rules.sealing import FIRST, FORMAT, SEALED, canonical, commit, head_text, names_text, seal
from holger.history.rules.walking import Break, Start, Walk, Witness, refine

__all__ = [
    "FIRST",
    "FORMAT",
    "SEALED",
    "Break",
    "Start",
    "Walk",
    "Witness",
    "canonical",
    "commit",
    "head_text",
    "masked",
    "mentions",
    "names_text",
    "pseudonym",
    "ranges",
    "refine",
    "seal",
    "told_of",
    "within",
]
