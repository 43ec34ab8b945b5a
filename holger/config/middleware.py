"""Around every request: probes are answered at the door, everything else gets a number and a line in the log."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from holger.config import health, metrics
from holger.core import trace

log = logging.getLogger("holger.request")
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
Answer = Callable[[HttpRequest], HttpResponseBase]


class ProbeMiddleware:
    """``/-/live``, ``/-/ready`` and ``/-/metrics``, before anything asks for a host name or a session.

    Whoever runs the machine asks by address, and for these the name does not matter: they tell a stranger nothing.
    """

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = PROBES.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = answer(request)
        response["Cache-Control"] = "no-store"
        return response


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/-/live": health.live,
    "/-/ready": health.ready,
    "/-/metrics": metrics.metrics,
}


class RequestLogMiddleware:
    """A number for the request, on its answer and on every line it logs; and one line about how it went.

    The line names the route, never the address: an address may hold a secret, or what somebody searched for.
    """

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number, queries, begun = number_of(request), Queries(), time.perf_counter()
        with trace.traced(request_id=number):
            with connection.execute_wrapper(queries):
                response = self.get_response(request)
            seconds = time.perf_counter() - begun
            response["X-Request-ID"] = number
            route = route_of(request)
            metrics.observe(route, request.method or "", response.status_code, seconds)
            told = {"route": route, "method": request.method, "status": response.status_code}
            told |= {"ms": round(seconds * 1000), "queries": queries.count, **who(request)}
            level = logging.DEBUG if request.path_info.startswith(settings.STATIC_URL) else logging.INFO
            log.log(level, "%s %s %d", request.method, route, response.status_code, extra=told)
        return response


class Queries:
    """Counts what a request asks of the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


def number_of(request: HttpRequest) -> str:
    """The number that a trusted proxy gave the request, if it looks like one; else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if settings.TRUSTED_PROXIES and NUMBER.fullmatch(given) else uuid4().hex


def route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name or match.route if match else "none"


def who(request: HttpRequest) -> dict[str, str]:
    """The organisation and the user, if the request has got so far; asks nothing of the database."""
    told = {}
    if organisation := getattr(request, "organisation", None):
        told["organisation"] = organisation.slug
    actor, user = getattr(request, "actor", None), getattr(request, "_cached_user", None)
    user_id = actor.user_id if actor else getattr(user, "pk", None)
    return told | ({"user_id": str(user_id)} if user_id else {})
