"""Who is asking, in which organisation: told only by the address and by membership."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation

from holger.accounts import bounds
from holger.core.actor import Channel
from holger.organisation import selectors

View = Callable[..., HttpResponseBase]


class OrganisationMiddleware:
    """Puts ``organisation``, ``actor``, ``person``, ``base`` and ``url`` on requests below ``/o/<slug>/``.

    Somebody who is not signed in is sent to sign in. Whoever is no member gets the answer of a missing page,
    whether the organisation exists or not. The slug never reaches the view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        timezone.deactivate()  # the thread may have answered for another organisation before
        return self.get_response(request)

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


def enter(request: HttpRequest, slug: str) -> None:
    """Let the signed-in user into the organisation, or raise 404; as far as the session reaches (accounts/bounds.py)."""
    people = [one for one in selectors.memberships_of(request.user) if bounds.may_enter(request, one.organisation_id)]
    person = next((person for person in people if person.organisation.slug == slug), None)
    if person is None:
        raise Http404
    organisation = person.organisation
    request.memberships = [one.organisation for one in people]
    request.organisation, request.person = organisation, person
    request.actor = selectors.actor_of(person, Channel.PAGE)
    request.base = f"/o/{slug}/"
    timezone.activate(organisation.zone)
    if not getattr(request, "language_is_chosen", True):
        translation.activate(organisation.language)
        request.LANGUAGE_CODE = organisation.language
    request.url = lambda name, **kwargs: reverse(name, kwargs={"organisation": slug, **kwargs})
