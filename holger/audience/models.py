from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core.models import TenantModel
from holger.organisation.models import Person, Unit


class Audience(TenantModel):
    """Whom a policy or a course is for. Whoever any part of it fits belongs to it; without parts it is for nobody."""

    everybody = models.BooleanField(_("Everybody"), default=False)
    managers = models.BooleanField(
        _("Everybody who leads others"), default=False, help_text=_("Those whom somebody has as manager.")
    )
    job_titles = models.JSONField(_("Those whose job title has one of these words"), default=list, blank=True)
    """A rule: words, in small letters."""
    units = models.ManyToManyField(
        Unit, verbose_name=_("Units"), blank=True, related_name="+", help_text=_("With everything below them.")
    )
    people = models.ManyToManyField(Person, verbose_name=_("People"), blank=True, related_name="+")

    class Meta:
        verbose_name = _("Audience")

    def __str__(self) -> str:
        return str(self.pk)


class AudienceRole(TenantModel):
    """A role of the field's (``tasks.rules.roles``) whose holders, and those who stand in for them, belong to an audience."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("Role"), max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "role"], name="audience_role_once")]

    def __str__(self) -> str:
        return self.role
