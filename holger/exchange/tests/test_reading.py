"""Honest files, however they were made."""

from datetime import date, datetime

import pytest

from holger.exchange.reading import CellError, dump, load, read_workbook
from holger.exchange.tests.files import ods, ods_row, with_sheet, xlsx

SYSTEMS = [
    ["System", "Systemnr.", "K/I/T"],
    ["Business Central", "S-014", "3/4/4"],
    ["Løn & ferie", "S-015", "2/2/3"],
]


def test_xlsx_keeps_types():
    rows = [["a", 3.0, 0.25, True, datetime(2025, 11, 3), "007", "  ", None, -5]]
    sheet = read_workbook(xlsx(("Ark 1", rows)), "a.xlsx").sheet()
    assert sheet.rows == [["a", 3, 0.25, True, date(2025, 11, 3), "007", None, None, -5]]
    assert isinstance(sheet.rows[0][1], int)


def test_rows_keep_their_numbers_and_columns_their_places():
    rows = [
        [],
        [],
        ["", "", "Systemliste 2026"],
        [],
        ["", "", "System"],
        [],
        ["", "", "ERP"],
    ]
    sheet = read_workbook(xlsx(("Ark", rows)), "a.xlsx").sheet()
    assert sheet.numbers == [3, 5, 7]
    assert sheet.rows[1] == [None, None, "System"]


def test_the_visible_sheet_with_most_in_it_is_the_first_choice():
    book = read_workbook(xlsx(("Forside", [["Læs mig"]]), ("Systemer", SYSTEMS), ("Tom", [])), "a.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["Forside", "Systemer"]
    assert book.sheet().name == "Systemer"
    assert book.sheet("forside").rows == [["Læs mig"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_all_its_spellings(delimiter, encoding):
    text = "\r\n".join(delimiter.join(row) for row in SYSTEMS)
    assert read_workbook(text.encode(encoding), "a.csv").sheet().rows == SYSTEMS


def test_csv_with_quotes_newlines_and_a_told_delimiter():
    text = 'sep=;\r\nNavn;Note\r\n"ERP; drift";"to\nlinjer, ""citat"""\r\n;;\r\nLøn;x\r\n'
    sheet = read_workbook(text.encode(), "a.csv").sheet()
    assert sheet.rows == [
        ["Navn", "Note"],
        ["ERP; drift", 'to\nlinjer, "citat"'],
        ["Løn", "x"],
    ]


def test_semicolons_win_over_commas_in_the_text():
    text = "Navn;Formål\nERP;Ordrer, lager, faktura\nLøn;Løn, ferie, barsel\n"
    assert read_workbook(text.encode(), "a.csv").sheet().rows[1] == [
        "ERP",
        "Ordrer, lager, faktura",
    ]


def test_a_single_column_is_a_table_too():
    assert read_workbook("Navn\nERP\nLøn\n".encode(), "a.csv").sheet().rows == [
        ["Navn"],
        ["ERP"],
        ["Løn"],
    ]


def test_escaped_text_comes_back_as_it_was():
    assert read_workbook(b"Navn\n'=SUM(A1)\n'+45 12\n''=x\n'quoted'\n", "a.csv").sheet().rows == [
        ["Navn"], ["=SUM(A1)"], ["+45 12"], ["'=x"], ["'quoted'"]
    ]  # fmt: skip


def test_formulas_give_their_value_and_say_so_without_one():
    body = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Navn</t></is></c><c r="B1" t="inlineStr"><is><t>Tal</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>SUM(A:A)</f><v></v></c></row>'
        '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3"><f>A1</f></c></row>'
        '<row r="4"><c r="A4" t="str"><f>""</f><v></v></c><c r="B4"><v>4</v></c></row>'
    )
    sheet = read_workbook(with_sheet(body), "a.xlsx").sheet()
    formula = CellError("formula")
    assert sheet.rows[1:] == [[2, formula], [CellError("#DIV/0!"), formula], [None, 4]]


def test_formatted_but_empty_rows_and_columns_do_not_count():
    body = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Navn</t></is></c><c r="XFD1" s="0"/></row>'
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1048576" s="0"><c r="A1048576" s="0"/></row>'
    )
    assert read_workbook(with_sheet(body), "a.xlsx").sheet().rows == [["Navn"], [1]]


def test_libreoffice_and_its_million_empty_rows():
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    book = read_workbook(ods(ods_row("System", "Ejer") + ods_row("ERP", "sda") + empty), "a.ods")
    assert book.sheet().rows == [["System", "Ejer"], ["ERP", "sda"]]


def test_the_name_does_not_decide_what_a_workbook_is(tmp_path):
    assert read_workbook(xlsx(("A", SYSTEMS)), "a.csv").sheet().rows == SYSTEMS
    assert read_workbook(xlsx(("A", SYSTEMS)), "makro.xlsm").sheet().rows == SYSTEMS
    path = tmp_path / "gammelt.xls"
    path.write_bytes(xlsx(("A", SYSTEMS)))
    assert read_workbook(path).sheet().rows == SYSTEMS


def test_a_workbook_can_be_kept_and_had_back():
    rows = [
        [
            "=a",
            "'=b",
            1,
            2.5,
            True,
            datetime(2025, 11, 3, 10, 5),
            datetime(2025, 1, 2),
            None,
            "æ\nø",
        ]
    ]
    book = read_workbook(xlsx(("A", rows), ("B", SYSTEMS)), "a.xlsx")
    assert load(dump(book)) == book


def test_a_file_on_disk_is_read_by_its_name(tmp_path):
    path = tmp_path / "systemer.csv"
    path.write_text("Navn\nERP\n")
    assert read_workbook(path).sheet().rows == [["Navn"], ["ERP"]]
