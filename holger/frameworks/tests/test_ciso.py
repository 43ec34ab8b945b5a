"""Libraries in CISO Assistant's format: what can be used is taken, what breaks is told, what is left out is noted."""

import copy
import json

import pytest
import yaml

from holger.frameworks.rules.brought import Level, ReferenceControl, Threat
from holger.frameworks.rules.ciso.frameworks import key_of
from holger.frameworks.rules.ciso.library import read
from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.framework import Group
from holger.frameworks.rules.mapping import Pair

LANGUAGES = frozenset({"da", "en"})
NODE = "urn:kronborg:risk:req_node:house"
LIBRARY = f"""
urn: urn:Kronborg:risk:library:House
locale: da
ref_id: HUS
name: Husregler
description: Det, vi lover.
copyright: Vores.
version: 3
publication_date: 2026-01-02
provider: Kronborg
packager: kronborg
translations: {{en: {{name: House rules, copyright: Ours.}}, fr: {{name: Règles}}}}
objects:
  reference_controls:
  - {{urn: "urn:kronborg:risk:function:K1", ref_id: K1, name: Låst skab, category: physical, csf_function: protect,
     typical_evidence: "- Nøgleliste\\n- Rundering"}}
  threats:
  - {{urn: "urn:kronborg:risk:threat:t1", ref_id: T1, name: Tyve, description: De kommer om natten.}}
  framework:
    urn: urn:kronborg:risk:framework:house
    ref_id: HUS
    name: Husregler
    translations: {{en: {{name: House rules}}}}
    implementation_groups_definition:
    - {{ref_id: basis, name: Basis, description: Det mindste, default_selected: true}}
    requirement_nodes:
    - urn: {NODE}:2
      parent_urn: {NODE}:all
      assessable: true
      depth: 2
      ref_id: 1.10
      name: Nøgler
      description: Nøgler tælles.
      annotation: Hver uge.
      typical_evidence: "Liste\\nRundering"
      implementation_groups: [basis, udvidet]
      reference_controls: ["urn:kronborg:risk:function:K1"]
      threats: ["urn:kronborg:risk:threat:t1"]
      questions: {{"q1": {{type: text, text: Er det nok}}}}
      translations:
        en: {{name: Keys, description: Keys are counted., typical_evidence: "List\\nRounds"}}
        fr: {{name: Clés}}
    - {{urn: "{NODE}:all", assessable: false, depth: 1, ref_id: "1", name: Alt}}
    - {{urn: "{NODE}:3", parent_urn: "{NODE}:all", assessable: true, depth: 2, description: "Døre lukkes.\\nAltid.",
       weight: 2, colour: red, ref_id: }}
  requirement_mapping_sets:
  - urn: urn:kronborg:risk:req_mapping_set:house-to-town
    ref_id: house-to-town
    name: Fra hus til by
    source_framework_urn: urn:kronborg:risk:framework:house
    target_framework_urn: urn:town:risk:framework:Law
    requirement_mappings:
    - {{source_requirement_urn: "{NODE}:2", target_requirement_urn: "urn:town:1", relationship: intersect,
       rationale: Begge tæller., strength_of_relationship: 2}}
    - {{source_requirement_urn: "{NODE}:3", target_requirement_urn: "urn:town:1", relationship: subset}}
    - {{source_requirement_urn: "{NODE}:3", target_requirement_urn: "urn:town:2", relationship: not_related}}
    - {{source_requirement_urn: "{NODE}:3", target_requirement_urn: "urn:town:1", relationship: equal}}
  - urn: urn:kronborg:risk:req_mapping_set:house-to-town-revert
    ref_id: house-to-town-revert
    name: Fra by til hus
    source_framework_urn: urn:town:risk:framework:Law
    target_framework_urn: urn:kronborg:risk:framework:house
    requirement_mappings:
    - {{source_requirement_urn: "urn:town:1", target_requirement_urn: "{NODE}:2", relationship: intersect}}
    - {{source_requirement_urn: "urn:town:1", target_requirement_urn: "{NODE}:3", relationship: superset}}
  risk_matrix:
  - urn: urn:kronborg:risk:matrix:2x2
    ref_id: 2x2
    name: To gange to
    probability:
    - {{id: 0, abbreviation: L, name: Lav}}
    - {{id: 1, abbreviation: H, name: Høj, translations: {{en: {{name: High}}}}}}
    impact: [{{id: 0, name: Lille}}, {{id: 1, name: Stor}}]
    risk: [{{id: 0, name: Grøn, hexcolor: "#2fb344"}}, {{id: 1, name: Rød, hexcolor: D63939}}]
    grid: [[0, 0], [0, 1]]
  preset: {{profile: {{}}}}
"""


def parts():
    """Everything as it is written, so that 1.10 stays what it is."""
    return yaml.load(LIBRARY, Loader=yaml.CBaseLoader)


def library(change=None):
    made = parts()
    if change:
        change(made)
    return read(yaml.safe_dump(made, allow_unicode=True, sort_keys=False).encode(), LANGUAGES)


def told(change, languages=LANGUAGES) -> list[str]:
    made = parts()
    change(made)
    with pytest.raises(Unreadable) as caught:
        read(yaml.safe_dump(made, allow_unicode=True, sort_keys=False).encode(), languages)
    return [fault.text % fault.params for fault in caught.value.faults]


def notes(found) -> list[str]:
    return [note.text % note.params for note in found.notes]


def test_a_library_tells_what_it_is():
    found = read(LIBRARY.encode(), LANGUAGES)
    assert (found.kind, found.urn, found.version) == ("ciso-library", "urn:kronborg:risk:library:house", 3)
    assert found.title == {"da": "Husregler", "en": "House rules"} and found.about == {"da": "Det, vi lover."}
    assert (found.issuer, found.language) == ("Kronborg", "da")
    (made,) = found.frameworks
    assert (made.key, made.version, made.issuer) == ("kronborg-house", 3, "Kronborg")
    assert made.title == {"da": "Husregler", "en": "House rules"} and made.rights == {"da": "Vores.", "en": "Ours."}


def test_a_flat_list_becomes_a_tree_with_the_whole_before_its_parts():
    (made,) = library().frameworks
    assert [(each.id, each.parent, each.assessable) for each in made.requirements] == [
        ("1", "", False),
        ("1.10", "1", True),
        ("3", "1", True),
    ]


def test_a_requirement_has_its_texts_in_both_languages():
    keys = read(LIBRARY.encode(), LANGUAGES).frameworks[0].by_id["1.10"]
    assert keys.title == {"da": "Nøgler", "en": "Keys"}
    assert keys.asks == {"da": "Nøgler tælles.", "en": "Keys are counted."}
    assert keys.guidance == {"da": "Hver uge."}
    assert keys.evidence == [{"da": "Liste", "en": "List"}, {"da": "Rundering", "en": "Rounds"}]
    assert keys.groups == ["basis", "udvidet"]
    assert keys.facts == {
        "urn": [f"{NODE}:2"],
        "reference_controls": ["urn:kronborg:risk:function:k1"],
        "threats": ["urn:kronborg:risk:threat:t1"],
    }


def test_what_has_no_name_goes_by_its_first_words_and_what_has_no_number_by_the_end_of_its_urn():
    doors = library().frameworks[0].by_id["3"]
    assert doors.title == {"da": "Døre lukkes."} and doors.asks == {"da": "Døre lukkes.\nAltid."}


def test_a_number_that_two_share_names_none_of_them():
    def change(made):
        nodes = made["objects"]["framework"]["requirement_nodes"]
        nodes[0]["ref_id"] = nodes[2]["ref_id"] = "A"

    assert [each.id for each in library(change).frameworks[0].requirements] == ["1", "2", "3"]


def test_a_name_as_long_as_a_text_is_not_lost():
    long = "Døre lukkes. " * 60

    def change(made):
        made["objects"]["framework"]["requirement_nodes"][0]["name"] = long

    keys = library(change).frameworks[0].by_id["1.10"]
    assert len(keys.title["da"]) <= 500 and keys.title["da"].endswith("…")
    assert keys.asks["da"] == f"{long.strip()}\n\nNøgler tælles."


def test_evidence_stays_whole_where_the_languages_list_differently():
    def change(made):
        made["objects"]["framework"]["requirement_nodes"][0]["translations"]["en"]["typical_evidence"] = "List"

    evidence = library(change).frameworks[0].by_id["1.10"].evidence
    assert evidence == [{"da": "Liste\nRundering", "en": "List"}]


def test_groups_are_those_described_and_those_named():
    assert library().frameworks[0].groups == [
        Group("basis", {"da": "Basis"}, {"da": "Det mindste"}),
        Group("udvidet", {"da": "udvidet"}),
    ]


def test_mappings_are_pairs_of_urns_and_their_reverse_is_not_said_twice():
    (found,) = library().mappings
    assert (found.source, found.target) == ("urn:kronborg:risk:framework:house", "urn:town:risk:framework:law")
    assert found.title == {"da": "Fra hus til by"}
    assert found.pairs == [
        Pair(f"{NODE}:2", "urn:town:1", "intersects", "Fra hus til by", "Begge tæller."),
        Pair(f"{NODE}:3", "urn:town:1", "subset", "Fra hus til by", ""),
    ]


def test_a_reverse_that_says_something_else_is_kept():
    def change(made):
        made["objects"]["requirement_mapping_sets"][1]["requirement_mappings"].pop()

    assert len(library(change).mappings) == 2


def test_measures_threats_and_matrices_come_along():
    found = library()
    evidence = [{"da": "Nøgleliste"}, {"da": "Rundering"}]
    name, text = {"da": "Låst skab"}, {"da": "De kommer om natten."}
    assert found.controls == [
        ReferenceControl("urn:kronborg:risk:function:k1", "K1", name, {}, {}, "physical", "protect", evidence)
    ]
    assert found.threats == [Threat("urn:kronborg:risk:threat:t1", "T1", {"da": "Tyve"}, text, {})]
    (matrix,) = found.matrices
    assert matrix.title == {"da": "To gange to"} and matrix.grid == [[0, 0], [0, 1]]
    assert matrix.likelihood[1] == Level(1, "H", {"da": "Høj", "en": "High"}, {}, "")
    assert [level.colour for level in matrix.risk] == ["#2FB344", "#D63939"]


def test_what_was_left_out_is_noted_once():
    assert notes(library()) == [
        "The group “udvidet” is not described; it goes by that name.",
        "Pairs of “Fra hus til by” that are said not to be related, and were left out: 1.",
        "Pairs of “Fra hus til by” that are there once more, and were left out: 1.",
        "Texts in other languages were left out: fr.",
        "What has no place here was left out: default_selected (1), preset (1), publication_date (1), questions (1), "
        "ref_id (1), strength_of_relationship (1), weight (1).",
        "What is not known here was left out: colour (1).",
    ]


def test_a_library_in_a_foreign_language_is_taken_by_its_translation():
    def change(made):
        made["locale"] = "fr"

    found = library(change)
    assert found.title == {"en": "House rules"} and "da" not in found.frameworks[0].by_id["1.10"].title
    assert found.frameworks[0].by_id["1"].title == {"da": "1"}
    assert "Texts in other languages were left out: fr." in notes(found)


def test_a_library_that_nobody_here_reads_is_refused():
    faults = told(lambda made: made.update(locale="fr", translations={}))
    assert faults[0] == "The texts are in “fr”, which is not a language that is known here."


def test_json_says_the_same_as_yaml():
    assert read(json.dumps(parts()).encode(), LANGUAGES) == read(LIBRARY.encode(), LANGUAGES)


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_no_text(nothing):
    text = LIBRARY.replace("description: Nøgler tælles.", f"description: {nothing}").replace("Hver uge.", nothing)
    keys = read(text.encode(), LANGUAGES).frameworks[0].by_id["1.10"]
    assert keys.asks == {"en": "Keys are counted."} and keys.guidance == {}


def test_several_frameworks_may_share_a_library():
    def change(made):
        other = copy.deepcopy(made["objects"].pop("framework"))
        made["objects"]["frameworks"] = [other, copy.deepcopy(other)]
        made["objects"]["frameworks"][1]["urn"] += "-2"
        for node in made["objects"]["frameworks"][1]["requirement_nodes"]:
            node["urn"] += "b"
            if "parent_urn" in node:
                node["parent_urn"] += "b"

    assert [each.key for each in library(change).frameworks] == ["kronborg-house", "kronborg-house-2"]


def test_keys_of_long_urns_are_short_and_different():
    one, two = (key_of(f"urn:kronborg:risk:framework:{'house-rules-' * 8}{end}") for end in "ab")
    assert one != two and max(len(one), len(two)) <= 60


def nodes(made):
    return made["objects"]["framework"]["requirement_nodes"]


def matrix(made):
    return made["objects"]["risk_matrix"][0]


def pairs(made):
    return made["objects"]["requirement_mapping_sets"][0]["requirement_mappings"]


def control(made):
    return made["objects"]["reference_controls"][0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda made: made.pop("urn"), "“urn” is missing."),
        (lambda made: made.update(version="1.5"), "A whole number from 1 is wanted here."),
        (lambda made: made.update(version=["1"]), "A text is wanted here."),
        (lambda made: made.update(objects=[]), "Names with values are wanted here."),
        (lambda made: made.update(objects={}), "There is nothing in the library that is known here."),
        (lambda made: made.update(translations=["en"]), "Names with values are wanted here."),
        (lambda made: nodes(made)[1].update(urn=f"{NODE}:2"), f"The id “{NODE}:2” is there twice."),
        (lambda made: nodes(made)[1].update(urn=f"{NODE}:2".upper()), f"The id “{NODE}:2” is there twice."),
        (lambda made: nodes(made)[1].update(parent_urn=f"{NODE}:2"), f"“{NODE}:all” is part of itself."),
        (lambda made: nodes(made)[1].update(parent_urn=f"{NODE}:all"), f"“{NODE}:all” is part of itself."),
        (
            lambda made: nodes(made)[1].update(parent_urn="urn:gone"),
            f"“{NODE}:all” is part of “urn:gone”, which is not here.",
        ),
        (lambda made: nodes(made)[0].update(assessable="perhaps"), "Only true or false is wanted here."),
        (lambda made: nodes(made)[0].update(name={"a": 1}), "A text is wanted here."),
        (lambda made: nodes(made)[0].update(name="a\x00"), "The text has characters that cannot be kept."),
        (lambda made: nodes(made)[0].update(implementation_groups="basis"), "A list is wanted here."),
        (lambda made: nodes(made)[0].update(translations="en"), "Names with values are wanted here."),
        (lambda made: nodes(made).clear(), "There is no requirement in the framework."),
        (
            lambda made: made["objects"]["framework"]["implementation_groups_definition"].append({"ref_id": "basis"}),
            "The group “basis” is there twice.",
        ),
        (lambda made: pairs(made)[0].update(source_requirement_urn="urn:gone"), "There is no requirement “urn:gone”."),
        (lambda made: pairs(made)[0].pop("relationship"), "“relationship” is missing."),
        (lambda made: pairs(made)[0].update(relationship="alike"), "“alike” is not known here. There are: equal, "),
        (lambda made: control(made).update(category="magic"), "“magic” is not known here. There are: policy, "),
        (lambda made: control(made).update(csf_function="sleep"), "“sleep” is not known here. There are: govern, "),
        (lambda made: matrix(made)["grid"].pop(), "2 are wanted here, 1 are there."),
        (lambda made: matrix(made)["grid"][0].append(0), "2 are wanted here, 3 are there."),
        (lambda made: matrix(made)["grid"][0].__setitem__(0, 7), "“7” is not known here. There are: 0, 1."),
        (lambda made: matrix(made)["grid"][0].__setitem__(0, -1), "“-1” is not known here. There are: 0, 1."),
        (lambda made: matrix(made)["risk"][0].update(id=5), "Levels are numbered from 0: 0 is wanted here."),
        (lambda made: matrix(made)["risk"][0].update(hexcolor="red;"), "A colour such as #D63939 is wanted here."),
        (lambda made: matrix(made).update(impact=[]), "A scale has at least one level."),
        (lambda made: matrix(made).update(grid=3), "A list is wanted here."),
    ],
)
def test_what_would_break_is_a_fault(change, fault):
    faults = told(change)
    assert any(each.startswith(fault) for each in faults), faults


def test_a_fault_is_told_with_its_line():
    lines = LIBRARY.splitlines()
    line = next(n for n, text in enumerate(lines, start=1) if "relationship: subset" in text)
    with pytest.raises(Unreadable) as caught:
        read(LIBRARY.replace("relationship: subset", "relationship: alike").encode(), LANGUAGES)
    assert [fault.line for fault in caught.value.faults] == [line]


def test_a_tree_deeper_than_people_read_is_refused():
    def change(made):
        chain = [{"urn": f"urn:{n}", "parent_urn": f"urn:{n - 1}", "assessable": True} for n in range(1, 15)]
        nodes(made).extend([{"urn": "urn:0"}, *chain])

    assert set(told(change)) == {"This is nested too deeply."}
