"""Amounts as people write them: 2,5 and 1.200,50 kr. and DKK 1,200.50."""

import re
from decimal import Decimal

AMOUNT = re.compile(r"(?:[A-Za-z.€£$]{1,4}\s?)?([+-]?[0-9][0-9.,' \u00a0\u202f]*)(?:,-|[A-Za-z.€£$]{1,6})?")
"""A number, with a currency or a unit before or after it."""
PLAIN = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,2})?")
BETWEEN = re.compile(r"[' \u00a0\u202f]")


def amount(text: str) -> Decimal | None:
    """The amount, with two decimals at most; None where the text is none."""
    found = AMOUNT.fullmatch(text.strip())
    digits = _in_digits(found[1].rstrip(",")) if found else ""
    return Decimal(digits) if PLAIN.fullmatch(digits) else None


def _in_digits(text: str) -> str:
    """The number with a point before its decimals and nothing between its thousands.

    Where both signs occur, the last stands before the decimals. One that is followed by three digits does not, for an
    amount has two decimals at most; nor does one that occurs again.
    """
    bare = BETWEEN.sub("", text)
    signs = [sign for sign in bare if sign in ".,"]
    if not signs:
        return bare
    last = signs[-1]
    whole, _sign, decimals = bare.rpartition(last)
    if signs.count(last) > 1 or (len(decimals) == 3 and set(signs) == {last}):
        return bare.replace(last, "")
    return f"{re.sub('[.,]', '', whole)}.{decimals}"
