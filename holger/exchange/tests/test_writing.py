"""What is exported imports back unchanged, and runs nothing on the way."""

import csv
import io
import json
import tempfile
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from holger.exchange import reader
from holger.exchange.fields import Existing
from holger.exchange.matching import guess_columns, mapping_of
from holger.exchange.planning import make_plan
from holger.exchange.reading import from_lines, read_workbook
from holger.exchange.safe_text import escape, unescape
from holger.exchange.tests.samples import ASSETS, PEOPLE, STATUS, TAGS, TYPES, UNITS
from holger.exchange.values import clean
from holger.exchange.writing import write_csv, write_xlsx

CALM = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
WORDS = {"yes": "Ja", "no": "Nej", "choices": "Valg"}

texts = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=30)
nasty = st.sampled_from(
    ["=1+1", "'=x", "''-", "+45", "@a", "-", "\tx", "007", "3.0", "1e5", "TRUE", "_x0041_", 'a"b', "a;b,c\nd", "½ 🎉"]
)
references = st.from_regex(r"[A-ZÆØÅa-z0-9_][\w.-]{0,12}", fullmatch=True)
levels = st.none() | st.integers(1, 4)
people = st.none() | st.sampled_from([option.value for option in PEOPLE])
objects = st.fixed_dictionaries({
    "title": nasty | texts.filter(clean),
    "type": st.sampled_from([choice.value for choice in TYPES]),
    "owner": people, "deputy": people,
    "unit": st.none() | st.sampled_from([option.value for option in UNITS]),
    "status": st.none() | st.sampled_from([choice.value for choice in STATUS]),
    "supplier": nasty | texts,
    "own_c": levels, "own_i": levels, "own_a": levels,
    "mfa": st.none() | st.sampled_from(["yes", "no", "partly"]),
    "users": st.none() | st.integers(0, 10**9),
    "last_reviewed": st.none() | st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    "external": st.none() | st.booleans(),
    "tags": st.lists(st.sampled_from([option.value for option in TAGS]), unique=True).map(tuple),
    "need_c": levels,
})  # fmt: skip
registers = st.lists(st.tuples(references, objects), max_size=6, unique_by=lambda item: item[0].casefold())


def written(rows, form):
    out = io.BytesIO()
    if form == "csv":
        write_csv(out, ASSETS, rows, delimiter=";", words=WORDS)
    else:
        write_xlsx(out, ASSETS, rows, title="Aktiver", words=WORDS)
    return out.getvalue()


def read_here(content, form):
    """The file's sheets, read in this process: the examples are ours and a process for each takes minutes."""
    with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
        file.write(content)
        file.flush()
        return from_lines(json.dumps(line).encode() for line in reader.read(file.name, f"a.{form}", folder))


def planned(content, form, existing):
    sheet = read_here(content, form).sheet("Aktiver" if form == "xlsx" else None)
    mapping = mapping_of(guess_columns(sheet.rows[0], sheet.rows[1:], ASSETS))
    return make_plan(ready=ASSETS, numbers=sheet.numbers[1:], rows=sheet.rows[1:], mapping=mapping, existing=existing)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@CALM
@given(entries=registers)
def test_a_register_imports_back_unchanged(form, entries):
    rows = [{"reference": reference, **values} for reference, values in entries]
    existing = [Existing(f"id{n}", 1, row) for n, row in enumerate(rows)]
    made = planned(written(rows, form), form, existing)
    assert [line.status for line in made.lines] == ["same"] * len(rows), [
        (line.status, line.changed, line.problems) for line in made.lines if line.status != "same"
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@CALM
@given(entries=registers)
def test_a_register_moves_to_an_empty_house(form, entries):
    """Into another organisation: every row is new, and its values are those that were exported."""
    rows = [{"reference": reference, **values} for reference, values in entries]
    made = planned(written(rows, form), form, [])
    told = [{**new.values, "title": 0, "supplier": 0} for new in made.creates()]
    given_ = [{k: v for k, v in row.items() if v not in (None, "", ()) and k != "need_c"} for row in rows]
    assert [{**t, "tags": set(t.get("tags", ()))} for t in told] == [
        {**g, "title": 0, "supplier": 0, "tags": set(g.get("tags", ()))} for g in given_
    ]


@given(st.text())
def test_escaping_is_undone_exactly(text):
    assert unescape(escape(text)) == text
    assert not escape(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text):
    rows = [{"reference": "A-1", "title": "x" + text, "supplier": text}]
    cells = next(iter(list(csv.reader(io.StringIO(written(rows, "csv").decode("utf-8-sig")), delimiter=";"))[1:]))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    with zipfile.ZipFile(io.BytesIO(written(rows, "xlsx"))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")


def test_what_may_be_written_stands_on_the_second_sheet():
    book = read_workbook(written([], "xlsx"), "a.xlsx")
    choices = next(sheet for sheet in book.sheets if sheet.name == "Valg")
    assert choices.rows[0][:3] == ["Type", "Ejer", "Stedfortræder"]
    assert "4 - Kritisk" in [cell for row in choices.rows for cell in row]


def test_a_text_too_long_for_a_cell_does_not_overwrite():
    rows = [{"reference": "A-1", "title": "ERP", "supplier": "x" * 40_000}]
    for form in ("csv", "xlsx"):
        assert planned(written(rows, form), form, [Existing("1", 1, rows[0])]).lines[0].status == "same"
