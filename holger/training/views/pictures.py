"""The pictures on a course's pages: files that are attached to the course as evidence, shown as nothing but pictures."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from holger.evidence import store
from holger.evidence.models import Evidence
from holger.training import selectors
from holger.training.permissions import LEARN, VIEW
from holger.training.views.common import course_or_404
from holger.training.views.learn import mine_or_404
from holger.ui import http, pictures


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
    return pictures.answer(found.size, lambda: store.open_file(found.organisation_id, found.sha256))
