"""What a backup says of itself, and who signed it."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from holger.backup import keys, rules
from holger.backup.archive import Damaged, Unusable


@dataclass(frozen=True)
class Manifest:
    """``tables`` by name: columns, rows, sha256. ``evidence``: files, bytes, sha256 of the list of names, and so on."""

    holger: str
    created_at: str
    database: str
    migrations: list[list[str]]
    tables: dict[str, dict[str, Any]]
    evidence: dict[str, Any]
    left_out: list[str]
    digest: str
    archive: str
    format: int = field(default=rules.FORMAT)

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.created_at)

    def spelled(self) -> bytes:
        return rules.canonical(asdict(self))


def read(content: bytes) -> Manifest:
    """The manifest, if it holds together."""
    try:
        told = json.loads(content)
        found = Manifest(**told)
        whole = found.spelled() == content and rules.digest(found.tables, found.evidence) == found.digest
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise Damaged("its manifest cannot be read.") from error
    if not whole:
        raise Damaged("its manifest does not hold together.")
    return found


def check_format(content: bytes) -> None:
    """Refuse a backup of another format before reading on."""
    try:
        number = json.loads(content)["format"]
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("its first file cannot be read.") from error
    if number != rules.FORMAT:
        raise Unusable(
            f"The backup has format {number}, and this holger reads format {rules.FORMAT}. Use the version that made it."
        )


def first() -> bytes:
    return rules.canonical({"format": rules.FORMAT})


def signed(content: bytes) -> bytes:
    key = keys.signing_key()
    told = {"key": keys.public(key), "signature": keys.base64.b64encode(key.sign(content)).decode()}
    return rules.canonical(told)


def signer(signature: bytes, content: bytes) -> str:
    """The public key that signed the manifest. Raises when the signature is not that key's."""
    try:
        told = json.loads(signature)
        key, mark = str(told["key"]), str(told["signature"])
        whole = rules.canonical({"key": key, "signature": mark}) == signature
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("its signature cannot be read.") from error
    if not whole or not keys.holds(key, mark, content):
        raise Damaged("its signature does not hold.")
    return key
