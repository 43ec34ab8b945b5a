"""Secrets that must be read again, kept encrypted: somebody else's password, an app's secret, a link in mail that waits.
Passwords and tokens of our own are hashed instead.

The key is derived (HKDF, SHA-256) from the installation's secret key and from what the secret is for, so that a sealed
text copied to another row does not open there. Earlier secret keys (HOLGER_SECRET_KEY_FALLBACKS) still open.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """The text was sealed under another secret key, or for something else."""


def seal(text: str, purpose: str) -> str:
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as wrong:
        raise Unreadable("It was sealed with another secret key, and cannot be read.") from wrong


def _box(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key, purpose)) for key in keys])


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"holger {purpose}".encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
