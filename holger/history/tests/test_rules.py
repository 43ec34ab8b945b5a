"""The chain: what was done to it is found, and where."""

import hashlib
from typing import Any

import pytest

from holger.history import rules
from holger.history.rules import Break, Start, Walk, Witness, merkle, notes, walking

SALT = "5a" * 32


def entry(seq: int, previous: str, **given: Any) -> dict[str, Any]:
    """A sealed entry, told in the fewest words."""
    told = {"actor_label": "Anna", "via": "", "subject_label": f"Thing {seq}", "payload": f'{{"n":{seq}}}'}
    told |= {"names_salt": SALT, "payload_salt": SALT, "seq": seq, "previous": previous, "action": "thing.done"} | given
    for name in ("organisation_id", "at", "actor_id", "channel", "subject_type", "subject_id"):
        told.setdefault(name, "")
    names = rules.names_text(told["actor_label"], told["via"], told["subject_label"])
    told["names_commitment"] = rules.commit(SALT, names)
    told["payload_commitment"] = rules.commit(SALT, told["payload"])
    told["hash"] = rules.seal(told)
    return told


def chain(length: int, **payloads: tuple[str, str]) -> list[dict[str, Any]]:
    """``e3=(action, payload)`` makes the third entry a particular one."""
    entries: list[dict[str, Any]] = []
    for seq in range(1, length + 1):
        action, payload = payloads.get(f"e{seq}", ("thing.done", f'{{"n":{seq}}}'))
        entries.append(entry(seq, entries[-1]["hash"] if entries else rules.FIRST, action=action, payload=payload))
    return entries


def row(e: dict[str, Any]) -> walking.Row:
    names = ("names_salt", "actor_label", "via", "subject_label", "names_commitment")
    told = ("payload_salt", "payload", "payload_commitment", "action")
    return (e["seq"], e["previous"], e["hash"], rules.head_text(e), *(e[n] for n in (*names, *told)))  # type: ignore[return-value]


def find(
    entries: list[dict[str, Any]],
    head: list[dict[str, Any]] | None = None,
    witnesses: tuple[Witness, ...] = (),
    start: Start | None = None,
) -> Break | None:
    """Walk, finish, and look closer, as verification does with the database."""
    last = (head or entries)[-1]
    walk = Walk(start or Start(), witnesses)
    found = walk.step_through(map(row, entries)) or walk.finish(last["seq"], last["hash"])
    by_seq = {e["seq"]: e for e in reversed(entries)}
    places = {e["hash"]: e["seq"] for e in entries}
    return rules.refine(found, by_seq.get, places.get) if found else None


def witness(entries: list[dict[str, Any]], size: int, **given: Any) -> Witness:
    tree = merkle.Tree(bytes.fromhex(e["hash"]) for e in entries[:size])
    return Witness(**{"size": size, "head": entries[size - 1]["hash"], "root": tree.root().hex(), "name": "w", **given})


# --- Sealing -------------------------------------------------------------------------------------------------------


def test_an_entry_is_sealed_as_the_manual_says() -> None:
    e = entry(1, rules.FIRST)
    lines = ["holger-history/2", "", "1", "", "", "", "thing.done", "", "", e["names_commitment"]]
    text = "\n".join([*lines, e["payload_commitment"], rules.FIRST])
    assert e["hash"] == hashlib.sha256(text.encode()).hexdigest()
    names = bytes.fromhex(SALT) + b'["Anna","","Thing 1"]'
    assert e["names_commitment"] == hashlib.sha256(names).hexdigest()


def test_a_sealed_field_has_no_line_break() -> None:
    with pytest.raises(ValueError, match="line break"):
        entry(1, rules.FIRST, channel="page\nrisk")


def test_the_quick_spelling_is_the_canonical_one() -> None:
    for text in ('plain "quoted" \\ / æøå', "\x00\x1f\n\t\u2028 😀", ""):
        quick = f"[{walking.quoted(text)},{walking.quoted('')},{walking.quoted(text)}]"
        assert quick == rules.names_text(text, "", text)


# --- The walk ------------------------------------------------------------------------------------------------------


def test_an_untouched_chain_holds() -> None:
    assert find(chain(5)) is None


def test_an_empty_chain_holds() -> None:
    walk = Walk()
    assert walk.step_through([]) is None
    assert walk.finish(0, rules.FIRST) is None


@pytest.mark.parametrize("name", [name for name in rules.SEALED if name not in ("seq", "previous")])
def test_a_changed_field_is_found(name: str) -> None:
    entries = chain(5)
    entries[2][name] = "changed"
    assert find(entries) == Break(3, "changed")


@pytest.mark.parametrize(
    "change",
    [
        {"actor_label": "Bo"},
        {"subject_label": ""},
        {"payload": "{}"},
        {"payload_salt": "6b" * 32},
        {"names_salt": "6b" * 32},
        {"names_salt": "no number"},
        {"names_salt": ""},
        {"payload_salt": ""},
    ],
    ids=str,
)
def test_what_no_longer_fits_its_commitment_is_found(change: dict[str, str]) -> None:
    entries = chain(5)
    entries[2] |= change
    assert find(entries) == Break(3, "told")


def test_a_missing_entry_is_found() -> None:
    entries = chain(5)
    del entries[1]
    assert find(entries, head=chain(5)) == Break(2, "missing")
    for later in entries[1:]:
        later["seq"] -= 1
    assert find(entries) == Break(2, "missing")


def test_a_cut_off_end_is_found() -> None:
    entries = chain(5)
    assert find(entries[:3], head=entries) == Break(4, "truncated")


def test_entries_that_change_places_are_found() -> None:
    entries = chain(5)
    entries[1], entries[2] = entries[2], entries[1]
    entries[1]["seq"], entries[2]["seq"] = 2, 3
    assert find(entries) == Break(2, "reordered")


@pytest.mark.parametrize("sealed", [True, False])
def test_an_entry_put_in_is_found(sealed: bool) -> None:
    entries = chain(5)
    new = entry(3, entries[1]["hash"])
    if not sealed:
        new["hash"] = "ab" * 32
    for later in entries[2:]:
        later["seq"] += 1
    assert find([*entries[:2], new, *entries[2:]]) == Break(3, "inserted")


def test_an_entry_put_in_first_is_found() -> None:
    entries = chain(3)
    for later in entries:
        later["seq"] += 1
    assert find([entry(1, rules.FIRST), *entries]) == Break(1, "inserted")


def test_two_entries_of_one_number_are_found() -> None:
    entries = chain(3)
    assert find([*entries[:2], entry(2, entries[0]["hash"]), entries[2]]) == Break(2, "inserted")


def test_an_entry_beyond_the_head_is_found() -> None:
    entries = chain(5)
    assert find(entries, head=entries[:4]) == Break(5, "inserted")


def test_a_resealed_entry_is_the_one_that_is_named() -> None:
    entries = chain(5)
    entries[2]["action"] = "thing.other"
    entries[2]["hash"] = rules.seal(entries[2])
    assert find(entries) == Break(3, "changed")


def test_a_resealed_tail_breaks_the_head() -> None:
    entries, head = chain(5), chain(5)
    entries[4]["action"] = "thing.other"
    entries[4]["hash"] = rules.seal(entries[4])
    assert find(entries, head=head) == Break(5, "head")


# --- Witnesses -----------------------------------------------------------------------------------------------------


def test_a_witness_finds_a_chain_written_anew() -> None:
    before, after = chain(5), chain(5, e2=("thing.done", "{}"))
    assert find(after) is None
    assert find(after, witnesses=(witness(after, 1), witness(before, 3), witness(before, 5))) == Break(3, "forked", "w")
    assert find(before, witnesses=tuple(witness(before, n) for n in (1, 2, 5))) is None


def test_a_witness_of_another_tree_is_heard() -> None:
    entries = chain(5)
    assert find(entries, witnesses=(witness(entries, 4, root="ab" * 32),)) == Break(4, "forked", "w")


def test_a_witness_knows_of_more_than_there_is() -> None:
    entries = chain(5)
    assert find(entries[:3], witnesses=(witness(entries, 4),)) == Break(4, "truncated", "w")


def test_a_witness_that_cannot_be_trusted_is_told_of() -> None:
    entries = chain(5)
    assert find(entries, witnesses=(witness(entries, 4, fault="signature"),)) == Break(4, "signature", "w")
    assert find(entries[:3], witnesses=(witness(entries, 5, fault="checkpoint"),)) == Break(5, "checkpoint", "w")


def test_the_chain_tells_of_its_checkpoints() -> None:
    entries = chain(5, e3=(walking.CHECKPOINT, '{"checkpoint":1}'))
    assert find(entries, witnesses=(witness(entries, 2, number=1),)) is None
    assert find(entries) == Break(3, "checkpoint")


# --- What is gone --------------------------------------------------------------------------------------------------


def redacted(told: str) -> list[dict[str, Any]]:
    entries = chain(5, e5=(walking.REDACTED, told))
    entries[1] |= {"actor_label": "", "subject_label": "", "names_salt": ""}
    entries[2] |= {"payload": "", "payload_salt": ""}
    return entries


def test_a_redaction_is_no_break() -> None:
    entries = redacted('{"names":[[1,2]],"payloads":[[3,3]]}')
    walk = Walk()
    assert walk.step_through(map(row, entries)) is None
    assert walk.finish(5, entries[4]["hash"]) is None
    assert walk.redacted == 2


def test_what_is_gone_without_a_redaction_is_found() -> None:
    assert find(redacted('{"names":[[2,2]],"payloads":[[2,2]]}')) == Break(3, "erased")
    assert find(redacted("{}")) == Break(2, "erased")


def test_a_redaction_does_not_explain_itself() -> None:
    entries = chain(3, e3=(walking.REDACTED, '{"payloads":[[3,3]]}'))
    entries[2] |= {"payload": "", "payload_salt": ""}
    assert find(entries) == Break(3, "erased")
    entries = chain(3, e3=(walking.REDACTED, '{"names":[[3,3]]}'))
    entries[2] |= {"actor_label": "", "subject_label": "", "names_salt": ""}
    assert find(entries) == Break(3, "erased")


def test_what_was_let_go_of_is_proved_from_the_checkpoint_on() -> None:
    entries = chain(7, e5=(walking.PRUNED, '{"upto":3}'))
    tree = merkle.Tree(bytes.fromhex(e["hash"]) for e in entries[:3])
    start = Start(3, entries[2]["hash"], [tree.span(0, 2), tree.span(2, 3)])
    known = (witness(entries, 2), witness(entries, 3, number=1), witness(entries, 6))
    assert find(entries[3:], start=start, witnesses=known) is None
    assert find(entries[4:], start=start, head=entries) == Break(4, "missing")
    untold = chain(7)
    start = Start(3, untold[2]["hash"], [merkle.EMPTY, merkle.EMPTY])
    assert find(untold[3:], start=start) == Break(3, "pruned")


# --- Names and numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [("Seen by bo lind.", True), ("Bo Lindgaard", False), ("Bo", True), ("Boston", False), ("Bo is away", False),
     ("write to bo@kronborg.example", True), ("bo@kronborg.example.com", False), ("", False)],
)  # fmt: skip
def test_a_name_is_found_as_words_of_its_own(text: str, found: bool) -> None:
    names = ["Bo Lind", "Bo", "bo@kronborg.example"]
    if text == "bo@kronborg.example.com":
        names = names[:2]
    assert rules.mentions(text, names) is found


def test_a_name_is_found_wherever_it_is_told() -> None:
    assert rules.told_of('{"changes":{"owner":[null,"Bo Lind"]}}', ["Bo Lind"])
    assert not rules.told_of('{"changes":{"owner":[null,"Anna Holm"]}}', ["Bo Lind"])
    assert not rules.told_of("", ["Bo Lind"])


def test_a_pseudonym_is_the_same_for_the_same_person() -> None:
    first, second = rules.pseudonym("0198-a"), rules.pseudonym("0198-b")
    assert (first, first != second) == (rules.pseudonym("0198-a"), True)


def test_ranges_are_short() -> None:
    assert rules.ranges([7, 1, 3, 2, 2]) == [[1, 3], [7, 7]]
    assert [n for n in range(9) if rules.within(n, [[1, 3], [7, 7]])] == [1, 2, 3, 7]


def test_a_note_reads_back() -> None:
    note = notes.Note("org", 1, 5, "ab", "cd", "2026-11-24T08:00:00+00:00", "ef", rules.FIRST)
    assert notes.read(note.text) == note
    for broken in (note.text[:-1], note.text + "more\n", "x" + note.text, note.text.replace("\n5\n", "\n05\n")):
        with pytest.raises(ValueError, match=r"checkpoint|invalid"):
            notes.read(broken)


def test_secrets_are_masked_by_the_name_of_their_field() -> None:
    changes = {
        "client_secret": [None, "s3cret"],
        "secret_hash": ["a", "b"],
        "name": ["a", "b"],
        "password": [None, None],
    }
    mask = rules.masking.MASK
    assert rules.masked(changes) == {
        "client_secret": [None, mask],
        "secret_hash": [mask, mask],
        "name": ["a", "b"],
        "password": [None, None],
    }
