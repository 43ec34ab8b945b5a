"""A page of a course as learners see it: Markdown made safe, names filled in, pictures that are attached to the course."""

from collections.abc import Callable
from uuid import UUID

from django.utils.safestring import SafeString

from holger.core import prose
from holger.core.words import say
from holger.training import selectors
from holger.training.rules.content import Page

Shown = tuple[str, SafeString, str]
"""Its title, its text and the address of its video."""


def shown(
    page: Page, organisation_id: UUID, language: str, picture: Callable[[str], str | None] | None = None
) -> Shown:
    return shown_all([page], organisation_id, language, picture)[0]


def shown_all(
    pages: list[Page], organisation_id: UUID, language: str, picture: Callable[[str], str | None] | None = None
) -> list[Shown]:
    places = selectors.places(organisation_id, language)
    return [
        (
            say(page.title, language),
            SafeString(prose.render(prose.fill(say(page.text, language), places), picture=picture)),
            page.video,
        )
        for page in pages
    ]
