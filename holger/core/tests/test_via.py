import pytest
from django.utils.translation import override

from holger.core import via


def test_a_token_is_told_with_its_maker():
    assert via.token_kept("SIEM", "Anna Holm", program=False) == "token “SIEM”, made by Anna Holm"
    kept = via.token_kept("SIEM", "Anna Holm", program=True)
    assert kept == "service account, token “SIEM”, made by Anna Holm"
    assert via.read(via.with_file(kept, "systems.csv")) == f"{kept}, systems.csv"


def test_it_is_read_in_the_readers_language():
    kept = via.with_file(via.token_kept("SIEM", "Anna Holm", program=True), "systemer.csv")
    with override("da"):
        assert via.read(kept) == "servicekonto, nøglen “SIEM”, oprettet af Anna Holm, systemer.csv"
        assert via.read(f"Bo Lind, {kept}").startswith("Bo Lind, servicekonto, nøglen")
        assert via.read("systemer.csv") == "systemer.csv"


@pytest.mark.parametrize("name", ["a”, made by Olga; x", "“x”", "a; b"])
def test_no_name_passes_for_the_words_around_it(name):
    kept = via.KEPT.fullmatch(via.token_kept(name, f"Anna; {name}", program=False))
    assert kept is not None
    assert kept["file"] is None
    assert kept["maker"].startswith("Anna")


def test_it_fits_into_the_history():
    assert len(via.token_kept("n" * 100, "m" * 200, program=True)) <= 200
