"""The interface described: as a document for programs and as a page for people. Open to all; no data is in it."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holger.api.v1.document import document
from holger.api.v1.manual import chapters
from holger.ui.http import OPEN, needs


@needs(OPEN)
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    content = json.dumps(document(), ensure_ascii=False)
    return HttpResponse(content, content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})


@needs(OPEN)
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html", {"document": document(), "chapters": chapters(document())})
