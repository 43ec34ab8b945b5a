"""Who calls, and whether the token opens this operation: checked before anything else is read."""

from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from holger.api import rules, selectors, services
from holger.api.v1.errors import Refused
from holger.core import dates, tenancy, trace
from holger.organisation.selectors import lacks_factor


class Bearer(HttpBearer):
    """A token in ``Authorization: Bearer holger_…``, made under Settings › API."""

    def __init__(self, permission: str, room: str, level: str):
        super().__init__()
        self.permission, self.room, self.level = permission, room, level

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """401 for a token that does not work, 429 for haste, 404 for another organisation, 403 for too little."""
        organisation = selectors.organisation_opened_by(token)
        if organisation is None:
            return None
        _slow_down(token)  # outside: the transaction of a slow answer must not hold what all requests count in
        request.stay.enter_context(tenancy.answering(organisation.id))
        found = selectors.token_with(token, organisation)
        actor = selectors.actor_with(found) if found else None
        if found is None or actor is None:
            return None
        if request.resolver_match.kwargs["organisation"] != organisation.slug:
            raise Http404
        request.organisation, request.actor, request.person = organisation, actor, found.person
        request.base = f"/o/{organisation.slug}/"
        if lacks_factor(actor, found.person):
            raise Refused(
                403,
                "factor_needed",
                _("Your organisation asks for a second factor. Set one up under your account first."),
            )
        if not rules.opens(found.scope, self.room, self.level):
            raise Refused(403, "scope", _("The token's scope does not reach this."))
        actor.require(self.permission)
        services.token_used(found)
        trace.tell(organisation=organisation.slug, user_id=str(actor.user_id))
        return found


_one_at_a_time = Lock()
_left: dict[str, int] = {}
"""How many requests this process may still answer, by token and minute."""


def _slow_down(secret: str) -> None:
    """At most ``API_RATE`` requests a minute for each token, over all processes.

    A process takes a twentieth at a time from the counter that all share, so that most requests write nothing.
    """
    now = int(dates.now().timestamp())
    key = f"api-rate:{rules.secret_hash(secret)}:{now // 60}"
    with _one_at_a_time:
        _take(key, now)


def _take(key: str, now: int) -> None:
    if not _left.get(key):
        block = max(1, settings.API_RATE // 20)
        cache.add(key, 0, 120)
        try:
            used = cache.incr(key, block)
        except ValueError:  # the counter could not be written, as when the disk is full: this process counts alone
            used = block
        if used > settings.API_RATE:
            raise Refused(429, "too_many", _("Too many requests; wait a little."), Retry_After=str(60 - now % 60))
        for old in [known for known in _left if not known.endswith(f":{now // 60}")]:
            _left.pop(old, None)
        _left[key] = block
    _left[key] -= 1
