"""Mail that waits is kept locked: the links in it let people in, and are known nowhere else."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key that this installation does not have (any more)."""


def seal(text: str) -> bytes:
    return _locks().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    try:
        return _locks().decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise Unreadable("It was written with another secret key, and cannot be read.") from error


def _locks() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.blake2b(secret.encode(), digest_size=32, person=b"holger outbox").digest())
