"""Throwing away what nobody will look at again: the one thing of this room that itself comes again."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from holger.core import dates
from holger.jobs.models import Job, Mail, State

KEEP_JOBS = timedelta(days=90)
KEEP_MAIL = timedelta(days=30)
KEEP_QUEUE = timedelta(days=7)


def tidy(organisation_id: UUID) -> str:
    old = Job.objects.filter(organisation_id=organisation_id, finished_at__lt=dates.now() - KEEP_JOBS)
    return _("Jobs forgotten: %(count)s") % {"count": old.delete()[0]}


def tidy_installation() -> str:
    mail = Mail.objects.exclude(state=State.WAITING).filter(created_at__lt=dates.now() - KEEP_MAIL)
    entries = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_QUEUE)
    return f"{mail.delete()[0]} mails, {entries.delete()[0]} queue entries"
