from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import TenantModel
from holger.incidents.rules.assessing import QUESTIONS


def questions() -> list[tuple[str, Any]]:
    """The questions to choose between, "" for none of them."""
    return [("", ""), *((each.key, _(each.text)) for each in QUESTIONS.values())]


class Told(TenantModel):
    """Something that somebody has said of an incident. It is only ever added to: the last one holds, the earlier ones stay.

    ``by_name`` is the name as it was; ``person_key`` says whose, without a reference that would keep a person from being erased.
    """

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="+", editable=False)
    by_name = models.CharField(_("By"), max_length=200, editable=False)
    person_key = models.UUIDField(null=True, blank=True, editable=False)
    entered_at = models.DateTimeField(_("Entered"), default=dates.now, editable=False)
    incident_id: UUID

    class Meta:
        abstract = True
