"""The registers ``requirements`` and ``mappings`` as spreadsheets: those of frameworks of one's own, and what is said between any two."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.actor import Actor
from holger.core.words import N_, Reason
from holger.exchange.registers import Choice, Existing, Field, Kind, Option, Register, Whole
from holger.frameworks import models, selectors, services, words
from holger.frameworks.models import Framework, Origin, Relation, Requirement
from holger.frameworks.rules import sheet

LONGEST = 10_000

# What a cell may point to


def frameworks(actor: Actor) -> Iterator[Option]:
    for row in selectors.frameworks_for(actor).filter(archived_at=None):
        names = (row.reference, row.key, row.title_da, row.title_en, f"{row.reference} {row.title}")
        yield Option(row.pk, row.title, tuple(name for name in names if name))


def roles(actor: Actor) -> Iterator[Option]:
    others = ROLE_WORDS
    return (Option(key, str(label), (key, *others.get(key, ()))) for key, label in words.ROLES.items())


def groups(actor: Actor) -> Iterator[Option]:
    """The groups of all frameworks of one's own, by key; whether a framework has them is asked of the file as a whole."""
    found: dict[str, set[str]] = {}
    for row in own(actor):
        for group in row.groups:
            found.setdefault(group["key"], set()).update(text for text in group["title"].values() if text)
    return (Option(key, key, tuple(sorted(titles))) for key, titles in found.items())


def own(actor: Actor) -> QuerySet[Framework]:
    return selectors.frameworks_for(actor).filter(archived_at=None).exclude(origin=Origin.LIBRARY)


# What people and other tools call things

ROLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "management": ("direktion", "ledelse", "leadership", "top management", "board"),
    "security_officer": ("ciso", "isk", "informationssikkerhedskoordinator", "sikkerhedsansvarlig"),
    "dpo": ("databeskyttelsesrådgiver", "data protection officer"),
    "it": ("it-afdeling", "it department", "ict", "drift"),
    "system_owner": ("systemejer", "application owner"),
    "line_manager": ("leder", "manager", "chef"),
    "hr": ("personale", "human resources"),
    "procurement": ("indkøb", "purchasing"),
    "developer": ("udvikler", "udvikling", "development"),
    "facility": ("bygningsdrift", "facilities", "ejendom"),
    "internal_audit": ("intern revision", "audit", "revision"),
    "communication": ("kommunikation", "communications"),
    "legal": ("jura", "juridisk"),
    "employee": ("medarbejder", "alle", "all", "everyone", "medarbejdere"),
}
CADENCE_WORDS: Mapping[str, tuple[str, ...]] = {
    "P1W": ("ugentligt", "ugentlig", "weekly", "hver uge"),
    "P1M": ("månedligt", "månedlig", "monthly", "hver måned"),
    "P3M": ("kvartalsvis", "kvartalsvist", "quarterly", "hvert kvartal"),
    "P6M": ("halvårligt", "halvårlig", "half-yearly", "semiannually", "twice a year", "hvert halve år"),
    "P1Y": ("årligt", "årlig", "yearly", "annually", "annual", "hvert år"),
    "P2Y": ("hvert andet år", "hvert 2. år", "every 2 years", "biennially"),
    "P3Y": ("hvert tredje år", "hvert 3. år", "every 3 years"),
}
RELATION_WORDS: Mapping[str, tuple[str, ...]] = {
    "equal": ("equal", "equals", "lig", "lig med", "=", "svarer til", "same"),
    "subset": ("subset", "subset of", "delmængde", "del af", "part of"),
    "superset": ("superset", "superset of", "indeholder", "contains", "includes"),
    "intersects": ("intersects", "intersect", "overlapper", "overlaps", "partial", "delvist", "related"),
}
CADENCES = tuple(Choice(key, label, (key, *CADENCE_WORDS[key])) for key, label in words.CADENCES.items())
RELATIONS = tuple(Choice(key, label, RELATION_WORDS[key]) for key, label in Relation.choices)
FRAMEWORK = ("Framework", "Ramme", "Rammeværk", "Standard", "Regelsæt", "Framework ID")
CODE = (
    "Id",
    "Nr.",
    "Nummer",
    "Krav-id",
    "Kravnr.",
    "Requirement ID",
    "Ref",
    "Ref.",
    "Reference",
    "Control ID",
    "Kode",
    "Code",
)


def _text(name: str, label: Any, heads: tuple[str, ...], longest: int = LONGEST) -> Field:
    return Field(name, label, words=heads, max_length=longest)


REQUIREMENT_FIELDS = (
    Field("framework", _("Framework"), Kind.LINK, options=frameworks, required=True, words=FRAMEWORK),
    Field("code", _("Id"), required=True, max_length=60, words=CODE),
    _text("parent", _("Part of"), ("Del af", "Overordnet", "Hører under", "Parent", "Parent ID", "Afsnit", "Section"), 60),
    _text("title_da", _("Title in Danish"), ("Titel", "Titel (da)", "Krav", "Navn", "Title da", "Danish title"), 500),
    _text("title_en", _("Title in English"), ("Title", "Title (en)", "Requirement", "Name", "Title en", "English title"), 500),
    Field(
        "assessable", _("Can be answered"), Kind.BOOLEAN, default=True, words=("Kan besvares", "Assessable", "Vurderes"),
    ),
    _text("asks_da", _("What it asks, in Danish"), ("Det kræver det", "Kravtekst", "Tekst", "Beskrivelse", "Asks da")),
    _text("asks_en", _("What it asks, in English"), ("What it asks", "Text", "Description", "Statement", "Asks en")),
    _text("guidance_da", _("Guidance in Danish"), ("Vejledning", "Guidance da")),
    _text("guidance_en", _("Guidance in English"), ("Guidance", "Implementation guidance")),
    _text("small_da", _("In a small organisation, in Danish"), ("Lille organisation", "I en lille organisation", "Small da")),
    _text("small_en", _("In a small organisation, in English"), ("Small organisation", "In a small organisation")),
    _text("evidence_da", _("Evidence in Danish"), ("Dokumentation", "Bevis", "Evidens", "Evidence da")),
    _text("evidence_en", _("Evidence in English"), ("Evidence", "Typical evidence", "Proof")),
    _text("activity_da", _("Activity in Danish"), ("Aktivitet", "Kontrol", "Opgave", "Activity da")),
    _text("activity_en", _("Activity in English"), ("Activity", "Recurring activity", "Task")),
    Field("every", _("How often"), Kind.CHOICE, choices=CADENCES, words=("Hvor tit", "Hyppighed", "Frekvens", "Frequency", "Cadence", "Interval")),
    Field("roles", _("Usually done by"), Kind.LINKS, options=roles, words=("Roller", "Rolle", "Ansvarlig rolle", "Roles", "Role", "Done by")),
    Field("groups", _("Groups"), Kind.LINKS, options=groups, words=("Grupper", "Gruppe", "Niveau", "Group", "Implementation group", "IG")),
)  # fmt: skip
MAPPING_FIELDS = (
    Field("framework", _("Framework"), Kind.LINK, options=frameworks, required=True,
          words=("Fra framework", "From framework", "Source framework", "Kilde", "Source", *FRAMEWORK)),
    Field("code", _("Id"), required=True, max_length=60, words=("Fra", "From", "Source ID", "Kilde-id", *CODE)),
    Field("other_framework", _("Other framework"), Kind.LINK, options=frameworks, required=True,
          words=("Andet framework", "Til framework", "To framework", "Target framework", "Mål", "Target")),
    Field("other_code", _("Other id"), required=True, max_length=60,
          words=("Andet id", "Til", "To", "Target ID", "Mål-id", "Andet krav", "Other requirement")),
    Field("relation", _("Relation"), Kind.CHOICE, choices=RELATIONS, required=True,
          words=("Forhold", "Sammenhæng", "Relationship", "Type")),
    Field("origin", _("Who says so"), max_length=500, words=("Hvem siger det", "Kilde til mapping", "Source of mapping", "Says who")),
    Field("rationale", pgettext_lazy("mapping", "Rationale"), max_length=4000, words=("Begrundelse", "Rationale", "Bemærkning", "Comment")),
)  # fmt: skip


# What is there now


def requirement_rows(actor: Actor, queryset: QuerySet[Requirement] | None = None) -> Iterator[Existing]:
    rows = selectors.requirements_for(actor).filter(framework__in=own(actor)) if queryset is None else queryset
    ordered = list(rows.order_by("framework__number", "place"))
    codes = dict(rows.order_by().values_list("pk", "code"))
    for row in ordered:
        head = {
            "framework": row.framework_id,
            "code": row.code,
            "parent": codes.get(row.parent_id, "") if row.parent_id else "",
            "title_da": row.title_da,
            "title_en": row.title_en,
            "assessable": row.assessable,
            "groups": tuple(row.groups),
        }
        yield Existing(row.pk, row.version, {**head, **sheet.spread(row.guide)})


def mapping_rows(actor: Actor, queryset: QuerySet[models.Mapping] | None = None) -> Iterator[Existing]:
    rows = selectors.mappings_for(actor) if queryset is None else queryset
    names = (
        "source__framework",
        "source__code",
        "target__framework",
        "target__code",
        "relation",
        "origin",
        "rationale",
    )
    ordered = rows.order_by("source__framework__number", "source__place", "target__framework__number", "target__place")
    for pk, *values in ordered.values_list("pk", *names):
        yield Existing(pk, 1, dict(zip((field.name for field in MAPPING_FIELDS), values, strict=True)))


# What rows must have to do with each other


def requirements_together(actor: Actor, wholes: Sequence[Whole]) -> Iterator[tuple[int, str, Reason]]:
    known = {row.pk: row for row in own(actor)}
    ours = [whole for whole in wholes if whole.values.get("framework") in known and whole.values.get("code")]
    for whole in wholes:
        framework = whole.values.get("framework")
        if framework and framework not in known:
            yield (
                whole.number,
                "framework",
                Reason(N_("This comes from the library. Add a framework of your own for what it lacks.")),
            )
    rows = [
        sheet.Row(whole.number, whole.values["framework"], whole.values["code"], whole.values.get("parent") or "")
        for whole in ours
    ]
    for number, reason in sheet.misplaced(rows, _parents(actor, {row.framework for row in rows})):
        yield number, "parent", reason
    for whole in ours:
        keys = {group["key"] for group in known[whole.values["framework"]].groups}
        if unknown := set(whole.values.get("groups") or ()) - keys:
            text = N_("“%(name)s” is not a group of the framework.")
            yield whole.number, "groups", Reason(text, {"name": ", ".join(sorted(unknown))})


def _parents(actor: Actor, wanted: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Framework → id → id of what it is part of."""
    found: dict[UUID, dict[str, str]] = {pk: {} for pk in wanted}
    rows = selectors.requirements_for(actor).filter(framework__in=found)
    for framework, code, parent in rows.values_list("framework", "code", "parent__code"):
        found[framework][code] = parent or ""
    return found


def mappings_together(actor: Actor, wholes: Sequence[Whole]) -> Iterator[tuple[int, str, Reason]]:
    wanted = {whole.values.get(name) for whole in wholes for name in ("framework", "other_framework")}
    rows = selectors.requirements_for(actor).filter(framework__in=[pk for pk in wanted if pk])
    codes = set(rows.values_list("framework", "code"))
    ends = {_ends(entry.values) for entry in mapping_rows(actor)}
    seen: dict[Any, int] = {}
    for whole in wholes:
        yield from _mapping_whys(whole, codes, ends, seen)


def _mapping_whys(
    whole: Whole, codes: set[Any], ends: set[Any], seen: dict[Any, int]
) -> Iterator[tuple[int, str, Reason]]:
    here, there = _ends(whole.values)
    missing = [(name, end) for name, end in (("code", here), ("other_code", there)) if end not in codes and all(end)]
    for name, end in missing:
        yield whole.number, name, Reason(N_("There is no requirement “%(id)s” in the framework."), {"id": end[1]})
    if here[0] and here[0] == there[0]:
        yield whole.number, "other_framework", Reason(N_("Choose a requirement of another framework."))
    elif whole.id is None and (there, here) in ends:
        yield whole.number, "other_code", Reason(N_("These two are mapped already."))
    above = seen.setdefault(frozenset((here, there)), whole.number)
    if above != whole.number:
        yield whole.number, "other_code", Reason(N_("Also in row %(row)s."), {"row": above})


def _ends(values: Mapping[str, Any]) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    return (values.get("framework"), values.get("code")), (values.get("other_framework"), values.get("other_code"))


REQUIREMENTS = Register(
    kind="requirements",
    title=_("Requirements"),
    icon="list-check",
    list_url="frameworks:framework-list",
    view="frameworks.view",
    edit="frameworks.edit",
    fields=REQUIREMENT_FIELDS,
    match_on=(("framework", "code"),),
    rows=requirement_rows,
    write=services.requirements_import,
    undo=services.requirements_import_undo,
    check=sheet.whys,
    together=requirements_together,
)
MAPPINGS = Register(
    kind="mappings",
    title=_("Mappings"),
    icon="arrows-exchange",
    list_url="frameworks:framework-list",
    view="frameworks.view",
    edit="frameworks.edit",
    fields=MAPPING_FIELDS,
    match_on=(("framework", "code", "other_framework", "other_code"),),
    rows=mapping_rows,
    write=services.mappings_import,
    undo=services.mappings_import_undo,
    together=mappings_together,
)
