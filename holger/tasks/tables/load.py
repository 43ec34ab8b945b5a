"""The load by person and month as a table. Every number leads to its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from uuid import UUID

from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from holger.tasks.rules.load import Cell, Line
from holger.tasks.selectors.load import Checked
from holger.ui import cells
from holger.ui.icons import icon


@dataclass(frozen=True)
class LoadTable:
    """``month_url`` is where a month leads, with MONTH for it and OWNER for whose it is."""

    checked: Checked
    month_url: str

    def body(self) -> SafeString:
        return SafeString("".join(self._line(line) for line in self.checked.load.lines))

    def foot(self) -> SafeString:
        found = self.checked.load.together
        return SafeString("".join(self._cell(cell, None) for cell in found) + self._sum(found))

    def _line(self, line: Line[UUID]) -> str:
        name = escape(self.checked.people.get(line.person, "–"))
        told = "".join(self._cell(cell, line.person) for cell in line.cells)
        return f'<tr><th scope="row">{name}</th>{told}{self._sum(line.cells)}</tr>'

    def _sum(self, found: Iterable[Cell]) -> str:
        return f'<td class="h-num h-b">{hours(sum(cell.minutes for cell in found))}</td>'

    def _cell(self, cell: Cell, person: UUID | None) -> str:
        if not cell.runs:
            return '<td class="h-num h-faint">–</td>'
        url = self.month_url.replace("MONTH", str(cell.month)).replace("OWNER", str(person or ""))
        words = [ngettext("%(count)s run", "%(count)s runs", cell.runs) % {"count": cell.runs}]
        if cell.unknown:
            words.append(gettext("%(count)s without minutes") % {"count": cell.unknown})
        if cell.overfull:
            words.append(gettext("%(percent)s%% of the time there is") % {"percent": cell.share})
        told = escape(f"{MONTHS[cell.month.number]}: {', '.join(words)}")
        look = " is-over" if cell.overfull else ""
        mark = f"{icon('alert-triangle')} " if cell.overfull else ""
        unknown = f'<span class="h-faint" aria-hidden="true"> +{cell.unknown}?</span>' if cell.unknown else ""
        bar = (
            cells.bar(min(cell.share, 100), told, "thin is-crit" if cell.overfull else "thin")
            if cell.share is not None
            else ""
        )
        return (
            f'<td class="h-num{look}"><a class="h-plain" href="{escape(url)}" title="{told}">{mark}{hours(cell.minutes)}{unknown}'
            f'<span class="visually-hidden">, {told}</span></a>{bar}</td>'
        )


def hours(minutes: int) -> str:
    """Hours to the nearest tenth, where there is no room for hours and minutes."""
    text = number_format(minutes / 60, 1)
    return gettext("%(count)s h") % {"count": text[:-2] if text[-1] == "0" else text}
