"""Broken and hostile files: one clear word each, within five seconds and without hurting the process that asks."""

import os
import random
import resource
import subprocess
import sys
from io import BytesIO

import pytest

from holger.exchange import limits
from holger.exchange.reading import read_workbook
from holger.exchange.tests.files import SHEET, lying, ods, ods_row, parts, with_sheet, xlsx, zipped
from holger.exchange.unreadable import Unreadable

HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Navn</t></is></c></row>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><sst><si><t>&c;</t></si></sst>'
)


def bomb() -> bytes:
    return with_sheet(HEAD + " " * 150_000_000)


def nested_bomb() -> bytes:
    inner = zipped({f"{n}.bin": b"\0" * 20_000_000 for n in range(9)})
    return zipped({**parts(xlsx(("A", [["Navn"], ["ERP"]]))), "xl/embeddings/inner.zip": inner})


def many_entries() -> bytes:
    return zipped(
        {
            **parts(xlsx(("A", [["x"]]))),
            **{f"xl/media/{n}.xml": b"" for n in range(limits.MAX_ENTRIES)},
        }
    )


def a_million_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))
    return with_sheet(rows)


def a_million_rows_csv() -> bytes:
    return b"Navn;Ejer\n" + b"ERP;Anna\n" * 1_000_000


def columns(count: int) -> bytes:
    return ";".join(f"Kolonne {n}" for n in range(count)).encode() + b"\n" + b"x;" * count


def wide_xlsx() -> bytes:
    return xlsx(("Bred", [[f"Kolonne {n}" for n in range(5000)], ["x"] * 5000]))


def corners() -> bytes:
    return with_sheet(HEAD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def tall_and_narrow() -> bytes:
    return with_sheet(HEAD + '<row r="1048576"><c r="GR1048576"><v>1</v></c></row>')


def quadratic() -> bytes:
    return with_sheet(HEAD + "<c " * 3_000_000 + '"e"')


def encrypted() -> bytes:
    from msoffcrypto.format import ooxml

    out = BytesIO()
    ooxml.OOXMLFile(BytesIO(xlsx(("A", [["Navn"], ["ERP"]])))).encrypt("hemmelig", out)
    return out.getvalue()


def word_document() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


def noise() -> bytes:
    return random.Random(7).randbytes(200_000)


def truncated() -> bytes:
    content = xlsx(("A", [["Navn", n] for n in range(5000)]))
    return content[: len(content) * 2 // 3]


def cut_inside() -> bytes:
    entries = parts(xlsx(("A", [["Navn"], ["ERP"]])))
    entries["xl/worksheets/sheet1.xml"] = entries["xl/worksheets/sheet1.xml"][:300]
    return zipped(entries)


CASES = [
    ("bomb", bomb, "a.xlsx"),
    ("broken", lying, "a.xlsx"),
    ("bomb", many_entries, "a.xlsx"),
    ("dangerous", lambda: with_sheet(HEAD, sharedStrings=LAUGHS), "a.xlsx"),
    ("dangerous", lambda: with_sheet(HEAD, workbook='<!DOCTYPE x SYSTEM "file:///etc/passwd"><workbook/>'), "a.xlsx"),
    ("broken", lambda: zipped({**parts(xlsx(("A", [["x"]]))), "xl/workbook.xml": "<workbook/>".encode("utf-16")}), "a.xlsx"),
    ("encrypted", encrypted, "a.xlsx"),
    ("too_large", a_million_rows, "a.xlsx"),
    ("too_many_rows", lambda: xlsx(("A", [["x"]] * 60_000)), "a.xlsx"),
    ("too_many_rows", a_million_rows_csv, "a.csv"),
    ("too_many_columns", lambda: columns(5000), "a.csv"),
    ("too_many_columns", wide_xlsx, "a.xlsx"),
    ("too_large", lambda: b";" * 19_000_000, "a.csv"),
    ("too_large", corners, "a.xlsx"),
    ("too_many_rows", lambda: b"x\n" * 9_000_000, "a.csv"),
    ("too_large", lambda: b"Navn\n" + b"z" * 2_000_000, "a.csv"),
    ("too_large", lambda: ods(ods_row(*["x"] * 150, repeated=1_000_000)), "a.ods"),
    ("dangerous", lambda: ods('<!DOCTYPE x [<!ENTITY a "ha">]>&a;'), "a.ods"),
    ("not_a_spreadsheet", word_document, "a.xlsx"),
    ("not_a_spreadsheet", noise, "a.csv"),
    ("not_a_spreadsheet", noise, "a.xlsx"),
    ("not_a_spreadsheet", lambda: b"%PDF-1.7\n%text only\n", "a.csv"),
    ("not_a_spreadsheet", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "a.xls"),
    ("broken", truncated, "a.xlsx"),
    ("broken", cut_inside, "a.xlsx"),
    ("broken", lambda: b"PK\x03\x04" + b"\0" * 100, "a.xlsx"),
    ("wrong_extension", lambda: b"Navn;Ejer\nERP;Anna\n", "a.xlsx"),
    ("web_page", lambda: b"<html><table><tr><td>Navn</td></tr></table></html>", "a.xls"),
    ("web_page", lambda: b'<?xml version="1.0"?><Workbook/>', "a.xls"),
    ("empty", lambda: b"", "a.xlsx"),
    ("empty", lambda: b" \n \n", "a.csv"),
    ("nothing_in_it", lambda: xlsx(("A", [])), "a.xlsx"),
    ("nothing_in_it", lambda: b";;;\n;;;\n", "a.csv"),
    ("file_too_big", lambda: b"x" * (limits.MAX_FILE + 1), "a.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "make", "name"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_each_is_refused_with_one_word(code, make, name):
    content = make()
    with pytest.raises(Unreadable) as refused:
        read_workbook(content, name)
    assert refused.value.code == code
    assert str(refused.value)


MEASURED = """
import sys
from holger.exchange.reader import main
main(sys.argv[1:])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="asks Linux for the peak")
@pytest.mark.parametrize("make", [a_million_rows, tall_and_narrow, quadratic, bomb, wide_xlsx])
def test_the_reading_process_stays_small(make, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    folder = tmp_path / "folder"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path), "a.xlsx", str(folder)],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode == 0:
        assert int(done.stderr.split()[-1]) < 300 * 1024


def test_a_bomb_packed_inside_is_never_opened():
    assert read_workbook(nested_bomb(), "a.xlsx").sheet().rows == [["Navn"], ["ERP"]]


def test_links_to_other_files_are_not_followed():
    link = '<externalLink xmlns:r="r"><externalBook r:id="rId1"/></externalLink>'
    entries = parts(xlsx(("A", [["Navn"], ["ERP"]])))
    entries["xl/externalLinks/externalLink1.xml"] = link.encode()
    entries["xl/worksheets/sheet1.xml"] = (
        SHEET % (HEAD + '<row r="2"><c r="A2" t="str"><f>[1]Ark1!A1</f><v>ERP</v></c></row>')
    ).encode()
    assert read_workbook(zipped(entries), "a.xlsx").sheet().rows == [["Navn"], ["ERP"]]


def test_this_process_does_not_grow_by_what_it_refuses():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = a_million_rows_csv()
    with pytest.raises(Unreadable):
        read_workbook(content, "a.csv")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024
