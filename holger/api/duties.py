"""What tokens and service accounts ask of people, and what is handed over when somebody leaves."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.api import permissions, rules
from holger.api.models import Token
from holger.core import dates
from holger.core.handing import one_by_one, rows_naming
from holger.core.registry import Duty, DutySource, Holding
from holger.organisation import services
from holger.organisation.models import ServiceAccount
from holger.organisation.permissions import EDIT_PROGRAMS, SEE_PROGRAMS
from holger.organisation.selectors import is_here, service_accounts_for, whoever_may

RENEW_MINUTES = 10
"""What it usually takes to make a token and put it where the old one was."""
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    return [*_ending(organisation_id, people), *_unanswered(organisation_id, people)]


def _ending(organisation_id: UUID, people: People) -> list[Duty]:
    """Tokens that end soon: a person's own, and those of the programs that they answer for."""
    now = dates.now()
    rows = Token.objects.filter(organisation_id=organisation_id, revoked_at=None, expires_at__gt=now)
    rows = rows.filter(expires_at__lte=now + rules.SOON).select_related("person")
    found = [(token, token.person.responsible_id if token.person.is_service else token.person_id) for token in rows]
    return [_end(token, who) for token, who in found if who is not None and (people is None or who in people)]


def _end(token: Token, person: UUID) -> Duty:
    program = token.person if token.person.is_service else None
    return Duty(
        key=f"api.token:{token.pk}",
        person_id=person,
        title=gettext("Renew the API token %(name)s") % {"name": token.name},
        reason=gettext("What uses it stops when it ends."),
        verb=gettext("Renew"),
        path=program.path if program else "settings/api/",
        icon="key",
        permission=SEE_PROGRAMS if program else permissions.TOKENS,
        unit_id=token.person.unit_id,
        due=timezone.localtime(token.expires_at).date(),
        minutes=RENEW_MINUTES,
    )


def _unanswered(organisation_id: UUID, people: People) -> list[Duty]:
    """Programs that nobody answers for any longer, for those who can name somebody."""
    rows = ServiceAccount.objects.filter(organisation_id=organisation_id, suspended_at=None)
    rows = rows.select_related("responsible").order_by("number")
    accounts = [each for each in rows if each.responsible is None or not is_here(each.responsible)]
    able = whoever_may(organisation_id, EDIT_PROGRAMS) if accounts else {}
    return [
        _name(account, person)
        for account in accounts
        for person, units in able.items()
        if (units is None or account.unit_id in units) and (people is None or person in people)
    ]


def _name(account: ServiceAccount, person: UUID) -> Duty:
    return Duty(
        key=f"api.account:{account.pk}",
        person_id=person,
        title=gettext("Name who answers for %(name)s") % {"name": account.name},
        reason=gettext("Whoever did is suspended or has left, and the program goes on."),
        verb=gettext("Name"),
        path=f"{account.path}edit/",
        icon="robot",
        permission=EDIT_PROGRAMS,
        unit_id=account.unit_id,
        own=False,
        awaited=True,
    )


SOURCE = DutySource("api", _("API"), "plug-connected", open_duties)

_answers = rows_naming(service_accounts_for, "responsible")
_give: Any = one_by_one(services.service_account_edit, "account", "responsible")
HOLDINGS = (Holding("api.account", _("Service accounts"), "robot", _answers, SEE_PROGRAMS, EDIT_PROGRAMS, _give, 70),)
