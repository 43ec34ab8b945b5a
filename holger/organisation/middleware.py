"""Who is asking, in which organisation: told only by the address and by membership."""

from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from functools import partial
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from holger.accounts import bounds, session
from holger.core import tenancy, trace
from holger.core.actor import Channel
from holger.core.need_to_know import asked_once
from holger.organisation import selectors, services
from holger.organisation.models import Organisation
from holger.ui import http

View = Callable[..., HttpResponseBase]


class MembershipMiddleware:
    """Puts ``memberships`` on the request: the organisations that let the signed-in user in.

    Ends a session that has lasted longer than the strictest of these organisations allows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            request.memberships = list(selectors.organisations_of(request.user))
            idle = [organisation.idle_minutes for organisation in request.memberships]
            hours = [organisation.session_hours for organisation in request.memberships]
            if session.is_over(request, idle_minutes=idle, hours=hours):
                logout(request)
                messages.info(request, _("You have been signed out because some time has passed. Sign in again."))
        return self.get_response(request)


class OrganisationMiddleware:
    """Puts ``organisation``, ``actor``, ``person``, ``base`` and ``url`` on requests below ``/o/<slug>/``.

    Somebody who is not signed in is sent to sign in. Whoever is no member gets the answer of a missing page,
    whether the organisation exists or not. The slug never reaches the view.

    Of whom the organisation demands a second factor, who has not shown one in this session, gets no further.

    ``request.stay`` is the time inside the organisation, on PostgreSQL one transaction. It ends when the view has
    answered, and at once, undone, when the view raises. What a download still reads then, it reads in a stay of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        timezone.deactivate()  # the thread may have answered for another organisation before
        reads = request.method in ("GET", "HEAD")  # reading changes nothing, not even what is kept from whom
        with asked_once() if reads else nullcontext(), ExitStack() as request.stay:
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
        if selectors.asks_factor(request.organisation, request.actor) and not has_shown_factor(request):
            return ask_factor(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A refusal is told in the history, whatever else is undone."""
        if isinstance(exception, PermissionDenied) and "actor" in request.__dict__:
            permission = getattr(exception, "permission", "")
            tenancy.afterwards(
                partial(
                    services.refusal_note,
                    actor=request.actor,
                    page=request.resolver_match.view_name,
                    permission=permission,
                )
            )
        request.stay.__exit__(type(exception), exception, exception.__traceback__)


def has_shown_factor(request: HttpRequest) -> bool:
    """To us, or to this organisation's own provider: another organisation's provider has no word here."""
    return session.session_has_factor(request) or bounds.factor_vouched(request, request.organisation.pk)


def ask_factor(request: HttpRequest) -> HttpResponseBase:
    """To show the factor that the user has, or to the page that tells how to get one; and from there back."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.base
    request.session[session.BOUND_FOR] = back
    methods = get_adapter().get_reauthentication_methods(request.user)
    shown = [way["url"] for way in methods if way["id"].startswith("mfa_")]
    if shown:
        return HttpResponseRedirect(f"{shown[0]}?{urlencode({'next': back})}")
    return HttpResponseRedirect(reverse("entrance:factor"))


def reachable(request: HttpRequest) -> list[Organisation]:
    """The organisations that let the user in, as far as the session reaches (accounts/bounds.py)."""
    return [one for one in request.memberships if bounds.may_enter(request, one.pk)]


def enter(request: HttpRequest, slug: str) -> None:
    """Let the signed-in user into the organisation, or raise 404; as far as the session reaches (accounts/bounds.py)."""
    organisation = next((one for one in reachable(request) if one.slug == slug), None)
    if organisation is None:
        raise Http404
    request.stay.enter_context(tenancy.answering(organisation.id))
    found = selectors.actor_for(request.user, organisation, Channel.PAGE)
    if found is None:  # let go between the two questions
        raise Http404
    request.memberships = reachable(request)
    request.organisation = organisation
    request.actor, request.person = found
    request.base = f"/o/{slug}/"
    trace.tell(organisation=slug, user_id=str(request.actor.user_id))
    timezone.activate(organisation.zone)
    if not getattr(request, "language_is_chosen", True):
        translation.activate(organisation.language)
        request.LANGUAGE_CODE = organisation.language
    request.url = lambda name, **kwargs: http.address(name, organisation=slug, **kwargs)
