"""A paper on its way to whoever asked for it: as an attachment, told in the history."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.words import LANGUAGES
from holger.exchange.papers.paper import Paper
from holger.exchange.papers.setting import FORMS, TYPES, file_name, paper_file
from holger.history import services as history

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


def described(make: Make, form: str, language: str = "") -> Paper:
    """What the paper says, in ``language`` whatever language the page is in. 404 for a form or language that there is not."""
    language = language or (translation.get_language() or "en")[:2]
    if form not in FORMS or language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        return make(language)


def paper_response(request: HttpRequest, make: Make, form: str, language: str = "", about: str = "") -> HttpResponse:
    """The file. Whoever calls has asked for the permission.

    ``about`` is what the report is about, for the history, where its title does not say it.
    """
    return paper_sent(request, described(make, form, language), form, about)


def paper_sent(request: HttpRequest, paper: Paper, form: str, about: str = "") -> HttpResponse:
    content = paper_file(paper, form)
    paper_told(request.actor, paper, form, about)
    return attached(content, form, file_name(paper, form))


def attached(content: bytes, form: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@transaction.atomic
def paper_told(actor: Actor, paper: Paper, form: str, about: str = "") -> None:
    """Who has taken what out of the house stands in the history."""
    report = f"{paper.title}, {about}" if about else paper.title
    changes = {"report": [None, report], "format": [None, form], "language": [None, paper.language]}
    history.record(actor=actor, action="report.exported", changes=changes)
