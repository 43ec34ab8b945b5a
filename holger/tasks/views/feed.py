"""The calendar itself, outside of sign-in: whoever has the address has it. Everything that does not open is equally missing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from holger.core import dates, tenancy
from holger.tasks import selectors, services
from holger.tasks.models import Feed
from holger.tasks.papers.feed import Told, calendar_file
from holger.ui.http import OPEN, needs

RATES = {"calendar": "120/m/ip"}
"""From one address: a calendar service comes by for many people from the same few."""


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """So many a minute from one address; then it is asked to wait."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not ratelimit.consume(request, app="holger.tasks", action="calendar", config=RATES, limit_get=True):
            return HttpResponse(status=429, headers={"Retry-After": "60"})
        return view(request, *args, **kwargs)

    return counted


@needs(OPEN)
@never_cache
@require_safe
@limited
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    organisation = selectors.organisation_fed(secret)
    if organisation is None:
        raise Http404
    with tenancy.answering(organisation.id):
        found = selectors.feed_with(secret, organisation)
        if found is None:
            raise Http404
        return answer(found)


def answer(found: Feed) -> HttpResponse:
    actor = selectors.reader_of(found)
    if actor is None:
        raise Http404
    organisation, user = found.organisation, found.person.user
    language = (user.language if user else "") or organisation.language
    today = dates.today(organisation.zone)
    runs = selectors.feed_runs(actor, found, today)
    services.feed_fetched(found)
    with translation.override(language):
        titles = (gettext("%(organisation)s, all tasks"), gettext("%(organisation)s, my tasks"))
        told = Told(
            name=titles[not found.everything] % {"organisation": organisation.name},
            language=language,
            base=f"{settings.BASE_URL}/o/{organisation.slug}/",
            me=None if found.everything else found.person_id,
        )
        content = calendar_file(runs, told, selectors.feed_days(actor, found, today))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="holger.ics"'
    return answer
