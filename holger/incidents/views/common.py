from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

MENU = "incidents:incident-list"
TITLE = _("Incidents")
Way = Sequence[tuple[Any, str | None]]


def found[Row](row: Row | None) -> Row:
    """What was looked for; 404 where it is not there, or not for the reader."""
    if row is None:
        raise Http404
    return row
