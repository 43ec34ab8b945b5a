"""The library of threats and methods is data: these tests read it as such, without a database."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

LIBRARY = Path(__file__).parent.parent / "library"
TYPES = {
    *("process", "information", "application", "cloud_service", "server", "database", "network", "endpoint"),
    *("ot_device", "site", "paper_archive", "removable_media", "people", "supplier", "source_code", "key"),
    *("integration", "ai_system", "backup", "processing_activity"),
}
ANSWERS = {"yes", "partly", "no", "not_relevant", "unknown"}
CONDITIONS = {
    "exposure": {"none", "vpn", "internet"},
    "personal_data": {"none", "ordinary", "special"},
    "hosting": {"on_premises", "hosted", "cloud"},
    "mfa": ANSWERS,
    "backup": ANSWERS,
    "logging": ANSWERS,
}
BANDS = ["ok", "mid", "high", "crit"]
ROLES = {"owner", "security_officer", "dpo", "contributor", "auditor", "employee"}


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((LIBRARY / name).read_text(encoding="utf-8"))


THREATS = read("threats.yaml")["threats"]
PRESETS = read("method.yaml")["presets"]


def texts(node: Any, where: str = ""):
    """Every text in two languages below a node, with the path to it."""
    if isinstance(node, dict):
        if "da" in node or "en" in node:
            yield where, node
        else:
            for key, value in node.items():
                yield from texts(value, f"{where}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from texts(value, f"{where}/{index}")


@pytest.mark.parametrize("name", ["threats.yaml", "method.yaml"])
def test_every_text_stands_in_both_languages(name: str) -> None:
    found = list(texts(read(name)))
    assert found
    for where, text in found:
        assert set(text) == {"da", "en"}, where
        assert all(words.strip() for words in text.values()), where


def test_there_are_42_threats_numbered_in_order() -> None:
    assert [threat["id"] for threat in THREATS] == [f"T{number:02}" for number in range(1, 43)]


def test_titles_and_descriptions_are_each_their_own() -> None:
    for field in ("title", "description"):
        for language in ("da", "en"):
            assert len({threat[field][language] for threat in THREATS}) == len(THREATS)


def test_threats_say_what_they_hit_and_what_answers_them() -> None:
    groups = set(read("threats.yaml")["groups"])
    for threat in THREATS:
        assert threat["hits"], threat["id"]
        assert set(threat["hits"]) <= set("cia"), threat["id"]
        assert threat["group"] in groups, threat["id"]
        assert threat["controls"], threat["id"]
        for control in threat["controls"]:
            assert re.fullmatch(r"[5-8]\.\d+", control), threat["id"]


def test_only_the_two_privacy_threats_strike_rights_first() -> None:
    assert [threat["id"] for threat in THREATS if threat.get("rights")] == ["T40", "T41"]


def test_every_type_of_asset_gets_a_handful_of_proposals() -> None:
    for threat in THREATS:
        assert set(threat["asset_types"]) <= TYPES, threat["id"]
    for kind in sorted(TYPES):
        proposed = [threat for threat in THREATS if kind in threat["asset_types"]]
        always = [threat for threat in proposed if "only_if" not in threat]
        assert len(always) >= 3, kind
        assert 4 <= len(proposed) <= 12, kind


def test_conditions_name_attributes_and_values_that_assets_have() -> None:
    for threat in THREATS:
        for attribute, values in threat.get("only_if", {}).items():
            assert set(values) <= CONDITIONS[attribute], threat["id"]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset["key"])
def test_a_method_is_whole(preset: dict[str, Any]) -> None:
    levels = list(range(1, preset["levels"] + 1))
    assert [level["level"] for level in preset["likelihood"]] == levels
    assert [level["level"] for level in preset["consequence"]] == levels
    dimensions = set(read("method.yaml")["dimensions"])
    for level in preset["consequence"]:
        assert set(level["wording"]) == dimensions
    cells = {(cell["consequence"], cell["likelihood"]) for cell in preset["matrix"]}
    assert len(preset["matrix"]) == len(cells) == len(levels) ** 2
    assert [band["key"] for band in preset["bands"]] == BANDS
    assert set(preset["appetite"]["highest_band"]) == dimensions


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset["key"])
def test_a_cells_band_is_the_one_its_score_falls_in(preset: dict[str, Any]) -> None:
    bands = {band["key"]: band["scores"] for band in preset["bands"]}
    for cell in preset["matrix"]:
        lowest, highest = bands[cell["band"]]
        assert lowest <= cell["score"] <= highest, cell


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset["key"])
def test_the_matrix_never_falls_when_likelihood_or_consequence_rises(preset: dict[str, Any]) -> None:
    cells = {(cell["consequence"], cell["likelihood"]): cell for cell in preset["matrix"]}
    for (consequence, likelihood), cell in cells.items():
        for worse in (cells.get((consequence + 1, likelihood)), cells.get((consequence, likelihood + 1))):
            if worse is not None:
                assert worse["score"] >= cell["score"]
                assert BANDS.index(worse["band"]) >= BANDS.index(cell["band"])
    worst = preset["levels"]
    assert cells[worst, 1]["band"] != "ok"


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset["key"])
def test_nobody_accepts_the_critical_and_never_for_more_than_a_year(preset: dict[str, Any]) -> None:
    acceptance = preset["acceptance"]
    assert list(acceptance) == BANDS
    for band in acceptance.values():
        assert set(band["own"]) | set(band["everywhere"]) <= ROLES
        assert 0 <= band["longest_days"] <= 365
    assert acceptance["ok"]["own"] == ["contributor"]
    assert "security_officer" in acceptance["mid"]["everywhere"]
    assert acceptance["high"]["everywhere"] == ["owner"]
    assert acceptance["crit"] == {"own": [], "everywhere": [], "longest_days": 0}


def test_data_subjects_are_never_weighed_in_fines_or_reputation_of_the_organisation() -> None:
    forbidden = re.compile(r"bøde|vores omdømme|\bfine\b|\bfines\b|our reputation|virksomhed|company", re.IGNORECASE)
    for preset in PRESETS:
        for level in preset["consequence"]:
            for text in level["wording"]["data_subjects"].values():
                assert not forbidden.search(text), text
