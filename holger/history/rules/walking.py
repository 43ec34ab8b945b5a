"""Walking a chain from its first entry to its head: does every entry still say what it said when it was written?

The walk is one tight loop, because a history may have millions of entries; what exactly was done to the first one that
does not hold is found out afterwards, by looking at what stands around it.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import Any

from holger.history.rules import merkle
from holger.history.rules.ranges import within
from holger.history.rules.sealing import FIRST, seal

CHECKPOINT, REDACTED, PRUNED = "history.checkpoint", "history.redacted", "history.pruned"
"""The entries in which the history tells of its own keeping."""

Row = tuple[int, str, str, str, str, str, str, str, str, str, str, str, str]
"""seq, previous, hash, what the hash covers, then salt, actor, via, subject and commitment of the names, then salt,
text and commitment of what is told, and the action."""

quoted: Callable[[str], str] = getattr(json.encoder, "c_encode_basestring", None) or json.encoder.py_encode_basestring


@dataclass(frozen=True)
class Break:
    """The first place where a history does not hold, and what was done there.

    ``kind``: changed (a fixed field), told (what is told, or its salt), missing, reordered, inserted, truncated, head
    (the chain's own head), forked (other entries than a checkpoint tells of), signature, key (of a signature, and not
    known here), checkpoint (one is missing, or another organisation's), erased (without a redaction that says so), pruned (likewise).
    """

    seq: int
    kind: str
    witness: str = ""
    """The checkpoint or file that knows better, if one does."""


@dataclass(frozen=True)
class Witness:
    """Somebody who knows what the history was at ``size`` entries. ``number``: of a checkpoint in the database;
    ``fault``: what is wrong with the witness itself."""

    size: int
    head: str
    root: str
    name: str
    number: int = 0
    fault: str = ""


@dataclass(frozen=True)
class Start:
    """Where what is kept begins."""

    seq: int = 0
    hash: str = FIRST
    frontier: Sequence[bytes] = ()


@dataclass
class Walk:
    """One walk. ``step_through`` and ``finish`` return the first break, or None."""

    start: Start = field(default_factory=Start)
    witnesses: Iterable[Witness] = ()
    seq: int = field(init=False)
    hash: str = field(init=False)
    frontier: list[bytes] = field(init=False)
    redacted: int = 0
    checkpoints: int = 0
    unexplained: dict[str, set[int]] = field(default_factory=lambda: {"names": set(), "payloads": set()})
    pruned_at: int = 0

    def __post_init__(self) -> None:
        self.seq, self.hash, self.frontier = self.start.seq, self.start.hash, list(self.start.frontier)
        self._waiting = iter(self.witnesses)
        self._next: Witness | None = next(self._waiting, None)

    def step_through(self, rows: Iterable[Row]) -> Break | None:
        last, expected, frontier = self.hash, self.seq, self.frontier
        unhex, quote, special = bytes.fromhex, quoted, (CHECKPOINT, REDACTED, PRUNED)
        names_gone, payloads_gone = self.unexplained["names"].add, self.unexplained["payloads"].add
        if found := self._ask_witnesses():
            return found
        meeting = self._next.size if self._next else 0
        try:
            for seq, previous, hash_, head, salt, who, via, what, names, key, told, payload, action in rows:
                expected += 1
                if seq != expected:
                    return Break(*((expected, "missing") if seq > expected else (seq, "inserted")))
                digest = sha256(head.encode()).digest()
                if previous != last or digest.hex() != hash_:
                    return Break(seq, "changed")
                if salt:
                    text = f"[{quote(who)},{quote(via)},{quote(what)}]"
                    if sha256(unhex(salt) + text.encode()).hexdigest() != names:
                        return Break(seq, "told")
                elif who or via or what:
                    return Break(seq, "told")
                else:
                    names_gone(seq)
                if key:
                    if sha256(unhex(key) + told.encode()).hexdigest() != payload:
                        return Break(seq, "told")
                elif told:
                    return Break(seq, "told")
                else:
                    payloads_gone(seq)
                last = hash_
                leaf, size = sha256(b"\0" + digest).digest(), seq - 1
                while size & 1:
                    leaf = sha256(b"\1" + frontier.pop() + leaf).digest()
                    size >>= 1
                frontier.append(leaf)
                if action in special and (found := self._hear(seq, action, told)):
                    return found
                if seq == meeting:
                    self.seq, self.hash = seq, last
                    if found := self._ask_witnesses():
                        return found
                    meeting = self._next.size if self._next else 0
        except ValueError:  # a salt that is no hexadecimal number
            return Break(expected, "told")
        self.seq, self.hash = expected, last
        return None

    def finish(self, head_seq: int, head_hash: str) -> Break | None:
        """At the end: is this the head, does every witness agree, is everything that is gone accounted for?"""
        if self.seq < head_seq:
            return Break(self.seq + 1, "truncated")
        if self.seq > head_seq:
            return Break(head_seq + 1 if head_seq else self.seq, "inserted" if head_seq else "head")
        if self.hash != head_hash:
            return Break(self.seq, "head")
        if self._next:
            if self._next.fault:
                return Break(self._next.size, self._next.fault, self._next.name)
            return Break(self.seq + 1, "truncated", self._next.name)
        if self.start.seq and self.pruned_at != self.start.seq:
            return Break(self.start.seq, "pruned")
        if gone := self.unexplained["names"] | self.unexplained["payloads"]:
            return Break(min(gone), "erased")
        return None

    def _ask_witnesses(self) -> Break | None:
        """Everybody who knows what there was at this size; those who know of less than is kept cannot be asked."""
        while (witness := self._next) and witness.size <= self.seq:
            self._next = next(self._waiting, None)
            if witness.fault:
                return Break(witness.size, witness.fault, witness.name)
            if witness.number:
                self.checkpoints = witness.number
            if witness.size < self.seq or not self.seq:
                continue
            if witness.head != self.hash or witness.root != merkle.fold(self.frontier).hex():
                return Break(witness.size, "forked", witness.name)
        return None

    def _hear(self, seq: int, action: str, told: str) -> Break | None:
        """The history tells of its own keeping."""
        said = json.loads(told) if told else {}
        if action == CHECKPOINT and said.get("checkpoint") != self.checkpoints:
            return Break(seq, "checkpoint")
        if action == PRUNED:
            self.pruned_at = said.get("upto", 0)
        if action == REDACTED:
            for part, gone in self.unexplained.items():
                explained = {number for number in gone if number < seq and within(number, said.get(part, ()))}
                gone.difference_update(explained)
                self.redacted += len(explained)
        return None


REACH = 64
"""So far around a broken entry its right place is looked for."""


def refine(found: Break, look: Callable[[int], Mapping[str, Any] | None], place: Callable[[str], int | None]) -> Break:
    """What was done to an entry that does not fit: changed, or put elsewhere, or put in before it, or taken out?

    ``look`` gives the entry at a number, ``place`` the number at which an entry with a hash stands.
    """
    entry, before = look(found.seq), look(found.seq - 1)
    if found.kind != "changed" or entry is None:
        return found
    seq = found.seq
    last = before["hash"] if before else FIRST
    points_to = place(entry["previous"])
    at_home = original(entry)
    if points_to is not None and points_to >= seq:
        return Break(seq, "reordered")
    after = look(seq + 1)
    if (
        entry["previous"] == last
        and at_home != seq
        and after
        and after["previous"] == last
        and original(after) is not None
    ):
        return Break(seq, "inserted")
    if before and entry["previous"] != last and points_to == seq - 2 and at_home is not None:
        return Break(seq - 1, "inserted")
    if before and entry["previous"] == before["previous"] and at_home is not None:
        return Break(seq - 1, "inserted")
    if at_home is not None and at_home > seq:
        return Break(seq, "missing")
    if before and at_home == seq and entry["previous"] != last:
        return Break(seq - 1, "changed")  # which was sealed again afterwards
    return found


def original(entry: Mapping[str, Any]) -> int | None:
    """The number under which the entry was sealed, if nothing else of it was changed."""
    seq = entry["seq"]
    near = chain([seq], (seq + way * step for step in range(1, REACH) for way in (1, -1)))
    return next((number for number in near if seal({**entry, "seq": number}) == entry["hash"]), None)
