"""How the trail is told: so that people can read it."""

import pytest
from django.utils.translation import override

from holger.history import words


@pytest.mark.parametrize("field", ["digest", "sha256"])
def test_a_digest_is_told_by_its_beginning(field: str) -> None:
    told = words.value("", field, "446a4556d1c3" + "0" * 52)
    assert told.startswith("446a4556d1c3") and len(told) == 13


@pytest.mark.parametrize("action", ["session.held", "session.people_invited"])
def test_what_happens_to_a_class_is_told_in_words(action: str) -> None:
    assert action in words.VERBS and action in words.BARE


def test_titles_that_the_code_gives_are_said_in_the_readers_language() -> None:
    kept = {"Security requirements": "present", "Right to audit": None}
    with override("da"):
        assert words.value("suppliers.contract", "clauses", kept) == "Sikkerhedskrav: Står der"
        assert words.value("privacy.subjectrequest", "letter", "receipt") == "Kvittering"
    assert words.value("suppliers.contract", "clauses", dict.fromkeys(kept)) == ""


def test_a_choice_is_said_whichever_part_it_was_chosen_in() -> None:
    """Links, certificates and transfers of a supplier all call something their kind."""
    with override("da"):
        assert words.value("suppliers.supplier", "kind", "sub_supplier") != "sub_supplier"
        assert words.value("suppliers.supplier", "kind", "isae3000") == "ISAE 3000-erklæring"
