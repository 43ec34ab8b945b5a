"""Walking the chains: does every entry still say what it said when it was written, and do the witnesses agree?"""

import base64
import heapq
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Max

from holger.core import tenancy
from holger.history import keys, rules
from holger.history.models import Chain, Checkpoint, Event
from holger.history.rules import Break, Start, Walk, Witness, merkle, notes

BATCH = 2000


@dataclass(frozen=True)
class Verdict:
    """How one organisation's chain stands. ``broken`` is the first place where it does not hold, ``event`` what is there."""

    organisation_id: UUID
    entries: int
    seal: str
    start: int = 0
    redacted: int = 0
    checkpoints: int = 0
    broken: Break | None = None
    event: Event | None = None


def verify(organisation_id: UUID, against: Path | None = None) -> Verdict:
    """Walk the chain entry by entry, never holding more than a few thousand. Witnesses are asked on the way: the
    checkpoints, those in the write-once folder, and ``against``, a kept checkpoint or an exported history."""
    last = Event.objects.filter(organisation_id=organisation_id).aggregate(last=Max("seq"))["last"] or 0
    # The head is read after the last entry: writers move both at once, so that no honest entry lies beyond it.
    head = Chain.objects.filter(organisation_id=organisation_id).first() or Chain(organisation_id=organisation_id)
    others = [*_laid_down(organisation_id), *(from_file(against, organisation_id) if against else ())]
    witnesses = heapq.merge(_checkpoints(organisation_id), sorted(others, key=_size), key=_size)
    walk = Walk(_start(head), witnesses)
    broken = _beyond(walk.step_through(rows(organisation_id, head.start, head.seq)), walk, head, last)
    if broken:
        broken = rules.refine(broken, _looker(organisation_id), _placer(organisation_id))
    if against and (other := first_difference(against, organisation_id)):
        broken = other if broken is None or other.seq <= broken.seq else broken
    event = Event.objects.filter(organisation_id=organisation_id, seq=broken.seq).first() if broken else None
    told = (head.start, walk.redacted, walk.checkpoints)
    return Verdict(organisation_id, head.seq, head.hash, *told, broken, event)


def _beyond(broken: Break | None, walk: Walk, head: Chain, last: int) -> Break | None:
    """What the walk found, or entries that lie beyond the head, or what only the end can tell."""
    if broken:
        return broken
    if last > head.seq:
        return Break(head.seq + 1, "inserted") if head.seq else Break(last, "head")
    return walk.finish(head.seq, head.hash)


TRAIL = tenancy.door(
    "trail", {}, "SELECT organisation_id FROM history_chain UNION SELECT organisation_id FROM history_event"
)


def organisations() -> list[UUID]:
    """Every organisation that has a trail, also one that is gone or whose chain's head is."""
    with connection.cursor() as cursor:
        cursor.execute(*TRAIL.question())
        return sorted(id_ if isinstance(id_, UUID) else UUID(id_) for (id_,) in cursor.fetchall())


@contextmanager
def reading(organisation_id: UUID) -> Iterator[None]:
    """Inside the organisation, without holding up anybody: SQLite's transactions keep all writers waiting."""
    with nullcontext() if connection.vendor == "sqlite" else tenancy.inside(organisation_id, gone_too=True):
        yield


# --- What is walked ------------------------------------------------------------------------------------------------


def rows(organisation_id: UUID, after: int, upto: int) -> Iterator[rules.walking.Row]:
    """The entries as the walk wants them; the database itself writes out what the hashes cover."""
    own = organisation_id if connection.vendor == "postgresql" else organisation_id.hex
    with connection.chunked_cursor() as cursor:
        cursor.execute(_sql(), [f"holger-history/{rules.FORMAT}", str(organisation_id), own, after, upto])
        while batch := cursor.fetchmany(BATCH):
            yield from batch


def _sql() -> str:
    if connection.vendor == "postgresql":
        at = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00'"
        actor, subject, line = "actor_id::text", "subject_id::text", "chr(10)"
        given, seq = ["%s::text", "%s::text"], "seq::text"
    else:
        at = "replace(at, ' ', 'T') || CASE WHEN length(at) = 19 THEN '.000000+00:00' ELSE '+00:00' END"
        actor, subject, line = _dashed("actor_id"), _dashed("subject_id"), "char(10)"
        given, seq = ["%s", "%s"], "seq"
    fields = [*given, seq, at, f"coalesce({actor}, '')", "channel", "action", "subject_type"]
    fields += [f"coalesce({subject}, '')", "names_commitment", "payload_commitment", "previous"]
    head = f" || {line} || ".join(f"({field})" for field in fields)
    return (  # every word of it stands here
        f"SELECT seq, previous, hash, {head}, names_salt, actor_label, via, subject_label, names_commitment,"  # noqa: S608
        " payload_salt, payload, payload_commitment, action FROM history_event"
        " WHERE organisation_id = %s AND seq > %s AND seq <= %s ORDER BY seq, id"
    )


def _dashed(column: str) -> str:
    """An id as text, where the database keeps 32 letters."""
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({column}, {first}, {length})" for first, length in parts)


def _looker(organisation_id: UUID) -> Any:
    def look(seq: int) -> dict[str, Any] | None:
        event = Event.objects.filter(organisation_id=organisation_id, seq=seq).first()
        return event.sealed() | {"hash": event.hash} if event else None

    return look


def _placer(organisation_id: UUID) -> Any:
    def place(hash_: str) -> int | None:
        found = Event.objects.filter(organisation_id=organisation_id, hash=hash_)
        return found.values_list("seq", flat=True).first()

    return place


def _start(head: Chain) -> Start:
    """Where what is kept begins: at the checkpoint that was kept when the entries before it were removed."""
    kept = Checkpoint.objects.filter(organisation_id=head.organisation_id, size=head.start).first()
    return start_at(kept) if head.start and kept else Start()


def start_at(checkpoint: Checkpoint) -> Start:
    """A checkpoint as the beginning of a walk; one whose tree does not fit its note is no beginning."""
    said = checkpoint.said
    frontier = [bytes.fromhex(root) for root in checkpoint.frontier]
    if len(frontier) != said.size.bit_count() or merkle.fold(frontier).hex() != said.root:
        return Start()
    return Start(said.size, said.head, frontier)


# --- Who knows what it was -----------------------------------------------------------------------------------------


def _size(witness: Witness) -> int:
    return witness.size


def _checkpoints(organisation_id: UUID) -> Iterator[Witness]:
    """The checkpoints in the database, each looked at by itself."""
    known, number, previous = keys.known(), 0, rules.FIRST
    for row in Checkpoint.objects.filter(organisation_id=organisation_id).order_by("size", "number").iterator():
        name, note = f"checkpoint {row.number}", _read(row.note)
        unsigned = _unsigned(note, row.note, row.signature, known)
        if note is None or unsigned:
            yield Witness(row.size, "", "", name, row.number, unsigned)
            return
        where = (note.organisation, note.number, note.size, note.previous)
        fault = "" if where == (str(organisation_id), row.number, row.size, previous) else "checkpoint"
        fault = fault if row.number == number + 1 else "checkpoint"
        yield Witness(row.size, note.head, note.root, name, row.number, fault)
        number, previous = row.number, note.digest


def _unsigned(note: notes.Note | None, text: str, signature: str, known: Mapping[str, bytes]) -> str:
    """What is wrong with a checkpoint's signature, if anything is. A key that is not here may be a forger's, or have been left behind."""
    if note is None:
        return "signature"
    if note.key not in known:
        return "key"
    return "" if keys.is_signed(text, signature, known[note.key]) else "signature"


def _laid_down(organisation_id: UUID) -> Iterator[Witness]:
    """The checkpoints in the write-once folder, if there is one."""
    folder = settings.ANCHOR_FOLDER
    for path in sorted(folder.glob(f"{organisation_id}-*.json")) if folder else ():
        yield from from_file(path, organisation_id)


def from_file(path: Path, organisation_id: UUID) -> Iterator[Witness]:
    """What a kept checkpoint, or an exported history, tells of this organisation. ``ValueError`` when it is neither."""
    known = keys.known()
    for told in lines_of(path):
        if "checkpoint" in told:
            note = notes.read(told["checkpoint"])
            if note.organisation != str(organisation_id):
                continue
            fault = _unsigned(note, told["checkpoint"], told.get("signature", ""), known)
            yield Witness(note.size, note.head, note.root, path.name, fault=fault)


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            if line.strip():
                told = json.loads(line)
                if not isinstance(told, dict):
                    raise ValueError("a line is not a JSON object")
                yield told


def organisations_in(path: Path) -> list[UUID]:
    """The organisations that a kept checkpoint, or an exported history, tells of."""
    found = set()
    for told in lines_of(path):
        if "checkpoint" in told:
            found.add(notes.read(told["checkpoint"]).organisation)
        elif "organisation_id" in told:
            found.add(told["organisation_id"])
    return [UUID(each) for each in sorted(found)]


def first_difference(path: Path, organisation_id: UUID) -> Break | None:
    """The first entry in an exported history that is not the one kept here under its number."""
    found: Break | None = None
    batch: dict[int, str] = {}

    def compare() -> None:
        nonlocal found
        start = Chain.objects.filter(organisation_id=organisation_id).values_list("start", flat=True).first() or 0
        here = Event.objects.filter(organisation_id=organisation_id, seq__in=list(batch)).values_list("seq", "hash")
        there = dict(here)
        for seq in sorted(number for number in batch if number > start):
            if there.get(seq) != batch[seq] and (found is None or seq < found.seq):
                found = Break(seq, "forked" if seq in there else "truncated", path.name)
        batch.clear()

    for told in lines_of(path):
        if "seq" in told and told.get("organisation_id") == str(organisation_id):
            batch[told["seq"]] = told["hash"]
            if len(batch) == BATCH:
                compare()
    compare()
    return found


def _read(text: str) -> notes.Note | None:
    try:
        return notes.read(text)
    except ValueError:
        return None


def exported(checkpoint: Checkpoint) -> str:
    """A checkpoint with all it takes to check it elsewhere."""
    public = keys.known().get(checkpoint.said.key, b"")
    told = {
        "checkpoint": checkpoint.note,
        "signature": checkpoint.signature,
        "public_key": base64.b64encode(public).decode(),
        "frontier": checkpoint.frontier,
    }
    return json.dumps(told)
