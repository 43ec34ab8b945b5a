"""A register as a room would describe it, ready for the rules without Django."""

from holger.exchange.fields import Choice, Combined, Field, Kind, Option, Ready, ReadyCombined, ReadyField
from holger.exchange.normal import heading

LEVELS = (
    Choice(1, "Lav", ("low", "begrænset")),
    Choice(2, "Middel", ("medium", "moderat")),
    Choice(3, "Høj", ("high",)),
    Choice(4, "Kritisk", ("critical", "meget høj", "very high")),
)
YES_NO = (
    Choice("yes", "Ja", ("yes", "implementeret")),
    Choice("partly", "Delvist", ("partly", "partial", "delvis")),
    Choice("no", "Nej", ("no", "ikke implementeret")),
)
STATUS = (
    Choice("planned", "Planlagt", ("planned",)),
    Choice("in_use", "I drift", ("in use", "aktiv", "active", "produktion", "live")),
    Choice("retired", "Udfaset", ("retired", "nedlagt")),
)
TYPES = (
    Choice("application", "It-system", ("application", "fagsystem", "program", "applikation")),
    Choice("cloud_service", "Cloudtjeneste", ("cloud service", "cloud", "saas")),
    Choice("server", "Server"),
    Choice("database", "Database", ("db",)),
    Choice("ot_device", "OT-enhed", ("ot device", "plc", "sensor")),
    Choice("endpoint", "Klientudstyr", ("endpoint", "pc", "klient")),
)
PEOPLE = (
    Option("p1", "Sofie Dahlgaard", ("PE-1", "sda", "sda@kronborg.dk")),
    Option("p2", "Amina Hassan", ("PE-2", "amha", "amha@kronborg.dk")),
    Option("p3", "Jens Peter Brandt", ("PE-3", "jpb", "jpb@kronborg.dk")),
    Option("p4", "Lars Thygesen", ("PE-4", "lth", "lth@kronborg.dk")),
    Option("p5", "Nanna Krogh", ("PE-5", "nkr", "nkr@kronborg.dk")),
    Option("p6", "Lars Holm", ("PE-6",)),
    Option("p7", "Lars Holm", ("PE-7",)),
)
UNITS = (Option("u1", "Økonomi"), Option("u2", "Produktion"), Option("u3", "It-drift", ("IT",)))
TAGS = (Option("t1", "GDPR"), Option("t2", "kritisk, døgnvagt"))


def made(**_options):
    return {}


FIELDS = (
    Field("reference", "Reference", Kind.REFERENCE, words=("Systemnr.", "ID", "Nr.", "Aktiv-ID")),
    Field("title", "Titel", required=True, max_length=200, words=("Navn", "System", "Name", "Systemnavn", "Aktiv")),
    Field("type", "Type", Kind.CHOICE, choices=TYPES, default="application", words=("Systemtype", "Kategori")),
    Field("owner", "Ejer", Kind.LINK, people=True, spill="deputy", make=made, words=("Systemejer", "Ansvarlig", "Owner")),
    Field("deputy", "Stedfortræder", Kind.LINK, people=True, words=("Deputy", "Backup-person")),
    Field("unit", "Enhed", Kind.LINK, words=("Afdeling", "Department", "Forretningsområde")),
    Field("status", "Status", Kind.CHOICE, choices=STATUS, words=("Tilstand", "Livscyklus")),
    Field("supplier", "Leverandør", words=("Vendor", "Supplier", "Udbyder")),
    Field("own_c", "Fortrolighed", Kind.INTEGER, low=1, high=4, choices=LEVELS, words=("Confidentiality", "F", "K")),
    Field("own_i", "Integritet", Kind.INTEGER, low=1, high=4, choices=LEVELS, words=("Integrity", "I")),
    Field("own_a", "Tilgængelighed", Kind.INTEGER, low=1, high=4, choices=LEVELS, words=("Availability", "T", "A")),
    Field("mfa", "Flerfaktor", Kind.CHOICE, choices=YES_NO, words=("MFA", "2FA", "To-faktor")),
    Field("users", "Antal brugere", Kind.INTEGER, low=0, words=("Brugere", "Users")),
    Field("last_reviewed", "Sidst gennemgået", Kind.DATE, words=("Last reviewed", "Sidst opdateret", "Seneste gennemgang")),
    Field("external", "Eksponeret mod internettet", Kind.BOOLEAN, words=("Internet-exposed", "På internettet")),
    Field("tags", "Mærkater", Kind.LINKS, make=made, make_freely=True, words=("Tags", "Nøgleord")),
    Field("need_c", "Beregnet fortrolighed", Kind.INTEGER, computed=True),
)  # fmt: skip
NEED = Combined("need", "Beskyttelsesbehov", ("own_c", "own_i", "own_a"), ("F/I/T", "K/I/T", "FIT", "C/I/A", "CIA"))
OPTIONS = {"owner": PEOPLE, "deputy": PEOPLE, "unit": UNITS, "tags": TAGS}


def ready_field(field: Field, options=()) -> ReadyField:
    names = tuple(heading(text) for text in (str(field.label), field.name, *field.words))
    choices = tuple((c.value, str(c.label), c.words) for c in field.choices)
    return ReadyField(field, str(field.label), names, choices, tuple(options))


def ready_register(fields=FIELDS, combined=(NEED,), options=None, **more) -> Ready:
    options = OPTIONS if options is None else options
    done = {field.name: ready_field(field, options.get(field.name, ())) for field in fields}
    together = tuple(
        ReadyCombined(
            c.name, c.label, tuple(heading(t) for t in (c.label, c.name, *c.words)), tuple(done[p] for p in c.parts)
        )
        for c in combined
    )
    return Ready("assets", tuple(done.values()), together, **more)


ASSETS = ready_register()
