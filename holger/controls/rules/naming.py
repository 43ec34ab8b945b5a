"""What a framework is called where there is room for little: beside many others, in a list of controls."""

import re

MOST = 18


def short(key: str, title: str, *, ready: bool) -> str:
    """A ready framework's key as people write it, ISO 27001 or CIS 8.1; of others the beginning of the title."""
    if ready:
        return re.sub(r"^(ISO)(\d+) \d{4}$", r"\1 \2", key.replace("-", " ").upper())
    return title if len(title) <= MOST else f"{title[: MOST - 1].rstrip()}…"
