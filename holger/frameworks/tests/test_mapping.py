import pytest

from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.mapping import Pair, read

HEAD = "source_id\ttarget_id\trelation\tsource_of_mapping\trationale\n"


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Unreadable) as caught:
        read(text, {"1", "2"}, {"A", "B"})
    return [(fault.line, fault.text % fault.params) for fault in caught.value.faults]


def test_a_table_is_read_and_turned():
    (pair,) = read(f"# a note\n{HEAD}1\tA\tsubset\tus\tbecause\n", {"1"}, {"A"})
    assert pair == Pair("1", "A", "subset", "us", "because")
    assert pair.turned() == Pair("A", "1", "superset", "us", "because")
    assert pair.turned().turned() == pair


@pytest.mark.parametrize(
    ("rows", "line", "told"),
    [
        ("3\tA\tequal\tus\t\n", 2, "no requirement “3”"),
        ("1\tC\tequal\tus\t\n", 2, "no requirement “C”"),
        ("1\tA\tsimilar\tus\t\n", 2, "“similar” is not known"),
        ("1\tA\tequal\tus\t\n1\tA\tsubset\tus\t\n", 3, "“1” to “A” is there twice"),
        ("1\tA\tequal\n", 2, "5 columns are wanted, 3 are there"),
    ],
)
def test_a_fault_is_told_with_its_line(rows, line, told):
    assert [(at, told in text) for at, text in faults(HEAD + rows)] == [(line, True)]


def test_a_table_without_its_head_is_none():
    assert "head" in faults("1\tA\tequal\tus\t\n")[0][1]
    assert faults("")[0][0] == 1
