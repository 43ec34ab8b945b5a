"""The web server's own process. Apart from Django, so that only the workers carry its weight.

python -m holger.config.server HOST PORT WORKERS THREADS
"""

import copy
import sys
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LOGGING_CONFIG, LogLevels
from granian.server import Server

HEADERS_MOST = 64 * 1024
"""Bytes of a request's headers, before holger sees any of them and refuses half of that (``config.web.intake``)."""
HEADERS_WITHIN = 10_000
"""Milliseconds in which they must have come: who trickles them in holds a connection, and no more than that."""
WAITING = 16
"""Requests that wait for each thread; the rest wait in the backlog, where they cost nothing."""


def main(host: str, port: str, workers: str, threads: str) -> None:
    logging: dict[str, Any] = copy.deepcopy(LOGGING_CONFIG)
    for handler in logging["handlers"].values():
        handler["stream"] = "ext://sys.stderr"  # standard output belongs to whoever started us
    Server(
        "holger.config.wsgi:application",
        address=host,
        port=int(port),
        workers=int(workers),
        blocking_threads=int(threads),
        interface=Interfaces.WSGI,
        websockets=False,
        backpressure=int(threads) * WAITING,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN, max_buffer_size=HEADERS_MOST),
        http2_settings=HTTP2Settings(max_headers_size=HEADERS_MOST, max_concurrent_streams=100),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_dictconfig=logging,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
