"""A framework written as a file and read again is the same framework."""

from dataclasses import replace

import pytest
import yaml

from holger.frameworks import library
from holger.frameworks.rules import document
from holger.frameworks.rules.framework import Activity, Framework, Group, Requirement
from holger.frameworks.rules.writing import write

LANGUAGES = frozenset({"da", "en"})
ODD = [
    "1.10",
    "null",
    "~",
    "true",
    "no",
    "2026-11-26",
    "0x1F",
    "1e3",
    "- a list",
    "a: b",
    "# no note",
    "a #note",
    "&anchor",
    "*alias",
    "!tag",
    "{en: x}",
    "[x]",
    "%TAG",
    "@at",
    "`tick`",
    "'single'",
    '"double"',
    "back\\slash \\n",
    "one\ntwo\n\n  three: indented\n- four",
    "one\r\ntwo",
    "a\ttab",
    "a\x85b",
    "a\u2028b\u2029c",
    "a\ufeffb",
    "bell\x07 and \x1b escape",
    "<script>alert(1)</script>",
    "æøå ÆØÅ 漢字 😀",
    "---",
    "...",
    "?",
    "x" * 10_000,
    ("word " * 60).strip(),
]


def read(data):
    return document.read(data, LANGUAGES)


def make(**more):
    requirement = Requirement(id="1", parent="", title={"en": "Access"}, assessable=False)
    head = {"about": {}, "issuer": "", "rights": {}, "link": "", "groups": []}
    framework = Framework(key="house", version=1, title={"en": "House rules"}, requirements=[requirement], **head)
    return replace(framework, **more)


def like_read(framework):
    """Sequences as the reader makes them."""
    return replace(framework, requirements=[_lists(each) for each in framework.requirements])


def _lists(requirement):
    lists = {name: list(getattr(requirement, name)) for name in ("evidence", "roles", "groups")}
    return replace(requirement, **lists)


@pytest.mark.parametrize("key", library.KEYS)
def test_the_librarys_frameworks(key):
    framework = library.framework(key)
    assert read(write(framework)) == framework


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts(text):
    words = {"da": text, "en": text}
    short = text[:500].strip()
    requirement = Requirement(
        id=text[:60].strip(),
        parent="",
        title={"da": short},
        assessable=True,
        asks=words,
        guidance=words,
        small=words,
        evidence=[words, {"en": text}],
        activity=Activity(words, "P1M"),
        roles=["it"],
        groups=[text[:60].strip()],
        facts={text[:60].strip(): [short, "b"], "one": [short]},
    )
    group = Group(text[:60].strip(), {"en": short}, words)
    framework = make(about=words, rights=words, issuer=short, groups=[group], requirements=[requirement])
    assert read(write(framework)) == framework


def test_little_is_written_as_little():
    assert write(make()).decode() == (
        "holger: framework/1\nkey: house\nversion: 1\ntitle:\n  en: House rules\n"
        "requirements:\n- id: '1'\n  title:\n    en: Access\n"
    )


@pytest.mark.parametrize(("asks", "assessable"), [({}, True), ({}, False), ({"en": "X"}, True), ({"en": "X"}, False)])
def test_whether_it_can_be_answered(asks, assessable):
    requirement = Requirement(id="1", parent="", title={"en": "Access"}, assessable=assessable, asks=asks)
    framework = like_read(make(requirements=[requirement]))
    assert read(write(framework)) == framework


def test_what_is_there_twice_is_written_twice():
    words = {"en": "The same"}
    rows = [Requirement(id=str(n), parent="", title=words, asks=words, evidence=[words, words]) for n in range(3)]
    data = write(make(requirements=rows))
    assert b"&" not in data
    assert read(data) == like_read(make(requirements=rows))


def test_any_program_reads_it():
    assert yaml.safe_load(write(library.framework("nis2")))["key"] == "nis2"
