"""Checks an exported history of holger without holger: every entry, every commitment, every checkpoint.

    python verify_history.py history.jsonl [--checkpoint FILE]... [--fingerprint HEX]

Needs Python alone; signatures are checked where the package cryptography is installed. FILE is a checkpoint that you
were sent; HEX is the key's fingerprint, as you were told it in another way. Ends with 0 when everything holds, else 1.
"""

import argparse
import base64
import functools
import hashlib
import json
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None  # type: ignore[assignment,misc]
FIELDS = "organisation_id seq at actor_id channel action subject_type subject_id names_commitment payload_commitment previous"
NAMES = "actor_label via subject_label"
NOTE = "title organisation number size head root at key previous"


class Wrong(Exception): ...  # the first thing that does not hold


def sha256(data):
    return hashlib.sha256(data).digest()


class History:
    def __init__(self, known, fingerprint):
        self.known, self.fingerprint, self.keys = known, fingerprint, set()
        self.organisation, self.seq, self.last, self.frontier = None, 0, "0" * 64, []
        self.number, self.note_hash, self.gone = 0, "0" * 64, {"names": set(), "payloads": set()}
        self.start = self.pruned = self.redacted = self.met = self.withheld = 0

    def entry(self, entry):
        self.seq, seq = self.seq + 1, entry["seq"]
        if seq != self.seq:
            raise Wrong(f"entry {self.seq} is missing, or another was put in its place")
        self.organisation = self.organisation or entry["organisation_id"]
        hidden = entry.get("withheld", False)  # from whoever exported it: all but its place in the chain
        lines = ["" if entry[name] is None else str(entry[name]) for name in FIELDS.split() if not hidden]
        digest = sha256("\n".join([f"holger-history/{entry['format']}", *lines]).encode())
        digest, self.withheld = (bytes.fromhex(entry["hash"]) if hidden else digest), self.withheld + hidden
        if (entry["organisation_id"], entry["previous"], entry["hash"]) != (self.organisation, self.last, digest.hex()):
            raise Wrong(f"entry {seq} has been changed, moved or put in")
        if not hidden:
            names = json.dumps([entry[name] for name in NAMES.split()], ensure_ascii=False, separators=(",", ":"))
            self.commitment(seq, "names", entry["names_salt"], names, '["","",""]', entry["names_commitment"])
            self.commitment(seq, "payloads", entry["payload_salt"], entry["payload"], "", entry["payload_commitment"])
        self.last, size, node = entry["hash"], seq - 1, sha256(b"\0" + digest)
        while size & 1:
            node, size = sha256(b"\1" + self.frontier.pop() + node), size >> 1
        self.frontier.append(node)
        if entry.get("action", "").startswith("history."):
            self.own_keeping(seq, entry["action"], json.loads(entry["payload"] or "{}"))
        if note := self.known.pop(seq, None):
            self.meet(note)

    def commitment(self, seq, part, salt, text, empty, committed):
        self.gone[part] |= set() if salt else {seq}
        if text != empty if not salt else sha256(bytes.fromhex(salt) + text.encode()).hex() != committed:
            raise Wrong(f"entry {seq} no longer says what it was sealed with: its {part} or their salt was changed")

    def own_keeping(self, seq, action, told):
        """The history tells of checkpoints, of entries that were let go of, and of what was redacted."""
        if action == "history.checkpoint" and told.get("checkpoint") != self.number:
            raise Wrong(f"entry {seq} tells of checkpoint {told.get('checkpoint')}, which is missing")
        self.pruned = told["upto"] if action == "history.pruned" else self.pruned
        for part in self.gone if action == "history.redacted" else ():
            explained = {n for n in self.gone[part] for first, last in told.get(part, ()) if first <= n <= last}
            self.gone[part] -= explained - {seq}
            self.redacted += len(explained)

    def checkpoint(self, line):
        note = read_note(line, self.fingerprint)
        if not self.seq and line["frontier"]:  # what came before was let go of
            self.seq, self.last = int(note["size"]), note["head"]
            self.start, self.frontier = self.seq, [bytes.fromhex(each) for each in line["frontier"]]
            self.organisation, self.note_hash = note["organisation"], note["previous"]
            self.number = int(note["number"]) - 1
        if (int(note["number"]), note["previous"]) != (self.number + 1, self.note_hash):
            raise Wrong(f"the checkpoint before checkpoint {note['number']} is missing")
        self.number, self.note_hash = self.number + 1, sha256(line["checkpoint"].encode()).hex()
        self.meet(note)

    def meet(self, note):
        # The root of the Merkle tree (RFC 9162, 2.1)
        root = functools.reduce(lambda right, left: sha256(b"\1" + left + right), reversed(self.frontier)).hex()
        here = (self.organisation, str(self.seq), self.last, root)
        if (note["organisation"], note["size"], note["head"], note["root"]) != here:
            raise Wrong(f"entries up to {note['size']} are not those that checkpoint {note['number']} tells of")
        self.met, self.keys = self.met + 1, self.keys | {note["key"]}

    def finish(self):
        if (more := max(self.known, default=0)) > self.seq:
            raise Wrong(f"entry {self.seq + 1} is missing: a checkpoint knows of {more} entries")
        if self.start and self.pruned != self.start:
            raise Wrong(f"entries up to {self.start} were removed, and nothing says so")
        if gone := self.gone["names"] | self.gone["payloads"]:
            raise Wrong(f"entry {min(gone)} was emptied, and no redaction says so")


def read_note(line, fingerprint):
    note = dict(zip(NOTE.split(), line["checkpoint"].split("\n"), strict=False))
    public = base64.b64decode(line["public_key"])
    if sha256(public).hex() != note["key"] or fingerprint not in (None, note["key"]):
        raise Wrong(f"checkpoint {note['number']} is signed with another key")
    try:
        if (key := Ed25519PublicKey and Ed25519PublicKey.from_public_bytes(public)) is not None:
            key.verify(base64.b64decode(line["signature"]), line["checkpoint"].encode())
    except InvalidSignature:
        raise Wrong(f"checkpoint {note['number']} has a signature that does not fit") from None
    return note


def lines_of(path):
    with open(path, encoding="utf-8-sig") as file:
        yield from map(json.loads, file)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--checkpoint", action="append", default=[])
    parser.add_argument("--fingerprint")
    asked = parser.parse_args()
    try:
        known = [read_note(line, asked.fingerprint) for path in asked.checkpoint for line in lines_of(path)]
        history = History({int(note["size"]): note for note in known}, asked.fingerprint)
        for line in lines_of(asked.file):
            (history.checkpoint if "checkpoint" in line else history.entry)(line)
        history.finish()
    except (Wrong, KeyError, ValueError, TypeError, AttributeError) as wrong:
        said = wrong if isinstance(wrong, Wrong) else f"a line is not as holger writes it: {wrong!r}"
        print("It does not hold:", said)
        return 1
    print(f"Entries {history.start + 1} to {history.seq} hold, {history.redacted} parts redacted. Seal {history.last}")
    print(f"{history.withheld} entries were withheld from whoever exported; what they say is not checked.")
    unchecked = "" if Ed25519PublicKey else " (signatures NOT checked)"
    print(f"{history.met} checkpoints agree{unchecked}. Keys: {history.keys}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
