"""Questionnaires for suppliers: the register, what each asks, and its versions. They are written on the pages or in a spreadsheet
(``/imports/questionnaires``)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import pointer
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Body, Change, Out, reads
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.organisation.models import Person
from holger.suppliers import services
from holger.suppliers.filters.questionnaires import QuestionnaireFilter
from holger.suppliers.models.questionnaires import Questionnaire, QuestionnaireVersion, VersionState
from holger.suppliers.permissions import QUESTIONNAIRE_EDIT, QUESTIONNAIRE_VIEW
from holger.suppliers.rules.questions import Kind
from holger.suppliers.selectors import questionnaires as selectors

ROOM = "suppliers"
Title = Annotated[str, Field(min_length=1, max_length=200)]
Said = dict[str, str]


class QuestionnaireCreate(Body):
    """An empty one, as a draft."""

    title_da: Title
    title_en: Title


class QuestionnaireEdit(Change):
    owner: pointer(Person)  # type: ignore[valid-type]


def _create(*, actor: Actor, title_da: str, title_en: str) -> Questionnaire:
    return services.questionnaire_create(actor=actor, title={"da": title_da, "en": title_en})


def _edit(*, actor: Actor, questionnaire: Questionnaire, version: int | None = None, **answers: Any) -> Questionnaire:
    """Its owner; there is nothing in it that could be overwritten."""
    return services.questionnaire_give(actor=actor, questionnaire=questionnaire, **answers)


def _fill(request: Call, rows: Sequence[Any]) -> None:
    """Put on each row the numbers of its versions."""
    numbers: dict[Any, dict[str, int]] = {}
    ours = QuestionnaireVersion.objects.filter(organisation_id=request.actor.organisation_id)
    versions = ours.filter(questionnaire__in=[row.pk for row in rows])
    for key, state, number in versions.order_by("number").values_list("questionnaire", "state", "number"):
        numbers.setdefault(key, {})[state] = number
    for row in rows:
        row.published = numbers[row.pk].get(VersionState.PUBLISHED)
        row.draft = numbers[row.pk].get(VersionState.DRAFT)


questionnaires = offer(
    Resource(
        kind="questionnaires",
        one="questionnaire",
        room=ROOM,
        model=Questionnaire,
        view=QUESTIONNAIRE_VIEW,
        rows=selectors.questionnaires_for,
        filters=QuestionnaireFilter,
        out=reads(
            "QuestionnaireOut",
            Questionnaire,
            ("reference", "title", "owner", "template", "created_at", "updated_at", "archived_at", "version"),
            published=(int | None, Field(description="The newest version that can be sent.")),
            draft=(int | None, Field(description="The version that is worked on.")),
        ),
        searched=("reference", "title"),
        sorts=("number", "title", "updated_at"),
        related=("owner",),
        fill=_fill,
        body=QuestionnaireCreate,
        create=(QUESTIONNAIRE_EDIT, _create),
        change=QuestionnaireEdit,
        edit=(QUESTIONNAIRE_EDIT, _edit),
        delete=(QUESTIONNAIRE_EDIT, services.questionnaire_archive),
    )
)
verb(questionnaires, "begin-draft", QUESTIONNAIRE_EDIT, services.draft_begin, "Begin the next version of a questionnaire")  # fmt: skip
verb(
    questionnaires, "discard-draft", QUESTIONNAIRE_EDIT, services.draft_discard, "Discard the draft of a questionnaire"
)
verb(questionnaires, "publish", QUESTIONNAIRE_EDIT, services.draft_publish, "Publish the draft of a questionnaire")
verb(questionnaires, "restore", QUESTIONNAIRE_EDIT, services.questionnaire_restore, "Take a questionnaire back from the archive")  # fmt: skip


@operation(
    "POST", "/ready-questionnaire", room=ROOM, permission=QUESTIONNAIRE_EDIT, gives=questionnaires.out, status=201
)
def questionnaires_adopt(request: Call) -> Answer:
    """Take the ready questionnaire of 30 questions over, published"""
    made = services.questionnaire_adopt(actor=request.actor)
    return Answer(questionnaires.shown(request, made.reference), 201)


# What it asks


class QuestionnaireChoiceOut(Out):
    key: str
    text: Said
    points: int


class ShownWhenOut(Out):
    question: str
    answers: list[str]


class QuestionOut(Out):
    key: str = Field(description="What answers and judgements name it by.")
    number: int
    text: Said
    help: Said
    kind: Literal[tuple(Kind)]  # type: ignore[valid-type]
    choices: list[QuestionnaireChoiceOut]
    unit: Said
    full: int = Field(description="Of a number: up to it an answer is worth all points.")
    none: int = Field(description="Of a number: beyond it an answer is worth none.")
    weight: int
    knock_out: bool
    asks_evidence: bool
    from_criticality: int
    shown_when: ShownWhenOut | None
    serves: dict[str, list[str]]


class QuestionSectionOut(Out):
    key: str
    title: Said
    questions: list[QuestionOut]


class QuestionsOut(Out):
    version: int
    state: Literal[tuple(VersionState.values)]  # type: ignore[valid-type]
    title: Said
    intro: Said
    sections: list[QuestionSectionOut]


class QuestionsQuery(Body):
    version: int | None = Field(None, ge=1, le=32_767, description="Without one: the newest, a draft included.")


@operation("GET", "/questionnaires/{reference}/questions", room=ROOM, permission=QUESTIONNAIRE_VIEW, gives=QuestionsOut,
           query=QuestionsQuery)  # fmt: skip
def questionnaires_questions(request: Call, reference: str, query: QuestionsQuery) -> Any:
    """Read what a version of a questionnaire asks, in both languages"""
    row = questionnaires.find(request.actor, reference)
    versions = selectors.versions_of(request.actor, row)
    found = versions.filter(number=query.version).first() if query.version else versions.first()
    if found is None:
        raise NotFound
    read = found.read
    told: Mapping[str, Any] = {"title": dict(read.title), "intro": dict(read.intro)}
    sections = [QuestionSectionOut.model_validate(each) for each in read.sections]
    return QuestionsOut(version=found.number, state=found.state, sections=sections, **told)
