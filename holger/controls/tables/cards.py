"""The cards of the board. Drawn in Python: a board draws hundreds, and a template takes longer over them than over all else."""

from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from holger.controls.models import Control
from holger.controls.rules.controls import STATUSES, step
from holger.controls.tables.controls import due_cell, maturity
from holger.controls.words import STATUS_WORDS
from holger.ui import cells
from holger.ui.icons import icon


@dataclass(frozen=True)
class Drawer:
    """Draws cards for a reader: the words that all of them share are looked up once."""

    page: Any
    drag: str
    back: str
    on: str
    status: str
    move: str
    nobody: str

    @classmethod
    def of(cls, page: Any) -> "Drawer":
        return cls(
            page,
            drag=gettext("Drag %(code)s"),
            back=gettext("Move %(code)s one step back"),
            on=gettext("Move %(code)s one step on"),
            status=gettext("Status of %(code)s"),
            move=escape(gettext("Move")),
            nobody=escape(gettext("No owner")),
        )

    def card(self, control: Control, move: str) -> SafeString:
        """``move``: the address that moves it; empty for whoever may not."""
        page, code = self.page, escape(control.reference)
        counts = page.answers.get(control.pk)
        badges = f"<div>{page.shelf.badges(counts)}</div>" if counts else ""
        owner = cells.person(control.owner) if control.owner else f'<span class="h-faint">{self.nobody}</span>'
        due = f'<div class="h-small">{due_cell(control.status, control.due, page.today)}</div>' if control.due else ""
        return SafeString(
            f'<li class="card h-cardlet" id="{code}" data-code="{code}" data-version="{control.version}" data-move="{move}">'
            f'<div class="h-row h-between"><span class="h-ref">{code}</span>{self._grip(code) if move else ""}</div>'
            f'<a class="h-name" href="{escape(page.base + control.path)}">{escape(control.title)}</a>{badges}'
            f'<div class="h-row h-between h-small">{owner}<span>{maturity(control.maturity, control.target)}</span></div>'
            f"{due}{self._moves(control, code, move) if move else ''}</li>"
        )

    def _grip(self, code: str) -> str:
        return (
            '<button class="btn btn-icon btn-sm btn-ghost h-grip h-js" type="button" data-grip aria-pressed="false"'
            f' aria-label="{escape(self.drag % {"code": code})}">{icon("grip-vertical")}</button>'
        )

    def _moves(self, control: Control, code: str, move: str) -> str:
        options = "".join(
            f'<option value="{key}"{" selected" if key == control.status else ""}>{escape(str(STATUS_WORDS[key]))}</option>'
            for key in STATUSES
        )
        label = escape(self.status % {"code": code})
        return (
            f'<div class="h-moves">{self._step(control, -1, self.back, "chevron-left", move)}'
            f'<select class="form-select form-select-sm" name="to-{code}" aria-label="{label}">{options}</select>'
            f"{self._step(control, 1, self.on, 'chevron-right', move)}"
            f'<button class="btn btn-sm" data-to formaction="{move}" name="to" value="|{control.version}">{self.move}</button></div>'
        )

    def _step(self, control: Control, by: int, label: str, mark: str, move: str) -> str:
        to = step(control.status, by)
        return (
            f'<button class="btn btn-icon btn-sm" formaction="{move}" name="to" value="{to}|{control.version}"'
            f' aria-label="{escape(label % {"code": control.reference})}"{"" if to else " disabled"}>{icon(mark)}</button>'
        )
