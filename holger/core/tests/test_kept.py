"""Answers that are kept: asked for once, told apart by key, forgotten when there are too many."""

from holger.core.kept import Kept


def test_an_answer_is_found_once_and_kept():
    kept: Kept[int] = Kept()
    found = []

    def find():
        found.append(1)
        return len(found)

    assert [kept.get("a", find), kept.get("a", find)] == [1, 1]
    assert kept.get("b", find) == 2


def test_what_is_known_is_told_without_being_found():
    kept: Kept[int] = Kept()
    assert kept.known("a") is None
    kept.get("a", lambda: 1)
    assert (kept.known("a"), kept.known("b")) == (1, None)


def test_the_answer_that_was_asked_for_longest_ago_goes_first():
    kept: Kept[str] = Kept(most=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key)
    assert kept.get("a", lambda: "anew") == "a"
    assert kept.get("b", lambda: "anew") == "anew"


def test_what_could_not_be_found_is_not_kept():
    kept: Kept[int] = Kept()

    def fail():
        raise LookupError

    for _ in range(2):
        try:
            kept.get("a", fail)
        except LookupError:
            continue
        raise AssertionError("an error was kept as an answer")
    assert kept.get("a", lambda: 1) == 1
