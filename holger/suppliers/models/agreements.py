"""What a data processing agreement says beside its terms, and what the register of information under DORA wants to know."""

from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import Common, TenantModel, Versioned
from holger.suppliers.models.contracts import LONG, MOST_DAYS, Contract, Held

ANNEXES = ("annex_a", "annex_b", "annex_c", "annex_d")
CONCEPTS = tuple((number, str(number)) for number in range(1, 7))


def _annex(label: object) -> models.CharField:
    return models.CharField(label, max_length=10, choices=Held.choices, blank=True, default="")  # type: ignore[arg-type]


class DataAgreement(TenantModel, Versioned):
    """The data processing agreement that a contract is, or holds as an annex (GDPR art. 28(3))."""

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, related_name="agreement", editable=False)
    annex_a = _annex(_("Annex A: the processing"))
    annex_b = _annex(_("Annex B: sub-processors"))
    annex_c = _annex(_("Annex C: the instruction"))
    annex_d = _annex(_("Annex D: other terms"))
    instruction_version = models.CharField(_("Version of the instruction"), max_length=40, blank=True, default="")
    instruction_date = models.DateField(_("The instruction is from"), null=True, blank=True)
    concept = models.PositiveSmallIntegerField(
        _("Agreed concept of supervision"),
        choices=CONCEPTS,
        null=True,
        blank=True,
        help_text=_("One of the six of Datatilsynet’s guide, as annex C says."),
    )
    supervision_note = models.TextField(
        _("What is agreed about supervision"),
        max_length=LONG,
        blank=True,
        default="",
        help_text=_("Who pays, how often."),
    )
    subprocessor_days = models.PositiveSmallIntegerField(
        _("Days of notice of new sub-processors"), null=True, blank=True, validators=[MaxValueValidator(MOST_DAYS)]
    )
    contract_id: UUID

    class Meta:
        verbose_name = _("Data processing agreement")
        constraints = [
            models.CheckConstraint(
                condition=Q(concept__isnull=True) | Q(concept__range=(1, 6)), name="suppliers_agreement_concept"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__in": ["", *Held.values]}), name=f"suppliers_agreement_{name}"
                )
                for name in ANNEXES
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def unit_id(self) -> UUID | None:
        return self.contract.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return self.contract.owned_by(person_id)

    @property
    def missing_annexes(self) -> list[str]:
        return [name for name in ANNEXES if getattr(self, name) in ("", Held.MISSING)]


# The register of information


class ContractSettings(Common, Versioned):
    """What an organisation wants to keep of its contracts besides."""

    dora = models.BooleanField(
        _("Keep the register of information (DORA)"),
        default=False,
        help_text=_("For financial entities: each contract gets the fields of the register, and it can be exported."),
    )
    entity_lei = models.CharField(
        _("Your own LEI"), max_length=20, blank=True, default="", help_text=_("Of the entity that uses the services.")
    )

    class Meta:
        verbose_name = _("How contracts are kept")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="suppliers_contract_settings_once")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def path(self) -> str:
        return "contracts/settings/"


class Arrangement(models.TextChoices):
    STANDALONE = "standalone", pgettext_lazy("arrangement", "Standalone")
    OVERARCHING = "overarching", pgettext_lazy("arrangement", "Overarching or framework")
    SUBSEQUENT = "subsequent", pgettext_lazy("arrangement", "Subsequent or associated")


class Sensitive(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", pgettext_lazy("sensitivity", "Medium")
    HIGH = "high", _("High")


class Reliance(models.TextChoices):
    NONE = "none", pgettext_lazy("reliance", "Not significant")
    LOW = "low", pgettext_lazy("reliance", "Low")
    MATERIAL = "material", pgettext_lazy("reliance", "Material")
    FULL = "full", pgettext_lazy("reliance", "Full")


class YesNo(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


class Substitution(models.TextChoices):
    NOT = "not", pgettext_lazy("substitution", "Not substitutable")
    HIGHLY_COMPLEX = "highly_complex", pgettext_lazy("substitution", "Highly complex")
    MEDIUM = "medium", pgettext_lazy("substitution", "Medium complexity")
    EASY = "easy", pgettext_lazy("substitution", "Easily substitutable")


class Reintegration(models.TextChoices):
    EASY = "easy", pgettext_lazy("reintegration", "Easy")
    DIFFICULT = "difficult", pgettext_lazy("reintegration", "Difficult")
    HIGHLY_COMPLEX = "highly_complex", pgettext_lazy("reintegration", "Highly complex")


SERVICES = (
    ("S01", _("S01 ICT project management")),
    ("S02", _("S02 Development of ICT")),
    ("S03", _("S03 Help desk and first-level support")),
    ("S04", _("S04 Management of ICT security")),
    ("S05", _("S05 Delivery of data")),
    ("S06", _("S06 Analysis of data")),
    ("S07", _("S07 Facilities and hosting, not in the cloud")),
    ("S08", _("S08 Computing power, not in the cloud")),
    ("S09", _("S09 Storage of data, not in the cloud")),
    ("S10", _("S10 Telecommunications")),
    ("S11", _("S11 Network infrastructure")),
    ("S12", _("S12 Hardware and other devices")),
    ("S13", _("S13 Software licences, not as a service")),
    ("S14", _("S14 ICT operation and maintenance")),
    ("S15", _("S15 ICT advice")),
    ("S16", _("S16 ICT risk management")),
    ("S17", _("S17 Cloud: infrastructure (IaaS)")),
    ("S18", _("S18 Cloud: platform (PaaS)")),
    ("S19", _("S19 Cloud: software (SaaS)")),
)
"""The types of ICT services by the codes of annex III of (EU) 2024/2956, in our own words."""
MOST_RECOVERY = 87600
"""Hours: ten years."""
MOST_WHY = 300
"""The template takes no longer reason."""


def _choice(label: object, choices: type[models.TextChoices], **more: object) -> models.CharField:
    return models.CharField(label, max_length=20, choices=choices.choices, blank=True, default="", **more)  # type: ignore[arg-type]


def _country(label: object) -> models.CharField:
    code = RegexValidator(r"^[A-Z]{2}$", _("Write the country as a two-letter code, for example DK."))
    return models.CharField(label, max_length=2, blank=True, default="", validators=[code])  # type: ignore[arg-type]


def _hours(label: object) -> models.PositiveIntegerField:
    most = MaxValueValidator(MOST_RECOVERY)
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[most])  # type: ignore[arg-type]


class DoraEntry(TenantModel, Versioned):
    """A contract as the register of information of (EU) 2022/2554 art. 28(3) wants it: templates B_02, B_06 and B_07 of
    (EU) 2024/2956. What is empty of the function is read from the process that bears its name, if there is one."""

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, related_name="dora", editable=False)
    arrangement = _choice(_("Type of arrangement"), Arrangement)
    function = models.CharField(_("Identifier of the function"), max_length=40, blank=True, default="")
    function_name = models.CharField(_("Function supported"), max_length=200, blank=True, default="")
    critical = _choice(_("Critical or important function"), YesNo)
    licensed_activity = models.CharField(
        _("Licensed activity"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("As your licence names it (annex II)."),
    )
    critical_why = models.CharField(_("Why it is critical or important"), max_length=MOST_WHY, blank=True, default="")
    assessed_on = models.DateField(_("The function was assessed on"), null=True, blank=True)
    rto_hours = _hours(_("Recovery time of the function (RTO), hours"))
    rpo_hours = _hours(_("Data loss of the function (RPO), hours"))
    function_impact = _choice(_("Impact if the function stops"), Sensitive)
    service = models.CharField(_("Type of ICT service"), max_length=3, choices=SERVICES, blank=True, default="")
    rank = models.PositiveSmallIntegerField(
        _("Rank in the chain"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    provider_notice_days = models.PositiveSmallIntegerField(
        _("The provider’s notice period in days"), null=True, blank=True, validators=[MaxValueValidator(MOST_DAYS)]
    )
    law_country = _country(_("Country of the governing law"))
    service_country = _country(_("Country the service is provided from"))
    stores_data = _choice(_("Stores data"), YesNo)
    data_country = _country(_("Country of data at rest"))
    processing_country = _country(_("Country of processing"))
    sensitiveness = _choice(_("Sensitiveness of the data"), Sensitive)
    reliance = _choice(_("Level of reliance"), Reliance)
    substitution = _choice(_("Substitutability"), Substitution)
    substitution_why = models.CharField(_("Why it cannot be substituted"), max_length=500, blank=True, default="")
    last_audit = models.DateField(_("Last audit"), null=True, blank=True)
    exit_plan = _choice(_("There is an exit plan"), YesNo)
    reintegration = _choice(_("Reintegration"), Reintegration)
    impact = _choice(_("Impact if it is discontinued"), Sensitive)
    alternatives = _choice(_("Alternatives are identified"), YesNo)
    alternatives_named = models.CharField(_("Alternative providers"), max_length=500, blank=True, default="")
    contract_id: UUID

    class Meta:
        verbose_name = _("Register of information (DORA)")
        constraints = [models.CheckConstraint(condition=Q(rank__gte=1), name="suppliers_dora_rank")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def unit_id(self) -> UUID | None:
        return self.contract.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return self.contract.owned_by(person_id)
