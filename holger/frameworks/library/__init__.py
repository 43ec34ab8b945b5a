"""What holger brings along: a readable file per framework, and a table per pair of frameworks that have been compared.

Read when it is asked for, and kept.
"""

from functools import cache
from importlib.resources import files

from holger.core import words
from holger.frameworks.rules import document, mapping
from holger.frameworks.rules.framework import Framework
from holger.frameworks.rules.mapping import Pair

LANGUAGES = frozenset(words.LANGUAGES)
KEYS = ("iso27001-2022", "nis2", "nis2-2024-2690", "cis-8.1", "gdpr", "nist-csf-2.0", "dora")
"""In the order in which they are offered."""
COMPARED = (
    ("cis-8.1", "iso27001-2022"),
    ("cis-8.1", "nist-csf-2.0"),
    ("gdpr", "iso27001-2022"),
    ("nis2", "iso27001-2022"),
    ("nis2-2024-2690", "iso27001-2022"),
    ("nis2-2024-2690", "nist-csf-2.0"),
    ("nist-csf-2.0", "iso27001-2022"),
)
"""Pairs of frameworks for which there is a table, from the first to the second."""


@cache
def framework(key: str) -> Framework:
    """One of ``KEYS``; KeyError for any other."""
    if key not in KEYS:
        raise KeyError(key)
    return document.read(files(__name__).joinpath(f"{key}.yaml").read_bytes(), LANGUAGES)


@cache
def pairs(source: str, target: str) -> tuple[Pair, ...]:
    """How the source's requirements relate to the target's, whichever way the table was written; () for no table."""
    if (source, target) in COMPARED:
        text = files(__name__).joinpath("mappings", f"{source}--{target}.tsv").read_text(encoding="utf-8")
        return tuple(mapping.read(text, set(framework(source).by_id), set(framework(target).by_id)))
    if (target, source) in COMPARED:
        return tuple(pair.turned() for pair in pairs(target, source))
    return ()


def told(text: str, language: str | None) -> str:
    """What a table says about a row, in the reader's language; what people have written themselves stays as it is."""
    if not (language or "").startswith("da"):
        return text
    words = _danish()
    return "; ".join(words.get(part, part) for part in text.split("; "))


@cache
def _danish() -> dict[str, str]:
    text = files(__name__).joinpath("mappings", "words.da.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows[1:]}
