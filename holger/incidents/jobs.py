"""What the room does by itself: remind of deadlines and of what is not decided."""

from uuid import UUID

from django.utils.translation import ngettext

from holger.incidents.services.reminding import clocks_remind


def clocks(organisation_id: UUID) -> str:
    """Whoever is to be told of a deadline is, once for each of its marks."""
    told = clocks_remind(organisation_id)
    return ngettext("%(count)s notice", "%(count)s notices", told) % {"count": told} if told else ""
