"""The answers of gap rounds as a spreadsheet, which a workshop may fill in and bring back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls import services
from holger.controls.selectors import gap as selectors
from holger.core.actor import Actor
from holger.core.words import N_, Reason
from holger.exchange.registers import Choice, Existing, Field, Kind, Option, Register, Whole
from holger.frameworks.models import Answer, Maturity

ANSWER_WORDS = {
    Answer.MET: ("Opfyldt", "Ja", "Yes", "Implementeret", "Implemented", "Compliant"),
    Answer.PARTLY: ("Delvist", "Partly", "Partially", "Delvist implementeret", "Partially implemented"),
    Answer.NOT: ("Nej", "No", "Ikke implementeret", "Not implemented", "Non-compliant"),
}
ANSWERS = tuple(Choice(answer.value, answer.label, ANSWER_WORDS[answer]) for answer in Answer)
LEVELS = tuple(Choice(level.value, level.label) for level in Maturity)


def rounds(actor: Actor) -> Iterator[Option]:
    for row in selectors.gap_rounds_for(actor).select_related("scope__framework").order_by("number"):
        yield Option(row.pk, row.reference, (row.reference, row.title, f"{row.reference} {row.title}"))


def rows(actor: Actor, queryset: QuerySet[Any] | None = None) -> Iterator[Existing]:
    found = selectors.gap_answers_for(actor) if queryset is None else queryset
    found = selectors.with_gaps(found).select_related("requirement", "asked").defer("requirement__guide")
    if queryset is None:  # first what can still be answered
        found = found.order_by(F("round__closed_at").desc(nulls_first=True), "round__number", "place", "pk")
    for row in found:
        yield Existing(row.pk, row.version, _values(row))


def _values(row: Any) -> dict[str, Any]:
    return {
        "round": row.round_id,
        "code": row.requirement.code,
        "title": row.requirement.title,
        "answer": row.answer,
        "maturity": row.maturity,
        "remark": row.remark,
        "target": row.target,
        "gap": row.gap,
        "applicable": row.applicable,
        "reason": row.reason,
        "confirmed": row.confirmed,
        "asked": row.asked.name if row.asked else "",
        "answered_by": row.answered_by,
    }


def together(actor: Actor, wholes: Sequence[Whole]) -> Iterable[tuple[int, str, Reason]]:
    """A round asks about what it was opened with, and one that is closed is not changed."""
    keys = {key for whole in wholes if (key := whole.values.get("round"))}
    closed = set(
        selectors.gap_rounds_for(actor).filter(closed_at__isnull=False, pk__in=keys).values_list("pk", flat=True)
    )
    for whole in wholes:
        if whole.values.get("round") in closed:
            yield whole.number, "round", Reason(N_("The round is closed. What it found stays as it is."))
        elif whole.id is None and whole.values.get("code"):
            yield whole.number, "code", Reason(N_("The round has no such requirement."))


GAP_ANSWERS = Register(
    kind="gap-answers",
    title=_("Answers of gap rounds"),
    icon="chart-radar",
    list_url="controls:gap-round-list",
    view="controls.view",
    edit="controls.import",
    fields=(
        Field("round", _("Gap round"), Kind.LINK, options=rounds, required=True, words=("Runde", "GAP-runde", "Round")),
        Field("code", _("Id"), required=True, max_length=60, words=("Id", "Krav-id", "Requirement ID", "Nr.", "Ref.")),
        Field("title", _("Requirement"), computed=True, words=("Krav", "Titel", "Title")),
        Field("answer", _("Answer"), Kind.CHOICE, choices=ANSWERS, words=("Svar", "Status", "Opfyldelse")),
        Field("maturity", _("Maturity"), Kind.INTEGER, low=0, high=5, choices=LEVELS, words=("Modenhed", "Niveau", "Level")),
        Field("remark", _("Remark"), max_length=4000, words=("Bemærkning", "Kommentar", "Comment", "Note")),
        Field("target", _("Target maturity"), Kind.INTEGER, computed=True),
        Field("gap", _("Gap"), Kind.INTEGER, computed=True),
        Field("applicable", _("Applicable"), Kind.BOOLEAN, computed=True),
        Field("reason", _("Reason"), computed=True),
        Field("confirmed", _("Confirmed"), Kind.BOOLEAN, computed=True),
        Field("asked", pgettext_lazy("gap", "Asked"), computed=True),
        Field("answered_by", _("Answered by"), computed=True),
    ),
    match_on=(("round", "code"),),
    rows=rows,
    write=services.gap_answers_import,
    undo=services.gap_answers_import_undo,
    together=together,
)  # fmt: skip
