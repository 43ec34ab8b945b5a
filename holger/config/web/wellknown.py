"""Two files that strangers look for: for those who crawl, and for those who have found a hole."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from holger.core import dates
from holger.ui.http import OPEN, needs

GOOD_FOR = timedelta(days=180)
TEXT = "text/plain; charset=utf-8"


@needs(OPEN)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type=TEXT)


@needs(OPEN)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116); only where the installation names somebody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (dates.now() + GOOD_FOR).replace(microsecond=0)
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "da, en",
        "Canonical": f"{settings.BASE_URL}/.well-known/security.txt",
    }
    return HttpResponse("".join(f"{name}: {value}\n" for name, value in lines.items()), content_type=TEXT)
