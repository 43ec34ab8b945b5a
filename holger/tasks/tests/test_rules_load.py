"""Whether the plan can be kept: load by person and month, and what belongs to nobody."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from holger.tasks.rules.load import Work, load
from holger.tasks.rules.months import Month

JANUARY = Month(2027, 1)


def test_load_by_person_and_month():
    found = load(
        [
            Work("access", date(2027, 1, 10), "bo", 60),
            Work("backup", date(2027, 1, 20), "bo", 90),
            Work("access", date(2027, 3, 10), "bo", 60),
            Work("plan", date(2027, 1, 21), "anna", 240),
        ],
        JANUARY,
        months=3,
        capacity=120,
    )
    assert [str(month) for month in found.months] == ["2027-01", "2027-02", "2027-03"]
    assert [(line.person, line.minutes) for line in found.lines] == [("anna", 240), ("bo", 210)]
    anna, bo = found.lines
    assert [(cell.minutes, cell.runs, cell.share) for cell in bo.cells] == [(150, 2, 125), (0, 0, 0), (60, 1, 50)]
    assert [(person, str(cell.month), cell.share) for person, cell in found.overfull] == [
        ("anna", "2027-01", 200),
        ("bo", "2027-01", 125),
    ]
    assert anna.overfull == (anna.cells[0],)
    assert [(cell.minutes, cell.share) for cell in found.together] == [(390, None), (0, None), (60, None)]
    assert not found.sound


def test_what_belongs_to_nobody_and_what_nobody_has_estimated():
    found = load(
        [
            Work("pentest", date(2027, 9, 1), None, 60),
            Work("exercise", date(2027, 2, 1), None, None),
            Work("exercise", date(2027, 4, 1), None, None),
            Work("audit", date(2027, 3, 1), "bo"),
        ],
        JANUARY,
    )
    assert found.unowned == ("exercise", "pentest")
    assert found.unestimated == ("exercise", "audit")
    assert found.lines[0].cells[2].unknown == 1 and found.lines[0].minutes == 0
    assert sum(cell.runs for cell in found.together) == 4
    assert not found.sound


def test_people_have_different_time():
    work = [Work("a", date(2027, 1, 5), "bo", 100), Work("a", date(2027, 1, 5), "carl", 100)]
    found = load(work, JANUARY, capacity=100, capacities={"carl": 50})
    assert [(person, cell.share) for person, cell in found.overfull] == [("carl", 200)]
    assert {line.person: line.capacity for line in found.lines} == {"bo": 100, "carl": 50}


def test_a_minute_too_much_is_too_much():
    (line,) = load([Work("a", date(2027, 1, 5), "bo", 961)], JANUARY).lines
    assert line.cells[0].share == 101 and line.cells[0].overfull
    (line,) = load([Work("a", date(2027, 1, 5), "bo", 960)], JANUARY).lines
    assert not line.overfull


def test_whoever_has_no_time_has_too_much_at_once():
    (line,) = load([Work("a", date(2027, 1, 5), "bo", 1)], JANUARY, months=2, capacity=0).lines
    assert [cell.overfull for cell in line.cells] == [True, False]


def test_outside_the_months_nothing_counts():
    found = load([Work("a", date(2026, 12, 31), None, 5), Work("b", date(2028, 1, 1), "bo", 5)], JANUARY)
    assert found.sound and found.lines == () and sum(cell.runs for cell in found.together) == 0


people = some.none() | some.sampled_from(("anna", "bo", "carl"))
work = some.builds(
    Work, some.sampled_from("abcde"), some.dates(date(2026, 12, 1), date(2028, 1, 31)), people,
    some.none() | some.integers(0, 600),
)  # fmt: skip


@given(some.lists(work, max_size=60))
def test_nothing_is_lost_or_counted_twice(works):
    found = load(works, JANUARY)
    inside = [each for each in works if each.day.year == 2027]
    assert sum(cell.minutes for cell in found.together) == sum(each.minutes or 0 for each in inside)
    owned = [each for each in inside if each.person]
    assert sum(line.minutes for line in found.lines) == sum(each.minutes or 0 for each in owned)
    assert sum(cell.runs for line in found.lines for cell in line.cells) == len(owned)
    assert set(found.unowned) == {each.activity for each in inside if each.person is None}
    assert [line.minutes for line in found.lines] == sorted((line.minutes for line in found.lines), reverse=True)
