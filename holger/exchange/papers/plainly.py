"""What every paper says of itself, and its pictures as rows of numbers, for forms that draw none."""

from holger.exchange.papers.paper import Bars, Cell, Matrix, Paper


def front_facts(paper: Paper, told: dict[str, str]) -> list[tuple[str, Cell]]:
    """What stands on the front of every paper."""
    facts: list[tuple[str, Cell]] = [
        (told["organisation"], paper.organisation),
        (told["status"], paper.status),
        (told["scope"], paper.scope),
        (told["version"], paper.version),
        (told["as_of"], paper.as_of),
        (told["method"], paper.method),
        (told["made_by"], paper.made_by),
        (told["made"], paper.made_at),
        (told["confidentiality"], paper.confidentiality),
    ]
    return [(label, value) for label, value in facts if value not in (None, "")]


def bar_table(block: Bars, told: dict[str, str]) -> tuple[list[str], list[list[Cell]]]:
    """Bars as heads and rows of numbers, with the sum last."""
    names = list(dict.fromkeys(name for bar in block.bars for _count, _tone, name in bar.parts))
    rows: list[list[Cell]] = []
    for bar in block.bars:
        counts = [sum(count for count, _tone, each in bar.parts if each == name) for name in names]
        rows.append([bar.label, *counts, sum(counts)])
    return ["", *names, told["total"]], rows


def matrix_table(block: Matrix) -> tuple[list[str], list[list[Cell]]]:
    """A matrix as heads and rows of numbers."""
    rows: list[list[Cell]] = [[label, *(square.count for square in squares)] for label, squares in block.rows]
    return [f"{block.down} ↓   {block.across} →", *block.columns], rows
