"""What is inside a release: every library that is installed with holger or bundled into its pages, and its licence.

scripts/sbom.py [FOLDER]    writes holger-VERSION.cdx.json (CycloneDX 1.6) and licences.txt, by default into dist/

Read from the locks, so that it says what is installed and not what happens to be on this machine; the licences come from
the packages themselves. The same locks give the same file. A library without a licence that we may pass on stops it.
"""

import base64
import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parent.parent
BUILD_ONLY = re.compile(r"node_modules/(?:@esbuild/|esbuild$)")
"""Makes the bundles, and is not in them."""

# What packages say in words of their own, or not at all: read in their source.
BY_HAND = {
    "asgiref": "BSD-3-Clause", "babel": "BSD-3-Clause", "cobble": "BSD-2-Clause", "colorama": "BSD-3-Clause", "defusedxml": "PSF-2.0",
    "django-allauth": "MIT", "django-filter": "BSD-3-Clause", "django-ninja": "MIT", "fido2": "BSD-2-Clause",
    "granian": "BSD-3-Clause", "lxml": "BSD-3-Clause", "mammoth": "BSD-2-Clause", "markdown-it-py": "MIT", "mdurl": "MIT",
    "nh3": "MIT", "pyrage": "MIT", "pysqlite3": "Zlib", "python-dateutil": "BSD-3-Clause", "python-docx": "MIT",
    "python-stdnum": "LGPL-2.1-or-later", "pyyaml": "MIT",
    "qrcode": "BSD-3-Clause", "six": "MIT", "sqlparse": "BSD-3-Clause", "tzdata": "Apache-2.0",
}  # fmt: skip
MAY_PASS_ON = {
    "0BSD", "Apache-2.0", "Apache-2.0 OR BSD-3-Clause", "BSD-2-Clause", "BSD-3-Clause", "LGPL-2.1-or-later",
    "LGPL-3.0-only", "MIT", "MIT AND OFL-1.1", "MIT-0", "OFL-1.1", "PSF-2.0", "Zlib",
}  # fmt: skip
SAME = {"BSD-0-Clause": "0BSD"}
"""Names that mean one that SPDX has."""


class Unlicensed(Exception):
    """Libraries that nobody may pass on, or that do not say so."""


def python() -> dict[str, Any]:
    """The file as cyclonedx-bom makes it from the lock, without the addresses that it adds."""
    made = subprocess.run(
        [Path(sys.executable).parent / "cyclonedx-py", "requirements", "requirements/base.lock",
         "--output-reproducible", "--short-PURLs"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    bom = json.loads(made.stdout)
    for tool in bom["metadata"]["tools"]["components"]:
        tool.pop("externalReferences", None)
    for part in bom["components"]:
        part.pop("externalReferences", None)
        part.pop("description", None)
        part["bom-ref"] = part["purl"]
        part["scope"] = "required"
        part["licenses"] = [{"expression": licence_of(part["name"])}]
    return bom


def licence_of(name: str) -> str:
    try:
        told = metadata.metadata(name).get("License-Expression")
    except metadata.PackageNotFoundError:  # for another kind of machine
        told = None
    return told or BY_HAND.get(name, "unknown")


def bundled() -> list[dict[str, Any]]:
    """The packages whose scripts, styles and drawings are in the bundles."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    parts = []
    for path, told in lock["packages"].items():
        if not path or told.get("dev") or BUILD_ONLY.match(path):
            continue
        name = path.removeprefix("node_modules/")
        group, _slash, short = name.rpartition("/")
        purl = f"pkg:npm/{name.replace('@', '%40')}@{told['version']}"
        algorithm, _dash, digest = told["integrity"].partition("-")
        hashed = {"alg": algorithm.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}
        part = {"type": "library", "bom-ref": purl, "name": short, "version": told["version"], "purl": purl}
        part |= {"group": group} if group else {}
        licence = SAME.get(told["license"], told["license"])
        parts.append(part | {"scope": "required", "hashes": [hashed], "licenses": [{"expression": licence}]})
    return parts


def version() -> str:
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "holger/__init__.py").read_text(encoding="utf-8"))
    assert found
    return found[1]


def bill() -> dict[str, Any]:
    """All of it, with holger on top."""
    bom = python()
    bom["components"] += bundled()
    bom["components"].sort(key=lambda part: part["bom-ref"])
    purl = f"pkg:pypi/holger@{version()}"
    bom["metadata"]["component"] = {
        "type": "application", "bom-ref": purl, "name": "holger", "version": version(), "purl": purl,
        "licenses": [{"expression": "EUPL-1.2"}],
    }  # fmt: skip
    refs = [part["bom-ref"] for part in bom["components"]]
    bom["dependencies"] = [{"ref": purl, "dependsOn": refs}, *({"ref": ref} for ref in refs)]
    return bom


def licences(bom: dict[str, Any]) -> dict[str, list[str]]:
    """Licence → the libraries under it."""
    found: dict[str, list[str]] = {}
    for part in bom["components"]:
        name = f"{part['group']}/{part['name']}" if "group" in part else part["name"]
        found.setdefault(part["licenses"][0]["expression"], []).append(f"{name} {part['version']}")
    return dict(sorted(found.items()))


def check(bom: dict[str, Any]) -> None:
    wrong = {licence: names for licence, names in licences(bom).items() if licence not in MAY_PASS_ON}
    if wrong:
        raise Unlicensed("\n".join(f"{licence}: {', '.join(names)}" for licence, names in wrong.items()))
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bom))
    if problem is not None:
        raise ValueError(f"not CycloneDX 1.6: {problem}")


def write(folder: Path) -> Path:
    bom = bill()
    check(bom)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"holger-{version()}.cdx.json"
    path.write_text(json.dumps(bom, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    lines = [f"{licence}\n" + "".join(f"    {name}\n" for name in names) for licence, names in licences(bom).items()]
    (folder / "licences.txt").write_text("\n".join(lines), encoding="utf-8")
    print(f"{path}: {len(bom['components'])} libraries, {len(lines)} licences.")
    return path


if __name__ == "__main__":
    try:
        write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist")
    except Unlicensed as wrong:
        sys.exit(f"These may not be passed on, or do not say so:\n{wrong}")
