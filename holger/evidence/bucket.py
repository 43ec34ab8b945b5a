"""Evidence on storage that speaks S3: one object per file, under the organisation's id and the SHA-256 of the content.

The same promise as in a folder: an object is whole and looked at again before a row tells of it. The storage is given the
checksum along, and refuses what arrived otherwise. Nothing here makes an address that somebody else could open: files
leave through holger alone. Credentials come the usual way, from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY or the machine's role.
"""

import base64
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, Any
from uuid import UUID

from django.conf import settings

from holger.evidence.kept import CHUNK, Kept, Unavailable, hashed

ASIDE = ".aside"
MISSING = {"404", "NoSuchKey", "NotFound"}


class Draft:
    """A file on this machine, sent when its hash is known: what is refused for its size or kind never gets so far."""

    def __init__(self, organisation_id: UUID, file: IO[bytes]):
        self.organisation_id, self.file = organisation_id, file
        self.size = 0

    def write(self, piece: bytes) -> None:
        self.size += self.file.write(piece)

    def keep(self, sha256: str) -> None:
        """Sent away, and seen to have arrived."""
        put(self.organisation_id, Kept(sha256, self.size), self.file)


@contextmanager
def draft(organisation_id: UUID) -> Iterator[Draft]:
    with tempfile.TemporaryFile(prefix="holger-evidence-") as file:
        yield Draft(organisation_id, file)


def put(organisation_id: UUID, kept: Kept, file: IO[bytes]) -> None:
    """Send a file whose hash is known, and see that it has arrived."""
    if _is_whole(organisation_id, kept):
        return
    file.seek(0)
    with asked():
        client().put_object(
            Bucket=bucket(),
            Key=key_of(organisation_id, kept.sha256),
            Body=file,
            ContentLength=kept.size,
            ContentType="application/octet-stream",
            ContentDisposition="attachment",
            ChecksumSHA256=_in_base64(kept.sha256),
        )
    if not _is_whole(organisation_id, kept):
        raise Unavailable("The storage has not kept the file as it was sent.")


def open_file(organisation_id: UUID, sha256: str) -> IO[bytes]:
    """A stream of the content; FileNotFoundError when it is not there."""
    with asked():
        body: IO[bytes] = client().get_object(Bucket=bucket(), Key=key_of(organisation_id, sha256))["Body"]
        return body


def fetched(organisation_id: UUID, sha256: str) -> IO[bytes]:
    """A copy on this machine."""
    copy = tempfile.TemporaryFile(prefix="holger-evidence-")  # noqa: SIM115 (whoever asked closes it)
    with open_file(organisation_id, sha256) as content:
        shutil.copyfileobj(content, copy, CHUNK)
    copy.seek(0)
    return copy


def exists(organisation_id: UUID, sha256: str) -> bool:
    return _head(organisation_id, sha256) is not None


def all_in(organisation_id: UUID, older_than: float | None = None) -> Iterator[str]:
    for found in _listed(f"{_prefix()}{organisation_id}/"):
        name = found["Key"].rsplit("/", 1)[1]
        if f"/{ASIDE}/" in found["Key"]:
            continue
        if older_than is None or found["LastModified"].timestamp() < older_than:
            yield name


def everything() -> Iterator[tuple[UUID, str]]:
    """Every file below the prefix; what else may lie there is not ours."""
    for found in _listed(_prefix()):
        parts = found["Key"].removeprefix(_prefix()).split("/")
        if len(parts) == 3 and parts[1] != ASIDE:
            yield UUID(parts[0]), parts[2]


# --- What nobody knows of ------------------------------------------------------------------------------------------


def set_aside(organisation_id: UUID, sha256: str, older_than: float) -> bool:
    found = _head(organisation_id, sha256)
    if found is None or found["LastModified"].timestamp() >= older_than:
        return False
    _move(key_of(organisation_id, sha256), _aside(organisation_id, sha256))
    return True


def aside(organisation_id: UUID) -> Iterator[tuple[str, float]]:
    for found in _listed(_aside(organisation_id, "")):
        yield found["Key"].rsplit("/", 1)[1], found["LastModified"].timestamp()


def put_back(organisation_id: UUID, sha256: str) -> None:
    _move(_aside(organisation_id, sha256), key_of(organisation_id, sha256))


def forget(organisation_id: UUID, sha256: str) -> None:
    with asked():
        client().delete_object(Bucket=bucket(), Key=_aside(organisation_id, sha256))


# --- The storage ----------------------------------------------------------------------------------------------------


def place() -> str:
    return f"s3://{bucket()}"


def where(organisation_id: UUID, sha256: str) -> str:
    return f"s3://{bucket()}/{key_of(organisation_id, sha256)}"


def bucket() -> str:
    return settings.EVIDENCE["bucket"]


def key_of(organisation_id: UUID, sha256: str) -> str:
    return f"{_prefix()}{organisation_id}/{sha256[:2]}/{sha256}"


def answers() -> None:
    """Raise ``Unavailable`` unless the bucket is there and may be used."""
    try:
        with asked():
            client().head_bucket(Bucket=bucket())
    except FileNotFoundError as error:
        raise Unavailable(f"There is no bucket {bucket()}.") from error


def client() -> Any:
    return _client(settings.EVIDENCE["endpoint"], settings.EVIDENCE["region"])


@lru_cache(maxsize=4)
def _client(endpoint: str, region: str) -> Any:
    import boto3
    from botocore.config import Config

    patience = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard", "max_attempts": 4})
    session = boto3.session.Session()  # a session of our own: the shared one is not for threads
    return session.client("s3", endpoint_url=endpoint or None, region_name=region or None, config=patience)


@contextmanager
def asked() -> Iterator[None]:
    """What can go wrong between here and there, in our own words."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in MISSING:
            raise FileNotFoundError(code) from error
        raise Unavailable(f"The storage says no: {code}") from error
    except BotoCoreError as error:
        raise Unavailable(f"The storage does not answer: {type(error).__name__}") from error


def _head(organisation_id: UUID, sha256: str) -> dict[str, Any] | None:
    try:
        with asked():
            found: dict[str, Any] = client().head_object(
                Bucket=bucket(), Key=key_of(organisation_id, sha256), ChecksumMode="ENABLED"
            )
            return found
    except FileNotFoundError:
        return None


def _is_whole(organisation_id: UUID, kept: Kept) -> bool:
    """By size and the storage's own checksum; by reading it again where the storage keeps none."""
    found = _head(organisation_id, kept.sha256)
    if found is None or found["ContentLength"] != kept.size:
        return False
    if checksum := found.get("ChecksumSHA256"):
        return bool(checksum == _in_base64(kept.sha256))
    with open_file(organisation_id, kept.sha256) as body:
        return hashed(body) == kept.sha256


def _listed(prefix: str) -> Iterator[dict[str, Any]]:
    with asked():
        for page in client().get_paginator("list_objects_v2").paginate(Bucket=bucket(), Prefix=prefix):
            yield from page.get("Contents", ())


def _move(source: str, target: str) -> None:
    with asked():
        client().copy_object(
            Bucket=bucket(), Key=target, CopySource={"Bucket": bucket(), "Key": source}, ChecksumAlgorithm="SHA256"
        )
        client().delete_object(Bucket=bucket(), Key=source)


def _prefix() -> str:
    return settings.EVIDENCE["prefix"]


def _aside(organisation_id: UUID, sha256: str) -> str:
    return f"{_prefix()}{organisation_id}/{ASIDE}/{sha256}"


def _in_base64(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()
