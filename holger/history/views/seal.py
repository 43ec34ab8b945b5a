"""What proves the history: its head, the checkpoints, where they were laid down, and how anybody can check it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holger.core.errors import RuleBroken
from holger.history import keys, permissions, selectors, services, standalone, telling, verification
from holger.history.forms import KeepingForm
from holger.history.models import Keeping
from holger.ui import http
from holger.ui.http import needs
from holger.ui.pages import Button, FormPage, Page

LARGEST = 50_000
"""So many entries are walked while somebody waits for the page; more are for the command."""
VERIFIER = "verify_history.py"


class Seal(Page):
    permission = permissions.VIEW
    template = "history/seal.html"
    title = gettext_lazy("Seal of the history")
    lead = gettext_lazy("What proves that nobody has touched what was written, and how to check it without us.")
    menu = "organisation:settings"

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("History"), self.url("history:history")), (_("Seal"), None)]

    def actions(self) -> list[Button]:
        make = self.url("history:checkpoint-make")
        found = [Button(_("Keeping"), self.url("history:keeping-edit"), "settings", permission=permissions.KEEPING)]
        return [*found, Button(_("Make a checkpoint"), make, "writing-sign", True, permissions.SEAL, post=True)]

    def context(self) -> dict[str, Any]:
        seal = selectors.seal_of(self.actor)
        return {
            "seal": seal,
            "too_large": seal.kept > LARGEST,
            "fingerprint": keys.current(),
            "earlier_keys": sorted(set(keys.known()) - {keys.current()}),
            "slug": self.request.organisation.slug,
            "verifier": VERIFIER,
        }


class SealVerify(Seal):
    """The seal with the verdict on it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.url("history:seal"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if selectors.seal_of(self.actor).kept > LARGEST:
            return self.render()
        verdict = verification.verify(self.actor.organisation_id)
        if verdict.event is not None and selectors.withheld(self.actor).filter(pk=verdict.event.pk).exists():
            verdict = replace(verdict, event=None)
        return self.render(verdict=verdict, said=telling.sentence(verdict))


class KeepingEdit(FormPage):
    permission = permissions.KEEPING
    title = gettext_lazy("Keeping of the history")
    lead = gettext_lazy("Who outside the house gets the checkpoints, and how long entries are kept.")
    menu = "organisation:settings"
    form = KeepingForm

    def find(self) -> Keeping | None:
        return selectors.keeping_of(self.actor)

    def save(self, answers: dict[str, Any]) -> Keeping:
        return services.keeping_set(actor=self.actor, **answers)

    def back(self) -> str:
        return self.url("history:seal")


@needs(permissions.SEAL)
@require_POST
def checkpoint_make(request: HttpRequest) -> HttpResponse:
    try:
        made = services.checkpoint_make(actor=request.actor, mail=True)
    except RuleBroken as broken:
        http.tell(request, broken.message, level=messages.ERROR)
        return redirect(request.url("history:seal"))
    services.anchors_deliver(request.actor.organisation_id)
    http.tell(request, _("Checkpoint %(number)s seals %(size)s entries.") % {"number": made.number, "size": made.size})
    return redirect(request.url("history:seal"))


@needs(permissions.EXPORT)
def checkpoint(request: HttpRequest, number: int) -> HttpResponse:
    """A checkpoint as a file to keep: everything it takes to check a history against it."""
    row = get_object_or_404(selectors.checkpoints_for(request.actor), number=number)
    name = f"{request.organisation.slug}-checkpoint-{number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    pretty = json.dumps(json.loads(verification.exported(row)))
    return HttpResponse(pretty + "\n", content_type="application/json", headers=headers)


@needs(permissions.EXPORT)
def verifier(request: HttpRequest) -> HttpResponseBase:
    """The program that checks an exported history without holger."""
    file = Path(standalone.__file__).open("rb")  # noqa: SIM115  (the response closes it when it has been sent)
    return FileResponse(file, as_attachment=True, filename=VERIFIER, content_type="text/x-python")
