"""Contracts as a spreadsheet, in the words that people use in theirs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.words import N_, Reason
from holger.exchange.registers import Choice, Existing, Field, Option, Register, Whole
from holger.exchange.registers import Kind as Cell
from holger.organisation import selectors as organisation
from holger.suppliers import services
from holger.suppliers.models import Contract, ContractKind, ContractStatus, Renewing
from holger.suppliers.models.contracts import MOST_DAYS, MOST_HOURS, MOST_MONTHS, Currency, NoticeUnit, Secrecy
from holger.suppliers.permissions import CONTRACTS_IMPORT, CONTRACTS_VIEW
from holger.suppliers.rules.contract_states import NO_START
from holger.suppliers.rules.contracts import Notice, Unit, why_not
from holger.suppliers.rules.deciding import Told
from holger.suppliers.rules.spelling import key_of
from holger.suppliers.selectors.contracts import contracts_for
from holger.suppliers.selectors.register import suppliers_for

KINDS = {
    ContractKind.MAIN: ("hovedaftale", "aftale", "kontrakt", "main", "agreement", "contract"),
    ContractKind.FRAMEWORK: ("rammeaftale", "framework"),
    ContractKind.DPA: ("databehandleraftale", "dba", "dpa"),
    ContractKind.SLA: ("sla", "serviceaftale", "driftsaftale"),
    ContractKind.NDA: ("nda", "fortrolighedsaftale", "hemmeligholdelse"),
    ContractKind.LICENCE: ("licens", "licensaftale", "abonnement", "licence", "license", "subscription"),
    ContractKind.OTHER: ("andet", "anden", "other"),
}
STATUSES = {
    ContractStatus.DRAFT: ("kladde", "udkast", "draft"),
    ContractStatus.ACTIVE: ("aktiv", "i kraft", "gældende", "løbende", "active"),
    ContractStatus.NOTICE_GIVEN: ("opsagt", "notice given"),
    ContractStatus.ENDED: ("ophørt", "udløbet", "afsluttet", "ended", "expired"),
}
RENEWALS = {
    Renewing.ENDS: ("udløber", "ophører", "tidsbegrænset", "nej", "fixed term", "no"),
    Renewing.RENEWS: (
        "automatisk",
        "automatisk fornyelse",
        "fornyes",
        "forlænges",
        "ja",
        "auto",
        "auto-renewal",
        "yes",
    ),
    Renewing.OPEN: ("løbende", "tidsubegrænset", "indtil opsigelse", "open-ended", "open"),
}
UNITS = {
    NoticeUnit.MONTHS: ("måned", "måneder", "mdr", "md", "month", "months"),
    NoticeUnit.DAYS: ("dag", "dage", "day", "days"),
}
SECRETS = {
    Secrecy.OPEN: ("åben", "offentlig", "open", "public"),
    Secrecy.INTERNAL: ("intern", "internal"),
    Secrecy.CONFIDENTIAL: ("fortrolig", "confidential"),
    Secrecy.STRICT: ("strengt fortrolig", "strictly confidential"),
}


def suppliers(actor: Actor) -> Iterator[Option]:
    """By reference, name, CVR number, or whatever else it is called."""
    rows = suppliers_for(actor).filter(archived_at=None).order_by("number")
    for pk, reference, title, cvr, aliases in rows.values_list("pk", "reference", "title", "cvr", "aliases"):
        names = (
            title,
            f"{reference} {title}",
            *([cvr] if cvr else []),
            *(each for each in aliases.splitlines() if each),
        )
        yield Option(pk, reference, names)


def contracts(actor: Actor) -> Iterator[Option]:
    for pk, reference, title in contracts_for(actor).order_by("number").values_list("pk", "reference", "title"):
        yield Option(pk, reference, (f"{reference} {title}",))


def units(actor: Actor) -> Iterator[Option]:
    return (Option(row.pk, row.name) for row in organisation.units_for(actor))


def _choices(choices: Iterable[tuple[Any, Any]], words: Mapping[Any, tuple[str, ...]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, words.get(value, ())) for value, label in choices)


def _field(name: str, *words: str, kind: Cell = Cell.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    return Field(name, Contract._meta.get_field(name).verbose_name, kind, words=words, **more)


FIELDS = (
    _field("reference", "Nr.", "ID", "Kontraktnr.", "Aftalenr.", "Contract no.", "Contract ID", kind=Cell.REFERENCE),
    _field("title", "Kontrakt", "Aftale", "Navn", "Kontraktnavn", "Contract", "Agreement", "Name", required=True,
           max_length=200),
    _field("supplier", "Leverandør", "Leverandørnavn", "Firma", "Modpart", "Vendor", "Supplier name", kind=Cell.LINK,
           required=True, options=suppliers, spelled=key_of),
    _field("kind", "Type", "Art", "Aftaletype", "Kontrakttype", "Contract type", kind=Cell.CHOICE,
           choices=_choices(ContractKind.choices, KINDS), default=ContractKind.MAIN),
    _field("status", "Tilstand", "State", kind=Cell.CHOICE, choices=_choices(ContractStatus.choices, STATUSES),
           default=ContractStatus.DRAFT),
    _field("part_of", "Hører til", "Hovedaftale", "Part of", "Parent contract", kind=Cell.LINK, options=contracts),
    _field("their_reference", "Leverandørens nr.", "Kundenr.", "Aftalenummer hos leverandør", "Vendor reference",
           max_length=100),
    _field("party", "Egen part", "Aftalepart", "Selskab", "Our entity", max_length=200),
    _field("unit", "Afdeling", "Enhed", "Department", kind=Cell.LINK, options=units),
    _field("owner", "Ejer", "Kontraktejer", "Ansvarlig", "Kontraktansvarlig", "Contract owner", kind=Cell.LINK,
           options=organisation.people_options, people=True),
    _field("covers", "Dækker", "Ydelse", "Beskrivelse", "Scope", "Description", max_length=4000),
    _field("secrecy", "Fortrolighed", "Klassifikation", kind=Cell.CHOICE, choices=_choices(Secrecy.choices, SECRETS),
           default=Secrecy.CONFIDENTIAL),
    _field("signed", "Underskrevet", "Indgået", "Signed date", kind=Cell.DATE),
    _field("starts", "Start", "Startdato", "Gælder fra", "Ikrafttrædelse", "Start date", kind=Cell.DATE),
    _field("renewal", "Fornyelse", "Automatisk fornyelse", "Renewal", "Auto-renewal", kind=Cell.CHOICE,
           choices=_choices(Renewing.choices, RENEWALS), default=Renewing.ENDS),
    _field("ends", "Slut", "Slutdato", "Udløb", "Udløbsdato", "Gælder til", "End date", "Expires", kind=Cell.DATE),
    _field("renews", "Fornyes måneder", "Fornyelsesperiode", "Renewal months", kind=Cell.INTEGER, low=1, high=MOST_MONTHS),
    _field("notice", "Opsigelse", "Opsigelsesvarsel", "Varsel", "Notice", kind=Cell.INTEGER, low=0, high=MOST_DAYS),
    _field("notice_unit", "Varsel i", "Opsigelsesvarsel i", "Notice unit", kind=Cell.CHOICE,
           choices=_choices(NoticeUnit.choices, UNITS), default=NoticeUnit.MONTHS),
    _field("notice_month_end", "Til udgangen af en måned", "End of month", kind=Cell.BOOLEAN, default=False),
    _field("value", "Pris pr. år", "Årlig værdi", "Beløb", "Årspris", "Annual value", "Price per year", kind=Cell.AMOUNT),
    _field("currency", "Valuta", kind=Cell.CHOICE, choices=_choices(Currency.choices, {}), default=Currency.DKK),
    _field("incident_hours", "Hændelser inden timer", "Incident notice hours", kind=Cell.INTEGER, low=0, high=MOST_HOURS),
    _field("next_review", "Næste gennemgang", "Next review", kind=Cell.DATE),
    _field("notes", "Noter", "Bemærkninger", "Notes", "Comments", max_length=4000),
    _field("notice_by", kind=Cell.DATE, computed=True),
    _field("exit_ends", kind=Cell.DATE, computed=True),
    _field("given_on", kind=Cell.DATE, computed=True),
    _field("over_on", kind=Cell.DATE, computed=True),
)  # fmt: skip
PLAIN = tuple((field.name, f"{field.name}_id" if field.kind == Cell.LINK else field.name) for field in FIELDS)
GIVEN = N_("Bring it as in force, and give notice on its page: then it is known when it is over.")
NO_END = N_("Say when the first term ends.")


def rows(actor: Actor, queryset: QuerySet[Contract] | None = None) -> Iterator[Existing]:
    """What the actor sees; what is archived stays out of files. A supplier that the actor does not see stays out."""
    found = contracts_for(actor).filter(archived_at=None) if queryset is None else queryset
    seen = set(suppliers_for(actor).values_list("pk", flat=True))
    for row in found.order_by("number", "pk"):
        told = {name: getattr(row, attribute) for name, attribute in PLAIN}
        yield Existing(row.pk, row.version, told | {"supplier": row.supplier_id if row.supplier_id in seen else None})


def taken(actor: Actor) -> Iterable[str]:
    return Contract.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


def check(values: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    """Terms that contradict themselves."""
    renewal = values.get("renewal") or Renewing.ENDS
    notice = (
        Notice(values["notice"], Unit(values.get("notice_unit") or "months"))
        if values.get("notice") is not None
        else None
    )
    told = Told(renewal, values.get("ends"), values.get("renews") or 0, notice)
    if reason := why_not(values.get("starts"), told.terms, renews_itself=renewal == Renewing.RENEWS):
        yield reason.field or "ends", reason
    if renewal == Renewing.RENEWS and not values.get("ends"):
        yield "ends", Reason(NO_END)
    if (value := values.get("value")) is not None and value < 0:
        yield "value", Reason(N_("The value cannot be less than nought."))
    if values.get("status") == ContractStatus.ACTIVE and not values.get("starts"):
        yield "starts", Reason(NO_START)


def together(actor: Actor, wholes: Sequence[Whole]) -> Iterator[tuple[int, str, Reason]]:
    """What is new begins where a contract can begin; under another it lies only with the same supplier."""
    places = dict(contracts_for(actor).values_list("pk", "supplier_id"))
    for whole in wholes:
        above = whole.values.get("part_of")
        if whole.id is None and whole.values.get("status") == ContractStatus.NOTICE_GIVEN:
            yield whole.number, "status", Reason(GIVEN)
        if above in places and whole.values.get("supplier") != places[above]:
            yield whole.number, "part_of", Reason(N_("Choose a contract with the same supplier."))
        if above is not None and above == whole.id:
            yield whole.number, "part_of", Reason(N_("No contract belongs to itself."))


CONTRACTS = Register(
    kind="contracts",
    title=Contract._meta.verbose_name_plural or "",
    icon="file-certificate",
    list_url="suppliers:contract-list",
    view=CONTRACTS_VIEW,
    edit=CONTRACTS_IMPORT,
    fields=FIELDS,
    rows=rows,
    write=services.contracts_import,
    undo=services.contracts_import_undo,
    match_on=(("reference",), ("supplier", "title")),
    taken=taken,
    check=check,
    together=together,
)
"""Known as what ``holger import`` and ``holger export`` call it."""
