"""Everything that Kronborg's people and programs can ask for, asked for, and each answer searched for Rosenborg's words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, get_args
from urllib.parse import unquote_plus

from django.db import transaction
from django.db.models import Model
from django.test import Client

from holger.api.tests.programs import Program
from holger.api.v1.operation import Operation
from holger.api.v1.resource import RESOURCES
from holger.assets.models import Asset
from holger.config.web.intake import MOST_PARAMETERS
from holger.core.registry import registry
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.setting import FORMS
from holger.organisation.models import Person, Unit
from holger.ui.filtering import Filters, PickFilter
from holger.ui.pages import ListPage
from tests.answers import all_of, content_of
from tests.api_world import World as Named
from tests.canary import LENGTH, MARK, Planted
from tests.test_access import Route
from tests.world import World, filled

KINDS = (Person, Asset, Unit)
"""Of what a page that does not say what it wants is given one."""
WORD = re.compile(rf"{MARK}[a-z0-9]+".encode())
UUID = re.compile(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
SHORTEST_KEY = 36
SEAL = re.compile(rb"[0-9a-f]{64}")
NAMES = re.compile(rb'\bname="([\w.-]+)"')


@dataclass
class Crawl:
    """What has been looked at, and what was found that should not be there."""

    planted: Planted
    world: World
    found: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    statuses: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    """The names that pages were asked with."""

    def __post_init__(self) -> None:
        self.words = {word.encode() for word in self.planted.words}
        self.ids = {key.encode() for key in self.planted.ids}

    def look(self, response: Any, asked: str) -> None:
        """Search an answer. What was asked with may come back; nothing else of Rosenborg's may."""
        content = content_of(response)
        self.counts["answers"] += 1
        self.counts["bytes"] += len(content)
        self.statuses.add(response.status_code)
        for part in all_of(response, content):
            self.search(part, asked)

    def search(self, part: bytes, asked: str) -> None:
        low = part.lower()
        leaked = set()
        if MARK.encode() in low:
            for run in WORD.findall(low):
                leaked |= {word for word in (run[: LENGTH + 4], run[:LENGTH]) if word in self.words}
        if len(low) >= SHORTEST_KEY:
            leaked |= set(UUID.findall(low)) & self.ids
            leaked |= set(SEAL.findall(low)) & self.words
        sent = unquote_plus(asked).lower().encode() if leaked else b""
        for word in leaked:
            if word not in sent:
                self.found.append(f"{asked[:300]}: {word.decode()}")

    @contextmanager
    def undone(self) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    # Pages

    def page(self, client: Client, method: str, address: str, data: Any = None, **headers: str) -> Any:
        with self.undone():
            response = getattr(client, method)(address, data or {}, headers=headers)
            self.look(response, f"{method.upper()} {address} {data or ''}")
        return response

    def addresses(self, route: Route) -> Iterator[str]:
        """The page's address: with Kronborg's own, with Rosenborg's, and with one of Rosenborg's among Kronborg's own."""
        parts = re.findall(r"<(?:\w+:)?(\w+)>", route.pattern)[1:]
        own = {"organisation": "kronborg"} | self.world.parts(route.name)
        theirs = self.planted.world.parts(route.name)
        mixed = [own | {name: theirs[name]} for name in parts if len(parts) > 1]
        seen = set()
        for known in [own, *([own | theirs] if parts else []), *mixed]:
            address = "/" + filled(route.pattern, known)
            if address not in seen:
                seen.add(address)
                yield address

    def pages(self, routes: Iterable[Route], clients: dict[str, Client], askers: dict[str, Client]) -> None:
        """All that somebody opens who may see everything, somebody with something of their own, and somebody in one unit: how far
        one sees is what a question is narrowed by, and others see as far as one of these. Where the first of them is turned away,
        everybody else has a look."""
        for route in routes:
            methods = {"get", "post"}
            for address in self.addresses(route):
                for method in sorted(methods):
                    first, *_others = [self.page(client, method, address).status_code for client in askers.values()]
                    if first == 405:  # whatever it is asked about
                        methods.remove(method)
                    if (method, first) == ("get", 403):
                        for name in clients.keys() - askers.keys():
                            self.page(clients[name], "get", address)
            self.counts["routes"] += 1

    def forms(self, routes: Iterable[Route], client: Client, actor: Any) -> None:
        """Every page asked, and every form sent, with Rosenborg's rows under all names that the page has."""
        keys = [str(self.planted.row(model).pk) for model in KINDS]
        for route in routes:
            address, answers = next(self.addresses(route)), self.answers(route, actor)
            names = self.names_on(self.page(client, "get", address), route)
            takes = self.page(client, "post", address, answers).status_code != 405
            for key in keys if names else ():
                told = dict.fromkeys(names, key)
                self.page(client, "get", address, told)
                if takes:
                    self.page(client, "post", address, told | answers)

    def names_on(self, response: Any, route: Route) -> list[str]:
        """What a page can be asked with: its fields and its filters. Of names that are counted (band-1-1, band-1-2) one does."""
        found = {name.decode() for name in NAMES.findall(content_of(response))}
        view = getattr(route.view, "view_class", None)
        if isinstance(view, type) and issubclass(view, ListPage):
            found |= set(view.filters.base_filters)
        named = {re.sub(r"\d+", "#", name): name for name in sorted(found) if name != "csrfmiddlewaretoken"}
        self.names |= set(named.values())
        return list(named.values())[:MOST_PARAMETERS]

    def answers(self, route: Route, actor: Any) -> dict[str, Any]:
        """The page's form, with Rosenborg's rows chosen wherever one can choose."""
        form = getattr(getattr(route.view, "view_class", None), "form", None)
        if not isinstance(form, type):
            return {}
        try:
            fields = form(actor=actor).fields
        except TypeError:  # a form that wants to know more; all its names were asked with already
            return {}
        return {name: self.theirs(each.pick) if hasattr(each, "pick") else "x" for name, each in fields.items()}

    def theirs(self, pick: str) -> str:
        """Something of Rosenborg's for a picker."""
        search = registry.search(pick)
        assert search is not None
        assert search.rows is not None
        row = self.planted.row(self.concrete(search.rows(self.planted.actor).model))
        return str(row.pk)

    @staticmethod
    def concrete(model: type[Model]) -> type[Model]:
        return model._meta.concrete_model or model

    def lists(self, routes: Iterable[Route], client: Client, *, sorted_too: bool) -> None:
        """Every list searched, filtered, paged, with all columns, in parts, as files, and maybe in every order."""
        for route in routes:
            view = getattr(route.view, "view_class", None)
            if not (isinstance(view, type) and issubclass(view, ListPage)):
                continue
            address = next(self.addresses(route))
            for query in self.queries(view, sorted_too=sorted_too):
                self.page(client, "get", f"{address}?{query}")
            self.page(client, "get", f"{address}?q={MARK}", HX_Request="true")
            self.counts["lists"] += 1

    def queries(self, view: type[ListPage], *, sorted_too: bool) -> Iterator[str]:
        described = view.columns if isinstance(view.columns, Sequence) else ()  # some know them only when asked
        columns = "&".join(f"columns={column.key}" for column in described)
        yield from (f"q={MARK}", f"q={self.planted.prefix}", "part=tabs", f"part=tabs&q={MARK}")
        yield from (f"per=200&more=1&{columns}", "page=2", "export=csv", "export=xlsx", f"export=csv&q={MARK}")
        for column in described:
            if column.sort and sorted_too:
                yield from (f"sort={column.key}", f"sort=-{column.key}")
        for name, each in view.filters.base_filters.items():
            yield f"{name}={self.theirs(each.pick) if isinstance(each, PickFilter) else MARK}"

    def papers(self, routes: Iterable[Route], client: Client, forms: Iterable[str] = FORMS) -> None:
        """Every report in these forms and every language, of everything and of what the filters find."""
        for route in routes:
            view = getattr(route.view, "view_class", None)
            if not (isinstance(view, type) and issubclass(view, ReportPage)):
                continue
            for form in forms:
                for query in ("language=da", "language=en&report=plan"):
                    self.page(client, "get", f"{next(self.addresses(route))}?form={form}&{query}")
            for address in self.addresses(route):
                self.page(client, "get", f"{address}?form=xlsx&q={MARK}&status=closed")
            self.counts["papers"] += 1

    def searches(self, client: Client) -> None:
        for text in ("", MARK, self.planted.prefix):
            self.page(client, "get", f"/o/kronborg/find/?q={text}")
            self.page(client, "get", f"/o/kronborg/find/?q={text}", HX_Request="true")
            for search in registry.searches:
                self.page(client, "get", f"/o/kronborg/pick/{search.key}/?q={text}")
                self.counts["searches"] += 1

    # The interface

    def call(self, program: Program, method: str, path: str, body: Any = None, **headers: str) -> Any:
        with self.undone():
            response = program.call(method, path, body, **headers)
            self.look(response, f"{method} {path} {body or ''}")
        return response

    def interface(
        self, asked: Iterable[Operation], programs: dict[str, Program], askers: dict[str, Program], own: Named
    ) -> None:
        """Operations about Kronborg's own and about Rosenborg's, with Rosenborg's in every parameter and field. Who asks: as pages
        are asked (``pages``)."""
        assert self.planted.named is not None
        for operation in asked:
            paths = {own.path(operation), self.planted.named.path(operation)}
            for path in sorted(paths):
                answers = [self.ask(program, operation, path) for program in askers.values()]
                if answers[0] == 403 and operation.method == "GET":
                    for name in programs.keys() - askers.keys():
                        self.ask(programs[name], operation, path)
            self.counts["operations"] += 1

    def ask(self, program: Program, operation: Operation, path: str) -> int:
        """The status of the plain question, after which all others are asked."""
        if operation.upload:
            with self.undone():
                answer = program.upload(path, {"about": f"assets/{self.planted.reference('assets')}"})
                self.look(answer, f"POST {path} {self.planted.reference('assets')}")
            return answer.status_code
        answer = self.call(program, operation.method, path, {} if operation.body else None)
        for query in self.parameters(operation):
            self.call(program, operation.method, f"{path}?{query}")
        if operation.body:
            self.call(program, operation.method, path, self.body(operation))
        return answer.status_code

    def parameters(self, operation: Operation) -> Iterator[str]:
        # Whatever is asked of a paper, a workbook tells it soonest; pages are asked for once.
        paper = "format=xlsx&" if operation.path.endswith("/report") else ""
        yield from (f"{paper}{query}" for query in self._parameters(operation))

    def _parameters(self, operation: Operation) -> Iterator[str]:
        filters = getattr(RESOURCES.get(operation.path.split("/")[1]), "filters", Filters).base_filters
        for name in operation.query.model_fields:
            each = filters.get(name)
            if name == "q":
                yield from (f"q={MARK}", f"q={self.planted.prefix}")
            elif isinstance(each, PickFilter):
                yield f"{name}={self.theirs(each.pick)}"
            elif name in ("asset", "around", "reference"):
                yield f"{name}={self.planted.reference('assets')}"
            elif name == "format":
                yield from (f"format={form}" for form in get_args(operation.query.model_fields[name].annotation))
            elif name == "page_size":
                yield "page_size=200"

    def body(self, operation: Operation) -> dict[str, Any]:
        """Rosenborg's rows in every field that names a row, and plain answers elsewhere."""
        from holger.api.v1.references import points_of
        from tests.test_api_references import EXAMPLES

        assert operation.body is not None
        points = points_of(operation.body)
        told: dict[str, Any] = {}
        for name, each in operation.body.model_fields.items():
            if name in points:
                row = self.planted.row(self.concrete(points[name].model))
                told[name] = [str(row.pk)] if str(each.annotation).startswith("list") else str(row.pk)
            elif each.is_required():
                told[name] = EXAMPLES.get(name, "x")
        return told
