"""The activities as a spreadsheet: one row each, or the usual annual wheel with a cross in the months."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.actor import Actor
from holger.core.registry import registry
from holger.core.words import N_, Reason
from holger.exchange.registers import Choice, Existing, Field, Register
from holger.exchange.registers import Kind as Cell
from holger.organisation.selectors import people_options, unit_options
from holger.tasks import selectors, services
from holger.tasks.models import Activity, Basis, Category
from holger.tasks.permissions import IMPORT, VIEW
from holger.tasks.rules import yearly
from holger.tasks.rules.recurrence import parse
from holger.tasks.rules.roles import HELD
from holger.tasks.rules.rrule_text import NotARule
from holger.tasks.words import ROLES
from holger.ui import days

# What other tools and people call things

CATEGORY_WORDS: Mapping[str, tuple[str, ...]] = {
    "operation": ("drift", "teknik", "it", "kontrol", "operations", "technical", "control"),
    "governance": ("styring", "ledelse", "management", "governance", "compliance"),
    "people": ("mennesker", "medarbejdere", "awareness", "hr", "uddannelse", "people", "training"),
    "suppliers": ("leverandører", "databehandlere", "persondata", "gdpr", "suppliers", "vendors", "privacy"),
    "continuity": ("beredskab", "kontinuitet", "bcm", "continuity", "contingency"),
}
CADENCE_WORDS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "daily": (pgettext_lazy("cadence", "Daily"), ("dagligt", "hver dag", "daglig", "every day")),
    "weekly": (pgettext_lazy("cadence", "Weekly"), ("ugentligt", "ugentlig", "hver uge", "every week", "uge")),
    "fortnightly": (pgettext_lazy("cadence", "Every two weeks"), ("hver anden uge", "hver 14. dag", "biweekly")),
    "monthly": (pgettext_lazy("cadence", "Monthly"), ("månedligt", "månedlig", "hver måned", "every month", "måned")),
    "bimonthly": (pgettext_lazy("cadence", "Every two months"), ("hver anden måned", "every other month")),
    "quarterly": (
        pgettext_lazy("cadence", "Quarterly"),
        ("kvartalsvis", "kvartalsvist", "kvartalvis", "hvert kvartal", "kvartal", "every quarter", "4 gange om året"),
    ),
    "four_monthly": (pgettext_lazy("cadence", "Every four months"), ("tertial", "tertialvis", "3 gange om året")),
    "half_yearly": (
        pgettext_lazy("cadence", "Half-yearly"),
        ("halvårligt", "halvårlig", "hvert halve år", "semi-annually", "twice a year", "2 gange om året", "biannual"),
    ),
    "yearly": (
        pgettext_lazy("cadence", "Yearly"),
        ("årligt", "årlig", "hvert år", "annually", "annual", "every year", "en gang om året", "1 gang om året", "år"),
    ),
    "two_yearly": (pgettext_lazy("cadence", "Every two years"), ("hvert andet år", "hvert 2. år", "biennial")),
    "three_yearly": (pgettext_lazy("cadence", "Every three years"), ("hvert tredje år", "hvert 3. år", "triennial")),
}
MARKED = ("x", "ja", "yes", "1", "true", "sand", "v", "o", "✓", "✔", "•", "●", "■", "planlagt", "planned")
NOT_MARKED = ("nej", "no", "0", "false", "falsk")

CATEGORIES = tuple(Choice(value, label, CATEGORY_WORDS[value]) for value, label in Category.choices)
CADENCES = tuple(Choice(key, *CADENCE_WORDS[key]) for key in yearly.CADENCES)
BASES = tuple(Choice(value, label) for value, label in Basis.choices)
ROLE_CHOICES = tuple(Choice(key, ROLES[key], (key,)) for key in HELD)

named: Callable[[int], str] = lazy(lambda number: capfirst(days.month_name(number)), str)


def _field(name: str, *words: str, kind: Cell = Cell.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    return Field(name, Activity._meta.get_field(name).verbose_name, kind, words=words, **more)


def _month(number: int) -> Field:
    """A column of the annual wheel: whatever is marked there falls due in that month, every year."""
    marks = (Choice(str(number), named(number), MARKED), Choice("", _("No"), NOT_MARKED))
    return Field(
        f"month_{number}", named(number), Cell.CHOICE, yearly.NAMES[number - 1], choices=marks, part_of="months"
    )


FIELDS = (
    _field("reference", "Nr.", "ID", "Aktivitetsnr.", "Activity ID", kind=Cell.REFERENCE),
    _field("title", "Aktivitet", "Opgave", "Kontrol", "Emne", "Activity", "Task", "Control", "Navn",
           required=True, max_length=200),
    _field("category", "Kategori", "Område", "Type", "Area", "Theme", "Tema",
           kind=Cell.CHOICE, choices=CATEGORIES, default=Category.OPERATION.value),
    Field("cadence", _("How often"), Cell.CHOICE, choices=CADENCES,
          words=("Frekvens", "Hyppighed", "Interval", "Gentages", "Frequency", "Cadence")),
    Field("months", _("Months"), words=("Måned", "Hvornår", "Tidspunkt", "Month", "When"), max_length=100),
    *(_month(number) for number in range(1, 13)),
    Field("rule", _("Recurrence"), words=("Regel", "RRULE", "Rule"), max_length=200),
    _field("starts", "Første gang", "Startdato", "Næste gang", "Dato", "Start", "First", "Next", kind=Cell.DATE),
    _field("ends", "Slutdato", "Til", "End", "Until", kind=Cell.DATE),
    _field("basis", kind=Cell.CHOICE, choices=BASES, default=Basis.DUE.value),
    _field("owner", "Ansvarlig", "Responsible", "Accountable", kind=Cell.LINK, options=people_options, people=True,
           spill="deputy"),
    _field("performer", "Udføres af", "Udfører", "Hvem", "Performer", "Who", "Assignee", kind=Cell.LINK, options=people_options,
           people=True),
    _field("performer_role", "Rolle", "Role", "Funktion", kind=Cell.CHOICE, choices=ROLE_CHOICES),
    _field("deputy", "Stedfortræder", "Backup", "Deputy", kind=Cell.LINK, options=people_options, people=True),
    _field("approver", "Godkendes af", "Godkender", "Approver", "Reviewer", kind=Cell.LINK, options=people_options, people=True),
    _field("approver_role", kind=Cell.CHOICE, choices=ROLE_CHOICES),
    _field("unit", "Afdeling", "Department", kind=Cell.LINK, options=unit_options),
    _field("purpose", "Beskrivelse", "Formål", "Description", "Hvorfor", max_length=4000),
    _field("instructions_da", "Vejledning", "Instruktion", "Sådan gør du", max_length=10_000),
    _field("instructions_en", "Instructions", "How to", max_length=10_000),
    _field("checklist", "Tjekliste", max_length=10_000),
    _field("minutes", "Tid", "Minutter", "Time", kind=Cell.INTEGER, low=1, high=10_000),
    _field("lead_days", "Varsel", "Lead time", kind=Cell.INTEGER, low=0, high=180, default=14),
    _field("grace_days", "Henstand", "Grace", kind=Cell.INTEGER, low=0, high=90, default=0),
    _field("escalate_days", "Eskaleres", "Escalation", kind=Cell.INTEGER, low=0, high=180, default=7),
    _field("needs_evidence", "Dokumentation", "Evidence", kind=Cell.BOOLEAN, default=False),
    _field("sample_of", max_length=50),
    Field("sample_filter", _("Sample narrowed to"), max_length=500),
    _field("sample_size", kind=Cell.INTEGER, low=1, high=500),
    _field("each_of", max_length=50),
    Field("each_filter", _("One for each narrowed to"), max_length=500),
    _field("next_review", kind=Cell.DATE),
    Field("next", pgettext_lazy("activity", "Next"), Cell.DATE, computed=True),
)  # fmt: skip
PLAIN = (
    *("reference", "title", "category", "rule", "starts", "ends", "basis", "owner", "performer", "performer_role"),
    *("deputy", "approver", "approver_role", "unit", "purpose", "instructions_da", "instructions_en", "checklist"),
    *("minutes", "lead_days", "grace_days", "escalate_days", "needs_evidence", "sample_of", "sample_filter"),
    *("sample_size", "each_of", "each_filter", "next_review"),
)


# What is there now


def rows(actor: Actor, queryset: QuerySet[Activity] | None = None) -> Iterator[Existing]:
    """What the actor sees; archived activities stay out of files."""
    found = selectors.activities_for(actor).filter(archived_at=None) if queryset is None else queryset
    activities = list(found.order_by("number", "pk").values_list("pk", "version", *PLAIN))
    coming = selectors.next_due(actor, [pk for pk, *_rest in activities])
    for pk, version, *values in activities:
        told = dict(zip(PLAIN, values, strict=True))
        told["checklist"] = "\n".join(told["checklist"])
        rule, starts = parse(told["rule"]), told["starts"]
        told["cadence"] = yearly.cadence_of(rule) or None
        told["months"] = yearly.written(yearly.months_of(rule, starts))
        yield Existing(pk, version, {**told, "next": coming.get(pk)})


def taken(actor: Actor) -> Iterable[str]:
    return Activity.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


# What fields must have to do with each other


def check(values: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    yield from _how_often(values)
    starts, ends = values.get("starts"), values.get("ends")
    if starts and ends and ends < starts:
        yield "ends", Reason(N_("It cannot end before it begins."))
    if values.get("performer") and values.get("performer") == values.get("approver"):
        yield "approver", Reason(N_("Somebody else than who does it must sign it off."))
    for name in ("sample_of", "each_of"):
        if values.get(name) and values[name] not in registry.populations:
            known = ", ".join(sorted(registry.populations))
            yield name, Reason(N_("Not one of: %(choices)s"), {"choices": known})
    if values.get("sample_of") and not values.get("sample_size"):
        yield "sample_size", Reason(N_("Say how many."))


def _how_often(values: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    if not any(values.get(name) for name in ("rule", "months", "cadence")):
        yield "cadence", Reason(N_("Say how often it comes, or mark the months."))
    for name, read in (("rule", parse), ("months", yearly.read_months)):
        if values.get(name):
            try:
                read(values[name])
            except NotARule as wrong:
                yield name, wrong.reason


ACTIVITIES = Register(
    kind="activities",
    title=_("Activities"),
    icon="calendar-repeat",
    list_url="tasks:activity-list",
    view=VIEW,
    edit=IMPORT,
    fields=FIELDS,
    rows=rows,
    write=services.activities_import,
    undo=services.activities_import_undo,
    match_on=(("reference",), ("title",)),
    taken=taken,
    check=check,
)
