"""What runs, what went wrong, and whether anybody does the work."""

import os
import platform
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from holger.core import dates
from holger.core.actor import Actor
from holger.jobs import permissions, rules
from holger.jobs.models import Job, Mail, Recurrence, State, Worker


def jobs_for(actor: Actor) -> QuerySet[Job]:
    return Job.objects.filter(organisation_id=actor.organisation_id) if _sees_all(actor) else Job.objects.none()


def own_jobs(actor: Actor) -> QuerySet[Job]:
    """What the actor has asked for: everybody may see how their own job goes."""
    mine = Job.objects.filter(organisation_id=actor.organisation_id)
    return mine.filter(asked_by=actor.person_id) if actor.person_id else mine.none()


def recurrences_for(actor: Actor) -> QuerySet[Recurrence]:
    mine = Recurrence.objects.filter(concerns=actor.organisation_id)
    return mine if _sees_all(actor) else mine.none()


def recurrences_by_name() -> dict[str, list[Recurrence]]:
    """All that comes again, in all organisations and for the installation: for the doctor."""
    found: dict[str, list[Recurrence]] = defaultdict(list)
    for row in Recurrence.objects.order_by("next_run"):
        found[row.name].append(row)
    return found


def mail_for(actor: Actor) -> QuerySet[Mail]:
    mine = Mail.objects.filter(concerns=actor.organisation_id)
    return mine if _sees_all(actor) else mine.none()


def _sees_all(actor: Actor) -> bool:
    return actor.reach(permissions.VIEW).everything


def unsent(actor: Actor) -> QuerySet[Mail]:
    """Mail that has been tried without success: given up, or to be tried again."""
    return mail_for(actor).exclude(state=State.DONE).exclude(error="")


def organisations() -> list[UUID]:
    """Every organisation there is. The organisation room lies above this one and may not be imported."""
    return list(apps.get_model("organisation.Organisation")._base_manager.values_list("id", flat=True))


def organisation_with(organisation_id: UUID) -> object | None:
    return apps.get_model("organisation.Organisation")._base_manager.filter(pk=organisation_id).first()


# --- The workers ----------------------------------------------------------------------------------------------------


def living() -> list[Worker]:
    return [worker for worker in Worker.objects.order_by("started_at") if is_alive(worker)]


def is_alive(worker: Worker | None, me: str = "") -> bool:
    """Seen lately; or, on this machine, a process that is still there however busy it is."""
    if worker is None:
        return False
    if worker.id == me:
        return True
    unseen = dates.now() - worker.seen_at
    if worker.host == platform.node() and worker.pid != os.getpid() and unseen < rules.BUSY_UNTIL:
        return _exists(worker.pid)
    return unseen < rules.DEAD_AFTER


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's process
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Has it ended, with nobody to notice? Only Linux tells; elsewhere its silence will."""
    try:
        with open(f"/proc/{pid}/stat", encoding="latin-1") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


@dataclass(frozen=True)
class Load:
    """How much there is to do, over all organisations: for the doctor and for metrics."""

    waiting: int
    running: int
    failed: int
    mail_waiting: int
    mail_failed: int
    workers: int
    oldest_seconds: float
    """How long the first of those that could begin has waited."""


def load() -> Load:
    queue = DBTaskResult.objects.all()
    first = queue.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return Load(
        waiting=queue.filter(status="READY").count(),
        running=queue.running().count(),
        failed=queue.failed().count(),
        mail_waiting=Mail.objects.filter(state=State.WAITING).count(),
        mail_failed=Mail.objects.filter(state=State.FAILED).count(),
        workers=len(living()),
        oldest_seconds=(timezone.now() - first).total_seconds() if first else 0.0,
    )
