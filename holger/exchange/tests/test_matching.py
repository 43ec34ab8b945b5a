"""Registers of other tools, their headings in Danish and English, and which fields they are."""

from datetime import date

import pytest

from holger.exchange.headings import guess_header
from holger.exchange.levels import split_levels
from holger.exchange.matching import guess_columns, known_headings, letters
from holger.exchange.normal import heading
from holger.exchange.tests.samples import ASSETS


def guessed(headings, *rows):
    return {str(headings[g.column]): g.field for g in guess_columns(headings, rows, ASSETS)}


def test_the_list_from_it():
    headings = ["System", "Systemnr.", "Systemtype", "Ansvarlig", "K/I/T", "Leverandør", "Sidst set på", "Noter 2"]
    rows = [
        ["Business Central", "S-014", "Fagsystem", "J. Brandt", "3/4/4", "Nordlys", "03-11-25", None],
        ["MES linje 1", "S-015", "Cloud", "sda", "2/3/4", "Siemens", "14-01-26", None],
        ["Kølekompressor", "S-016", "PLC", "Lars Thygesen", "1/3/4", "Danfoss", "02-02-26", "tjek"],
    ]
    assert guessed(headings, *rows) == {
        "System": "title", "Systemnr.": "reference", "Systemtype": "type", "Ansvarlig": "owner", "K/I/T": "need",
        "Leverandør": "supplier", "Sidst set på": guessed(headings, *rows)["Sidst set på"], "Noter 2": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Asset ID", "Asset name", "Asset type", "Business owner", "Department", "Confidentiality", "Integrity", "Availability"],
         [None, "title", "type", "owner", "unit", "own_c", "own_i", "own_a"]),
        (["Nr.", "Navn*", "Kategori", "Systemejer", "F", "I", "T", "2FA"],
         ["reference", "title", "type", "owner", "own_c", "own_i", "own_a", "mfa"]),
        (["ID", "SYSTEMNAVN", "Leverandoer", "Antal brugere (stk.)", "Seneste gennemgang (dato)"],
         ["reference", "title", "supplier", "users", "last_reviewed"]),
        (["systemNavn", "system_ejer", "last_reviewed", "supplier"], ["title", "owner", "last_reviewed", "supplier"]),
        (["Fortrolighed [1-4]", "Integritet [1-4]", "Tilgængelighed [1-4]", "Titel"], ["own_c", "own_i", "own_a", "title"]),
        (["Navn", "Stedfortræder for systemejer", "Ejer"], ["title", "deputy", "owner"]),
    ],
)  # fmt: skip
def test_headings_of_other_tools(headings, fields):
    found = [guess.field for guess in guess_columns(headings, [], ASSETS)]
    assert [f for f, expected in zip(found, fields, strict=True) if expected] == [e for e in fields if e]


def test_a_letter_or_a_third_of_the_words_is_no_likeness():
    assert guessed(["Behov T og mere"])["Behov T og mere"] is None
    assert guessed(["Antal"])["Antal"] == "users"
    assert guessed(["Antal kontrakter i alt"])["Antal kontrakter i alt"] is None


def test_no_field_is_given_twice():
    guesses = guess_columns(["Ejer", "Systemejer", "Navn", "Titel"], [], ASSETS)
    assert [guess.field for guess in guesses] == ["owner", None, None, "title"]
    assert guesses[1].why.params == {"column": "A"}


def test_values_speak_where_headings_do_not():
    rows = [["sda", "Fagsystem", "3/4/4"], ["amha", "SaaS", "1/2/2"], ["lth", "PLC", "4/4/4"]]
    guesses = guess_columns(["Hvem", "Slags", "Skema"], rows, ASSETS)
    assert [guess.field for guess in guesses] == ["owner", "type", "need"]
    assert not any(guess.sure for guess in guesses)


def test_values_that_do_not_fit_make_a_heading_doubtful():
    rows = [["Regneark"], ["Mandag"], ["Ved ikke"]]
    (guess,) = guess_columns(["Sidst gennemgået"], rows, ASSETS)
    assert not guess.sure


def test_headings_are_found_below_titles_and_notes():
    rows = [
        ["Systemliste 2026"],
        ["Opdateret", "03-11-25", None, "af It"],
        [None],
        ["Systemnr.", "System", "Ejer", "K/I/T"],
        ["S-014", "Business Central", "sda", "3/4/4"],
        ["S-015", "Løn", "amha", "2/2/3"],
    ]
    assert guess_header(rows) == 3
    assert guess_header(rows, known_headings(ASSETS)) == 3
    assert guess_header(rows[3:]) == 0
    assert guess_header([["A"], ["b"]]) == 0


def test_a_group_row_above_the_headings_is_not_taken_for_them():
    rows = [
        ["Stamdata", None, None, "Beskyttelsesbehov", None, None],
        ["Nr.", "Navn", "Ejer", "F", "I", "T"],
        [1, "ERP", "sda", 3, 4, 4],
    ]
    assert guess_header(rows, known_headings(ASSETS)) == 1


@pytest.mark.parametrize(
    ("text", "plain"),
    [("*Systemnr. (id)", "systemnr"), ("next_review", "next review"), ("NextReview", "next review"), ("E-mail", "email"),
     ("Nummer", "nr"), ("Tilgængelighed [1-4]", "tilgaengelighed"), ("(F)", "f"), ("Løsning", "loesning")],
)  # fmt: skip
def test_headings_without_their_dress(text, plain):
    assert heading(text) == plain


@pytest.mark.parametrize(
    ("cell", "parts"),
    [("3/4/4", ["3", "4", "4"]), ("3-4-4", ["3", "4", "4"]), ("3, 4, 4", ["3", "4", "4"]), (344, ["3", "4", "4"]),
     ("F3 I4 T4", ["3", "4", "4"]), ("F:3, I:4, T:4", ["3", "4", "4"]), ("3/-/4", ["3", "", "4"]), ("3/4", None),
     ("Høj/Lav/Lav", None), ("tekst", None), (None, None)],
)  # fmt: skip
def test_levels_in_one_cell(cell, parts):
    assert split_levels(cell, 3) == parts


def test_columns_are_lettered_as_in_spreadsheets():
    assert [letters(n) for n in (0, 25, 26, 199)] == ["A", "Z", "AA", "GR"]


def test_a_hint_in_the_heading_and_dates_below_are_enough_to_ask():
    rows = [[date(2025, 11, 3)], [date(2025, 11, 4)]]
    (guess,) = guess_columns(["Sidst set på"], rows, ASSETS)
    assert (guess.field, guess.sure) == ("last_reviewed", False)
