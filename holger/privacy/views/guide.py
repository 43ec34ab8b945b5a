"""A short way through the questions for those who know the work: one screen after another, made for a phone.

Each screen is saved when one goes on, so that one can stop and come back. What comes of it is a draft, which is sent to
whoever keeps the record.
"""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.organisation.models import Person
from holger.privacy import selectors, services
from holger.privacy.forms.guide import BY_KEY, SCREENS, GuideForm, Screen
from holger.privacy.models import Activity, Status
from holger.privacy.permissions import EDIT
from holger.privacy.views.common import MENU, OfActivity
from holger.ui import http
from holger.ui.pages import FormPage, Page

KEYS = [screen.key for screen in SCREENS]


class Guided(FormPage):
    """A screen. ``number`` of ``total`` is told, so that one knows how far it is."""

    permission, template, form = EDIT, "privacy/record/guide.html", GuideForm
    done, button = "", _("Save and go on")

    @cached_property
    def screen(self) -> Screen:
        try:
            return BY_KEY[self.kwargs.get("screen", KEYS[0])]
        except KeyError as missing:
            raise Http404 from missing

    @property
    def number(self) -> int:
        return KEYS.index(self.screen.key) + 1

    @property
    def percent(self) -> int:
        return self.number * 100 // (len(KEYS) + 1)

    def heading(self) -> Any:
        return self.screen.title

    @property
    def lead(self) -> Any:  # type: ignore[override]
        return self.screen.lead

    def given(self) -> dict[str, Any]:
        return {"screen": self.screen}

    def context(self) -> dict[str, Any]:
        return {"number": self.number, "total": len(KEYS) + 1, "percent": self.percent, "back_url": self.back()}

    def step(self, reference: str, number: int) -> str:
        """The address of a screen by its number; of the end, where there is none."""
        if number >= len(KEYS):
            return self.url("privacy:guide-end", reference=reference)
        return self.url("privacy:guide", reference=reference, screen=KEYS[number])


class GuideBegin(Guided):
    """The first screen makes the draft."""

    title = _("Describe what you do with personal data")

    def back(self) -> str:
        return self.url(MENU)

    def save(self, answers: dict[str, Any]) -> Activity:
        me = Person.objects.filter(pk=self.actor.person_id).first()
        return services.activity_create(actor=self.actor, owner=me, unit=me.unit if me else None, **answers)

    def next(self, obj: Activity) -> str:
        return self.step(obj.reference, 1)


class Guide(OfActivity, Guided):
    title = _("Describe what you do with personal data")

    def admit(self) -> None:
        self.screen  # noqa: B018 - known, or 404
        super().admit()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.admit()
        if not is_open(self.object):
            http.tell(request, _("There is nothing here to do any more. This is how it stands."))
            return HttpResponseRedirect(self.base + self.object.path)
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> str:
        if self.number == 1:
            return f"{self.base}{self.object.path}"
        return self.step(self.object.reference, self.number - 2)

    def save(self, answers: dict[str, Any]) -> Activity:
        return services.activity_edit(actor=self.actor, activity=self.object, version=self.version, **answers)

    def next(self, obj: Activity) -> str:
        if "later" in self.request.POST:
            return f"{self.base}{obj.path}"
        return self.step(obj.reference, self.number)


def is_open(row: Activity) -> bool:
    return row.status == Status.DRAFT and row.archived_at is None and row.offered_at is None


class GuideEnd(OfActivity, Page):
    """What is still missing, and sending it in."""

    permission, template, title = EDIT, "privacy/record/guide_end.html", _("Send it in")

    @cached_property
    def object(self) -> Activity:
        return self.find()

    def permission_on(self) -> Any:
        return self.object

    def context(self) -> dict[str, Any]:
        row = self.object
        gauge = selectors.gauge_of(row)
        asked = {
            "purposes",
            "data_subjects",
            "categories",
            "recipients",
            "transfers",
            "retention",
            "measures",
            "people",
        }
        return {
            "row": row,
            "open": is_open(row),
            "missing": [gettext(each.title) for each in gauge.missing if each.key in asked],
            "back_url": self.at("guide", screen=KEYS[-1]),
            "first_url": self.at("guide", screen=KEYS[0]),
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        def run() -> None:
            services.activity_offer(actor=self.actor, activity=self.object)

        done = gettext("It is sent to whoever keeps the record. Thank you.")
        return http.act(request, done, self.base + self.object.path, run)
