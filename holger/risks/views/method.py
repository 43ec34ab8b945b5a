"""The risk method: what is in force, the draft of the next, and what it would change."""

from copy import deepcopy
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.errors import Conflict, RuleBroken
from holger.core.permissions import ROLE_LABELS
from holger.risks import library, selectors, services
from holger.risks.models import Method
from holger.risks.models.risk import LEVEL_NAMES
from holger.risks.rules import method as rules
from holger.risks.tables import band_name, number
from holger.risks.views.common import MENU, crumbs
from holger.ui import days, http
from holger.ui.pages import Button, Page

DIMENSION_NAMES = {
    "confidentiality": LEVEL_NAMES["c"],
    "integrity": LEVEL_NAMES["i"],
    "availability": LEVEL_NAMES["a"],
    "data_subjects": _("Data subjects"),
}
LANGUAGES = (("da", "Dansk"), ("en", "English"))


def shown(method: Method) -> dict[str, Any]:
    """A method in the reader's words, for reading."""
    language, rules_of = days.language(), method.rules
    return {
        "likelihoods": [(lv.level, rules.say(lv.name, language), lv.says(language)) for lv in rules_of.likelihood],
        "consequences": [
            (lv.level, rules.say(lv.name, language), [lv.says(language, name) for name in DIMENSION_NAMES])
            for lv in rules_of.consequence
        ],
        "dimensions": list(DIMENSION_NAMES.values()),
        "matrix": [
            (level.level, rules.say(level.name, language), [rules_of.cells[c, level.level] for c in rules_of.levels])
            for level in reversed(rules_of.likelihood)
        ],
        "columns": [(level.level, rules.say(level.name, language)) for level in rules_of.consequence],
        "bands": [_band(rules_of, band, language) for band in reversed(rules_of.bands)],
        "limits": [
            (name, band_name(rules_of, rules_of.highest_bands[key]), rules_of.highest_bands[key])
            for key, name in DIMENSION_NAMES.items()
        ],
        "appetite": rules.say(rules_of.appetite, language),
    }


def _band(method: rules.Method, band: rules.Band, language: str) -> dict[str, Any]:
    acceptors = method.acceptors(band.key)
    return {
        "key": band.key,
        "name": rules.say(band.name, language),
        "meaning": rules.say(band.meaning, language),
        "range": band.range,
        "everywhere": [label for role, label in ROLE_LABELS.items() if role.value in acceptors.everywhere],
        "own": [label for role, label in ROLE_LABELS.items() if role.value in acceptors.own],
        "days": acceptors.longest_days,
        "nobody": not acceptors,
    }


class MethodDetail(Page):
    permission, menu = "risks.view", MENU
    template = "risks/method.html"

    @cached_property
    def stored(self) -> Method:
        asked = self.kwargs.get("number")
        if asked is None:
            return selectors.method_for(self.actor)
        return get_object_or_404(selectors.methods_for(self.actor), number=asked)

    @property
    def title(self) -> Any:  # type: ignore[override]
        if not self.stored.number:
            return _("Risk method")
        return gettext("Risk method %(number)s") % {"number": self.stored.number}

    def crumbs(self) -> list[Any]:
        return crumbs(self, (self.title, None))

    def actions(self) -> list[Button]:
        draft = self.draft
        if self.stored.status == Method.Status.DRAFT and self.stored.number:
            here = {"number": self.stored.number}
            return [
                Button(
                    _("Discard"), self.url("risks:method-discard", **here), "trash", post=True,
                    permission="risks.method", confirm=_("Discard this draft?"),
                ),
                Button(_("Edit"), self.url("risks:method-edit", **here), "pencil", permission="risks.method"),
                Button(
                    _("Put in force"), self.url("risks:method-force", **here), "gavel", primary=True, post=True,
                    permission="risks.method",
                    confirm=_("Put this method in force? Every risk is scored anew, and all acceptances fall away."),
                ),
            ]  # fmt: skip
        if draft is not None:
            return [Button(_("Go to the draft"), self.base + draft.path, "pencil", permission="risks.method")]
        return [
            Button(
                _("Change the method"),
                self.url("risks:method-draft"),
                "pencil",
                primary=True,
                post=True,
                permission="risks.method",
            )
        ]

    @cached_property
    def draft(self) -> Method | None:
        return selectors.methods_for(self.actor).filter(status=Method.Status.DRAFT).first()

    def context(self) -> dict[str, Any]:
        is_draft = self.stored.status == Method.Status.DRAFT and bool(self.stored.number)
        return {
            "stored": self.stored,
            "may_change": self.actor.may("risks.method"),
            "is_draft": is_draft,
            "others": selectors.methods_for(self.actor).exclude(pk=self.stored.pk),
            "warnings": [RuleBroken(reason).message for reason in rules.warnings(self.stored.definition)],
            "preview": self._preview() if is_draft and self.actor.may("risks.method") else None,
            "presets": [
                (key, rules.say(preset["title"], days.language()), rules.say(preset["description"], days.language()))
                for key, preset in library.presets().items()
            ]
            if self.draft is None
            else [],
            **shown(self.stored),
        }

    def _preview(self) -> dict[str, Any]:
        found = selectors.preview_of(self.actor, self.stored)
        old, new = selectors.method_for(self.actor).rules, self.stored.rules
        return {
            "found": found,
            "counts": [
                (band_name(new, key), key, found.before.get(key, 0), found.after.get(key, 0))
                for key in reversed(rules.BANDS)
            ],
            "changed": [
                (risk, number(was, band_was, old), number(now, band_now, new))
                for risk, band_was, band_now, was, now in found.changed[:30]
            ],
            "more": max(0, len(found.changed) - 30),
        }


class MethodEdit(Page):
    """The editor of a draft: words, matrix cell by cell, appetite and who may accept what, as one plain form."""

    permission, menu = "risks.method", MENU
    template = "risks/method_form.html"

    @cached_property
    def stored(self) -> Method:
        found = get_object_or_404(selectors.methods_for(self.actor), number=self.kwargs["number"])
        if found.status != Method.Status.DRAFT:
            raise Http404
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        return gettext("Edit risk method %(number)s") % {"number": self.stored.number}

    def crumbs(self) -> list[Any]:
        return crumbs(self, (self.stored, self.base + self.stored.path), (self.title, None))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.stored.definition, self.stored.title, self.stored.version)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        definition, title = written(request.POST, self.stored.definition), request.POST.get("title", "").strip()
        sent = request.POST.get("version", "")
        version = int(sent) if sent.isdigit() else self.stored.version
        if "resize" in request.POST:
            size = request.POST.get("levels", "")
            if size.isdigit() and rules.FEWEST_LEVELS <= int(size) <= rules.MOST_LEVELS:
                definition = rules.resized(definition, int(size))
            return self.show(definition, title, version)
        problems = [RuleBroken(reason).message for reason in rules.problems(definition)]
        if not title:
            problems.insert(0, gettext("Give the method a title."))
        if problems:
            return self.show(definition, title, version, problems)
        return self._save(definition, title, version)

    def _save(self, definition: dict[str, Any], title: str, version: int) -> HttpResponseBase:
        try:
            services.method_change(
                actor=self.actor, method=self.stored, version=version, definition=definition, title=title
            )
        except Conflict as conflict:
            text = gettext("Somebody else saved the draft meanwhile. Yours is shown here: save again to keep it.")
            return self.show(definition, title, conflict.current.version, [text], status=409)
        except RuleBroken as broken:
            return self.show(definition, title, version, [broken.message])
        except ValidationError as invalid:
            return self.show(definition, title, version, invalid.messages)
        http.tell(self.request, _("The draft is saved. Look at what it changes."))
        return HttpResponseRedirect(self.base + self.stored.path)

    def show(
        self, definition: dict[str, Any], title: str, version: int, problems: Any = (), status: int = 0
    ) -> HttpResponseBase:
        size = definition["levels"]
        cells = {(c["consequence"], c["likelihood"]): c for c in definition["matrix"]}
        bands = {band["key"]: band for band in definition["bands"]}
        names = {key: rules.say(bands.get(key, {}).get("name"), days.language()) or key for key in rules.BANDS}
        return self.render(
            status=status or (422 if problems else 200),
            name=title,
            version=version,
            problems=problems,
            size=size,
            sizes=range(rules.FEWEST_LEVELS, rules.MOST_LEVELS + 1),
            languages=LANGUAGES,
            likelihoods=[self._likelihood(level) for level in definition["likelihood"]],
            consequences=[self._consequence(level) for level in definition["consequence"]],
            columns=range(1, size + 1),
            matrix=[(row, [cells.get((c, row)) for c in range(1, size + 1)]) for row in range(size, 0, -1)],
            band_names=list(names.items()),
            bands=[(key, bands.get(key, {}), self._acceptance(definition, key)) for key in reversed(rules.BANDS)],
            limits=[
                (key, name, definition["appetite"]["highest_band"].get(key)) for key, name in DIMENSION_NAMES.items()
            ],
            appetite=definition["appetite"]["wording"],
        )

    def _likelihood(self, level: dict[str, Any]) -> tuple[int, list[tuple[str, str, str, str]]]:
        said = [(key, label, level["name"].get(key, ""), level["wording"].get(key, "")) for key, label in LANGUAGES]
        return level["level"], said

    def _consequence(self, level: dict[str, Any]) -> tuple[int, list[tuple[str, str, str]], list[Any]]:
        wordings = [
            (
                dimension,
                name,
                [(key, label, (level["wording"].get(dimension) or {}).get(key, "")) for key, label in LANGUAGES],
            )
            for dimension, name in DIMENSION_NAMES.items()
        ]
        return level["level"], [(key, label, level["name"].get(key, "")) for key, label in LANGUAGES], wordings

    def _acceptance(self, definition: dict[str, Any], band: str) -> dict[str, Any]:
        row = definition["acceptance"].get(band, {"own": [], "everywhere": [], "longest_days": 0})
        return {
            "roles": [
                (role.value, label, role.value in row["own"], role.value in row["everywhere"])
                for role, label in ROLE_LABELS.items()
                if role.value != "employee"
            ],
            "days": row["longest_days"],
        }


def written(post: QueryDict, before: dict[str, Any]) -> dict[str, Any]:
    """The definition as the form says; what the form does not mention stays as it was."""
    new = deepcopy(before)
    for part in ("likelihood", "consequence"):
        for level in new[part]:
            at = f"{part}-{level['level']}"
            level["name"] = _words(post, f"{at}-name", level["name"])
            if part == "likelihood":
                level["wording"] = _words(post, f"{at}-wording", level["wording"])
            else:
                level["wording"] = {
                    dimension: _words(post, f"{at}-{dimension}", level["wording"].get(dimension) or {})
                    for dimension in rules.DIMENSIONS
                }
    for cell in new["matrix"]:
        at = f"{cell['consequence']}-{cell['likelihood']}"
        cell["score"] = _number(post.get(f"score-{at}"), cell["score"])
        cell["band"] = post.get(f"band-{at}", cell["band"])
    new["bands"] = _bands(post, new)
    for dimension in rules.DIMENSIONS:
        new["appetite"]["highest_band"][dimension] = post.get(
            f"limit-{dimension}", new["appetite"]["highest_band"][dimension]
        )
    new["appetite"]["wording"] = _words(post, "appetite", new["appetite"]["wording"])
    new["acceptance"] = {key: _acceptors(post, key, new["acceptance"].get(key)) for key in rules.BANDS}
    return new


def _bands(post: QueryDict, new: dict[str, Any]) -> list[dict[str, Any]]:
    """The bands that the matrix uses, the mildest first, with their words."""
    known = {band["key"]: band for band in new["bands"]}
    ready = {band["key"]: band for band in library.definition("five")["bands"]}
    used = {cell["band"] for cell in new["matrix"]}
    return [
        {
            "key": key,
            "name": _words(post, f"band-{key}-name", known.get(key, ready[key])["name"]),
            "meaning": _words(post, f"band-{key}-meaning", known.get(key, ready[key])["meaning"]),
        }
        for key in rules.BANDS
        if key in used
    ]


def _acceptors(post: QueryDict, band: str, before: dict[str, Any] | None) -> dict[str, Any]:
    before = before or {"own": [], "everywhere": [], "longest_days": 0}
    if f"days-{band}" not in post:
        return before
    known = {role.value for role in ROLE_LABELS}
    return {
        "own": [role for role in post.getlist(f"own-{band}") if role in known],
        "everywhere": [role for role in post.getlist(f"everywhere-{band}") if role in known],
        "longest_days": _number(post.get(f"days-{band}"), 0),
    }


def _words(post: QueryDict, name: str, before: Any) -> dict[str, str]:
    return {key: post.get(f"{name}-{key}", before.get(key, "")).strip()[:2000] for key, _label in LANGUAGES}


def _number(text: str | None, before: int) -> int:
    """The number that was written; one that is none becomes 0, which the rules refuse where it matters."""
    if text is None:
        return before
    return int(text) if text.isdigit() and len(text) < 6 else 0


@http.needs("risks.method")
@require_POST
def method_draft(request: HttpRequest) -> HttpResponseBase:
    preset = request.POST.get("preset", "")
    if preset and preset not in library.presets():
        raise Http404
    try:
        draft = services.method_draft(actor=request.actor, preset=preset, language=request.organisation.language)
    except ValidationError as invalid:
        http.tell(request, " ".join(invalid.messages), level=messages.ERROR)
        return HttpResponseRedirect(request.url("risks:method"))
    return HttpResponseRedirect(request.url("risks:method-edit", number=draft.number))


@http.needs("risks.method")
@require_POST
def method_discard(request: HttpRequest, number: str) -> HttpResponseBase:
    return _do(request, number, services.method_discard, lambda _found: _("The draft is discarded."))


@http.needs("risks.method")
@require_POST
def method_force(request: HttpRequest, number: str) -> HttpResponseBase:
    def told(count: int) -> str:
        text = ngettext(
            "The method is in force. %(count)s risk changed band.",
            "The method is in force. %(count)s risks changed band.",
            count,
        )
        return text % {"count": count}

    return _do(request, number, services.method_put_in_force, told)


def _do(request: HttpRequest, reference: str, service: Any, told: Any) -> HttpResponseBase:
    stored = get_object_or_404(selectors.methods_for(request.actor), number=reference)
    return http.act(request, told, request.url("risks:method"), lambda: service(actor=request.actor, method=stored))
