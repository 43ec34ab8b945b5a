"""What lies in the queue: names of work, never its content. Carried out by ``holger worker`` alone."""

from django.tasks import task


@task
def carry_job(organisation: str, job: str) -> None:
    """A job that somebody asked for."""
    raise RuntimeError("holger worker carries out what lies in the queue")


@task
def carry_recurrence(recurrence: int, slot: str) -> None:
    """One slot of what comes again by itself."""
    raise RuntimeError("holger worker carries out what lies in the queue")
