"""The incidents as a spreadsheet: an old log comes in, in the words that people use in theirs, and all that is told goes out.

A log tells days; a case has times. A day from a file becomes noon where the organisation is, and the times count as estimates.
What comes in closed has no moments, so no clock of the law starts by it (``selectors.clocks.ticking``).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.words import N_, Reason, say
from holger.exchange.registers import Choice, Existing, Field, Option, Register
from holger.exchange.registers import Kind as Cell
from holger.incidents import library, services
from holger.incidents.library.titles import category_titles
from holger.incidents.models import Cause, Incident, Known, Source, Status
from holger.incidents.permissions import IMPORT, VIEW
from holger.incidents.selectors.incidents import incidents_for
from holger.organisation import selectors as organisation
from holger.organisation.models import Organisation

LOOSE = {
    "phishing": ("phishing", "spam", "mistænkelig mail", "social engineering"),
    "payment-fraud": ("svindel", "ceo-svindel", "fakturasvindel", "fraud", "bec"),
    "malware": ("malware", "ransomware", "virus", "skadelig kode"),
    "account": ("kontoovertagelse", "kompromitteret konto", "account takeover", "uautoriseret adgang", "hacking"),
    "lost-device": ("tabt udstyr", "mistet udstyr", "tyveri", "stjålet", "lost device", "theft", "mistet telefon"),
    "wrong-recipient": ("fejlsendt", "fejlforsendelse", "forkert modtager", "wrong recipient", "misdirected e-mail"),
    "exposed-data": ("datalæk", "læk", "utilsigtet offentliggørelse", "data leak", "leak"),
    "outage": ("nedbrud", "driftsforstyrrelse", "utilgængelighed", "outage", "ddos", "nedetid"),
    "data-loss": ("datatab", "tab af data", "data loss", "sletning"),
    "supplier": ("leverandør", "databehandler", "supplier", "third party", "tredjepart"),
    "insider": ("misbrug", "insider", "internt misbrug"),
    "vulnerability": ("sårbarhed", "vulnerability"),
    "physical": ("indbrud", "fysisk", "physical"),
    "doubt": ("andet", "øvrigt", "other", "diverse"),
}
"""What logs call the categories."""
SEVERE = {
    "low": ("lav", "grøn", "ubetydelig", "mindre", "minor", "1", "p4"),
    "medium": ("middel", "mellem", "moderat", "gul", "moderate", "2", "p3"),
    "high": ("høj", "alvorlig", "rød", "major", "3", "p2"),
    "critical": ("kritisk", "meget alvorlig", "katastrofal", "severe", "4", "p1"),
}
STATUS_WORDS = {
    Status.OPEN: ("åben", "i gang", "under behandling", "igangværende", "open", "in progress", "ny", "new"),
    Status.CONTAINED: ("inddæmmet", "contained"),
    Status.RECOVERED: ("genoprettet", "løst", "resolved", "afventer evaluering"),
    Status.CLOSED: ("lukket", "afsluttet", "færdig", "closed", "done", "løst og lukket"),
    Status.REJECTED: ("afvist", "ikke en hændelse", "falsk alarm", "false positive", "rejected"),
}
SOURCES = {
    Source.PHONE: ("telefon", "opkald", "phone"),
    Source.MAIL: ("mail", "e-mail", "email"),
    Source.MONITORING: ("overvågning", "siem", "alarm", "monitoring", "soc"),
    Source.SUPPLIER: ("leverandør", "supplier"),
    Source.AUTHORITY: ("myndighed", "authority", "cfcs", "politi"),
}
CAUSES = {
    Cause.HUMAN: ("menneskelig fejl", "brugerfejl", "human error", "fejl"),
    Cause.TECHNICAL: ("teknisk fejl", "systemfejl", "technical", "teknisk"),
    Cause.MALICIOUS: ("angreb", "ondsindet", "hacker", "malicious", "attack"),
    Cause.NATURAL: ("natur", "brand", "vand", "strøm", "environment"),
    Cause.SUPPLIER: ("leverandørfejl", "leverandør", "supplier"),
}


def people(actor: Actor) -> Iterator[Option]:
    for row in organisation.people_for(actor):
        yield Option(row.pk, row.name, tuple(key for key in (row.reference, row.email, row.initials) if key))


def units(actor: Actor) -> Iterator[Option]:
    return (Option(row.pk, row.name) for row in organisation.units_for(actor))


def _choices(choices: Iterable[tuple[Any, Any]], words: Mapping[Any, tuple[str, ...]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, words.get(value, ())) for value, label in choices)


def _categories() -> tuple[Choice, ...]:
    """In both languages whatever the reader's: a log may be in either."""
    return tuple(
        Choice(key, Said(title), (*title.values(), *LOOSE.get(key, ()))) for key, title in category_titles().items()
    )


def _severities() -> tuple[Choice, ...]:
    """The levels of the ready methods; of a method of one's own those that are called the same."""
    levels = {level.key: level for method in library.severities() for level in method.severities}
    return tuple(
        Choice(key, Said(level.title), (*level.title.values(), *SEVERE.get(key, ()))) for key, level in levels.items()
    )


@dataclass(frozen=True)
class Said:
    """A text of the library in the language of whoever reads the file."""

    title: Mapping[str, str]

    def __str__(self) -> str:
        return say(self.title, get_language())


def _field(name: str, *words: str, kind: Cell = Cell.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    return Field(name, Incident._meta.get_field(name).verbose_name, kind, words=words, **more)


def _count(name: str, *words: str) -> Field:
    return _field(name, *words, kind=Cell.INTEGER, low=0, high=2_000_000_000)


KNOWN = _choices(Known.choices, {Known.YES: ("ja",), Known.NO: ("nej",), Known.UNKNOWN: ("ved ikke", "ukendt")})
FIELDS = (
    _field("reference", "Nr.", "ID", "Sagsnr.", "Hændelsesnr.", "Hændelses-id", "Incident ID", "Case no.", kind=Cell.REFERENCE),
    _field("title", "Hændelse", "Overskrift", "Emne", "Kort beskrivelse", "Incident", "Summary", "Titel", required=True,
           max_length=200),
    _field("description", "Beskrivelse", "Hændelsesbeskrivelse", "Hvad skete der", "Description", "Details", "Detaljer",
           max_length=20_000),
    _field("category", "Kategori", "Type", "Hændelsestype", "Art", "Category", "Incident type", kind=Cell.CHOICE,
           choices=_categories()),
    _field("severity", "Alvorlighed", "Alvor", "Prioritet", "Klassifikation", "Severity", "Priority", "Konsekvens",
           kind=Cell.CHOICE, choices=_severities()),
    _field("status", "Tilstand", "Status", "State", kind=Cell.CHOICE,
           choices=_choices([c for c in Status.choices if c[0] != Status.MERGED], STATUS_WORDS), default=Status.CLOSED),
    _field("detected_at", "Dato", "Opdaget", "Opdaget dato", "Konstateret", "Registreret", "Date", "Detected", "Discovered",
           "Date detected", kind=Cell.DATE, required=True),
    _field("occurred_from", "Indtruffet", "Startet", "Hændelsesdato", "Fra", "Occurred", "Start", kind=Cell.DATE),
    _field("occurred_to", "Ophørt", "Slut", "Til", "End", "Ended", kind=Cell.DATE),
    _field("closed_at", "Lukket", "Lukket dato", "Afsluttet", "Afslutningsdato", "Closed", "Date closed", kind=Cell.DATE),
    Field("owner", _("Case leader"), Cell.LINK, options=people, people=True,
          words=("Sagsansvarlig", "Ansvarlig", "Behandler", "Sagsbehandler", "Owner", "Handler", "Assignee")),
    _field("unit", "Afdeling", "Enhed", "Department", "Unit", kind=Cell.LINK, options=units),
    _field("source", "Kilde", "Kanal", "Indberetningskanal", "Source", "Channel", kind=Cell.CHOICE,
           choices=_choices(Source.choices, SOURCES), default=Source.OTHER),
    _field("reported_by", "Indberettet af", "Rapporteret af", "Anmeldt af", "Anmelder", "Reported by", "Reporter", "Melder",
           max_length=200),
    _field("cause", "Årsag", "Grundårsag", "Årsagstype", "Cause", "Root cause", kind=Cell.CHOICE,
           choices=_choices(Cause.choices, CAUSES)),
    _field("malicious", "Ondsindet", "Ulovlig", kind=Cell.CHOICE, choices=KNOWN, default=Known.UNKNOWN),
    _field("cross_border", "Grænseoverskridende", "Andre lande", kind=Cell.CHOICE, choices=KNOWN, default=Known.UNKNOWN),
    _field("hits_confidentiality", "Fortrolighed", "Fortrolighed ramt", kind=Cell.BOOLEAN, default=False),
    _field("hits_integrity", "Integritet", "Integritet ramt", kind=Cell.BOOLEAN, default=False),
    _field("hits_availability", "Tilgængelighed", "Tilgængelighed ramt", kind=Cell.BOOLEAN, default=False),
    _count("people_count", "Berørte personer", "Antal registrerede", "Antal berørte", "Registrerede", "Affected people",
           "Data subjects"),
    _count("record_count", "Antal registreringer", "Records"),
    _count("users_count", "Berørte brugere", "Antal brugere", "Affected users"),
    _count("customers_count", "Berørte kunder", "Antal kunder", "Affected customers"),
    _count("outage_minutes", "Nedetid", "Nedetid (minutter)", "Downtime", "Outage minutes"),
    _field("loss", "Tab", "Økonomisk tab", "Omkostninger", "Loss", "Cost", kind=Cell.AMOUNT),
    _field("containment", "Håndtering", "Afhjælpning", "Straksforanstaltninger", "Tiltag", "Containment", "Actions taken",
           max_length=20_000),
    _field("recovery", "Genopretning", "Løsning", "Recovery", "Resolution", max_length=20_000),
    _field("drill", kind=Cell.BOOLEAN, computed=True),
    _field("restricted", kind=Cell.BOOLEAN, computed=True),
    _field("impact", computed=True),
    _field("urgency", computed=True),
)  # fmt: skip
DAYS = services.DAYS
PLAIN = tuple(f"{field.name}_id" if field.kind == Cell.LINK else field.name for field in FIELDS)


def rows(actor: Actor, queryset: QuerySet[Incident] | None = None) -> Iterator[Existing]:
    """What the actor may know of; what is archived stays out of files."""
    found = incidents_for(actor).filter(archived_at=None) if queryset is None else queryset
    zone = ZoneInfo(Organisation.objects.get(pk=actor.organisation_id).zone)
    known = {choice.value for choice in _severities()}
    for pk, version, *values in found.order_by("number", "pk").values_list("pk", "version", *PLAIN):
        told = dict(zip((field.name for field in FIELDS), values, strict=True))
        for name in DAYS:
            told[name] = told[name].astimezone(zone).date() if told[name] else None
        told["severity"] = told["severity"] if told["severity"] in known else None
        yield Existing(pk, version, told)


def taken(actor: Actor) -> Iterable[str]:
    return Incident.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


def check(values: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    """What the days of a row say against each other."""
    began, ended, detected, closed = (
        values.get(n) for n in ("occurred_from", "occurred_to", "detected_at", "closed_at")
    )
    if began and ended and ended < began:
        yield "occurred_to", Reason(N_("It ended before it began."))
    if detected and closed and closed < detected:
        yield "closed_at", Reason(N_("It was closed before it was detected."))


INCIDENTS = Register(
    kind="incidents",
    title=_("Incidents"),
    icon="urgent",
    list_url="incidents:incident-list",
    view=VIEW,
    edit=IMPORT,
    fields=FIELDS,
    rows=rows,
    write=services.incidents_import,
    undo=services.incidents_import_undo,
    match_on=(("reference",), ("title", "detected_at")),
    taken=taken,
    check=check,
)
