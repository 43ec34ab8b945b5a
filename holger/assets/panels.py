"""What the map shows on the overview."""

from typing import Any

from django.utils.translation import gettext, ngettext

from holger.assets import selectors
from holger.assets.models.asset import LEVELS
from holger.assets.rules import flags
from holger.core import dates
from holger.core.actor import Actor
from holger.core.registry import Progress
from holger.core.requests import Request

MOST_FLAGS = 6


def card(request: Request) -> dict[str, Any] | None:
    """Assets by criticality, and their remarks; every number leads to its rows."""
    numbers = selectors.map_numbers(request.actor, dates.today(request.organisation.zone))
    total = sum(numbers.criticality.values())
    if not total:
        return None
    counts = numbers.criticality
    found = [(key, gettext(title), numbers.flags[key]) for key, title in flags.TITLES.items() if numbers.flags[key]]
    return {
        "total": total,
        "processes": numbers.processes,
        "levels": [
            (level, word, counts.get(level, 0), 100 * counts.get(level, 0) / total)
            for level, word in (*reversed(LEVELS), (None, gettext("Not set")))
            if level or counts.get(level)
        ],
        "flags": found[:MOST_FLAGS],
    }


def progress(actor: Actor) -> Progress:
    numbers = selectors.map_numbers(actor, dates.today())
    if not numbers.processes:
        text, path = gettext("Name the first process"), "processes/new/"
    elif not numbers.total - numbers.processes:
        text, path = gettext("Add or import the systems"), "assets/"
    else:
        text, path = gettext("Find what lacks an owner"), "assets/?flag=no_owner"
    told = ngettext(
        "%(known)s of %(total)s object has owner, need and dependency",
        "%(known)s of %(total)s objects have owner, need and dependency",
        numbers.total,
    )
    words = told % {"known": numbers.known, "total": numbers.total}
    return Progress(numbers.known, numbers.total, words, text, path)
