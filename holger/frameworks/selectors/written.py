"""A framework as it is written in a file, made of its rows."""

from typing import Any
from uuid import UUID

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.words import LANGUAGES, Words
from holger.frameworks import library
from holger.frameworks.models import Framework, Origin, Requirement
from holger.frameworks.rules import framework as rules
from holger.frameworks.selectors.rows import requirements_for


def written(actor: Actor, framework: Framework) -> rules.Framework:
    """What a file of it would hold."""
    if framework.organisation_id != actor.organisation_id:
        raise NotFound
    rows = requirements_for(actor).filter(framework=framework).order_by("place")
    codes: dict[UUID | None, str] = {row.pk: row.code for row in rows}
    return rules.Framework(
        key=framework.key,
        version=framework.edition,
        title=_words(framework, "title"),
        about=_words(framework, "about"),
        issuer=framework.issuer,
        rights=_words(framework, "rights"),
        link=framework.link,
        groups=[rules.Group(**group) for group in framework.groups],
        requirements=[_requirement(row, codes.get(row.parent_id, "")) for row in rows],
    )


def newer(framework: Framework) -> rules.Framework | None:
    """The library's edition, where it is newer than the one that was chosen."""
    if framework.key not in library.KEYS or framework.origin != Origin.LIBRARY:
        return None
    found = library.framework(framework.key)
    return found if found.version > framework.edition else None


def _requirement(row: Requirement, parent: str) -> rules.Requirement:
    guide: dict[str, Any] = dict(row.guide)
    activity = guide.pop("activity", None)
    return rules.Requirement(
        id=row.code,
        parent=parent,
        title=_words(row, "title"),
        assessable=row.assessable,
        groups=row.groups,
        activity=rules.Activity(**activity) if activity else None,
        **guide,
    )


def _words(row: Framework | Requirement, name: str) -> Words:
    found = {language: getattr(row, f"{name}_{language}") for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}
