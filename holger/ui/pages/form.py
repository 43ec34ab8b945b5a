"""A form that hands its answers to a service and shows at the field what the service will not have."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from holger.core.errors import Conflict, RuleBroken
from holger.core.requests import Request
from holger.ui import http
from holger.ui.forms import RecordForm
from holger.ui.pages.page import Page
from holger.ui.pages.parts import Text
from holger.ui.widgets import named


class FormPage(Page):
    template = "ui/form.html"
    form: Any
    done: Text = _("Saved.")
    button: Text = _("Save")
    danger = False

    def find(self) -> Any:
        """The object to change, or None for a new one; 404 when it is missing or out of the actor's reach."""
        return None

    def initial(self) -> dict[str, Any]:
        return {}

    def given(self) -> dict[str, Any]:
        """What the form's class wants to know besides, such as what can be chosen."""
        return {}

    def save(self, answers: dict[str, Any]) -> Any:
        """Hand the answers to a service and return the object. ``self.version`` is what the writer had read."""
        raise NotImplementedError

    def back(self) -> str:
        """Where "Cancel" leads."""
        return self._page_of(self.object) or (self.url(self.menu) if self.menu else self.base)

    def next(self, obj: Any) -> str:
        """Where to go after the save."""
        return self._page_of(obj) or self.back()

    @cached_property
    def object(self) -> Any:
        return self.find()

    @property
    def version(self) -> int | None:
        return self.bound.cleaned_data.get("version")

    @cached_property
    def bound(self) -> Any:
        """The form as it stands: with what was sent, or as it is first shown."""
        sent = {"data": self.request.POST, "files": self.request.FILES} if self.request.method == "POST" else {}
        about = {"instance": self.object} if issubclass(self.form, RecordForm) and self.object is not None else {}
        return self.form(actor=self.actor, initial=self.initial(), **self.given(), **about, **sent)

    def permission_on(self) -> Any:
        return self.object if hasattr(self.object, "owned_by") else None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render(form=self.bound)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.bound
        if "again" in request.POST:  # it is not finished, so nothing is refused yet
            return self.render(form=form)
        if not form.is_valid():
            return self.refuse()
        try:
            obj = self.save(form.answers)
        except Conflict as conflict:
            return self.settle(conflict.current)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.message)
            return self.refuse()
        except ValidationError as invalid:
            add_errors(form, invalid)
            return self.refuse()
        if self.done:
            http.tell(request, self.done)
        return HttpResponseRedirect(self.next(obj))

    def refuse(self) -> HttpResponse:
        return self.render(form=self.bound, status=422 if self.bound.errors else 200)

    def settle(self, current: Any) -> HttpResponse:
        """Somebody saved in between: show both versions, keep the answers, let the writer choose."""
        theirs = self._form_of(current)
        differing = [
            (field, shown(theirs[field.name], theirs[field.name].initial), shown(field, field.value()))
            for field in self.bound.visible_fields()
            if differs(field, theirs)
        ]
        left_out = ("version", "csrfmiddlewaretoken")
        sent = [(name, v) for name, values in self.request.POST.lists() for v in values if name not in left_out]
        extra = {"differing": differing, "sent": sent, "current": current, "form": self.bound}
        return self.render("ui/conflict.html", status=409, **extra)

    def _form_of(self, current: Any) -> Any:
        """The form filled with what is saved now."""
        if issubclass(self.form, RecordForm):
            return self.form(actor=self.actor, instance=current, **self.given())
        saved = {name: getattr(current, name, None) for name in self.bound.fields}
        return self.form(actor=self.actor, initial=saved, **self.given())

    @property
    def address(self) -> str:
        return self.request.get_full_path()

    def _page_of(self, obj: Any) -> str:
        return self.base + obj.path if obj is not None and hasattr(obj, "path") else ""


def add_errors(form: Any, invalid: ValidationError) -> None:
    """What the model would not have, at the fields that the form has and otherwise on top."""
    if not hasattr(invalid, "error_dict"):
        form.add_error(None, invalid)
        return
    for name, errors in invalid.error_dict.items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)


def differs(mine: Any, theirs: Any) -> bool:
    return mine.field.has_changed(theirs[mine.name].initial, mine.data)


def shown(bound: Any, value: Any) -> str:
    """An answer as people read it: the words of a choice, the names of rows."""
    field = bound.field
    if value in (None, "", []):
        return ""
    if hasattr(field, "queryset"):
        many = isinstance(value, list | tuple | set)
        keys = [getattr(item, "pk", item) for item in (value if many else [value])]
        return ", ".join(named(row) for row in field.queryset.filter(pk__in=keys))
    if hasattr(field, "choices"):
        words = {str(key): str(label) for key, label in field.choices}
        return ", ".join(words.get(str(v), str(v)) for v in (value if isinstance(value, list | tuple) else [value]))
    return str(value.pk if isinstance(value, Model) else value)
