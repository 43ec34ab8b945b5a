"""A paper on its way to whoever asked for it: as an attachment, told in the history."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.words import LANGUAGES
from holger.exchange.papers.paper import Paper
from holger.history import services as history

FORMS: Sequence[str] = ("pdf", "xlsx", "docx")
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

Make = Callable[[str], Paper]
"""Describes the paper in the language that it is given; called with that language spoken."""


def front(request: HttpRequest, language: str) -> dict[str, Any]:
    """What every paper of this organisation's, made now by whoever asks, says of itself."""
    return {
        "organisation": request.organisation.name,
        "language": language,
        "as_of": dates.today(request.organisation.zone),
        "made_by": request.actor.label,
        "made_at": dates.now(),
        "confidentiality": gettext("Confidential, for the organisation's own use"),
    }


def paper_file(paper: Paper, form: str) -> bytes:
    """The paper as one of ``FORMS``. ``RuleBroken`` where it does not fit in pages."""
    # The libraries are loaded by whoever first wants a paper, not by each process that starts.
    if form == "pdf":
        from holger.exchange.papers.pdf import pdf

        return pdf(paper)
    if form == "docx":
        from holger.exchange.papers.document import docx

        return docx(paper)
    from holger.exchange.papers.workbook import xlsx

    return xlsx(paper)


def paper_response(request: HttpRequest, make: Make, form: str, language: str = "", about: str = "") -> HttpResponse:
    """The file, in ``language`` whatever language the page is in. Whoever calls has asked for the permission.

    ``about`` is what the report is about, for the history, where its title does not say it.
    """
    language = language or (translation.get_language() or "en")[:2]
    if form not in FORMS or language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        paper = make(language)
    content = paper_file(paper, form)
    _tell(request.actor, paper, form, about)
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{file_name(paper, form)}"'
    response["Cache-Control"] = "no-store"
    return response


def file_name(paper: Paper, form: str) -> str:
    """kronborg-risk-register-2026-11-24.pdf, of plain letters."""
    parts = (slugify(paper.organisation)[:40], slugify(paper.title)[:60] or paper.kind, paper.as_of.isoformat())
    return f"{'-'.join(part for part in parts if part)}.{form}"


@transaction.atomic
def _tell(actor: Actor, paper: Paper, form: str, about: str) -> None:
    report = f"{paper.title}, {about}" if about else paper.title
    changes = {"report": [None, report], "format": [None, form], "language": [None, paper.language]}
    history.record(actor=actor, action="report.exported", changes=changes)
