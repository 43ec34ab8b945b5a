"""Contracts with suppliers, what they say about security, and what was changed in them since (domain.md 7.2)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.models import Record, TenantModel
from holger.suppliers.models.supplier import Supplier
from holger.suppliers.rules.contracts import Notice, Terms, Unit, why_not
from holger.suppliers.rules.deciding import Renewal, Told

LONG = 4000
MOST_MONTHS, MOST_DAYS, MOST_HOURS = 240, 3660, 720


class ContractKind(models.TextChoices):
    MAIN = "main", pgettext_lazy("contract", "Main agreement")
    FRAMEWORK = "framework", pgettext_lazy("contract", "Framework agreement")
    DPA = "dpa", _("Data processing agreement")
    SLA = "sla", pgettext_lazy("contract", "Service levels (SLA)")
    NDA = "nda", pgettext_lazy("contract", "Secrecy (NDA)")
    LICENCE = "licence", pgettext_lazy("contract", "Licence")
    OTHER = "other", pgettext_lazy("contract", "Other")


class ContractStatus(models.TextChoices):
    """Changed by named transitions only (``rules.contract_states``)."""

    DRAFT = "draft", pgettext_lazy("contract", "Draft")
    ACTIVE = "active", pgettext_lazy("contract", "In force")
    NOTICE_GIVEN = "notice_given", _("Notice given")
    ENDED = "ended", pgettext_lazy("contract", "Ended")


class Renewing(models.TextChoices):
    ENDS = Renewal.ENDS.value, pgettext_lazy("renewal", "Ends by itself")
    RENEWS = Renewal.RENEWS.value, pgettext_lazy("renewal", "Renews itself")
    OPEN = Renewal.OPEN.value, pgettext_lazy("renewal", "Runs until notice is given")


class NoticeUnit(models.TextChoices):
    MONTHS = Unit.MONTHS.value, pgettext_lazy("notice", "months")
    DAYS = Unit.DAYS.value, pgettext_lazy("notice", "days")


class Secrecy(models.TextChoices):
    """Who may read the contract itself."""

    OPEN = "open", pgettext_lazy("secrecy", "Open")
    INTERNAL = "internal", pgettext_lazy("secrecy", "Internal")
    CONFIDENTIAL = "confidential", pgettext_lazy("secrecy", "Confidential")
    STRICT = "strict", pgettext_lazy("secrecy", "Strictly confidential")


class Currency(models.TextChoices):
    """The currencies of the EU and those that suppliers elsewhere bill in; each is called by its ISO 4217 code."""

    DKK = "DKK", "DKK"
    EUR = "EUR", "EUR"
    SEK = "SEK", "SEK"
    NOK = "NOK", "NOK"
    USD = "USD", "USD"
    GBP = "GBP", "GBP"
    CHF = "CHF", "CHF"
    BGN = "BGN", "BGN"
    CZK = "CZK", "CZK"
    HUF = "HUF", "HUF"
    ISK = "ISK", "ISK"
    PLN = "PLN", "PLN"
    RON = "RON", "RON"
    AUD = "AUD", "AUD"
    CAD = "CAD", "CAD"
    CNY = "CNY", "CNY"
    INR = "INR", "INR"
    JPY = "JPY", "JPY"
    SGD = "SGD", "SGD"


def _chosen(name: str, values: list[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{name}__in": values}), name=f"suppliers_contract_{name}")


def _text(label: Any, **more: Any) -> models.TextField:
    return models.TextField(label, max_length=LONG, blank=True, default="", **more)


class Contract(Record):
    """A contract. ``unit`` is whose it is on our side. ``notice_by`` and ``exit_ends`` are worked out (``services.contracts``)."""

    prefix = "CO"

    supplier = models.ForeignKey(
        Supplier, verbose_name=_("Supplier"), on_delete=models.PROTECT, related_name="contracts"
    )
    kind = models.CharField(
        pgettext_lazy("contract", "Kind"), max_length=20, choices=ContractKind.choices, default=ContractKind.MAIN
    )
    part_of = models.ForeignKey(
        "self",
        verbose_name=pgettext_lazy("contract", "Belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text=_("The agreement that it lies under, such as the main agreement of a data processing agreement."),
    )
    status = models.CharField(
        _("Status"), max_length=20, choices=ContractStatus.choices, default=ContractStatus.DRAFT, editable=False
    )
    their_reference = models.CharField(
        _("The supplier’s own number"), max_length=100, blank=True, default="", help_text=_("As it stands on invoices.")
    )
    party = models.CharField(
        _("Our party"), max_length=200, blank=True, default="", help_text=_("The company of yours that has signed.")
    )
    covers = _text(_("What it covers"))
    secrecy = models.CharField(
        _("Confidentiality"), max_length=20, choices=Secrecy.choices, default=Secrecy.CONFIDENTIAL
    )
    signed = models.DateField(_("Signed"), null=True, blank=True)
    starts = models.DateField(pgettext_lazy("contract", "Starts"), null=True, blank=True)
    renewal = models.CharField(
        _("At the end of a term it"), max_length=10, choices=Renewing.choices, default=Renewing.ENDS
    )
    ends = models.DateField(
        pgettext_lazy("contract", "First term ends"),
        null=True,
        blank=True,
        help_text=_("The last day of the first term, also where it has been renewed since."),
    )
    renews = models.PositiveSmallIntegerField(
        _("Renewed for months at a time"), null=True, blank=True, validators=[MaxValueValidator(MOST_MONTHS)]
    )
    notice = models.PositiveSmallIntegerField(
        _("Notice period"), null=True, blank=True, validators=[MaxValueValidator(MOST_DAYS)]
    )
    notice_unit = models.CharField(
        _("Counted in"), max_length=10, choices=NoticeUnit.choices, default=NoticeUnit.MONTHS
    )
    notice_month_end = models.BooleanField(
        _("Runs out at the end of a month"),
        default=False,
        help_text=_("Of a contract without an end: the month in which notice is given runs out first."),
    )
    value = models.DecimalField(
        _("Value per year"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency.choices, default=Currency.DKK)
    incident_hours = models.PositiveSmallIntegerField(
        _("Tells of incidents within hours"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_HOURS)],
        help_text=_("As the contract says. Leave it empty if it says nothing, or “without undue delay”."),
    )
    notes = _text(_("Notes"))

    given_on = models.DateField(_("Notice given on"), null=True, blank=True, editable=False)
    over_on = models.DateField(_("Over on"), null=True, blank=True, editable=False)
    kept_for = models.DateField(_("Decided to keep it beyond"), null=True, blank=True, editable=False)
    """The end of the term that somebody has decided to let pass: nobody is reminded of that one any more."""
    notice_by = models.DateField(_("Latest notice date"), null=True, blank=True, editable=False)
    exit_ends = models.DateField(_("Would then end on"), null=True, blank=True, editable=False)

    supplier_id: UUID
    part_of_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("register", "Contract")
        verbose_name_plural = _("Contracts")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="suppliers_contract_reference"),
            _chosen("kind", ContractKind.values),
            _chosen("status", ContractStatus.values),
            _chosen("renewal", Renewing.values),
            _chosen("notice_unit", NoticeUnit.values),
            _chosen("secrecy", Secrecy.values),
            _chosen("currency", Currency.values),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="suppliers_contract_value",
                violation_error_message=_("The value cannot be less than nought."),
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                name="suppliers_contract_part_of",
                violation_error_message=_("No contract belongs to itself."),
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, over_on__isnull=True)
                | Q(given_on__isnull=False, over_on__isnull=False, over_on__gte=F("given_on")),
                name="suppliers_contract_over",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "archived_at", "number", "id"], name="contracts_by_number"),
            models.Index(fields=["organisation", "archived_at", "title", "id"], name="contracts_by_title"),
            models.Index(fields=["organisation", "archived_at", "notice_by", "id"], name="contracts_by_notice"),
            models.Index(fields=["supplier", "archived_at", "number"], name="contracts_by_supplier"),
        ]

    def clean(self) -> None:
        """Terms that contradict themselves are told at the field that is to blame."""
        reason = why_not(self.starts, self.plain_terms, renews_itself=self.renewal == Renewing.RENEWS)
        if reason is not None:
            raise _wrong(reason.field or "ends", gettext(reason.text))
        if self.renewal == Renewing.RENEWS and self.ends is None:
            raise _wrong("ends", gettext("Say when the first term ends."))
        if self.signed and self.ends and self.signed > self.ends and self.renewal == Renewing.ENDS:
            raise _wrong("signed", gettext("It cannot be signed after it has ended."))

    @property
    def notice_period(self) -> Notice | None:
        if self.notice is None:
            return None
        unit = Unit.DAYS if self.notice_unit == NoticeUnit.DAYS else Unit.MONTHS
        return Notice(self.notice, unit, self.notice_month_end)

    @property
    def told(self) -> Told:
        return Told(self.renewal, self.ends, self.renews or 0, self.notice_period)

    @property
    def plain_terms(self) -> Terms:
        return self.told.terms

    @property
    def path(self) -> str:
        return f"contracts/{self.reference}/"

    @property
    def icon(self) -> str:
        return "file-certificate"

    @property
    def is_live(self) -> bool:
        return self.archived_at is None and self.status != ContractStatus.ENDED

    @property
    def is_dpa(self) -> bool:
        return self.kind == ContractKind.DPA

    def ends_now(self, today: date) -> bool:
        """It is over, although nobody has said so yet."""
        if self.status == ContractStatus.NOTICE_GIVEN:
            return self.over_on is not None and self.over_on < today
        return (
            self.status == ContractStatus.ACTIVE
            and self.renewal == Renewing.ENDS
            and bool(self.ends and self.ends < today)
        )


def _wrong(field: str, text: str) -> ValidationError:
    return ValidationError({field: text})


class Held(models.TextChoices):
    PRESENT = "present", pgettext_lazy("clause", "Present")
    MISSING = "missing", pgettext_lazy("clause", "Missing")
    NOT_NEEDED = "not_needed", pgettext_lazy("clause", "Not needed")


class ContractClause(TenantModel):
    """What somebody has read about one clause of the checklist (``rules.clauses``). Those that nobody has looked for have no row."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=30)
    held = models.CharField(_("Status"), max_length=10, choices=Held.choices)
    paragraph = models.CharField(_("Paragraph"), max_length=60, blank=True, default="")
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    contract_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("contract", "Clause")
        constraints = [
            models.UniqueConstraint(fields=["contract", "key"], name="suppliers_clause_once"),
            models.CheckConstraint(condition=Q(held__in=Held.values), name="suppliers_clause_held"),
        ]

    def __str__(self) -> str:
        return self.key


class Amendment(TenantModel):
    """Something that was changed in a contract since it was signed. It is told once and stays; a slip is taken out again."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField(editable=False)
    what = models.TextField(_("What was changed"), max_length=2000)
    holds_from = models.DateField(pgettext_lazy("amendment", "Holds from"))
    signed = models.DateField(_("Signed"), null=True, blank=True)
    document = models.ForeignKey(
        "evidence.Evidence",
        verbose_name=_("Document"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Add the file to the contract first, then choose it here."),
    )
    contract_id: UUID
    document_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("contract", "Amendment")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="suppliers_amendment_number")]

    def __str__(self) -> str:
        return self.what[:80]
