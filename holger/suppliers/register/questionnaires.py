"""Questionnaires as a spreadsheet, a row for each question: to write them in one, or to hand one on to somebody else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.actor import Actor
from holger.core.words import Reason
from holger.exchange.registers import Choice, Existing, Field, Option, Register, Whole
from holger.exchange.registers import Kind as Cell
from holger.suppliers import services
from holger.suppliers.models import LEVELS
from holger.suppliers.models.questionnaires import Questionnaire, QuestionnaireVersion
from holger.suppliers.permissions import QUESTIONNAIRE_EDIT, QUESTIONNAIRE_VIEW
from holger.suppliers.rules import drafting
from holger.suppliers.rules.question_sheet import MOST_CHOICES, Row, laid, spread, whys
from holger.suppliers.rules.questions import Kind
from holger.suppliers.selectors.questionnaires import questionnaires_for
from holger.suppliers.services.importing_questions import BETWEEN

KINDS = (
    Choice(Kind.YES_PARTLY_NO.value, pgettext_lazy("question", "Yes, partly or no"), ("ja/nej", "yes/no", "ja/delvist/nej")),
    Choice(Kind.CHOICE.value, pgettext_lazy("question", "One of several answers"), ("valg", "choice", "multiple choice")),
    Choice(Kind.NUMBER.value, pgettext_lazy("question", "A number"), ("tal", "number")),
    Choice(Kind.TEXT.value, pgettext_lazy("question", "A text"), ("tekst", "fritekst", "text", "free text")),
)  # fmt: skip
ANSWERS = (
    ("yes", _("Yes"), ("ja", "yes")),
    ("partly", pgettext_lazy("answer", "Partly"), ("delvist", "delvis", "partly", "partially")),
    ("no", _("No"), ("nej", "no")),
)


def questionnaires(actor: Actor) -> Iterator[Option]:
    """By title or reference."""
    rows = questionnaires_for(actor).filter(archived_at=None).order_by("number")
    for row in rows:
        yield Option(row.pk, row.title, (row.reference, f"{row.reference} {row.title}"))


def answers(actor: Actor) -> Iterator[Option]:
    """What may have been answered before: yes, partly, no, or the number of a choice."""
    yield from (Option(key, str(label), words) for key, label, words in ANSWERS)
    yield from (Option(str(number), str(number)) for number in range(1, MOST_CHOICES + 1))


def _text(name: str, label: Any, *words: str, most: int = 2000) -> Field:
    return Field(name, label, words=words, max_length=most)


FIELDS = (
    Field("questionnaire", _("Questionnaire"), Cell.LINK, required=True, options=questionnaires,
          make=services.questionnaires_make, words=("Spørgeskema", "Skema", "Survey")),
    Field("number", pgettext_lazy("question", "No."), Cell.INTEGER, low=1, high=9999,
          words=("Nr.", "Nummer", "Spørgsmålsnr.", "Question no.", "#")),
    _text("section_da", _("Section in Danish"), "Afsnit", "Emne", "Kategori", "Section da", most=200),
    _text("section_en", _("Section in English"), "Section", "Topic", "Category", "Section en", most=200),
    _text("text_da", _("Question in Danish"), "Spørgsmål", "Question da"),
    _text("text_en", _("Question in English"), "Question", "Question en"),
    _text("help_da", _("What a good answer holds, in Danish"), "Vejledning", "Hjælp", "Help da"),
    _text("help_en", _("What a good answer holds, in English"), "Guidance", "Help", "Help en"),
    Field("type", _("Kind of answer"), Cell.CHOICE, choices=KINDS, default=Kind.YES_PARTLY_NO.value,
          words=("Svartype", "Type", "Answer type")),
    _text("choices", _("Answers to choose from"), "Svarmuligheder", "Choices", "Options", most=8000),
    _text("unit_da", _("Unit in Danish"), "Enhed", "Unit da", most=40),
    _text("unit_en", _("Unit in English"), "Unit", "Unit en", most=40),
    Field("full", _("Up to this number it is worth all points"), Cell.INTEGER, low=1, high=10**9, words=("Fuldt til", "Full")),
    Field("none", _("Beyond this number it is worth none"), Cell.INTEGER, low=2, high=10**9, words=("Intet over", "None")),
    Field("weight", _("Weight"), Cell.INTEGER, low=1, high=10, default=1, words=("Vægt",)),
    Field("knock_out", _("An answer worth nothing stops the approval"), Cell.BOOLEAN, default=False,
          words=("Knockout", "Knock-out", "Stopper godkendelse")),
    Field("asks_evidence", _("Ask for evidence"), Cell.BOOLEAN, default=False, words=("Dokumentation", "Bevis", "Evidence")),
    Field("from_criticality", _("Asked of suppliers that are at least"), Cell.INTEGER, low=1, high=4, default=1,
          choices=tuple(Choice(*each) for each in LEVELS), words=("Fra kritikalitet", "From criticality")),
    Field("after", _("Only after the answer to"), Cell.INTEGER, low=1, high=9999, words=("Kun efter nr.", "After", "Depends on")),
    Field("after_answers", _("when it is"), Cell.LINKS, options=answers, words=("Når svaret er", "After answers", "When answer is")),
    _text("serves", _("Requirements that it speaks to"), "Krav", "Requirements", "Serves", most=1000),
    _text("title_da", _("Title in Danish"), "Titel", "Title da", most=200),
    _text("title_en", _("Title in English"), "Title", "Title en", most=200),
    _text("intro_da", _("Introduction in Danish"), "Indledning", "Intro da"),
    _text("intro_en", _("Introduction in English"), "Introduction", "Intro en"),
)  # fmt: skip


def newest(actor: Actor, rows: QuerySet[Questionnaire]) -> dict[Any, QuestionnaireVersion]:
    """Of each: the draft where there is one, else what is published."""
    ours = QuestionnaireVersion.objects.filter(organisation_id=actor.organisation_id)
    versions = ours.filter(questionnaire__in=rows.order_by().values("pk"))
    return {each.questionnaire_id: each for each in versions.order_by("number")}


def rows(actor: Actor, queryset: QuerySet[Questionnaire] | None = None) -> Iterator[Existing]:
    """The questions of the newest version of each, in the order in which they are asked."""
    found = questionnaires_for(actor).filter(archived_at=None) if queryset is None else queryset
    versions = newest(actor, found)
    for key in found.order_by("number").values_list("pk", flat=True):
        read = versions[key].read
        for place, question in enumerate(read.questions):
            told = spread(read, question, first=place == 0)
            yield Existing(f"{key}{BETWEEN}{question.key}", versions[key].number, {"questionnaire": key, **told})


def together(actor: Actor, wholes: Sequence[Whole]) -> Iterator[tuple[int, str, Reason]]:
    """What is wrong with questions beside each other: what they hang on, their numbers, how many there are."""
    versions = newest(actor, questionnaires_for(actor).filter(archived_at=None))
    by_questionnaire: dict[Any, list[Whole]] = {}
    for whole in wholes:
        if not any(True for _each in whys(whole.values)):
            by_questionnaire.setdefault(whole.values.get("questionnaire"), []).append(whole)
    for key, mine in by_questionnaire.items():
        content = versions[key].content if key in versions else drafting.new("own", {"da": "x", "en": "x"})
        yield from laid(content, [_row(each) for each in mine])[1]


def _row(whole: Whole) -> Row:
    return Row(whole.number, str(whole.id or "").partition(BETWEEN)[2], whole.values)


def check(values: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    yield from whys(values)


QUESTIONNAIRES = Register(
    kind="questionnaires",
    title=Questionnaire._meta.verbose_name_plural or "",
    icon="list-check",
    list_url="suppliers:questionnaire-list",
    view=QUESTIONNAIRE_VIEW,
    edit=QUESTIONNAIRE_EDIT,
    fields=FIELDS,
    rows=rows,
    write=services.questions_import,
    undo=services.questions_import_undo,
    match_on=(("questionnaire", "number"),),
    check=check,
    together=together,
)
"""Known as what ``holger import`` and ``holger export`` call it."""
