"""What is done by itself for questionnaires: suppliers who have not answered are reminded."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import ngettext

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.organisation.models import Organisation
from holger.suppliers.models.sendings import Sending, SendingState
from holger.suppliers.rules.sending import reminders_due
from holger.suppliers.services.sendings import remind as send_reminder

SLOT = "questionnaire:"


def remind(organisation_id: UUID) -> str:
    """A week before the day, on it, and a week after. One that was missed goes out with the next, once."""
    zone = Organisation.objects.get(pk=organisation_id).zone
    today, sent = dates.today(zone), 0
    waiting = Sending.objects.filter(organisation_id=organisation_id, state=SendingState.SENT, archived_at=None)
    for sending in waiting.select_related("supplier", "version_sent").order_by("due", "pk"):
        due = list(reminders_due(sending.due, sending.sent_on, today))
        if len(due) <= sending.reminded_by_itself:
            continue
        with transaction.atomic():
            Sending.objects.filter(pk=sending.pk).update(reminded_by_itself=len(due))
            send_reminder(_holger(organisation_id), sending, f"{SLOT}{sending.pk}:{sending.due}:{due[-1]}")
        sent += 1
    return ngettext("%(count)s reminder", "%(count)s reminders", sent) % {"count": sent} if sent else ""


def _holger(organisation_id: UUID) -> Actor:
    """Nobody in particular: what comes by the clock."""
    return Actor(organisation_id, None, None, "holger", (), Channel.SYSTEM)
