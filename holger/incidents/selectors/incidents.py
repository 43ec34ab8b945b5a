from django.db.models import Q

from holger.core.models import visible
from holger.incidents.models import Incident
from holger.incidents.permissions import VIEW


def incidents_for(actor):
    return visible(Incident.objects.all(), actor, VIEW, own=Q(owner=actor.person_id)).distinct()
