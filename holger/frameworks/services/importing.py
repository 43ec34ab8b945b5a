"""Requirements and mappings from a spreadsheet, and back again."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import replace
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core import saving
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.words import LANGUAGES, N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, InFile, NewRow
from holger.frameworks.models import Framework, Mapping, Requirement, Standing
from holger.frameworks.rules import sheet
from holger.frameworks.services.requirements import put_in_order, told_of_guide
from holger.frameworks.services.shared import must_be_changeable, standings_complete, unless_held
from holger.history import services as history
from holger.history.services import Entry

COLUMNS = (*(f"{part}_{language}" for part in (*sheet.TEXTS, "evidence", "activity") for language in LANGUAGES),
           "every", "roles")  # fmt: skip
"""The columns that a guide lies in."""
FOLLOWING = ("section", "requirement")
"""What points to requirements but is worked out by holger: an undo takes it along."""


@transaction.atomic
def requirements_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> dict[str, Any]:
    """Write the rows of a file to frameworks of one's own, and answer what the undo needs."""
    actor.require("frameworks.edit")
    settling = _Settling(actor, creates, updates)
    new, changed = settling.created(creates), settling.changed(updates)
    written = bulk.write(
        actor=actor,
        model=Requirement,
        verb="requirement",
        permission="frameworks.edit",
        creates=[row for row in new if isinstance(row, NewRow)],
        updates=[*(row for row in new if isinstance(row, ChangedRow)), *changed],
    )
    before = {str(row.pk): row.place for row in settling.known.values()}
    _follow(settling.frameworks)
    after = _places(settling.frameworks)
    places = {key: [place, after[key]] for key, place in before.items() if key in after}
    return {**written, "frameworks": [str(pk) for pk in settling.frameworks], "places": places}


@transaction.atomic
def requirements_import_undo(*, actor: Actor, payload: Table[str, Any]) -> None:
    """Put everything back as it was. Refused where somebody has answered what the import brought."""
    actor.require("frameworks.edit")
    created = Standing.objects.filter(organisation_id=actor.organisation_id, requirement__in=payload["created"])
    if answered := created.exclude(version=1).select_related("requirement").first():
        raise RuleBroken(N_("“%(label)s” has been answered since the import."), params={"label": str(answered)})
    with unless_held():
        bulk.undo(
            actor=actor,
            model=Requirement,
            verb="requirement",
            permission="frameworks.edit",
            payload=payload,
            computed=FOLLOWING,
        )
    found = Framework.objects.filter(organisation_id=actor.organisation_id, pk__in=payload["frameworks"])
    frameworks = {row.pk: row for row in found}
    _reorder(frameworks, payload.get("places", {}))
    _follow(frameworks)


def _places(frameworks: Iterable[UUID]) -> dict[str, int]:
    rows = Requirement.objects.filter(framework__in=frameworks, archived_at=None)
    return {str(pk): place for pk, place in rows.values_list("pk", "place")}


def _reorder(frameworks: Iterable[UUID], places: Table[str, Sequence[int]]) -> None:
    """Requirements stand as they stood before, unless somebody has moved one since: then the order is theirs."""
    now = _places(frameworks)
    if any(now.get(key, after) != after for key, (_before, after) in places.items()):
        return
    rows = Requirement.objects.filter(framework__in=frameworks, archived_at=None).defer("guide")
    moved = [row for row in rows if str(row.pk) in places]
    for row in moved:
        row.place = places[str(row.pk)][0]
    saving.update_many(moved, ["place"])


def _follow(frameworks: Table[UUID, Framework]) -> None:
    for framework in frameworks.values():
        put_in_order(framework)
        standings_complete(framework)


class _Settling:
    """The columns of a file as a requirement keeps them."""

    def __init__(self, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]):
        rows = Requirement.objects.filter(organisation_id=actor.organisation_id)
        self.there = {
            row.pk: row for some in batched((row.id for row in updates), 500) for row in rows.filter(pk__in=some)
        }
        wanted = {row.values["framework"] for row in creates} | {row.framework_id for row in self.there.values()}
        found = Framework.objects.filter(organisation_id=actor.organisation_id, pk__in=wanted)
        self.frameworks = {framework.pk: framework for framework in found}
        for framework in self.frameworks.values():
            must_be_changeable(framework)
        self.known = {(row.framework_id, row.code): row for row in rows.filter(framework__in=self.frameworks)}
        self.in_file = {(row.values["framework"], row.values["code"]): row.number for row in creates}
        self.last = {pk: sum(framework == pk for framework, _code in self.known) for pk in self.frameworks}

    def created(self, creates: Sequence[NewRow]) -> list[NewRow | ChangedRow]:
        """Last of all, in the order of the file. One that was taken away comes back instead."""
        return [self._created(row, place) for place, row in enumerate(creates)]

    def _created(self, row: NewRow, place: int) -> NewRow | ChangedRow:
        framework, code = row.values["framework"], row.values["code"]
        was = self.known.get((framework, code))
        values = {
            **self._kept(row.values, was.guide if was else {}, framework),
            "place": self.last[framework] + place,
            "archived_at": None,
        }
        changes = self._told(row.changes, was.guide if was else {}, values)
        if was is None:
            return NewRow(row.number, {"framework": framework, "code": code, **values}, changes)
        return ChangedRow(row.number, was.pk, was.version, values, changes)

    def changed(self, updates: Sequence[ChangedRow]) -> list[ChangedRow]:
        found = []
        for row in updates:
            was = self.there[row.id]
            values = self._kept(row.values, was.guide, was.framework_id)
            found.append(replace(row, values=values, changes=self._told(row.changes, was.guide, values)))
        return found

    def _kept(self, values: Table[str, Any], guide: dict[str, Any], framework: UUID) -> dict[str, Any]:
        """The row's own fields. An id that has changed in its letters only stays as it was."""
        kept = {name: value for name, value in values.items() if name in ("title_da", "title_en", "assessable")}
        if "groups" in values:
            kept["groups"] = list(values["groups"])
        if "parent" in values:
            kept["parent"] = self._parent(framework, values["parent"])
        said = {name: value for name, value in values.items() if name in COLUMNS}
        return {**kept, "guide": sheet.gathered(said, guide)} if said else kept

    def _parent(self, framework: UUID, code: str) -> Any:
        """What a requirement becomes part of: one that is there, or comes with the same file."""
        if not code:
            return None
        known = self.known.get((framework, code))
        if known is not None:
            return known.pk
        return InFile(self.in_file[framework, code])

    def _told(self, changes: Table[str, Any], guide: dict[str, Any], values: Table[str, Any]) -> dict[str, Any]:
        plain = {name: change for name, change in changes.items() if name not in COLUMNS}
        return {**plain, **told_of_guide(guide, values.get("guide", guide))}


# Mappings

SAID = ("relation", "origin", "rationale")


@transaction.atomic
def mappings_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> dict[str, Any]:
    """Keep what a file says between requirements of two frameworks, and answer what the undo needs."""
    _must_reach_all(actor)
    rows = Requirement.objects.filter(organisation_id=actor.organisation_id, archived_at=None)
    wanted = {row.values[name] for row in creates for name in ("framework", "other_framework")}
    ends = {(row.framework_id, row.code): row for row in rows.filter(framework__in=wanted).defer("guide")}
    new = [_mapping(actor, row, ends) for row in creates]
    Mapping.objects.bulk_create(new, batch_size=500)
    old, before = _changed(actor, updates)
    saving.update_many(old, SAID)
    entries = [_entry("mapping.added", one, row) for row, one in zip(creates, new, strict=True)]
    entries += [_entry("mapping.edited", one, row) for row, one in zip(updates, old, strict=True)]
    history.record_many(actor=actor, entries=entries)
    return {"created": [_said(one) for one in new], "updated": before}


def _must_reach_all(actor: Actor) -> None:
    """What is said between frameworks lies in no unit: whoever may edit in one unit only may not say it."""
    if not actor.reach("frameworks.edit").everything:
        raise NotAllowed("frameworks.edit")


def _entry(action: str, mapping: Mapping, row: NewRow | ChangedRow) -> Entry:
    told = {name: change for name, change in row.changes.items() if name in SAID}
    return Entry(action, mapping.source, {"mapping": [None, str(mapping.target)], **told})


def _mapping(actor: Actor, row: NewRow, ends: Table[Any, Requirement]) -> Mapping:
    source = ends[row.values["framework"], row.values["code"]]
    target = ends[row.values["other_framework"], row.values["other_code"]]
    told = {name: row.values.get(name) or "" for name in SAID}
    return Mapping(organisation_id=actor.organisation_id, source=source, target=target, own=True, **told)


def _changed(actor: Actor, updates: Sequence[ChangedRow]) -> tuple[list[Mapping], list[dict[str, Any]]]:
    """The mappings with what the file says of them, and what was said before."""
    found: dict[Any, Mapping] = {}
    mine = Mapping.objects.filter(organisation_id=actor.organisation_id).select_related("source", "target")
    for some in batched((row.id for row in updates), 500):
        found |= mine.in_bulk(some)
    before = []
    for row in updates:
        said = {name: value or "" for name, value in row.values.items() if name in SAID}
        kept = {name: getattr(found[row.id], name) for name in said}
        for name, value in said.items():
            setattr(found[row.id], name, value)
        before.append({**_said(found[row.id]), "before": kept})
    return [found[row.id] for row in updates], before


def _said(mapping: Mapping) -> dict[str, str]:
    """A mapping as the import left it: what differs from this has been changed since."""
    return {"id": str(mapping.pk), **{name: getattr(mapping, name) for name in SAID}}


@transaction.atomic
def mappings_import_undo(*, actor: Actor, payload: Table[str, Any]) -> None:
    """Take back what the import said; refused where somebody has said otherwise since."""
    _must_reach_all(actor)
    told = {UUID(entry["id"]): entry for entry in (*payload["created"], *payload["updated"])}
    mine = Mapping.objects.filter(organisation_id=actor.organisation_id).select_related("source", "target")
    rows = {pk: row for some in batched(told, 500) for pk, row in mine.in_bulk(some).items()}
    for pk, row in rows.items():
        if any(told[pk][name] != value for name, value in _said(row).items()):
            raise RuleBroken(N_("“%(label)s” has been changed since the import."), params={"label": str(row)})
    created = [rows[UUID(entry["id"])] for entry in payload["created"] if UUID(entry["id"]) in rows]
    entries = [Entry("mapping.removed", row.source, {"mapping": [str(row.target), None]}) for row in created]
    changed = []
    for entry in (entry for entry in payload["updated"] if UUID(entry["id"]) in rows):
        mapping = rows[UUID(entry["id"])]
        changes = {name: [getattr(mapping, name), value] for name, value in entry["before"].items()}
        entries.append(Entry("mapping.edited", mapping.source, {"mapping": [None, str(mapping.target)], **changes}))
        for name, value in entry["before"].items():
            setattr(mapping, name, value)
        changed.append(mapping)
    saving.update_many(changed, SAID)
    for some in batched([row.pk for row in created], 500):
        mine.filter(pk__in=some).delete()
    history.record_many(actor=actor, entries=entries)
