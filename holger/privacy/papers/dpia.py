"""An impact assessment on paper, as it stands or as it was decided on."""

from typing import Any

from django.utils.translation import gettext, pgettext

from holger.core.words import say
from holger.exchange.papers.paper import Cell, Note, Paper, Section, Text
from holger.exchange.papers.sending import front
from holger.privacy import library
from holger.privacy.models import Dpia, DpiaVersion


def dpia_paper(request: Any, language: str, dpia: Dpia, version: DpiaVersion | None) -> Paper:
    answers = version.answers if version is not None else dpia.answers
    sections = [
        Section(say(section.title, language), _blocks(section.questions, answers, language))
        for section in library.assessment().sections
    ]
    return Paper(
        kind="assessment",
        title=gettext("Impact assessment"),
        subtitle=f"{dpia.reference} {dpia.title}",
        facts=_facts(dpia, version),
        sections=sections,
        **front(request, language),
    )


def _blocks(questions: Any, answers: dict[str, str], language: str) -> list[Any]:
    blocks: list[Any] = []
    for question in questions:
        blocks.append(Note(say(question.text, language)))
        blocks.append(Text(answers.get(question.key) or gettext("Not answered.")))
    return blocks


def _facts(dpia: Dpia, version: DpiaVersion | None) -> list[tuple[str, Cell]]:
    found: list[tuple[str, Cell]] = [(gettext("Processing activity"), str(dpia.activity))]
    if version is None:
        return [*found, (gettext("Status"), str(dpia.get_status_display()))]
    decided = gettext("Approved") if version.approved else pgettext("impact assessment", "Not approved")
    found += [
        (pgettext("impact assessment", "Version"), str(version.number)),
        (gettext("Decision"), decided),
        (gettext("Decided by"), version.by_name),
        (gettext("Decided"), version.entered_at),
    ]
    more = [
        (gettext("Opinion by"), version.opinion_by),
        (gettext("Why"), version.reason),
        (gettext("What the authority answered"), version.consultation),
    ]
    return [*found, *(pair for pair in more if pair[1])]
