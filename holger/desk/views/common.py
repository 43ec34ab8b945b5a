"""What the pages share."""

from holger.desk.permissions import USE
from holger.ui.pages import Page


class DeskPage(Page):
    permission = USE

    def back_home(self) -> str:
        return self.url("desk:desk")
