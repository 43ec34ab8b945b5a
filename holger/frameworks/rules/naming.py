"""Names for what others have named in their own way: short enough to be kept, each once, the same at every reading."""

import hashlib
import re

LONGEST_ID = 60
LITTLE = 18
"""So many letters has a framework's name where there is room for little."""
LONGEST_TITLE = 120
LONGEST_LINE = 500
LONGEST_ABOUT = 10_000
"""What is kept of a title or a name, and of what a framework says of itself."""


def slug(text: str) -> str:
    """``House rules, 2. ed.`` → ``house-rules-2.-ed``: small letters, digits, points and hyphens."""
    plain = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")
    return short(plain or digest(text))


def short(text: str, most: int = LONGEST_ID) -> str:
    """The text, or its beginning and a mark of the whole, so that two long ones are not taken for the same."""
    return text if len(text) <= most else f"{text[: most - 7].rstrip('-. ')}-{digest(text)}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def distinct(wanted: str, taken: set[str]) -> str:
    """The wanted name, or the first numbered one that is free. It is taken from now on."""
    name, number = short(wanted), 2
    while name in taken:
        name = short(f"{wanted}-{number}")
        number += 1
    taken.add(name)
    return name


def first_words(text: str, most: int = LONGEST_TITLE) -> str:
    """A title for what has none: its first line, cut between two words."""
    line = text.strip().partition("\n")[0].strip()
    if len(line) <= most:
        return line
    beginning = line[: most - 2]
    return f"{beginning.rpartition(' ')[0] or beginning} …"


def cut(text: str, most: int = LONGEST_ABOUT) -> str:
    """As much of a long text as is kept."""
    return text if len(text) <= most else f"{text[: most - 2].rstrip()} …"


def short_name(key: str, title: str, *, ready: bool) -> str:
    """A framework beside many others: a ready one's key as people write it, ISO 27001 or CIS 8.1; of others the beginning
    of the title."""
    if ready:
        return re.sub(r"^(ISO)(\d+) \d{4}$", r"\1 \2", key.replace("-", " ").upper())
    return title if len(title) <= LITTLE else f"{title[: LITTLE - 1].rstrip()}…"
