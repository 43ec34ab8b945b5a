"""From the upload to the result: a file, its columns and problems on one page, and the way back."""

import csv
import io
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core import dates, strict_json
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.exchange import display, exporting, jobs, limits, matching, safe_text, selectors, services
from holger.exchange.forms import UploadForm
from holger.exchange.models import UNDO_FOR, ImportRun
from holger.exchange.permissions import IMPORT
from holger.exchange.planning import Plan
from holger.exchange.registers import Register, make_ready
from holger.exchange.unreadable import Unreadable
from holger.jobs.models import Job
from holger.jobs.services import enqueue
from holger.ui import http
from holger.ui.pages import Button, FormPage, Page

SHOWS = ("problems", "new", "changes", "skipped", "all")


class OfRegister(Page):
    """A page about importing to one register."""

    permission = IMPORT

    def admit(self) -> None:
        super().admit()
        self.register  # noqa: B018 (asks for the register's own permission)

    @cached_property
    def register(self) -> Register:
        return selectors.register_to_import(self.actor, self.kwargs["kind"])

    @property
    def menu(self) -> str:
        return self.register.list_url

    def heading(self) -> str:
        return gettext("Import %(register)s") % {"register": str(self.register.title).lower()}

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(self.register.title, self.url(self.register.list_url)), (pgettext_lazy("page", "Import"), None)]


class ImportOverview(Page):
    """All registers that the actor may import to."""

    permission = IMPORT
    menu = "organisation:settings"
    title = pgettext_lazy("page", "Import")
    lead = _("Bring in the lists you have. Holger finds the columns, and nothing is written before you say so.")
    template = "exchange/overview.html"

    def context(self) -> dict[str, Any]:
        kinds = [kind for kind in registry.registers if selectors.may_import(self.actor, kind)]
        return {"registers": [(registry.registers[kind], selectors.latest_runs(self.actor, kind, 1)) for kind in kinds]}


class ImportUpload(OfRegister, FormPage):
    form = UploadForm
    takes_files = limits.MAX_FILE
    template = "exchange/upload.html"
    button = _("Read the file")
    done = ""

    def actions(self) -> list[Button]:
        url = self.url("exchange:template", kind=self.register.kind)
        return [Button(_("Download a template"), url, "file-spreadsheet")]

    def context(self) -> dict[str, Any]:
        return {
            "understood": display.understood(make_ready(self.register, self.actor)),
            "latest": selectors.latest_runs(self.actor, self.register.kind),
        }

    def save(self, answers: dict[str, Any]) -> ImportRun:
        file = answers["file"]
        try:
            if file.size > limits.MAX_FILE:
                raise Unreadable("file_too_big", limit=limits.MAX_FILE // limits.MEGABYTE)
            return services.run_start(
                actor=self.actor, kind=self.register.kind, content=file.read(), filename=file.name
            )
        except Unreadable as error:
            raise RuleBroken(error.reason, "file") from error

    def back(self) -> str:
        return self.url(self.register.list_url)


class ImportTemplate(OfRegister):
    """An empty spreadsheet with the register's headings."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return exporting.template_response(request, self.register.kind)


class OfRun(OfRegister):
    @cached_property
    def run(self) -> ImportRun:
        return get_object_or_404(selectors.runs_for(self.actor, self.register.kind), pk=self.kwargs["run"])

    @cached_property
    def plan(self) -> Plan:
        return services.plan_of(actor=self.actor, run=self.run)


class ImportRunPage(OfRun):
    """The draft: columns, dry run and rows with problems. Once imported: the result."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.run.status == ImportRun.Status.DRAFT:
            return self.render("exchange/run.html", **self._draft())
        return self.render("exchange/result.html", **self._result())

    def _draft(self) -> dict[str, Any]:
        run, plan = self.run, self.plan
        sheets = run.workbook.sheets
        headings, _numbers, rows = run.divided(next(sheet for sheet in sheets if sheet.name == run.sheet))
        guesses = matching.guess_columns(headings, rows, plan.ready)
        mapped = [name for _column, name in sorted(run.columns.items())]
        show = self.request.GET.get("show", "")
        if show not in SHOWS:
            show = "problems" if plan.counts["problem"] else "all"
        if show == "problems" and not plan.counts["problem"]:
            show = "all"
        names = display.targets(plan, mapped)
        total = sum(plan.counts.values())
        shown = {"problems": plan.counts["problem"], "new": plan.counts["create"], "changes": plan.counts["update"],
                 "skipped": plan.counts["skipped"], "all": total}  # fmt: skip
        return {
            "run": run,
            "plan": plan,
            "sheets": sheets,
            "row_count": len(rows),
            "columns": display.columns(headings, rows, run.columns, guesses, plan),
            "guessed": sum(guess.field is not None for guess in guesses),
            "targets": [(t.name, t.label) for t in (*plan.ready.fields, *plan.ready.combined)],
            "heads": display.labels(plan, names),
            "lines": display.lines(plan, show, names),
            "show": show,
            "tabs": self._tabs(shown),
            "shown_of": shown[show],
            "most_rows": display.MOST_ROWS,
            "suggested": sum(problem.suggestion is not None for problem in plan.problems),
            "points": display.summary(plan),
            "bar": _bar(plan),
            "mapping_title": run.filename.rpartition(".")[0][:80] or run.filename,
            "saved": list(selectors.mappings_for(self.actor, run.kind)),
            "now": dates.now(),
        }

    def _tabs(self, counts: dict[str, int]) -> list[tuple[str, str, int]]:
        words = {
            "problems": _("Problems"),
            "new": _("New"),
            "changes": _("Changed"),
            "skipped": _("Skipped"),
            "all": _("All"),
        }
        return [(key, str(words[key]), count) for key, count in counts.items() if count or key in ("problems", "all")]

    def _result(self) -> dict[str, Any]:
        run = self.run
        reason = selectors.why_not_undo(run)
        return {
            "run": run,
            "list_url": self.url(self.register.list_url),
            "undo_until": run.applied_at + UNDO_FOR,
            "why_not_undo": gettext(services.WHY_NOT_UNDO[reason]) if reason else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the pressed button says. The mapping travels with every button, so that none loses it."""
        what, _sep, rest = request.POST.get("do", "try").partition("|")
        deed = _DEEDS.get(what)
        if deed is None:
            raise Http404
        try:
            if what in KEEPS_MAPPING and self.run.status == ImportRun.Status.DRAFT:
                self.run = _map(self, request.POST)
            answer = deed(self, request.POST, rest)
        except RuleBroken as broken:
            http.tell(request, broken.message, level=messages.ERROR)
            answer = None
        except ValidationError as invalid:
            http.tell(request, " ".join(invalid.messages), level=messages.ERROR)
            answer = None
        target = answer or self._here()
        if request.htmx and (answer or self.run.status != ImportRun.Status.DRAFT):
            return HttpResponse(headers={"HX-Redirect": target})  # another page, not another part of this one
        return HttpResponseRedirect(target)

    def _here(self) -> str:
        show = self.request.GET.get("show", "")
        return self.request.path + (f"?show={show}" if show in SHOWS else "")


def _map(page: ImportRunPage, sent: QueryDict) -> ImportRun:
    """Keep the mapping as the page shows it, if it was sent and differs."""
    asked = {int(key[4:]): name for key, name in sent.items() if key.startswith("map-") and key[4:].isdigit() and name}
    if not any(key.startswith("map-") for key in sent) or asked == page.run.columns:
        return page.run
    return services.run_map(actor=page.actor, run=page.run, mapping=asked)


def _try(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    """The dry run happens whenever the page is shown."""


def _fix(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    wanted = _object(rest)
    cells = {}
    if isinstance(wanted.get("row"), int):
        cells = {wanted["row"]: _texts(wanted.get("sets"))}
    same = wanted.get("same") if isinstance(wanted.get("same"), dict) else {}
    services.run_fix(
        actor=page.actor, run=page.run, cells=cells, same={str(name): _texts(texts) for name, texts in same.items()}
    )


def _own(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    """Another value, written by hand for one cell or for all that say the same."""
    scope, _sep, name = rest.partition("|")
    number, _sep, target = name.partition("|")
    value = sent.get(f"own|{name}", "").strip()
    if not number.isdigit():
        raise Http404
    if scope == "same" and (was := sent.get(f"was|{name}", "")):
        services.run_fix(actor=page.actor, run=page.run, same={target: {was: value}})
    else:
        services.run_fix(actor=page.actor, run=page.run, cells={int(number): {target: value}})


def _fix_all(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    page.__dict__.pop("plan", None)
    services.run_fix_all(actor=page.actor, run=page.run, plan=page.plan)


def _skip(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    services.run_fix(actor=page.actor, run=page.run, skip=[_number(rest)])


def _skip_all(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    """Skip every row that still has a problem."""
    page.__dict__.pop("plan", None)
    numbers = [line.number for line in page.plan.lines if line.status == "problem"]
    services.run_fix(actor=page.actor, run=page.run, skip=numbers)


def _keep(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    services.run_fix(actor=page.actor, run=page.run, keep=[_number(rest)])


def _turn(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    row = sent.get("header_row", "")
    header_row = int(row) if row.isdigit() and len(row) < 8 and sent.get("was_sheet") == sent.get("sheet") else None
    services.run_turn(actor=page.actor, run=page.run, sheet=sent.get("sheet", ""), header_row=header_row)


def _use(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    mappings = selectors.mappings_for(page.actor, page.register.kind)
    try:
        saved = get_object_or_404(mappings, pk=sent.get("saved", ""))
    except ValidationError:
        raise Http404 from None
    services.mapping_use(actor=page.actor, run=page.run, saved=saved)


def _apply(page: ImportRunPage, sent: QueryDict, rest: str) -> str | None:
    title = sent.get("title", "").strip()
    if sent.get("save") and title:
        services.mapping_save(actor=page.actor, run=page.run, title=title)
    if job := _in_background(page):
        return page.url("jobs:job-detail", pk=job.pk)
    page.run = services.run_apply(actor=page.actor, run=page.run)
    return None


def _in_background(page: ImportRunPage) -> Job | None:
    """The job that brings a large file in, once for each: pressed again, it is the one that is under way."""
    underway = selectors.job_of(page.actor, page.run)
    if underway is not None:
        return underway
    if page.run.status != ImportRun.Status.DRAFT or page.run.rows < jobs.LARGE:
        return None
    return enqueue(actor=page.actor, job=jobs.bring_in, kind=page.run.kind, run=str(page.run.pk))


def _undo(page: ImportRunPage, sent: QueryDict, rest: str) -> None:
    page.run = services.run_undo(actor=page.actor, run=page.run)


def _discard(page: ImportRunPage, sent: QueryDict, rest: str) -> str:
    services.run_discard(actor=page.actor, run=page.run)
    return page.url("exchange:import", kind=page.register.kind)


_DEEDS = {
    "try": _try, "fix": _fix, "own": _own, "fix-all": _fix_all, "skip": _skip, "skip-all": _skip_all, "keep": _keep,
    "turn": _turn, "use": _use, "apply": _apply, "undo": _undo, "discard": _discard,
}  # fmt: skip
KEEPS_MAPPING = frozenset({"try", "fix", "own", "fix-all", "skip", "skip-all", "keep", "apply"})


def _number(text: str) -> int:
    if not text.isdigit() or len(text) > 7:
        raise Http404
    return int(text)


def _object(text: str) -> dict[str, Any]:
    try:
        found = strict_json.read(text)
    except ValueError:
        raise Http404 from None
    if not isinstance(found, dict):
        raise Http404
    return found


def _texts(found: Any) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise Http404
    return {str(name): text for name, text in found.items()}


def _bar(plan: Plan) -> list[tuple[str, float, float]]:
    """The dry run as a bar: (kind, from, width) in percent."""
    total = sum(plan.counts.values()) or 1
    parts, at = [], 0.0
    for kind in ("create", "update", "same", "skipped", "problem"):
        width = 100 * plan.counts[kind] / total
        if width:
            parts.append((kind, round(at, 2), round(max(width - 0.5, 0.5), 2)))
        at += width
    return parts


class ProblemList(OfRun):
    """All problems of a draft as a file, to correct where the list comes from."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.run.status != ImportRun.Status.DRAFT:
            raise Http404
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow(
            [
                gettext("Row"),
                gettext("Column"),
                gettext("Field"),
                gettext("Value"),
                gettext("Problem"),
                gettext("Suggestion"),
            ]
        )
        for problem in self.plan.problems:
            suggestion = display.said(problem.suggestion.label) if problem.suggestion else ""
            cells = (problem.column, problem.label, problem.value, display.said(problem.message), suggestion)
            writer.writerow([problem.row, *map(safe_text.escape, cells)])
        response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.register.kind}-problems.csv"'
        return response
