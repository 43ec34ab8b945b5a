"""The installation's key for checkpoints: made once, kept in the data folder, readable by holger's own user alone.

Beside it lie the public keys of all keys there ever were, by fingerprint; what an earlier key signed stays signed.
"""

import base64
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from holger.core import files
from holger.history.rules import notes


def folder() -> Path:
    return settings.DATA_DIR / "history-keys"


def sign(text: str) -> str:
    return base64.b64encode(_private().sign(text.encode())).decode()


def fingerprint() -> str:
    """Of the key that signs now."""
    return notes.fingerprint(raw(_private().public_key()))


def current() -> str:
    """The same, without making a key: empty while there is none."""
    return fingerprint() if _path().exists() else ""


def known() -> dict[str, bytes]:
    """The public keys that this installation signs or has signed with, by fingerprint."""
    keys = [load(path.read_bytes()) for path in sorted(folder().glob("*.pub"))]
    return {notes.fingerprint(raw(key)): raw(key) for key in keys}


def is_signed(text: str, signature: str, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def rotate() -> str:
    """From now on a new key signs; the old one is thrown away, its public half stays."""
    fingerprint()  # the old key's public half is there
    new = Ed25519PrivateKey.generate()
    _publish(new.public_key())
    files.write_private(_path(), _pem(new))
    return fingerprint()


def raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(forms.Encoding.Raw, forms.PublicFormat.Raw)


def load(pem: bytes) -> Ed25519PublicKey:
    key = forms.load_pem_public_key(pem)
    assert isinstance(key, Ed25519PublicKey)
    return key


def _path() -> Path:
    return folder() / "signing.key"


def _private() -> Ed25519PrivateKey:
    if not _path().exists():
        files.write_private(_path(), _pem(Ed25519PrivateKey.generate()), only_new=True)
    key = forms.load_pem_private_key(_path().read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    _publish(key.public_key())
    return key


def _publish(key: Ed25519PublicKey) -> None:
    path = folder() / f"{notes.fingerprint(raw(key))}.pub"
    if not path.exists():
        pem = key.public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
        files.write_private(path, pem, only_new=True)


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
