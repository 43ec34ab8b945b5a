"""A member's own links to providers, and the page for whoever must come in through one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holger.accounts import bounds
from holger.sso import selectors, services
from holger.sso.models import Identity, Provider
from holger.sso.views.door import send_off
from holger.ui import http
from holger.ui.http import MEMBER, needs, sudo
from holger.ui.pages import Page


class Through(Page):
    """What there is to come in by, and what of it is linked."""

    permission = MEMBER
    title = gettext_lazy("Your sign-in at work")
    template = "sso/through.html"

    def context(self) -> dict[str, Any]:
        organisation = self.request.organisation
        linked = {one.provider_id: one for one in selectors.identities_of(self.actor, self.request.person)}
        rows = [
            (provider, linked.get(provider.pk), selectors.address(provider, "start", organisation))
            for provider in selectors.in_use(organisation.id)
        ]
        through = bounds.came_through(self.request, organisation.id)
        return {"rows": rows, "through": through, "must": organisation.single_sign_on and not through}


@needs(MEMBER)
@require_POST
def identity_link(request: HttpRequest, pk: Any) -> HttpResponse:
    """Link one's own sign-in at the provider: after the own password or passkey, never out of a provider's session."""
    provider = get_object_or_404(
        Provider.objects.filter(organisation=request.organisation, enabled=True).select_related("organisation"), pk=pk
    )
    if bounds.open_to(request) is not None:
        return render(request, "sso/own_first.html", status=403)
    if not bounds.proved_again(request):
        http.tell(request, _("Show that it is you, then press “Link” once more."))
        return redirect(f"{reverse('account_reauthenticate')}?next={request.url('sso:through')}")
    return send_off(request, provider, purpose="link", user=str(request.user.pk))


@sudo
@needs(MEMBER)
@require_POST
def identity_unlink(request: HttpRequest, pk: Any) -> HttpResponse:
    """One's own link, or as whoever manages providers anybody's."""
    rows = Identity.objects.filter(organisation=request.organisation).select_related("provider", "person")
    identity = get_object_or_404(rows, pk=pk)
    mine = identity.person_id == request.actor.person_id
    services.identity_unlink(actor=request.actor, identity=identity)
    http.tell(request, _("The link is removed."))
    return redirect(request.url("sso:through") if mine else request.base + identity.person.path)
