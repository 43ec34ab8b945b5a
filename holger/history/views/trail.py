"""The trail, of the organisation and of one object, page by page and as a file."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.history import exports, permissions, selectors, services
from holger.history.filters import HistoryFilter
from holger.history.models import Event
from holger.ui.pages import Button, Page
from holger.ui.query import Query

PAGE = 50


class Trail(Page):
    """Pages begin after or before an entry's number, so that the thousandth page costs what the first does."""

    template = "history/history.html"

    def entries(self) -> QuerySet[Event]:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        events, newer, older = self._slice()
        return {"lines": selectors.tell(self.actor, events), "newer": newer, "older": older}

    def _slice(self) -> tuple[list[Event], str, str]:
        """The entries to show, and the addresses of the pages beside them."""
        after, before = self._number("after"), self._number("before")
        if after is not None:
            events = list(self.entries().filter(seq__gt=after).order_by("seq")[: PAGE + 1])
            more, events = len(events) > PAGE, events[:PAGE][::-1]
            newer, older = more, bool(events)
        else:
            entries = self.entries() if before is None else self.entries().filter(seq__lt=before)
            events = list(entries[: PAGE + 1])
            newer, older = before is not None, len(events) > PAGE
            events = events[:PAGE]
        if not events:
            return events, "", ""
        return (
            events,
            self._beside(after=events[0].seq) if newer else "",
            self._beside(before=events[-1].seq) if older else "",
        )

    def _number(self, name: str) -> int | None:
        asked = self.request.GET.get(name, "")
        return int(asked) if asked.isdigit() and len(asked) < 16 else None

    def _beside(self, **where: int) -> str:
        return f"?{self._kept(where)}"

    def _kept(self, change: dict[str, Any]) -> str:
        query = self.request.GET.copy()
        for name in ("before", "after"):
            query.pop(name, None)
        query.update({name: str(value) for name, value in change.items()})
        return query.urlencode()


class HistoryPage(Trail):
    permission = permissions.VIEW
    title = _("History")
    lead = _("Everything that was done here, by whom, from what to what. Nobody can change it afterwards.")
    menu = "organisation:settings"

    @cached_property
    def filtering(self) -> HistoryFilter:
        return HistoryFilter(self.request.GET, selectors.events_for(self.actor), actor=self.actor)

    @property
    def search(self) -> str:
        return self.request.GET.get("q", "").strip()

    def entries(self) -> QuerySet[Event]:
        return selectors.with_words(self.filtering.qs, self.search)

    def actions(self) -> list[Button]:
        kept = self._kept({})
        urls = [(name, self.url("history:history-export", kind=kind)) for kind, name in exports.NAMES.items()]
        files = [Button(name, f"{url}?{kept}", "download", permission=permissions.EXPORT) for name, url in urls]
        return [*files, Button(_("Seal"), self.url("history:seal"), "shield-check")]

    @property
    def narrowed(self) -> bool:
        return bool(self.search) or any(any(self.request.GET.getlist(name)) for name in self.filtering.names())

    def context(self) -> dict[str, Any]:
        chips = self.filtering.chips(Query(self.request.GET))
        return {**super().context(), "chips": chips, "search": self.search, "narrowed": self.narrowed}


class HistoryExport(HistoryPage):
    permission = permissions.EXPORT
    sudo = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = kwargs["kind"]
        if kind not in exports.NAMES:
            raise Http404
        services.exported(actor=self.actor, kind="history", form=kind)
        name = f"{request.organisation.slug}-history-{dates.today():%Y-%m-%d}.{kind}"
        events = self.entries().iterator(chunk_size=500)
        if kind == "xlsx":
            return FileResponse(exports.as_xlsx(self.actor, events), as_attachment=True, filename=name)
        told = exports.as_csv(self.actor, events) if kind == "csv" else self._lines()
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(told, content_type=exports.TYPES[kind], headers=headers)

    def _lines(self) -> Iterator[str]:
        """The whole chain with its checkpoints, or the entries that were asked for."""
        if self.narrowed:
            return exports.as_jsonl(self.entries())
        return exports.whole_chain(self.actor.organisation_id, selectors.numbers_withheld(self.actor))


class ObjectHistory(Trail):
    """One object's whole past."""

    permission = permissions.OBJECT
    title = _("History")

    @cached_property
    def object(self) -> Model:
        found = selectors.object_of(self.actor, self.kwargs["subject_type"], self.kwargs["pk"])
        self.actor.require(permissions.OBJECT, found)  # type: ignore[arg-type]
        return found

    def entries(self) -> QuerySet[Event]:
        return selectors.events_about(self.actor, self.object)

    def crumbs(self) -> list[tuple[str, str | None]]:
        return [(str(self.object), self.base + getattr(self.object, "path", "")), (_("History"), None)]
