"""What files that somebody brings would do here: nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.registry import Offer, registry
from holger.frameworks.models import Draft, Framework, Origin
from holger.frameworks.permissions import EDIT
from holger.frameworks.rules import bringing
from holger.frameworks.rules import framework as rules
from holger.frameworks.rules.bringing import FRAMEWORK, MAPPINGS, PASSED, Ends, FileRead, Piece, Resolved, There
from holger.frameworks.rules.brought import MappingSet
from holger.frameworks.selectors.rows import frameworks_for, mappings_between, requirements_for


@dataclass(frozen=True)
class FrameworkPiece(Piece):
    written: rules.Framework | None = None


@dataclass(frozen=True)
class MappingPiece(Piece):
    found: Resolved | None = None


@dataclass(frozen=True)
class OtherPiece(Piece):
    """Something that another room takes up."""

    offer: Offer | None = None


def drafts_for(actor: Actor) -> QuerySet[Draft]:
    """Files that the actor has brought and not taken in yet; those of others are theirs alone."""
    if not actor.may(EDIT):
        return Draft.objects.none()
    mine = Draft.objects.filter(organisation_id=actor.organisation_id)
    return mine.filter(by_id=actor.person_id) if actor.person_id else mine.filter(by=None)


def pieces(actor: Actor, read: Sequence[FileRead]) -> list[Piece]:
    """All that the files bring, with what would become of it if all of it were taken in."""
    frameworks = framework_pieces(actor, read)
    coming = [piece.written for piece in frameworks if piece.may and piece.written]
    return [*frameworks, *mapping_pieces(actor, read, coming), *other_pieces(actor, read)]


def framework_pieces(actor: Actor, read: Sequence[FileRead]) -> list[FrameworkPiece]:
    there = {row.key: _there(row) for row in frameworks_for(actor)}
    found: list[FrameworkPiece] = []
    for number, written in enumerate(each for file in read for each in file.brought.frameworks):
        fate, why = bringing.fate(written, there.get(written.key))
        found.append(FrameworkPiece(f"{FRAMEWORK}-{number}", FRAMEWORK, written.title, fate, why, written))
        if fate != PASSED:
            there[written.key] = There(written.version)
    return found


def _there(row: Framework) -> There:
    return There(row.edition, row.origin == Origin.LIBRARY, row.archived_at is not None)


def mapping_pieces(
    actor: Actor, read: Sequence[FileRead], coming: Iterable[rules.Framework] = ()
) -> list[MappingPiece]:
    """``coming`` are frameworks that are not there yet, but will be."""
    sets = [each for file in read for each in file.brought.mappings]
    known = _Known(actor, coming) if sets else None
    return [_mapping_piece(number, each, known) for number, each in enumerate(sets)] if known else []


def _mapping_piece(number: int, mappings: MappingSet, known: "_Known") -> MappingPiece:
    found = bringing.resolved(mappings, known.named(mappings.source), known.named(mappings.target), known.said)
    fate, why = bringing.said_of(found)
    return MappingPiece(f"{MAPPINGS}-{number}", MAPPINGS, mappings.title, fate, why, found)


class _Known:
    """The frameworks that mappings may name, each looked up when it is named."""

    def __init__(self, actor: Actor, coming: Iterable[rules.Framework]):
        self.actor = actor
        self.coming = {each.key: each for each in coming}
        self.rows = {row.key: row for row in frameworks_for(actor).filter(archived_at=None)}
        self.found: dict[str, Ends] = {}

    def named(self, urn: str) -> Ends | None:
        key = bringing.framework_named(urn, {*self.coming, *self.rows})
        if key is not None and key not in self.found:
            self.found[key] = bringing.ends(key, self._requirements(key))
        return self.found[key] if key is not None else None

    def said(self, source: str, target: str) -> set[tuple[str, str]]:
        """What is said between two frameworks already, as seen from the first."""
        if source not in self.rows or target not in self.rows:
            return set()
        one, other = self.rows[source], self.rows[target]
        ends = mappings_between(self.actor, one, other).values_list("source__framework", "source__code", "target__code")
        return {(here, there) if framework == one.pk else (there, here) for framework, here, there in ends}

    def _requirements(self, key: str) -> Iterable[tuple[str, str]]:
        if key in self.coming:
            return [(each.id, _urn(each.facts)) for each in self.coming[key].requirements]
        rows = requirements_for(self.actor).filter(framework=self.rows[key])
        return [(code, _urn(guide.get("facts", {}))) for code, guide in rows.values_list("code", "guide")]


def _urn(facts: Mapping[str, Sequence[str]]) -> str:
    return next(iter(facts.get("urn", ())), "")


def other_pieces(actor: Actor, read: Sequence[FileRead]) -> list[OtherPiece]:
    """What other rooms would take up, as far as the actor may."""
    found: list[OtherPiece] = []
    for taker in registry.takers:
        items: list[Any] = [each for file in read for each in getattr(file.brought, taker.part)]
        if not items or not actor.may(taker.permission):
            continue
        for number, offer in enumerate(taker.offers(actor, items)):
            fate = bringing.NEW if offer.take else PASSED
            title = {"en": str(offer.title)}
            found.append(OtherPiece(f"{taker.part}-{number}", taker.part, title, fate, offer.text, offer))
    return found
