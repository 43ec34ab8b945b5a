"""Every answer carries its headers: each page and method, each error, each file, and what a middleware answers."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from holger.api.tests.programs import Program
from holger.config.web import errors
from holger.ui import failing
from tests.cast import Cast, client_of
from tests.configured import configured
from tests.furnished import Furnished
from tests.tally import Tally
from tests.test_access import ALL, HOUSE, Route
from tests.undrawn import undrawn
from tests.world import World

pytestmark = pytest.mark.once

METHODS = ("get", "head", "post", "put", "options")
SAME = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
SECRET = "/portal/link/"
"""The way in by a link that a mail holds: its address is told to nobody."""
SPECIAL = {"account_reset_password_from_key": "/account/password/reset/key/1-abc-def/"}


def problems(answer: Any, static: bool = False, secret: bool = False) -> list[str]:
    """What is wrong with an answer's headers."""
    told = answer.headers
    expected = SAME | ({"Referrer-Policy": "no-referrer"} if secret else {})
    wrong = [f"{name}: {told.get(name)}" for name, value in expected.items() if told.get(name) != value]
    policy = told.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        wrong.append(f"policy: {policy}")
    if "frame-ancestors 'none'" not in policy and "sandbox" not in policy:
        wrong.append(f"frames: {policy}")
    if "sandbox" not in policy and not static and not told.get("Content-Type", "").startswith("text/html"):
        wrong.append(f"data that a browser would show as a page: {told.get('Content-Type')}")
    if "camera=()" not in told.get("Permissions-Policy", ""):
        wrong.append("no Permissions-Policy")
    if not static and "no-store" not in told.get("Cache-Control", ""):
        wrong.append(f"may be kept: {told.get('Cache-Control')}")
    wrong += [f"cookie {name}" for name, cookie in answer.cookies.items() if not (cookie["httponly"] and cookie["samesite"])]  # fmt: skip
    return wrong


def address(route: Route, world: World) -> str:
    if route.name in SPECIAL:
        return SPECIAL[route.name]
    if route.pattern.startswith("o/"):
        return "/" + world.fill(route.pattern, route.name, "kronborg")
    known = {"organisation": "kronborg", "reference": "A-1", "kind": "assets"}
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: known.get(part[1], "1"), route.pattern)


def ask(client: Any, method: str, url: str, world: World) -> Any:
    with world.undone():
        answer = client.generic(method.upper(), url)
        if answer.streaming:
            b"".join(answer.streaming_content)
        return answer


@pytest.fixture
def house(furnished: Furnished) -> tuple[Cast, World]:
    return furnished(HOUSE)


@pytest.mark.parametrize("part", ALL)
def test_every_page_and_method_answers_with_its_headers(
    part: str, house: tuple[Cast, World], db: None, still: Callable[[], None], tally: Tally
) -> None:
    still()
    wrong, (cast, world) = [], house
    callers = {"nobody": Client(), "anna": client_of(cast.anna)}
    program = Program(cast.anna)
    program.defaults["HTTP_AUTHORIZATION"] = f"Bearer {program.secret}"
    for route in ALL[part]:
        url = address(route, world)
        tally("headers", routes=1)
        asking = {"nobody": Client(), "a program": program} if url.startswith("/api/") else callers
        for who, client in asking.items():
            # Whoever is not signed in is sent to the door whatever they ask.
            for method in METHODS if who != "nobody" or url.startswith("/account/") else ("get", "post"):
                client.raise_request_exception = False
                with undrawn():
                    answer = ask(client, method, url, world)
                tally("headers", answers=1)
                if answer.status_code >= 500:
                    wrong.append(f"{method} {url} as {who}: {answer.status_code}")
                found = problems(answer, secret=url.startswith(SECRET))
                wrong += [f"{method} {url} as {who} ({answer.status_code}): {each}" for each in found]
    assert not wrong, "\n".join(wrong[:50])


def fault() -> None:
    raise RuntimeError("the secret ingredient")


class Broken:
    """A middleware, or a part of one, that fails."""

    def __init__(self, get_response: Any):
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        raise RuntimeError("the secret ingredient")


def test_every_error_answers_with_its_headers(cast: Cast, settings: Any) -> None:
    wrong = [f"{name} ({answer.status_code}): {each}" for name, answer in the_errors(cast, settings) for each in problems(answer)]  # fmt: skip
    assert not wrong, "\n".join(wrong)


def the_errors(cast: Cast, settings: Any) -> Iterator[tuple[str, Any]]:
    """An answer for each kind of error, with its name; each is the status it is meant to be."""
    anna, emil, careful = client_of(cast.anna), client_of(cast.emil), Client(enforce_csrf_checks=True)
    anna.raise_request_exception = careful.raise_request_exception = False
    long = "x" * 9_000
    expected = {
        "repeated": (400, anna.get("/o/kronborg/assets/?q=a&q=b")),
        "nul": (400, anna.get("/o/kronborg/assets/?q=%00")),
        "forbidden": (403, emil.get("/o/kronborg/risks/")),
        "forged": (403, careful.post("/account/login/", {})),
        "missing": (404, anna.get("/nowhere/")),
        "missing in the interface": (404, anna.get("/api/v1/nowhere")),
        "wrong method": (405, anna.get("/account/language/")),
        "wrong method in the interface": (405, Program(cast.anna).call("PUT", "/assets", {})),
        "no length": (
            411,
            anna.generic("POST", "/account/login/", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH=""),
        ),
        "too large": (413, anna.generic("POST", "/account/login/", "", CONTENT_LENGTH=str(10**9))),
        "too long": (414, anna.get(f"/o/kronborg/assets/?q={long}")),
        "too much beside": (431, anna.get("/", HTTP_COOKIE=long)),
        "no slash": (301, anna.get("/o/kronborg/assets")),
        "to sign in": (302, Client().get("/o/kronborg/assets/")),
    }
    for name, (status, answer) in expected.items():
        assert answer.status_code == status, (name, answer.status_code)
        yield name, answer
    settings.API_RATE = 1
    hasty = Program(cast.carl)
    answers = [hasty.get("/assets") for _ in range(3)]
    assert answers[-1].status_code == 429
    yield "haste", answers[-1]
    settings.ALLOWED_HOSTS = ["isms.example.test"]
    answer = anna.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    yield "another host", answer


@pytest.mark.parametrize("path", ["/account/login/", "/api/v1/openapi.json"])
def test_our_own_mistakes_answer_with_headers_and_without_a_word_of_the_inside(
    db: None, settings: Any, path: str
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Broken"]
    client = Client(raise_request_exception=False)
    answer = client.get(path)
    assert answer.status_code == 500
    assert problems(answer) == []
    assert b"ingredient" not in answer.content and b"Traceback" not in answer.content


def test_even_a_broken_error_page_answers_with_headers(db: None, settings: Any, monkeypatch: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Broken"]
    monkeypatch.setattr(failing.loader, "get_template", lambda name: fault())
    answer = Client(raise_request_exception=False).get("/account/login/")
    assert (answer.status_code, answer.content.decode()) == (500, errors.PLAIN)
    assert "no-store" in answer["Cache-Control"] and "sandbox" in answer["Content-Security-Policy"]


def test_static_files_carry_them_too_and_may_be_kept(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    for url in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        answer = client.get(url)
        b"".join(answer.streaming_content)
        assert (answer.status_code, problems(answer, static=True)) == (200, [])
        assert "max-age" in answer["Cache-Control"] and "no-store" not in answer["Cache-Control"]
        again = client.get(url, headers={"If-None-Match": answer.headers.get("ETag", "")})
        assert problems(again, static=True) == []
    assert problems(client.get("/static/nothing.js")) == []


def test_evidence_leaves_as_an_attachment_in_a_sandbox(cast: Cast, world: World) -> None:
    answer = client_of(cast.anna).get("/o/kronborg/evidence/E-1/file/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert problems(answer) == []
    b"".join(answer.streaming_content)


def test_the_pages_policy_lets_nothing_in_but_our_own() -> None:
    for name, sources in settings.SECURE_CSP.items():
        assert set(sources) <= {"'self'", "'none'", "data:"}, name
        assert "data:" not in sources or name == "img-src"
    for needed in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert settings.SECURE_CSP[needed] == ["'none'"]


def test_signing_out_leaves_nothing_in_the_browser(cast: Cast) -> None:
    anna = client_of(cast.anna)
    assert "Clear-Site-Data" not in anna.get("/o/kronborg/").headers
    assert anna.post("/account/logout/")["Clear-Site-Data"] == '"storage"'


def test_behind_tls_browsers_are_told_to_keep_to_it(db: None) -> None:
    assert "Strict-Transport-Security" not in Client().get("/account/login/").headers
    with configured(HOLGER_BASE_URL="https://isms.example.test"):
        for path in ("/account/login/", "/nowhere/", "/static/ui/theme.js", "/robots.txt"):
            answer = Client().get(path, headers={"Host": "isms.example.test"})
            assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "PROPFIND"])
def test_methods_that_nobody_needs_are_refused(cast: Cast, method: str) -> None:
    for client, path in (
        (Client(), "/account/login/"),
        (client_of(cast.anna), "/o/kronborg/assets/"),
        (Client(), "/robots.txt"),
    ):
        answer = client.generic(method, path, headers={"X-Odd": "secret"})
        assert answer.status_code == 405 and b"secret" not in answer.content
        assert problems(answer) == []
