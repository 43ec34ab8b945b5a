"""What is done with evidence by itself: read all of it again, and clear away files that belong to nothing."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from holger.core import dates, tenancy
from holger.evidence import selectors, store
from holger.evidence.models import Reading

SETTLED = timedelta(days=1)
"""A file younger than this may belong to an upload that is still under way, or to a row that is about to be written."""
READINGS_KEPT = 60


def reread(organisation_id: UUID) -> str:
    """Read every file and compare; what is missing or changed is noted, and shown to those who answer for it."""
    with tenancy.inside(organisation_id):
        wanted = list(selectors.files_of(organisation_id))
    files = [selectors.read(organisation_id, file) for file in wanted]  # outside: it may take an hour
    wrong = [{key: value for key, value in asdict(f).items() if key != "sha256"} for f in files if f.what]
    with tenancy.inside(organisation_id):
        Reading.objects.create(organisation_id=organisation_id, files=len(files), wrong=wrong)
        old = Reading.objects.filter(organisation_id=organisation_id).order_by("-read_at")[READINGS_KEPT:]
        Reading.objects.filter(pk__in=[reading.pk for reading in old]).delete()
    return _("%(files)s files read, %(wrong)s missing or changed.") % {"files": len(files), "wrong": len(wrong)}


def sweep(organisation_id: UUID) -> str:
    """Set aside files that no row has told of for a day; a day later they go, unless a row has come to tell of them."""
    with tenancy.inside(organisation_id):
        return _sweep(organisation_id, _known(organisation_id))


def _sweep(organisation_id: UUID, known: set[str]) -> str:
    settled = _settled()
    back = gone = 0
    for sha256, since in list(store.aside(organisation_id)):
        if sha256 in known:
            store.put_back(organisation_id, sha256)
            back += 1
        elif since < settled:
            store.forget(organisation_id, sha256)
            gone += 1
    orphans = [name for name in store.all_in(organisation_id, settled) if name not in known]
    aside = sum(store.set_aside(organisation_id, sha256, settled) for sha256 in orphans)
    drafts = store.forget_drafts(organisation_id, settled)
    said = _("%(aside)s files set aside, %(gone)s removed, %(back)s put back, %(drafts)s unfinished uploads removed.")
    return said % {"aside": aside, "gone": gone, "back": back, "drafts": drafts}


def orphans_of(organisation_id: UUID) -> list[str]:
    """Files that have had no row for a day."""
    known = _known(organisation_id)
    return [name for name in store.all_in(organisation_id, _settled()) if name not in known]


def _known(organisation_id: UUID) -> set[str]:
    return {file.sha256 for file in selectors.files_of(organisation_id)}


def _settled() -> float:
    """The files' own clock, which nobody shifts."""
    return dates.real_now().timestamp() - SETTLED.total_seconds()
