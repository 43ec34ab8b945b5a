"""Several names in one cell."""

import re

QUOTE = re.compile(r'[;,\n"]')
PEOPLE = re.compile(r"\s*(?:[/&;\n+]|,|\bog\b|\band\b)\s*", re.IGNORECASE)


def join_list(names: list[str]) -> str:
    """The names with semicolons between; a name that holds a separator stands in quotes."""
    return "; ".join('"' + name.replace('"', '""') + '"' if QUOTE.search(name) else name for name in names)


def split_list(text: str) -> list[str]:
    """The names in a cell: between semicolons or line breaks if there are any, else between commas."""
    names, rest = [], text
    pieces: list[str] = []
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[1].replace('""', '"'))
        return f"{match[0][: match.start(1) - match.start() - 1]}\0{len(hidden) - 1}\0"

    rest = re.sub(r'(?:(?<=[;,\n])|^)\s*"((?:[^"]|"")*)"\s*(?=[;,\n]|$)', hide, rest)
    pieces = re.split(r"[;\n]", rest) if re.search(r"[;\n]", rest) else rest.split(",")
    for piece in pieces:
        name = re.sub(r"\0(\d+)\0", lambda match: hidden[int(match[1])], piece).strip()
        if name:
            names.append(name)
    return list(dict.fromkeys(names))


def split_people(text: str) -> list[str]:
    """``sda / amha``, ``Anna Holm og Bo Lund`` → the names; ``Brandt, Jens`` is looked up whole before this."""
    return [name for name in PEOPLE.split(text) if name]
