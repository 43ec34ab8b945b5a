"""What every answer carries, whoever made it: a page, a file, an error, or a middleware further in.

``HeadersMiddleware`` stands around all that answers. Whatever a view forgot is put right here; what a view has made stricter stays.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.csp import build_policy

NO_STORE = "private, no-store"
STRICTEST = "no-referrer"
"""What a page says whose own address is a secret: not even our own files are told of it."""


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.always = always()
        self.pages, self.data = policy(settings.SECURE_CSP), policy(settings.DATA_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        static = is_static(request, answer)
        for name, value in self.always.items():
            if name != "Referrer-Policy" or answer.headers.get(name) != STRICTEST:
                answer.headers[name] = value
        page = static or answer.headers.get("Content-Type", "").startswith("text/html")
        answer.headers.setdefault("Content-Security-Policy", self.pages if page else self.data)
        if not static and "no-store" not in answer.headers.get("Cache-Control", ""):
            answer.headers["Cache-Control"] = NO_STORE
        if has_signed_out(request, answer):
            answer.headers["Clear-Site-Data"] = '"storage"'
        harden_cookies(answer)
        return answer


def policy(directives: Any) -> str:
    """As the header has it. Of any type, because the library's own words and plain ones are mixed."""
    return build_policy(directives)


def always() -> dict[str, str]:
    """The headers that are the same on all answers."""
    told = {
        "X-Content-Type-Options": "nosniff" if settings.SECURE_CONTENT_TYPE_NOSNIFF else "",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": settings.CROSS_ORIGIN_RESOURCE_POLICY,
        "Permissions-Policy": ", ".join(f"{name}=({who})" for name, who in settings.PERMISSIONS_POLICY.items()),
        "X-Robots-Tag": settings.ROBOTS,
        # Said on every answer: holger need not know by itself whether the proxy in front has spoken TLS.
        "Strict-Transport-Security": hsts(),
    }
    return {name: value for name, value in told.items() if value}


def hsts() -> str:
    if not settings.SECURE_HSTS_SECONDS:
        return ""
    below = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    return f"max-age={settings.SECURE_HSTS_SECONDS}{below}"


def is_static(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """One of the files that are the same for everybody: they alone may be kept by browsers and proxies."""
    return request.path_info.startswith(settings.STATIC_URL) and answer.status_code in (200, 206, 304)


def has_signed_out(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Did the session end with this answer? Then what the browser kept of it goes too."""
    cookie = answer.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie is not None and cookie["max-age"] == 0


def harden_cookies(answer: HttpResponseBase) -> None:
    """No cookie is read by script, sent by other sites' forms or, where there is TLS, sent without it."""
    for cookie in answer.cookies.values():
        cookie["httponly"] = True
        cookie["secure"] = cookie["secure"] or settings.TLS
        cookie["samesite"] = cookie["samesite"] or "Lax"
