"""The risk register as a spreadsheet."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holger.assets import selectors as assets
from holger.controls.selectors import pickable
from holger.controls.services import control_create
from holger.core.actor import Actor
from holger.exchange.registers import Choice, Existing, Field, Kind, Option, Register
from holger.organisation import selectors as organisation
from holger.risks import selectors, services
from holger.risks.models import Risk, Treatment
from holger.risks.models.risk import LEVEL_NAMES
from holger.risks.rules.method import MOST_LEVELS
from holger.risks.rules.scoring import FIELDS, STAGES

WORDS = {
    "current_c": ("Fortrolighed", "Konsekvens fortrolighed", "K", "C"),
    "current_i": ("Integritet", "Konsekvens integritet", "I"),
    "current_a": ("Tilgængelighed", "Konsekvens tilgængelighed", "T", "A"),
    "current_likelihood": ("Sandsynlighed", "Likelihood", "Probability", "Hyppighed"),
}
TREATMENTS = {
    "reduce": ("Håndtér", "Reducer", "Nedbring", "Mitigate", "Modify", "Treat"),
    "accept": ("Bibehold", "Accepter", "Retain", "Tolerate"),
    "share": ("Overfør", "Forsikring", "Transfer", "Insure"),
    "avoid": ("Stop", "Terminate"),
    "undecided": ("Åben", "Open"),
}


def assets_to_point_to(actor: Actor) -> Iterable[Option]:
    rows = assets.assets_for(actor).filter(archived_at=None).values_list("pk", "title", "reference")
    return [Option(pk, title, (reference, f"{reference} {title}")) for pk, title, reference in rows]


def threats_to_point_to(actor: Actor) -> Iterable[Option]:
    return [
        Option(t.pk, t.title, (t.reference, t.title_da, t.title_en, f"{t.reference} {t.title}"))
        for t in selectors.threats_for(actor)
    ]


def controls_to_point_to(actor: Actor) -> Iterable[Option]:
    rows = pickable(actor).values_list("pk", "title", "reference")
    return [Option(pk, title, (reference, f"{reference} {title}")) for pk, title, reference in rows]


def make_controls(*, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    return {name: control_create(actor=actor, title=name).pk for name in names}


def levels() -> list[Field]:
    found = []
    for stage in STAGES:
        for name in FIELDS:
            field = f"{stage}_{name}"
            lowest = 1 if name == "likelihood" else 0
            label = Risk._meta.get_field(field).verbose_name
            found.append(Field(field, label, Kind.INTEGER, low=lowest, high=MOST_LEVELS, words=WORDS.get(field, ())))
    return found


def computed() -> list[Field]:
    found = [
        Field(f"{stage}_score", Risk._meta.get_field(f"{stage}_score").verbose_name, Kind.INTEGER, computed=True)
        for stage in STAGES
    ]
    return [*found, Field("current_band", Risk._meta.get_field("current_band").verbose_name, computed=True)]


READ = (
    *("reference", "title", "threat", "asset", "owner", "unit", "weakness", "reason"),
    *("treatment", "treatment_note", "next_review"),
    *(f"{stage}_{name}" for stage in STAGES for name in FIELDS),
    *(f"{stage}_score" for stage in STAGES),
    "current_band",
)


def rows(actor: Actor, queryset: QuerySet[Any] | None = None) -> Iterable[Existing]:
    """What the actor sees of the register; archived risks stay out of files."""
    found = selectors.risks_for(actor).filter(archived_at=None) if queryset is None else queryset
    controls = selectors.control_ids(actor, found)
    for pk, version, consequence, *values in found.values_list("pk", "version", "current_consequence", *READ):
        more = {"consequence": consequence, "controls": controls.get(pk, ())}
        yield Existing(pk, version, dict(zip(READ, values, strict=True)) | more)


def taken(actor: Actor) -> Iterable[str]:
    return Risk.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


RISKS = Register(
    kind="risks",
    title=_("Risks"),
    icon="alert-triangle",
    list_url="risks:risk-list",
    view="risks.view",
    edit="risks.import",
    fields=(
        Field("reference", _("Reference"), Kind.REFERENCE, words=("Risikonr.", "Risiko-id", "Risk ID", "Nr.", "ID")),
        Field(
            "title", _("Title"), max_length=200, words=("Risiko", "Scenarie", "Hændelse", "Risk", "Scenario", "Navn")
        ),
        Field("threat", _("Threat"), Kind.LINK, options=threats_to_point_to, words=("Trussel", "Trussels-id")),
        Field(
            "asset",
            _("Process or asset"),
            Kind.LINK,
            options=assets_to_point_to,
            required=True,
            words=("Aktiv", "System", "It-system", "Asset", "Proces", "Process"),
        ),
        Field(
            "owner",
            _("Owner"),
            Kind.LINK,
            options=organisation.people_options,
            people=True,
            words=("Risikoejer", "Risk owner"),
        ),
        Field("unit", _("Unit"), Kind.LINK, options=organisation.unit_options, words=("Afdeling", "Department")),
        Field("weakness", _("Weakness"), max_length=4000, words=("Sårbarhed", "Vulnerability", "Årsag", "Cause")),
        Field(
            "consequence",
            LEVEL_NAMES["consequence"],
            Kind.INTEGER,
            low=0,
            high=MOST_LEVELS,
            words=("Konsekvens", "Consequence", "Impact", "Severity"),
        ),
        *levels(),
        *computed(),
        Field("reason", _("Reason"), max_length=4000, words=("Begrundelse", "Bemærkning", "Rationale", "Comment")),
        Field(
            "treatment",
            _("Treatment"),
            Kind.CHOICE,
            choices=tuple(Choice(value, label, TREATMENTS.get(value, ())) for value, label in Treatment.choices),
            default=Treatment.UNDECIDED,
            words=("Håndtering", "Strategi", "Response"),
        ),
        Field("treatment_note", _("Reason for the treatment"), max_length=4000),
        Field(
            "controls",
            _("Controls"),
            Kind.LINKS,
            options=controls_to_point_to,
            make=make_controls,
            words=(
                "Foranstaltninger",
                "Foranstaltning",
                "Tiltag",
                "Kontroller",
                "Measures",
                "Safeguards",
                "Mitigations",
            ),
        ),
        Field("next_review", _("Next review"), Kind.DATE, words=("Revurderes", "Næste gennemgang", "Review date")),
    ),
    rows=rows,
    write=services.risks_import,
    undo=services.risks_import_undo,
    match_on=(("reference",), ("asset", "threat"), ("asset", "title")),
    taken=taken,
)
