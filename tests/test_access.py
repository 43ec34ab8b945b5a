"""Who gets in where: every route, every method, every role, held against the one matrix in docs/permissions.md.

A new page fails here until it declares a permission, and until the matrix knows the word.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.views import View

from holger.core.permissions import PERMISSIONS, Guest, Role
from tests.asked import differences
from tests.cast import Cast, client_of, make_cast
from tests.furnished import Furnished, House
from tests.parts import parts
from tests.tally import Tally
from tests.undrawn import undrawn
from tests.world import World, make_world

MATRIX = Path(settings.BASE_DIR) / "docs" / "permissions.md"
ROLES = tuple(Role)
ASKED = ROLES if connection.vendor == "sqlite" else (Role.OWNER, Role.CONTRIBUTOR)
"""Who gets in is decided before the database is asked. On PostgreSQL it is asked whether pages open behind the walls."""
ACCESS = f"access of {len(ASKED)} roles, a stranger and nobody"

MEMBER = "member"
"""What a page says that any member may open; it then shows what each may see."""
ASKS_MORE = {
    "evidence:subject-add": "whoever adds evidence must be let edit what it is about",
    "evidence:subject-attach": "likewise",
    "evidence:evidence-detach": "whoever takes it off, likewise",
    "comments:comment-edit": "a comment is edited by who wrote it",
    "comments:comment-remove": "a comment is removed by who wrote it, or a manager",
    "organisation:view-delete": "a view is removed by who saved it; a shared one by who may share",
    "exchange:import": "whoever imports must also be let import this register",
    "exchange:template": "likewise",
    "exchange:run": "and a draft is its maker's own",
    "exchange:problems": "likewise",
    "frameworks:import-draft": "files that somebody has brought are theirs alone",
    "tasks:feed-revoke": "a calendar is its maker's own; managers may revoke it",
    "jobs:job-detail": "a job is shown to whoever asked for it, and to owners",
    "risks:risk-levels": "the DPO sets levels for the data subjects alone",
    "sso:identity-link": "whoever links signs in again first, and only a provider in use can be linked",
    "sso:identity-unlink": "a link is removed by whose it is, or by an owner",
    "risks:risk-cell": "a cell that is not named is not found",
    "training:course-renew": "only a course that was made of a ready one has a newer wording",
    "exchange:report": "a long report is for whoever asked for it",
    "incidents:drill": "an exercise is led by whoever leads it: nobody else sees what comes",
    "incidents:drill-finish": "likewise",
    "incidents:drill-inject": "likewise",
    "exchange:report-file": "likewise",
    "privacy:dpia-step": "some steps are taken by whoever decides, and not by whoever writes",
}
"""Pages that ask about the object as well: the permission opens the door, and the room tests who gets further."""
OUTSIDE = re.compile(
    r"^(account/|invitation/|calendar/|portal/|reminders/|sso/|api/v1/|scim/v2/|robots\.txt$|\.well-known/|$)"
)
"""Addresses outside organisations, which guard themselves and are tested in their rooms."""


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str
    view: Any

    @property
    def permission(self) -> str | None:
        return getattr(getattr(self.view, "view_class", self.view), "permission", None)

    @property
    def word(self) -> str:
        """The first of the address, within an organisation or the interface where it lies there."""
        first, *others = self.pattern.split("/")
        return others[1] or "overview" if first in ("o", "api") else first or "door"


def routes() -> list[Route]:
    def walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
        for entry in resolver.url_patterns:
            pattern = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                inner = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from walk(entry, pattern, inner)
            elif isinstance(entry, URLPattern):
                yield Route(pattern, f"{space}{entry.name}", entry.callback)

    return list(walk(get_resolver(), "", ""))


INSIDE = [route for route in routes() if route.pattern.startswith("o/")]
PARTS = parts(INSIDE, lambda route: route.word)
ALL = parts(routes(), lambda route: route.word)


def furnish() -> tuple[Cast, World]:
    cast = make_cast()
    return cast, make_world(cast)


HOUSE = House("a little of everything", furnish)


@pytest.fixture
def house(furnished: Furnished) -> tuple[Cast, World]:
    return furnished(HOUSE)


def matrix() -> dict[str, dict[Role, str]]:
    """Permission → role → "everywhere", "own" or ""; read from the table that people read."""
    words = {"yes": "everywhere", "own": "own", "–": ""}
    table = {}
    for line in MATRIX.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == len(ROLES) + 2 and cells[0].startswith("`"):
            table[cells[0].strip("`")] = dict(zip(ROLES, (words[cell] for cell in cells[2:]), strict=True))
    return table


def test_every_route_inside_an_organisation_declares_a_permission() -> None:
    missing = [route.pattern for route in INSIDE if route.permission not in {MEMBER, *PERMISSIONS}]
    assert not missing


def test_every_page_asks_what_is_written() -> None:
    """Or a page that asks for less would only be held to what it asks."""
    declared = {route.pattern.removeprefix("o/<slug:organisation>/") or "/": route.permission or "" for route in INSIDE}
    assert differences("Pages", declared) == []


def test_every_other_route_is_known() -> None:
    stray = [route.pattern for route in routes() if route not in INSIDE and not OUTSIDE.match(route.pattern)]
    assert not stray


def test_the_matrix_is_what_the_code_says() -> None:
    said = {
        name: {role: "everywhere" if role in p.everywhere else "own" if role in p.own else "" for role in ROLES}
        for name, p in PERMISSIONS.items()
    }
    assert said == matrix()


def test_guests_may_what_their_own_table_says() -> None:
    told = MATRIX.read_text(encoding="utf-8").split("## Guests")[1]
    said = dict(re.findall(r"^\| `([\w.]+)` \| (\w+) \|$", told, re.MULTILINE))
    assert said == {name: "own" for name, p in PERMISSIONS.items() if Guest.SUPPLIER in p.guests}
    assert list(Guest) == [Guest.SUPPLIER], "a new guest wants a column"


@pytest.mark.parametrize("part", PARTS)
def test_every_route_lets_in_whom_the_matrix_says(
    part: str, house: tuple[Cast, World], db: None, still: Callable[[], None], tally: Tally
) -> None:
    """Where the owner is told that there is no such method, there is nothing that others could be let into."""
    cast, world = house
    still()
    rules = matrix() | {MEMBER: dict.fromkeys(ROLES, "everywhere")}
    clients = {role: client_of(person) for role, person in cast.by_role().items() if role in ASKED}
    stranger = client_of(cast.dorte)
    wrong: list[str] = []
    for route in PARTS[part]:
        tally(ACCESS, routes=1)
        for method in ("get", "post"):
            expect = Expectation(route, method, world)
            of_owner = expect.status(clients[Role.OWNER])
            wrong += expect.of_role(of_owner, Role.OWNER, rules[route.permission or ""][Role.OWNER])
            tally(ACCESS, cases=1)
            if of_owner == 405:
                continue
            wrong += expect.of_nobody(Client())
            wrong += expect.of_stranger(stranger)
            for role in clients.keys() - {Role.OWNER}:
                wrong += expect.of_role(expect.status(clients[role]), role, rules[route.permission or ""][role])
            tally(ACCESS, cases=1 + len(clients))
    assert not wrong, "\n".join(wrong)


@dataclass(frozen=True)
class Expectation:
    """What one route and method must answer to whom."""

    route: Route
    method: str
    world: World

    def address(self, slug: str = "kronborg") -> str:
        return "/" + self.world.fill(self.route.pattern, self.route.name, slug)

    def ask(self, client: Client, slug: str = "kronborg") -> Any:
        with self.world.undone():
            answer = getattr(client, self.method)(self.address(slug))
            if answer.streaming:
                b"".join(answer.streaming_content)  # reading a file to its end closes it
            return answer

    def of_nobody(self, client: Client) -> list[str]:
        answer = self.ask(client)
        good = answer.status_code == 302 and answer["Location"].startswith(resolve_url(settings.LOGIN_URL))
        return [] if good else [self.say("nobody", "is sent to sign in", answer.status_code)]

    def of_stranger(self, client: Client) -> list[str]:
        foreign, missing = self.ask(client), self.ask(client, slug="no-such-organisation")
        if foreign.status_code != 404 or missing.status_code != 404:
            return [self.say("stranger", "gets 404", foreign.status_code)]
        return (
            [] if plain(foreign) == plain(missing) else [self.say("stranger", "cannot tell foreign from missing", 404)]
        )

    def status(self, client: Client) -> int:
        with undrawn():
            return self.ask(client).status_code

    def of_role(self, status: int, role: Role, reach: str) -> list[str]:
        allowed = status in (200, 204, 302, 303, 304, 400, 405, 409, 422)
        if reach == "everywhere" and self.route.name not in ASKS_MORE:
            return [] if allowed else [self.say(role, "may", status)]
        if reach:  # the world's objects are nobody's in particular: a list is open, an object is not found
            return [] if allowed or status in (403, 404) else [self.say(role, "may with their own", status)]
        return [] if status in (403, 405) else [self.say(role, "may not", status)]

    def say(self, who: str, what: str, status: int) -> str:
        return f"{self.method.upper()} {self.address()}: {who} {what}, got {status}"


def test_what_answers_a_method_is_given_the_request() -> None:
    """A page's own helper called ``head`` would answer HEAD, and fail."""
    for route in INSIDE:
        view = getattr(route.view, "view_class", object)
        for name in View.http_method_names:
            if handler := getattr(view, name, None):
                assert list(inspect.signature(handler).parameters)[1] == "request", f"{view.__name__}.{name}"


def plain(answer: Any) -> str:
    """A page's text without what differs in every answer."""
    return re.sub(r'(?:csrf|nonce)[^>]*value="[^"]*"|/o/[\w-]+/[^"<\s]*', "", answer.content.decode())
