"""Several levels in one cell: ``3/4/4`` for confidentiality, integrity and availability."""

import re
from datetime import date
from typing import Any

BETWEEN = re.compile(r"[\s/|,;.·–-]+")
LETTERED = re.compile(r"[A-Za-zÆØÅæøå]{1,3}\s*[:=]?\s*(\d+)")
NONE = {"-", "–", "x", "?"}


def split_levels(cell: Any, count: int, *, words: bool = False) -> list[str] | None:
    """The ``count`` parts of a cell as texts (empty where nothing stands), or None when it holds something else.

    With ``words`` the levels may be given by name: ``Høj/Middel/Lav``.
    """
    if isinstance(cell, date):
        return None
    if isinstance(cell, int) and not isinstance(cell, bool):
        cell = str(cell)
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if text.isdigit() and len(text) == count:
        return list(text)
    lettered = LETTERED.findall(text)
    if len(lettered) == count:
        return lettered
    separator = next((mark for mark in "/|;," if mark in text), None)
    parts = [part.strip() for part in text.split(separator)] if separator else BETWEEN.split(text)
    if len(parts) != count or not any(parts):
        return None
    parts = ["" if part in NONE else part for part in parts]
    told = words or any(re.search(r"\d", part) for part in parts)
    return parts if told and all(len(part) <= 40 for part in parts) else None


def dates_levels(cell: date) -> str:
    """What Excel made a date of: 3 April 2004 was once written 3/4/4."""
    return f"{cell.day}/{cell.month}/{cell.year % 100}"
