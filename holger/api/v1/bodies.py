"""Reading JSON with limits: size, depth, one meaning only, and text that every database can hold."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser

from holger.api.v1.errors import Refused

LARGEST = 1_000_000
DEEPEST = 20


class Strict(Parser):
    """Raises ``Refused`` rather than guessing."""

    def parse_body(self, request: HttpRequest) -> Any:
        if len(request.body) > LARGEST:
            raise Refused(413, "too_large", _("The request is too large."))
        try:
            body = json.loads(request.body, parse_constant=_no_constant, object_pairs_hook=_no_twins)
        except (ValueError, RecursionError) as e:
            raise Refused(400, "unreadable", _("This is not JSON that can be read.")) from e
        _walk(body)
        return body


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _walk(body: Any) -> None:
    waiting = [(body, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refused(400, "too_deep", _("The JSON is nested too deeply."))
        if isinstance(value, dict):
            waiting.extend((key, depth) for key in value)
            waiting.extend((item, depth + 1) for item in value.values())
        elif isinstance(value, list):
            waiting.extend((item, depth + 1) for item in value)
        elif isinstance(value, str) and not storable(value):
            raise Refused(400, "unreadable", _("The text has characters that cannot be kept."))


def storable(text: str) -> bool:
    """No NUL, which PostgreSQL refuses, and no half of a surrogate pair, which UTF-8 does."""
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
