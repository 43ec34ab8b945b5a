"""The docs say what the code does: each setting, room and decision is told of."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from holger.config.settings import env
from holger.core.permissions import PERMISSIONS

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"

pytestmark = pytest.mark.once


def test_every_setting_is_in_the_table() -> None:
    told = set(re.findall(r"^\| `(\w+)`", (DOCS / "configuration.md").read_text(encoding="utf-8"), re.M))
    assert told == {variable.name for variable in env.variables}


def test_every_permission_is_explained() -> None:
    text = (DOCS / "permissions.md").read_text(encoding="utf-8")
    assert [name for name in PERMISSIONS if f"`{name}`" not in text] == []


def test_every_room_is_in_the_architecture() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "holger").glob("*/apps.py")} | {"core"}
    assert [room for room in sorted(rooms) if f"`{room}`" not in text] == []


@pytest.mark.parametrize("path", [*DOCS.rglob("*.md"), *ROOT.glob("*.md")], ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
