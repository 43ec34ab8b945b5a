"""Reading imports and saved mappings, always as somebody."""

from django.db.models import Q, QuerySet

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotAllowed
from holger.exchange.models import UNDO_FOR, ImportRun, Report, SavedMapping
from holger.exchange.permissions import IMPORT, REPORT
from holger.exchange.registers import Register, register_for
from holger.jobs.models import OVER, Job
from holger.jobs.selectors import own_jobs


def register_to_import(actor: Actor, kind: str) -> Register:
    """The register of this kind, if the actor may import to it."""
    register = register_for(kind)
    actor.require(IMPORT)
    actor.require(register.edit)
    return register


def may_import(actor: Actor, kind: str) -> bool:
    try:
        register_to_import(actor, kind)
    except NotAllowed:
        return False
    return True


def runs_for(actor: Actor, kind: str) -> QuerySet[ImportRun]:
    """Imports to one register; what others have uploaded and not applied is theirs alone."""
    register_to_import(actor, kind)
    runs = ImportRun.objects.filter(organisation_id=actor.organisation_id, kind=kind)
    return runs.exclude(~_own(actor), status=ImportRun.Status.DRAFT)


def _own(actor: Actor) -> Q:
    return Q(by_id=actor.person_id) if actor.person_id else Q(by__isnull=True)


def latest_runs(actor: Actor, kind: str, most: int = 5) -> list[ImportRun]:
    """The last imports that were applied, without their content."""
    done = runs_for(actor, kind).exclude(status=ImportRun.Status.DRAFT)
    return list(done.defer("content", "payload").order_by("-applied_at")[:most])


def mappings_for(actor: Actor, kind: str) -> QuerySet[SavedMapping]:
    register_to_import(actor, kind)
    return SavedMapping.objects.filter(organisation_id=actor.organisation_id, kind=kind)


def job_of(actor: Actor, run: ImportRun) -> Job | None:
    """The job that is bringing the file in, if one is."""
    waiting = own_jobs(actor).filter(name="exchange.import", arguments__run=str(run.pk))
    return waiting.exclude(state__in=OVER).first()


def why_not_undo(run: ImportRun) -> str:
    """A key of the reasons why this import cannot be taken back, or nothing."""
    if run.status != ImportRun.Status.APPLIED or run.applied_at is None:
        return "not_applied"
    later = ImportRun.objects.filter(
        organisation_id=run.organisation_id,
        kind=run.kind,
        status=ImportRun.Status.APPLIED,
        applied_at__gt=run.applied_at,
    )
    if later.exists():
        return "not_last"
    return "too_old" if dates.now() - run.applied_at > UNDO_FOR else ""


def reports_own(actor: Actor) -> QuerySet[Report]:
    """Long reports that the actor has asked for: nobody else gets them, whatever they may see."""
    actor.require(REPORT)
    return Report.objects.filter(_own(actor), organisation_id=actor.organisation_id)
