"""A text written in Markdown as JSON, part by part: what the page layout is told of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from holger.core import prose_parts as parts
from holger.exchange.papers.paper import Prose
from holger.exchange.papers.spelling import breakable, clean

Data = dict[str, Any]
LEAST, MOST = 8, 60
"""A column of a table is as wide as its longest cell asks, within these numbers of letters."""
DEEPEST_HEADING = 6


def prose_told(block: Prose) -> Data:
    return {"parts": [_part(part) for part in stepwise(parts.parts(block.text), block.down)]}


def stepwise(found: Sequence[parts.Part], down: int) -> Iterator[parts.Part]:
    """The parts with headings that go down one level at a time below the section's own, as readers aloud want them."""
    above = 1
    for part in found:
        if isinstance(part, parts.Heading):
            above = min(max(2, part.level + down), above + 1, DEEPEST_HEADING)
            yield parts.Heading(above, part.runs)
        else:
            yield part


def _part(part: parts.Part) -> Data:
    match part:
        case parts.Heading():
            return {"is": "heading", "level": part.level, "runs": _runs(part.runs)}
        case parts.Paragraph():
            return {"is": "paragraph", "runs": _runs(part.runs)}
        case parts.Code():
            return {"is": "code", "text": "\n".join(breakable(clean_line(line)) for line in part.text.split("\n"))}
        case parts.Rule():
            return {"is": "rule"}
        case parts.Listing():
            return {"is": "list", "start": part.start, "items": [_all(item) for item in part.items]}
        case parts.Quote():
            return {"is": "quote", "parts": _all(part.parts)}
        case parts.Table():
            return {
                "is": "table",
                "widths": widths(part),
                "aligned": list(part.aligned),
                "rows": [[_runs(cell) for cell in row] for row in part.rows],
            }


def _all(found: Sequence[parts.Part]) -> list[Data]:
    """What lies in a list or a quote. A heading there heads nothing: it is a line in bold."""
    return [_part(_lying(part)) for part in found]


def _lying(part: parts.Part) -> parts.Part:
    if isinstance(part, parts.Heading):
        return parts.Paragraph([replace(run, bold=True) for run in part.runs])
    return part


def _runs(runs: parts.Runs) -> list[Data]:
    return [
        {
            "text": breakable(clean_line(run.text)),
            "bold": run.bold,
            "italic": run.italic,
            "code": run.code,
            "struck": run.struck,
            "link": run.link,
        }
        for run in runs
    ]


def clean_line(text: str) -> str:
    """A piece of a line as it may be printed, with the blanks at its ends."""
    before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return before + clean(text) + after if text.strip() else text


def widths(table: parts.Table) -> list[int]:
    """The share of each column."""
    letters = [
        max((sum(len(run.text) for run in row[at]) for row in table.rows if at < len(row)), default=0)
        for at in range(len(table.aligned))
    ]
    return [min(max(each, LEAST), MOST) for each in letters]
