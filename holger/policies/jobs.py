"""What the room does by itself: put in force what is due, ask newcomers, begin campaigns and remind, and keep what is searched."""

from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor, Channel
from holger.core.errors import RuleBroken
from holger.jobs.definitions import job
from holger.organisation.models import Organisation
from holger.organisation.selectors import system_actor
from holger.policies.models import Campaign, CampaignStatus
from holger.policies.permissions import ASK
from holger.policies.services import exceptions_end, take_effect_due
from holger.policies.services.asking import readings_settle_all, today_of
from holger.policies.services.campaigns import campaign_start, due_to_start
from holger.policies.services.nudging import campaign_tell, campaigns_remind
from holger.policies.services.passages import passages_mend


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


@job("policies.tell", _("Tell people what a campaign asks of them"), permission=ASK)
def tell_campaign(actor: Actor, *, campaign: str) -> str:
    """Everybody who is missing, once."""
    found = Campaign.objects.filter(
        organisation_id=actor.organisation_id, pk=UUID(campaign), status=CampaignStatus.RUNNING
    ).first()
    told = campaign_tell(found) if found else 0
    return ngettext("%(count)s person told", "%(count)s people told", told) % {"count": told}


def reading(organisation_id: UUID) -> str:
    """Who has come into an audience is asked, who has left it no longer; and what is in force can be found."""
    asked = readings_settle_all(organisation_id)
    mended = passages_mend(organisation_id)
    parts = [
        ngettext("%(count)s reading asked for", "%(count)s readings asked for", asked) % {"count": asked}
        if asked
        else "",
        ngettext("%(count)s policy put in order for searching", "%(count)s policies put in order for searching", mended)
        % {"count": mended}
        if mended
        else "",
    ]
    return ", ".join(filter(None, parts))


def campaigns(organisation_id: UUID) -> str:
    """Campaigns whose day has come begin, and those who are missing are reminded on the days that were chosen."""
    today = today_of(organisation_id)
    begun = [campaign.reference for campaign in due_to_start(organisation_id, today) if _begin(campaign)]
    told = campaigns_remind(organisation_id, today)
    parts = [
        gettext("%(names)s begun") % {"names": ", ".join(begun)} if begun else "",
        ngettext("%(count)s person reminded", "%(count)s people reminded", told) % {"count": told} if told else "",
    ]
    return ", ".join(filter(None, parts))


def _begin(campaign: Campaign) -> bool:
    """One that cannot begin waits: its page says why when somebody tries by hand."""
    house = Organisation.objects.get(pk=campaign.organisation_id)
    try:
        campaign_start(actor=system_actor(house, "holger", Channel.SYSTEM), campaign=campaign)
    except RuleBroken:
        return False
    return True
