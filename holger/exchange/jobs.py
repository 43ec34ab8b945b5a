"""A large file is brought in by the worker, so that nobody waits for a page, and its own page tells how far it is."""

from collections.abc import Generator
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.exchange import selectors, services
from holger.exchange.permissions import IMPORT
from holger.jobs.definitions import Progress, job

LARGE = 2_000
"""Rows in a file from which on an import is a job: about as many as are written while somebody still waits."""


def page_of(arguments: dict[str, str]) -> str:
    return f"import/{arguments['kind']}/{arguments['run']}/"


@job(
    "exchange.import",
    _("Import a spreadsheet"),
    permission=IMPORT,
    limit=timedelta(minutes=30),
    leads_to=page_of,
)
def bring_in(actor: Actor, *, kind: str, run: str) -> Generator[Progress, None, str]:
    """All rows or none, as on the page: what is written is written in one piece. Begun again, it finds that it is done."""
    yield Progress(5, _("The file is read."))
    found = selectors.runs_for(actor, kind).filter(pk=UUID(run)).first()
    if found is None:
        raise NotFound
    if found.status != found.Status.DRAFT:
        return gettext("It has been imported.")
    counts = services.plan_of(actor=actor, run=found).counts
    count = counts["create"] + counts["update"]
    yield Progress(40, ngettext("%(count)s row is written.", "%(count)s rows are written.", count) % {"count": count})
    counts = services.run_apply(actor=actor, run=found).counts
    told = {"new": counts["create"], "changed": counts["update"]}
    return gettext("Imported: %(new)s new, %(changed)s changed.") % told
