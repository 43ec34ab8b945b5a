"""Building a framework of one's own: its requirements as a tree, each added, changed, moved and taken away."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.errors import RuleBroken
from holger.core.words import LANGUAGES
from holger.frameworks import selectors, services
from holger.frameworks.forms import GroupForm, RequirementForm
from holger.frameworks.models import Framework, Requirement
from holger.frameworks.rules.moving import Place, next_code, steps
from holger.frameworks.views.common import MENU, InFramework, changeable, framework_or_404, requirement_or_404
from holger.ui import http
from holger.ui.pages import Button, FormPage, Page

PUT = "put"
"""A requirement is dropped somewhere, which is told in ``parent`` and ``before``."""
STEPS: dict[str, tuple[str, str | Promise]] = {
    "up": ("arrow-up", _("Move %(code)s up")),
    "down": ("arrow-down", _("Move %(code)s down")),
    "out": ("indent-decrease", _("Move %(code)s out, beside what it is part of")),
    "in": ("indent-increase", _("Move %(code)s in, as a part of the one above")),
}


def changeable_or_404(framework: Framework) -> Framework:
    """The library's frameworks have no such pages, nor have those that are archived."""
    if not changeable(framework):
        raise Http404
    return framework


class Building(InFramework):
    """A page that changes the requirements of a framework of one's own."""

    @cached_property
    def framework(self) -> Framework:
        return changeable_or_404(super().framework)

    @cached_property
    def rows(self) -> list[Requirement]:
        """All requirements as they are read, without their guides."""
        found = selectors.requirements_for(self.actor).filter(framework=self.framework).defer("guide")
        rows = list(found.order_by("place"))
        for row in rows:
            row.framework = self.framework
        return rows

    @cached_property
    def by_key(self) -> dict[Any, Requirement]:
        return {row.pk: row for row in self.rows}

    @property
    def build_url(self) -> str:
        return http.link(self.request, "frameworks:build", reference=self.framework.reference)

    def at(self, code: str, way: str = "") -> str:
        """The tree, with the focus where the reader was."""
        return f"{self.build_url}?{urlencode({'at': code, **({'do': way} if way else {})})}"


class Build(Building, Page):
    """The whole tree. A click on an arrow moves one step; a script lets one drag."""

    permission, title, menu = "frameworks.edit", _("Edit requirements"), MENU
    template = "frameworks/build.html"

    def admit(self) -> None:
        super().admit()
        self.framework  # noqa: B018 (the library's are not here)

    def heading(self) -> str:
        return self.framework.title

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))

    def actions(self) -> Sequence[Button]:
        if not self.rows:
            return []
        add = self.url("frameworks:requirement-add", reference=self.framework.reference)
        return [
            Button(_("Import a spreadsheet"), self.sheet_url, "file-spreadsheet", permission="exchange.import"),
            Button(_("Add a requirement"), add, "plus", primary=True),
        ]

    @property
    def sheet_url(self) -> str:
        return self.url("exchange:import", kind="requirements")

    @cached_property
    def ways(self) -> Mapping[Any, Mapping[str, Place[Any]]]:
        """The ways that each may go."""
        return steps((row.pk, row.parent_id) for row in self.rows)

    def context(self) -> dict[str, Any]:
        at, did = self.request.GET.get("at", ""), self.request.GET.get("do", "")
        codes = {row.pk: row.code for row in self.rows}
        return {
            "framework": self.framework,
            "branches": [
                self.branch(row, self.ways[row.pk], codes, did if row.code == at else "") for row in self.rows
            ],
            "at": at,
            "groups": self.groups(),
            "may_import": self.actor.may("exchange.import"),
        }

    def branch(self, row: Requirement, ways: Any, codes: dict[Any, str], did: str) -> dict[str, Any]:
        """A line of the tree. The arrow that was clicked has the focus again, or another where it leads no further."""
        focus = did if did in ways else next(iter(ways), "") if did in STEPS else ""
        return {
            "row": row,
            "parent": codes.get(row.parent_id, ""),
            "steps": [
                (way, icon, label % {"code": row.code}, way in ways, way == focus)
                for way, (icon, label) in STEPS.items()
            ],
            "focus": did == PUT,
        }

    def groups(self) -> list[dict[str, Any]]:
        titles = self.framework.group_titles()
        counts = {key: sum(key in row.groups for row in self.rows) for key in titles}
        return [{"key": key, "title": title, "count": counts[key]} for key, title in titles.items()]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "do" not in request.POST:
            return HttpResponseRedirect(self.build_url)
        way, _sep, code = request.POST["do"].partition("|")
        requirement = self.named(code)
        place = self.dropped() if way == PUT else self.stepped(requirement, way)
        if place is not None:
            try:
                services.requirement_move(
                    actor=self.actor, requirement=requirement, parent=place.parent, before=place.before
                )
            except RuleBroken as broken:
                http.tell(request, broken.message, level=messages.ERROR)
        return HttpResponseRedirect(self.at(code, way))

    def named(self, code: str) -> Requirement:
        return get_object_or_404(selectors.requirements_for(self.actor), framework=self.framework, code=code)

    def dropped(self) -> Place[Requirement]:
        parent, before = (self.request.POST.get(name, "") for name in ("parent", "before"))
        return Place(self.named(parent) if parent else None, self.named(before) if before else None)

    def stepped(self, requirement: Requirement, way: str) -> Place[Requirement] | None:
        """Where a step leads; None where it leads no further, because somebody else has moved it meanwhile."""
        if way not in STEPS:
            raise Http404
        place = self.ways[requirement.pk].get(way)
        if place is None:
            return None
        return Place(self.by_key.get(place.parent), self.by_key.get(place.before))


class RequirementPage(Building, FormPage):
    permission, menu = "frameworks.edit", MENU
    template = "frameworks/requirement_build.html"
    form = RequirementForm

    def permission_on(self) -> None:
        return None

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((_("Edit requirements"), self.build_url), (self.title, None))

    def back(self) -> str:
        return self.build_url

    def next(self, obj: Requirement) -> str:
        if "more" in self.request.POST:
            return f"{self.url('frameworks:requirement-add', reference=self.framework.reference)}?after={obj.code}"
        return self.at(obj.code)


class RequirementAdd(RequirementPage):
    """A new requirement: after the one of ``?after=``, as the last part of the one of ``?below=``, or last of all."""

    title, done = _("Add a requirement"), ""

    def given(self) -> dict[str, Any]:
        return {"framework": self.framework, "rows": self.rows}

    @cached_property
    def by_code(self) -> dict[str, Requirement]:
        return {row.code: row for row in self.rows}

    @cached_property
    def after(self) -> Requirement | None:
        return self.by_code.get(self.request.GET.get("after", ""))

    def initial(self) -> dict[str, Any]:
        """Where it goes, and the number it may have there."""
        above = self.after.parent_id if self.after else None
        parent = self.by_key.get(above) if self.after else self.by_code.get(self.request.GET.get("below", ""))
        siblings = [row.code for row in self.rows if row.parent_id == (parent.pk if parent else None)]
        code = next_code(parent.code if parent else "", siblings, set(self.by_code))
        return {"parent": parent, "code": code, "assessable": True}

    def save(self, answers: dict[str, Any]) -> Requirement:
        return services.requirement_add(actor=self.actor, framework=self.framework, after=self.after, **answers)


class RequirementEdit(RequirementPage):
    title = _("Edit the requirement")

    def find(self) -> Requirement:
        found = requirement_or_404(self.actor, self.framework.reference, self.kwargs["code"])
        found.framework = self.framework
        return found

    def heading(self) -> str:
        return str(self.object)

    def actions(self) -> Sequence[Button]:
        here = {"reference": self.framework.reference, "code": self.object.code}
        return [Button(_("Remove"), self.url("frameworks:requirement-remove", **here), "trash", post=True)]

    def given(self) -> dict[str, Any]:
        return {"rows": self.above}

    @cached_property
    def above(self) -> list[Requirement]:
        """What it can be part of: neither itself nor what is part of it."""
        below = {self.object.pk}
        for row in self.rows:
            if row.parent_id in below:
                below.add(row.pk)
        return [row for row in self.rows if row.pk not in below]

    def save(self, answers: dict[str, Any]) -> Requirement:
        if answers["parent"] == self.object.parent:
            del answers["parent"]
        return services.requirement_edit(actor=self.actor, requirement=self.object, version=self.version, **answers)


@http.needs("frameworks.edit")
@require_POST
def remove(request: HttpRequest, reference: str, code: str) -> HttpResponseBase:
    requirement = requirement_or_404(request.actor, reference, code)
    changeable_or_404(requirement.framework)
    build = request.url("frameworks:build", reference=reference)
    try:
        services.requirement_remove(actor=request.actor, requirement=requirement)
    except RuleBroken as broken:
        http.tell(request, broken.message, level=messages.ERROR)
        return HttpResponseRedirect(f"{build}?{urlencode({'at': code})}")
    undo = request.url("frameworks:requirement-restore", reference=reference, code=code)
    http.tell(request, gettext("%(code)s is removed.") % {"code": code}, undo=undo)
    return HttpResponseRedirect(build)


@http.needs("frameworks.edit")
@require_POST
def restore(request: HttpRequest, reference: str, code: str) -> HttpResponseBase:
    framework = changeable_or_404(framework_or_404(request.actor, reference))
    requirement = get_object_or_404(selectors.requirements_removed(request.actor), framework=framework, code=code)
    requirement.framework = framework

    def run() -> None:
        services.requirement_restore(actor=request.actor, requirement=requirement)

    to = f"{request.url('frameworks:build', reference=reference)}?{urlencode({'at': code})}"
    return http.act(request, gettext("%(code)s is back.") % {"code": code}, to, run)


class GroupPage(Building, FormPage):
    permission, menu = "frameworks.edit", MENU
    form = GroupForm
    lead = _(
        "Requirements that are taken on together, such as the essentials of a small organisation. A scope's ambition names them."
    )

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((_("Edit requirements"), self.build_url), (self.title, None))

    def back(self) -> str:
        return self.build_url

    def next(self, obj: Any) -> str:
        return self.build_url


class GroupAdd(GroupPage):
    title, done = _("Add a group"), _("The group is there. Say at each requirement whether it belongs to it.")

    def save(self, answers: dict[str, Any]) -> Framework:
        return services.group_add(actor=self.actor, framework=self.framework, **answers)


class GroupEdit(GroupPage):
    title = _("Edit the group")

    @cached_property
    def group(self) -> dict[str, Any]:
        found = next((group for group in self.framework.groups if group["key"] == self.kwargs["key"]), None)
        if found is None:
            raise Http404
        return found

    def admit(self) -> None:
        super().admit()
        self.group  # noqa: B018 (one that is not there is missing)

    def initial(self) -> dict[str, Any]:
        texts = {
            f"{name}_{language}": self.group.get(name, {}).get(language, "")
            for name in ("title", "about")
            for language in LANGUAGES
        }
        return {"key": self.group["key"], **texts}

    def actions(self) -> Sequence[Button]:
        here = {"reference": self.framework.reference, "key": self.group["key"]}
        question = _("Remove the group? Its requirements stay. An ambition that names it reaches less.")
        url = self.url("frameworks:group-remove", **here)
        return [Button(_("Remove"), url, "trash", post=True, confirm=question)]

    def save(self, answers: dict[str, Any]) -> Framework:
        return services.group_edit(actor=self.actor, framework=self.framework, group=self.group["key"], **answers)


@http.needs("frameworks.edit")
@require_POST
def group_remove(request: HttpRequest, reference: str, key: str) -> HttpResponseBase:
    framework = changeable_or_404(framework_or_404(request.actor, reference))

    def run() -> None:
        services.group_remove(actor=request.actor, framework=framework, group=key)

    return http.act(
        request, gettext("The group is removed."), request.url("frameworks:build", reference=reference), run
    )
