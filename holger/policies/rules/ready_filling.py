"""Filling what a ready policy leaves open: who holds a role by name, else what the role is called within a sentence."""

import re
from collections.abc import Mapping
from typing import Any

from holger.core.prose import PLACE
from holger.core.words import Words

CALLED: Mapping[str, Words] = {
    "management": {"da": "ledelsen", "en": "management"},
    "security_officer": {"da": "den sikkerhedsansvarlige", "en": "the security officer"},
    "dpo": {"da": "databeskyttelsesrådgiveren", "en": "the data protection officer"},
    "it": {"da": "it", "en": "IT"},
    "system_owner": {"da": "systemejeren", "en": "the system owner"},
    "line_manager": {"da": "nærmeste leder", "en": "the line manager"},
    "hr": {"da": "HR", "en": "HR"},
    "procurement": {"da": "indkøb", "en": "procurement"},
    "developer": {"da": "udviklerne", "en": "the developers"},
    "facility": {"da": "bygningsdrift", "en": "facility management"},
    "internal_audit": {"da": "intern audit", "en": "internal audit"},
    "communication": {"da": "kommunikation", "en": "communication"},
    "legal": {"da": "juridisk afdeling", "en": "legal"},
    "employee": {"da": "medarbejderne", "en": "every employee"},
}
OF_MANY = frozenset({"system_owner", "line_manager", "developer", "employee"})
"""Roles that more than one holds: each has their own manager. They are never named."""
OPENS = re.compile(r"(?:^|[.!?]\s+|\n[ \t]*(?:[-*+]|\d+[.)]|#{1,6})[ \t]+|\|[ \t]*|\n\n|:\*\*[ \t]*)$")
"""What stands before the beginning of a sentence, an item or a cell."""


def named(role: str, language: str, holder: tuple[str, str] | None) -> str:
    """Who a text means by a role. ``holder`` is the name and job title of whoever holds it."""
    if holder is None or role in OF_MANY:
        return CALLED[role][language]
    name, title = holder
    return f"{name} ({title})" if title else name


def filled(text: str, values: Mapping[str, Any]) -> str:
    """Put values in; one that begins a sentence begins with a capital letter. A place that is not known stays as it is."""

    def put(found: re.Match[str]) -> str:
        value = str(values.get(found.group(1), found.group(0)))
        return value[:1].upper() + value[1:] if OPENS.search(text[: found.start()]) else value

    return PLACE.sub(put, text)
