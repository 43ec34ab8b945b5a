"""Single values, as directories send them: booleans in quotation marks, numbers for texts, lists of one."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from holger.scim.rules.faults import bad_value

LONGEST_TEXT = 300


def boolean(name: str, value: Any) -> bool:
    """Entra ID has long sent ``"False"``, a text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise bad_value(f"{name} is true or false.")


def text(name: str, value: Any) -> str | None:
    """A text without the space around it; None for none."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise bad_value(f"{name} is a text.")
    value = " ".join(value.split())
    if len(value) > LONGEST_TEXT:
        raise bad_value(f"{name} is longer than {LONGEST_TEXT} letters.")
    return value or None


def day(name: str, value: str | None, zone: str) -> date | None:
    """A date, or the day that a moment belongs to where the organisation is."""
    if value is None:
        return None
    try:
        if len(value) <= len("2026-12-01"):
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value)
        return (moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError) as error:
        raise bad_value(f"{name} is a date, such as 2026-12-01.") from error


def pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """What an object holds; names differ in their letters' case only once."""
    if not isinstance(value, Mapping):
        raise bad_value("An object was expected.")
    seen: set[str] = set()
    for name, each in value.items():
        if name.lower() in seen:
            raise bad_value(f"{name[:50]} is there twice.")
        seen.add(name.lower())
        yield name, each


def got(value: Mapping[str, Any], name: str) -> Any:
    """A member by its name, whatever the case of its letters."""
    return next((each for key, each in value.items() if key.lower() == name), None)
