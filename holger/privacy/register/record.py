"""The record as a spreadsheet, in the words that people use in theirs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holger.assets.selectors import information_types_for, pickable
from holger.core.actor import Actor
from holger.exchange.registers import Choice, Existing, Field, Kind, Option, Register
from holger.organisation.selectors import people_options, unit_options
from holger.privacy import selectors, services
from holger.privacy.models import Activity, Role
from holger.privacy.permissions import MANAGE, VIEW
from holger.privacy.services.importing_hands import HANDS
from holger.privacy.words.record import measures_of, said, subjects_of
from holger.suppliers.selectors.register import pickable as suppliers_pickable
from holger.suppliers.services import supplier_create

ROLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "controller": ("dataansvarlig", "selvstændig dataansvarlig", "controller", "data controller"),
    "joint": ("fælles dataansvar", "fælles dataansvarlig", "joint", "joint controller"),
    "processor": ("databehandler", "processor", "data processor"),
}
ROLES = tuple(Choice(value, label, ROLE_WORDS[value]) for value, label in Role.choices)


def objects(actor: Actor) -> Iterator[Option]:
    """Processes and systems, by title or reference."""
    for row in pickable(actor).only("reference", "title"):
        yield Option(row.pk, row.title, (row.reference, f"{row.reference} {row.title}"))


def information(actor: Actor) -> Iterator[Option]:
    return (Option(row.pk, row.name) for row in information_types_for(actor))


def _field(name: str, *words: str, kind: Kind = Kind.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    described = Activity._meta.get_field(name)
    longest = getattr(described, "max_length", None) or 0
    sized = {"max_length": longest} if kind == Kind.TEXT and longest else {}
    return Field(name, described.verbose_name, kind, words=words, **{**sized, **more})


def suppliers(actor: Actor) -> Iterator[Option]:
    """By name, another name, reference or CVR number."""
    for row in suppliers_pickable(actor).only("organisation", "reference", "title", "aliases", "cvr"):
        known = (row.reference, f"{row.reference} {row.title}", row.cvr, *row.aliases.splitlines())
        yield Option(row.pk, row.title, tuple(key for key in known if key))


def make_suppliers(*, actor: Actor, names: Sequence[str]) -> Mapping[str, Any]:
    """Those that the register does not have yet."""
    return {name: supplier_create(actor=actor, title=name).pk for name in names}


def _hands(name: str, label: Any, *words: str) -> Field:
    """The suppliers that have one part in it."""
    return Field(name, label, Kind.LINKS, words=words, options=suppliers, make=make_suppliers)


FIELDS = (
    _field("reference", "Nr.", "ID", "Løbenr.", "Løbenummer", "Behandling nr.", "No.", kind=Kind.REFERENCE),
    _field(
        "title", "Navn", "Behandlingsaktivitet", "Behandling", "Aktivitet", "Behandlingens navn", "Navn på behandlingen",
        "Processing activity", "Activity", "Name", required=True,
    ),
    _field("role", "Rolle", "Dataansvarlig eller databehandler", "Role", kind=Kind.CHOICE, choices=ROLES, default=Role.CONTROLLER),
    _field("purpose", "Formål", "Formålet", "Behandlingens formål", "Formål med behandlingen", "Formålene med behandlingen", "Purpose", "Purposes"),
    _field(
        "data_subjects", "Kategorier af registrerede", "Registrerede", "Kategorien af registrerede", "Hvem behandles der oplysninger om",
        "Categories of data subjects", "Data subjects",
    ),
    _field("people", "Antal registrerede", "Antal personer", "Antal", "Number of data subjects", kind=Kind.INTEGER, low=0, high=2_000_000_000),
    _field(
        "categories", "Kategorier af personoplysninger", "Personoplysninger", "Almindelige personoplysninger", "Oplysninger", "Oplysningstyper",
        "Kategorier af oplysninger", "Categories of personal data", "Personal data",
    ),
    _field("special", "Følsomme oplysninger", "Følsomme personoplysninger", "Særlige kategorier", "Særlige kategorier af personoplysninger", "Special categories of data", "Sensitive data"),
    _field("protected", "Fortrolige oplysninger", "CPR og strafbare forhold", "CPR", "Confidential data"),
    _field("sources", "Kilde", "Kilder", "Hvor kommer oplysningerne fra", "Source", "Sources"),
    _field("informed", "Oplysningspligt", "Hvordan opfyldes oplysningspligten", "Privacy notice"),
    _field("grounds", "Retsgrundlag", "Hjemmel", "Behandlingsgrundlag", "Lovligt grundlag", "Behandlingshjemmel", "Lawful basis"),
    _field("special_grounds", "Undtagelse art. 9", "Hjemmel for følsomme oplysninger", "Artikel 9", "Article 9"),
    _field("protected_ground", "Hjemmel for CPR", "Hjemmel i databeskyttelsesloven"),
    _field("law", "Lovgivning", "Særlovgivning", "Anden lovgivning", "Lov"),
    _field(
        "recipients", "Modtagere", "Kategorier af modtagere", "Modtager", "Videregivelse",
        "Hvem videregives oplysningerne til",
        "Recipients", "Categories of recipients",
    ),
    _hands("processors", _("Processors"), "Databehandlere", "Databehandler", "Data processors", "Processor"),
    _hands("sub_processors", _("Sub-processors"), "Underdatabehandlere", "Underdatabehandler", "Subprocessors"),
    _hands("supplier_recipients", _("Suppliers that get data"), "Leverandører, der modtager", "Modtagende leverandører"),
    _hands("joint_suppliers", _("Suppliers as joint controllers"), "Fælles dataansvarlige leverandører"),
    _hands("supplier_sources", _("Suppliers as sources"), "Leverandører som kilde", "Kilder blandt leverandører"),
    _field("transfers_note", "Tredjelande", "Overførsel til tredjelande", "Overførsel til tredjeland", "Overførsler", "Tredjelandsoverførsel", "Third countries", "Transfers"),
    _field("retention", "Slettefrist", "Slettefrister", "Sletning", "Opbevaringsperiode", "Tidsfrister for sletning", "Hvornår slettes oplysningerne", "Retention", "Retention period", "Erasure"),
    _field("measures", "Sikkerhedsforanstaltninger", "Sikkerhed", "Tekniske og organisatoriske foranstaltninger", "Tekniske og organisatoriske sikkerhedsforanstaltninger", "Foranstaltninger", "Technical and organisational measures"),
    _field("customers", "Dataansvarlige", "De dataansvarlige", "Kunder", "Controllers"),
    _field("joint_with", "Fælles dataansvarlig med", "Joint controller with"),
    _field("owner", "Ansvarlig", "Ejer", "Procesejer", "Kontaktperson", "Responsible", "Process owner", kind=Kind.LINK, options=people_options, people=True),
    _field("unit", "Afdeling", "Enhed", "Forvaltning", "Område", "Department", kind=Kind.LINK, options=unit_options),
    _field("entity", "Selskab", "Juridisk enhed", "Virksomhed", "Company", "Legal entity", kind=Kind.LINK, options=unit_options),
    _field("systems", "System", "IT-systemer", "It-systemer", "Systems", "Applications", kind=Kind.LINKS, options=objects),
    _field("processes", "Proces", "Forretningsproces", "Business process", kind=Kind.LINKS, options=objects),
    _field("information_types", "Informationstyper", "Information types", kind=Kind.LINKS, options=information),
    _field("next_review", "Næste gennemgang", "Næste revision", "Revideres", "Review date", kind=Kind.DATE),
    Field("status", _("Status"), Kind.TEXT, computed=True),
    Field("complete", _("Completeness"), Kind.INTEGER, computed=True),
)  # fmt: skip
PLAIN = (
    *(
        "reference",
        "title",
        "role",
        "purpose",
        "people",
        "categories",
        "sources",
        "informed",
        "protected_ground",
        "law",
    ),
    *("recipients", "transfers_note", "retention", "customers", "joint_with", "owner_id", "unit_id", "entity_id"),
    *("next_review", "complete"),
)
MANY = ("systems", "processes", "information_types")


def rows(actor: Actor, queryset: QuerySet[Activity] | None = None) -> Iterator[Existing]:
    """The activities that the actor sees; archived ones stay out of files."""
    found = selectors.activities_for(actor).filter(archived_at=None) if queryset is None else queryset
    keys = list(found.order_by().values_list("pk", flat=True))
    whole = selectors.activities_for(actor).filter(pk__in=keys).prefetch_related(*MANY).order_by("number", "pk")
    hands = selectors.hands_among(actor, keys)
    for row in whole.iterator(chunk_size=1_000):
        values = {name.removesuffix("_id"): getattr(row, name) for name in PLAIN}
        many = {name: tuple(each.pk for each in getattr(row, name).all()) for name in MANY}
        many |= {
            name: tuple(hand.supplier_id for hand in hands.get(row.pk, ()) if hand.part == part)
            for name, part in HANDS.items()
        }
        yield Existing(row.pk, row.version, {**values, **many, **_said(row), "status": row.get_status_display()})


def _said(row: Activity) -> dict[str, str]:
    """What is kept as keys, in words."""
    grounds = {name: "\n".join(said(name, getattr(row, name))) for name in ("grounds", "special_grounds")}
    return {
        "data_subjects": "\n".join(subjects_of(row)),
        "special": "\n".join(said("special", row.special)),
        "protected": "\n".join(said("protected", row.protected)),
        "measures": "\n".join(measures_of(row)),
        **grounds,
    }


def taken(actor: Actor) -> Iterable[str]:
    return Activity.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


ACTIVITIES = Register(
    kind="processing-activities",
    title=_("Processing activities"),
    icon=selectors.ICON,
    list_url="privacy:activity-list",
    view=VIEW,
    edit=MANAGE,
    fields=FIELDS,
    rows=rows,
    write=services.activities_import,
    undo=services.activities_import_undo,
    match_on=(("reference",), ("title",)),
    taken=taken,
)
"""Known as what ``holger import`` and ``holger export`` call it."""
