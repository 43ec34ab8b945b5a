"""What NIST publishes, where it lies on this machine: read whole, and as NIST's own tool resolves it."""

from pathlib import Path

import pytest

from holger.frameworks import library
from holger.frameworks.rules.oscal.documents import read_catalog, read_profile

SAMPLES = Path(__file__).parents[4] / "shared/samples"
CATALOGUE = "NIST_SP-800-53_rev5.0.1_catalog-min.json"
PROFILE = "NIST_SP-800-53_rev5_MODERATE-baseline_profile.json"
RESOLVED = "NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog-min.json"

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not on this machine")

AC_11 = """a. Prevent further access to the system by [Selection (one or more): initiating a device lock after \
[organization-defined time period] of inactivity; requiring the user to initiate a device lock before leaving the \
system unattended]; and
b. Retain the device lock until the user reestablishes access using established identification and authentication \
procedures."""


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def tree(brought) -> list[tuple[str, str]]:
    return [(each.id, each.parent) for each in brought.frameworks[0].requirements]


def test_sp_800_53_is_read_whole():
    found = read_catalog(sample(CATALOGUE))
    (made,) = found.frameworks
    assert (len(made.requirements), len(made.assessable)) == (20 + 1007, 1007)
    assert [note.params for note in found.notes] == [{"count": 182}]
    assert made.version == 20210608 and made.link == "https://doi.org/10.6028/NIST.SP.800-53r5"
    assert made.issuer == "Joint Task Force, Interagency Working Group"
    assert [each.id for each in made.parts["ac"]][:3] == ["AC-1", "AC-2", "AC-3"]
    assert [each.id for each in made.parts["AC-2"]][:3] == ["AC-2(1)", "AC-2(2)", "AC-2(3)"]
    assert made.by_id["AC-11"].asks["en"] == AC_11
    assert made.by_id["AC-2(1)"].facts == {"oscal_id": ["ac-2.1"]}
    assert not any("{{" in each.asks["en"] or "](#" in each.asks["en"] for each in made.assessable)


def test_a_profile_is_resolved_as_nists_own_tool_does():
    mine = read_profile(sample(PROFILE), {CATALOGUE: sample(CATALOGUE)})
    theirs = read_catalog(sample(RESOLVED))
    assert len(theirs.frameworks[0].assessable) == 287
    assert tree(mine) == tree(theirs)
    mine, theirs = mine.frameworks[0].by_id, theirs.frameworks[0].by_id
    assert {name: each.title["en"].lower() for name, each in mine.items()} == {
        name: each.title["en"].lower() for name, each in theirs.items()
    }
    again = read_profile(sample(PROFILE), {RESOLVED: sample(RESOLVED)}).frameworks[0].by_id
    assert again == theirs


def test_what_an_assessor_examines_is_evidence():
    made = read_catalog(sample(RESOLVED)).frameworks[0]
    told = [words["en"] for words in made.by_id["AC-1"].evidence]
    assert told == [
        "Access control policy and procedures",
        "System security plan",
        "Privacy plan",
        "Other relevant documents or records",
    ]
    assert all(each.evidence for each in made.assessable)


def test_csf_is_the_same_in_xml_and_in_json():
    found = read_catalog(sample("NIST_CSF_v2.0_catalog.xml"))
    assert found == read_catalog(sample("NIST_CSF_v2.0_catalog-converted.json"))
    (made,) = found.frameworks
    assert (len(made.requirements), len(made.assessable)) == (6 + 34 + 185, 185)
    ours = {(each.id, each.parent) for each in library.framework("nist-csf-2.0").requirements}
    assert ours < set(tree(found))  # NIST's file still holds categories of the edition before


def test_the_example_catalogue_is_read():
    made = read_catalog(sample("oscal-examples/basic-catalog.json")).frameworks[0]
    assert tree(read_catalog(sample("oscal-examples/basic-catalog.json")))[:3] == [
        ("1", ""),
        ("s1.1", "1"),
        ("1.1.1", "s1.1"),
    ]
    assert "\n\n1. the assets" in made.by_id["1.1.1"].guidance["en"]
