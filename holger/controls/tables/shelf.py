"""The frameworks by their short names, as lists and boards show them beside each control."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from holger.frameworks.models import Framework
from holger.frameworks.selectors import framework_short
from holger.ui import cells


class Shelf:
    """Draws the frameworks that a control answers something of. A page shows the same few again and again."""

    def __init__(self, frameworks: Iterable[Framework]):
        self.rows = {row.pk: (row.number, framework_short(row), row.title) for row in frameworks}
        self.drawn: dict[tuple[Any, int], SafeString] = {}

    def badges(self, counts: Mapping[Any, int]) -> SafeString:
        """Of how many requirements by framework."""
        known = sorted((self.rows[key][0], key) for key in counts if key in self.rows)
        return cells.several(self.badge(key, counts[key]) for _number, key in known)

    def badge(self, key: Any, count: int) -> SafeString:
        if (key, count) not in self.drawn:
            _number, name, title = self.rows[key]
            counted = ngettext("%(count)s requirement", "%(count)s requirements", count) % {"count": count}
            self.drawn[key, count] = cells.badge(name, "line", title=f"{title}: {counted}")
        return self.drawn[key, count]
