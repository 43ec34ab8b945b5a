"""What the security pages claim is there: every file, every test, every requirement of the standard once."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)

pytestmark = pytest.mark.once
PAGES = [ROOT / "docs/security.md", ROOT / "docs/asvs.md"]
NAMED = re.compile(r"`((?:holger|tests|scripts|docs|requirements|bench)/[\w./-]+|pyproject\.toml)(?:::(\w+))?`")
STATUSES = {"met", "partly", "not met", "installation", "n/a"}
# How many requirements of levels 1 and 2 each section has; those of level 3 come after them.
SECTIONS = {
    "V1": (2, 9, 11, 3, 2), "V2": (3, 3, 4, 1), "V3": (0, 2, 4, 6, 5, 0, 2), "V4": (3, 1, 2, 4), "V5": (1, 3, 2, 3),
    "V6": (3, 12, 4, 4, 5, 3, 0, 4), "V7": (3, 4, 2, 5, 2, 2), "V8": (2, 3, 1, 1), "V9": (3, 4),
    "V10": (2, 2, 4, 11, 5, 2, 3), "V11": (2, 3, 3, 4, 1, 1), "V12": (3, 2, 4), "V13": (1, 5, 2, 5), "V14": (2, 4, 3),
    "V15": (3, 3, 7), "V16": (1, 5, 4, 3, 3), "V17": (1, 4, 2),
}  # fmt: skip


def rows() -> list[list[str]]:
    lines = PAGES[1].read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| V\d", line)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_test_that_is_named_is_there(page: Path) -> None:
    named = NAMED.findall(page.read_text(encoding="utf-8"))
    assert len(named) > 40
    missing = []
    for path, test in named:
        file = ROOT / path
        if not file.exists() or (test and not re.search(rf"def {test}\(", file.read_text(encoding="utf-8"))):
            missing.append(f"{path}::{test}")
    assert not missing


def test_every_requirement_is_there_once() -> None:
    wanted = {
        f"{chapter}.{section}.{number}"
        for chapter, counts in SECTIONS.items()
        for section, count in enumerate(counts, start=1)
        for number in range(1, count + 1)
    }
    assert len(wanted) == 253
    found = Counter(row[0] for row in rows())
    assert set(found) == wanted
    assert [name for name, count in found.items() if count > 1] == []


def test_every_answer_is_one_and_says_why() -> None:
    for name, about, status, where, shown in rows():
        assert status in STATUSES, name
        assert about, name
        if status == "met":
            assert where or shown, f"{name} is said to be met, by nothing"
        else:
            assert where, f"{name} is {status}, without a word about it"
