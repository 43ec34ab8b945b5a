"""An audience in words."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from holger.audience.models import Audience
from holger.tasks.words import ROLES

NAMED = 2
"""So many of a kind are told by name; more of them are counted."""


def told(audience: Audience | None) -> str:
    """Whom it is for, in a few words. A list that tells this of each row prefetches ``units``, ``people`` and ``roles``."""
    if audience is not None and audience.everybody:
        return gettext("Everybody")
    words = ", ".join(_parts(audience)) if audience is not None else ""
    return words[:1].upper() + words[1:] or gettext("Nobody yet")


def _parts(audience: Audience) -> Iterator[str]:
    units, people = [str(unit) for unit in audience.units.all()], [str(person) for person in audience.people.all()]
    if len(units) > NAMED:
        units = [ngettext("%(count)s unit", "%(count)s units", len(units)) % {"count": len(units)}]
    if len(people) > NAMED:
        people = [ngettext("%(count)s person", "%(count)s people", len(people)) % {"count": len(people)}]
    yield from units
    yield from (str(ROLES[row.role]) for row in audience.roles.all() if row.role in ROLES)
    if audience.managers:
        yield gettext("those who lead others")
    yield from (gettext("job titles with “%(word)s”") % {"word": word} for word in audience.job_titles)
    yield from people
