"""What is never told, whoever records it: that a secret was changed is history, what it was is not."""

import re
from collections.abc import Mapping
from typing import Any

SECRET = re.compile(r"password|secret|private_key|recovery|passkey|otp_|_otp|credential|salt$")
MASK = "•••"


def masked(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, with a mask where a field's name says that it holds a secret."""
    return {name: _mask(value) if SECRET.search(name.lower()) else value for name, value in changes.items()}


def _mask(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_mask(each) for each in value]
    return MASK if value not in (None, "", False, True) else value
