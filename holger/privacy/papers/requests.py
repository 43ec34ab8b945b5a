"""A letter to a data subject on paper."""

from typing import Any

from holger.core.words import say
from holger.exchange.papers.paper import Paper, Section, Text
from holger.exchange.papers.sending import front
from holger.privacy.rules.request_letters import Letter


def letter_paper(request: Any, language: str, reference: str, letter: Letter, subject: str, text: str) -> Paper:
    """Its title is the ready letter's: what leaves the house is told in the history, and that must not name whoever asked."""
    return Paper(
        kind="letter",
        title=say(letter.title, language),
        subtitle=reference,
        sections=[Section(subject, [Text(text)])],
        **front(request, language),
    )
