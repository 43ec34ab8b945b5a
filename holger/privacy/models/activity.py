"""What is done with personal data: the lines of the record (GDPR art. 30)."""

from typing import Any
from uuid import UUID

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.assets.models import Asset, InformationType
from holger.core.countries import country_name
from holger.core.models import Record, TenantModel
from holger.organisation.models import Unit
from holger.privacy.models import keys
from holger.privacy.rules import vocabulary

LONG = 10_000


class Role(models.TextChoices):
    """Who decides about purposes and means."""

    CONTROLLER = "controller", pgettext_lazy("role", "Controller")
    JOINT = "joint", pgettext_lazy("role", "Joint controller")
    PROCESSOR = "processor", pgettext_lazy("role", "Processor")


class Status(models.TextChoices):
    """It goes from one to the next through the room's services only (``rules.activities``)."""

    DRAFT = "draft", pgettext_lazy("processing activity", "Draft")
    CURRENT = "current", pgettext_lazy("processing activity", "In the record")
    ENDED = "ended", pgettext_lazy("processing activity", "Ended")


def _lines(label: Any, help_text: Any = "") -> "models.TextField[str, str]":
    """Several texts, one on each line."""
    return models.TextField(label, max_length=LONG, blank=True, help_text=help_text)


def _chosen(field: str, values: list[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"privacy_activity_{field}")


class Activity(Record):
    """A processing activity. ``owner`` answers for it, ``unit`` does the work, ``entity`` is whose activity it is by law.

    Fields of several texts have one on each line. ``complete`` and ``marks`` are computed by the services from
    ``rules.record``, so that lists can be sorted and narrowed by them; nobody writes them by hand.
    """

    prefix = "PA"

    role = models.CharField(
        pgettext_lazy("privacy", "Role"), max_length=12, choices=Role.choices, default=Role.CONTROLLER
    )
    status = models.CharField(_("Status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    entity = models.ForeignKey(
        Unit,
        verbose_name=_("Company"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The company or authority whose activity it is by law. Empty: the whole organisation."),
    )
    purpose = _lines(_("Purposes"), _("What is the data used for? One purpose on each line."))
    data_subjects = keys.keys(_("Whom the data is about"), keys.data_subjects)
    other_subjects = _lines(_("Others whom it is about"), _("One on each line."))
    people = models.PositiveIntegerField(
        _("Number of people"),
        null=True,
        blank=True,
        help_text=_("Roughly. It decides how closely processors are supervised."),
    )
    categories = _lines(_("Ordinary personal data"), _("One kind on each line."))
    special = keys.keys(_("Special categories"), keys.special)
    protected = keys.keys(_("Other data worthy of protection"), keys.protected)
    sources = _lines(_("Where the data comes from"), _("The people themselves, or whom else? One on each line."))
    informed = models.TextField(
        _("How people are informed"),
        max_length=LONG,
        blank=True,
        help_text=_("Which notice do they get, when, and where does it stand (articles 13 and 14)?"),
    )

    grounds = keys.keys(_("Legal basis"), keys.grounds)
    grounds_why = models.TextField(_("Why the basis fits"), max_length=LONG, blank=True)
    special_grounds = keys.keys(_("Ground for special categories"), keys.special_grounds)
    special_why = models.TextField(_("Why that ground fits"), max_length=LONG, blank=True)
    protected_ground = models.TextField(
        _("Ground for CPR numbers and offences"),
        max_length=LONG,
        blank=True,
        help_text=_("Which Danish rule allows it, such as the Data Protection Act § 8 or § 11."),
    )
    law = models.CharField(
        _("Other Danish law"), max_length=300, blank=True, help_text=_("The act that demands or allows it.")
    )
    interests_weighed = models.TextField(
        _("How the interests were weighed"),
        max_length=LONG,
        blank=True,
        help_text=_("Yours against those of the people, where the basis is a legitimate interest."),
    )

    recipients = _lines(_("Recipients"), _("Who gets the data, inside and outside? One on each line."))
    no_recipients = models.BooleanField(_("Nobody outside gets it"), default=False)
    no_transfers = models.BooleanField(_("Nothing goes to countries outside the EU/EEA"), default=False)
    transfers_note = models.TextField(_("Note on transfers"), max_length=LONG, blank=True)
    retention = _lines(_("Retention periods"), _("What is erased when, counted from what? One on each line."))
    measures = keys.keys(_("Security measures"), keys.measures)
    measures_note = models.TextField(_("More on security"), max_length=LONG, blank=True)

    customers = _lines(_("Controllers that are served"), _("Name and contact of each, one on each line."))
    joint_with = models.CharField(_("Joint control with"), max_length=300, blank=True)
    joint_arrangement = models.BooleanField(_("The arrangement is made (article 26)"), default=False)
    joint_note = models.TextField(_("Who does what"), max_length=LONG, blank=True)

    dpia_hint = models.CharField(
        _("Impact assessment"), max_length=10, choices=[(k, _(v)) for k, v in vocabulary.DPIA_HINTS.items()], blank=True
    )
    dpia_note = models.TextField(_("Note on the impact assessment"), max_length=LONG, blank=True)
    dpia_done = models.BooleanField(_("An impact assessment was made outside holger"), default=False)

    processes = models.ManyToManyField(
        Asset, verbose_name=_("Processes"), blank=True, related_name="activities_of_process"
    )
    systems = models.ManyToManyField(Asset, verbose_name=_("Systems"), blank=True, related_name="activities_of_system")
    information_types = models.ManyToManyField(
        InformationType, verbose_name=_("Information types"), blank=True, related_name="activities"
    )

    last_reviewed = models.DateField(_("Last reviewed"), null=True, blank=True, editable=False)
    ended_on = models.DateField(pgettext_lazy("processing activity", "Ended on"), null=True, blank=True, editable=False)
    offered_at = models.DateTimeField(_("Sent to the data protection officer"), null=True, blank=True, editable=False)
    template = models.CharField(max_length=60, blank=True, editable=False)
    """The key of the ready activity that it was begun from (``library.by_key``)."""
    complete = models.PositiveSmallIntegerField(_("Completeness"), default=0, editable=False)
    marks = models.CharField(max_length=400, blank=True, editable=False)
    """The keys of its flags that no day and no other row decides, each between commas: ",no_ground,no_retention,"."""
    entity_id: UUID | None

    class Meta:
        verbose_name = _("Processing activity")
        verbose_name_plural = _("Processing activities")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="privacy_activity_reference"),
            _chosen("role", Role.values),
            _chosen("status", Status.values),
            _chosen("dpia_hint", ["", *vocabulary.DPIA_HINTS]),
            models.CheckConstraint(
                condition=Q(no_recipients=False) | Q(recipients=""),
                name="privacy_activity_no_recipients",
                violation_error_message=_("You have named recipients. Take them away, or the tick."),
            ),
            models.CheckConstraint(condition=Q(complete__lte=100), name="privacy_activity_complete"),
        ]
        # Lists leave out what is archived, so every order they are often shown in begins with that.
        indexes = [
            models.Index(fields=["organisation", "archived_at", "number", "id"], name="privacy_by_number"),
            models.Index(fields=["organisation", "archived_at", "title", "id"], name="privacy_by_title"),
            models.Index(fields=["organisation", "archived_at", "complete", "id"], name="privacy_by_complete"),
            models.Index(fields=["organisation", "archived_at", "next_review", "id"], name="privacy_by_review"),
            models.Index(fields=["organisation", "archived_at", "status", "entity"], name="privacy_by_status"),
        ]

    @property
    def path(self) -> str:
        return f"privacy/activities/{self.reference}/"

    @property
    def is_processor(self) -> bool:
        return self.role == Role.PROCESSOR


class ActivityTransfer(TenantModel):
    """Data of an activity goes to a country outside the EU/EEA, or can be read there (GDPR chapter V)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="transfers", editable=False)
    country = models.CharField(
        _("Country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Write the country as a two-letter code, for example DK."))],
    )
    receiver = models.CharField(_("Receiver"), max_length=200, blank=True)
    basis = models.CharField(
        _("Basis of the transfer"),
        max_length=12,
        choices=[(key, _(text)) for key, text in vocabulary.TRANSFER_BASES.items()],
        blank=True,
    )
    assessed = models.BooleanField(
        _("The law of the country is assessed"), default=False, help_text=_("And the assessment is written down.")
    )
    note = models.CharField(_("Note"), max_length=500, blank=True)
    activity_id: UUID

    class Meta:
        verbose_name = _("Transfer")
        verbose_name_plural = _("Transfers")
        ordering = ["country", "receiver", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=["", *vocabulary.TRANSFER_BASES]), name="privacy_transfer_basis"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.receiver}".strip()

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def unit_id(self) -> UUID | None:
        return self.activity.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return self.activity.owned_by(person_id)
