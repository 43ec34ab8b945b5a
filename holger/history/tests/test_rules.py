"""The chain: what was done to it is found, and where."""

from typing import Any

import pytest

from holger.history import rules


def chain(length: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    previous = rules.FIRST
    for seq in range(1, length + 1):
        entry = dict.fromkeys(rules.SEALED, "") | {"seq": seq, "action": f"thing.{seq}", "previous": previous}
        entry["hash"] = previous = rules.seal(entry)
        entries.append(entry)
    return entries


def find(entries: list[dict[str, Any]], head: list[dict[str, Any]] | None = None) -> rules.Break | None:
    last = (head or entries)[-1]
    return rules.first_break(entries, last["seq"], last["hash"])


def test_an_untouched_chain_holds() -> None:
    assert find(chain(5)) is None


def test_an_empty_chain_holds() -> None:
    assert rules.first_break([], 0, rules.FIRST) is None


@pytest.mark.parametrize("name", [name for name in rules.SEALED if name != "seq"])
def test_a_changed_field_is_found(name: str) -> None:
    entries = chain(5)
    entries[2][name] = "changed"
    assert find(entries) == rules.Break(3, "changed")


def test_a_missing_entry_is_found() -> None:
    entries = chain(5)
    del entries[1]
    assert find(entries) == rules.Break(2, "missing")


def test_a_cut_off_end_is_found() -> None:
    entries = chain(5)
    assert find(entries[:3], head=entries) == rules.Break(4, "truncated")


def test_entries_that_change_places_are_found() -> None:
    entries = chain(5)
    entries[1], entries[2] = entries[2], entries[1]
    assert find(entries) == rules.Break(2, "missing")


def test_a_resealed_entry_breaks_the_next_one() -> None:
    entries = chain(5)
    entries[2]["action"] = "thing.other"
    entries[2]["hash"] = rules.seal(entries[2])
    assert find(entries) == rules.Break(4, "changed")


def test_a_resealed_tail_breaks_the_head() -> None:
    entries, head = chain(5), chain(5)
    entries[4]["action"] = "thing.other"
    entries[4]["hash"] = rules.seal(entries[4])
    assert find(entries, head=head) == rules.Break(5, "changed")
