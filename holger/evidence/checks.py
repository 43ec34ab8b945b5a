"""``holger verify``: is every file of evidence still what it was when it was brought?"""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from holger.core.registry import Finding
from holger.evidence import store
from holger.evidence.models import EarlierFile, Evidence
from holger.organisation.models import Organisation


def verify(organisation_id: UUID | None = None) -> list[Finding]:
    """Read every file again and compare; with an id only that organisation's."""
    organisations = Organisation.objects.order_by("name")
    if organisation_id is not None:
        organisations = organisations.filter(pk=organisation_id)
    return [finding for organisation in organisations for finding in _verified(organisation)]


def _verified(organisation: Organisation) -> Iterator[Finding]:
    told: set[str] = set()
    for reference, sha256, name in _files(organisation.id):
        if sha256 in told:
            continue
        told.add(sha256)
        where = f"{organisation.name}: {reference} {name}"
        remedy = f"Restore {store.where(organisation.id, sha256)} from a backup."
        if not store.exists(organisation.id, sha256):
            yield Finding("error", f"{where} is missing.", remedy)
        elif store.hash_of(organisation.id, sha256) != sha256:
            yield Finding("error", f"{where} has been changed.", remedy)
    orphans = sum(name not in told for name in store.all_in(organisation.id))
    if orphans:
        yield Finding(
            "warning", f"{organisation.name}: {orphans} files of evidence belong to nothing.", "They do no harm."
        )
    yield Finding("ok", f"{organisation.name}: {len(told)} files of evidence read.")


def _files(organisation_id: UUID) -> Iterator[tuple[str, str, str]]:
    """Reference, hash and name of every file that a row tells of, earlier ones too."""
    models: tuple[tuple[Any, str], ...] = ((Evidence, "reference"), (EarlierFile, "evidence__reference"))
    for model, reference in models:
        rows = model._default_manager.filter(organisation_id=organisation_id).exclude(sha256="")
        yield from rows.values_list(reference, "sha256", "file_name").iterator()


def storage() -> list[Finding]:
    """Can files be brought and fetched?"""
    if not store.is_remote():
        return [Finding("ok", f"Evidence lies in {store.folder()}.")]
    if find_spec("boto3") is None:
        return [Finding("error", "HOLGER_EVIDENCE_URL needs the extra s3.", "Run: pip install holger[s3]")]
    try:
        store.answers()
    except store.Unavailable as error:
        return [Finding("error", str(error), "Check HOLGER_EVIDENCE_URL and the credentials.")]
    endpoint = urlsplit(settings.EVIDENCE["endpoint"])
    if endpoint.scheme == "http" and endpoint.hostname not in ("localhost", "127.0.0.1"):
        return [Finding("warning", "Evidence goes to the storage unencrypted.", "Use an https:// endpoint.")]
    return [Finding("ok", f"Evidence lies in the bucket {settings.EVIDENCE['bucket']}, which answers.")]
