"""Secrets of authenticator apps at rest, so that a copy of the database alone gives nobody a code."""

import base64
import secrets

from holger.core import sealing

PURPOSE = "authenticator app"


def seal(text: str) -> str:
    return sealing.seal(text, PURPOSE)


def opened(sealed: str) -> str:
    """What was sealed under the present key or an earlier one; otherwise a secret that no code fits."""
    try:
        return sealing.unseal(sealed, PURPOSE)
    except sealing.Unreadable:
        return base64.b32encode(secrets.token_bytes(20)).decode()
