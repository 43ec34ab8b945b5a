"""A framework from a file, and to a file: upload, look at what would happen, take it in; and the way out."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.errors import RuleBroken
from holger.core.kept import Kept
from holger.core.registry import registry
from holger.core.words import N_, Reason, say
from holger.frameworks import library, selectors, services
from holger.frameworks.forms import BringForm
from holger.frameworks.models import Draft
from holger.frameworks.rules import framework as rules
from holger.frameworks.rules.bringing import FRAMEWORK, MAPPINGS, UPDATE, FileRead, Piece, read_all
from holger.frameworks.rules.editions import difference
from holger.frameworks.rules.faults import Fault, Unreadable
from holger.frameworks.rules.tree import seats
from holger.frameworks.rules.writing import write
from holger.frameworks.views.common import MENU, InFramework
from holger.ui import http
from holger.ui.pages import FormPage, Page

LARGEST = 50 * 1024 * 1024
"""All files of an upload together; the readers know how large one may be."""
FIRST = 25
"""Requirements of a framework that are shown before it is taken in."""
READ: Kept[list[FileRead]] = Kept(4)
KINDS: dict[str, str | Promise] = {
    "holger": _("A framework in holger's own format"),
    "oscal-catalog": _("A catalogue of OSCAL"),
    "oscal-profile": _("A profile of OSCAL"),
    "ciso-library": _("A library in CISO Assistant's format"),
}
LANGUAGES: dict[str, str | Promise] = {"da": _("Danish"), "en": _("English")}


def said(found: Reason | Fault | Any) -> str:
    """A reason, a fault or a note in the reader's language."""
    text = gettext(found.text)
    return text % found.params if found.params else text


class Bring(FormPage):
    permission, title, menu = "frameworks.edit", _("Import a framework"), MENU
    lead = _(
        "From holger, from OSCAL, or a library of CISO Assistant. You see what would happen before anything is written."
    )
    template = "frameworks/bring.html"
    form, button, done = BringForm, _("Read the file"), ""
    takes_files = LARGEST
    faults: Sequence[Fault] = ()

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Frameworks"), self.url(MENU)), (self.title, None)]

    @property
    def sheet_url(self) -> str:
        return self.url("exchange:import", kind="requirements")

    def context(self) -> dict[str, Any]:
        faults = [(fault.file, fault.line, said(fault)) for fault in self.faults]
        return {"faults": faults, "several": len({file for file, _line, _text in faults}) > 1}

    def save(self, answers: dict[str, Any]) -> Draft:
        sent = answers["brought"]
        if sum(file.size for file in sent) > LARGEST:
            raise RuleBroken(N_("The file is larger than %(most)s MB."), "brought", {"most": LARGEST // (1024 * 1024)})
        files, language = {file.name: file.read() for file in sent}, answers["language"]
        try:
            read = read_all(files, library.LANGUAGES, language)
        except Unreadable as error:
            self.faults = sorted(error.faults, key=lambda fault: (fault.file, fault.line))
            raise RuleBroken(N_("This cannot be read. What is wrong stands below."), "brought") from error
        draft = services.draft_keep(actor=self.actor, files=files, language=language)
        READ.get(draft.pk, lambda: read)
        return draft


class Brought(Page):
    """What the files bring, and what would become of it; then taking it in, or forgetting it."""

    permission, title, menu = "frameworks.edit", _("What the file brings"), MENU
    template = "frameworks/brought.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [
            (_("Frameworks"), self.url(MENU)),
            (_("Import a framework"), self.url("frameworks:import")),
            (self.title, None),
        ]

    @cached_property
    def draft(self) -> Draft:
        return get_object_or_404(selectors.drafts_for(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def read(self) -> list[FileRead]:
        return READ.get(self.draft.pk, lambda: read_all(self.draft.files, library.LANGUAGES, self.draft.language))

    def context(self) -> dict[str, Any]:
        pieces = selectors.pieces(self.actor, self.read)
        shown = [self.shown(piece) for piece in pieces]
        return {
            "draft": self.draft,
            "files": [(file.name, KINDS.get(file.brought.kind, "")) for file in self.read],
            "notes": [said(note) for file in self.read for note in file.brought.notes],
            "frameworks": [each for each in shown if each["kind"] == FRAMEWORK],
            "others": self.others([each for each in shown if each["kind"] != FRAMEWORK]),
            "measures": sum(len(file.brought.controls) for file in self.read),
            "anything": any(piece.may for piece in pieces),
        }

    def others(self, shown: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
        """What is there beside frameworks, by what it is."""
        titles = {MAPPINGS: str(_("Mappings")), **{taker.part: str(taker.title) for taker in registry.takers}}
        found = [(title, [each for each in shown if each["kind"] == kind]) for kind, title in titles.items()]
        return [(title, each) for title, each in found if each]

    def shown(self, piece: Piece) -> dict[str, Any]:
        told = {
            "key": piece.key,
            "kind": piece.kind,
            "title": say(piece.title, get_language()),
            "fate": piece.fate,
            "why": said(piece.why) if piece.why else "",
            "may": piece.may,
        }
        written = piece.written if isinstance(piece, selectors.FrameworkPiece) else None
        return {**told, **self.framework(written, piece.fate)} if written else told

    def framework(self, written: rules.Framework, fate: str) -> dict[str, Any]:
        language = get_language()
        count = len(written.assessable)
        return {
            "about": say(written.about, language),
            "name": written.key,
            "version": written.version,
            "issuer": written.issuer,
            "rights": say(written.rights, language),
            "count": ngettext("%(count)s requirement", "%(count)s requirements", count) % {"count": count},
            "headings": len(written.requirements) - count,
            "languages": ", ".join(str(LANGUAGES.get(each, each)) for each in written.languages()),
            "groups": [say(group.title, language) for group in written.groups],
            "first": self.first(written, language),
            "more": max(0, len(written.requirements) - FIRST),
            "changes": self.changes(written) if fate == UPDATE else [],
        }

    def first(self, written: rules.Framework, language: str | None) -> list[tuple[int, str, str, bool]]:
        shown = written.requirements[:FIRST]
        seated = seats(shown)
        return [(seated[each.id].depth, each.id, say(each.title, language), each.assessable) for each in shown]

    def changes(self, written: rules.Framework) -> list[tuple[str, int]]:
        """What a newer edition would change, in numbers."""
        there = get_object_or_404(selectors.frameworks_for(self.actor), key=written.key)
        found = difference(selectors.written(self.actor, there), written)
        counts = {
            _("New requirements"): found.added,
            _("Changed"): found.changed,
            _("No longer there"): found.left_out,
        }
        return [(str(title), len(rows)) for title, rows in counts.items()]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        what = request.POST.get("do", "")
        if what == "discard":
            services.draft_discard(actor=self.actor, draft=self.draft)
            return HttpResponseRedirect(self.url("frameworks:import"))
        if what != "take":
            raise Http404
        chosen = set(request.POST.getlist("take"))
        try:
            taken = services.draft_take(actor=self.actor, draft=self.draft, read=self.read, chosen=chosen)
        except RuleBroken as broken:
            return self.refused(broken.message)
        except ValidationError as invalid:
            return self.refused(" ".join(invalid.messages))
        return HttpResponseRedirect(self.told(taken, chosen))

    def refused(self, why: str) -> HttpResponseBase:
        http.tell(self.request, why, level=messages.ERROR)
        return HttpResponseRedirect(self.request.path)

    def told(self, taken: Sequence[services.Taken], chosen: set[str]) -> str:
        """Say what was written and what was passed over, and where to go from here."""
        done = [say(each.piece.title, get_language()) for each in taken if each.done]
        http.tell(self.request, gettext("Taken in: %(names)s.") % {"names": "; ".join(filter(None, done)) or len(done)})
        for each in taken:
            if each.piece.key in chosen and not each.done and each.piece.why:
                named = {"name": say(each.piece.title, get_language()), "why": said(each.piece.why)}
                http.tell(self.request, gettext("“%(name)s” was passed over. %(why)s") % named, level=messages.WARNING)
        became = [each.framework for each in taken if each.framework]
        return self.base + became[0].path if len(became) == 1 else self.url(MENU)


class Sheet(InFramework, Page):
    """The requirements as a spreadsheet, which imports back to a framework of one's own."""

    permission = "frameworks.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = selectors.requirements_for(self.actor).filter(framework=self.framework)
        if self.framework.archived_at or registry.exporter is None:
            raise Http404
        response: HttpResponseBase = registry.exporter(request, "requirements", rows, self.kwargs["form"])
        return response


class Download(InFramework, Page):
    """The framework as a file that holger reads again."""

    permission = "frameworks.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.framework.archived_at:
            raise Http404
        content = write(selectors.written(self.actor, self.framework))
        response = HttpResponse(content, content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.framework.key}.yaml"'
        return response
