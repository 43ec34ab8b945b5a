"""The one client for requests that holger sends to others. Nothing else in holger opens a connection of its own.

The name is looked up once, every number it stands for is vetted (``core/addresses.py``), and the connection goes to
a vetted number, under the name's certificate: a name that points elsewhere a moment later leads nowhere. Redirects
are not followed, cookies not kept, proxies of the environment not used; the answer is limited in time and size.

    answer = outgoing.get("https://id.example.com/.well-known/openid-configuration")
    answer.status, answer.json()

Whatever goes wrong is ``NotReached``, whose message is a sentence for the person who typed the address.
"""

import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode

import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection

from holger import __version__
from holger.core import addresses
from holger.core.addresses import Address, Policy, Target
from holger.core.errors import RuleBroken
from holger.core.words import N_, Reason

HEADERS = {"User-Agent": f"holger/{__version__}", "Accept-Encoding": "identity", "Connection": "close"}


class NotReached(RuleBroken):
    """The request was not sent, or brought no answer that can be used."""


@dataclass(frozen=True)
class Limits:
    """Seconds for the connection, for each wait, and for everything together; and the size of an answer in bytes."""

    connect: float = 5
    read: float = 5
    total: float = 10
    size: int = 1024 * 1024


LIMITS = Limits()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The answer as a JSON object; anything else is ``NotReached``."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise NotReached(N_("The answer is not JSON, as it should be."))
        return found


def get(url: str, *, headers: Mapping[str, str] | None = None, limits: Limits = LIMITS) -> Answer:
    return request("GET", url, headers=headers, limits=limits)


def post_form(
    url: str, fields: Mapping[str, str], *, headers: Mapping[str, str] | None = None, limits: Limits = LIMITS
) -> Answer:
    form = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
    return request("POST", url, body=urlencode(fields).encode(), headers=form, limits=limits)


def request(
    method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, limits: Limits = LIMITS
) -> Answer:
    """Send one request and return its answer, whatever its status but a redirect."""
    target = addresses.read(url, policy())
    if isinstance(target, Reason):
        raise NotReached(target)
    sent = {**HEADERS, **(headers or {}), "Host": target.origin}
    return Exchange(method, target, sent, body, limits).answer()


def policy() -> Policy:
    return Policy(settings.OUTGOING_PORTS, frozenset(settings.OUTGOING_ALLOWED), settings.OUTGOING_LOOPBACK)


class Exchange:
    """A request under way. It has a thread of its own, because neither looking up a name nor a server that sends a
    letter a second can be hurried: when the time is up, whoever waits goes on, and the connection is cut."""

    def __init__(self, method: str, target: Target, headers: Mapping[str, str], body: bytes, limits: Limits):
        self.method, self.target, self.headers, self.body, self.limits = method, target, headers, body, limits
        self.found: Answer | None = None
        self.failed: Exception | None = None
        self.given_up = False
        self.line: Any = None

    def answer(self) -> Answer:
        worker = threading.Thread(target=self._work, name="outgoing", daemon=True)
        worker.start()
        worker.join(self.limits.total)
        if worker.is_alive():
            self._give_up()
            raise self._slow()
        if self.failed:
            raise self.failed
        assert self.found
        return self.found

    def _work(self) -> None:
        try:
            self.found = self._ask(self._vetted())
        except Exception as error:
            self.failed = self._explained(error)

    def _vetted(self) -> list[Address]:
        found = look_up(self.target.host, self.target.port)
        if reason := addresses.why_not_reach(self.target, found, policy()):
            raise NotReached(reason)
        return found

    def _ask(self, numbers: list[Address]) -> Answer:
        """Ask the first of the numbers that lets itself be connected to."""
        for place, number in enumerate(numbers, start=1):
            line = self._line(number)
            try:
                line.connect()
            except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError):
                if place == len(numbers) or self.given_up:
                    raise
                continue
            try:
                return self._exchange(line)
            finally:
                line.close()
        raise AssertionError("there is always a number")

    def _line(self, number: Address) -> Any:
        timeout = self.limits.connect
        if self.target.scheme == "http":
            self.line = HTTPConnection(str(number), self.target.port, timeout=timeout)
        else:
            certified: dict[str, Any] = {"ssl_context": trust(), "server_hostname": self.target.host}
            self.line = HTTPSConnection(str(number), self.target.port, timeout=timeout, **certified)
        return self.line

    def _exchange(self, line: Any) -> Answer:
        line.sock.settimeout(self.limits.read)
        options = {"preload_content": False, "decode_content": False}
        line.request(self.method, self.target.path, self.body or None, self.headers, **options)
        response = line.getresponse()
        if 300 <= response.status < 400:
            raise NotReached(N_("%(host)s answers with a redirect, which holger does not follow."), params=self._told)
        body = bytearray()
        for piece in response.stream(16 * 1024, decode_content=False):
            body += piece
            if len(body) > self.limits.size:
                raise NotReached(N_("%(host)s answers with more than holger reads."), params=self._told)
        return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, bytes(body))

    def _give_up(self) -> None:
        """Cut the connection under the thread that still waits on it."""
        self.given_up = True
        if (wire := getattr(self.line, "sock", None)) is not None:
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def _explained(self, error: Exception) -> Exception:
        """What went wrong, in a sentence."""
        if isinstance(error, NotReached):
            return error
        if isinstance(error, ssl.SSLError):
            return NotReached(N_("%(host)s does not show a certificate that can be trusted."), params=self._told)
        if isinstance(error, urllib3.exceptions.NewConnectionError):  # to urllib3 a kind of timeout
            return NotReached(N_("%(host)s cannot be connected to."), params=self._told)
        if isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError):
            return self._slow()
        if isinstance(error, urllib3.exceptions.HTTPError | HTTPException | OSError | ValueError):
            return NotReached(N_("%(host)s does not answer as a web server should."), params=self._told)
        return error

    def _slow(self) -> NotReached:
        return NotReached(N_("%(host)s takes too long to answer."), params=self._told)

    @property
    def _told(self) -> dict[str, str]:
        return {"host": self.target.host}


def look_up(host: str, port: int) -> list[Address]:
    """Every number that the name stands for, as the machine's own resolver tells."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    numbers = dict.fromkeys(str(end[0]).partition("%")[0] for *_kind, end in found)
    return [ip_address(number) for number in numbers]


@cache
def trust() -> ssl.SSLContext:
    """The machine's own list of authorities (OpenSSL's SSL_CERT_FILE adds a house's own)."""
    return ssl.create_default_context()
