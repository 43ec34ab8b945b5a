"""A large file is brought in, and a long report set in pages, by the worker: nobody waits for a page, and one tells how far it is."""

from collections.abc import Generator
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.exchange import selectors, services
from holger.exchange.permissions import IMPORT, REPORT
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


def report_page_of(arguments: dict[str, str]) -> str:
    return f"reports/{arguments['report']}/"


@job("exchange.report", _("Make a report"), permission=REPORT, leads_to=report_page_of)
def make_report(actor: Actor, *, report: str) -> Generator[Progress, None, str]:
    """Set what was described when it was asked for. Begun again, it finds the file there."""
    yield Progress(10, _("It is set in pages."))
    found = selectors.reports_own(actor).filter(pk=UUID(report)).first()
    if found is None:
        raise NotFound
    services.report_make(actor=actor, report=found)
    return gettext("The report is ready.")


def clear_reports(organisation_id: UUID) -> str:
    cleared = services.reports_clear(organisation_id=organisation_id)
    return ngettext("%(count)s cleared away", "%(count)s cleared away", cleared) % {"count": cleared} if cleared else ""
