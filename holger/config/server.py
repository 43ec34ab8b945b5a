"""The web server's own process. Apart from Django, so that only the workers carry its weight.

python -m holger.config.server HOST PORT WORKERS THREADS BACKLOG [worker]
"""

import copy
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LOGGING_CONFIG, LogLevels
from granian.server import Server

from holger.jobs.embedded import EmbeddedWorker

HEADERS_MOST = 64 * 1024
"""Bytes of a request's headers, before holger sees any of them and refuses half of that (``config.web.intake``)."""
HEADERS_WITHIN = 10_000
"""Milliseconds in which they must have come: who trickles them in holds a connection, and no more than that."""


def main(host: str, port: str, workers: str, threads: str, backlog: str, brings: str = "") -> None:
    """Serve until told to stop; with ``worker`` a worker comes and goes with the server."""
    server = made(host, port, workers, threads, backlog)
    worker = EmbeddedWorker()
    if brings == "worker":
        worker.start()
    with counted_together():
        try:
            server.serve()
        finally:
            worker.stop()


@contextmanager
def counted_together() -> Iterator[None]:
    """A folder in which all processes of this server count their requests, for ``/-/metrics``."""
    if find_spec("prometheus_client") is None or "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="holger-metrics-", ignore_cleanup_errors=True) as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def made(host: str, port: str, workers: str, threads: str, backlog: str) -> Any:
    logging: dict[str, Any] = copy.deepcopy(LOGGING_CONFIG)
    for handler in logging["handlers"].values():
        handler["stream"] = "ext://sys.stderr"  # standard output belongs to whoever started us
    return Server(
        "holger.config.wsgi:application",
        address=host,
        port=int(port),
        workers=int(workers),
        blocking_threads=int(threads),
        # Requests beyond what the threads can take wait here, in order, rather than being turned away.
        backlog=int(backlog),
        backpressure=max(1, int(backlog) // int(workers)),
        interface=Interfaces.WSGI,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN, max_buffer_size=HEADERS_MOST),
        http2_settings=HTTP2Settings(max_headers_size=HEADERS_MOST, max_concurrent_streams=100),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_dictconfig=logging,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
