"""A restricted incident is known to whoever leads it and its team: to nobody else, whatever their roles, by no byte and by no count.

Pages, operations, selectors and services come from the code, so that new ones are held to it from the day they are written.
"""

import html
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.http import Http404
from django.test import Client

from holger.api import services as api
from holger.api.tests.programs import Program
from holger.core.permissions import Role
from holger.core.registry import registry
from holger.evidence import selectors as evidence
from holger.exchange.papers.pages import ReportPage
from holger.history import exports
from holger.history import selectors as history
from holger.history.models import Event
from holger.incidents.models import Incident
from holger.incidents.selectors import incidents as selectors
from holger.incidents.services.reminding import clocks_remind
from holger.jobs.models import Mail
from holger.organisation import services as organisation
from holger.tasks import services as tasks
from holger.tasks.models import Notice, Post
from holger.tasks.selectors.notices import notices_for
from holger.tasks.selectors.tasks import tasks_for
from holger.tasks.services.reminding import remind
from holger.ui.pages import ListPage
from tests.api_world import operations
from tests.canary import MARK
from tests.cast import Cast, actor_of, client_of, make_cast, make_person
from tests.crawl import Crawl
from tests.furnished import Furnished, House
from tests.parts import parts
from tests.secret import Secret, hanging, leader, plant_secret
from tests.tally import Tally
from tests.test_access import INSIDE, PARTS, Route
from tests.test_layers import Rows, ask, functions
from tests.test_layers import told as rows_in
from tests.test_pages_alone import ask as page
from tests.test_pages_alone import difference
from tests.test_selectors import selectors as all_selectors
from tests.undrawn import undrawn
from tests.world import World, filled, make_world

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="it asks what is asked, whatever the database"),
]
OF_THE_CHAIN = re.compile(r"history:(seal|checkpoint|keeping|history-export)|jobs:recurrence")
"""Pages that tell how many entries the history has (an export tells its own number): that somebody did something is no secret,
what it was is."""
ROOMS = re.compile(
    r"(incidents|tasks|evidence|history|comments|desk|jobs|reports|organisation:person|organisation:home)"
)
"""Where somebody is told of what others do."""


@dataclass
class Known:
    """A little of everything, and browsers of people who have nothing to do with the secret."""

    cast: Cast
    world: World
    browsers: dict[str, Client]


def furnish() -> Known:
    cast = make_cast()
    people = {"owner": cast.olga, "security officer": cast.anna, "auditor": cast.carl, "contributor": cast.bo}
    people["employee"] = make_person(cast.kronborg, "Elin Dahl", Role.EMPLOYEE)
    return Known(cast, make_world(cast), {name: client_of(person) for name, person in people.items()})


HOUSE = House("what everybody may know", furnish)
SECRET = House("what everybody may know, and a secret", lambda known: (known, plant_secret(known.cast)), HOUSE)


@pytest.fixture
def unaware(furnished: Furnished) -> Known:
    """Before there is a secret."""
    return furnished(HOUSE)


@pytest.fixture
def aware(furnished: Furnished) -> tuple[Known, Secret]:
    return furnished(SECRET)


@pytest.fixture
def cast(aware: tuple[Known, Secret]) -> Cast:
    return aware[0].cast


@pytest.fixture
def world(aware: tuple[Known, Secret]) -> World:
    return aware[0].world


@pytest.fixture
def browsers(aware: tuple[Known, Secret]) -> dict[str, Client]:
    return aware[0].browsers


@pytest.fixture
def secret(aware: tuple[Known, Secret]) -> Secret:
    return aware[1]


@pytest.fixture
def robot(cast: Cast, settings: Any) -> Program:
    """A program that may do everything, with every scope."""
    settings.API_RATE = 1_000_000
    account = organisation.service_account_create(actor=actor_of(cast.olga), name="Robot", responsible=cast.bo)
    organisation.role_give(actor=actor_of(cast.olga), person=account, role="owner")
    program = Program(None)
    _token, program.secret = api.token_create(
        actor=actor_of(cast.olga), person=account, name="robot", scope={"*": "write"}
    )
    return program


def addresses(world: World, routes: Iterable[Route]) -> Iterator[str]:
    for route in routes:
        if OF_THE_CHAIN.match(route.name):
            continue
        address = "/" + filled(route.pattern, {"organisation": "kronborg"} | world.parts(route.name))
        yield address
        view = getattr(route.view, "view_class", None)
        if isinstance(view, type) and issubclass(view, ListPage):
            yield from (f"{address}?more=1&q=e", f"{address}?export=csv")
        if isinstance(view, type) and issubclass(view, ReportPage):
            yield f"{address}?form=xlsx"


def narrow(world: World, secret: Secret, routes: Iterable[Route]) -> Iterator[str]:
    """Lists asked for it in every way, and every page about it."""
    for route in routes:
        parts = re.findall(r"<(?:\w+:)?(\w+)>", route.pattern)[1:]
        known = {"organisation": "kronborg"} | world.parts(route.name)
        view = getattr(route.view, "view_class", None)
        if isinstance(view, type) and issubclass(view, ListPage) and ROOMS.match(route.name):
            address = "/" + filled(route.pattern, known)
            asked = (f"q={MARK}", "export=xlsx", *(f"{name}={secret.full.pk}" for name in view.filters.base_filters))
            yield from (f"{address}?{query}" for query in asked)
        if "reference" in parts and re.match("incidents|tasks:task|evidence", route.name):
            own = {"incidents": secret.told, "tasks": secret.task, "evidence": secret.proof}[route.name.split(":")[0]]
            yield "/" + filled(route.pattern, known | {"reference": own.reference})
        if "subject_type" in parts:
            about = {"subject_type": "incidents.incident", "pk": secret.told.pk}
            yield "/" + filled(route.pattern, known | about)


def searches(secret: Secret) -> Iterator[str]:
    base = "/o/kronborg/"
    for text in (MARK, *secret.references):
        yield f"{base}find/?q={text}"
        yield f"{base}history/?q={text}"
        yield from (f"{base}pick/{search.key}/?q={text}" for search in registry.searches)
    yield from (f"{base}history/export/{form}/" for form in exports.NAMES)


@pytest.mark.parametrize("part", PARTS)
def test_nobody_else_is_told_and_no_page_changes(
    part: str, unaware: Known, db: None, furnished: Furnished, still: Callable[[], None], tally: Tally
) -> None:
    still()
    owner, routes = unaware.browsers["owner"], PARTS[part]
    before = {url: found for url in addresses(unaware.world, routes) if (found := page(owner, url))[0] == 200}
    (known, secret), wrong = furnished.then(SECRET), []
    crawl, browsers = Crawl(secret, known.world), known.browsers
    for address, was in before.items():
        now = page(browsers["owner"], address)
        crawl.search(html.unescape(now[1].decode("utf-8", "replace")).encode(), address)
        if was != now:
            wrong.append(f"{address}: {difference(was, now)}")
    for address in narrow(known.world, secret, routes):
        for who in ("owner", "auditor"):
            crawl.page(browsers[who], "get", address)
    for address in pages_of_rooms(known.world, routes):
        for who in ("security officer", "contributor", "employee"):
            crawl.page(browsers[who], "get", address)
    tally("need to know", pages=len(before), answers=crawl.counts["answers"])
    assert (wrong, crawl.found) == ([], [])


def test_no_search_and_no_export_finds_it(
    secret: Secret, world: World, browsers: Mapping[str, Client], tally: Tally
) -> None:
    crawl = Crawl(secret, world)
    for address in searches(secret):
        for who in ("owner", "auditor"):
            crawl.page(browsers[who], "get", address)
    tally("need to know", answers=crawl.counts["answers"])
    assert crawl.counts["answers"] > 100
    assert crawl.found == []


def test_there_is_enough_to_ask(world: World, secret: Secret, browsers: Mapping[str, Client]) -> None:
    with undrawn():
        opened = [url for url in addresses(world, INSIDE) if browsers["owner"].get(url).status_code == 200]
    assert len(opened) > 400 and len(operations()) > 600
    assert len(list(narrow(world, secret, INSIDE))) + len(list(pages_of_rooms(world, INSIDE))) > 250


def pages_of_rooms(world: World, routes: Iterable[Route]) -> Iterator[str]:
    for route in routes:
        if ROOMS.match(route.name) and not OF_THE_CHAIN.match(route.name):
            yield "/" + filled(route.pattern, {"organisation": "kronborg"} | world.parts(route.name))


OPERATIONS = parts(operations(), lambda operation: operation.path.split("/")[1])


@pytest.mark.parametrize("part", OPERATIONS)
def test_no_program_is_told(part: str, secret: Secret, world: World, robot: Program, tally: Tally) -> None:
    crawl = Crawl(secret, world)
    for operation in OPERATIONS[part]:
        parts = re.findall(r"{(\w+)}", operation.path)
        for reference in secret.references if parts else ("",):
            path = re.sub(r"{\w+}", reference, operation.path)
            asked = [path] if parts or "q" not in operation.query.model_fields else [path, f"{path}?q={MARK}"]
            for each in asked if operation.method == "GET" or parts else ():
                crawl.call(robot, operation.method, each, {} if operation.body else None)
    tally("need to know, programs", answers=crawl.counts["answers"])
    assert crawl.found == []


def test_no_calendar_is_told(cast: Cast, secret: Secret, world: World) -> None:
    crawl = Crawl(secret, world)
    feed, address = tasks.feed_create(actor=actor_of(cast.olga), everything=True)
    crawl.page(Client(), "get", f"/calendar/{address}/holger.ics")
    assert crawl.counts["answers"] and feed.everything
    assert crawl.found == []


def test_those_who_work_on_it_are_told(cast: Cast, world: World, secret: Secret) -> None:
    for person in (cast.karen, cast.emil):
        actor = actor_of(person)
        assert set(selectors.incidents_for(leader(cast))) >= {secret.told, secret.full}
        assert not selectors.kept_from(actor).exists()
    assert secret.task in tasks_for(actor_of(cast.emil))
    assert secret.proof in evidence.evidence_for(leader(cast))
    assert notices_for(actor_of(cast.emil)).filter(path=secret.told.path).count() == 2
    assert client_of(cast.karen).get(f"/o/kronborg/incidents/{secret.told.reference}/").status_code == 200
    assert history.events_for(leader(cast)).filter(subject_id=secret.told.pk).count() > 5


def test_no_notice_mail_or_chat_tells_others(
    unaware: Known, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    """Neither when something falls due, nor when it is late and managers and owners are told."""
    cast, world = unaware.cast, unaware.world
    tasks.webhook_create(
        actor=actor_of(cast.anna), name="All", form="slack", address="https://192.0.2.1/all", kinds=["due", "overdue"]
    )
    type(cast.emil).objects.filter(pk=cast.emil.pk).update(manager=cast.bo)
    secret = plant_secret(cast)
    Notice.objects.filter(slot__startswith="old:").delete()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        remind(cast.kronborg.pk)
        clocks_remind(cast.kronborg.pk)
    told = Notice.objects.filter(path__in=(secret.told.path, secret.full.path, secret.task.path))
    assert told.exists()
    assert set(told.values_list("person", flat=True)) <= {cast.karen.pk, cast.emil.pk}
    crawl = Crawl(secret, world)
    for post in Post.objects.all():
        crawl.search(str(post.lines).encode(), "chat")
    for subject in Mail.objects.values_list("subject", flat=True):
        crawl.search(subject.encode(), "outbox")
    for message in mail.outbox:
        if not {"karen@kronborg.example", "emil@kronborg.example"} & set(message.to):
            crawl.search(message.message().as_bytes(), "mail")
    assert crawl.found == []


# Each layer by itself


class OfSecret(Rows):
    """Rows of the secret incident for every parameter."""

    def __init__(self, secret: Secret):
        self.secret = secret
        super().__init__(secret.cast.kronborg.pk)

    def of(self, model: Any) -> Any:
        return self.secret.rows.get(model) or super().of(model)


def is_secret(row: Any, secret: Secret) -> bool:
    return str(row.pk) in secret.ids or getattr(row, "incident_id", None) in (secret.full.pk, secret.told.pk)


def test_no_service_of_the_room_does_anything_for_others(cast: Cast, world: World, secret: Secret) -> None:
    rows, wrong, asked = OfSecret(secret), [], 0
    for name, function in functions("services"):
        given = rows.arguments(function) if name.startswith("incidents.") else None
        if given is None or not any(is_secret(row, secret) for row in rows_in(given[0])):
            continue
        for person in (cast.olga, cast.anna, cast.carl):
            asked += 1
            answer = ask(function, actor_of(person), given[0])
            if not isinstance(answer, Http404):
                wrong.append(f"{name} as {person}: {answer!r:.200}")
    assert asked > 20
    assert not wrong, "\n".join(wrong)


def test_no_selector_gives_any_of_it_to_others(cast: Cast, world: World, secret: Secret) -> None:
    rows, wrong, asked = OfSecret(secret), [], 0
    for name, function in all_selectors().items():
        given = rows.arguments(function) if "actor" in function.__code__.co_varnames else None
        if given is None or not name.startswith(("incidents.", "tasks.", "evidence.", "history.", "comments.")):
            continue
        for person in (cast.olga, cast.carl):
            asked += 1
            answer = ask(function, actor_of(person), given[0])
            known = {row.pk for row in rows_in(given[0])}
            if isinstance(answer, list) and any(is_secret(row, secret) and row.pk not in known for row in answer):
                wrong.append(f"{name} as {person}")
    assert asked > 60
    assert sorted(each for each in set(wrong) if each.partition(" ")[0] not in KEPT) == []


KEPT = {"incidents.selectors.incidents.kept_from", "tasks.selectors.withheld.activities_kept"}
KEPT |= {"tasks.selectors.withheld.tasks_kept", "evidence.selectors.evidence_kept"}
"""Selectors that say what is kept, and are asked by other selectors alone."""


def test_every_table_of_the_room_holds_something_secret(secret: Secret) -> None:
    assert {model for model in hanging() if not is_secret(secret.rows[model], secret)} == set()
    assert len(hanging()) > 12 and len(secret.words) > 100


# The test itself must be able to fail.


@pytest.mark.parametrize("what", ["incidents", "history", "tasks", "evidence"])
def test_a_room_that_forgets_is_found(
    what: str, secret: Secret, world: World, browsers: Mapping[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl = Crawl(secret, world)
    if what == "incidents":
        everything = lambda actor: Incident.objects.filter(organisation_id=actor.organisation_id)  # noqa: E731
        for module in [m for name, m in sys.modules.items() if name.startswith("holger.incidents")]:
            if hasattr(module, "incidents_for"):
                monkeypatch.setattr(module, "incidents_for", everything)
    elif what == "history":
        monkeypatch.setattr(history, "events_for", lambda actor: Event.objects.order_by("-seq"))
    else:
        monkeypatch.setattr(registry, "secrets", [each for each in registry.secrets if not each.kind.startswith(what)])
    pages = {"incidents": "incidents/breaches/", "history": "history/", "tasks": "tasks/", "evidence": "evidence/"}
    crawl.page(browsers["owner"], "get", f"/o/kronborg/{pages[what]}")
    assert crawl.found
