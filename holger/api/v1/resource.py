"""The six operations that a register usually has: list, read, create, change, archive, export.

A room describes its register once (``Resource``) and gets them all, with the same paging, filters, order, search,
ETags and refusals. What only one register can do is an ``operation`` of its own.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import FETCH_PEERS, F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field, create_model

from holger.api.v1.call import Call
from holger.api.v1.errors import Invalid
from holger.api.v1.operation import Answer, operation, wanted_version
from holger.api.v1.references import Lookup, answers_of, lookup
from holger.api.v1.shape import Shape
from holger.core.actor import Actor
from holger.core.errors import Conflict, NotFound
from holger.core.models import Versioned
from holger.core.registry import registry
from holger.core.searching import words_in
from holger.core.words import LANGUAGES
from holger.exchange.papers.paper import Paper
from holger.exchange.papers.sending import paper_response
from holger.exchange.papers.setting import FORMS, TYPES
from holger.ui import filtering
from holger.ui.filtering import Filters
from holger.ui.query import MOST_WORDS, Query, too_much, words_of

Service = Callable[..., Any]

LARGEST_PAGE = 200
SHEETS = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv")
PAPERS = tuple(TYPES[form] for form in FORMS)
Text = Annotated[str, Field(max_length=300)]
Narrowing = Sequence[tuple[str, str]]
"""What rows are narrowed by, in words."""


@dataclass(frozen=True)
class Resource:
    """A register as the interface shows it.

    Services come with the permission that they ask for. They are called as ``service(actor=…, asset=…, **answers)``;
    those that edit get the ``version`` to hold on to, where the object has one.
    """

    kind: str
    """The register's name in addresses: ``assets``."""
    one: str
    """One of its objects, as services call it: ``asset``."""
    room: str
    model: type[Model]
    view: str
    """The permission to read."""
    rows: Callable[[Actor], QuerySet[Any]]
    out: type[BaseModel]
    called: str = ""
    """The same in words, where they differ."""
    filters: type[Filters] = Filters
    searched: Sequence[str] = ()
    sorts: Sequence[str] = ()
    order: str = "number"
    related: Sequence[str] = ()
    """What ``out`` reads in other tables, fetched once for the whole page."""
    fill: Callable[[Call, Sequence[Any]], None] | None = None
    """Puts on the rows what ``out`` reads and no field holds, for the whole page at once."""
    reports: Sequence[str] = ()
    """What can be put on paper of its rows; ``paper(report, request, language, rows, narrowed)`` describes it."""
    paper: Callable[[str, Any, str, QuerySet[Any], Narrowing], Paper] | None = None
    body: type[BaseModel] | None = None
    create: tuple[str, Service] | None = None
    change: type[BaseModel] | None = None
    edit: tuple[str, Service] | None = None
    delete: tuple[str, Service] | None = None
    deletes: str = "archive"
    """What deleting does: archive, or remove."""

    @property
    def key(self) -> str:
        """What an object is called by in its address: its reference, or its id where it has none."""
        return "reference" if hasattr(self.model, "reference") else "id"

    @property
    def words(self) -> str:
        called = self.called or self.one
        return f"{'an' if called[0] in 'aeio' else 'a'} {called}"

    @property
    def versioned(self) -> bool:
        return issubclass(self.model, Versioned)

    @property
    def slug(self) -> str:
        return self.kind.replace("-", "_")

    @property
    def title(self) -> str:
        return "".join(part.title() for part in self.kind.split("-"))

    def find(self, actor: Actor, text: str) -> Any:
        """The object, as far as the actor may see it; otherwise 404."""
        if self.key == "reference":
            return self._by_reference(actor, text)
        try:
            return self.rows(actor).get(pk=UUID(text))
        except (ValueError, self.model.DoesNotExist) as e:
            raise NotFound from e

    def _by_reference(self, actor: Actor, text: str) -> Any:
        """By the reference that is kept, or by the number that it is made from: RU-3."""
        if any(field.name == "reference" for field in self.model._meta.concrete_fields):
            return Lookup(self.kind, self.rows).get(actor, text)
        number = re.fullmatch(r"(?:[A-Za-z]+-)?([0-9]{1,9})", text)
        row = self.rows(actor).filter(number=int(number[1])).first() if number else None
        if row is None:
            raise NotFound
        return row

    def shown(self, request: Call, text: str) -> Any:
        """The object with all that ``out`` reads."""
        row = self.find(request.actor, text)
        if self.fill:
            self.fill(request, [row])
        return row


RESOURCES: dict[str, Resource] = {}
"""Every register by name."""


def subjects() -> list[Resource]:
    """The registers whose objects can be commented on, proven and told the history of."""
    return [r for r in RESOURCES.values() if r.model._meta.concrete_model._meta.label_lower in registry.subjects]


def offer(resource: Resource) -> Resource:
    """Declare the operations that the register has."""
    RESOURCES[resource.kind] = resource
    _offer_list(resource)
    if resource.kind in registry.registers:
        _offer_export(resource)
    if resource.paper:
        _offer_report(resource)
    if resource.create and resource.body:
        _offer_create(resource)
    _offer_get(resource)
    if resource.edit and resource.change:
        _offer_edit(resource)
    if resource.delete:
        _offer_delete(resource)
    return resource


def _offer_list(r: Resource) -> None:
    query = query_of(r)
    page = page_of(r.out)

    def listed(request: Call, query: Any) -> Any:
        return page_at(request, found(r, request, query), query, r.out, r.related, r.fill)

    operation(
        "GET", f"/{r.kind}", room=r.room, permission=r.view, gives=page, query=query, name=f"{r.slug}_list",
        summary=f"List {r.kind.replace('-', ' ')}",
    )(listed)  # fmt: skip


def _offer_export(r: Resource) -> None:
    query = query_of(r, format=(Literal["xlsx", "csv"], Field("xlsx", description="What kind of file.")))

    def exported(request: Call, query: Any) -> HttpResponseBase:
        assert registry.exporter is not None
        return registry.exporter(request, r.kind, found(r, request, query), query.format)

    operation(
        "GET", f"/{r.kind}/export", room=r.room, permission=r.view, gives=None, query=query, name=f"{r.slug}_export",
        summary=f"Export {r.kind.replace('-', ' ')}, to import back unchanged", media=SHEETS,
    )(exported)  # fmt: skip


def asked_paper() -> dict[str, Any]:
    """How a paper is wanted, as parameters."""
    return {
        "format": (Literal[tuple(FORMS)], Field(FORMS[0], description="What kind of file.")),
        "language": (
            Literal[LANGUAGES] | None,
            Field(None, description="Without one, the language you are answered in."),
        ),
    }


def _offer_report(r: Resource) -> None:
    which = (Literal[tuple(r.reports)], Field(r.reports[0], description="Which report."))
    query = query_of(r, called="Report", report=which, **asked_paper())

    def reported(request: Call, query: Any) -> HttpResponseBase:
        assert r.paper is not None
        rows, paper = found(r, request, query), r.paper

        def make(language: str) -> Paper:
            filters = filters_of(r.filters, request, r.rows(request.actor))
            told = [*filters.told(Query(filters.data)), *([(_("Search"), query.q)] if getattr(query, "q", "") else [])]
            return paper(query.report, request, language, rows, [(str(what), which) for what, which in told])

        return paper_response(request, make, query.format, query.language or "")

    operation(
        "GET", f"/{r.kind}/report", room=r.room, permission=r.view, gives=None, query=query, name=f"{r.slug}_report",
        summary=f"Put {r.kind.replace('-', ' ')} on paper, to read, print and sign", media=PAPERS,
    )(reported)  # fmt: skip


def _offer_create(r: Resource) -> None:
    assert r.create
    permission, create = r.create

    def created(request: Call, body: Any) -> Answer:
        row = create(actor=request.actor, **answers_of(request.actor, body))
        name = str(row.reference if r.key == "reference" else row.pk)
        return Answer(r.shown(request, name), 201, {"Location": f"{request.path}/{name}"})

    operation(
        "POST", f"/{r.kind}", room=r.room, permission=permission, gives=r.out, status=201, body=r.body,
        name=f"{r.slug}_create", summary=f"Create {r.words}",
    )(created)  # fmt: skip


def _offer_get(r: Resource) -> None:
    def got(request: Call, **path: str) -> Any:
        return r.shown(request, path[r.key])

    operation(
        "GET", f"/{r.kind}/{{{r.key}}}", room=r.room, permission=r.view, gives=r.out, name=f"{r.slug}_get",
        summary=f"Read {r.words}",
    )(got)  # fmt: skip


def _offer_edit(r: Resource) -> None:
    assert r.edit
    permission, edit = r.edit

    def edited(request: Call, body: Any, **path: str) -> Any:
        row = r.find(request.actor, path[r.key])
        answers = answers_of(request.actor, body)
        version = {"version": hold(request, row)} if r.versioned else {}
        edit(actor=request.actor, **{r.one: row}, **version, **answers)
        return r.shown(request, path[r.key])

    operation(
        "PATCH", f"/{r.kind}/{{{r.key}}}", room=r.room, permission=permission, gives=r.out, body=r.change,
        name=f"{r.slug}_edit", summary=f"Change {r.words}",
    )(edited)  # fmt: skip


def _offer_delete(r: Resource) -> None:
    assert r.delete
    permission, delete = r.delete

    def deleted(request: Call, **path: str) -> None:
        row = r.find(request.actor, path[r.key])
        hold(request, row)
        delete(actor=request.actor, **{r.one: row})

    operation(
        "DELETE", f"/{r.kind}/{{{r.key}}}", room=r.room, permission=permission, gives=None, status=204,
        name=f"{r.slug}_{r.deletes}", summary=f"{r.deletes.capitalize()} {r.words}",
    )(deleted)  # fmt: skip


def verb(
    r: Resource,
    name: str,
    permission: str,
    service: Callable[..., Any],
    summary: str,
    body: type[BaseModel] | None = None,
) -> None:
    """Something else that may be done to an object: ``POST /assets/{reference}/review``. Answers with the object."""
    wants_version = "version" in inspect.signature(service).parameters

    def done(request: Call, **given: Any) -> Any:
        sent = given.pop("body", None)
        row = r.find(request.actor, given[r.key])
        answers = answers_of(request.actor, sent) if sent is not None else {}
        version = hold(request, row)
        service(actor=request.actor, **{r.one: row}, **({"version": version} if wants_version else {}), **answers)
        return r.shown(request, given[r.key])

    operation(
        "POST", f"/{r.kind}/{{{r.key}}}/{name}", room=r.room, permission=permission, gives=r.out, body=body,
        name=f"{r.slug}_{name.replace('-', '_')}", summary=summary,
    )(done)  # fmt: skip


def hold(request: Call, row: Any) -> int | None:
    """The version that the caller has read; 412 if that is not what is here now."""
    version = getattr(row, "version", None)
    wanted = wanted_version(request, version) if version is not None else None
    if wanted is not None and wanted != version:
        raise Conflict(row)
    return wanted


# Lists


class Paging(Shape):
    page: int = Field(1, ge=1, le=100_000, description="Which page, from 1.")
    page_size: int = Field(50, ge=1, le=LARGEST_PAGE, description="How many on a page.")


def query_of(r: Resource, called: str = "", **more: Any) -> type[BaseModel]:
    """The list's parameters: paging, search, order and the filters that its page has too."""
    fields: dict[str, Any] = {**more, **parameters_of(r.filters)}
    if r.searched:
        fields["q"] = (str, Field("", max_length=200, description="Words that must all be found in it."))
    if r.sorts:
        orders = tuple(sign + name for name in r.sorts for sign in ("", "-"))
        fields["sort"] = (Literal[orders], Field(r.order, description="What to order by; - turns it around."))
    return create_model(f"{r.title}{called}Query", __base__=Paging, __module__=__name__, **fields)


def parameters_of(filters: type[Filters]) -> dict[str, Any]:
    """A filter's names and values as parameters of the interface."""
    return {name: kind for key, each in filters.base_filters.items() for name, kind in _parameters(key, each).items()}


def _parameters(name: str, each: Any) -> dict[str, Any]:
    many = Field(default=[], max_length=100, description="Any of these; give it several times for more.")
    if isinstance(each, filtering.DateFilter):
        return {part: (date | None, Field(None, description="A day, included.")) for part in each.parts(name)}
    if isinstance(each, filtering.YesNoFilter):
        return {name: (Literal["yes", "no"] | None, Field(None))}
    if isinstance(each, filtering.PickFilter):
        me = ", `me`" if each.pick == "people" else ""
        said = f"References or ids from {each.pick}{me}, or `none` for those without."
        return {name: (list[Text], Field(default=[], max_length=100, description=said))}
    if not isinstance(each, filtering.ChoiceFilter):
        return {name: (Text | None, Field(None))}
    if each.given and not callable(each.given):
        return {name: (list[Literal[tuple(str(value) for value, _label in each.given)]], many)}
    return {name: (list[Text], many)}


def found(r: Resource, request: Call, query: Any) -> QuerySet[Any]:
    """The rows that the caller may see and asked for, in order."""
    rows = r.rows(request.actor)
    rows = narrowed(r.filters, request, rows)
    rows = with_words(rows, getattr(query, "q", ""), r.searched)
    return rows.order_by(order_of(getattr(query, "sort", r.order)), "pk")


def with_words(rows: QuerySet[Any], text: str, names: Sequence[str]) -> QuerySet[Any]:
    """The rows that have every word of ``text`` in one of the fields."""
    if too_much(text):
        raise Invalid({"q": [str(_("At most %(count)s words.") % {"count": MOST_WORDS})]})
    return rows.filter(words_in(words_of(text), names))


def order_of(sort: str) -> OrderBy:
    """What has no value comes last, whichever way it is turned and whichever database sorts."""
    return F(sort[1:]).desc(nulls_last=True) if sort.startswith("-") else F(sort).asc(nulls_last=True)


def narrowed(kind: type[Filters], request: Call, rows: QuerySet[Any], **told: Any) -> QuerySet[Any]:
    """The rows that the page's own filters let through.

    ``told`` is what the filters want to know besides who asks.
    """
    return filters_of(kind, request, rows, **told).qs


def filters_of(kind: type[Filters], request: Call, rows: QuerySet[Any], **told: Any) -> Filters:
    """The page's own filters with what was asked. They read ids where the interface takes references."""
    data = request.GET.copy()
    for name, each in kind.base_filters.items():
        if isinstance(each, filtering.PickFilter) and name in data:
            data.setlist(name, [_picked(each.pick, request.actor, text) for text in data.getlist(name)])
    filters = kind(data, rows, actor=request.actor, **told)
    if not filters.is_valid():
        raise Invalid({name: [str(error) for error in errors] for name, errors in filters.errors.items()})
    return filters


def _picked(pick: str, actor: Actor, text: str) -> str:
    search = registry.search(pick)
    if text in ("me", "none") or search is None or search.rows is None:
        return text
    known = lookup(search.rows(actor).model)
    rows = Lookup(pick, search.rows, known.by).find(actor, text)
    return str(rows[0].pk) if len(rows) == 1 else text


class PageOf(Shape):
    count: int = Field(description="How many there are on all pages.")
    page: int
    page_size: int
    next: str | None = Field(description="The address of the next page, if there is one.")


_pages: dict[type[BaseModel], type[BaseModel]] = {}


def page_of(out: type[BaseModel]) -> type[BaseModel]:
    """The shape of a page of these."""
    if out not in _pages:
        items: Any = (list[out], ...)  # type: ignore[valid-type]
        _pages[out] = create_model(f"{out.__name__}Page", __base__=PageOf, __module__=__name__, items=items)
    return _pages[out]


def page_at(
    request: Call,
    rows: QuerySet[Any],
    query: Any,
    out: type[BaseModel],
    related: Sequence[str] = (),
    fill: Callable[[Call, Sequence[Any]], None] | None = None,
) -> BaseModel:
    """One page of the rows. What they refer to is fetched for all of them at once."""
    count = rows.count()
    start = (query.page - 1) * query.page_size
    shown = list(rows.fetch_mode(FETCH_PEERS).prefetch_related(*related)[start : start + query.page_size])
    if fill:
        fill(request, shown)
    return _page(request, shown, count, query, out)


def page_in(request: Call, found: Sequence[Any], query: Any, out: type[BaseModel]) -> BaseModel:
    """The same of what lies in no table."""
    start = (query.page - 1) * query.page_size
    return _page(request, found[start : start + query.page_size], len(found), query, out)


def _page(request: Call, shown: Sequence[Any], count: int, query: Any, out: type[BaseModel]) -> BaseModel:
    items = [out.model_validate(row, from_attributes=True) for row in shown]
    after = _next(request, query.page + 1) if query.page * query.page_size < count else None
    return page_of(out)(items=items, count=count, page=query.page, page_size=query.page_size, next=after)


def _next(request: Call, page: int) -> str:
    data = request.GET.copy()
    data["page"] = str(page)
    return f"{request.path}?{urlencode([(k, v) for k, vs in data.lists() for v in vs])}"
