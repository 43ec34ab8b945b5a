"""Asking for work, and for mail to be sent."""

from holger.jobs.services.job import enqueue, job_retry
from holger.jobs.services.outbox import deliver, deliver_due, mail_put, mail_retry

__all__ = ["deliver", "deliver_due", "enqueue", "job_retry", "mail_put", "mail_retry"]
