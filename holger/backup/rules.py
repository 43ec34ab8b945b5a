"""How a backup is spelled, and how long it is kept. Plain Python, so that anybody can check a backup without holger.

Every value has one spelling, whichever database it came from, so that a table's digest is the same on SQLite and on
PostgreSQL.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

FORMAT = 1
LEFT_OUT = {
    "account.emailconfirmation",
    "api.keptanswer",
    "auth",
    "backup",
    "contenttypes",
    "django_tasks_database",
    "jobs",
    "sessions",
    "usersessions",
}
"""Rooms and tables that pass: who is signed in, answers kept for an hour, work in hand. They begin anew."""

WHOLE = 10**16
"""From here on JSON in PostgreSQL tells whole floating numbers as whole numbers."""


def spelled(value: Any) -> Any:
    """A column's value as JSON can hold it. Texts and whole numbers are themselves."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID | time):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, Mapping):
        return {str(key): spelled(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [spelled(inner) for inner in value]
    raise TypeError(f"a backup cannot spell {type(value)}")


def _number(value: float) -> float | int:
    if value == 0:
        return 0.0  # PostgreSQL knows no minus zero
    return int(value) if value.is_integer() and abs(value) >= WHOLE else value


def canonical(value: Any) -> bytes:
    """JSON with one possible spelling: sorted keys, no spaces, no escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def line(row: Sequence[Any]) -> bytes:
    """One row of a table, as it stands in the backup."""
    return canonical([spelled(value) for value in row]) + b"\n"


def digest(tables: Mapping[str, Mapping[str, Any]], evidence: Mapping[str, Any]) -> str:
    """The one digest of all content: the tables' rows and the evidence they tell of, whatever database held them."""
    rows = {name: {key: table[key] for key in ("columns", "rows", "sha256")} for name, table in tables.items()}
    files = {key: evidence[key] for key in ("files", "sha256")}
    return hashlib.sha256(canonical({"tables": rows, "evidence": files})).hexdigest()


def is_left_out(app: str, model: str, more: Iterable[str] = ()) -> bool:
    return bool({app, f"{app}.{model}"} & (LEFT_OUT | set(more)))


# --- Names and how long they are kept ------------------------------------------------------------------------------

NAME = re.compile(r"holger-(\d{8})-(\d{6})\.backup(\.age)?")


def name_of(moment: datetime, *, encrypted: bool = False) -> str:
    return f"holger-{moment.astimezone(UTC):%Y%m%d-%H%M%S}.backup{'.age' if encrypted else ''}"


def moment_of(name: str) -> datetime | None:
    """When a scheduled backup was made, told by its name; None for any other file."""
    found = NAME.fullmatch(name)
    if found is None:
        return None
    return datetime.strptime(f"{found[1]}{found[2]}", "%Y%m%d%H%M%S").replace(tzinfo=UTC)


@dataclass(frozen=True)
class Keep:
    """How many days, weeks and months are kept a backup of."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


def kept(names: Iterable[str], keep: Keep) -> set[str]:
    """The backups that stay: the newest of each of the latest days, weeks and months that have any."""
    dated = sorted(((moment, name) for name in names if (moment := moment_of(name))), reverse=True)
    stay: set[str] = set()
    for count, period in (
        (keep.daily, lambda moment: moment.date()),
        (keep.weekly, lambda moment: moment.isocalendar()[:2]),
        (keep.monthly, lambda moment: (moment.year, moment.month)),
    ):
        newest: dict[Any, str] = {}
        for moment, name in dated:
            newest.setdefault(period(moment), name)
        stay |= set(list(newest.values())[:count])
    return stay
