"""Outside: begin at holger, come back from the provider. Nothing here tells a stranger who uses holger."""

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import login, logout
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from holger.accounts import bounds
from holger.core.errors import RuleBroken
from holger.core.outgoing import NotReached
from holger.core.tenancy import inside
from holger.organisation.models import Person
from holger.organisation.selectors import actor_of
from holger.sso import rules, selectors, services
from holger.sso.forms import FindForm
from holger.sso.models import Provider
from holger.sso.protocols import oidc, saml
from holger.sso.protocols.refused import Refused
from holger.sso.rules import Told, Waiting
from holger.sso.services import Entry
from holger.ui.http import OPEN, needs

WAITING = "single_sign_on_waiting"
"""Where the browser's session keeps the sign-ins that are under way."""
CARRIED = 300
"""Seconds that a SAML answer waits for the browser to come by with its own cookie."""
RATES = {"begin": "120/m/ip", "come-back": "120/m/ip"}
"""From one address: a house full of people comes in by the same one in the morning."""

type Handler = Callable[..., HttpResponse]


def limited(action: str) -> Callable[[Handler], Handler]:
    """So many a minute from one address; then the page that asks to wait."""

    def decorate(view: Handler) -> Handler:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not ratelimit.consume(request, app="holger.sso", action=action, config=RATES, limit_get=True):
                return ratelimit.respond_429(request)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def provider_at(slug: str, key: str, kind: str = "") -> Provider:
    """The provider in use at this address; everything else is equally missing."""
    found = selectors.provider_at(slug, key)
    if found is None or (kind and found.kind != kind) or (found.kind == Provider.Kind.SAML and not saml.available()):
        raise Http404
    return found


# --- Begin ---------------------------------------------------------------------------------------------------------


@needs(OPEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("begin")
def find(request: HttpRequest) -> HttpResponse:
    """By the organisation's address. One that is not there, or does not let itself be found, is answered the same."""
    form = FindForm(request.POST or None)
    found = selectors.listed_at(form.cleaned_data["organisation"]) if form.is_valid() else []
    if form.is_valid() and not found:
        form.add_error(
            None, _("No single sign-on is found by that address. Use the link you were given at work, or ask.")
        )
    ways = [(provider, selectors.address(provider, "start")) for provider in found]
    return render(request, "sso/find.html", {"form": form, "ways": ways}, status=422 if form.errors else 200)


@needs(OPEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("begin")
def start(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Opening the link changes nothing; pressing the button sends the browser to the provider."""
    provider = provider_at(slug, key)
    if request.method != "POST":
        return render(request, "sso/start.html", {"provider": provider, "next": request.GET.get("next", "")})
    about = {"next": request.POST.get("next", "")[:500]}
    if invitation := request.POST.get("invitation", ""):
        user = str(request.user.pk) if request.user.is_authenticated else ""
        about |= {"purpose": "invitation", "invitation": invitation[:200], "user": user}
    return send_off(request, provider, **about)


def send_off(request: HttpRequest, provider: Provider, **about: str) -> HttpResponse:
    """To the provider, by a page that moves on by itself: a redirect after a form is stopped by our own content policy."""
    try:
        if provider.kind == Provider.Kind.OIDC:
            url, state, pending = oidc.begin(
                provider, selectors.full_address(provider, "callback"), at=time.time(), **about
            )
        else:
            url, state, pending = saml.begin(provider, at=time.time(), **about)
    except RuleBroken as broken:
        return refuse(request, provider, broken, status=502)
    waiting = Waiting(request.session.get(WAITING, {}))
    waiting.add(state, pending)
    request.session[WAITING] = waiting.kept
    return render(request, "sso/leaving.html", {"provider": provider, "url": url})


# --- Come back -----------------------------------------------------------------------------------------------------


@needs(OPEN)
@never_cache
@require_safe
@limited("come-back")
def callback(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Back from an OpenID Connect provider. The state is used up before anything else is looked at."""
    provider = provider_at(slug, key, Provider.Kind.OIDC)
    sent = {name: request.GET[name] for name in request.GET if len(request.GET.getlist(name)) == 1}

    def proved(pending: rules.Pending) -> Told:
        return oidc.finish(provider, selectors.full_address(provider, "callback"), sent, pending)

    return come_back(request, provider, sent.get("state", ""), proved)


@method_decorator([csrf_exempt, never_cache, limited("come-back")], name="dispatch")
class Acs(View):
    """Back from a SAML provider, by a form on its page: other sites' forms bring no cookie of ours along. So the answer
    is put aside under a name that cannot be guessed, and the browser comes by once more, with its cookie."""

    permission = OPEN
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        provider = provider_at(slug, key, Provider.Kind.SAML)
        answer = request.POST.get("SAMLResponse", "")
        if not answer or len(answer) > saml.LONGEST:
            return refuse(request, provider, Refused(rules.STALE))
        ticket = secrets.token_urlsafe(32)
        cache.set(f"sso:carried:{provider.pk}:{ticket}", answer, CARRIED)
        return redirect(f"{selectors.address(provider, 'finish')}?ticket={ticket}")


@needs(OPEN)
@never_cache
@require_safe
@limited("come-back")
def finish(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The second half of coming back by SAML."""
    provider = provider_at(slug, key, Provider.Kind.SAML)
    name = f"sso:carried:{provider.pk}:{request.GET.get('ticket', '')[:100]}"
    answer = cache.get(name, "")
    cache.delete(name)
    state = saml.answered_request(answer) if answer else ""
    if answer and state is None and provider.unasked:
        unasked = rules.Pending(str(provider.pk), time.time())
        return believe(request, provider, unasked, lambda pending: saml.finish(provider, answer, None))
    return come_back(request, provider, state or "", lambda pending: saml.finish(provider, answer, state))


@needs(OPEN)
@require_safe
def metadata(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    provider = provider_at(slug, key, Provider.Kind.SAML)
    return HttpResponse(saml.metadata(provider), content_type="application/samlmetadata+xml")


def come_back(
    request: HttpRequest, provider: Provider, state: str, proved: Callable[[rules.Pending], Told]
) -> HttpResponse:
    waiting = Waiting(request.session.get(WAITING, {}))
    pending = waiting.take(state, str(provider.pk), time.time())
    request.session[WAITING] = waiting.kept
    if pending is None:
        return refuse(request, provider, Refused(rules.STALE))
    return believe(request, provider, pending, proved)


def believe(
    request: HttpRequest, provider: Provider, pending: rules.Pending, proved: Callable[[rules.Pending], Told]
) -> HttpResponse:
    """Prove who it is, and do what they came for."""
    try:
        told = proved(pending)
        if pending.purpose == "link":
            return link(request, provider, pending, told)
        user = here(request, provider, pending)
        entry = services.sign_in(provider=provider, told=told, invitation=pending.invitation, user=user)
    except RuleBroken as broken:
        return refuse(request, provider, broken, status=502 if isinstance(broken, NotReached) else 403)
    return let_in(request, entry, way_on(provider, pending.next))


def here(request: HttpRequest, provider: Provider, pending: rules.Pending) -> Any:
    """Who began this, if they are still signed in, and not through another organisation's provider."""
    same = request.user.is_authenticated and str(request.user.pk) == pending.user
    return request.user if same and bounds.may_enter(request, provider.organisation_id) else None


def link(request: HttpRequest, provider: Provider, pending: rules.Pending, told: Told) -> HttpResponse:
    """Signed in by themselves, somebody links who they are at the provider to who they are here."""
    with inside(provider.organisation_id):
        person = Person.objects.filter(organisation_id=provider.organisation_id, user_id=pending.user).first()
        if person is None or here(request, provider, pending) is None:
            raise Refused(rules.STALE)
        services.identity_link(actor=actor_of(person), provider=provider, person=person, subject=told.subject)
    return redirect(f"/o/{provider.organisation.slug}/sign-on/")


def let_in(request: HttpRequest, entry: Entry, to: str) -> HttpResponse:
    """Begin a session that says through which door it came. What somebody else began in this browser ends."""
    provider = entry.identity.provider
    same = request.user.is_authenticated and request.user.pk == entry.user.pk
    if not same:
        logout(request)
    record_authentication(
        request,
        entry.user,
        method=bounds.THROUGH,
        organisation=str(provider.organisation_id),
        provider=str(provider.pk),
        identity=str(entry.identity.pk),
        second_factor=entry.second_factor,
    )
    if same:
        request.session.cycle_key()
        return redirect(to)
    if not entry.second_factor:  # holger asks for its own, if the user has one
        return perform_login(request, entry.user, email_verification="none", redirect_url=to)
    login(request, entry.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(to)


def way_on(provider: Provider, wanted: str) -> str:
    """To the page that was asked for, if it is the organisation's own."""
    home = f"/o/{provider.organisation.slug}/"
    plain = wanted.startswith(home) and "\\" not in wanted and ".." not in wanted and wanted.isprintable()
    return wanted if plain else home


def refuse(request: HttpRequest, provider: Provider, broken: RuleBroken, status: int = 403) -> HttpResponse:
    """A calm page with the reason, and a line in the history of the organisation whose door it was."""
    services.sign_in_refuse(provider=provider, broken=broken)
    told = {"provider": provider, "reason": broken.message, "known": broken.text == rules.ALREADY_THERE.text}
    return render(request, "sso/refused.html", told, status=status)
