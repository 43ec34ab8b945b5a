"""The register of suppliers as a spreadsheet, in the words that people use in theirs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.countries import countries, country_name, names_of
from holger.core.words import Reason
from holger.exchange.registers import Choice, Existing, Field, Option, Register
from holger.exchange.registers import Kind as Cell
from holger.organisation import selectors as organisation
from holger.organisation import services as organising
from holger.suppliers import services
from holger.suppliers.models import LEVELS, Access, Category, Replaceable, Status, Supplier
from holger.suppliers.permissions import IMPORT, VIEW
from holger.suppliers.rules import numbers
from holger.suppliers.selectors.register import suppliers_for

CATEGORIES = {
    Category.CLOUD: ("cloud", "saas", "cloudtjeneste", "cloud service"),
    Category.HOSTING: ("hosting", "drift", "it-drift", "datacenter", "hosting og drift", "operations"),
    Category.SOFTWARE: ("software", "udvikling", "systemleverandør", "program", "development"),
    Category.IT_SERVICES: ("it", "it-support", "konsulent", "it-konsulent", "support", "consultant"),
    Category.SECURITY: ("sikkerhed", "it-sikkerhed", "security", "soc"),
    Category.TELECOM: ("tele", "telefoni", "internet", "netværk", "telecom", "network"),
    Category.HARDWARE: ("udstyr", "hardware", "equipment"),
    Category.PAYROLL: ("løn", "hr", "løn og personale", "payroll"),
    Category.ADVICE: ("rådgiver", "advokat", "revisor", "revision", "jura", "legal", "auditor", "advice"),
    Category.FINANCE: ("bank", "betaling", "forsikring", "finans", "payment", "insurance"),
    Category.MARKETING: ("marketing", "markedsføring", "kommunikation"),
    Category.FACILITIES: ("bygning", "rengøring", "vagt", "facility", "ejendom", "cleaning"),
    Category.LOGISTICS: ("transport", "fragt", "logistik", "logistics"),
    Category.PRODUCTION: ("produktion", "ot", "production"),
    Category.OTHER: ("andet", "øvrige", "diverse", "other"),
}
STATUSES = {
    Status.PLANNED: ("planlagt", "kommende", "ny", "planned", "new"),
    Status.ACTIVE: ("aktiv", "i brug", "ja", "active", "yes"),
    Status.PHASING_OUT: ("udfases", "under udfasning", "opsagt", "phasing out"),
    Status.ENDED: ("ophørt", "afsluttet", "inaktiv", "nej", "ended", "inactive", "no"),
}
ACCESSES = {
    Access.NONE: ("ingen", "nej", "no", "none"),
    Access.PHYSICAL: ("fysisk", "lokaler", "premises"),
    Access.DATA: ("data", "dataadgang", "ja", "yes"),
    Access.ADMIN: ("admin", "administrator", "privilegeret", "privileged"),
    Access.UNKNOWN: ("ukendt", "ved ikke", "unknown"),
}
CRITICAL = {
    1: ("lav", "ikke kritisk", "low"),
    2: ("normal", "middel", "mellem", "medium"),
    3: ("vigtig", "høj", "high", "important"),
    4: ("kritisk", "meget kritisk", "critical"),
}


def units(actor: Actor) -> Iterator[Option]:
    return (Option(row.pk, row.name) for row in organisation.units_for(actor))


def tags(actor: Actor) -> Iterator[Option]:
    return (Option(row.pk, row.name) for row in organisation.tags_for(actor))


def make_tags(*, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    return {name: organising.tag_create(actor=actor, name=name).pk for name in names}


def _choices(choices: Iterable[tuple[Any, Any]], words: Mapping[Any, tuple[str, ...]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, words.get(value, ())) for value, label in choices)


def _field(name: str, *words: str, kind: Cell = Cell.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    return Field(name, Supplier._meta.get_field(name).verbose_name, kind, words=words, **more)


def _person(name: str, *words: str) -> Field:
    return _field(name, *words, kind=Cell.LINK, options=organisation.people_options, people=True)


_country = lazy(country_name, str)


def _countries() -> tuple[Choice, ...]:
    """Named in the reader's language, and known by their names in any."""
    return tuple(Choice(code, _country(code), (code, *names_of(code))) for code, _name in countries())


FIELDS = (
    _field("reference", "Nr.", "ID", "Leverandørnr.", "Kreditornr.", "Supplier ID", "Vendor ID", kind=Cell.REFERENCE),
    Field("title", _("Name"), required=True, max_length=200,
          words=("Navn", "Leverandør", "Leverandørnavn", "Firma", "Virksomhed", "Databehandler", "Supplier", "Vendor",
                 "Company", "Processor")),
    _field("category", "Kategori", "Type", "Leverandørtype", "Category", "Vendor type", kind=Cell.CHOICE,
           choices=_choices(Category.choices, CATEGORIES), default=Category.OTHER),
    _field("status", "Tilstand", "Aktiv", "State", kind=Cell.CHOICE, choices=_choices(Status.choices, STATUSES),
           default=Status.ACTIVE),
    _field("delivers", "Ydelse", "Leverer", "Ydelser", "Leverance", "Services", "Service", "Description", "Beskrivelse",
           max_length=4000),
    _field("aliases", "Andre navne", "Kaldes", "Alias", "Also known as", max_length=4000),
    _person("owner", "Ejer", "Ansvarlig", "Kontraktejer", "Systemejer", "Responsible", "Contract owner"),
    _person("deputy", "Stedfortræder", "Backup"),
    _field("unit", "Afdeling", "Enhed", "Department", kind=Cell.LINK, options=units),
    Field("tags", _("Tags"), Cell.LINKS, options=tags, make=make_tags, make_freely=True,
          words=("Mærker", "Etiketter", "Labels")),
    _field("cvr", "CVR", "CVR-nr.", "CVR nr.", "CVR-nummer", "SE-nr.", "Company number", max_length=20),
    _field("vat", "VAT", "Momsnr.", "VAT no.", "Moms", max_length=40),
    _field("lei", "LEI-kode", "LEI code", max_length=40),
    _field("registration", "Registreringsnr.", "Registration", "Org.nr.", max_length=60),
    _field("country", "Land", "Hjemland", "Country of seat", "Jurisdiktion", kind=Cell.CHOICE, choices=_countries()),
    _field("address", "Adresse", max_length=4000),
    _field("website", "Hjemmeside", "Web", "URL", "Website", max_length=200),
    _field("processor", "Databehandler", "Er databehandler", "Data processor", "Processor?", kind=Cell.BOOLEAN,
           default=False),
    _field("controller", "Selvstændig dataansvarlig", "Independent controller", kind=Cell.BOOLEAN, default=False),
    _field("own_group", "Koncernintern", "Egen koncern", "Intra-group", kind=Cell.BOOLEAN, default=False),
    _field("essential", "NIS2", "NIS2-relevant", kind=Cell.BOOLEAN, default=False),
    _field("ict", "DORA", "IKT-udbyder", "ICT provider", kind=Cell.BOOLEAN, default=False),
    _field("access", "Adgang", "Access type", kind=Cell.CHOICE, choices=_choices(Access.choices, ACCESSES),
           default=Access.UNKNOWN),
    _field("data", "Data", "Persondata", "Oplysninger", "Data held", max_length=4000),
    _field("people_count", "Antal registrerede", "Registrerede", "Data subjects", kind=Cell.INTEGER, low=0,
           high=2_000_000_000),
    _field("insurance", "Forsikring", max_length=200),
    _field("own_criticality", "Kritikalitet", "Kritisk", "Vigtighed", "Criticality", "Importance", kind=Cell.INTEGER,
           low=1, high=4, choices=_choices(LEVELS, CRITICAL)),
    _field("replaceable", "Udskiftelighed", "Substituerbarhed", "Substitutability", kind=Cell.CHOICE,
           choices=_choices(Replaceable.choices, {})),
    _field("alternatives", "Alternativer", "Alternative leverandører", max_length=4000),
    _field("exit_plan", "Exitplan", "Exit", "Exitstrategi", "Exit strategy", max_length=4000),
    _field("exit_tested", "Exit testet", "Exit tested", kind=Cell.DATE),
    _field("last_reviewed", "Sidst gennemgået", "Senest vurderet", "Last review", kind=Cell.DATE),
    _field("next_review", "Næste gennemgang", "Næste vurdering", "Next review", kind=Cell.DATE),
    _field("notes", "Noter", "Bemærkninger", "Kommentar", "Notes", "Comments", max_length=4000),
    _field("criticality", kind=Cell.INTEGER, low=1, high=4, choices=_choices(LEVELS, {}), computed=True),
)  # fmt: skip
PLAIN = tuple(f"{field.name}_id" if field.kind == Cell.LINK else field.name for field in FIELDS if field.name != "tags")


def rows(actor: Actor, queryset: QuerySet[Supplier] | None = None) -> Iterator[Existing]:
    """What the actor sees; what is archived stays out of files."""
    found = suppliers_for(actor).filter(archived_at=None) if queryset is None else queryset
    for row in found.order_by("number", "pk").prefetch_related("tags"):
        told = {field.name: getattr(row, name) for field, name in zip(_plain(), PLAIN, strict=True)}
        empty = {name: told[name] or None for name in ("country", "replaceable")}
        yield Existing(row.pk, row.version, told | empty | {"tags": tuple(tag.pk for tag in row.tags.all())})


def _plain() -> Iterator[Field]:
    return (field for field in FIELDS if field.name != "tags")


def taken(actor: Actor) -> Iterable[str]:
    return Supplier.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


def check(values: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    """Numbers whose check digits do not fit."""
    for kind in numbers.Number:
        if reason := numbers.why_not(kind, values.get(kind.value) or ""):
            yield kind.value, reason


SUPPLIERS = Register(
    kind="suppliers",
    title=Supplier._meta.verbose_name_plural or "",
    icon="building-store",
    list_url="suppliers:supplier-list",
    view=VIEW,
    edit=IMPORT,
    fields=FIELDS,
    rows=rows,
    write=services.suppliers_import,
    undo=services.suppliers_import_undo,
    match_on=(("reference",), ("cvr",), ("title",)),
    taken=taken,
    check=check,
)
"""Known as what ``holger import`` and ``holger export`` call it."""
