"""The page of one object: head, facts, and the panels that rooms offer for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from holger.core.registry import Panel, registry
from holger.ui.pages.page import Page
from holger.ui.pages.parts import Button, Fact, Text

MOST_BESIDE = 4
"""More buttons than this wrap on a laptop."""
EDITS = "pencil"
"""The icon of the button that leads to a page's form."""


@dataclass(frozen=True)
class Shown:
    """A panel that has something to show here."""

    panel: Panel
    context: dict[str, Any]

    @property
    def count(self) -> int | None:
        return self.context.get("count")


class DetailPage(Page):
    template = "ui/detail.html"
    icon = ""

    def find(self) -> Any:
        """The object, or 404 when it is missing or out of the actor's reach."""
        raise NotImplementedError

    @cached_property
    def object(self) -> Any:
        return self.find()

    def permission_on(self) -> Any:
        return self.object if hasattr(self.object, "owned_by") else None

    def heading(self) -> Text:
        return getattr(self.object, "title", "") or str(self.object)

    def badges(self) -> Sequence[SafeString]:
        return ()

    def facts(self) -> Sequence[Fact]:
        return ()

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.object)

    def more(self) -> Sequence[Button]:
        """What always waits in the menu beside the buttons."""
        return ()

    @cached_property
    def laid_out(self) -> tuple[list[Button], list[Button]]:
        """What stands beside the title, and what waits in the menu: of more than fit, the next step and editing stay out."""
        shown, more = self.shown_actions(), self.allowed(self.more(), self.object)
        if len(shown) <= MOST_BESIDE:
            return shown, more
        out = [button for button in shown if button.primary or button.icon == EDITS]
        return out, [button for button in shown if button not in out] + more

    @cached_property
    def panels(self) -> list[Shown]:
        """The panels that the actor may see, each with what it shows."""
        shown = []
        for panel in registry.panels_for(self.object._meta.label_lower):
            if not self.actor.may(panel.permission):
                continue
            context = panel.context(self.request, self.object)
            if context is not None:
                shown.append(Shown(panel, context))
        return shown

    @property
    def main_panels(self) -> list[Shown]:
        return [shown for shown in self.panels if not shown.panel.side]

    @property
    def side_panels(self) -> list[Shown]:
        return [shown for shown in self.panels if shown.panel.side]

    def render(self, template: str = "", status: int = 200, **extra: Any) -> Any:
        return super().render(template, status, **{"object": self.object, **extra})
