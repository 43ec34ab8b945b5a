"""Cells of every kind, as people fill them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from holger.exchange.calendar_text import Order, order_of, parse
from holger.exchange.fields import Field, Kind, New, ReadyField
from holger.exchange.lists import join_list, split_list
from holger.exchange.lookup import Lookup
from holger.exchange.normal import heading
from holger.exchange.reading import CellError
from holger.exchange.tests.samples import ASSETS
from holger.exchange.values import BLANK, Trouble, clean, parser_for
from tests.work import ends


def read(name, cell, order=Order.DAY_FIRST):
    ready = ASSETS.field(name)
    return parser_for(ready, Lookup(ready.options, people=ready.field.people, spelled=ready.field.spelled), order)(cell)


def sets(trouble):
    assert isinstance(trouble, Trouble), trouble
    return [suggestion.sets for suggestion in trouble.suggestions]


@pytest.mark.parametrize(
    "text",
    ["03-11-25", "3. nov. 2025", "2025-11-03", "3/11-25", "3.11.2025", "3 November 2025", "Nov 3, 2025", "den 3. november 2025",
     "2025/11/03", "20251103", "2025-W45", "uge 45, 2025", "Uge 45 2025", "2025-11-03 10:15", "2025-11-03T10:15:00Z",
     "03-11-2025 kl. 10.15", "November 3rd 2025", "3 / 11 / 2025"],
)  # fmt: skip
def test_one_day_in_many_spellings(text):
    assert parse(text) == date(2025, 11, 3)


def test_dates_from_excel_come_as_they_are():
    assert read("last_reviewed", datetime(2025, 11, 3, 9)) == date(2025, 11, 3)
    assert read("last_reviewed", 45964) == date(2025, 11, 3)
    assert read("last_reviewed", "45964") == date(2025, 11, 3)
    assert read("last_reviewed", "-") is BLANK


def test_a_column_is_read_month_first_only_when_it_must():
    assert order_of(["03-11-25", "04-12-25"]) is Order.DAY_FIRST
    assert order_of(["11/03/25", "12/25/25"]) is Order.MONTH_FIRST
    assert order_of(["25/12/25", "12/25/25"]) is Order.DAY_FIRST
    assert read("last_reviewed", "11/03/25", Order.MONTH_FIRST) == date(2025, 11, 3)


def test_what_is_no_day_gets_the_day_it_may_mean():
    assert sets(read("last_reviewed", "november 2025"))[0] == {"last_reviewed": "2025-11-01"}
    assert sets(read("last_reviewed", "Q4 2025"))[0] == {"last_reviewed": "2025-10-01"}
    assert sets(read("last_reviewed", "11/25/2025"))[0] == {"last_reviewed": "2025-11-25"}
    assert sets(read("last_reviewed", "31-02-2025"))[0] == {"last_reviewed": "2025-02-28"}
    assert sets(read("last_reviewed", "i går")) == [{"last_reviewed": ""}]


@pytest.mark.parametrize(
    "cell", [4, 4.0, "4", "4,0", "Kritisk", "kritisk", "4 - Kritisk", "4: Kritisk", "Kritisk (4)", "Very high", " 4 "]
)
def test_a_level_in_many_spellings(cell):
    value = read("own_a", cell) if not isinstance(cell, float) else read("own_a", int(cell))
    assert value == 4


def test_a_level_outside_the_scale_is_brought_inside():
    trouble = read("own_a", 5)
    assert trouble.message.params == {"low": 1, "high": 4}
    assert sets(trouble) == [{"own_a": "4"}]
    assert sets(read("own_a", "0")) == [{"own_a": "1"}]


def test_whole_numbers():
    assert read("users", "1.200") == 1200
    assert read("users", "85 %") == 85
    assert read("users", "-") is BLANK
    assert sets(read("users", 12.6)) == [{"users": "13"}]
    assert sets(read("users", "ca. 40")) == [{"users": "40"}, {"users": ""}]


def amount(cell):
    return parser_for(ReadyField(Field("cost", "Pris", Kind.AMOUNT), "Pris", ("pris",)))(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [(1200, "1200"), (1200.5, "1200.5"), ("1200,50", "1200.50"), ("1.200,50", "1200.50"), ("1,200.50", "1200.50"),
     ("1.200", "1200"), ("1,200", "1200"), ("1.200.000", "1200000"), ("12,5", "12.5"), ("kr. 1.200,-", "1200"),
     ("85 000 kr.", "85000"), ("DKK 85.000", "85000"), ("0,50", "0.5"), ("€ 12.50", "12.5"), (0, "0")],
)  # fmt: skip
def test_an_amount_in_many_spellings(cell, value):
    assert amount(cell) == Decimal(value)


def test_what_is_no_amount():
    assert amount("-") is BLANK
    for cell in ("gratis", "-1", -5, "1e30", 1e30, float("inf"), "1,2,x"):
        assert sets(amount(cell)) == [{"cost": ""}], cell
    assert sets(amount("12,345678")) == [{"cost": "12.35"}]
    assert sets(amount(0.125)) == [{"cost": "0.12"}]


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [("status", "I drift", "in_use"), ("status", "i DRIFT ", "in_use"), ("status", "active", "in_use"),
     ("status", "in_use", "in_use"), ("status", "2 - Udfaset", "retired"), ("mfa", "Ja", "yes"), ("mfa", True, "yes"),
     ("mfa", False, "no"), ("mfa", "Nej (planlagt)", "no"), ("mfa", "delvis", "partly"), ("type", "SaaS", "cloud_service"),
     ("type", "OT enhed", "ot_device"), ("status", "?", BLANK)],
)  # fmt: skip
def test_choices_by_label_word_or_value(name, cell, value):
    assert read(name, cell) == value


def test_an_unknown_choice_gets_the_nearest():
    assert sets(read("status", "I dift"))[0] == {"status": "I drift"}
    assert sets(read("type", "Noget helt andet")) == [{"type": ""}]


@pytest.mark.parametrize(
    ("cell", "value"), [("ja", True), ("X", True), ("nej", False), (True, True), (0, False), ("", BLANK)]
)
def test_yes_and_no(cell, value):
    assert read("external", cell) is value


@pytest.mark.parametrize(
    "text",
    ["Sofie Dahlgaard", "sda", "SDA@kronborg.dk", "S. Dahlgaard", "Dahlgaard, Sofie", "sofie dahlgaard (Økonomi)", "PE-1",
     "Sofie Dahlgaard <sda@kronborg.dk>", "PE-1 Sofie Dahlgaard", "Sofie D."],
)  # fmt: skip
def test_a_person_in_many_spellings(text):
    assert read("owner", text) == "p1"


def test_middle_names_may_be_left_out():
    assert read("owner", "Jens Brandt") == read("owner", "J. Brandt") == read("owner", "J.P. Brandt") == "p3"


def test_two_people_in_one_cell():
    trouble = read("owner", "sda / amha")
    assert trouble.message.params["count"] == 2
    assert sets(trouble)[0] == {"owner": "Sofie Dahlgaard", "deputy": "Amina Hassan"}
    assert sets(read("deputy", "sda og amha"))[0] == {"deputy": "PE-1"}


def test_people_of_the_same_name_are_asked_about():
    assert sets(read("owner", "Lars Holm")) == [{"owner": "PE-6"}, {"owner": "PE-7"}]


def test_an_unknown_person_is_likened_or_created():
    assert sets(read("owner", "Sofie Dalgaard"))[0] == {"owner": "Sofie Dahlgaard"}
    assert {"owner": "+ Rikke Vind"} in sets(read("owner", "Rikke Vind"))
    assert read("owner", "+ Rikke Vind") == New("Rikke Vind")
    assert sets(read("unit", "Marketing")) == [{"unit": ""}]


def test_lists_of_names():
    assert read("tags", "GDPR; Ny") == ("t1", New("Ny"))
    assert read("tags", "kritisk, døgnvagt") == ("t2",)
    assert read("tags", '"kritisk, døgnvagt"; GDPR, x') == ("t2", New("GDPR, x"))
    assert read("tags", "GDPR, gdpr") == ("t1",)
    assert read("tags", "a\nb") == (New("a"), New("b"))


@pytest.mark.parametrize(
    "names", [["a"], ["a;b", "c"], ['he said "x"', "b"], ["a, b"], ["a\nb", ",", '"'], ['"a"', "b;"]]
)
def test_lists_come_back_as_they_went(names):
    assert split_list(join_list(names)) == names


def test_errors_and_formulas_in_cells_are_told():
    assert read("title", CellError("#REF!")).message.params == {"code": "#REF!"}
    assert "calculated" in read("title", CellError("formula")).message.text


def test_text_is_tidied_but_not_changed():
    assert clean("  a\r\nb\x07 ") == "a\nb"
    assert read("supplier", 42) == "42"
    assert read("supplier", "007") == "007"
    assert sets(read("title", "x" * 300)) == [{"title": "x" * 200}]
    assert read("supplier", "lang … [cut]") is BLANK


def test_references_are_short_words():
    assert read("reference", "S-014") == "S-014"
    assert read("reference", 14) == "14"
    assert sets(read("reference", "S 014/b")) == [{"reference": "S-014-b"}, {"reference": ""}]
    assert sets(read("reference", "x" * 30))[0] == {"reference": ""}


def test_long_texts_are_not_searched_for_names():
    with ends():
        for name in ("owner", "tags", "status", "last_reviewed", "own_c", "external", "reference"):
            for text in ("x" * 32_000, "((" * 16_000, "a@" * 16_000, '"' * 32_000, ";" * 32_000, "1" * 32_000):
                read(name, text)
                heading(text)
