"""When the installation was last backed up, and when that was last proved."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.backup import permissions, selectors
from holger.ui.pages import Page


class Status(Page):
    permission = permissions.VIEW
    template = "backup/status.html"
    title = _("Backup")
    lead = _("Copies of everything in this installation, made on the server, and tests that they can be restored.")
    menu = "organisation:settings"

    def context(self) -> dict[str, Any]:
        return {"latest": selectors.status_for(self.actor), "attempts": selectors.attempts_for(self.actor)}
