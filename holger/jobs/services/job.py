"""Asking for a job, and for another try."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.jobs import permissions, queue
from holger.jobs.definitions import Definition
from holger.jobs.models import Job, State
from holger.jobs.signals import tried_again


@transaction.atomic
def enqueue(*, actor: Actor, job: Definition, **arguments: Any) -> Job:
    """Have a job done soon, as this actor. Nothing begins before the surrounding transaction is committed."""
    actor.require(job.permission)
    row = Job(
        organisation_id=actor.organisation_id,
        name=job.name,
        asked_by=actor.person_id,
        asked_by_label=actor.label[:200],
        arguments=arguments,
    )
    _queue(row)
    row.save()
    return row


@transaction.atomic
def job_retry(*, actor: Actor, job: Job) -> Job:
    """Try once more what has failed."""
    actor.require(permissions.RETRY, job)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state != State.FAILED:
        raise RuleBroken(N_("Only what has failed can be tried again."))
    if job.queued_as is not None:
        DBTaskResult.objects.filter(pk=job.queued_as).delete()
    job.state, job.percent, job.words, job.attempts, job.finished_at = State.WAITING, None, "", 0, None
    _queue(job)
    job.save()
    tried_again.send(sender=Job, actor=actor, target=job)
    return job


def _queue(job: Job) -> None:
    job.queued_as = UUID(queue.carry_job.enqueue(organisation=str(job.organisation_id), job=str(job.pk)).id)
