"""What can happen to a backup: fifty ways to break one, the same every time. Each gives the bytes of a broken file."""

import gzip
import hashlib
import io
import json
import random
import tarfile
from collections.abc import Callable, Iterator

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from holger.backup import keys, rules
from holger.backup.archive import BLOCK, header

Members = list[tuple[str, bytes]]


def members(content: bytes) -> Members:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return [(info.name, archive.extractfile(info).read()) for info in archive]


def packed(parts: Members) -> bytes:
    return b"".join(header(name, len(data)) + data + bytes(-len(data) % BLOCK) for name, data in parts) + bytes(
        2 * BLOCK
    )


def with_tar(parts: Members, change: Callable[[tarfile.TarInfo], None] = lambda info: None) -> bytes:
    """As any tar program would write it, with whatever it lets one write."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in parts:
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(data), 0o600
            change(info)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def signed_anew(parts: Members, change: Callable[[dict], None] = lambda told: None, key=None) -> bytes:
    """Changed by somebody who knows the format and puts everything right, with a key of their own or, at worst, ours."""
    body = [part for part in parts if not part[0].startswith("manifest")]
    told = json.loads(dict(parts)["manifest.json"])
    told["archive"] = hashlib.sha256(packed(body)[: -2 * BLOCK]).hexdigest()
    change(told)
    told["digest"] = rules.digest(told["tables"], told["evidence"])
    content = rules.canonical(told)
    key = key or Ed25519PrivateKey.generate()
    mark = keys.base64.b64encode(key.sign(content)).decode()
    signature = rules.canonical({"key": keys.public(key), "signature": mark})
    return packed([*body, ("manifest.json", content), ("manifest.sig", signature)])


def all_of_it(content: bytes, ours: Ed25519PrivateKey) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(1203)
    for number in range(20):
        place, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        yield f"bit {number} at {place}", content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
    for number in range(8):
        length = chance.randrange(len(content))
        yield f"cut {number} at {length}", content[:length]
    yield "empty", b""
    yield "cut by its last byte", content[:-1]
    yield "longer", content + b"\0"
    yield "twice", content + content
    yield "not a backup", b"PK\x03\x04" + chance.randbytes(5000)
    parts = members(content)
    yield from _members(parts, chance)
    yield from _names(parts)
    yield from _contents(parts, ours)


def _members(parts: Members, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    for number in range(3):
        gone = chance.randrange(len(parts) - 2)
        yield f"without {parts[gone][0]}", packed(parts[:gone] + parts[gone + 1 :])
        one = chance.randrange(1, len(parts) - 3)
        swapped = [*parts]
        swapped[one], swapped[one + 1] = swapped[one + 1], swapped[one]
        yield f"{number}: two change places", packed(swapped)
        named = [*parts]
        named[one], named[one + 1] = (parts[one][0], parts[one + 1][1]), (parts[one + 1][0], parts[one][1])
        yield f"{number}: two change names", packed(named)
    yield "without its manifest", packed([part for part in parts if part[0] != "manifest.json"])
    yield "without its signature", packed(parts[:-1])
    yield "a file more", packed([*parts[:-2], ("evidence/" + "0" * 32 + "/" + "f" * 64, b"x"), *parts[-2:]])
    yield "one name twice", packed([*parts[:2], parts[1], *parts[2:]])
    yield "two manifests", packed([*parts[:-1], *parts[-2:]])


def _names(parts: Members) -> Iterator[tuple[str, bytes]]:
    for name in (
        "../../etc/cron.d/holger",
        "/etc/passwd",
        "evidence/../../x",
        "tables/x/../000001.jsonl.gz",
        "new.txt",
    ):
        yield f"a file called {name}", with_tar([*parts[:-2], (name, b"x"), *parts[-2:]])

    def as_link(info: tarfile.TarInfo) -> None:
        if info.name == parts[1][0]:
            info.type, info.linkname, info.size = tarfile.SYMTYPE, "/etc/passwd", 0

    yield "a link", with_tar(parts, as_link)

    def executable(info: tarfile.TarInfo) -> None:
        info.mode = 0o777

    yield "other modes", with_tar(parts, executable)
    yield "a very long name", with_tar([*parts[:-2], ("tables/" + "x" * 5000, b"x"), *parts[-2:]])
    huge = tarfile.TarInfo(parts[1][0])
    huge.size, huge.mode = 8 * 1024**3 - 1, 0o600
    yield "a size that is not there", packed(parts[:1])[: -2 * BLOCK] + huge.tobuf(tarfile.USTAR_FORMAT)


def _contents(parts: Members, ours: Ed25519PrivateKey) -> Iterator[tuple[str, bytes]]:
    place, (name, data) = next((i, part) for i, part in enumerate(parts) if "/accounts_user/" in part[0])

    def instead(content: bytes) -> Members:
        return [*parts[:place], (name, content), *parts[place + 1 :]]

    bomb = gzip.compress(bytes(400 * 1024**2), 9, mtime=0)
    yield "a bomb", packed(instead(bomb))
    yield "not packed", packed(instead(gzip.decompress(data)))
    yield "two packed in one", packed(instead(data + data))
    yield "not rows", signed_anew(instead(gzip.compress(b"{}\n", mtime=0)), key=ours)
    yield "nested too deep", packed(instead(gzip.compress(b"[" * 200_000 + b"]" * 200_000 + b"\n", mtime=0)))
    yield (
        "a row changed",
        signed_anew(instead(gzip.compress(gzip.decompress(data).replace(b"anna@", b"ivan@"))), key=ours),
    )
    yield "a row left out", signed_anew(instead(gzip.compress(gzip.decompress(data).split(b"\n", 1)[1])), key=ours)
    told = json.loads(parts[-2][1])
    mark = parts[-1]
    yield "another manifest", packed([*parts[:-2], ("manifest.json", rules.canonical(told | {"holger": "9"})), mark])
    yield "a spacious manifest", packed([*parts[:-2], ("manifest.json", json.dumps(told).encode()), mark])
    yield "signed by somebody else", signed_anew(parts)
    yield (
        "a signature of nothing",
        packed([*parts[:-1], ("manifest.sig", rules.canonical({"key": "", "signature": ""}))]),
    )
    first = ("holger-backup.json", rules.canonical({"format": 2}))
    yield "a newer format", packed([first, *parts[1:]])
    yield "an older format", packed([("holger-backup.json", rules.canonical({"format": 0})), *parts[1:]])
    yield (
        "a migration of tomorrow",
        signed_anew(parts, lambda t: t["migrations"].append(["risks", "0099_later"]), key=ours),
    )
    yield (
        "a column of tomorrow",
        signed_anew(parts, lambda t: t["tables"]["accounts_user"]["columns"].append("x"), key=ours),
    )
    yield "a table of tomorrow", signed_anew(parts, _table_more, key=ours)


def _table_more(told: dict) -> None:
    told["tables"]["zz"] = {"columns": ["id"], "rows": 0, "sha256": hashlib.sha256().hexdigest()}
