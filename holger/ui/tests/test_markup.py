"""What every template must keep: no inline script or style under our content policy, and only icons that are built."""

import re
from pathlib import Path

import pytest

from holger.core.registry import registry

HOLGER = Path(__file__).parents[2]
TEMPLATES = sorted(HOLGER.rglob("templates/**/*.html"))
ICONS = set((HOLGER / "ui/assets/icons.txt").read_text().split())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOLGER)))
def test_no_inline_script_or_style(template: Path):
    text = template.read_text()
    assert not re.search(r"""\sstyle\s*=\s*["'{]""", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"""\son[a-z]+\s*=\s*["']""", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_every_icon_of_the_templates_is_built():
    used = {name for path in TEMPLATES for name in re.findall(r"""{% icon ["']([a-z0-9-]+)["']""", path.read_text())}
    assert used - ICONS == set()


def test_every_icon_that_rooms_register_is_built():
    offered = [*registry.menu, *registry.actions, *registry.subjects.values()]
    assert {each.icon for each in offered} - ICONS == set()


def test_the_list_of_icons_is_sorted():
    lines = (HOLGER / "ui/assets/icons.txt").read_text().splitlines()
    assert lines == sorted(set(lines))
