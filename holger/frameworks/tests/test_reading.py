"""Whatever somebody brings is told apart by what it says, and what is hostile is refused soon, and as no more than a fault."""

import json
import zlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.reading import KINDS, read_any
from holger.frameworks.tests.test_ciso import LIBRARY, NODE
from holger.frameworks.tests.test_oscal import CATALOGUE, PROFILE
from holger.frameworks.tests.test_oscal_xml import XML
from tests.work import counted, ends

LANGUAGES = frozenset({"da", "en"})
OURS = "holger: framework/1\nkey: house\nversion: 1\ntitle: A\nrequirements: [{id: a, title: A, asks: B}]\n"
MEGABYTE = 1024 * 1024


def read(data: bytes | str, name: str = "house", beside=None):
    return read_any(name, data if isinstance(data, bytes) else data.encode(), LANGUAGES, beside)


# --- Which kind it is ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OURS, "holger"),
        (json.dumps(CATALOGUE), "oscal-catalog"),
        (f"\ufeff{json.dumps(CATALOGUE)}", "oscal-catalog"),
        (yaml.safe_dump(CATALOGUE), "oscal-catalog"),
        (XML, "oscal-catalog"),
        (f"\n  {XML.split('?>')[1]}", "oscal-catalog"),
        (XML.replace("UTF-8", "UTF-16").encode("utf-16"), "oscal-catalog"),
        (LIBRARY, "ciso-library"),
    ],
)
def test_the_content_tells_what_it_is(data, kind):
    found = read(data)
    assert found.kind == kind and kind in KINDS and len(found.frameworks) == 1


def test_a_profile_is_read_with_what_lies_beside_it():
    found = read(json.dumps(PROFILE), beside={"house.json": json.dumps(CATALOGUE).encode()})
    assert found.kind == "oscal-profile" and found.frameworks[0].key == "house-rules-for-guests"


def test_yaml_in_braces_is_yaml_where_the_name_says_so():
    text = "{holger: framework/1, key: house, version: 1, title: A, requirements: []}"
    assert read(text, "house.yaml").kind == "holger"
    assert faults(text, "house.json") == [(1, "This is not JSON.")]


@pytest.mark.parametrize(
    "data", ["a: 1", "[]", "{}", "just words", "<html/>", '{"oscal": {}}', "3", "- a\n- b", '["urn", "objects"]']
)
def test_an_unknown_kind_is_told_with_those_that_are_known(data):
    ((line, text),) = faults(data)
    assert line == 1
    assert text.startswith("This kind of file is not known. Known are holger's own frameworks")


# --- Hostile files ---------------------------------------------------------------------------------------------------


def many_controls(count: int) -> str:
    controls = [{"id": f"c{number}"} for number in range(count)]
    return json.dumps({"catalog": {"metadata": {"title": "A"}, "controls": controls}})


def many_nodes(count: int) -> str:
    """In block style; each with its own name."""
    node = "    - {{urn: 'urn:n{0}', assessable: true, name: N{0}}}\n"
    head = "urn: urn:x\nname: X\nversion: 1\nobjects:\n  framework:\n    urn: urn:f\n    requirement_nodes:\n"
    return head + "".join(node.format(number) for number in range(count))


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)
)
CIRCLE = LIBRARY.replace(f'{{urn: "{NODE}:all",', f'{{urn: "{NODE}:all", parent_urn: "{NODE}:2",')


def faults(data: bytes | str, name: str = "house") -> list[tuple[int, str]]:
    with ends(), pytest.raises(Unreadable) as caught:
        read(data, name)
    return [(each.line, each.text % each.params) for each in caught.value.faults]


@pytest.mark.once
@pytest.mark.parametrize(
    ("make", "line", "told"),
    [
        (lambda: "", 1, "The file is empty."),
        (lambda: " \n", 1, "The file is empty."),
        (lambda: b"a" * (20 * MEGABYTE + 1), 1, "The file is larger than 20 MB."),
        (lambda: "- a\n" * (5 * MEGABYTE), 800_000, "The file holds more than a framework does."),
        (lambda: "a" * (20 * MEGABYTE), 1, "This kind of file is not known."),
        (lambda: "[" * (20 * MEGABYTE), 1, "The file holds more than a framework does."),
        (lambda: "[" * 700_000, 1, "This is nested too deeply."),
        (lambda: "[" * 700_000 + "]" * 700_000, 1, "This is nested too deeply."),
        (lambda: "[" * 300 + "1" + "]" * 300, 1, "This is nested too deeply."),
        (lambda: "a: " + "[" * 5_000_000, 1, "This is nested too deeply."),
        (lambda: "- " * 5_000_000, 1, "This is nested too deeply."),
        (lambda: "<a>" * 5_000_000, 1, "This is nested too deeply."),
        (lambda: f"<a>{'<b/>' * 4_000_000}</a>", 1, "The file holds more than a framework does."),
        (lambda: f'["{"a" * (19 * MEGABYTE)}"]', 1, "This kind of file is not known."),
        (lambda: f'["{"a " * (4 * MEGABYTE)}', 1, "This is not JSON."),
        (lambda: f'["{chr(92) * 2 * 4_000_000}"]', 1, "This kind of file is not known."),
        (lambda: f'{{"a": {"9" * 5_000_000}}}', 1, "This kind of file is not known."),
        (lambda: BOMB, 1, "References (& and *) are not read here. Write the text out."),
        (lambda: "a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "Tags (!) are not read here."),
        (lambda: "a: 1\n--- \nb: 2\n", 2, "A second document begins here. Only one is read."),
        (lambda: "urn: æ\nname: ".encode() + b"\xff", 2, "The text is not UTF-8."),
        (lambda: "urn: a\x00b\n", 1, "The text has characters that cannot be kept."),
        (lambda: '{"urn":\n"a\\u0000b"}', 2, "The text has characters that cannot be kept."),
        (lambda: '{"urn":\n"\\ud800"}', 2, "The text has characters that cannot be kept."),
        (lambda: many_nodes(20_001), 8, "More than 20000 are listed here."),
        (lambda: many_nodes(100_000), 8, "More than 20000 are listed here."),
        (lambda: many_nodes(3) + "    - {urn: 'URN:N1'}\n", 11, "The id “urn:n1” is there twice."),
        (lambda: CIRCLE, 43, f"“{NODE}:all” is part of itself."),
        (lambda: many_controls(20_002), 1, "More than 20000 are listed here."),
        (lambda: zlib.compress(LIBRARY.encode()), 1, "The text is not UTF-8."),
    ],
)
def test_what_is_hostile_is_refused_soon(make, line, told):
    found = faults(make())
    assert any(at == line and text.startswith(told) for at, text in found), found[:5]


def reading(requirements: int) -> int:
    """How much work it is to read a library of so many."""
    with counted() as work:
        found = read(many_nodes(requirements))
    assert len(found.frameworks[0].requirements) == requirements
    return work.steps


def test_a_library_ten_times_as_large_is_ten_times_the_work():
    assert reading(20_000) < 12 * reading(2_000)


def test_places_to_fill_do_not_swell():
    choices = [{"id": f"p{n}", "select": {"choice": [f"{{{{ insert: param, p{n + 1} }}}}"] * 50}} for n in range(50)]
    prose = "{{ insert: param, p0 }} " * 3_000
    control = {"id": "a", "title": "A", "params": choices, "parts": [{"name": "statement", "prose": prose}]}
    document = {"catalog": {"metadata": {"title": "A"}, "controls": [control]}}
    assert faults(json.dumps(document)) == [(1, "The text is longer than 50000 letters.")]


# --- Anything at all -------------------------------------------------------------------------------------------------

GOOD = {
    "ours": OURS.encode(),
    "library": LIBRARY.encode(),
    "catalogue": json.dumps(CATALOGUE, indent=1).encode(),
    "profile": json.dumps(PROFILE).encode(),
    "xml": XML.encode(),
}
BESIDE = {"house.json": GOOD["catalogue"]}
odd = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just(f"{NODE}:2")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


def outcome(data: bytes):
    try:
        return read(data, beside=BESIDE), []
    except Unreadable as unreadable:
        return None, unreadable.faults


def reads_or_tells(data: bytes) -> None:
    found, told = outcome(data)
    assert (found is None) == bool(told)
    assert all(each.line >= 1 and each.text % each.params for each in told)
    for framework in found.frameworks if found else ():
        above = {""}
        for requirement in framework.requirements:
            assert requirement.id and requirement.title and requirement.id not in above and requirement.parent in above
            above.add(requirement.id)


@pytest.mark.once
@settings(max_examples=300, derandomize=True)
@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 30), st.binary(max_size=6)), min_size=1, max_size=4),
)
def test_a_file_with_other_bytes_here_and_there_is_read_or_refused(name, changes):
    data = GOOD[name]
    for at, length, instead in changes:
        start = at % (len(data) + 1)
        data = data[:start] + instead + data[start + length :]
    reads_or_tells(data)


def places(value, path=()):
    """The way to everything in a document."""
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*path, number))


def with_other(document, path, instead):
    if not path:
        return instead
    changed = dict(document) if isinstance(document, dict) else list(document)
    changed[path[0]] = with_other(document[path[0]], path[1:], instead)
    return changed


DOCUMENTS = [yaml.load(LIBRARY, Loader=yaml.CBaseLoader), CATALOGUE, PROFILE]
PLACES = [(document, path) for document in DOCUMENTS for path in places(document)]


@pytest.mark.once
@settings(max_examples=400, derandomize=True)
@given(st.sampled_from(PLACES), odd)
def test_a_document_with_something_else_in_one_place_is_read_or_refused(place, instead):
    document, path = place
    reads_or_tells(json.dumps(with_other(document, path, instead)).encode())


@pytest.mark.once
@settings(max_examples=200, derandomize=True)
@given(st.binary(max_size=200))
def test_anything_at_all_is_read_or_refused(data):
    reads_or_tells(data)


def test_the_manuals_example_is_one_of_ours():
    manual = Path(__file__).parents[3] / "docs/framework-format.md"
    example = manual.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    assert read(example).kind == "holger"
