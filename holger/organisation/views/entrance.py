"""The door: which organisation, and the way in by invitation."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from holger.accounts import bounds
from holger.accounts import selectors as users
from holger.accounts import services as accounts
from holger.accounts.models import User
from holger.core import tenancy
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.organisation import selectors, services
from holger.organisation.forms import WelcomeForm
from holger.organisation.middleware import reachable
from holger.organisation.models import Organisation, Person
from holger.ui.http import OPEN, SIGNED_IN, needs
from holger.ui.pages.form import add_errors


@login_required
@needs(SIGNED_IN)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """After signing in: straight into the only organisation, or a choice of them, or a calm word that there is none."""
    organisations = reachable(request)
    if len(organisations) == 1:
        return redirect(home(organisations[0]))
    doors = [(organisation, roles_in(request.user, organisation)) for organisation in organisations]
    return render(request, "organisation/start.html", {"doors": doors})


def roles_in(user: User, organisation: Organisation) -> list[str]:
    with tenancy.answering(organisation.id):
        return [str(grant) for grant in selectors.grants_of(user, organisation)]


@needs(OPEN)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening the link changes nothing, so that mail scanners may open it; sending the form lets the invited in."""
    organisation = selectors.organisation_inviting(services.hash_of(secret))
    if organisation is None:
        return gone(request)
    with tenancy.answering(organisation.id):
        let_in = answer_to(request, secret)
    return welcome(request, let_in) if isinstance(let_in, Person) else let_in


def answer_to(request: HttpRequest, secret: str) -> HttpResponse | Person:
    """The person whom the form has let in, or the page with the invitation and the form."""
    found = selectors.invitation_by(services.hash_of(secret))
    if found is None:
        return gone(request)
    known = users.user_of(found.email)
    user = request.user if request.user.is_authenticated else None
    if user is not None and not bounds.may_enter(request, found.organisation_id):
        return render(request, "organisation/invitation_bound.html", {"invitation": found}, status=403)
    sent = request.POST if request.method == "POST" else None
    form = WelcomeForm(sent, initial={"name": found.person.name}, known=known is not None)
    if form.is_valid():
        try:
            return services.invitation_accept(secret=secret, user=user, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        except ValidationError as invalid:
            add_errors(form, invalid)
    told = {"invitation": found, "form": form, "known": known, "stranger": user if user != known else None}
    told["secret"] = secret
    told["ways"] = registry.sign_ins(found.organisation) if registry.sign_ins else ()
    return render(request, "organisation/invitation.html", told, status=422 if form.errors else 200)


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "organisation/invitation_gone.html", status=404)


def welcome(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign the person in, unless they already are."""
    answer = redirect(home(person.organisation))
    if not request.user.is_authenticated:
        login(request, person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        accounts.signed_in_by_invitation(request, answer, person.user)
    return answer


@login_required
@needs(SIGNED_IN)
@require_safe
def factor(request: HttpRequest) -> HttpResponse:
    """Why one gets no further without a second factor, and the two ways to get one."""
    asking = [organisation for organisation in request.memberships if asks_factor(request.user, organisation)]
    return render(request, "organisation/factor.html", {"asking": asking})


def asks_factor(user: User, organisation: Organisation) -> bool:
    with tenancy.answering(organisation.id):
        found = selectors.actor_for(user, organisation)
        return found is not None and selectors.asks_factor(organisation, found[0])


def home(organisation: Organisation) -> str:
    return f"/o/{organisation.slug}/"
