"""The registers ``processes``, ``assets`` and ``dependencies`` as spreadsheets, in the words that people use in theirs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.assets import selectors, services
from holger.assets.models import Asset, AssetType, Dependency
from holger.assets.models.asset import IMPACTS, LEVELS, Answer, Exposure, Hosting, Status
from holger.assets.models.dependency import DependencyKind
from holger.assets.models.information import Classification, PersonalData
from holger.core.actor import Actor
from holger.core.countries import countries, country_name, names_of
from holger.exchange.registers import Choice, Combined, Existing, Field, Kind, Option, Register
from holger.organisation import selectors as organisation
from holger.organisation import services as organising
from holger.suppliers.rules.spelling import key_of
from holger.suppliers.selectors.register import pickable as suppliers_to_pick
from holger.suppliers.services import suppliers_named

# What a cell may point to


def tags(actor: Actor) -> Iterator[Option]:
    return (Option(row.pk, row.name) for row in organisation.tags_for(actor))


def information_types(actor: Actor) -> Iterator[Option]:
    return (Option(row.pk, row.name) for row in selectors.information_types_for(actor))


def objects(actor: Actor) -> Iterator[Option]:
    """Processes and assets, by title or reference."""
    for row in selectors.pickable(actor).only("reference", "title"):
        yield Option(row.pk, row.title, (row.reference, f"{row.reference} {row.title}"))


def suppliers(actor: Actor) -> Iterator[Option]:
    """Suppliers by any of their names, however those are written, or by reference."""
    for row in suppliers_to_pick(actor).only("reference", "title", "aliases"):
        yield Option(row.pk, row.title, (row.reference, *row.aliases.splitlines()))


def make_suppliers(*, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    return suppliers_named(actor=actor, names=names)


def make_people(*, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    return {name: organising.person_create(actor=actor, name=name).pk for name in names}


def make_units(*, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    return {name: organising.unit_create(actor=actor, name=name).pk for name in names}


def make_tags(*, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    return {name: organising.tag_create(actor=actor, name=name).pk for name in names}


def make_information_types(*, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    return {name: services.information_type_create(actor=actor, name=name).pk for name in names}


# What other tools and people call things


def _choices(choices: Iterable[tuple[Any, Any]], words: dict[str, str] | None = None) -> tuple[Choice, ...]:
    """``words``: value → what else it is called, divided by commas."""
    told = words or {}
    return tuple(Choice(value, label, tuple(told.get(value, "").split(","))) for value, label in choices)


def _named(field: str) -> Any:
    return Asset._meta.get_field(field).verbose_name


TYPES = _choices(
    [choice for choice in AssetType.choices if choice[0] != AssetType.PROCESS],
    {
        "information": "data,dataset,datasæt,information,informationsaktiv,information asset,informationer",
        "application": "system,it system,applikation,application,app,software,program,fagsystem,on-prem system,it",
        "cloud_service": "cloud,saas,skytjeneste,cloud service,cloudløsning,sky,online service,web service,paas,iaas",
        "server": "servere,servers,virtuel server,vm,virtual machine,host,fysisk server",
        "database": "databaser,databases,db,sql,data warehouse,datavarehus",
        "network": "netværk,network,firewall,switch,router,netværksudstyr,network device,wifi,vpn",
        "endpoint": "klient,client,pc,laptop,bærbar,mobil,telefon,smartphone,tablet,computer,endpoint,device,udstyr",
        "ot_device": "ot,iot,plc,sensor,scada,ot-enhed,iot-enhed,maskine,styring,produktionsudstyr,ot system",
        "site": "lokation,location,bygning,building,lokale,site,kontor,office,serverrum,datacenter,data centre",
        "paper_archive": "papir,paper,arkiv,archive,papirarkiv,fysisk arkiv,ringbind",
        "removable_media": "usb,usb-nøgle,medie,media,bånd,tape,ekstern disk,flytbart medie",
        "people": "person,rolle,role,medarbejder,personale,staff,nøgleperson,team,people",
        "supplier": "leverandør,vendor,supplier,tredjepart,third party,databehandler",
        "source_code": "kode,kildekode,source code,repository,repo,git",
        "key": "nøgle,certifikat,certificate,key,krypteringsnøgle,encryption key",
        "integration": "integration,api,dataflow,data flow,interface,snitflade,edi,filudveksling",
        "ai_system": "ai,ai-model,ai model,kunstig intelligens,sprogmodel,chatbot,copilot",
        "backup": "sikkerhedskopi,backup,backupsystem,backup system",
        "processing_activity": "behandling,behandlingsaktivitet,processing,processing activity",
    },
)
STATUSES = _choices(
    Status.choices,
    {
        "planned": "planlagt,under indførelse,på vej,implementation,new,pilot",
        "in_use": "i drift,drift,aktiv,active,live,in use,production,produktion,i brug,ja",
        "phasing_out": "udfases,under udfasning,udfasning,phasing out,sunset,legacy",
        "retired": "udfaset,lukket,retired,decommissioned,nedlagt,ude af drift,inaktiv,inactive",
    },
)
CLASSES = _choices(
    Classification.choices,
    {
        "public": "offentlig,offentligt,public,åben,1",
        "internal": "intern,internt,internal,til internt brug,2",
        "confidential": "fortrolig,fortroligt,confidential,3",
        "strictly_confidential": "strengt fortrolig,strengt fortroligt,hemmelig,secret,strictly confidential,"
        "highly confidential,restricted,4",
    },
)
PERSONAL = _choices(
    PersonalData.choices,
    {
        "none": "nej,no,ingen,none,ikke relevant",
        "ordinary": "ja,yes,almindelige,almindelig,ordinary,personoplysninger,persondata,personal data,x",
        "special": "følsomme,følsom,særlige,særlige kategorier,sensitive,special,cpr,cpr-nummer,helbred",
    },
)
EXPOSURES = _choices(
    Exposure.choices,
    {
        "none": "nej,no,intern,internal,ingen,none,internt,kun internt,lukket",
        "vpn": "vpn,kun vpn,via vpn,fjernadgang",
        "internet": "ja,yes,internet,internetvendt,eksternt,external,public,offentlig,åben,x,exposed",
    },
)
HOSTINGS = _choices(
    Hosting.choices,
    {
        "on_premises": "on-prem,on prem,on-premises,on premise,egen drift,lokalt,internt,egne servere,in-house,eget hus",
        "hosted": "hostet,hosted,hosting,leverandør,ekstern drift,outsourcet,outsourced,driftsleverandør",
        "cloud": "cloud,sky,skyen,saas,azure,aws,google cloud,public cloud",
    },
)
ANSWERS = _choices(
    Answer.choices,
    {
        "yes": "ja,yes,x,true,sand,ok,fuld,full,dagligt,daily,1",
        "partly": "delvis,delvist,partly,partial,noget,nogle,begrænset",
        "no": "nej,no,false,falsk,mangler,missing,ingen,none,0",
        "not_relevant": "ikke relevant,n/a,na,not relevant,not applicable,irrelevant,ir",
        "unknown": "ukendt,unknown,?,ved ikke,uafklaret",
    },
)
KINDS = _choices(
    DependencyKind.choices,
    {
        "uses": "bruger,uses,anvender,benytter,depends on,afhænger af",
        "runs_on": "kører på,runs on,hostet på,hosted on,installeret på",
        "stores_in": "gemmer i,gemmer data i,lagrer i,stores in,stores data in,data i",
        "connects_to": "forbinder til,forbundet til,connects to,integrerer med,integrates with,taler med",
        "backed_up_by": "sikkerhedskopieres af,backes op af,backed up by,backup af",
        "delivered_by": "leveres af,delivered by,leverandør,supplied by,provided by",
        "located_in": "ligger i,står i,placeret i,located in,placed in",
        "operated_by": "drives af,driftes af,operated by,vedligeholdes af,managed by",
    },
)
_country = lazy(country_name, str)
NEED_LEVELS = tuple(
    Choice(level, label, words)
    for (level, label), words in zip(
        LEVELS,
        (
            ("lav", "low", "ubetydelig", "lille"),
            ("normal", "middel", "medium", "moderat", "mindre"),
            ("vigtig", "høj", "high", "important", "alvorlig", "stor"),
            ("kritisk", "critical", "meget høj", "very high", "katastrofal"),
        ),
        strict=True,
    )
)
IMPACT_LEVELS = tuple(Choice(level, label) for level, label in IMPACTS)


def _need(name: str, words: tuple[str, ...]) -> Field:
    return Field(name, _named(name), Kind.INTEGER, words=words, low=1, high=4, choices=NEED_LEVELS)


def _hours(name: str, words: tuple[str, ...]) -> Field:
    return Field(name, _named(name), Kind.INTEGER, words=words, low=0, high=100_000)


def _impact(name: str, words: tuple[str, ...]) -> Field:
    return Field(name, _named(name), Kind.INTEGER, words=words, low=1, high=4, choices=IMPACT_LEVELS)


def _text(name: str, words: tuple[str, ...], **more: Any) -> Field:
    return Field(name, _named(name), words=words, max_length=Asset._meta.get_field(name).max_length or 0, **more)


def _choice(name: str, choices: tuple[Choice, ...], words: tuple[str, ...], default: Any = None) -> Field:
    return Field(name, _named(name), Kind.CHOICE, words=words, choices=choices, default=default)


TITLE_AND_PURPOSE = (
    Field(
        "reference",
        _("Reference"),
        Kind.REFERENCE,
        words=("Ref", "Ref.", "ID", "Nr.", "Nummer", "Systemnr.", "System-ID", "Aktiv-ID", "Asset ID", "No.", "Key"),
    ),
    Field(
        "title",
        _("Name"),
        required=True,
        max_length=200,
        words=(
            "Navn",
            "Titel",
            "Title",
            "System",
            "Systemnavn",
            "System name",
            "Aktiv",
            "Asset",
            "Asset name",
            "Proces",
            "Process",
            "Procesnavn",
            "Applikation",
            "Application",
            "Betegnelse",
            "It-system",
            "Tjeneste",
            "Service",
        ),
    ),
    _text("purpose", ("Formål", "Beskrivelse", "Description", "Anvendelse", "Funktion", "Function", "Bemærkninger")),
)
RESPONSIBLE = (
    Field("owner", _named("owner"), Kind.LINK, options=organisation.people_options, people=True, spill="deputy", make=make_people,
          words=("Ejer", "Systemejer", "System owner", "Procesejer", "Process owner", "Ansvarlig", "Responsible",
                 "Dataejer", "Data owner", "Kontaktperson", "Contact")),
    Field("deputy", _named("deputy"), Kind.LINK, options=organisation.people_options, people=True, make=make_people,
          words=("Stedfortræder", "Backup-ansvarlig", "Systemansvarlig", "Teknisk ansvarlig", "Technical owner", "Deputy owner")),
    Field("unit", _named("unit"), Kind.LINK, options=organisation.unit_options, make=make_units,
          words=("Enhed", "Afdeling", "Department", "Forretningsområde", "Business unit", "Område", "Team", "Division")),
    _choice("status", STATUSES, ("Status", "Driftsstatus", "State", "Livscyklus", "Lifecycle"), Status.IN_USE),
)  # fmt: skip
CONTENT = (
    _choice("classification", CLASSES, ("Klassifikation", "Klassificering", "Dataklassifikation", "Data classification")),
    _choice(
        "personal_data",
        PERSONAL,
        ("Personoplysninger", "Persondata", "Personal data", "GDPR", "PII", "Personhenførbare data", "Følsomme data"),
        PersonalData.NONE,
    ),
    Field("information_types", _named("information_types"), Kind.LINKS, options=information_types,
          make=make_information_types, words=("Datatyper", "Data types", "Informationstyper", "Data", "Datakategorier")),
)  # fmt: skip
NEEDS = (
    _need("own_c", ("Fortrolighed", "F", "K", "Confidentiality need", "Konfidentialitet")),
    _need("own_i", ("Integritet", "I", "Integrity need")),
    _need("own_a", ("Tilgængelighed", "T", "A", "Availability need")),
)
LAST = (
    Field("last_reviewed", _named("last_reviewed"), Kind.DATE,
          words=("Senest gennemgået", "Sidst gennemgået", "Last review", "Sidste review")),
    Field("next_review", _named("next_review"), Kind.DATE,
          words=("Næste gennemgang", "Gennemgås", "Næste review", "Review date", "Revurderes", "Revideres")),
    Field("tags", _named("tags"), Kind.LINKS, options=tags, make=make_tags, make_freely=True,
          words=("Mærker", "Mærkater", "Labels", "Emneord")),
)  # fmt: skip
COMPUTED = (
    Field("need_c", _named("need_c"), Kind.INTEGER, computed=True, words=("Behov F",)),
    Field("need_i", _named("need_i"), Kind.INTEGER, computed=True, words=("Behov I",)),
    Field("need_a", _named("need_a"), Kind.INTEGER, computed=True, words=("Behov T",)),
    Field("criticality", _named("criticality"), Kind.INTEGER, computed=True, words=("Kritikalitet",)),
)
RECOVERY = (
    _hours(
        "rto_hours",
        ("RTO", "RTO (timer)", "RTO hours", "Genetableringstid", "Recovery time", "Recovery time objective"),
    ),
    _hours("rpo_hours", ("RPO", "RPO (timer)", "RPO hours", "Maks. datatab", "Datatab", "Recovery point objective")),
)
COUNTRIES = tuple(Choice(code, _country(code), (code, *names_of(code))) for code, _name in countries())
COMBINED = (
    Combined(
        "need",
        _("Protection need"),
        ("own_c", "own_i", "own_a"),
        words=(
            "FIT",
            "F/I/T",
            "K/I/T",
            "KIT",
            "CIA",
            "C/I/A",
            "Behov FIT",
            "Behov F I T",
            "Klassifikation FIT",
            "Beskyttelsesbehov",
        ),
    ),
)

ASSET_FIELDS = (
    *TITLE_AND_PURPOSE,
    _choice("type", TYPES, ("Type", "Systemtype", "Aktivtype", "Asset type", "Kategori", "Category", "Art"), "application"),
    *RESPONSIBLE,
    *CONTENT,
    *NEEDS,
    *RECOVERY,
    _choice("exposure", EXPOSURES, ("Eksponering", "Internetvendt", "Internet-facing", "Internet facing", "Internetadgang",
                                    "Eksponeret mod internettet", "Exposed"), Exposure.NONE),
    _choice("mfa", ANSWERS, ("MFA", "2FA", "To-faktor", "Tofaktor", "Two-factor", "Flerfaktorgodkendelse", "Multifaktor"),
            Answer.UNKNOWN),
    _choice("backup", ANSWERS, ("Backup", "Sikkerhedskopi", "Backup?", "Backup taken"), Answer.UNKNOWN),
    _choice("logging", ANSWERS, ("Logning", "Log", "Logging", "Audit log"), Answer.UNKNOWN),
    Field("users", _named("users"), Kind.INTEGER, words=("Brugere", "Antal brugere", "Number of users", "User count"), low=0,
          high=2_000_000_000),
    Field("in_use_from", _named("in_use_from"), Kind.DATE, words=("I brug fra", "Idriftsat", "Ibrugtaget", "Go-live", "Startdato")),
    Field("end_of_support", _named("end_of_support"), Kind.DATE,
          words=("Support slutter", "Support ophører", "Slut på support", "EOL", "EoS", "End of life", "Support til", "Udløb af support")),
    _choice("hosting", HOSTINGS, ("Drift", "Hosting", "Driftsform", "Hostingform", "Deployment")),
    Field("supplier", _named("supplier"), Kind.LINK, options=suppliers, spelled=key_of, make=make_suppliers, make_freely=True,
          words=("Leverandør", "Vendor", "Leverandørnavn", "Systemleverandør", "Supplier name", "Producent", "Databehandler")),
    _text("contract", ("Kontrakt", "Aftale", "Agreement", "Kontraktnr.", "Contract no.", "Databehandleraftale")),
    _text("location", ("Lokation", "Placering", "Sted", "Location", "Datacenter", "Bygning")),
    Field("country", _named("country"), Kind.CHOICE, choices=COUNTRIES, words=("Land", "Hostingland", "Hosting country", "Dataplacering",
                                                                        "Data location")),
    *LAST,
    *COMPUTED,
)  # fmt: skip

PROCESS_FIELDS = (
    *TITLE_AND_PURPOSE,
    *RESPONSIBLE,
    *CONTENT,
    *NEEDS,
    _impact("impact_4h", ("Konsekvens efter 4 timer", "4 timer", "4h", "Impact 4 hours")),
    _impact("impact_1d", ("Konsekvens efter 1 dag", "1 dag", "1 døgn", "24h", "Impact 1 day")),
    _impact("impact_3d", ("Konsekvens efter 3 dage", "3 dage", "3 døgn", "72h", "Impact 3 days")),
    _impact("impact_1w", ("Konsekvens efter 1 uge", "1 uge", "1 week", "Impact 1 week")),
    *RECOVERY,
    _hours("mtpd_hours", ("MTPD", "MTD", "MTPD (timer)", "Maks. tålelig nedetid", "Maximum tolerable downtime")),
    _text("peak_periods", ("Spidsbelastning", "Peak", "Kritiske perioder")),
    _text("workaround", ("Nødprocedure", "Manuel procedure", "Fallback", "Midlertidig løsning")),
    *LAST,
    *COMPUTED,
)

DEPENDENCY_FIELDS = (
    Field("source", pgettext_lazy("column", "From"), Kind.LINK, options=objects, required=True,
          words=("Fra", "Kilde", "Source", "Proces", "Process", "System", "Hvad afhænger", "What depends", "Objekt", "Afhængig")),
    Field("kind", _("How"), Kind.CHOICE, choices=KINDS, default="uses",
          words=("Hvordan", "Relation", "Relationstype", "Type", "Kind", "Relationship", "Afhængighedstype")),
    Field("target", pgettext_lazy("column", "To"), Kind.LINK, options=objects, required=True,
          words=("Til", "Mål", "Target", "Afhænger af", "Depends on", "Understøttes af", "Supported by", "Aktiv", "Asset")),
    Field("carries_c", _("Carries confidentiality"), Kind.BOOLEAN, default=True, words=("Bærer fortrolighed",)),
    Field("carries_i", _("Carries integrity"), Kind.BOOLEAN, default=True, words=("Bærer integritet",)),
    Field("carries_a", _("Carries availability"), Kind.BOOLEAN, default=True, words=("Bærer tilgængelighed",)),
    Field("note", _("Note"), max_length=500, words=("Bemærkning", "Note", "Kommentar", "Comment", "Remarks")),
)  # fmt: skip


# What is there now

LINKS = {"information_types": "informationtype_id", "tags": "tag_id"}


def _rows(fields: Sequence[Field]) -> Any:
    """``rows`` of a register of processes or assets: plain tuples, because an export has ten thousand of them."""
    single = [field for field in fields if field.kind != Kind.LINKS]
    names = [f"{field.name}_id" if field.kind == Kind.LINK else field.name for field in single]

    def rows(actor: Actor, queryset: QuerySet[Asset]) -> Iterator[Existing]:
        found = queryset.order_by("number", "pk")
        held = {name: _held(name, far, found) for name, far in LINKS.items()}
        for pk, version, *values in found.values_list("pk", "version", *names):
            told = dict(zip((field.name for field in single), values, strict=True))
            yield Existing(pk, version, {**told, **{name: tuple(ids.get(pk, ())) for name, ids in held.items()}})

    return rows


def _held(name: str, far: str, rows: QuerySet[Asset]) -> dict[Any, list[Any]]:
    through = getattr(Asset, name).through
    held: dict[Any, list[Any]] = {}
    mine = through.objects.filter(asset_id__in=rows.order_by().values("pk")).order_by("pk")
    for asset_id, other_id in mine.values_list("asset_id", far):
        held.setdefault(asset_id, []).append(other_id)
    return held


_asset_rows, _process_rows = _rows(ASSET_FIELDS), _rows(PROCESS_FIELDS)


def asset_rows(actor: Actor, queryset: QuerySet[Asset] | None = None) -> Iterator[Existing]:
    mine = selectors.plain_assets_for(actor).filter(archived_at=None) if queryset is None else queryset
    return _asset_rows(actor, mine)


def process_rows(actor: Actor, queryset: QuerySet[Asset] | None = None) -> Iterator[Existing]:
    mine = selectors.processes_for(actor).filter(archived_at=None) if queryset is None else queryset
    return _process_rows(actor, mine)


def dependency_rows(actor: Actor, queryset: QuerySet[Dependency] | None = None) -> Iterator[Existing]:
    mine = selectors.dependencies_for(actor) if queryset is None else queryset
    live = mine.filter(source__archived_at=None, target__archived_at=None)
    names = [field.name for field in DEPENDENCY_FIELDS]
    rows = live.order_by("created_at", "pk").values_list("pk", "source_id", "kind", "target_id", *names[3:])
    for pk, *values in rows:
        yield Existing(pk, 1, dict(zip(names, values, strict=True)))


def taken_by_assets(actor: Actor) -> Iterable[str]:
    return _taken(selectors.plain_assets_for(actor), actor)


def taken_by_processes(actor: Actor) -> Iterable[str]:
    return _taken(selectors.processes_for(actor), actor)


def _taken(offered: QuerySet[Asset], actor: Actor) -> Iterable[str]:
    """References of the organisation that are not among the rows offered: archived, unseen, or of the other register."""
    everything = selectors.references_in(actor.organisation_id)
    return everything - set(offered.filter(archived_at=None).values_list("reference", flat=True))


ASSETS = Register(
    kind="assets",
    title=_("Assets"),
    icon="server-2",
    list_url="assets:asset-list",
    view="assets.view",
    edit="assets.import",
    fields=ASSET_FIELDS,
    combined=COMBINED,
    rows=asset_rows,
    write=services.asset_import,
    undo=services.asset_import_undo,
    taken=taken_by_assets,
)
PROCESSES = Register(
    kind="processes",
    title=_("Processes"),
    icon="route",
    list_url="assets:process-list",
    view="assets.view",
    edit="assets.import",
    fields=PROCESS_FIELDS,
    combined=COMBINED,
    rows=process_rows,
    write=services.process_import,
    undo=services.process_import_undo,
    taken=taken_by_processes,
)
DEPENDENCIES = Register(
    kind="dependencies",
    title=_("Dependencies"),
    icon="arrows-exchange",
    list_url="assets:dependency-list",
    view="assets.view",
    edit="assets.import",
    fields=DEPENDENCY_FIELDS,
    match_on=(("source", "target", "kind"),),
    rows=dependency_rows,
    write=services.dependency_import,
    undo=services.dependency_import_undo,
)
