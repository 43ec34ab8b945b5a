"""A register as a list: filtered, searched, sorted, paged, exported, changed in bulk; its state is in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Page as RowPage
from django.core.paginator import Paginator
from django.db.models import FETCH_PEERS, Count, QuerySet, Value
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from holger.core.errors import RuleBroken
from holger.core.kept import Kept
from holger.core.registry import registry
from holger.core.requests import Request
from holger.core.searching import words_in
from holger.ui import http
from holger.ui.columns import Column, chosen, draw_rows, in_order, ordering
from holger.ui.filtering import USUAL, Chip, Filters
from holger.ui.pages.form import add_errors
from holger.ui.pages.page import Page
from holger.ui.pages.parts import Bulk, Button, Empty, Tab, Text
from holger.ui.query import MOST_WORDS, TRANSIENT, Query, too_much, words_of

SIZES = (50, 100, 200)
MOST_AT_ONCE = 20_000
"""Rows that one act changes: twice the largest register that is expected."""
FORMATS = ("csv", "xlsx")
TOTALS: Kept[int] = Kept()
SAVED: Kept[Sequence[Any]] = Kept()


@dataclass(frozen=True)
class Head:
    """A column's head: how it is sorted now, and where a click leads."""

    column: Column
    sorted: str  # ascending, descending or ""
    url: str


@dataclass(frozen=True)
class View:
    """A tab above the list. ``own`` is a saved view that the reader may remove."""

    title: Text
    query: str
    current: bool
    count: int | None = None
    own: Any = None


class ListPage(Page):
    template = "ui/list.html"
    name: str
    register: str | None = None
    filters: type[Filters] = Filters
    columns: Sequence[Column]
    default_sort = ""
    searched: Sequence[str] = ()
    reads: Sequence[str] = ()
    """Fields that every row needs. With them, rows hold these and what the shown columns say that they read."""
    usual = SIZES[0]
    """Rows on a page until the reader asks for more or fewer."""
    counted_once = False
    """Counting reads the whole register: a large one is counted once, until anything is written or the day ends."""
    report = ""
    """URL name of the page that makes a report of the rows as they are filtered."""
    create: tuple[str, str, Text] | None = None
    bulk: Sequence[Bulk] = ()
    tabs: Sequence[Tab] = ()
    empty: Empty | None = None
    key: SafeString | str = ""
    """Explains marks in the table, beside the pager."""

    def rows(self) -> QuerySet[Any]:
        """All rows that the actor may see."""
        raise NotImplementedError

    def summary(self) -> SafeString | str:
        """One sentence under the title; numbers in it are links to their rows."""
        return self.lead  # type: ignore[return-value]

    # What was asked for

    @cached_property
    def query(self) -> Query:
        return Query(self.request.GET)

    @cached_property
    def filtering(self) -> Filters:
        return self.narrow(self.request.GET)

    def narrow(self, data: Any) -> Filters:
        """The filters over the rows; a list whose filters want to know more than who asks tells them here."""
        return self.filters(data, self.rows(), actor=self.actor)

    @property
    def here(self) -> str:
        """The address of the list as it stands."""
        return self.request.path + self.query.canonical.removesuffix("?")

    @property
    def search(self) -> str:
        return self.request.GET.get("q", "").strip()

    @cached_property
    def shown_columns(self) -> list[Column]:
        return chosen(self.columns, self.request.GET.getlist("columns"))

    @cached_property
    def order(self) -> tuple[str, list[str]]:
        return ordering(self.columns, self.request.GET.get("sort", ""), self.default_sort)

    @cached_property
    def size(self) -> int:
        asked = self.request.GET.get("per", "")
        return int(asked) if asked.isdigit() and int(asked) in SIZES else self.usual

    @cached_property
    def found(self) -> QuerySet[Any]:
        """The rows that fit filters and search, in order."""
        return self.look_for(self.filtering.qs, self.search).order_by(*in_order(self.order[1]))

    def look_for(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The rows in which every word of ``text`` is found somewhere."""
        if not text or not self.searched:
            return rows
        return rows.filter(words_in(words_of(text), self.searched))

    @cached_property
    def page(self) -> RowPage[Any]:
        paginator = Paginator(self.lean(self.found), self.size)
        paginator.count = self.total()
        return paginator.get_page(self.request.GET.get("page"))

    def lean(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with what the shown columns read, and nothing else. A field that was forgotten costs one question."""
        wanted = [name for column in self.shown_columns for name in column.reads]
        return rows.only(*self.reads, *wanted).fetch_mode(FETCH_PEERS) if self.reads else rows

    def total(self) -> int:
        """How many rows fit."""
        if not self.counted_once:
            return self.count()
        return TOTALS.get((http.moment(self.request), self.name, self.query.narrowing), self.count)

    def count(self) -> int:
        return self.found.order_by().count()

    @cached_property
    def narrowed(self) -> bool:
        """Is anything filtered or searched for?"""
        return bool(self.search) or any(any(self.request.GET.getlist(name)) for name in self.filtering.names())

    # Answers

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if asked := request.GET.get("export"):
            return self.export(asked)
        if request.GET.get("part") == "tabs":
            return self.render("ui/list.html#tabs", views=self.views(counted=True))
        return self.show()

    def show(self, status: int = 200, **extra: Any) -> HttpResponse:
        if http.is_partial(self.request):
            response = self.render("ui/list.html#results", status, **extra)
            if self.request.method == "GET":
                response["HX-Push-Url"] = self.here
            return response
        return self.render(status=status, **{"views": self.views(), **extra})

    def context(self) -> dict[str, Any]:
        return {"table": self, "rows": self.page}

    def body(self) -> SafeString:
        selected = frozenset(self.request.POST.getlist("row")) if self.shown_bulk else None
        return draw_rows(self.page, self.shown_columns, self, selected=selected)

    def heads(self) -> list[Head]:
        current = self.order[0]
        heads = []
        for column in self.shown_columns:
            down, up = current == f"-{column.key}", current == column.key
            target = f"-{column.key}" if up else column.key
            state = "descending" if down else "ascending" if up else ""
            heads.append(Head(column, state, self.query.change(sort=target) if column.sort else ""))
        return heads

    @cached_property
    def chips(self) -> list[Chip]:
        return self.filtering.chips(self.query, more="more" in self.request.GET)

    def more(self) -> str:
        """The same list with all of its filters to choose from; "" where they are all there."""
        hidden = "more" not in self.request.GET and len(self.filtering.filters) > USUAL + 1
        return self.query.change(more="1") if hidden else ""

    def narrowing(self) -> list[tuple[str, str]]:
        """What the rows are narrowed by, in words: (what, which)."""
        return [*self.filtering.told(self.query), *([(gettext("Search"), self.search)] if self.search else [])]

    def problems(self) -> list[str]:
        """Filters that could not be understood, and a search for too much, in words."""
        fields = self.filtering.form.fields
        told = [f"{fields[name].label}: {error}" for name, errors in self.filtering.errors.items() for error in errors]
        if too_much(self.search):
            told.append(gettext("Only the first %(count)s words are looked for.") % {"count": MOST_WORDS})
        return told

    def kept(self) -> list[tuple[str, str]]:
        """The state that the filter form carries along unseen."""
        names = ("sort", "columns", "per", "more")
        return [(name, value) for name in names for value in self.request.GET.getlist(name) if value]

    def state_without_columns(self) -> list[tuple[str, str]]:
        """What the form that chooses columns carries along unseen."""
        lists = self.query.data.lists()
        return [(name, v) for name, values in lists for v in values if v and name not in ("columns", *TRANSIENT)]

    def clear(self) -> str:
        """The same list with no filter and no search."""
        return self.query.without("q", *self.filtering.names())

    def pager(self) -> dict[str, Any]:
        page = self.page
        return {
            "before": self._page_at(page.previous_page_number()) if page.has_previous() else "",
            "after": self._page_at(page.next_page_number()) if page.has_next() else "",
            "sizes": [(size, self.query.change(per="" if size == self.usual else size)) for size in SIZES],
        }

    def _page_at(self, number: int) -> str:
        query = self.query.change()
        return query if number == 1 else f"{query}{'' if query == '?' else '&'}page={number}"

    # Views

    def views(self, counted: bool = False) -> list[View]:
        """The tabs: all, those the list comes with, those people have saved."""
        saved = self.saved_views()
        known = [(gettext("All"), "", None), *((tab.title, tab.query, None) for tab in self.tabs)]
        known += [(view.title, view.query, view) for view in saved]
        counts = self._counts([query for _title, query, _own in known]) if counted else [None] * len(known)
        marked = next((i for i, (_t, query, _o) in enumerate(known) if self.query.same_view(query)), None)
        return [
            View(title, f"?{query}", index == marked, count, own)
            for index, ((title, query, own), count) in enumerate(zip(known, counts, strict=True))
        ]

    def saved_views(self) -> Sequence[Any]:
        """What people have saved of this list: shared by all its pages until anything is written."""
        if (find := registry.saved_views) is None:
            return ()
        return SAVED.get((http.moment(self.request), self.name), lambda: list(find(self.request, self.name)))

    def _counts(self, queries: Sequence[str]) -> list[int]:
        """How many rows each view has, asked in one go."""
        parts = []
        for index, query in enumerate(queries):
            data = QueryDict(query)
            rows = self.narrow(data).qs
            found = self.look_for(rows, data.get("q", "")).order_by()
            parts.append(found.values(view=Value(index)).annotate(number=Count("pk", distinct=True)))
        merged = parts[0].union(*parts[1:], all=True).order_by() if len(parts) > 1 else parts[0]
        counts = {row["view"]: row["number"] for row in merged}
        return [counts.get(index, 0) for index in range(len(queries))]

    @property
    def may_save(self) -> bool:
        return registry.saved_views is not None and self.actor.may("views.save")

    @property
    def may_share(self) -> bool:
        return self.actor.may("views.share")

    # Files in and out

    @property
    def formats(self) -> Sequence[str]:
        return FORMATS if self.register in registry.registers and registry.exporter else ()

    def export(self, asked: str) -> HttpResponseBase:
        if asked not in self.formats or registry.exporter is None:
            raise Http404
        return registry.exporter(self.request, self.register, self.found, asked)

    def export_urls(self) -> list[tuple[str, str]]:
        query = self.query.change()
        glue = "" if query == "?" else "&"
        return [(name.upper(), f"{query}{glue}export={name}") for name in self.formats]

    def report_url(self) -> str:
        return f"{self.url(self.report)}{self.query.change(columns=None, per=None)}" if self.report else ""

    def import_url(self) -> str:
        register = registry.registers.get(self.register or "")
        if register is None or not self.actor.may(register.edit):
            return ""
        url = self.url("exchange:import", kind=self.register)
        return url if http.may_open(self.request, url) else ""

    def create_button(self) -> Button | None:
        if self.create is None or not self.actor.may(self.create[1]):
            return None
        return Button(self.create[2], self.url(self.create[0]), "plus", primary=True)

    def empty_actions(self) -> list[Button]:
        """Ways to begin, for whoever may."""
        if self.empty is None:
            return []
        buttons = [Button(text, self.url(name), primary=primary) for text, name, primary in self.empty.actions]
        return [button for button in buttons if http.may_open(self.request, button.url)]

    # Many rows at once

    @cached_property
    def shown_bulk(self) -> list[tuple[Bulk, Any]]:
        """What may be done to selected rows; the one that was asked for with its form."""
        asked = self.request.POST.get("bulk")
        may = [bulk for bulk in self.bulk if self.actor.may(bulk.permission)]
        return [(bulk, self._bulk_form(bulk) if bulk.key == asked and bulk.form else None) for bulk in may]

    def _bulk_form(self, bulk: Bulk) -> Any:
        answered = any(name.startswith(f"{bulk.key}-") for name in self.request.POST)
        return bulk.form(self.request.POST if answered else None, actor=self.actor, prefix=bulk.key)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do one thing to the selected rows, or to all that the filters find; first ask what it needs to know."""
        bulk = next((bulk for bulk in self.bulk if bulk.key == request.POST.get("bulk")), None)
        if bulk is None:
            raise BadRequest("no such thing is done to many rows here")
        self.actor.require(bulk.permission)
        form = next(form for shown, form in self.shown_bulk if shown is bulk)
        rows = self.selected()
        if (count := rows.order_by().count()) > MOST_AT_ONCE:
            told = gettext("That is %(count)s rows; at most %(most)s are changed at once. Choose fewer.")
            http.tell(request, told % {"count": count, "most": MOST_AT_ONCE}, level=messages.ERROR)
            return HttpResponseRedirect(self.here)
        if form is not None and not form.is_valid():
            return self.show(422 if form.is_bound else 200)
        try:
            count = bulk.run(self.actor, rows, form.answers if form else {})
        except RuleBroken as broken:
            return self._refuse(bulk, form, ValidationError(broken.message), broken.field)
        except ValidationError as invalid:
            return self._refuse(bulk, form, invalid)
        http.tell(request, ngettext("%(count)s changed.", "%(count)s changed.", count) % {"count": count})
        return HttpResponseRedirect(self.here)

    def selected(self) -> QuerySet[Any]:
        if self.request.POST.get("all"):
            return self.found
        model = self.rows().model
        try:
            keys = [model._meta.pk.to_python(value) for value in self.request.POST.getlist("row")]
        except ValidationError as error:
            raise Http404 from error
        return self.rows().filter(pk__in=keys).order_by(*in_order(self.order[1]))

    def _refuse(self, bulk: Bulk, form: Any, invalid: ValidationError, field: str | None = None) -> HttpResponseBase:
        if form is None:
            http.tell(self.request, " ".join(invalid.messages), level=messages.ERROR)
            return HttpResponseRedirect(self.here)
        if field in form.fields:
            form.add_error(field, invalid)
        else:
            add_errors(form, invalid)
        return self.show(422)
