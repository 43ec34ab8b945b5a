"""The list of what is in a release: whole, valid, the same each time, with a licence for each, and no address of anybody's."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
sys.path.insert(0, str(ROOT / "scripts"))

import sbom  # noqa: E402

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def bom() -> dict[str, Any]:
    return sbom.bill()


def names(bom: dict[str, Any], kind: str) -> set[str]:
    return {
        part["purl"].removeprefix(f"pkg:{kind}/").rpartition("@")[0]
        for part in bom["components"]
        if f"pkg:{kind}/" in part["purl"]
    }


def test_it_is_valid_and_every_licence_may_be_passed_on(bom: dict[str, Any]) -> None:
    sbom.check(bom)


def test_everything_locked_is_in_it(bom: dict[str, Any]) -> None:
    locked = set(
        re.findall(r"^([a-z0-9][\w.-]*)(?:\[[\w,-]+\])?==", (ROOT / "requirements/base.lock").read_text(), re.M)
    )
    assert names(bom, "pypi") == locked


def test_everything_bundled_is_in_it_and_nothing_that_only_builds(bom: dict[str, Any]) -> None:
    wanted = set(json.loads((ROOT / "package.json").read_text())["dependencies"]) - {"esbuild"}
    found = {name.replace("%40", "@") for name in names(bom, "npm")}
    assert wanted <= found
    assert not any("esbuild" in name or "chromium" in name for name in found)
    assert all(part["hashes"][0]["alg"] == "SHA-512" for part in bom["components"] if "pkg:npm" in part["purl"])


def test_a_library_without_a_licence_stops_the_release(bom: dict[str, Any]) -> None:
    stray = {"type": "library", "bom-ref": "x", "name": "x", "version": "1", "licenses": [{"expression": "unknown"}]}
    with pytest.raises(sbom.Unlicensed, match="unknown: x 1"):
        sbom.check({**bom, "components": [*bom["components"], stray]})


def test_what_is_not_the_format_stops_it_too(bom: dict[str, Any]) -> None:
    odd = {**bom["components"][0], "type": "spaceship"}
    with pytest.raises(ValueError, match="not CycloneDX"):
        sbom.check({**bom, "components": [odd]})


def test_it_says_the_same_each_time_and_where_nothing_came_from(
    bom: dict[str, Any], tmp_path: Path, capsys: Any
) -> None:
    text = sbom.write(tmp_path).read_text()
    assert json.loads(text) == bom
    assert set(re.findall(r"https?://[^\s\"]+", text)) == {"http://cyclonedx.org/schema/bom-1.6.schema.json"}
    assert str(ROOT) not in text
    assert "MIT\n" in (tmp_path / "licences.txt").read_text()
