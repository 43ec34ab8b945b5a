"""Suppliers: who delivers something to the organisation, holds its data or runs its systems (domain.md 7.2)."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.countries import country_name
from holger.core.models import Record
from holger.suppliers.rules import numbers

LONG = 4000
LEVELS = (
    (1, _("Low")),
    (2, pgettext_lazy("need", "Normal")),
    (3, pgettext_lazy("need", "Important")),
    (4, _("Critical")),
)
"""How critical a supplier is: the words of what depends on it."""


class Status(models.TextChoices):
    """Changed by named transitions only (``rules.states``)."""

    PLANNED = "planned", pgettext_lazy("supplier", "Planned")
    ACTIVE = "active", pgettext_lazy("supplier", "Active")
    PHASING_OUT = "phasing_out", _("Being phased out")
    ENDED = "ended", pgettext_lazy("supplier", "Ended")


class Category(models.TextChoices):
    CLOUD = "cloud", pgettext_lazy("supplier", "Cloud service")
    HOSTING = "hosting", pgettext_lazy("supplier", "Hosting and operation")
    SOFTWARE = "software", pgettext_lazy("supplier", "Software and development")
    IT_SERVICES = "it_services", pgettext_lazy("supplier", "IT support and consultants")
    SECURITY = "security", pgettext_lazy("supplier", "Security services")
    TELECOM = "telecom", pgettext_lazy("supplier", "Telephony and network")
    HARDWARE = "hardware", pgettext_lazy("supplier", "Equipment")
    PAYROLL = "payroll", pgettext_lazy("supplier", "Payroll and personnel")
    ADVICE = "advice", pgettext_lazy("supplier", "Lawyers, accountants and advisers")
    FINANCE = "finance", pgettext_lazy("supplier", "Bank, payment and insurance")
    MARKETING = "marketing", pgettext_lazy("supplier", "Marketing and communication")
    FACILITIES = "facilities", pgettext_lazy("supplier", "Buildings, guards and cleaning")
    LOGISTICS = "logistics", pgettext_lazy("supplier", "Transport and goods")
    PRODUCTION = "production", pgettext_lazy("supplier", "Production and operational technology")
    OTHER = "other", pgettext_lazy("supplier", "Other")


class Access(models.TextChoices):
    """The strongest access that the supplier has to what is ours."""

    NONE = "none", pgettext_lazy("access", "None")
    PHYSICAL = "physical", pgettext_lazy("access", "To our premises")
    DATA = "data", pgettext_lazy("access", "To our data")
    ADMIN = "admin", pgettext_lazy("access", "Administrator of our systems")
    UNKNOWN = "unknown", _("Unknown")


class Replaceable(models.TextChoices):
    """How hard it is to replace."""

    EASY = "easy", pgettext_lazy("replaceable", "Within weeks")
    HARD = "hard", pgettext_lazy("replaceable", "Within months")
    VERY_HARD = "very_hard", pgettext_lazy("replaceable", "A year or more")
    NOT_AT_ALL = "not_at_all", pgettext_lazy("replaceable", "Nobody else delivers it")


def _level(label: Any, **options: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, choices=LEVELS, null=True, blank=True, **options)


def _short(label: Any, length: int = 200, **options: Any) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True, default="", **options)


def _long(label: Any, **options: Any) -> models.TextField:
    return models.TextField(label, max_length=LONG, blank=True, default="", **options)


def _country(label: Any, **options: Any) -> models.CharField:
    code = RegexValidator(r"^[A-Z]{2}$", _("Write the country as a two-letter code, for example DK."))
    return _short(label, 2, validators=[code], **options)


def check_countries(value: Any) -> None:
    """A list of two-letter codes, as ISO 3166 has them."""
    fits = isinstance(value, list) and all(
        isinstance(code, str) and len(code) == 2 and code.isalpha() and code.isupper() for code in value
    )
    if not fits:
        raise ValidationError(_("Two letters for each country, such as DK."))


def _chosen(field: str, values: list[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"suppliers_supplier_{field}")


class Supplier(Record):
    """A supplier. ``title`` is its name, and ``unit`` whoever uses it.

    ``criticality`` and ``driven_*`` are worked out from what depends on it (``rules.chains``); nobody writes them by hand.
    ``merged_into``: it was another's second spelling. It is archived then, and all that pointed at it points at that one.
    """

    prefix = "SU"

    category = models.CharField(
        pgettext_lazy("supplier", "Category"), max_length=20, choices=Category.choices, default=Category.OTHER
    )
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.ACTIVE, editable=False)
    aliases = _long(_("Other names"), help_text=_("One on each line: what people and old lists call it."))
    delivers = _long(_("What it delivers"), help_text=_("Services and goods, and what you use them for."))
    deputy = models.ForeignKey(
        "organisation.Person",
        verbose_name=_("Deputy"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Decides when the owner is away."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("Parent company"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="subsidiaries",
    )
    tags = models.ManyToManyField("organisation.Tag", verbose_name=_("Tags"), blank=True, related_name="+")

    cvr = _short(_("CVR number"), 8, help_text=_("Eight digits. holger checks the last one."))
    vat = _short(_("VAT number"), 20, help_text=_("With the country’s letters, for example DE123456789."))
    lei = _short(_("LEI"), 20, help_text=_("Twenty characters, which finance asks for."))
    registration = _short(_("Other company number"), 60, help_text=_("The number of the country’s own register."))
    country = _country(_("Country"), help_text=_("Where the company has its seat."))
    countries = models.JSONField(_("Also works in"), default=list, blank=True, validators=[check_countries])
    """Two letters each, as ISO 3166 has them: where else it keeps, or reaches, what is ours."""
    address = _long(_("Address"))
    website = _short(_("Website"), validators=[URLValidator(schemes=["https", "http"])])

    processor = models.BooleanField(
        _("Data processor"),
        default=False,
        help_text=_("It handles personal data for you, on your instruction (GDPR art. 28)."),
    )
    controller = models.BooleanField(
        _("Independent controller"), default=False, help_text=_("It decides by itself what personal data are used for.")
    )
    own_group = models.BooleanField(
        _("In your own group"), default=False, help_text=_("It belongs to the same group as you do.")
    )
    essential = models.BooleanField(
        _("Matters under NIS2"), default=False, help_text=_("What you deliver under NIS2 depends on it.")
    )
    ict = models.BooleanField(
        _("ICT provider under DORA"), default=False, help_text=_("Belongs in the register of information.")
    )
    access = models.CharField(_("Access"), max_length=10, choices=Access.choices, default=Access.UNKNOWN)
    data = _long(_("Data it holds"), help_text=_("In your own words, for example payslips and customers’ orders."))
    people_count = models.PositiveIntegerField(_("People whose data it holds, roughly"), null=True, blank=True)
    insurance = _short(_("Insurance"), help_text=_("Liability and cyber: who insures it, and for how much."))

    own_criticality = _level(
        _("Criticality, set here"),
        help_text=_("What depends on it can only raise it. Leave it empty if the map says enough."),
    )
    override_criticality = _level(_("Criticality, overridden"), editable=False)
    override_reason = models.TextField(
        _("Reason for the override"), max_length=2000, blank=True, default="", editable=False
    )
    criticality = _level(_("Criticality"), editable=False)
    driven_type = _short(_("Driven by"), 60, editable=False)
    driven_id = models.UUIDField(null=True, blank=True, editable=False)
    goes_round = models.BooleanField(default=False, editable=False)
    """Its chain comes back to itself: it depends on somebody who depends on it."""

    replaceable = _short(_("How soon it can be replaced"), 20, choices=Replaceable.choices)
    alternatives = _long(_("Alternatives"), help_text=_("Who else could deliver it."))
    exit_plan = _long(
        _("Exit plan"), help_text=_("How you leave: who does what, what is handed back, what you do in the meantime.")
    )
    exit_tested = models.DateField(_("Exit plan tried or gone through"), null=True, blank=True)
    last_reviewed = models.DateField(_("Last reviewed"), null=True, blank=True)
    notes = _long(_("Notes"))
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined", editable=False
    )

    deputy_id: UUID | None
    parent_id: UUID | None
    merged_into_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("register", "Supplier")
        verbose_name_plural = _("Suppliers")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="suppliers_supplier_reference"),
            _chosen("category", Category.values),
            _chosen("status", Status.values),
            _chosen("access", Access.values),
            _chosen("replaceable", ["", *Replaceable.values]),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 4)}),
                    name=f"suppliers_supplier_{name}",
                )
                for name in ("own_criticality", "override_criticality", "criticality")
            ),
            models.CheckConstraint(
                condition=Q(override_criticality__isnull=True) | ~Q(override_reason=""),
                name="suppliers_supplier_override",
                violation_error_message=_("Say why it is overridden."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="suppliers_supplier_parent",
                violation_error_message=_("No company is its own parent."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(archived_at__isnull=False),
                name="suppliers_supplier_merged",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "archived_at", "number", "id"], name="suppliers_by_number"),
            models.Index(fields=["organisation", "archived_at", "title", "id"], name="suppliers_by_title"),
            models.Index(fields=["organisation", "archived_at", "-criticality", "id"], name="suppliers_by_criticality"),
            models.Index(fields=["organisation", "archived_at", "next_review", "id"], name="suppliers_by_review"),
            models.Index(fields=["organisation", "cvr"], name="suppliers_by_cvr", condition=~Q(cvr="")),
        ]

    def clean(self) -> None:
        """Numbers are kept tidy, and their check digits must fit."""
        reasons = {kind.value: numbers.why_not(kind, getattr(self, kind.value)) for kind in numbers.Number}
        wrong = {name: gettext(reason.text) % reason.params for name, reason in reasons.items() if reason}
        if wrong:
            raise ValidationError(wrong)
        self.tidy_numbers()

    def tidy_numbers(self) -> None:
        """Those that are right are written as they are compared. A Danish VAT number tells the CVR number."""
        for kind in numbers.Number:
            text = getattr(self, kind.value)
            if text and numbers.why_not(kind, text) is None:
                setattr(self, kind.value, numbers.tidy(kind, text))
        if not self.cvr and self.vat:
            self.cvr = numbers.cvr_of(self.vat)

    @property
    def path(self) -> str:
        return f"suppliers/{self.reference}/"

    @property
    def icon(self) -> str:
        return "building-store"

    @property
    def country_name(self) -> str:
        return country_name(self.country) if self.country else ""

    @property
    def works_in(self) -> list[str]:
        """All the countries that it is in, its seat first."""
        return [*([self.country] if self.country else []), *(code for code in self.countries if code != self.country)]

    @property
    def is_live(self) -> bool:
        """In the register and still delivering, or about to."""
        return self.archived_at is None and self.status != Status.ENDED

    def owned_by(self, person_id: UUID | None) -> bool:
        """The deputy stands in for the owner."""
        return person_id is not None and person_id in (self.owner_id, self.deputy_id)
