from uuid import UUID

from django.utils.translation import ngettext

from holger.policies.services import exceptions_end, take_effect_due


def in_force(organisation_id: UUID) -> str:
    """Put in force what was approved for a day that has come."""
    count = take_effect_due(organisation_id)
    return ngettext("%(count)s policy came into force.", "%(count)s policies came into force.", count) % {
        "count": count
    }


def exceptions(organisation_id: UUID) -> str:
    """End the exceptions that have held until yesterday."""
    count = exceptions_end(organisation_id)
    return ngettext("%(count)s exception has ended.", "%(count)s exceptions have ended.", count) % {"count": count}
