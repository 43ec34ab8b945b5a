from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import Common, Versioned
from holger.organisation.models import Person
from holger.policies.models.policy import PolicyType


class Approvers(Common, Versioned):
    """Who may approve documents of a type: whoever any part fits. A type without one is for all who hold the permission.

    ``roles`` are those that give access (``core.permissions.Role``), ``field_roles`` those of the field
    (``tasks.rules.roles``).
    """

    type = models.CharField(pgettext_lazy("document", "Type"), max_length=20, choices=PolicyType.choices)
    roles = models.JSONField(_("Roles that give access"), default=list, blank=True)
    field_roles = models.JSONField(_("Roles in the work"), default=list, blank=True)
    people = models.ManyToManyField(Person, verbose_name=_("People"), blank=True, related_name="+")

    class Meta:
        verbose_name = _("Who may approve")
        constraints = [models.UniqueConstraint(fields=["organisation", "type"], name="policies_approvers_once")]

    def __str__(self) -> str:
        return str(self.get_type_display())
