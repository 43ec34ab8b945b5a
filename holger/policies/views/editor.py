"""Writing a draft: the editor, what it saves by itself, what it shows beside, and what kind of change it is."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core import prose
from holger.core.errors import Conflict, RuleBroken
from holger.core.requests import Request
from holger.core.words import LANGUAGES
from holger.policies import selectors, services
from holger.policies.forms.writing import DraftForm, TextForm
from holger.policies.models import Policy, PolicyText, PolicyVersion
from holger.policies.permissions import WRITE
from holger.policies.rules.diff import words
from holger.policies.tables.reading import listed, pieces, shown
from holger.policies.views.common import Step, pictures, policy_or_404
from holger.policies.words import LANGUAGE_NAMES, OWN_NAMES, behind
from holger.ui import days, http

FIELDS = ("title", "for_you", "body")


class DraftWrite(Step):
    """The text in one language; without script a plain form, with it one that keeps what is written."""

    permission, title = WRITE, _("Write")
    template = "policies/draft_write.html"
    form = TextForm

    @property
    def language(self) -> str:
        return str(self.kwargs["language"])

    def admit(self) -> None:
        if self.kwargs["language"] not in LANGUAGES:
            raise Http404
        super().admit()

    def crumbs(self) -> Any:
        return self.way((gettext("Write"), None))

    def heading(self) -> str:
        return gettext("%(title)s in %(language)s") % {
            "title": self.policy.said("title", self.language),
            "language": LANGUAGE_NAMES[self.language],
        }

    @cached_property
    def texts(self) -> dict[str, PolicyText]:
        return selectors.texts_of(self.actor, self.open) if self.open else {}

    @property
    def text(self) -> PolicyText | None:
        return self.texts.get(self.language)

    def initial(self) -> dict[str, Any]:
        if self.text is None:
            return {"revision": 0, "title": getattr(self.policy, f"title_{self.language}")}
        return {"revision": self.text.revision, **{name: getattr(self.text, name) for name in FIELDS}}

    def save(self, answers: dict[str, Any]) -> PolicyText:
        return services.text_save(actor=self.actor, policy=self.policy, language=self.language, **answers)

    def next(self, obj: Any) -> str:
        """Back to where one writes, unless one is done."""
        return self.back() if "close" in self.request.POST else self.at("draft-write", language=self.language)

    def settle(self, current: PolicyText) -> HttpResponse:
        """Somebody saved in between: both are shown, and what was written here stays in the fields."""
        mine = self.bound.cleaned_data
        self.bound.data = self.bound.data.copy()
        self.bound.data["revision"] = current.revision
        theirs = {
            "text": current,
            "pieces": pieces(current.body, mine["body"], self.picture()),
            "title": words(current.title, mine["title"]),
            "for_you": words(current.for_you, mine["for_you"]),
        }
        return self.render(form=self.bound, theirs=theirs, status=409)

    def context(self) -> dict[str, Any]:
        body = self.bound["body"].value() or ""
        text = self.text
        return {
            "policy": self.policy,
            "version": self.open,
            "language": self.language,
            "text": text,
            "late": behind(text.behind_since) if text and text.behind_since else "",
            "source": self.source(),
            "languages": [
                (key, name, key == self.language, self.at("draft-write", language=key))
                for key, name in OWN_NAMES.items()
            ],
            "save_at": self.at("draft-save", language=self.language),
            "preview_at": self.at("draft-preview"),
            "pictures": selectors.pictures_of(self.actor, self.policy).order_by("number"),
            **preview(body[: prose.LONGEST], self.picture()),
        }

    def source(self) -> PolicyText | None:
        """What is to be translated, shown beside; None where it is written here first."""
        return self.texts.get(self.policy.language) if self.language != self.policy.language else None


def preview(body: str, picture: Callable[[str], str | None]) -> dict[str, Any]:
    return {"html": shown(body, picture), "outline": listed(prose.outline(body))}


@http.needs(WRITE)
@require_POST
def draft_preview(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What the Markdown at hand looks like."""
    policy = _writable(request, reference)
    body = request.POST.get("body", "")[: prose.LONGEST]
    return render(request, "policies/_preview.html", preview(body, pictures(request, policy)))


@http.needs(WRITE)
@require_POST
def draft_save(request: HttpRequest, reference: str, language: str) -> HttpResponseBase:
    """Save what is being written, for the script: the new revision, or what somebody else has saved (409), or why not (422)."""
    policy = _writable(request, reference)
    form = TextForm(actor=request.actor, data=request.POST)
    if language not in LANGUAGES:
        raise Http404
    if not form.is_valid():
        return JsonResponse(
            {"errors": {name: " ".join(map(str, said)) for name, said in form.errors.items()}}, status=422
        )
    try:
        text = services.text_save(actor=request.actor, policy=policy, language=language, **form.answers)
    except Conflict as conflict:
        return JsonResponse(_told(conflict.current), status=409)
    except RuleBroken as broken:
        return JsonResponse({"errors": {broken.field or "": broken.message}}, status=422)
    except ValidationError as invalid:
        return JsonResponse({"errors": {"": " ".join(invalid.messages)}}, status=422)
    return JsonResponse(_told(text))


def _told(text: PolicyText | None) -> dict[str, Any]:
    if text is None:
        return {"revision": 0, **dict.fromkeys(FIELDS, "")}
    said = gettext("Saved %(when)s") % {"when": days.clock(text.saved_at)}
    return {"revision": text.revision, "said": said, "by": text.saved_by, **{n: getattr(text, n) for n in FIELDS}}


def _writable(request: Request | HttpRequest, reference: str) -> Policy:
    policy = policy_or_404(request.actor, reference)
    request.actor.require(WRITE, policy)
    return policy


@http.needs(WRITE)
@require_POST
def draft_same(request: HttpRequest, reference: str, language: str) -> HttpResponseBase:
    """It says the same now."""
    policy = policy_or_404(request.actor, reference)
    if language not in LANGUAGES:
        raise Http404

    def run() -> None:
        services.text_same_now(actor=request.actor, policy=policy, language=language)

    back = http.link(request, "policies:draft-write", reference=reference, language=language)
    return http.act(request, gettext("Both languages say the same."), back, run)


class DraftEdit(Step):
    """What kind of change it is, what has changed, and from when it is to hold."""

    permission, title = WRITE, _("Kind of change and date")
    form = DraftForm

    def find(self) -> PolicyVersion | None:
        return self.open

    def save(self, answers: dict[str, Any]) -> PolicyVersion:
        return services.draft_edit(actor=self.actor, policy=self.policy, version=self.version, **answers)
