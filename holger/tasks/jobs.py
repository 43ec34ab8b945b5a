"""What the room does by itself, every hour: mark what was missed, and make the tasks that fall due before the horizon."""

from uuid import UUID

from django.utils.translation import ngettext

from holger.tasks.services.absences import absences_begin
from holger.tasks.services.missing import tasks_miss
from holger.tasks.services.planning import tasks_plan


def hourly(organisation_id: UUID) -> str:
    """What was missed comes first: of what counts from when it was done, the next is planned only then."""
    missed = tasks_miss(organisation_id=organisation_id)
    planned = tasks_plan(organisation_id=organisation_id)
    told = [
        ngettext("%(count)s task planned", "%(count)s tasks planned", planned) % {"count": planned} if planned else "",
        ngettext("%(count)s missed", "%(count)s missed", missed) % {"count": missed} if missed else "",
    ]
    return ", ".join(text for text in told if text)


def deputies(organisation_id: UUID) -> str:
    """Whoever stands in for somebody who is away today sees what falls due meanwhile."""
    named = absences_begin(organisation_id=organisation_id)
    return ngettext("%(count)s deputy named", "%(count)s deputies named", named) % {"count": named} if named else ""
