"""The register ``controls`` as a spreadsheet, in the words that people use in theirs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holger.assets.selectors import pickable as assets_to_choose
from holger.controls import selectors, services
from holger.controls.models import Cadence, Control, Function, Kind, Status
from holger.controls.rules.calling import Called, names
from holger.core.actor import Actor
from holger.exchange.registers import Choice, Existing, Field, Option, Register
from holger.exchange.registers import Kind as Cell
from holger.frameworks.models import Driver, Maturity
from holger.frameworks.selectors import framework_short, frameworks_for, requirements_for
from holger.organisation import selectors as organisation

# What a cell may point to


def assets(actor: Actor) -> Iterator[Option]:
    for row in assets_to_choose(actor).only("reference", "title"):
        yield Option(row.pk, row.title, (row.reference, f"{row.reference} {row.title}"))


def drivers(actor: Actor) -> Iterator[Option]:
    return (Option(key, str(label), (key, *DRIVERS[key])) for key, label in Driver.choices)


def requirements(actor: Actor) -> Iterator[Option]:
    """By framework and id: ``ISO A.5.1``, ``CIS Controls v8.1: 5.2``; by the id alone where no other framework has it."""
    called = {
        row.pk: Called(
            framework_short(row),
            row.key,
            (row.title_da, row.title_en, row.reference),
        )
        for row in frameworks_for(actor).filter(archived_at=None)
    }
    known = names(called)
    rows = requirements_for(actor).filter(assessable=True).order_by("framework__number", "place")
    for key, framework, code in rows.values_list("pk", "framework_id", "code"):
        each = called[framework]
        others = [f"{name}{mark}{code}" for name in known[framework] for mark in (" ", ": ")]
        yield Option(key, f"{each.short} {code}", (f"{each.key} {code}", code, *others))


# What people and other tools call things

DRIVERS = {
    "risk": ("risiko", "risikovurdering", "risk assessment"),
    "law": ("lov", "lovkrav", "legal", "regulation", "regulativ", "lovgivning"),
    "contract": ("kontrakt", "kunde", "customer", "kontraktkrav", "aftale"),
    "business": ("forretning", "forretningskrav", "business need", "best practice"),
}
KINDS = {
    "organisational": ("organisatorisk", "administrativ", "administrative", "proces", "people", "organizational"),
    "technical": ("teknisk", "technological", "teknologisk", "logical", "it"),
    "physical": ("fysisk",),
}
FUNCTIONS = {
    "preventive": ("forebyggende", "prevent", "preventativ", "præventiv"),
    "detective": ("opdagende", "detekterende", "detect", "detektiv"),
    "corrective": ("korrigerende", "udbedrende", "correct", "reagerende", "recover"),
}
STATUSES = {
    "planned": ("planlagt", "ikke påbegyndt", "not started", "not implemented", "ikke implementeret", "nej", "no", "to do", "open", "åben"),
    "started": ("i gang", "påbegyndt", "in progress", "started", "under implementering", "igangsat", "doing"),
    "partly": ("delvist", "delvis", "delvist implementeret", "partially implemented", "partial", "partly"),
    "implemented": ("implementeret", "på plads", "implemented", "indført", "ja", "yes", "done", "færdig", "in operation", "i drift", "effective"),
}  # fmt: skip
CADENCES = {
    "": ("løbende", "kontinuerligt", "continuously", "ongoing", "altid", "always"),
    "P1D": ("dagligt", "daglig", "daily", "hver dag"),
    "P1W": ("ugentligt", "ugentlig", "weekly", "hver uge"),
    "P1M": ("månedligt", "månedlig", "monthly", "hver måned"),
    "P3M": ("kvartalsvis", "kvartalsvist", "quarterly", "hvert kvartal"),
    "P6M": ("halvårligt", "halvårlig", "half-yearly", "semiannually", "hvert halve år"),
    "P1Y": ("årligt", "årlig", "yearly", "annually", "annual", "hvert år"),
    "P2Y": ("hvert andet år", "hvert 2. år", "every 2 years", "biennially"),
}


def _choices(choices: Iterable[tuple[Any, Any]], words: Mapping[str, tuple[str, ...]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, words.get(value, ())) for value, label in choices)


def _named(field: str) -> Any:
    return Control._meta.get_field(field).verbose_name


LEVELS = tuple(Choice(value, label) for value, label in Maturity.choices)
REQUIREMENTS, CONTRIBUTES = "requirements", "contributes"

FIELDS = (
    Field(
        "reference",
        _("Reference"),
        Cell.REFERENCE,
        words=("Foranstaltningsnr.", "Kontrolnr.", "Kontrol-id", "Control ID", "Nr.", "ID", "Ref."),
    ),
    Field(
        "title",
        _("Title"),
        required=True,
        max_length=200,
        words=("Foranstaltning", "Kontrol", "Tiltag", "Navn", "Control", "Measure", "Safeguard", "Name"),
    ),
    Field("description", _("Description"), max_length=10_000, words=("Beskrivelse", "Details", "Implementering")),
    Field("kind", _("Type"), Cell.CHOICE, choices=_choices(Kind.choices, KINDS), default=Kind.ORGANISATIONAL, words=("Kontroltype", "Art", "Control type", "Category", "Kategori")),
    Field("function", _("Function"), Cell.CHOICE, choices=_choices(Function.choices, FUNCTIONS), default=Function.PREVENTIVE, words=("Virkning", "Formål", "Control function", "Nature")),
    Field("drivers", _("Drivers"), Cell.LINKS, options=drivers, words=("Driver", "Drivere", "Begrundelse", "Kilde", "Source")),
    Field("status", _("Status"), Cell.CHOICE, choices=_choices(Status.choices, STATUSES), default=Status.PLANNED, words=("Implementeringsstatus", "Implementation status", "Tilstand", "State", "Implementeret", "Implemented")),
    Field("maturity", _named("maturity"), Cell.INTEGER, low=0, high=5, choices=LEVELS, words=("Modenhed", "Modenhed nu", "Modenhedsniveau", "Maturity", "Maturity level", "CMMI")),
    Field("target", _named("target"), Cell.INTEGER, low=0, high=5, choices=LEVELS, default=Maturity.DEFINED, words=("Mål", "Målmodenhed", "Modenhedsmål", "Target", "Ønsket modenhed")),
    Field("owner", _("Owner"), Cell.LINK, options=organisation.people_options, people=True, words=("Ejer", "Kontrolejer", "Ansvarlig", "Control owner", "Responsible")),
    Field("unit", _("Unit"), Cell.LINK, options=organisation.unit_options, words=("Enhed", "Afdeling", "Department")),
    Field("due", _("In place by"), Cell.DATE, words=("Frist", "Deadline", "På plads senest", "Due", "Due date", "Forfald")),
    Field("every", _("Carried out"), Cell.CHOICE, choices=_choices(Cadence.choices, CADENCES), words=("Frekvens", "Interval", "Hyppighed", "Frequency", "How often")),
    Field("next_review", _("Next review"), Cell.DATE, words=("Næste gennemgang", "Revideres", "Review date")),
    Field(REQUIREMENTS, _("Requirements"), Cell.LINKS, options=requirements, words=("Krav", "Opfylder", "Opfylder krav", "Kontrolkrav", "Requirement", "Mapped to", "Framework controls", "ISO 27001", "SoA")),
    Field(CONTRIBUTES, _("Contributes to"), Cell.LINKS, options=requirements, words=("Bidrager til", "Opfylder delvist", "Delvist krav", "Partly answers")),
    Field("assets", _("Assets"), Cell.LINKS, options=assets, words=("Aktiver", "Beskytter", "Systemer", "Aktiv", "System", "Protects", "Asset")),
    Field("cost_once", _named("cost_once"), Cell.AMOUNT, words=("Engangspris", "Engangsudgift", "Pris", "Etablering", "One-time cost", "Cost", "Capex")),
    Field("cost_yearly", _named("cost_yearly"), Cell.AMOUNT, words=("Årlig pris", "Årlig udgift", "Drift", "Yearly cost", "Annual cost", "Opex")),
    Field("reduction", _named("reduction"), Cell.INTEGER, computed=True),
)  # fmt: skip
READ = (
    *(
        "reference",
        "title",
        "description",
        "kind",
        "function",
        "drivers",
        "status",
        "maturity",
        "target",
        "owner",
        "unit",
    ),
    *("due", "every", "next_review", "cost_once", "cost_yearly", "reduction"),
)


def rows(actor: Actor, queryset: QuerySet[Any] | None = None) -> Iterable[Existing]:
    """What the actor sees of the register; archived controls stay out of files."""
    found = selectors.controls_for(actor).filter(archived_at=None) if queryset is None else queryset
    keys = found.order_by().values("pk")
    answers = _answers(actor, keys)
    protected = _protected(actor, keys)
    for pk, version, *values in found.values_list("pk", "version", *READ):
        told = dict(zip(READ, values, strict=True))
        many = {**answers[pk], "assets": tuple(protected[pk]), "drivers": tuple(told["drivers"])}
        yield Existing(pk, version, {**told, **many})


def _answers(actor: Actor, keys: Any) -> dict[UUID, dict[str, tuple[UUID, ...]]]:
    """By control: what it answers wholly, and what it contributes to."""
    found: dict[UUID, dict[str, tuple[UUID, ...]]] = defaultdict(lambda: {REQUIREMENTS: (), CONTRIBUTES: ()})
    links = selectors.links_of_any(actor).filter(control__in=keys)
    links = links.order_by("requirement__framework__number", "requirement__place")
    for control, requirement, strength in links.values_list("control_id", "requirement_id", "strength"):
        found[control][REQUIREMENTS if strength == "whole" else CONTRIBUTES] += (requirement,)
    return found


def _protected(actor: Actor, keys: Any) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = Control.assets.through.objects.filter(
        control__in=keys, asset__in=assets_to_choose(actor).order_by().values("pk")
    )
    for control, asset in rows.order_by("asset__reference").values_list("control_id", "asset_id"):
        found[control].append(asset)
    return found


def taken(actor: Actor) -> Iterable[str]:
    return Control.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


CONTROLS = Register(
    kind="controls",
    title=_("Controls"),
    icon="shield-check",
    list_url="controls:control-list",
    view="controls.view",
    edit="controls.import",
    fields=FIELDS,
    rows=rows,
    write=services.controls_import,
    undo=services.controls_import_undo,
    taken=taken,
)
