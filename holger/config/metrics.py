"""``/-/metrics`` for Prometheus, where the extra ``metrics`` is installed.

Requests are counted in files that all processes of a server share (``PROMETHEUS_MULTIPROC_DIR``, set by
``config/server.py``); what is in the database is looked up when somebody asks.
"""

import hmac
import os
import time
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from holger import __version__
from holger.jobs import selectors as jobs

INSTALLED = find_spec("prometheus_client") is not None
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5, 15)
HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})
PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")

if INSTALLED:
    import prometheus_client as prometheus
    from prometheus_client.core import GaugeMetricFamily
    from prometheus_client.multiprocess import MultiProcessCollector

    REQUESTS = prometheus.Counter(
        "holger_requests", "Requests answered, by route", ["route", "method", "status"], registry=None
    )
    SECONDS = prometheus.Histogram(
        "holger_request_seconds", "Seconds to an answer, by route", ["route"], buckets=BUCKETS, registry=None
    )


def observe(route: str, method: str, status: int, seconds: float) -> None:
    if INSTALLED:
        known = method if method in METHODS else "other"  # anybody may send any word, and each would be a row for ever
        REQUESTS.labels(route, known, str(status)).inc()
        SECONDS.labels(route).observe(seconds)


def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever holds the token, or asks from this machine itself; to all others there is no such page."""
    if not INSTALLED or not may_read(request):
        return HttpResponse("Not Found\n", content_type="text/plain", status=404)
    return HttpResponse(written(), content_type=prometheus.CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token:
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    return is_from_here(request)


def is_from_here(request: HttpRequest) -> bool:
    """Not merely by way of a proxy on this machine, through which everybody comes from here."""
    name = request.META.get("HTTP_HOST", "").rpartition(":")[0] or request.META.get("HTTP_HOST", "")
    passed_on = any(header in request.headers for header in PASSED_ON)
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and name in HERE and not passed_on


def written() -> bytes:
    registry = prometheus.CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
        registry.register(SECONDS)
    registry.register(Now())
    return prometheus.generate_latest(registry)


class Now:
    """What can be seen at the moment of asking."""

    def collect(self) -> Iterator[Any]:
        yield self.gauge("holger_info", "The version that answers", 1, version=__version__)
        begun = time.perf_counter()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            took = time.perf_counter() - begun
            load = jobs.load()
        except DatabaseError:
            yield self.gauge("holger_database_up", "Whether the database answers", 0)
            return
        yield self.gauge("holger_database_up", "Whether the database answers", 1)
        yield self.gauge("holger_database_seconds", "Seconds to the simplest answer", took)
        yield self.gauge("holger_workers", "Workers that live", load.workers)
        yield self.gauge("holger_jobs_waiting", "Jobs that wait", load.waiting)
        yield self.gauge("holger_jobs_running", "Jobs that are being done", load.running)
        yield self.gauge("holger_jobs_failed", "Jobs given up, kept for a week", load.failed)
        yield self.gauge("holger_jobs_oldest_seconds", "How long the first job has waited", load.oldest_seconds)
        yield self.gauge("holger_mail_waiting", "Mail that waits", load.mail_waiting)
        yield self.gauge("holger_mail_failed", "Mail given up, kept for a month", load.mail_failed)

    @staticmethod
    def gauge(name: str, text: str, value: float, **labels: str) -> Any:
        family = GaugeMetricFamily(name, text, labels=list(labels))
        family.add_metric(list(labels.values()), value)
        return family
