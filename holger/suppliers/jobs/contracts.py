"""What is done with contracts by itself: what has passed its day is counted to the next, and people are reminded."""

from uuid import UUID

from django.utils.translation import ngettext

from holger.suppliers.services.contract_reminding import contracts_remind
from holger.suppliers.services.contracts import contracts_follow


def reminders(organisation_id: UUID) -> str:
    followed = contracts_follow(organisation_id)
    told = contracts_remind(organisation_id)
    parts = [
        ngettext("%(count)s contract has another day", "%(count)s contracts have another day", followed)
        % {"count": followed}
        if followed
        else "",
        ngettext("%(count)s notice", "%(count)s notices", told) % {"count": told} if told else "",
    ]
    return ", ".join(part for part in parts if part)
