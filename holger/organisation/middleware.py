"""Who is asking, in which organisation: told only by the address and by membership."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation

from holger.core import tenancy
from holger.core.actor import Channel
from holger.organisation import selectors

View = Callable[..., HttpResponseBase]


class OrganisationMiddleware:
    """Puts ``organisation``, ``actor``, ``person``, ``base`` and ``url`` on requests below ``/o/<slug>/``.

    Somebody who is not signed in is sent to sign in. Whoever is no member gets the answer of a missing page,
    whether the organisation exists or not. The slug never reaches the view.

    ``request.stay`` is the time inside the organisation, on PostgreSQL one transaction. It ends when the view has
    answered, and at once, undone, when the view raises. What a download still reads then, it reads in a stay of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        timezone.deactivate()  # the thread may have answered for another organisation before
        with ExitStack() as request.stay:
            response = self.get_response(request)
            here = tenancy.current()
        if response.streaming and here and not getattr(response, "file_to_stream", None):
            response.streaming_content = tenancy.streaming(here, response.streaming_content)
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith("/o/") or "organisation" not in kwargs:
            return None
        slug = kwargs.pop("organisation")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        enter(request, slug)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.stay.__exit__(type(exception), exception, exception.__traceback__)


def enter(request: HttpRequest, slug: str) -> None:
    """Let the signed-in user into the organisation, or raise 404."""
    request.memberships = list(selectors.organisations_of(request.user))
    organisation = next((one for one in request.memberships if one.slug == slug), None)
    if organisation is None:
        raise Http404
    request.stay.enter_context(tenancy.answering(organisation.id))
    found = selectors.actor_for(request.user, organisation, Channel.PAGE)
    if found is None:  # let go between the two questions
        raise Http404
    request.organisation = organisation
    request.actor, request.person = found
    request.base = f"/o/{slug}/"
    timezone.activate(organisation.zone)
    if not getattr(request, "language_is_chosen", True):
        translation.activate(organisation.language)
        request.LANGUAGE_CODE = organisation.language
    request.url = lambda name, **kwargs: reverse(name, kwargs={"organisation": slug, **kwargs})
