"""``holger verify`` and ``holger doctor``: is every file of evidence still what it was when it was brought?"""

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from holger.core import tenancy
from holger.core.registry import Finding
from holger.evidence import jobs, selectors, store
from holger.evidence.models import Reading
from holger.organisation.models import Organisation

SAMPLE = 2000
"""So many files of each organisation the doctor looks for; ``holger verify`` reads all of them."""


def verify(organisation_id: UUID | None = None) -> list[Finding]:
    """Read every file again and compare; with an id only that organisation's."""
    if organisation_id is None:
        return [finding for found in tenancy.each(_verified) for finding in found]
    with tenancy.inside(organisation_id):
        return _verified(organisation_id)


def _verified(organisation_id: UUID) -> list[Finding]:
    return list(_looked_at(Organisation.objects.get(pk=organisation_id)))


def _looked_at(organisation: Organisation) -> Iterator[Finding]:
    told = set()
    for wrong in selectors.files_read(organisation.id):
        told.add(wrong.sha256)
        if wrong.what:
            path = store.where(organisation.id, wrong.sha256)
            where = f"{organisation.name}: {wrong.reference} {wrong.name}"
            yield Finding("error", f"{where} {SAID[wrong.what]}.", f"Restore {path} from a backup.")
    if orphans := sum(name not in told for name in store.all_in(organisation.id)):
        yield Finding(
            "warning", f"{organisation.name}: {orphans} files of evidence belong to nothing.", "They do no harm."
        )
    yield Finding("ok", f"{organisation.name}: {len(told)} files of evidence read.")


SAID = {"missing": "is missing", "changed": "has been changed"}


def sample() -> list[Finding]:
    """Files that rows tell of and that are not there, files that no row tells of, and what the weekly reading found."""
    found = []
    for organisation in Organisation.objects.order_by("name"):
        with tenancy.inside(organisation.id):
            found += list(_sampled(organisation))
    return found or [Finding("ok", "There is no evidence yet.")]


def _sampled(organisation: Organisation) -> Iterator[Finding]:
    files = list(islice(selectors.files_of(organisation.id), SAMPLE))
    missing = [f for f in files if not store.exists(organisation.id, f.sha256)]
    orphans = len(jobs.orphans_of(organisation.id))
    last = Reading.objects.filter(organisation=organisation).order_by("-read_at").first()
    if missing:
        first = f"{missing[0].reference} {missing[0].name}"
        yield Finding(
            "error", f"{organisation.name}: {len(missing)} files of evidence are missing, the first {first}.",
            "Run: holger verify. Restore the files from a backup.",
        )  # fmt: skip
    if last and last.wrong:
        yield Finding(
            "error", f"{organisation.name}: {len(last.wrong)} files of evidence were missing or changed when last read.",
            "Run: holger verify. Restore the files from a backup.",
        )  # fmt: skip
    if orphans:
        yield Finding(
            "warning", f"{organisation.name}: {orphans} files of evidence belong to nothing.", "Run: holger sweep"
        )
    if not (missing or orphans or (last and last.wrong)):
        yield Finding("ok", f"{organisation.name}: {len(files)} files of evidence looked for, and all are there.")


def storage() -> list[Finding]:
    """Can files be brought and fetched?"""
    if not store.is_remote():
        return [Finding("ok", f"Evidence lies in {store.place()}.")]
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
