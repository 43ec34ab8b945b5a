from uuid import UUID

from django.utils.translation import ngettext

from holger.policies.services import take_effect_due


def in_force(organisation_id: UUID) -> str:
    """Put in force what was approved for a day that has come."""
    count = take_effect_due(organisation_id)
    return ngettext("%(count)s policy came into force.", "%(count)s policies came into force.", count) % {
        "count": count
    }
