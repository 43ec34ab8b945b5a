"""Numbers that companies are known by. Their check digits tell a slip of the finger from a number that may exist."""

from enum import StrEnum
from types import ModuleType

from stdnum import lei
from stdnum.dk import cvr
from stdnum.eu import vat
from stdnum.exceptions import InvalidComponent, InvalidLength, ValidationError

from holger.core.words import N_, Reason

LONGEST = 40
"""Characters. No number is longer, however it is spaced."""


class Number(StrEnum):
    CVR = "cvr"
    """The Danish company number."""
    VAT = "vat"
    """A VAT number of an EU country, with the country's letters."""
    LEI = "lei"
    """The legal entity identifier, which finance asks for."""


_CHECKED: dict[Number, ModuleType] = {Number.CVR: cvr, Number.VAT: vat, Number.LEI: lei}
_WRONG = {
    Number.CVR: N_("No CVR number: it has eight digits, and the last one checks the others. Look it up on virk.dk."),
    Number.VAT: N_("No VAT number of an EU country. It begins with the country's two letters, such as DK or DE."),
    Number.LEI: N_("No LEI: it has 20 characters, and the last two check the others."),
}
LENGTH = N_("A number is missing or there is one too many: %(text)s.")
NO_COUNTRY = N_("The two letters at the front name no EU country: %(text)s.")


def why_not(kind: Number, text: str) -> Reason | None:
    """What is wrong with a number; None where there is none, or where its check digits fit."""
    if not text.strip():
        return None
    try:
        tidy(kind, text)
    except InvalidLength:
        return Reason(LENGTH, {"text": text.strip()[:LONGEST]}, kind.value)
    except InvalidComponent:
        return Reason(NO_COUNTRY if kind == Number.VAT else _WRONG[kind], {"text": text.strip()[:2]}, kind.value)
    except ValidationError:
        return Reason(_WRONG[kind], {}, kind.value)
    return None


def tidy(kind: Number, text: str) -> str:
    """The number as it is kept and compared: without spaces, dots and small letters. ``ValidationError`` for no number."""
    if len(text.strip()) > LONGEST:
        raise InvalidLength
    return str(_CHECKED[kind].validate(text.strip()))


def cvr_of(vat_number: str) -> str:
    """The CVR number in a Danish VAT number, so that one supplier under two numbers is found; "" for others."""
    try:
        return tidy(Number.CVR, vat_number) if tidy(Number.VAT, vat_number).startswith("DK") else ""
    except ValidationError:
        return ""
