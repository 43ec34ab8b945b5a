"""Questionnaires and what was sent of them, seen by an actor."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.models import hanging_on, visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.suppliers.models.questionnaires import Questionnaire, QuestionnaireVersion, VersionState
from holger.suppliers.models.sendings import Answer, AnswerFinding, Attachment, PortalLink, Sending, SendingState
from holger.suppliers.models.supplier import Supplier
from holger.suppliers.permissions import QUESTIONNAIRE_VIEW
from holger.suppliers.rules.scoring import Comparison, Given, Score, compared, score

ICON, SENT_ICON = "list-check", "clipboard-search"
WAITING = (SendingState.SENT, SendingState.SUBMITTED)


def questionnaires_for(actor: Actor) -> QuerySet[Questionnaire]:
    """All of them, archived ones too."""
    return visible(Questionnaire.objects.all(), actor, QUESTIONNAIRE_VIEW, own=Q(owner_id=actor.person_id))


def questionnaire_of(actor: Actor, reference: str) -> Questionnaire:
    found = questionnaires_for(actor).select_related("owner").filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def pickable(actor: Actor) -> QuerySet[Questionnaire]:
    """Those that can be sent: published, and not put away."""
    published = QuestionnaireVersion.objects.filter(
        organisation_id=actor.organisation_id, state=VersionState.PUBLISHED
    ).values("questionnaire")
    return questionnaires_for(actor).filter(archived_at=None, pk__in=published).order_by("title", "pk")


def search_questionnaires(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    words = text.split()[:6]
    if not words:
        return []
    rows = questionnaires_for(actor).filter(words_in(words, ("reference", "title")), archived_at=None)
    kind = Questionnaire._meta.verbose_name
    return [Hit(row.reference, row.title, row.path, kind, ICON, id=str(row.pk)) for row in rows[:limit]]


def versions_of(actor: Actor, questionnaire: Questionnaire) -> QuerySet[QuestionnaireVersion]:
    rows = QuestionnaireVersion.objects.filter(
        organisation_id=actor.organisation_id, questionnaire__in=questionnaires_for(actor).filter(pk=questionnaire.pk)
    )
    here = Q(sendings__organisation_id=actor.organisation_id)
    return rows.annotate(sent=Count("sendings", filter=here)).order_by("-number")


def sent_count() -> Subquery:
    """Of a questionnaire in a list: how often it was sent."""
    here = {"organisation_id": OuterRef("organisation_id"), "version_sent__questionnaire": OuterRef("pk")}
    rows = Sending.objects.filter(**here).order_by()
    counted = rows.values("version_sent__questionnaire").annotate(count=Count("pk")).values("count")
    return Subquery(counted, output_field=IntegerField())


def published_of(questionnaire: Questionnaire) -> QuestionnaireVersion | None:
    """What is sent when it is sent now."""
    rows = hanging_on(QuestionnaireVersion, questionnaire=questionnaire)
    return rows.filter(state=VersionState.PUBLISHED).order_by("-number").first()


# Sent


def sendings_for(actor: Actor) -> QuerySet[Sending]:
    """What was sent; own are those whose answers one judges, and those of one's own suppliers."""
    me = actor.person_id
    own = Q(owner_id=me) | Q(supplier__owner_id=me) | Q(supplier__deputy_id=me)
    return visible(Sending.objects.all(), actor, QUESTIONNAIRE_VIEW, own=own)


def sending_of(actor: Actor, reference: str) -> Sending:
    rows = sendings_for(actor).select_related("supplier", "owner", "version_sent__questionnaire", "before")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def sendings_to(actor: Actor, supplier: Supplier) -> QuerySet[Sending]:
    return sendings_for(actor).filter(supplier=supplier).order_by("-number")


def to_read(actor: Actor) -> int:
    """How many answered ones wait for this reader."""
    rows = Sending.objects.filter(organisation_id=actor.organisation_id, owner=actor.person_id, archived_at=None)
    return rows.filter(state=SendingState.SUBMITTED).count() if actor.person_id else 0


def last_answered(supplier: Supplier, questionnaire: Questionnaire) -> Sending | None:
    """What the supplier has handed in of this questionnaire most lately, in whatever version."""
    states = (SendingState.SUBMITTED, SendingState.CONCLUDED)
    rows = Sending.objects.filter(supplier=supplier, version_sent__questionnaire=questionnaire, state__in=states)
    return rows.order_by("-submitted_at", "-number").first()


def links_of(actor: Actor, sending: Sending) -> QuerySet[PortalLink]:
    links = PortalLink.objects.filter(organisation_id=actor.organisation_id, sending__in=_only(actor, sending))
    return links.prefetch_related("visits")


def findings_of(actor: Actor, sending: Sending) -> QuerySet[AnswerFinding]:
    return AnswerFinding.objects.filter(organisation_id=actor.organisation_id, sending__in=_only(actor, sending))


def _only(actor: Actor, sending: Sending) -> QuerySet[Sending, Any]:
    """The key of this one, if the actor sees it."""
    return sendings_for(actor).filter(pk=sending.pk).order_by().values("pk")


def finding_of(actor: Actor, sending: Sending, pk: UUID) -> AnswerFinding:
    found = findings_of(actor, sending).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def late(today: date) -> Q:
    return Q(state=SendingState.SENT, due__lt=today, archived_at=None)


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Sent questionnaires by reference, title and supplier."""
    words = text.split()[:6]
    if not words:
        return []
    found = words_in(words, ("reference", "title", "supplier__title"))
    rows = sendings_for(actor).filter(found, archived_at=None).select_related("supplier").order_by("-number")
    kind = Sending._meta.verbose_name
    return [
        Hit(row.reference, f"{row.supplier.title}: {row.title}", row.path, kind, SENT_ICON, row.get_state_display(), str(row.pk))
        for row in rows[:limit]
    ]  # fmt: skip


def in_hand() -> Q:
    """What somebody has something to do with: not concluded, or with findings that nobody has closed."""
    unclosed = AnswerFinding.objects.filter(sending=OuterRef("pk")).exclude(state=AnswerFinding.CLOSED)
    return Q(state__in=WAITING) | Q(Exists(unclosed), state=SendingState.CONCLUDED)


# Answers


def answers_of(sending: Sending) -> dict[str, Answer]:
    """By question. Whoever asks has found the sending through a selector, or holds its link."""
    return {row.question: row for row in hanging_on(Answer, sending=sending)}


def files_of(sending: Sending) -> dict[str, list[Attachment]]:
    """What was brought, by question."""
    found: dict[str, list[Attachment]] = {}
    for row in hanging_on(Attachment, sending=sending).select_related("evidence"):
        found.setdefault(row.question, []).append(row)
    return found


def given(answers: Mapping[str, Answer]) -> dict[str, Given]:
    """As the rules know them."""
    return {key: Given(row.value, row.judged) for key, row in answers.items()}


def score_of(sending: Sending, answers: Mapping[str, Answer]) -> Score:
    return score(sending.version_sent.read.questions, given(answers), sending.criticality)


def comparison_of(sending: Sending, answers: Mapping[str, Answer]) -> Comparison | None:
    """Beside last time; None where there was none."""
    if sending.before_id is None:
        return None
    before = given({row.question: row for row in Answer.objects.filter(sending=sending.before_id)})
    return compared(sending.version_sent.read.questions, given(answers), before, sending.criticality)
