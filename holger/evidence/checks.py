"""``holger verify``: is every file of evidence still what it was when it was brought?"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from holger.core import tenancy
from holger.core.registry import Finding
from holger.evidence import store
from holger.evidence.models import EarlierFile, Evidence
from holger.organisation.models import Organisation


def verify(organisation_id: UUID | None = None) -> list[Finding]:
    """Read every file again and compare; with an id only that organisation's."""
    if organisation_id is None:
        return [finding for found in tenancy.each(_verified) for finding in found]
    with tenancy.inside(organisation_id):
        return _verified(organisation_id)


def _verified(organisation_id: UUID) -> list[Finding]:
    return list(_looked_at(Organisation.objects.get(pk=organisation_id)))


def _looked_at(organisation: Organisation) -> Iterator[Finding]:
    told: set[str] = set()
    for reference, sha256, name in _files(organisation.id):
        if sha256 in told:
            continue
        told.add(sha256)
        path = store.path_of(organisation.id, sha256)
        where = f"{organisation.name}: {reference} {name}"
        if not path.is_file():
            yield Finding("error", f"{where} is missing.", f"Restore {path} from a backup.")
        elif store.hash_of(path) != sha256:
            yield Finding("error", f"{where} has been changed.", f"Restore {path} from a backup.")
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
