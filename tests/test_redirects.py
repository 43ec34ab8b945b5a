"""However somebody asks to be sent on, holger sends them nowhere but to its own pages."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from holger.ui.http import LONGEST_WAY, way_back
from tests.cast import PASSWORD, Cast, client_of

pytestmark = pytest.mark.once

TRICKS = (
    "//evil.example", "///evil.example", "////evil.example/..", "\\\\evil.example", "/\\evil.example", "\\/evil.example",
    "https:evil.example", "http:///evil.example", "https://evil.example", "HTTPS://EVIL.EXAMPLE", "//evil.example\\@testserver",
    "https://testserver@evil.example/", "https://testserver:443@evil.example", "http://testserver.evil.example/",
    "http://testserver\\.evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
    "\x00//evil.example", "\t//evil.example", "\n//evil.example", " //evil.example", "/\t/evil.example", "/\n/evil.example",
    "/ok\r\nLocation: //evil.example", "/%0d%0aSet-Cookie:x=1\x00", "ftp://testserver/", "//[::1]/", "http://[", "evil.example",
    "@evil.example", ".evil.example", "//evil%E3%80%82example", "\u2028//evil.example", "//evil\u3002example", "/" * 5_000,
    "/x" * 5_000, "", "?next=//evil.example",
)  # fmt: skip
GOOD = {
    "/o/kronborg/assets/?owner=me&sort=-score": "/o/kronborg/assets/?owner=me&sort=-score",
    "http://testserver/account/?x=1#part": "/account/?x=1",
    "/o/kronborg/søgning/": "/o/kronborg/søgning/",
    "/search/?q=//evil.example": "/search/?q=//evil.example",
    "/%2F/evil.example": "/%2F/evil.example",
}
HOLGER = Path(settings.BASE_DIR) / "holger"


def leads_off(location: str) -> bool:
    """Would a browser that is told this leave the site?"""
    return not re.match(r"/(?![/\\])", location) or any(ord(letter) < 33 for letter in location)


@pytest.mark.parametrize("trick", TRICKS, ids=lambda text: ascii(text)[:40])
def test_a_trick_leads_where_one_would_have_gone_anyway(trick: str) -> None:
    assert way_back(RequestFactory().get("/"), trick, "/otherwise/") == "/otherwise/"


@pytest.mark.parametrize("wanted", GOOD)
def test_a_page_of_ours_leads_there(wanted: str) -> None:
    assert way_back(RequestFactory().get("/"), wanted, "/otherwise/") == GOOD[wanted]
    assert len(wanted) < LONGEST_WAY


@pytest.mark.parametrize("hosts", [["testserver"], ["*"], ["testserver", "evil.example"]])
def test_every_page_that_sends_on_stays_here(cast: Cast, settings: Any, hosts: list[str]) -> None:
    settings.ALLOWED_HOSTS = hosts
    settings.ACCOUNT_RATE_LIMITS = False
    strays = []
    for trick in TRICKS:
        anna = client_of(cast.anna)
        view = {"next": trick, "list_name": "assets", "title": "Mine", "query": "owner=me"}
        answers = {
            "sign in": Client().post(
                "/account/login/", {"login": cast.anna.email, "password": PASSWORD, "next": trick}
            ),
            "signed in": anna.get("/account/login/", {"next": trick}),
            "language": anna.post("/account/language/", {"language": "en", "next": trick}),
            "theme": anna.post("/account/theme/", {"theme": "dark", "next": trick}),
            "save a view": anna.post("/o/kronborg/views/new/", view),
            "authenticate again": anna.post("/account/reauthenticate/", {"password": PASSWORD, "next": trick}),
            "sign out": anna.post("/account/logout/", {"next": trick}),
        }
        if trick.isprintable() and trick.isascii():
            answers["where from"] = Client().post("/account/theme/", {"theme": "dark"}, headers={"Referer": trick})
        for name, answer in answers.items():
            if 300 <= answer.status_code < 400 and leads_off(answer["Location"]):
                strays.append(f"{name}: {trick!r} leads to {answer['Location']}")
    assert not strays, "\n".join(strays)


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/account/login", "/\\evil.example", "//evil.example"]
)
def test_an_address_that_looks_like_another_site_leads_nowhere(db: None, path: str) -> None:
    answer = Client().get("/", PATH_INFO=path)
    assert not answer.has_header("Location") or not leads_off(answer["Location"])


DOOR = "sso/views/door.py"
"""Keeps the wish while somebody is at their provider, and follows it into that one organisation only."""


def test_only_one_place_reads_where_to_go() -> None:
    """Whatever sends people where a form or a header says goes through ``way_back``."""
    reads = re.compile(r"""url_has_allowed_host|HTTP_REFERER|["']Referer["']|\.get\(["']next["']""")
    found = {
        str(path.relative_to(HOLGER))
        for path in HOLGER.rglob("*.py")
        if reads.search(path.read_text()) and "tests" not in path.parts
    }
    assert found == {"ui/http.py", "accounts/views.py", "organisation/views/acts.py", DOOR}
    assert all("way_back(request, " in (HOLGER / name).read_text() for name in found - {"ui/http.py", DOOR})
    assert "way_on(provider, pending.next)" in (HOLGER / DOOR).read_text()
