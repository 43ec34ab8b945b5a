"""Taking in what somebody's files bring: kept as a draft that shows what would happen, then written whole or not at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.errors import NotFound, RuleBroken
from holger.core.via import with_file
from holger.core.words import N_
from holger.frameworks import selectors
from holger.frameworks.models import DRAFTS_LIVE, Draft, Framework, Origin
from holger.frameworks.rules.bringing import MOST_FILES, UPDATE, FileRead, Piece
from holger.frameworks.services.adopting import framework_bring, framework_update
from holger.frameworks.services.mappings import mappings_bring


@dataclass(frozen=True)
class Taken:
    """What became of a piece: written, or passed over. ``framework`` is the one that it became."""

    piece: Piece
    done: bool
    framework: Framework | None = None


@transaction.atomic
def draft_keep(*, actor: Actor, files: Mapping[str, bytes], language: str) -> Draft:
    """Keep files that have been read, to be looked at before anything is written."""
    actor.require("frameworks.edit")
    if not 0 < len(files) <= MOST_FILES:
        raise RuleBroken(N_("Choose from one to %(most)s files."), "brought", {"most": MOST_FILES})
    names = ", ".join(files)
    draft = Draft(
        organisation_id=actor.organisation_id,
        filename=names if len(names) <= 200 else f"{names[:199]}…",
        language=language,
        content=Draft.packed(files),
        by_id=actor.person_id,
    )
    old = Draft.objects.filter(organisation_id=actor.organisation_id, created_at__lt=dates.now() - DRAFTS_LIVE)
    old.delete()
    draft.full_clean()
    draft.save()
    return draft


@transaction.atomic
def draft_discard(*, actor: Actor, draft: Draft) -> None:
    """Forget files that were not taken in."""
    _must_be_own(actor, draft)
    draft.delete()


@transaction.atomic
def draft_take(*, actor: Actor, draft: Draft, read: Sequence[FileRead], chosen: Collection[str]) -> list[Taken]:
    """Write what was chosen of a draft, which then is gone. ``read`` is what its files bring."""
    _must_be_own(actor, draft)
    taken = files_take(actor=actor, read=read, chosen=chosen)
    if not any(each.done for each in taken):
        raise RuleBroken(N_("There is nothing to take in. Choose something, or discard the file."))
    draft.delete()
    return taken


@transaction.atomic
def files_take(*, actor: Actor, read: Sequence[FileRead], chosen: Collection[str] | None = None) -> list[Taken]:
    """Write what the files bring, or what was ``chosen`` of it, and tell what was passed over."""
    actor.require("frameworks.edit")
    names = ", ".join(file.name for file in read)
    importer = replace(actor, channel=Channel.IMPORT, via=with_file(actor.via, names)[:200])

    def wanted(piece: Piece) -> bool:
        return piece.may and (chosen is None or piece.key in chosen)

    taken: list[Taken] = []
    for piece in selectors.framework_pieces(actor, read):
        framework = _write(importer, piece) if wanted(piece) else None
        taken.append(Taken(piece, framework is not None, framework))
    for mapping in selectors.mapping_pieces(actor, read):
        if wanted(mapping):
            _map(importer, mapping)
        taken.append(Taken(mapping, wanted(mapping)))
    for other in selectors.other_pieces(actor, read):
        if wanted(other) and other.offer and other.offer.take:
            other.offer.take(importer)
        taken.append(Taken(other, wanted(other)))
    return taken


def _write(actor: Actor, piece: selectors.FrameworkPiece) -> Framework | None:
    if piece.written is None:
        return None
    if piece.fate == UPDATE:
        framework = selectors.frameworks_for(actor).get(key=piece.written.key)
        return framework_update(actor=actor, framework=framework, written=piece.written)
    return framework_bring(actor=actor, written=piece.written, origin=Origin.FILE)


def _map(actor: Actor, piece: selectors.MappingPiece) -> None:
    if piece.found is None:
        return
    source, target = (selectors.frameworks_for(actor).get(key=key) for key in (piece.found.source, piece.found.target))
    mappings_bring(actor=actor, source=source, target=target, pairs=piece.found.pairs)


def _must_be_own(actor: Actor, draft: Draft) -> None:
    actor.require("frameworks.edit")
    if draft.organisation_id != actor.organisation_id or draft.by_id != actor.person_id:
        raise NotFound
