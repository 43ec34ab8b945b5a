"""One table of processes and assets: everything that needs protection or is needed for it."""

from typing import Any
from uuid import UUID

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.assets.models.information import Classification, InformationType, PersonalData
from holger.assets.models.kinds import KINDS, AssetType, Kind
from holger.core.countries import country_name
from holger.core.models import Record

LEVELS = (
    (1, _("Low")),
    (2, pgettext_lazy("need", "Normal")),
    (3, pgettext_lazy("need", "Important")),
    (4, _("Critical")),
)
"""How strongly something must be protected."""

IMPACTS = (
    (1, pgettext_lazy("impact", "Insignificant")),
    (2, pgettext_lazy("impact", "Noticeable")),
    (3, pgettext_lazy("impact", "Serious")),
    (4, pgettext_lazy("impact", "Critical")),
)

LEVEL_FIELDS = (
    *("own_c", "own_i", "own_a", "override_c", "override_i", "override_a", "need_c", "need_i", "need_a", "criticality"),
    *("impact_4h", "impact_1d", "impact_3d", "impact_1w"),
)


class Status(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("asset", "Planned")
    IN_USE = "in_use", _("In operation")
    PHASING_OUT = "phasing_out", _("Being phased out")
    RETIRED = "retired", _("Retired")


class Exposure(models.TextChoices):
    NONE = "none", _("Not reachable from outside")
    VPN = "vpn", _("Only through VPN")
    INTERNET = "internet", _("From the internet")


class Hosting(models.TextChoices):
    ON_PREMISES = "on_premises", _("Own premises")
    HOSTED = "hosted", _("Hosted by a supplier")
    CLOUD = "cloud", _("Cloud")


class Answer(models.TextChoices):
    """Is it in place? Asked about MFA, backup and logging."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    NOT_RELEVANT = "not_relevant", _("Not relevant")
    UNKNOWN = "unknown", _("Unknown")


def _level(label: Any, **options: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, choices=LEVELS, null=True, blank=True, **options)


def _impact(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, choices=IMPACTS, null=True, blank=True)


def _driver(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "self",
        verbose_name=label,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
    )


def _chosen(field: str, values: list[str], blank: bool = False) -> models.CheckConstraint:
    allowed = [*values, ""] if blank else values
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=f"assets_asset_{field}")


class Asset(Record):
    """A process or an asset. ``need_*`` and ``driven_*`` are computed from the map; nobody writes them by hand."""

    prefix = "A"

    type = models.CharField(_("Type"), max_length=30, choices=AssetType.choices, default=AssetType.APPLICATION)
    purpose = models.TextField(_("Purpose"), max_length=4000, blank=True, help_text=_("What is it for, and for whom?"))
    deputy = models.ForeignKey(
        "organisation.Person",
        verbose_name=_("Deputy"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Decides when the owner is away."),
    )
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.IN_USE)
    classification = models.CharField(
        _("Classification"), max_length=30, choices=Classification.choices, blank=True, default=""
    )
    personal_data = models.CharField(
        _("Personal data"), max_length=10, choices=PersonalData.choices, default=PersonalData.NONE
    )
    information_types = models.ManyToManyField(
        InformationType, verbose_name=_("Information types"), blank=True, related_name="assets"
    )
    tags = models.ManyToManyField("organisation.Tag", verbose_name=_("Tags"), blank=True, related_name="+")

    own_c = _level(_("Confidentiality"), help_text=_("How bad is it if the wrong people see it?"))
    own_i = _level(_("Integrity"), help_text=_("How bad is it if it is wrong or changed?"))
    own_a = _level(_("Availability"), help_text=_("How bad is it if it is gone for a day?"))
    override_c = _level(_("Confidentiality, overridden"))
    override_i = _level(_("Integrity, overridden"))
    override_a = _level(_("Availability, overridden"))
    override_reason = models.TextField(_("Reason for the override"), max_length=2000, blank=True)
    need_c = _level(_("Need for confidentiality"), editable=False)
    need_i = _level(_("Need for integrity"), editable=False)
    need_a = _level(_("Need for availability"), editable=False)
    driven_c = _driver(_("Confidentiality driven by"))
    driven_i = _driver(_("Integrity driven by"))
    driven_a = _driver(_("Availability driven by"))
    criticality = _level(_("Criticality"), editable=False)

    exposure = models.CharField(_("Exposure"), max_length=10, choices=Exposure.choices, default=Exposure.NONE)
    hosting = models.CharField(_("Hosting"), max_length=20, choices=Hosting.choices, blank=True, default="")
    location = models.CharField(
        _("Location"), max_length=200, blank=True, help_text=_("Building, room or data centre.")
    )
    country = models.CharField(
        _("Country"),
        max_length=2,
        blank=True,
        default="",
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Write the country as a two-letter code, for example DK."))],
        help_text=_("Where the information is kept."),
    )
    supplier = models.ForeignKey(
        "suppliers.Supplier",
        verbose_name=_("Supplier"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assets",
        db_index=False,
        help_text=_("Who delivers or runs it. The supplier is as critical as the most critical of what it delivers."),
    )
    contract = models.CharField(_("Contract"), max_length=200, blank=True)
    users = models.PositiveIntegerField(_("Users"), null=True, blank=True)
    mfa = models.CharField(
        _("MFA"),
        max_length=15,
        choices=Answer.choices,
        default=Answer.UNKNOWN,
        help_text=_("Does every user sign in with more than a password?"),
    )
    backup = models.CharField(
        _("Backup"),
        max_length=15,
        choices=Answer.choices,
        default=Answer.UNKNOWN,
        help_text=_("Is everything copied, and has it been restored as a test?"),
    )
    logging = models.CharField(
        _("Logging"),
        max_length=15,
        choices=Answer.choices,
        default=Answer.UNKNOWN,
        help_text=_("Can you see who did what?"),
    )
    in_use_from = models.DateField(_("In use from"), null=True, blank=True)
    end_of_support = models.DateField(_("End of support"), null=True, blank=True)
    last_reviewed = models.DateField(_("Last reviewed"), null=True, blank=True)

    rto_hours = models.PositiveIntegerField(
        _("Recovery time (RTO), hours"), null=True, blank=True, help_text=_("It must be back within.")
    )
    rpo_hours = models.PositiveIntegerField(
        _("Data loss (RPO), hours"), null=True, blank=True, help_text=_("At most so much work may be lost.")
    )
    mtpd_hours = models.PositiveIntegerField(
        _("Longest tolerable outage (MTPD), hours"),
        null=True,
        blank=True,
        help_text=_("After this the damage cannot be repaired."),
    )
    impact_4h = _impact(_("After 4 hours"))
    impact_1d = _impact(_("After 1 day"))
    impact_3d = _impact(_("After 3 days"))
    impact_1w = _impact(_("After 1 week"))
    peak_periods = models.CharField(
        _("Peak periods"), max_length=200, blank=True, help_text=_("When is it worst? For example at month end.")
    )
    workaround = models.TextField(
        _("Workaround"), max_length=4000, blank=True, help_text=_("How do you manage without it?")
    )

    deputy_id: UUID | None
    supplier_id: UUID | None
    driven_c_id: UUID | None
    driven_i_id: UUID | None
    driven_a_id: UUID | None

    class Meta:
        verbose_name = _("Asset")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="assets_asset_reference"),
            _chosen("type", AssetType.values),
            _chosen("status", Status.values),
            _chosen("classification", Classification.values, blank=True),
            _chosen("personal_data", PersonalData.values),
            _chosen("exposure", Exposure.values),
            _chosen("hosting", Hosting.values, blank=True),
            _chosen("mfa", Answer.values),
            _chosen("backup", Answer.values),
            _chosen("logging", Answer.values),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 4)}),
                    name=f"assets_asset_{name}",
                )
                for name in LEVEL_FIELDS
            ),
            models.CheckConstraint(
                condition=Q(override_c__isnull=True, override_i__isnull=True, override_a__isnull=True)
                | ~Q(override_reason=""),
                name="assets_asset_override_reason",
                violation_error_message=_("Say why the need is overridden."),
            ),
            models.CheckConstraint(
                condition=Q(rto_hours__isnull=True) | Q(mtpd_hours__isnull=True) | Q(rto_hours__lte=F("mtpd_hours")),
                name="assets_asset_rto_within_mtpd",
                violation_error_message=_("It must be back before the longest tolerable outage."),
            ),
        ]
        # Lists leave out what is archived, so every order they are often shown in begins with that; "counts" answers the
        # numbers above a list without reading the rows.
        indexes = [
            models.Index(fields=["organisation", "archived_at", "number", "id"], name="assets_by_number"),
            models.Index(fields=["organisation", "archived_at", "title", "id"], name="assets_by_title"),
            models.Index(fields=["organisation", "archived_at", "-criticality", "id"], name="assets_by_criticality"),
            models.Index(fields=["organisation", "archived_at", "next_review", "id"], name="assets_by_review"),
            models.Index(
                fields=["organisation", "archived_at", "type", "status", "criticality", "owner", "next_review"],
                name="assets_counts",
            ),
            # What is deleted is looked for among the drivers; most objects have none, so only the others are listed.
            *(
                models.Index(
                    fields=[f"driven_{d}"], name=f"assets_driven_{d}", condition=Q(**{f"driven_{d}__isnull": False})
                )
                for d in "cia"
            ),
            # by which it is also found what weighs most on each supplier
            models.Index(fields=["supplier", "archived_at", "-criticality", "id"], name="assets_suppliers"),
            models.Index(fields=["organisation", "country"], name="assets_countries"),
        ]

    @property
    def path(self) -> str:
        return f"{'processes' if self.is_process else 'assets'}/{self.reference}/"

    @property
    def subject_type(self) -> str:
        return "assets.asset"

    @property
    def is_process(self) -> bool:
        return self.type == AssetType.PROCESS

    @property
    def kind(self) -> Kind:
        return KINDS[self.type]

    @property
    def icon(self) -> str:
        return self.kind.icon

    @property
    def country_name(self) -> str:
        return country_name(self.country) if self.country else ""

    @property
    def overridden(self) -> bool:
        return any(level is not None for level in (self.override_c, self.override_i, self.override_a))

    @property
    def impacts(self) -> tuple[int | None, ...]:
        return self.impact_4h, self.impact_1d, self.impact_3d, self.impact_1w

    def owned_by(self, person_id: UUID | None) -> bool:
        """The deputy stands in for the owner."""
        return person_id is not None and person_id in (self.owner_id, self.deputy_id)


class Processes(models.Manager["Process"]):
    def get_queryset(self) -> models.QuerySet["Process"]:
        return super().get_queryset().filter(type=AssetType.PROCESS)


class Process(Asset):
    """A business process: what the organisation does, and why the rest of the map matters."""

    prefix = "P"
    objects = Processes()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = _("Process")
