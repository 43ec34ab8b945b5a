"""The user's own page, and the two switches in the header."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holger.accounts import selectors, services, session
from holger.accounts.forms import ProfileForm
from holger.accounts.models import User
from holger.ui.http import OPEN, SIGNED_IN, needs, way_back

YEAR = 365 * 24 * 3600


@login_required
@needs(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    user = request.user
    now = {"name": user.name, "language": user.language, "theme": user.theme}
    form = ProfileForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        services.user_edit(user=user, **form.cleaned_data)
        with override(user.language or request.LANGUAGE_CODE):
            messages.success(request, _("Your choices are saved."))
        return redirect("accounts:me")
    told = {"form": form, "sessions": selectors.sessions_of(request), "factors": selectors.factors_shown(user)}
    return render(request, "accounts/account.html", told, status=422 if form.errors else 200)


@login_required
@needs(SIGNED_IN)
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out of one browser; ending the one at hand is signing out."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    services.tell(request, request.user, "person.session_ended")
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:me")


@login_required
@needs(SIGNED_IN)
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    services.sessions_end(request.user)
    services.tell(request, request.user, "person.sessions_ended")
    messages.success(request, _("All other browsers are signed out."))
    return redirect("accounts:me")


@login_required
@needs(SIGNED_IN)
@require_safe
def factors(request: HttpRequest) -> HttpResponse:
    """To where the user was going, if a factor was asked for there; else to the page that shows what there is."""
    return redirect(request.session.get(session.BOUND_FOR) or "accounts:me")


@login_required
@needs(SIGNED_IN)
@never_cache
@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """The user has shown who they are: here is what they had sent, to be sent once more."""
    held = session.held(request)
    if held is None:
        return redirect("/")
    return render(request, "accounts/go_on.html", {"held": held})


@login_required
@needs(SIGNED_IN)
@require_safe
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """For those who sign in elsewhere only: the way to show who one is, is that way."""
    return render(request, "accounts/sign_in_again.html", {"next": safe(request, request.GET.get("next", ""))})


@needs(OPEN)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language: with the user, and in a cookie for the pages before signing in."""
    chosen = request.POST.get("language", "")
    answer = back(request)
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            services.user_edit(user=request.user, language=chosen)
        remember(answer, settings.LANGUAGE_COOKIE_NAME, chosen)
    return answer


@needs(OPEN)
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark, or as the system. The script has changed the page already and needs none in answer."""
    chosen = request.POST.get("theme", "")
    answer = HttpResponse(status=204) if request.htmx else back(request)
    if chosen in User.Theme.values:
        if request.user.is_authenticated:
            services.user_edit(user=request.user, theme=chosen)
        remember(answer, settings.THEME_COOKIE_NAME, chosen)
    return answer


def remember(answer: HttpResponse, cookie: str, value: str) -> None:
    answer.set_cookie(cookie, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")


def back(request: HttpRequest) -> HttpResponse:
    """To the page the switch was on; never off this site."""
    wanted = request.POST.get("next") or request.headers.get("Referer", "")
    return HttpResponseRedirect(way_back(request, wanted, "/"))


def safe(request: HttpRequest, wanted: str) -> str:
    return way_back(request, wanted, "/")
