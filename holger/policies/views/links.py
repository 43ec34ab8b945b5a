"""What a policy is linked to: added and removed from its page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.policies import selectors, services
from holger.policies.forms.links import PolicyLinksForm
from holger.policies.models import Policy
from holger.policies.permissions import WRITE
from holger.policies.views.common import OfPolicy, policy_or_404
from holger.ui import http
from holger.ui.pages import FormPage

PANEL = "#panel-links"


class PolicyLinkAdd(OfPolicy, FormPage):
    permission, title = WRITE, _("Link it to what it answers")
    lead = _("Requirements and controls that it says how you live up to, and the systems and risks that it is about. Their pages show it.")  # fmt: skip
    form, done, button = PolicyLinksForm, _("They are linked."), _("Link")

    def permission_on(self) -> Any:
        return self.policy

    def back(self) -> str:
        return super().back() + PANEL

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> Policy:
        services.policy_links_add(actor=self.actor, policy=self.policy, **answers)
        return self.policy


@http.needs(WRITE)
@require_POST
def policy_link_remove(request: HttpRequest, reference: str, pk: UUID) -> HttpResponseBase:
    policy = policy_or_404(request.actor, reference)
    link = selectors.link_for(request.actor, policy, pk)
    if link is None:
        raise Http404
    link.policy = policy

    def run() -> None:
        services.policy_link_remove(actor=request.actor, link=link)

    to = http.way_back(request, request.POST.get("back", ""), request.base + policy.path + PANEL)
    return http.act(request, gettext("It is linked no longer."), to, run)
