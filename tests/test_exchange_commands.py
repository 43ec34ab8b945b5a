"""Import and export from the command line: what they say, and how they end."""

import pytest

from holger.config.main import main
from holger.exchange.models import ImportRun
from holger.exchange.reading import read_workbook
from holger.exchange.tests.files import xlsx
from holger.organisation.models import Person
from tests.exchange_people import HEAD, KIND, ROWS, registered


@pytest.fixture
def people(cast):
    with registered() as kind:
        yield kind


def written(tmp_path, rows=ROWS):
    path = tmp_path / "folk.xlsx"
    path.write_bytes(xlsx(("Liste", [HEAD, *rows])))
    return str(path)


def run(*arguments):
    return main([*arguments, "--organisation", "kronborg"])


def test_dry_run_and_import(people, tmp_path, capsys):
    path = written(tmp_path)
    assert run("import", KIND, path, "--dry-run") == 0
    assert "2 new, 1 changed, 0 unchanged" in capsys.readouterr().out
    assert not Person.objects.filter(name="Rikke Vind").exists()
    assert not ImportRun.objects.exists()
    assert run("import", KIND, path) == 0
    assert "Imported." in capsys.readouterr().out
    assert run("import", KIND, path) == 0
    assert "Nothing to import." in capsys.readouterr().out


def test_problems_are_told_by_row_and_column(people, tmp_path, capsys):
    assert run("import", KIND, written(tmp_path, [["", "Ny", "", "", "Marketing", "", ""]])) == 1
    said = capsys.readouterr()
    assert "row 2, column E, Unit “Marketing”: “Marketing” is not known." in said.err
    assert "Nothing was imported." in said.err
    assert not ImportRun.objects.exists()


def test_as_somebody_with_their_rights(people, cast, tmp_path, capsys):
    path = written(tmp_path)
    assert run("import", KIND, path, "--as", cast.carl.user.email) == 1
    assert run("import", KIND, path, "--as", cast.dorte.user.email) == 2
    assert run("import", KIND, path, "--as", cast.anna.user.email) == 0


def test_asked_the_wrong_way(people, tmp_path):
    assert run("import", "nothing", written(tmp_path)) == 2
    assert run("import", KIND, "missing.xlsx") == 2
    with pytest.raises(SystemExit) as end:
        run("import", KIND)
    assert end.value.code == 2


def test_an_unreadable_file_is_refused(people, tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    assert run("import", KIND, str(path)) == 1
    assert "damaged" in capsys.readouterr().err


def test_export(people, tmp_path, capsys):
    path = tmp_path / "ud.csv"
    assert run("export", KIND, "-o", str(path)) == 0
    assert len(read_workbook(path).sheet().rows) == 7
    assert run("import", KIND, str(path)) == 0
    assert "6 unchanged" in capsys.readouterr().out
