"""The one client for outgoing requests, against servers that mean well and servers that do not."""

import ast
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import urllib3.util.connection
from django.conf import settings

from holger.core import outgoing
from holger.core.outgoing import Limits, NotReached
from tests.wire import certificate, says, serving

SHORT = Limits(connect=0.5, read=0.5, total=0.8, size=10_000)


@pytest.fixture(autouse=True)
def this_machine(settings: Any) -> None:
    settings.OUTGOING_LOOPBACK = True


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``named("10.0.0.1", "127.0.0.1")``: the number that every name stands for, at the first look-up, the second…"""

    def answers(*numbers: str) -> list[str]:
        asked: list[str] = []

        def look_up(host: str, port: int) -> list[Any]:
            asked.append(host)
            return [ip_address(numbers[min(len(asked), len(numbers)) - 1])]

        monkeypatch.setattr(outgoing, "look_up", look_up)
        return asked

    return answers


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Who was connected to. Nobody answers."""
    calls: list[tuple[str, int]] = []

    def create(address: tuple[str, int], *args: Any, **kwargs: Any) -> None:
        calls.append(address)
        raise OSError("nobody is at home")

    monkeypatch.setattr(urllib3.util.connection, "create_connection", create)
    return calls


def refused(url: str, words: str, limits: Limits = SHORT) -> None:
    with pytest.raises(NotReached) as caught:
        outgoing.get(url, limits=limits)
    assert words in caught.value.message


def test_an_answer_comes_back() -> None:
    with serving(says(b'{"a": 1}', "200 OK", "X-Said: yes")) as port:
        answer = outgoing.get(f"http://localhost:{port}/x")
    assert (answer.status, answer.headers["x-said"], answer.json()) == (200, "yes", {"a": 1})


def test_a_form_is_sent_without_cookies_and_for_this_host() -> None:
    heads: list[bytes] = []

    def note(wire: socket.socket, head: bytes) -> None:
        heads.append(head)
        says(b"{}", "200 OK", "Set-Cookie: a=b")(wire, head)

    with serving(note) as port:
        for _time in range(2):
            outgoing.post_form(f"http://localhost:{port}/token", {"code": "æ&b"})
    head = heads[1].decode().lower()
    assert f"host: localhost:{port}\r\n" in head and "accept-encoding: identity" in head
    assert "cookie" not in head and head.endswith("code=%c3%a6%26b")


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(says()) as port:
        assert outgoing.get(f"http://localhost:{port}/").status == 200


def test_a_name_that_points_elsewhere_a_moment_later_leads_nowhere(named: Any, dialled: list[Any]) -> None:
    asked = named("93.184.215.14", "127.0.0.1")
    refused("https://rebinding.example/", "cannot be connected to")
    assert (asked, dialled) == (["rebinding.example"], [("93.184.215.14", 443)])


@pytest.mark.parametrize("number", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::ffff:10.0.0.1"])
def test_nobody_inside_is_dialled(number: str, named: Any, dialled: list[Any], settings: Any) -> None:
    settings.OUTGOING_LOOPBACK = False
    named(number)
    refused("https://looks-public.example/", "not on the public internet")
    assert dialled == []


def test_a_server_of_the_house_is_dialled_when_the_settings_name_it(
    named: Any, dialled: list[Any], settings: Any
) -> None:
    named("10.0.0.1")
    settings.OUTGOING_ALLOWED, settings.OUTGOING_PORTS = ["id.kronborg.local"], [443, 8443]
    refused("https://id.kronborg.local:8443/", "cannot be connected to")
    refused("https://id.kronborg.local:9000/", "Port 9000 is not among those")
    assert dialled == [("10.0.0.1", 8443)]


def test_the_next_number_is_tried_when_the_first_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "look_up", lambda host, port: [ip_address("::1"), ip_address("127.0.0.1")])
    with serving(says()) as port:
        assert outgoing.get(f"http://localhost:{port}/").status == 200


def test_odd_spellings_are_refused_before_anybody_is_asked(named: Any) -> None:
    asked = named("127.0.0.1")
    for host in ("2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1%25lo]"):
        refused(f"https://{host}/", "address")
    assert asked == []


def test_a_name_that_nobody_has() -> None:
    refused("https://nobody.invalid/", "There is no server called nobody.invalid.", Limits())


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_not_followed(status: str) -> None:
    visits: list[bytes] = []

    def elsewhere(wire: socket.socket, head: bytes) -> None:
        visits.append(head)
        says(b"", status, "Location: /other")(wire, head)

    with serving(elsewhere) as port:
        refused(f"http://localhost:{port}/", "redirect")
    assert len(visits) == 1


def test_a_huge_answer_is_cut_off() -> None:
    with serving(says(b"x" * 20_000)) as port:
        refused(f"http://localhost:{port}/", "more than holger reads")


def test_an_endless_answer_is_cut_off() -> None:
    def endless(wire: socket.socket, head: bytes) -> None:
        wire.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            wire.sendall(b"x" * 5000)

    with serving(endless) as port:
        refused(f"http://localhost:{port}/", "more than holger reads")


def test_packed_answers_are_not_unpacked() -> None:
    with serving(says(b"\x1f\x8b", "200 OK", "Content-Encoding: gzip")) as port:
        assert outgoing.get(f"http://localhost:{port}/").body == b"\x1f\x8b"


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"])
def test_a_server_that_sends_a_letter_at_a_time_is_left(start: bytes) -> None:
    cut = threading.Event()

    def drip(wire: socket.socket, head: bytes) -> None:
        try:
            wire.sendall(start)
            for _letter in range(800):
                wire.sendall(b"x")
                time.sleep(0.05)
        except OSError:
            cut.set()

    with serving(drip) as port:
        refused(f"http://localhost:{port}/", "takes too long")
        assert cut.wait(20), "the connection is cut, not only forgotten"


def test_a_server_that_says_nothing_is_left() -> None:
    with serving(lambda wire, head: time.sleep(2)) as port:
        refused(f"http://localhost:{port}/", "takes too long")


def test_a_slow_look_up_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "look_up", lambda host, port: time.sleep(2))
    refused("https://slow.example/", "takes too long", Limits(total=0.2))


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"])
def test_what_is_no_web_server(answer: bytes) -> None:
    with serving(lambda wire, head: wire.sendall(answer)) as port:
        refused(f"http://localhost:{port}/", "does not answer as a web server should")


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"\xff", b"[" * 9000])
def test_what_is_no_json(body: bytes) -> None:
    with serving(says(body)) as port:
        answer = outgoing.get(f"http://localhost:{port}/")
    with pytest.raises(NotReached, match="not JSON"):
        answer.json()


# --- TLS ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: Any) -> Iterator[int]:
    """A server with a certificate for id.test, which every name leads to."""
    server, trust = certificate(tmp_path, "id.test")
    monkeypatch.setattr(outgoing, "trust", lambda: trust)
    named("127.0.0.1")
    with serving(says(), server) as port:
        yield port


def test_the_certificate_is_asked_for_the_name_not_the_number(tls: int) -> None:
    assert outgoing.get(f"https://id.test:{tls}/").status == 200


def test_another_names_certificate_is_refused(tls: int) -> None:
    refused(f"https://other.test:{tls}/", "certificate that can be trusted")


def test_a_certificate_that_nobody_vouches_for_is_refused(tls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "trust", ssl.create_default_context)
    refused(f"https://id.test:{tls}/", "certificate that can be trusted")


# --- Nobody else ---------------------------------------------------------------------------------------------------

CONNECTS = {"urllib.request", "urllib3", "requests", "http.client", "httpx", "aiohttp", "socket", "ftplib", "telnetlib"}
FETCHES = {"PyJWKClient", "OneLogin_Saml2_IdPMetadataParser"}
"""Names in libraries that would fetch by themselves."""
MAY = {
    "core/outgoing.py": "this is the client",
    "jobs/troubles.py": "names an error, to put it in words",
    "demo/instance.py": "waits for the demo's own server to answer",
}


def test_nothing_else_connects_to_anybody() -> None:
    house = Path(settings.BASE_DIR) / "holger"
    stray = []
    for path in house.rglob("*.py"):
        name = str(path.relative_to(house))
        if name not in MAY and "tests" not in path.parts:
            stray += [f"{name}: {module}" for module in sorted(imported(path.read_text(encoding="utf-8")))]
    assert stray == []


def imported(source: str) -> set[str]:
    """The modules in ``CONNECTS`` and names in ``FETCHES`` that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            found |= {one for one in CONNECTS if name == one or name.startswith(f"{one}.")}
            found |= FETCHES & set(name.split("."))
    return found


@pytest.mark.parametrize(
    "source",
    [
        "import urllib.request",
        "from urllib import request",
        "def f():\n    from urllib3.util import Timeout",
        "import http.client as c",
        "from jwt import PyJWKClient",
    ],
)
def test_the_look_for_others_finds_them(source: str) -> None:
    assert imported(source)
