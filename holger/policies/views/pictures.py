"""The pictures in a policy's text: files that are attached to it, shown as nothing but pictures."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from holger.evidence import store
from holger.policies import selectors
from holger.policies.permissions import VIEW
from holger.policies.views.common import policy_or_404
from holger.ui import http, pictures


@http.needs(VIEW)
@require_safe
def picture(request: HttpRequest, reference: str, evidence: str) -> HttpResponseBase:
    policy = policy_or_404(request.actor, reference)
    found = get_object_or_404(selectors.pictures_of(request.actor, policy), reference=evidence)
    return pictures.answer(found.size, lambda: store.open_file(found.organisation_id, found.sha256))
