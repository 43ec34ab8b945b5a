"""OSCAL's catalogues and profiles, in a house that Anna guards: read as people would read them aloud."""

import json

import pytest
import yaml

from holger.frameworks.rules.brought import Note
from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.oscal.documents import read_catalog, read_profile

STATEMENT = {
    "id": "k-1_smt",
    "name": "statement",
    "prose": "The keeper:",
    "parts": [
        {
            "id": "k-1_smt.a",
            "name": "item",
            "props": [{"name": "label", "value": "a."}],
            "prose": "Locks  the door {{ insert: param, k-1_prm_1 }} ; and",
            "parts": [
                {"name": "item", "props": [{"name": "label", "value": "1."}], "prose": "from inside, or"},
                {"name": "item", "props": [{"name": "label", "value": "2."}], "prose": "from outside;"},
            ],
        },
        {
            "id": "k-1_smt.b",
            "name": "item",
            "props": [{"name": "label", "value": "b."}],
            "prose": "tells {{ insert: param, k-1_prm_2 }} of it. See [K-2](#k-2) and [the town](https://town.example).",
        },
    ],
}
KEYS = {
    "id": "k-1",
    "class": "house",
    "title": "Keys and Locks",
    "params": [
        {"id": "k-1_prm_1", "label": "how often"},
        {
            "id": "k-1_prm_2",
            "select": {"how-many": "one-or-more", "choice": ["the guard", "{{ insert: param, k-1_prm_3 }}"]},
        },
        {"id": "k-1_prm_3", "label": "somebody"},
    ],
    "props": [
        {"name": "label", "value": "K-01", "class": "zero-padded"},
        {"name": "label", "value": "K-1"},
        {"name": "sort-id", "value": "k-01"},
        {"name": "level", "value": "house"},
    ],
    "links": [{"href": "#k-2", "rel": "related"}, {"href": "#gone", "rel": "related"}],
    "parts": [
        STATEMENT,
        {"name": "guidance", "prose": "Doors differ.\n\nSo do \\*locks\\*."},
        {"name": "example", "prose": "A list of keys."},
        {
            "name": "assessment-method",
            "props": [{"name": "method", "value": "EXAMINE"}],
            "parts": [{"name": "assessment-objects", "prose": "key list;\n\nkey list;\n\nrounds of the guard"}],
        },
        {"name": "assessment-objective", "prose": "the door is locked;"},
    ],
    "controls": [
        {
            "id": "k-1.1",
            "title": "Spare Keys",
            "props": [{"name": "label", "value": "K-1(1)"}],
            "parts": [{"id": "k-1.1_smt", "name": "statement", "prose": "Keep spare keys."}],
        }
    ],
}
GONE = {
    "id": "k-2",
    "title": "Moat",
    "props": [{"name": "label", "value": "K-2"}, {"name": "status", "value": "withdrawn"}],
    "controls": [{"id": "k-2.1", "title": "Bridge", "parts": [{"name": "statement", "prose": "Lift it."}]}],
}
CATALOGUE = {
    "catalog": {
        "uuid": "11111111-1111-4111-8111-111111111111",
        "metadata": {
            "title": "House rules of Kronborg",
            "last-modified": "2026-03-04T10:00:00+01:00",
            "version": "2.1",
            "oscal-version": "1.1.3",
            "remarks": "For everybody who has a key.",
            "links": [{"href": "#r1", "rel": "canonical"}, {"href": "https://law.example/by", "rel": "license"}],
            "parties": [{"uuid": "p1", "name": "The town"}, {"uuid": "p2", "name": "Kronborg"}],
            "responsible-parties": [{"role-id": "creator", "party-uuids": ["p2"]}],
        },
        "params": [{"id": "k-9", "label": "unused"}],
        "groups": [
            {
                "id": "k",
                "title": "Keys",
                "parts": [{"name": "overview", "prose": "Of keys."}],
                "controls": [KEYS, GONE],
            },
            {"title": "Nothing but a heading"},
        ],
        "back-matter": {
            "resources": [{"uuid": "r1", "rlinks": [{"href": "rules.pdf"}, {"href": "https://k.example/rules"}]}]
        },
    }
}
PROFILE = {
    "profile": {
        "uuid": "22222222-2222-4222-8222-222222222222",
        "metadata": {"title": "House rules for guests", "last-modified": "2026-03-05", "version": "1"},
        "imports": [{"href": "#c1", "include-controls": [{"with-ids": ["k-1"]}]}],
        "back-matter": {"resources": [{"uuid": "c1", "rlinks": [{"href": "../xml/house.xml"}]}]},
    }
}

ASKS = """The keeper:
a. Locks the door [how often]; and
   1. from inside, or
   2. from outside;
b. tells [Selection (one or more): the guard; [somebody]] of it. See K-2 and the town (https://town.example)."""


def data(document) -> bytes:
    return json.dumps(document).encode()


def catalogue(**changes) -> bytes:
    return data({"catalog": {**CATALOGUE["catalog"], **changes}})


def profile(imports=None, **changes) -> bytes:
    wanted = {**PROFILE["profile"], **changes}
    return data({"profile": {**wanted, "imports": imports or wanted["imports"]}})


def chosen(imports=None, **changes):
    return read_profile(profile(imports, **changes), {"house.json": data(CATALOGUE)})


def tree(brought) -> list[tuple[str, str]]:
    return [(each.id, each.parent) for each in brought.frameworks[0].requirements]


def faults(read) -> list[tuple[int, str, str]]:
    with pytest.raises(Unreadable) as caught:
        read()
    return [(fault.line, fault.text % fault.params, fault.file) for fault in caught.value.faults]


# --- A catalogue -----------------------------------------------------------------------------------------------------


def test_a_catalogue_tells_what_it_is():
    found = read_catalog(data(CATALOGUE))
    (made,) = found.frameworks
    assert found.kind == "oscal-catalog"
    assert (made.key, made.version, made.issuer) == ("house-rules-of-kronborg", 20260304, "Kronborg")
    assert made.title == {"en": "House rules of Kronborg"}
    assert made.about == {"en": "For everybody who has a key.\n\nVersion 2.1, 2026-03-04."}
    assert made.rights == {"en": "https://law.example/by"} and made.link == "https://k.example/rules"


def test_groups_controls_and_enhancements_are_a_tree_and_what_is_withdrawn_is_left_out():
    found = read_catalog(data(CATALOGUE))
    assert tree(found) == [("k", ""), ("K-1", "k"), ("K-1(1)", "K-1"), ("k-2.1", "k")]
    assert [each.id for each in found.frameworks[0].assessable] == ["K-1", "K-1(1)", "k-2.1"]
    assert [note.text % note.params for note in found.notes] == [
        "Withdrawn requirements that were left out: 1.",
        "Texts on how an assessor works that were left out: 1.",
    ]


def test_a_control_reads_well():
    keys = read_catalog(data(CATALOGUE)).frameworks[0].by_id["K-1"]
    assert keys.title == {"en": "Keys and Locks"}
    assert keys.asks == {"en": ASKS}
    assert keys.guidance == {"en": "Doors differ.\n\nSo do *locks*.\n- A list of keys."}
    assert keys.evidence == [{"en": "Key list"}, {"en": "Rounds of the guard"}]
    assert keys.facts == {"oscal_id": ["k-1"], "level": ["house"]}
    assert keys.small == {}


def test_a_heading_has_its_overview_and_cannot_be_answered():
    group = read_catalog(data(CATALOGUE)).frameworks[0].by_id["k"]
    assert group.title == {"en": "Keys"} and group.guidance == {"en": "Of keys."} and not group.assessable


def test_related_controls_go_by_the_names_that_people_use():
    two = {"id": "k-3", "title": "Doors", "links": [{"href": "#k-1", "rel": "related"}]}
    found = read_catalog(catalogue(groups=[], controls=[KEYS, two]))
    assert found.frameworks[0].by_id["k-3"].facts == {"related": ["K-1"]}


def test_a_category_with_controls_below_is_a_heading_and_a_number_is_no_title():
    control = {"id": "A.1-01", "title": "A.1-01", "parts": [{"name": "statement", "prose": "Doors are locked"}]}
    category = {
        "id": "A.1",
        "class": "category",
        "title": "Doors",
        "parts": [{"name": "statement", "prose": "All doors"}],
        "controls": [control],
    }
    made = read_catalog(catalogue(groups=[], controls=[category])).frameworks[0]
    assert [(each.id, each.assessable) for each in made.requirements] == [("A.1", False), ("A.1-01", True)]
    assert made.by_id["A.1-01"].title == {"en": "Doors are locked"}
    assert made.by_id["A.1"].asks == {"en": "All doors"}


def test_labels_that_two_share_give_way_to_ids():
    same = [{"id": name, "title": name, "props": [{"name": "label", "value": "1"}]} for name in ("x", "y")]
    assert tree(read_catalog(catalogue(groups=[], controls=same))) == [("x", ""), ("y", "")]


def test_groups_without_ids_go_by_their_titles():
    groups = [{"title": "Old doors", "controls": [{"id": name, "title": name}]} for name in ("x", "y")]
    found = tree(read_catalog(catalogue(groups=groups)))
    assert found == [("old-doors", ""), ("x", "old-doors"), ("old-doors-2", ""), ("y", "old-doors-2")]


def test_a_document_id_outlives_a_new_title():
    head = {**CATALOGUE["catalog"]["metadata"], "document-ids": [{"identifier": "https://k.example/House"}]}
    assert read_catalog(catalogue(metadata=head)).frameworks[0].key == "https-k.example-house"


def test_a_long_title_becomes_a_key_that_is_no_other_titles():
    keys = set()
    for end in ("guests", "guards"):
        head = {"title": f"House rules {'of Kronborg and Rosenborg ' * 4}for {end}"}
        keys.add(read_catalog(catalogue(metadata=head)).frameworks[0].key)
    assert len(keys) == 2 and all(len(key) <= 60 for key in keys)


def test_places_that_ask_for_each_other_come_to_an_end():
    circle = [
        {"id": "a", "select": {"choice": ["{{ insert: param, b }}", "{{ insert: param, b }}"]}},
        {"id": "b", "select": {"choice": ["{{ insert: param, a }}"]}},
        {"id": "c", "values": ["{{ insert: param, c }}"]},
    ]
    parts = [{"name": "statement", "prose": "{{ insert: param, a }} {{ insert: param, c }} {{ none }}"}]
    made = read_catalog(catalogue(groups=[], controls=[{"id": "x", "title": "X", "params": circle, "parts": parts}]))
    asks = made.frameworks[0].by_id["x"].asks["en"]
    assert asks == "[Selection: [Selection: [a]]; [Selection: [a]]] [c] [none]"


def test_danish_is_read_as_danish():
    made = read_catalog(data(CATALOGUE), "da").frameworks[0]
    assert made.languages() == ["da"]
    assert "[Valg (et eller flere): the guard; [somebody]]" in made.by_id["K-1"].asks["da"]


def test_yaml_says_the_same_as_json():
    text = yaml.safe_dump(CATALOGUE, allow_unicode=True, sort_keys=False)
    assert read_catalog(text.encode()) == read_catalog(data(CATALOGUE))


def test_half_a_dozen_ways_to_write_a_letter_are_one():
    text = '{"catalog": {"metadata": {"title": "\\u00e6 \\ud83d\\ude00 \\/"}, "controls": [{"id": "a", "title": "A"}]}}'
    assert read_catalog(text.encode()).frameworks[0].title == {"en": "æ 😀 /"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"controls": [{"id": "k-1", "title": "A"}]}, "The id “k-1” is there twice."),
        ({"controls": [{"title": "A"}]}, "“id” is missing."),
        ({"controls": [{"id": {}, "title": "A"}]}, "A text is wanted here."),
        ({"controls": {}}, "A list is wanted here."),
        ({"controls": ["a"]}, "Names with values are wanted here."),
        ({"controls": [{"id": "a\x00b"}]}, "The text has characters that cannot be kept."),
        ({"controls": [{"id": "\ud800"}]}, "The text has characters that cannot be kept."),
        ({"controls": [{"id": "z", "parts": [{"name": "statement", "prose": "x" * 60_000}]}]}, "longer than 50000"),
        ({"metadata": {}}, "“title” is missing."),
        ({"groups": [], "controls": []}, "There is no requirement in the file."),
    ],
)
def test_a_fault_is_told(changes, told):
    assert any(told in text for _line, text, _file in faults(lambda: read_catalog(catalogue(**changes))))


def test_a_fault_in_json_is_told_with_its_line():
    text = json.dumps({"catalog": {**CATALOGUE["catalog"], "groups": [{"id": ["k"], "controls": [KEYS]}]}}, indent=1)
    line = text.splitlines().index('    "id": [') + 1
    assert faults(lambda: read_catalog(text.encode())) == [(line, "A text is wanted here.", "")]
    assert faults(lambda: read_catalog(b'{\n"catalog": {\n"a": 1,,}}')) == [(3, "This is not JSON.", "")]
    assert faults(lambda: read_catalog(b'{"catalog": NaN}')) == [(1, "This is not JSON.", "")]
    twice = b'{"catalog": {"metadata": {"title": "A"},\n "metadata": {"title": "B"}}}'
    assert (2, "“metadata” is there twice.", "") in faults(lambda: read_catalog(twice))


def test_other_documents_of_oscal_are_not_read():
    (fault,) = faults(lambda: read_catalog(data({"system-security-plan": {}})))
    assert fault[1] == "This is no catalogue and no profile of OSCAL. Other documents of OSCAL are not read."


# --- A profile -------------------------------------------------------------------------------------------------------


def test_a_profile_takes_controls_and_leaves_the_tree():
    found = chosen()
    assert found.kind == "oscal-profile" and found.frameworks[0].title == {"en": "House rules for guests"}
    assert tree(found) == [("k", ""), ("K-1", "k")] and found.frameworks[0].version == 20260305


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({"include-all": {}}, ["k", "K-1", "K-1(1)", "k-2.1"]),
        ({}, ["k", "K-1", "K-1(1)", "k-2.1"]),
        ({"include-controls": [{"with-ids": ["k-1"], "with-child-controls": "yes"}]}, ["k", "K-1", "K-1(1)"]),
        ({"include-controls": [{"with-ids": ["k-1.1"]}]}, ["k", "K-1(1)"]),
        ({"include-controls": [{"matching": [{"pattern": "k-*.1"}]}]}, ["k", "K-1(1)", "k-2.1"]),
        ({"include-all": {}, "exclude-controls": [{"with-ids": ["k-1"]}]}, ["k", "K-1(1)", "k-2.1"]),
        (
            {"include-all": {}, "exclude-controls": [{"with-ids": ["k-1"], "with-child-controls": "yes"}]},
            ["k", "k-2.1"],
        ),
    ],
)
def test_controls_are_chosen_by_id_and_by_pattern(wanted, ids):
    found = chosen([{"href": "house.xml", **wanted}])
    assert [each.id for each in found.frameworks[0].requirements] == ids


def test_two_imports_fill_one_group_and_a_flat_profile_has_none():
    both = [
        {"href": "house.json", "include-controls": [{"with-ids": ["k-1", "k-1.1"]}]},
        {"href": "house.json", "include-controls": [{"with-ids": ["k-1", "k-2.1"]}]},
    ]
    assert tree(chosen(both)) == [("k", ""), ("K-1", "k"), ("K-1(1)", "K-1"), ("k-2.1", "k")]
    assert tree(chosen(both, merge={"flat": {}})) == [("K-1", ""), ("K-1(1)", ""), ("k-2.1", "")]


def test_a_profile_fills_in_what_the_catalogue_left_open():
    settings = [{"param-id": "k-1_prm_1", "values": ["at dusk"]}, {"param-id": "k-1_prm_3", "label": "the owner"}]
    asks = chosen(modify={"set-parameters": settings}).frameworks[0].by_id["K-1"].asks["en"]
    assert "Locks the door at dusk; and" in asks
    assert "[Selection (one or more): the guard; [the owner]]" in asks


def test_a_profile_adds_and_takes_out():
    def part(text):
        return {"name": "item", "prose": text}

    alter = {
        "control-id": "k-1",
        "removes": [{"by-name": "guidance"}, {"by-id": "k-1_smt.b"}, {"by-item-name": "prop", "by-name": "level"}],
        "adds": [
            {"position": "after", "by-id": "k-1_smt.a", "parts": [part("Sings.")]},
            {"position": "before", "by-id": "k-1_smt.a", "parts": [part("Wakes.")]},
            {"position": "starting", "by-id": "k-1_smt", "parts": [part("First.")]},
            {"position": "ending", "by-id": "k-1_smt", "parts": [part("Last.")]},
            {"title": "Guests’ Keys", "props": [{"name": "for", "value": "guests"}]},
        ],
    }
    keys = chosen(modify={"alters": [alter]}).frameworks[0].by_id["K-1"]
    assert keys.title == {"en": "Guests’ Keys"} and keys.facts == {"oscal_id": ["k-1"], "for": ["guests"]}
    assert [line for line in keys.asks["en"].splitlines() if line[0] != " "] == [
        "The keeper:",
        "First.",
        "Wakes.",
        "a. Locks the door [how often]; and",
        "Sings.",
        "Last.",
    ]
    assert keys.guidance == {"en": "- A list of keys."}


def test_a_profile_says_which_controls_are_not_there():
    found = chosen([{"href": "house.json", "include-controls": [{"with-ids": ["k-1", "k-7", "k-8"]}]}])
    text = "The catalogue “House rules of Kronborg” has no %(ids)s. In all, %(count)s are missing."
    params = {"ids": "k-7, k-8", "count": 2}
    assert found.notes[0].text % found.notes[0].params == text % params


def test_a_profile_may_build_on_a_profile_but_not_on_itself():
    upper = profile([{"href": "guests.json"}], metadata={"title": "For children"})
    beside = {"guests.json": profile(), "house.json": data(CATALOGUE)}
    assert tree(read_profile(upper, beside)) == [("k", ""), ("K-1", "k")]
    circle = {"guests.json": profile([{"href": "guests.json"}])}
    (fault,) = faults(lambda: read_profile(upper, circle))
    assert fault[1:] == ("Profiles that build on profiles are read to a depth of 5.", "guests.json")


def test_a_profile_without_its_catalogue_asks_for_it():
    (fault,) = faults(lambda: read_profile(profile(), {}))
    assert fault[1] == "The profile builds on “../xml/house.xml”. Bring that file along."


def test_the_only_catalogue_is_taken_whatever_it_is_called():
    found = read_profile(profile(), {"download (3).json": data(CATALOGUE)})
    assert found.notes[0] == Note(
        "“%(name)s” was taken for “%(place)s”.", {"name": "download (3).json", "place": "../xml/house.xml"}
    )
    assert read_profile(profile(), {"c1": data(CATALOGUE)}).notes[0].params == {"count": 1}


def test_a_fault_in_the_catalogue_of_a_profile_tells_the_file():
    (fault,) = faults(lambda: read_profile(profile(), {"house.json": catalogue(controls={})}))
    assert fault == (1, "A list is wanted here.", "house.json")


def test_groups_of_a_profiles_own_are_said_to_be_left_out():
    found = chosen(merge={"custom": {"groups": []}})
    assert found.notes[0].text == "The profile's own groups were left out; the controls stand as in the catalogue."


def test_an_older_way_to_write_a_label_is_the_same_label():
    control = {"id": "k-1.1", "title": "Spare", "props": [{"name": "label", "value": "K-1 (1)"}]}
    wordy = {"id": "k-2", "title": "Doors", "props": [{"name": "label", "value": "Doors (K-2)"}]}
    assert tree(read_catalog(catalogue(groups=[], controls=[control, wordy]))) == [("K-1(1)", ""), ("k-2", "")]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"imports": [{"href": "house.json"}] * 21}, "More than 20 are listed here."),
        ({"imports": [{}]}, "“href” is missing."),
        ({"modify": {"alters": [{"control-id": "k-1"}] * 2}}, "The id “k-1” is there twice."),
        (
            {"imports": [{"href": "a", "include-controls": [{"matching": [{"pattern": "*"}] * 150}] * 2}]},
            "More than 200 are listed here.",
        ),
    ],
)
def test_a_fault_in_a_profile_is_told(changes, told):
    assert told in [text for _line, text, _file in faults(lambda: chosen(**changes))]


def test_a_document_that_tells_too_much_of_itself_is_cut():
    head = {"title": "A " * 400, "remarks": "B " * 6_000, "parties": [{"name": "C" * 600}]}
    made = read_catalog(catalogue(metadata=head)).frameworks[0]
    assert len(made.title["en"]) <= 500 and len(made.about["en"]) <= 10_000 and len(made.issuer) <= 500
    assert made.title["en"].endswith("A …") and made.issuer.endswith("C …")
