"""Tokens, and the answers kept for requests that may be sent twice."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.api import rules
from holger.core import dates
from holger.core.models import TenantModel


class Token(TenantModel):
    """Lets a program act as a person, at most with that person's rights, within a scope and for a time."""

    person = models.ForeignKey(
        "organisation.Person", verbose_name=_("Person"), on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(_("Name"), max_length=100)
    scope = models.JSONField(_("May"), default=dict)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        "organisation.Person",
        verbose_name=_("Created by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_by_label = models.CharField(max_length=200, blank=True, editable=False)
    """Who made it, also when they are gone."""
    created_at = models.DateTimeField(_("Created"), default=dates.now, editable=False)
    expires_at = models.DateTimeField(_("Expires"))
    last_used_at = models.DateTimeField(_("Last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True, editable=False)
    person_id: UUID

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("API token")

    def __str__(self) -> str:
        return self.name

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id

    @property
    def unit_id(self) -> UUID | None:
        return self.person.unit_id

    @property
    def works(self) -> bool:
        return self.revoked_at is None and self.expires_at > dates.now()

    @property
    def ends_soon(self) -> bool:
        return self.works and self.expires_at <= dates.now() + rules.SOON

    @property
    def maker(self) -> str:
        return str(self.created_by or self.created_by_label)

    @property
    def spelled_scope(self) -> str:
        return rules.spelled(self.scope)


class KeptAnswer(TenantModel):
    """What a request with an Idempotency-Key was answered, so that sending it again does nothing twice."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")
    created_at = models.DateTimeField(default=dates.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_answer_once")]
        indexes = [models.Index(fields=["token", "created_at"], name="api_answer_age")]

    def __str__(self) -> str:
        return self.key
