"""What an organisation is before the law, and what it has changed of what the library says."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import Bilingual, Common, TenantModel, Versioned
from holger.incidents.rules.clock_entry import REGIMES, Start
from holger.incidents.rules.entities import ENTITIES
from holger.incidents.rules.periods import Unit
from holger.organisation.models import Person

COUNTRY = RegexValidator(r"^[A-Z]{2}\Z", _("Two capital letters, such as DK."))


def known_kinds(value: Any) -> None:
    if not isinstance(value, list) or not set(value) <= ENTITIES.keys():
        raise ValidationError(_("There is no such kind of organisation."))


def known_regimes(value: Any) -> None:
    if not isinstance(value, list) or not set(value) <= set(REGIMES):
        raise ValidationError(_("There is no such law here."))


class LegalProfile(Common, Versioned):
    """What an organisation is in the eyes of the laws, and what every notification says of it. Who has said nothing is concerned by all."""

    country = models.CharField(_("Country"), max_length=2, default="DK", validators=[COUNTRY])
    kinds = models.JSONField(_("What you are"), default=list, blank=True, validators=[known_kinds])
    entity_name = models.CharField(_("Registered name"), max_length=200, blank=True)
    entity_number = models.CharField(_("Company number"), max_length=40, blank=True)
    entity_address = models.CharField(_("Address"), max_length=300, blank=True)
    entity_sector = models.CharField(_("Sector and sub-sector"), max_length=200, blank=True)
    entity_lei = models.CharField(_("LEI code"), max_length=20, blank=True)
    contact_name = models.CharField(_("Contact person"), max_length=200, blank=True)
    contact_email = models.EmailField(_("Contact person’s e-mail"), blank=True)
    contact_phone = models.CharField(_("Telephone that answers day and night"), max_length=40, blank=True)
    dpo_contact = models.CharField(
        _("Data protection officer or other contact"),
        max_length=300,
        blank=True,
        help_text=_("Name, e-mail and telephone, as they may stand in a letter."),
    )
    management = models.ManyToManyField(
        Person,
        verbose_name=_("Management"),
        blank=True,
        related_name="+",
        help_text=_("Told when little time is left of a deadline. Nobody chosen: the owners of the organisation here."),
    )

    class Meta:
        verbose_name = _("What you are before the law")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="incidents_profile_once")]

    def __str__(self) -> str:
        return self.entity_name or self.country

    @property
    def path(self) -> str:
        return "incidents/settings/"


class OwnRule(Common, Versioned):
    """What an organisation says of the clocks: a rule of its own, or (``told`` empty) that one of the library's is on or off."""

    key = models.CharField(_("Key"), max_length=60)
    valid_from = models.DateField(_("Valid from"))
    told = models.JSONField(_("Rule"), default=dict, blank=True)
    enabled = models.BooleanField(_("In use"), default=True)
    reason = models.TextField(_("Reason"), max_length=2000, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("incidents", "Rule")
        verbose_name_plural = pgettext_lazy("incidents", "Rules")
        ordering = ["key", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key", "valid_from"],
                name="incidents_rule_once",
                violation_error_message=_("There is a rule of this key from this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"

    @property
    def path(self) -> str:
        return f"incidents/rules/{self.key}/{self.valid_from.isoformat()}/"


class OwnRecipient(Common, Bilingual, Versioned):
    """Whom an organisation tells: one of its own, or one of the library's as it has corrected it. ``hidden``: not for us."""

    key = models.CharField(_("Key"), max_length=60, editable=False)
    country = models.CharField(_("Country"), max_length=2, default="DK", validators=[COUNTRY])
    title_da = models.CharField(_("Sector (Danish)"), max_length=200, blank=True)
    title_en = models.CharField(_("Sector (English)"), max_length=200, blank=True)
    name = models.CharField(pgettext_lazy("authority", "Name"), max_length=200)
    channel = models.CharField(
        _("How it is told"), max_length=200, blank=True, help_text=_("virk.dk, an e-mail address, a form.")
    )
    contact = models.CharField(_("Telephone and more"), max_length=300, blank=True)
    regimes = models.JSONField(_("Laws"), default=list, validators=[known_regimes])
    checked_on = models.DateField(_("Checked on"), null=True, blank=True)
    hidden = models.BooleanField(_("Not for us"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("notification", "Recipient")
        verbose_name_plural = pgettext_lazy("notification", "Recipients")
        ordering = ["country", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="incidents_recipient_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return "incidents/recipients/"


class Agreement(Common, Versioned):
    """What a contract asks: to tell ``party`` so many hours or days after one is aware of an incident, or saw its first sign."""

    class Counted(models.TextChoices):
        HOURS = Unit.HOURS.value, _("hours")
        DAYS = Unit.DAYS.value, _("days")

    class Begins(models.TextChoices):
        AWARE = Start.AWARE.value, _("When you become aware of it")
        FIRST_SIGN = Start.FIRST_SIGN.value, _("At the first sign")

    party = models.CharField(_("Whom to tell"), max_length=200)
    count = models.PositiveSmallIntegerField(_("Within"), validators=[MinValueValidator(1), MaxValueValidator(1000)])
    unit = models.CharField(_("Counted in"), max_length=5, choices=Counted.choices, default=Counted.HOURS)
    start = models.CharField(_("Counted from"), max_length=10, choices=Begins.choices, default=Begins.AWARE)
    contact = models.CharField(_("How to reach them"), max_length=300, blank=True)
    note = models.TextField(_("What the contract says"), max_length=2000, blank=True)
    active = models.BooleanField(_("In force"), default=True)

    class Meta:
        verbose_name = pgettext_lazy("incidents", "Agreed deadline")
        verbose_name_plural = pgettext_lazy("incidents", "Agreed deadlines")
        ordering = ["party", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=("hours", "days")), name="incidents_agreement_unit"),
            models.CheckConstraint(condition=Q(start__in=("aware", "first_sign")), name="incidents_agreement_start"),
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=1000), name="incidents_agreement_count"),
        ]

    def __str__(self) -> str:
        return self.party

    @property
    def path(self) -> str:
        return "incidents/agreements/"


class CaseAgreements(TenantModel, Versioned):
    """Which agreements an incident touches. Until somebody has said so, all of them."""

    incident = models.OneToOneField(
        "incidents.Incident", on_delete=models.CASCADE, related_name="touched_agreements", editable=False
    )
    agreements = models.ManyToManyField(Agreement, verbose_name=_("Agreed deadlines"), blank=True, related_name="+")
    incident_id: UUID

    class Meta:
        verbose_name = _("Agreements touched")

    def __str__(self) -> str:
        return str(self.incident)
