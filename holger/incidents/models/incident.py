from django.db import models

from holger.core import dates
from holger.core.models import Record
from holger.organisation.models import Person


class Incident(Record):
    prefix = "INC"
    description = models.TextField(blank=True)
    detected_at = models.DateTimeField(default=dates.now)
    created_at = models.DateTimeField(default=dates.now)
    team = models.ManyToManyField(Person, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "Incident"

    @property
    def path(self):
        return f"incidents/{self.reference}/"

    def owned_by(self, person_id):
        return person_id is not None and (self.owner_id == person_id or self.team.filter(pk=person_id).exists())
