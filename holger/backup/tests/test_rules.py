"""One spelling for each value, and which backups stay."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from holger.backup import rules
from holger.backup.rules import Keep

ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (None, b"null"),
        (True, b"true"),
        (2**62, b"4611686018427387904"),
        ("blåbær\n“x”", '"blåbær\\n“x”"'.encode()),
        (ID, b'"01890a5d-ac96-774b-bcce-b302099a8057"'),
        (date(2026, 11, 24), b'"2026-11-24"'),
        (datetime(2026, 11, 24, 8, tzinfo=UTC), b'"2026-11-24T08:00:00.000000+00:00"'),
        (datetime(2026, 11, 24, 9, tzinfo=timezone(timedelta(hours=1))), b'"2026-11-24T08:00:00.000000+00:00"'),
        (Decimal("1E+2"), b'"100"'),
        (timedelta(seconds=1), b"1000000"),
        (b"\x00\xff", b'"AP8="'),
        (memoryview(b"\x00\xff"), b'"AP8="'),
        ({"b": [1, 2.5], "a": {}}, b'{"a":{},"b":[1,2.5]}'),
        (-0.0, b"0.0"),
        (1e16, b"10000000000000000"),
        (1.0, b"1.0"),
    ],
)
def test_every_value_has_one_spelling(value, spelled):
    assert rules.line([value]) == b"[" + spelled + b"]\n"


def test_what_has_no_spelling_is_told_of():
    with pytest.raises(TypeError):
        rules.line([object()])
    with pytest.raises(ValueError, match="JSON"):
        rules.line([float("nan")])


def test_a_line_is_one_line():
    assert rules.line(["a\nb\rc\u2028"]).count(b"\n") == 1
    assert len(rules.line(["a\nb\rc"]).splitlines()) == 1


def test_the_digest_is_of_rows_and_files_alone():
    table = {"columns": ["id"], "rows": 1, "sha256": "aa"}
    evidence = {"files": 1, "sha256": "bb", "included": True, "bytes": 3, "lacking": []}
    first = rules.digest({"t": table}, evidence)
    assert first == rules.digest({"t": table}, evidence | {"included": False})
    assert first != rules.digest({"t": table | {"rows": 2}}, evidence)
    assert first != rules.digest({"t": table}, evidence | {"sha256": "cc"})
    assert first != rules.digest({"u": table}, evidence)


def test_names_tell_when():
    moment = datetime(2026, 11, 24, 8, 5, 9, tzinfo=UTC)
    assert rules.name_of(moment) == "holger-20261124-080509.backup"
    assert rules.moment_of(rules.name_of(moment, encrypted=True)) == moment
    assert rules.moment_of("holger-20261124-080509.backup.part") is None
    assert rules.moment_of("before-migrate-20261124-080509.backup") is None


def names(*moments: datetime) -> list[str]:
    return [rules.name_of(moment) for moment in moments]


def test_the_newest_of_each_day_week_and_month_stay():
    every_day = names(*(datetime(2026, 11, 24, 3, tzinfo=UTC) - timedelta(days=n) for n in range(400)))
    stay = rules.kept(every_day, Keep(daily=3, weekly=2, monthly=3))
    assert sorted(stay) == names(
        *(
            datetime(2026, month, day, 3, tzinfo=UTC)
            for month, day in [(9, 30), (10, 31), (11, 22), (11, 22), (11, 23), (11, 24)][:2]
        ),
        *(datetime(2026, 11, day, 3, tzinfo=UTC) for day in (22, 23, 24)),
    )


def test_two_of_a_day_count_as_one():
    morning, evening = datetime(2026, 11, 24, 3, tzinfo=UTC), datetime(2026, 11, 24, 21, tzinfo=UTC)
    assert rules.kept(names(morning, evening), Keep(daily=5, weekly=0, monthly=0)) == set(names(evening))


def test_other_files_are_nobodys_business():
    assert rules.kept(["notes.txt", "holger.backup"], Keep()) == set()


def test_what_passes_is_left_out():
    assert rules.is_left_out("sessions", "session")
    assert rules.is_left_out("api", "keptanswer")
    assert not rules.is_left_out("api", "token")
    assert rules.is_left_out("jobs2", "run", {"jobs2"})
