"""The pictures on a course's pages: files that are attached to the course as evidence, shown as nothing but pictures."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from holger.evidence import store
from holger.evidence.models import Evidence
from holger.policies.rules.pictures import kind_of
from holger.training import selectors
from holger.training.permissions import LEARN, VIEW
from holger.training.views.common import course_or_404
from holger.training.views.learn import mine_or_404
from holger.ui import http

MOST = 10 * 1024 * 1024
"""Bytes: a larger picture is no use on a short page."""


@http.needs(LEARN)
@require_safe
def learners(request: HttpRequest, reference: str, evidence: str) -> HttpResponseBase:
    course = mine_or_404(request.actor, reference).course
    return _shown(get_object_or_404(selectors.pictures_of(request.actor, course), reference=evidence))


@http.needs(VIEW)
@require_safe
def runners(request: HttpRequest, reference: str, evidence: str) -> HttpResponseBase:
    course = course_or_404(request.actor, reference)
    return _shown(get_object_or_404(selectors.pictures_of(request.actor, course), reference=evidence))


def _shown(found: Evidence) -> HttpResponseBase:
    """What it is, is read from its first bytes and not from what somebody has called it. 404 for anything but a picture."""
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
