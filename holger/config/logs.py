"""How the log is written: a line for people or an object for programs, with what is known about the request or job.

Both say the same, and neither says a secret: every message and traceback goes through ``masking.mask``.
"""

import logging
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from holger.config.masking import mask
from holger.core import trace

TOLD = ("request_id", "organisation", "user_id", "route", "method", "status", "ms", "queries", "job", "job_id")
IN_MESSAGE = ("route", "method", "status")
"""What the line about a request says in words already."""


class Tell(logging.Filter):
    """Puts on every record what ``core.trace`` knows, and takes secrets out of its message."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name, value in trace.told().items():
            if not hasattr(record, name):
                setattr(record, name, value)
        try:
            record.msg, record.args = mask(record.getMessage()), ()
        except (TypeError, ValueError):  # a message that does not fit its arguments: logging tells of it itself
            record.args = ()
        return True


class Line(logging.Formatter):
    """``2026-11-24 08:00:00,000 INFO holger.request: GET assets:asset-list 200 request_id=… ms=12``"""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        known = {name: getattr(record, name, None) for name in TOLD if name not in IN_MESSAGE}
        more = "".join(f" {name}={value}" for name, value in known.items() if value not in (None, ""))
        return super().formatMessage(record) + more

    def formatException(self, ei: Any) -> str:
        return mask(super().formatException(ei))


class Json(JsonFormatter):
    """One object a line: time (UTC), level, logger, message, and what is known."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data["level"], log_data["logger"] = record.levelname, record.name
        log_data["message"] = record.message
        for name in TOLD:
            value = getattr(record, name, None)
            if value not in (None, ""):
                log_data[name] = value
        for name in ("exc_info", "stack_info"):
            if message_dict.get(name):
                log_data[name] = message_dict[name]

    def formatException(self, ei: Any) -> str:
        told = super().formatException(ei)
        return mask("\n".join(told) if isinstance(told, list) else told)
