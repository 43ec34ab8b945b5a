"""How the trail is told: so that people can read it."""

import pytest

from holger.history import words


@pytest.mark.parametrize("field", ["digest", "sha256"])
def test_a_digest_is_told_by_its_beginning(field: str) -> None:
    told = words.value("", field, "446a4556d1c3" + "0" * 52)
    assert told.startswith("446a4556d1c3") and len(told) == 13


@pytest.mark.parametrize("action", ["session.held", "session.people_invited"])
def test_what_happens_to_a_class_is_told_in_words(action: str) -> None:
    assert action in words.VERBS and action in words.BARE
