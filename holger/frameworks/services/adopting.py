"""Taking a framework on: from the library or from a file, whole or not at all; and a newer edition in place of an older."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from holger.core import dates, saving
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import hanging_on
from holger.core.words import LANGUAGES, N_, Words
from holger.frameworks import library
from holger.frameworks.models import Framework, Mapping, Origin, Requirement, Scope, between
from holger.frameworks.rules import framework as rules
from holger.frameworks.rules.tree import Seat, seats
from holger.frameworks.services.mappings import mappings_bring
from holger.frameworks.services.shared import must_be_in_use, standings_complete, standings_make
from holger.history import services as history
from holger.organisation.services import next_numbers

CONTENT = ("parent", "title_da", "title_en", "assessable", "groups", "guide", "archived_at")
"""What an edition says of a requirement. Its place among the others follows."""


@transaction.atomic
def framework_adopt(*, actor: Actor, key: str) -> Framework:
    """Take on a framework of the library, for the whole organisation, with what it says about those taken on before."""
    actor.require("frameworks.edit")
    if key not in library.KEYS:
        raise NotFound
    framework = framework_bring(actor=actor, written=library.framework(key), origin=Origin.LIBRARY)
    compare(actor, framework)
    return framework


@transaction.atomic
def framework_bring(*, actor: Actor, written: rules.Framework, origin: str) -> Framework:
    """Take on a framework as it is written. One of the same key must not be there."""
    actor.require("frameworks.edit")
    if there := Framework.objects.filter(organisation_id=actor.organisation_id, key=written.key).first():
        raise RuleBroken(N_("%(name)s is there already."), params={"name": there.title})
    framework = framework_number(actor, Framework(key=written.key, origin=origin))
    write(framework, {"edition": written.version, **_head(written)})
    requirements = _rows(framework, written)
    Requirement.objects.bulk_create(requirements, batch_size=200)
    scope = Scope(organisation_id=actor.organisation_id, framework=framework, number=1)
    write(scope, {})
    standings_make(scope, requirements)
    told = {"edition": [None, framework.edition], "requirements": [None, len(requirements)]}
    history.record(actor=actor, action="framework.adopted", target=framework, changes=told)
    return framework


@transaction.atomic
def framework_update(*, actor: Actor, framework: Framework, written: rules.Framework) -> Framework:
    """Put a newer edition in the place of the one that is there.

    Requirements are the same where their ids are, and keep their answers. One that the new edition leaves out is archived
    with its answers, and comes back with them should a later edition have it again.
    """
    actor.require("frameworks.edit", framework)
    must_be_in_use(framework)
    if written.key != framework.key:
        raise RuleBroken(N_("That is another framework: %(key)s."), params={"key": written.key})
    if written.version <= framework.edition:
        told = {"there": framework.edition, "new": written.version}
        raise RuleBroken(N_("Version %(there)s is there; the file holds version %(new)s."), params=told)
    changes = write(framework, {"edition": written.version, **_head(written)})
    counts = _replace(framework, written)
    standings_complete(framework)
    if framework.origin == Origin.LIBRARY:
        compare(actor, framework)
    history.record(actor=actor, action="framework.updated", target=framework, changes={**changes, **counts})
    return framework


def framework_number(actor: Actor, framework: Framework) -> Framework:
    """The framework as the organisation's next."""
    (number,) = next_numbers(organisation_id=actor.organisation_id, prefix=Framework.prefix)
    framework.organisation_id = actor.organisation_id
    framework.number, framework.reference = number, f"{Framework.prefix}-{number}"
    return framework


def compare(actor: Actor, framework: Framework, *, anew: bool = True) -> None:
    """Bring what the library says between this framework and the others of the library that have been taken on.

    Without ``anew``, only where nothing is said yet: what people have taken back does not return by itself.
    """
    taken = Framework.objects.filter(organisation_id=actor.organisation_id, archived_at=None, origin=Origin.LIBRARY)
    for other in taken.exclude(pk=framework.pk):
        pairs = library.pairs(framework.key, other.key)
        if pairs and (anew or not Mapping.objects.filter(between(framework, other)).exists()):
            mappings_bring(actor=actor, source=framework, target=other, pairs=pairs)


def _replace(framework: Framework, written: rules.Framework) -> dict[str, Any]:
    """Change the rows to what is written, and tell how many were added, changed and left out."""
    there = {row.code: row for row in hanging_on(Requirement, framework=framework)}
    before = {row.pk: _content(row) for row in there.values()}
    rows = _rows(framework, written, there)
    now = dates.now()
    new = [row for row in rows if row.code not in there]
    kept = [row for row in rows if row.code in there]
    codes = {row.code for row in rows}
    left = [row for row in there.values() if row.code not in codes and row.archived_at is None]
    for row in left:
        row.archived_at = now
    changed = [row for row in (*kept, *left) if _content(row) != before[row.pk]]
    for row in changed:
        row.version, row.updated_at = row.version + 1, now
    Requirement.objects.bulk_create(new, batch_size=200)
    saving.update_many([*kept, *left], ("place", "depth", "section"))
    saving.update_many(changed, (*CONTENT, "version", "updated_at"))
    counts = {"added": len(new), "changed": len(changed) - len(left), "left out": len(left)}
    return {f"requirements {name}": [None, count] for name, count in counts.items() if count}


def _content(row: Requirement) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in ("parent_id", *CONTENT[1:]))


def _rows(
    framework: Framework, written: rules.Framework, there: Table[str, Requirement] | None = None
) -> list[Requirement]:
    """A row for each requirement, in order; the row that is ``there`` already, where one is."""
    seated = seats(written.requirements)
    rows: dict[str, Requirement] = {}
    for requirement in written.requirements:
        row = (there or {}).get(requirement.id) or Requirement(
            organisation_id=framework.organisation_id, framework=framework, code=requirement.id
        )
        _seat(row, requirement, seated[requirement.id], rows)
        rows[requirement.id] = row
    return list(rows.values())


def _seat(row: Requirement, requirement: rules.Requirement, seat: Seat, rows: Table[str, Requirement]) -> None:
    row.parent, row.section = rows.get(requirement.parent), rows.get(seat.section)
    row.place, row.depth, row.archived_at = seat.place, seat.depth, None
    row.title_da, row.title_en = texts(requirement.title)
    row.assessable, row.groups, row.guide = requirement.assessable, list(requirement.groups), guide(requirement)


def guide(requirement: rules.Requirement) -> dict[str, Any]:
    """What helps to meet it, as it is kept: only what there is."""
    activity = requirement.activity
    parts: dict[str, Any] = {
        "asks": dict(requirement.asks),
        "guidance": dict(requirement.guidance),
        "small": dict(requirement.small),
        "evidence": [dict(words) for words in requirement.evidence],
        "activity": {"words": dict(activity.words), "every": activity.every} if activity else None,
        "roles": list(requirement.roles),
        "facts": {name: list(values) for name, values in requirement.facts.items()},
    }
    return {name: part for name, part in parts.items() if part}


def texts(words: Words) -> Sequence[str]:
    """In Danish and in English. A text in neither stands in the place of the English, so that none is lost."""
    danish, english = (words.get(language, "") for language in LANGUAGES)
    return danish, english or ("" if danish else next(iter(words.values()), ""))


def _head(written: rules.Framework) -> dict[str, Any]:
    """What a framework says about itself, by field."""
    found: dict[str, Any] = {"issuer": written.issuer, "link": written.link}
    for name in ("title", "about", "rights"):
        found[f"{name}_da"], found[f"{name}_en"] = texts(getattr(written, name))
    groups = [{"key": g.key, "title": dict(g.title), "about": dict(g.about)} for g in written.groups]
    return {**found, "groups": groups}
