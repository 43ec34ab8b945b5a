"""Text in a cell that a spreadsheet program must not take for a formula, and back again.

A text that begins like a formula gets an apostrophe in front in plain-text files, and so does one that already has
apostrophes there: reading takes away exactly one, so what was written comes back.
"""

import re

DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def escape(text: str) -> str:
    return "'" + text if DANGEROUS.match(text) else text


def unescape(text: str) -> str:
    return text[1:] if ESCAPED.match(text) else text
