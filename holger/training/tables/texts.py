"""A page of a course as learners see it: Markdown made safe, names filled in, pictures that are attached to the course."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.safestring import SafeString

from holger.core import prose
from holger.core.prose import Picture
from holger.core.requests import Request
from holger.core.words import say
from holger.training import selectors
from holger.training.models import Course
from holger.training.rules.content import Page
from holger.ui import http

Shown = tuple[str, SafeString, str]
"""Its title, its text and the address of its video."""


def shown(pages: Sequence[Page], organisation_id: UUID, language: str, picture: Picture | None = None) -> list[Shown]:
    places = selectors.places(organisation_id, language)
    return [
        (
            say(page.title, language),
            SafeString(prose.render(prose.fill(say(page.text, language), places), picture=picture)),
            page.video,
        )
        for page in pages
    ]


def pictures(request: Request, course: Course, name: str) -> Picture:
    """The addresses of the pictures that the course's pages may show; ``name`` is the page that shows them."""
    known: list[frozenset[str]] = []

    def address(wanted: str) -> str | None:
        if not known:
            rows = selectors.pictures_of(request.actor, course)
            known.append(frozenset(rows.values_list("reference", flat=True)))
        if wanted not in known[0]:
            return None
        return http.link(request, name, reference=course.reference, evidence=wanted)

    return address
