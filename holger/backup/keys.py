"""The key that signs backups, and the keys that lock them.

The signature tells who made a backup; the lock (age, age-encryption.org) who may read it. Both stand on libraries:
nothing here is cryptography of our own.
"""

import base64
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from holger.backup.archive import Unusable

LOCKED = b"age-encryption.org/"
"""How a file begins that age has locked."""


def path() -> Path:
    return Path(settings.DATA_DIR) / "backup.key"


def signing_key() -> Ed25519PrivateKey:
    """The installation's key, made the first time it is asked for."""
    if not path().exists():
        path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path().with_name(f".backup.key.{os.getpid()}")
        write_private(draft, _pem(Ed25519PrivateKey.generate()))
        try:
            os.link(draft, path())  # unlike a rename, refuses to replace the key another process just made
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = load_pem_private_key(path().read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise Unusable(f"{path()} is not a key for signing backups.")
    return key


def write_private(where: Path, content: bytes) -> None:
    """A new file that nobody but its owner can read; never in the place of another."""
    with os.fdopen(os.open(where, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public(key: Ed25519PrivateKey) -> str:
    """The public half as people write it down."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def holds(public_key: str, signature: str, content: bytes) -> bool:
    """Did whoever has the private half of ``public_key`` sign this?"""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


# --- Locks ---------------------------------------------------------------------------------------------------------


def recipient(text: str) -> Any:
    """A public key that age knows: its own, or an SSH key's."""
    try:
        return (
            pyrage.ssh.Recipient.from_str(text) if text.startswith("ssh-") else pyrage.x25519.Recipient.from_str(text)
        )
    except pyrage.RecipientError as error:
        raise ValueError(f"“{text}” is not a public key of age (age1…) or SSH (ssh-ed25519 …).") from error


def new_identity() -> tuple[bytes, str]:
    """A new pair of keys for locking: the file to keep secret, and the public key."""
    identity = pyrage.x25519.Identity.generate()
    told = str(identity.to_public())
    return f"# public key: {told}\n{identity}\n".encode(), told


def with_passphrase(content: bytes, passphrase: str) -> bytes:
    return pyrage.passphrase.encrypt(content, passphrase)


def identities(where: Path, ask: Callable[[], str]) -> Sequence[Any]:
    """The secret keys in a file, which may itself be locked with a passphrase, as ``age -i`` takes it."""
    content = where.read_bytes()
    try:
        if content.startswith(LOCKED):
            content = pyrage.passphrase.decrypt(content, ask())
        if content.startswith(b"-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [text for text in content.decode().splitlines() if text.startswith("AGE-SECRET-KEY-")]
        found = [pyrage.x25519.Identity.from_str(text) for text in lines]
    except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError) as error:
        raise Unusable(f"The key in {where} cannot be used: {error}") from error
    if not found:
        raise Unusable(f"There is no secret key in {where}.")
    return found


@contextmanager
def locked(out: IO[bytes], recipients: Sequence[Any]) -> Iterator[IO[bytes]]:
    """A stream to write to; what comes out at ``out`` only the recipients can read."""
    ours, theirs = os.pipe()
    work = Aside(lambda: pyrage.encrypt_io(reading, out, recipients), closes=(reading := os.fdopen(ours, "rb")))
    with work, os.fdopen(theirs, "wb") as writing:
        yield writing


@contextmanager
def unlocked(file: IO[bytes], keys: Sequence[Any]) -> Iterator[IO[bytes]]:
    """What a locked stream holds, to read from."""
    ours, theirs = os.pipe()
    work = Aside(lambda: pyrage.decrypt_io(file, writing, keys), closes=(writing := os.fdopen(theirs, "wb")))
    with work, os.fdopen(ours, "rb") as reading:
        yield reading


class Aside:
    """Work in a thread of its own, beside what is done in the ``with``; what went wrong there is raised at its end."""

    def __init__(self, run: Callable[[], object], closes: IO[bytes]):
        self.run, self.closes = run, closes
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        try:
            self.run()
        except BaseException as error:  # told where the work is waited for
            self.error = error
        finally:
            try:
                self.closes.close()
            except OSError as error:
                self.error = self.error or error

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, *rest: object) -> None:
        self.thread.join()
        if self.error is None or (error is not None and "Broken pipe" in str(self.error)):
            return  # what was wrong here is that nobody wanted to hear more
        if isinstance(self.error, OSError) and self.error.errno:
            raise self.error  # a full disk is a full disk
        if error is None or isinstance(error, BrokenPipeError | Unusable):
            raise Unusable(f"The lock does not hold: {self.error}") from self.error
