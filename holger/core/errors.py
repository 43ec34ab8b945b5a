"""What can go wrong, as types that pages and the API turn into clear answers."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.utils.translation import gettext

from holger.core.words import Reason


class RuleBroken(Exception):
    """A rule of the house or of the law says no. ``field`` names the answer to correct, if one does.

    The message is translated when it is read, in the reader's language.
    """

    def __init__(self, reason: str | Reason, field: str | None = None, params: Mapping[str, Any] | None = None):
        if isinstance(reason, str):
            reason = Reason(reason, dict(params or {}), field)
        super().__init__(reason.text)
        self.text = reason.text
        self.field = field or reason.field
        self.params: Mapping[str, Any] = reason.params

    @property
    def message(self) -> str:
        translated = gettext(str(self.text))
        return translated % self.params if self.params else translated

    def __str__(self) -> str:
        return self.message


class Unacceptable(BadRequest):
    """The request itself cannot be taken, whoever sends it: too much, too many, or not to be read.

    ``status`` is the answer's, ``code`` the word for programs, ``message`` the sentence for people.
    """

    def __init__(self, status: int, code: str, message: object):
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


class NotAllowed(PermissionDenied):
    """The actor sees the object but may not do this to it (403)."""

    def __init__(self, permission: str):
        super().__init__(permission)
        self.permission = permission


class NotFound(Http404):
    """Missing, or another organisation's: the two must look the same (404)."""


class Conflict(Exception):
    """Somebody else saved the object since this actor read it; nothing was written. ``current`` is what is there now."""

    def __init__(self, current: Any):
        super().__init__("changed by somebody else")
        self.current = current
