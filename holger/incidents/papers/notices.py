"""A form or a letter on paper: as it is filled in, or as it was sent."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from holger.exchange.papers.paper import Cell, Facts, Note, Paper, Section, Text
from holger.exchange.papers.sending import front
from holger.incidents.models import Incident
from holger.incidents.models.notices import SentNotice
from holger.incidents.papers.afterwards import marked
from holger.incidents.selectors.drills import word


def sheet_paper(
    request: Any,
    language: str,
    incident: Incident,
    content: Mapping[str, Any],
    title: str,
    notice: SentNotice | None = None,
) -> Paper:
    facts = [(each["label"], each["text"]) for each in content["fields"] if each["standing"] != "empty"]
    missing = sum(each["standing"] == "missing" for each in content["fields"])
    blocks: list[Any] = []
    if missing and notice is None:
        blocks.append(Note(gettext("Some fields are missing. They say so."), "mid"))
    return _paper(request, language, incident, title, [*blocks, Facts(facts)], notice)


def letter_paper(
    request: Any, language: str, incident: Incident, subject: str, text: str, notice: SentNotice | None = None
) -> Paper:
    return _paper(request, language, incident, subject, [Text(text)], notice)


def _paper(
    request: Any, language: str, incident: Incident, title: str, blocks: list[Any], notice: SentNotice | None
) -> Paper:
    return Paper(
        kind="notification",
        title=f"{word(language)}: {title}" if incident.drill and word(language) not in title else title,
        subtitle=f"{incident.reference} {incident.title}",
        sections=[Section("", [*marked(incident, language), *blocks])],
        facts=_sent(notice) if notice is not None else (),
        **front(request, language),
    )


def _sent(notice: SentNotice) -> list[tuple[str, Cell]]:
    return [
        (gettext("Sent"), notice.at),
        (gettext("To"), notice.recipient),
        (gettext("Receipt number"), notice.receipt),
        (gettext("Written down by"), notice.by_name),
        ("SHA-256", notice.digest),
    ]
