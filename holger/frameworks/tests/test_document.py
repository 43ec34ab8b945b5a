"""A file is read whole or not at all, and every fault is told with its line."""

from pathlib import Path

import pytest

from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.document import LIMITS, read
from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.framework import Activity
from holger.frameworks.rules.nodes import Limits
from holger.frameworks.rules.pieces import MOST_TOLD

LANGUAGES = frozenset({"da", "en"})
FORMAT = Path(__file__).parents[3] / "docs/framework-format.md"
HEAD = "holger: framework/1\nkey: house\nversion: 1\ntitle: {en: House rules, da: Husregler}\n"


def framework(text: str):
    return read(f"{HEAD}{text}".encode(), LANGUAGES)


def faults(data: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(Unreadable) as caught:
        read(data.encode() if isinstance(data, str) else data, LANGUAGES)
    return [(fault.line, fault.text % fault.params) for fault in caught.value.faults]


def wrong(text: str) -> list[tuple[int, str]]:
    """The faults of a body below the usual head of four lines."""
    return faults(f"{HEAD}{text}")


def test_the_example_in_the_manual_is_read():
    example = FORMAT.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    found = read(example.encode(), LANGUAGES)
    assert (found.key, found.version, found.issuer) == ("house-rules", 1, "Kronborg A/S")
    assert found.languages() == ["da", "en"]
    access, rights = found.requirements
    assert not access.assessable and access.parent == ""
    assert rights.assessable and rights.parent == "1"
    assert rights.activity == Activity({"en": "Review access rights", "da": "Gennemgå adgangsrettigheder"}, "P6M")
    assert rights.groups == ["essential"] and rights.facts == {"chapter": ["7"]}
    assert [part.id for part in found.parts["1"]] == ["1.1"]
    assert found.assessable == [rights]


def test_numbers_stay_as_they_are_written():
    found = framework("requirements:\n  - {id: 1.1, title: A}\n  - {id: 1.10, title: B}\n  - {id: 010, title: C}\n")
    assert [each.id for each in found.requirements] == ["1.1", "1.10", "010"]


def test_a_bare_title_is_english_and_danish_alone_is_danish():
    found = framework("requirements:\n  - {id: a, title: Locks}\n  - {id: b, title: {da: Låse}}\n")
    assert found.requirements[0].title == {"en": "Locks"}
    assert found.languages() == []


def test_a_byte_order_mark_is_no_fault():
    assert read(b"\xef\xbb\xbf" + f"{HEAD}requirements: [{{id: a, title: A}}]".encode(), LANGUAGES).by_id


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        ("requirements:\n  - {id: a, title: A}\n  - {id: a, title: B}\n", 7, "“a” is there twice"),
        ("requirements:\n  - {id: a, title: A, parent: b}\n", 6, "part of “b”, which is not here"),
        ("requirements:\n  - {id: a, title: A, parent: a}\n", 6, "part of itself"),
        ("requirements:\n  - {id: a, title: A, parent: b}\n  - {id: b, title: B, parent: a}\n", 6, "comes after it"),
        ("requirements:\n  - {id: a, titel: A}\n", 6, "“titel” is not known here"),
        ("requirements:\n  - {id: a}\n", 6, "“title” is missing"),
        ("requirements:\n  - {id: , title: A}\n", 6, "A text is wanted here"),
        ("requirements:\n  - {id: a, title: }\n", 6, "A text is wanted here, by language"),
        ("requirements:\n  - {id: a, title: {en: ' '}}\n", 6, "A text is wanted here, by language"),
        ("requirements:\n  - {id: a, title: A, activity: {en: , every: P1Y}}\n", 6, "by language"),
        ("groups: [{key: , title: A}]\nrequirements: []\n", 5, "A text is wanted here"),
        ("requirements:\n  - {id: a, title: 'A\x01'}\n", 6, "cannot be kept"),
        (f"groups: [{'{key: a, title: A}, ' * 51}]\nrequirements: []\n", 5, "More than 50 are listed"),
        ("requirements:\n  - {id: a, title: {xx: A}}\n", 6, "“xx” is not a language"),
        ("requirements:\n  - {id: a, title: {}}\n", 6, "A text is wanted here, by language"),
        ("requirements:\n  - {id: a, title: [A]}\n", 6, "Names with values are wanted"),
        ("requirements:\n  - {id: [a], title: A}\n", 6, "A text is wanted here"),
        ("requirements:\n  - {id: a, title: A, title: B}\n", 6, "“title” is there twice"),
        ("requirements:\n  - {id: a, title: A, groups: [ig1]}\n", 6, "“ig1” is not known here"),
        ("requirements:\n  - {id: a, title: A, roles: [boss]}\n", 6, "“boss” is not known here"),
        ("requirements:\n  - {id: a, title: A, activity: {en: Look, every: P2D}}\n", 6, "“P2D” is not known here"),
        ("requirements:\n  - {id: a, title: A, activity: {every: P1Y}}\n", 6, "A text is wanted here, by language"),
        ("requirements:\n  - {id: a, title: A, assessable: maybe}\n", 6, "Only true or false"),
        ("requirements: {id: a}\n", 5, "A list is wanted here"),
        ("requirements:\n  - a\n", 6, "Names with values are wanted"),
        ("link: ftp://x\nrequirements: []\n", 5, "https://"),
        ("groups: [{key: a, title: A}, {key: a, title: B}]\nrequirements: []\n", 5, "The group “a” is there twice"),
        ("requirements:\n  - {id: a, title: &x A}\n", 6, "References"),
        ("requirements:\n  - {id: a, title: !!python/object:os.system A}\n", 6, "Tags"),
        ("requirements:\n  - {id: a, title: 'A\n", 7, "This is not YAML"),
        (f"requirements:\n  - {{id: {'a' * 61}, title: A}}\n", 6, "longer than 60 letters"),
        ('requirements:\n  - {id: a, title: "A\\0"}\n', 6, "cannot be kept"),
        (f"requirements: {'[' * 20}{']' * 20}\n", 5, "nested too deeply"),
    ],
)
def test_a_fault_is_told_with_its_line(body, line, told):
    found = wrong(body)
    assert (line, True) in [(at, told in text) for at, text in found], found


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("", "The file is empty"),
        ("- a\n", "Names with values are wanted"),
        ("key: a\n", "“holger” is missing"),
        ("holger: framework/9\nkey: a\nversion: 1\ntitle: A\nrequirements: []\n", "Only the format “framework/1”"),
        ("holger: framework/1\nkey: a\nversion: 1.5\ntitle: A\nrequirements: []\n", "A whole number from 1"),
        (f"holger: framework/1\nkey: a\nversion: {'9' * 5000}\ntitle: A\nrequirements: []\n", "A whole number from 1"),
        ("holger: framework/1\nkey: \nversion: 1\ntitle: A\nrequirements: []\n", "A text is wanted here"),
    ],
)
def test_what_is_no_framework_is_said_to_be_none(head, told):
    assert any(told in text for _line, text in faults(head))


def test_what_is_not_utf8_is_told_where():
    assert faults(b"holger: framework/1\nkey: \xe6\n") == [(2, "The text is not UTF-8.")]


def test_what_holds_more_than_a_framework_does_is_refused_before_it_is_built():
    with pytest.raises(Unreadable, match="line 1: The file holds more than a framework does"):
        yaml_tree.read(f"a: [{'a, ' * 100}]".encode(), Limits(megabytes=1, depth=12, pieces=100))


def test_a_large_file_is_refused_unread():
    assert faults(b"#" * (LIMITS.megabytes * 1024 * 1024 + 1)) == [(1, "The file is larger than 8 MB.")]


def test_a_bomb_of_references_is_refused_before_it_unfolds():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert faults("\n".join(lines))[0][0] == 1


def test_very_many_faults_are_not_all_told():
    rows = "".join("  - {id: a, titel: A}\n" for _ in range(200))
    assert len(wrong(f"requirements:\n{rows}")) == MOST_TOLD


def test_all_faults_come_in_the_order_of_their_lines():
    found = wrong("requirements:\n  - {id: a, title: A, parent: z}\n  - {id: b, titel: B}\n")
    assert [line for line, _text in found] == sorted(line for line, _text in found)
