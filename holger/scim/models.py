"""What an organisation's directory tells: its users with who they are here, its groups, and the roles these give."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import Common, TenantModel
from holger.core.permissions import ROLE_LABELS


class Feed(Common):
    """What the directory's word counts for. There is one, or none yet."""

    newcomers_start = models.BooleanField(_("Whoever is new in the directory starts here that day"), default=False)
    closed_have_left = models.BooleanField(_("Whoever is closed in the directory has left"), default=True)
    account = models.ForeignKey(
        "organisation.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    """The service account that the feed's tokens act as."""

    class Meta:
        verbose_name = _("Feed of people")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="scim_feed_once")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def path(self) -> str:
        return "settings/feed/"


class FeedUser(TenantModel):
    """Somebody in the directory, and who that is here. One that is deleted there stays behind, known by nobody, so that
    whoever comes back is found again."""

    person = models.OneToOneField("organisation.Person", on_delete=models.CASCADE, related_name="feed_user")
    user_name = models.CharField(_("User name in the directory"), max_length=300)
    external_id = models.CharField(max_length=300, blank=True)
    given_name = models.CharField(max_length=300, blank=True)
    family_name = models.CharField(max_length=300, blank=True)
    employee_number = models.CharField(_("Employee number"), max_length=300, blank=True)
    department = models.CharField(max_length=300, blank=True)
    """As it was last told. The person's unit follows when it changes, and can be set by hand in between."""
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the directory closed them: only then may it let them in again."""
    ended_on = models.DateField(null=True, blank=True, editable=False)
    """The last day that the directory gave them by closing them."""
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=dates.now, editable=False)
    updated_at = models.DateTimeField(_("Last told"), default=dates.now, editable=False)
    person_id: UUID

    class Meta:
        ordering = ["id"]
        verbose_name = _("User in the directory")
        constraints = [
            models.UniqueConstraint(
                "organisation", Lower("user_name"), condition=Q(deleted_at__isnull=True), name="scim_user_name_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=Q(deleted_at__isnull=True) & ~Q(external_id=""),
                name="scim_user_external_once",
            ),
        ]

    def __str__(self) -> str:
        return self.user_name


class FeedGroup(Common):
    """A group in the directory."""

    name = models.CharField(_("Group"), max_length=300)
    external_id = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=dates.now, editable=False)
    updated_at = models.DateTimeField(default=dates.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Group in the directory")
        verbose_name_plural = _("Groups in the directory")
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="scim_group_once"),
            models.UniqueConstraint(
                fields=["organisation", "external_id"], condition=~Q(external_id=""), name="scim_group_external_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return "settings/feed/"


class FeedMember(TenantModel):
    """Somebody is in a group."""

    group = models.ForeignKey(FeedGroup, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(FeedUser, on_delete=models.CASCADE, related_name="memberships")
    group_id: UUID
    user_id: UUID

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="scim_member_once")]

    def __str__(self) -> str:
        return f"{self.group}: {self.user}"


class FeedRole(TenantModel):
    """Members of a group have a role, everywhere or only in a unit, for as long as they are in it."""

    group = models.ForeignKey(FeedGroup, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("Role"), max_length=30, choices=[(r.value, label) for r, label in ROLE_LABELS.items()])
    unit = models.ForeignKey(
        "organisation.Unit",
        verbose_name=_("Only in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    group_id: UUID
    unit_id: UUID | None

    class Meta:
        ordering = ["role"]
        verbose_name = _("Group with a role")
        verbose_name_plural = _("Groups with a role")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "role", "unit"],
                name="scim_role_once_in_unit",
                violation_error_message=_("This group already has that role."),
            ),
            models.UniqueConstraint(
                fields=["group", "role"],
                condition=Q(unit__isnull=True),
                name="scim_role_once",
                violation_error_message=_("This group already has that role."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)


class FeedGrant(TenantModel):
    """A role that groups gave, and which they take again; roles given by hand are not their business."""

    user = models.ForeignKey(FeedUser, on_delete=models.CASCADE, related_name="given")
    grant = models.OneToOneField("organisation.RoleGrant", on_delete=models.CASCADE, related_name="+")
    user_id: UUID

    def __str__(self) -> str:
        return str(self.grant)
