"""What the room does by itself: notice whose first day has come and whose last is over."""

from uuid import UUID

from django.utils.translation import ngettext

from holger.organisation import services


def comings(organisation_id: UUID) -> str:
    started, ended = services.comings_hourly(organisation_id)
    told = (
        ngettext("%(count)s has started", "%(count)s have started", started) % {"count": started} if started else "",
        ngettext("%(count)s has left", "%(count)s have left", ended) % {"count": ended} if ended else "",
    )
    return ", ".join(text for text in told if text)
