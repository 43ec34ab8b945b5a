"""What carried a request that came through a token, as the history keeps it and as people read it."""

import re

from django.utils.translation import gettext

KEPT = re.compile(
    r"(?P<program>service account, )?token “(?P<token>[^”]*)”, made by (?P<maker>[^;]*)(?:; (?P<file>.*))?", re.DOTALL
)
LONGEST_MAKER = 60
"""The history keeps 200 characters; a token's name has at most 100."""


def token_kept(token: str, maker: str, *, program: bool) -> str:
    """The token and who made it. Names are kept from looking like the words around them."""
    told = f"token “{_plain(token)}”, made by {_plain(maker)[:LONGEST_MAKER]}"
    return f"service account, {told}" if program else told


def with_file(via: str, file: str) -> str:
    """A file that came through it too."""
    return f"{via}; {file}" if via else file


def read(via: str) -> str:
    """The same in the reader's language; whatever else carried a request is shown as it was kept."""
    kept = KEPT.search(via)
    if kept is None:
        return via
    told = gettext("token “%(token)s”, made by %(maker)s") % {"token": kept["token"], "maker": kept["maker"]}
    parts = (gettext("service account") if kept["program"] else "", told, kept["file"])
    return via[: kept.start()] + ", ".join(part for part in parts if part)


def _plain(name: str) -> str:
    return re.sub(r"[“”;]", "'", name)
