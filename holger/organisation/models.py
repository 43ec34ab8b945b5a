"""Tenants, units, people, roles, invitations, tags, saved views and the counters behind references."""

from typing import ClassVar
from uuid import UUID
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from holger.core import dates
from holger.core.models import TenantModel, Versioned
from holger.core.permissions import ROLE_LABELS, Role
from holger.history.rules import pseudonym


def known_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("No such time zone. Try Europe/Copenhagen."))


class Organisation(models.Model):
    """A tenant: everything else belongs to exactly one."""

    class Language(models.TextChoices):
        DANISH = "da", "Dansk"
        ENGLISH = "en", "English"

    class FactorDemand(models.TextChoices):
        NOBODY = "nobody", _("Nobody must; everybody can")
        ROLES = "roles", _("Those with certain roles")
        EVERYBODY = "everybody", _("Everybody")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("Address"), max_length=50, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    language = models.CharField(_("Language"), max_length=5, choices=Language.choices, default=Language.DANISH)
    zone = models.CharField(_("Time zone"), max_length=50, default=dates.DEFAULT_ZONE, validators=[known_zone])
    sector = models.CharField(_("Sector"), max_length=100, blank=True)
    factor_demand = models.CharField(
        _("Who must sign in with a second factor?"),
        max_length=10,
        choices=FactorDemand,
        default=FactorDemand.NOBODY,
    )
    factor_roles = models.JSONField(_("Roles that must"), default=list, blank=True)
    idle_minutes = models.PositiveSmallIntegerField(
        _("Signed out after minutes without a click"), null=True, blank=True
    )
    session_hours = models.PositiveSmallIntegerField(_("Signed out after hours, however busy"), null=True, blank=True)
    single_sign_on = models.BooleanField(_("Only by single sign-on"), default=False, editable=False)
    """Members other than owners come in through the organisation's own identity provider (the sso room)."""
    created_at = models.DateTimeField(default=dates.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Organisation")

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> UUID:
        return self.id

    @property
    def path(self) -> str:
        return "settings/"


class Unit(TenantModel):
    """A group company, department or site; units form a tree."""

    name = models.CharField(_("Name"), max_length=200)
    parent = models.ForeignKey(
        "self", verbose_name=_("Part of"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    parent_id: UUID | None

    class Meta:
        ordering = ["name"]
        verbose_name = _("Unit")
        verbose_name_plural = _("Units")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "parent",
                Lower("name"),
                name="organisation_unit_once",
                violation_error_message=_("There is already a unit of that name here."),
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                condition=Q(parent__isnull=True),
                name="organisation_unit_top_once",
                violation_error_message=_("There is already a unit of that name here."),
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="organisation_unit_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit_id(self) -> UUID:
        """A unit lies in itself: who may edit in a unit may edit the unit."""
        return self.id

    @property
    def path(self) -> str:
        return f"units/{self.id}/"

    def owned_by(self, person_id: UUID | None) -> bool:
        return False


class Person(TenantModel, Versioned):
    """Somebody in the organisation. With ``user`` they can sign in; without they can still own things."""

    prefix = "PE"

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-mail"), blank=True)
    initials = models.CharField(_("Initials"), max_length=10, blank=True)
    job_title = models.CharField(_("Job title"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("Unit"), on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    manager = models.ForeignKey(
        "self", verbose_name=_("Manager"), on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    user = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="people", editable=False
    )
    starts_on = models.DateField(_("Starts"), null=True, blank=True)
    ends_on = models.DateField(_("Ends"), null=True, blank=True)
    started_told_on = models.DateField(null=True, blank=True, editable=False)
    """The start day that rooms above were told of, or that was long past when it was put in."""
    ended_told_on = models.DateField(null=True, blank=True, editable=False)
    """The end day that rooms above were told of, likewise."""
    vouched_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When this organisation's own identity provider last said that the person had shown it a second factor."""
    suspended_at = models.DateTimeField(_("Suspended"), null=True, blank=True, editable=False)
    is_service = models.BooleanField(default=False, editable=False)
    """A program that is itself in the organisation (``ServiceAccount``), not somebody."""
    responsible = models.ForeignKey(
        "self", verbose_name=_("Responsible"), on_delete=models.SET_NULL, null=True, blank=True, related_name="programs"
    )
    """Who answers for a service account."""
    unit_id: UUID | None
    manager_id: UUID | None
    responsible_id: UUID | None
    user_id: UUID | None

    class Meta:
        ordering = ["name"]
        verbose_name = _("Person")
        verbose_name_plural = _("People")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="organisation_person_reference"),
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(user__isnull=False), name="organisation_person_user"
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=~Q(email=""),
                name="organisation_person_email",
                violation_error_message=_("Somebody here already has that e-mail address."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="organisation_person_dates",
                violation_error_message=_("The end date is before the start date."),
            ),
            models.CheckConstraint(
                condition=Q(is_service=False) | Q(user__isnull=True, email=""),
                name="organisation_service_account_is_nobody",
                violation_error_message=_("A service account has no e-mail and cannot sign in."),
            ),
            models.CheckConstraint(
                condition=Q(is_service=True) | Q(responsible__isnull=True),
                name="organisation_responsible_for_programs",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left_over(self) -> str:
        """What they are called once they are erased: the same whenever it is done."""
        return pseudonym(str(self.id))

    @property
    def is_erased(self) -> bool:
        return self.name == self.left_over

    @property
    def short(self) -> str:
        """Two letters for the avatar: the given initials, or the first letters of first and last name."""
        words = self.name.split()
        return (self.initials or "".join(word[0] for word in (words[:1] + words[1:][-1:])))[:2].upper()

    @property
    def title(self) -> str:
        return self.name

    @property
    def subject_type(self) -> str:
        return Person._meta.label_lower

    @property
    def path(self) -> str:
        return f"settings/api/accounts/{self.reference}/" if self.is_service else f"people/{self.reference}/"

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.id == person_id


class Programs(models.Manager["ServiceAccount"]):
    def get_queryset(self) -> models.QuerySet["ServiceAccount"]:
        return super().get_queryset().filter(is_service=True)


class ServiceAccount(Person):
    """A program that is itself in the organisation: it has roles and tokens, somebody answers for it, and it never
    signs in, owns nothing and is counted among no people. What it is for is its ``job_title``."""

    prefix = "SA"
    objects: ClassVar[Programs] = Programs()

    class Meta:
        proxy = True
        ordering = ["name"]
        verbose_name = _("Service account")
        verbose_name_plural = _("Service accounts")


class RoleGrant(TenantModel):
    """A role held by a person, over the whole organisation or over a unit and everything below it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("Role"), max_length=30, choices=[(r.value, label) for r, label in ROLE_LABELS.items()])
    unit = models.ForeignKey(
        Unit, verbose_name=_("Only in"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit_id: UUID | None

    class Meta:
        verbose_name = _("Role")
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "unit"], name="organisation_role_once_in_unit"),
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(unit__isnull=True), name="organisation_role_once"
            ),
        ]

    def __str__(self) -> str:
        label = str(ROLE_LABELS[Role(self.role)])
        return f"{label} ({self.unit})" if self.unit_id else label


class Invitation(TenantModel):
    """A way in, sent by mail to ``email``, good once until ``expires_at``. Only a hash of its secret is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-mail"))
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=dates.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Invitation")

    def __str__(self) -> str:
        return str(self.person)


class Tag(TenantModel):
    """A word of the organisation's own to group objects by."""

    name = models.CharField(_("Name"), max_length=50)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Tag")
        verbose_name_plural = _("Tags")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="organisation_tag_once",
                violation_error_message=_("There is already a tag of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SavedView(TenantModel):
    """A list with its filters, order and columns under a name; ``person`` empty means shared with everybody."""

    list_name = models.CharField(max_length=100)
    title = models.CharField(_("Name"), max_length=80)
    query = models.CharField(max_length=2000)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=dates.now, editable=False)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("Saved view")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "list_name", "person", "title"],
                name="organisation_view_once",
                violation_error_message=_("There is already a view of that name."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "list_name", "title"],
                condition=Q(person__isnull=True),
                name="organisation_shared_view_once",
                violation_error_message=_("There is already a view of that name."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Counter(TenantModel):
    """The last number given out for a prefix: A-7 is followed by A-8, also when A-7 is gone."""

    prefix = models.CharField(max_length=10, validators=[RegexValidator(r"^[A-Z]+$")])
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "prefix"], name="organisation_counter_once")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last}"
