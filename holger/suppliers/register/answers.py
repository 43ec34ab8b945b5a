"""Answers of sent questionnaires as a spreadsheet: sent to a supplier who would rather fill that in, and brought in again."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.actor import Actor
from holger.core.words import N_, Reason, say
from holger.exchange.registers import Existing, Field, Option, Register, Whole
from holger.exchange.registers import Kind as Cell
from holger.suppliers import services
from holger.suppliers.models.sendings import Answer, Sending, SendingState
from holger.suppliers.permissions import QUESTIONNAIRE_SEND, QUESTIONNAIRE_VIEW
from holger.suppliers.rules.answer_sheet import possible, spelled, understood
from holger.suppliers.rules.questions import Question, Questionnaire
from holger.suppliers.rules.sending import LONGEST_ANSWER
from holger.suppliers.selectors.questionnaires import sendings_for
from holger.suppliers.services.importing_answers import BETWEEN
from holger.suppliers.services.portal import HANDED_IN


def sendings(actor: Actor) -> Iterator[Option]:
    rows = sendings_for(actor).filter(archived_at=None).order_by("number")
    for pk, reference, title in rows.values_list("pk", "reference", "supplier__title"):
        yield Option(pk, reference, (f"{reference} {title}",))


FIELDS = (
    Field("sending", pgettext_lazy("questionnaire", "Sent as"), Cell.LINK, required=True, options=sendings,
          words=("Ref.", "Sendt som", "Spørgeskema", "Reference")),
    Field("number", pgettext_lazy("question", "No."), Cell.INTEGER, required=True, low=1, high=9999,
          words=("Nr.", "Nummer", "Spørgsmålsnr.", "Question no.", "#")),
    Field("supplier", pgettext_lazy("register", "Supplier"), computed=True),
    Field("section", pgettext_lazy("questionnaire", "Section"), computed=True),
    Field("question", _("Question"), computed=True),
    Field("help", _("What a good answer holds"), computed=True),
    Field("only_after", _("Only asked when"), computed=True),
    Field("possible", _("What can be answered"), computed=True),
    Field("answer", _("Answer"), words=("Svar", "Jeres svar", "Your answer", "Besvarelse"), max_length=LONGEST_ANSWER),
    Field("comment", _("Comment"), words=("Kommentar", "Bemærkning", "Uddybning", "Remarks"), max_length=LONGEST_ANSWER),
    Field("answered_by", _("Answered by"), computed=True),
    Field("judged", _("Judged points"), Cell.INTEGER, low=0, high=100, computed=True),
    Field("judgement", _("Judgement"), computed=True),
)  # fmt: skip


def rows(actor: Actor, queryset: QuerySet[Sending] | None = None) -> Iterator[Existing]:
    """A row for each question that the supplier may be asked, answered or not. Without a list: of those that wait for answers."""
    open_ones = {"archived_at": None, "state": SendingState.SENT}
    found = sendings_for(actor).filter(**open_ones) if queryset is None else queryset
    found = found.select_related("supplier", "version_sent").order_by("number")
    said: dict[Any, dict[str, Answer]] = {}
    ours = Answer.objects.filter(organisation_id=actor.organisation_id)
    for answer in ours.filter(sending__in=found.order_by().values("pk")):
        said.setdefault(answer.sending_id, {})[answer.question] = answer
    for sending in found:
        yield from rows_of(sending, said.get(sending.pk, {}))


def rows_of(sending: Sending, answers: dict[str, Answer]) -> Iterator[Existing]:
    """In the language that the supplier is written to in."""
    read, language = sending.version_sent.read, sending.language
    titles = {each.key: say(each.title, language) for each in read.sections}
    for question in read.questions:
        if sending.criticality < question.from_criticality:
            continue
        row = answers.get(question.key)
        told = {
            "sending": sending.pk,
            "number": question.number,
            "supplier": sending.supplier.title,
            "section": titles[question.section],
            "question": say(question.text, language),
            "help": say(question.help, language),
            "only_after": _only_after(read, question, language),
            "possible": possible(question, language),
            "answer": spelled(question, row.value, language) if row else "",
            "comment": row.comment if row else "",
            "answered_by": row.saved_by if row else "",
            "judged": row.judged if row else None,
            "judgement": row.judgement if row else "",
        }
        yield Existing(f"{sending.pk}{BETWEEN}{question.key}", sending.version, told)


def _only_after(read: Questionnaire, question: Question, language: str) -> str:
    """``3: Ja / Delvist``: asked when question 3 was answered so."""
    if question.shown_when is None:
        return ""
    before = read.by_key[question.shown_when.question]
    return f"{before.number}: " + " / ".join(spelled(before, each, language) for each in question.shown_when.answers)


def together(actor: Actor, wholes: Sequence[Whole]) -> Iterator[tuple[int, str, Reason]]:
    """Rows that are no question of theirs, that are handed in, and answers that were not asked for."""
    found = sendings_for(actor).filter(pk__in={whole.values.get("sending") for whole in wholes})
    sendings: dict[Any, Sending] = {each.pk: each for each in found.select_related("version_sent")}
    for whole in wholes:
        key = whole.values.get("sending")
        if key not in sendings:
            continue
        sending = sendings[key]
        if sending.state != SendingState.SENT:
            yield whole.number, "sending", Reason(HANDED_IN)
        elif whole.id is None:
            yield whole.number, "number", Reason(N_("There is no question with that number in it."))
        else:
            yield from _answer_whys(sending, whole)


def _answer_whys(sending: Sending, whole: Whole) -> Iterator[tuple[int, str, Reason]]:
    question = sending.version_sent.read.by_key[str(whole.id).partition(BETWEEN)[2]]
    if understood(question, str(whole.values.get("answer") or "")) is None:
        told = possible(question, sending.language)
        yield whole.number, "answer", Reason(N_("Not one of: %(choices)s"), {"choices": told})


ANSWERS = Register(
    kind="sent-questionnaires",
    title=_("Answers of suppliers"),
    icon="clipboard-search",
    list_url="suppliers:sending-list",
    view=QUESTIONNAIRE_VIEW,
    edit=QUESTIONNAIRE_SEND,
    fields=FIELDS,
    rows=rows,
    write=services.answers_import,
    undo=services.answers_import_undo,
    match_on=(("sending", "number"),),
    together=together,
)
"""Known as what ``holger import`` and ``holger export`` call it."""
