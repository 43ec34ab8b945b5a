"""The pictures in a policy's text: files that are attached to it, shown as nothing but pictures."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from holger.evidence import store
from holger.policies import selectors
from holger.policies.permissions import VIEW
from holger.policies.rules.pictures import kind_of
from holger.policies.views.common import policy_or_404
from holger.ui import http

MOST = 10 * 1024 * 1024
"""Bytes: a larger picture is no use in a text."""


@http.needs(VIEW)
@require_safe
def picture(request: HttpRequest, reference: str, evidence: str) -> HttpResponseBase:
    """What it is, is read from its first bytes and not from what somebody has called it. 404 for anything but a picture."""
    policy = policy_or_404(request.actor, reference)
    found = get_object_or_404(selectors.pictures_of(request.actor, policy), reference=evidence)
    if found.size > MOST:
        raise Http404
    file = store.open_file(found.organisation_id, found.sha256)
    kind = kind_of(file.read(16))
    if kind is None:
        file.close()
        raise Http404
    file.seek(0)
    answer = FileResponse(file, content_type=kind)
    answer["Content-Disposition"] = "inline"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
