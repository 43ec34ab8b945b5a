"""What every page has: a permission, a title, a place in the menu and the way back."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from holger.core import dates
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.ui import http
from holger.ui.pages.parts import Button, Text

Crumb = tuple[Text, str | None]


class Page(View):
    request: Request
    permission: str
    sudo = False
    """Must one have shown within ten minutes who one is? For what could not be taken back from a thief."""
    title: Text = ""
    lead: Text = ""
    banner: Text = ""
    """What must be read before anything else on the page, such as that all of it is an exercise."""
    template: str
    takes_files = 0
    """How large a file may be brought, in bytes; ``http.ANY_SIZE`` is as large as the installation lets it be."""
    menu = ""
    """URL name of the line in the sidebar that this page belongs to."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        view.permission = cls.permission  # type: ignore[attr-defined]
        view.sudo = cls.sudo  # type: ignore[attr-defined]
        return view

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.admit()
        return super().dispatch(request, *args, **kwargs)

    def admit(self) -> None:
        """Raise unless the one who asks may be here."""
        http.check(self.request, self.permission)
        row = self.permission_on()
        if row is not None:
            self.actor.require(self.permission, row)

    def permission_on(self) -> Any:
        """What the permission is needed for: found here, or 404. None where holding it for anything will do."""
        return None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render()

    @property
    def actor(self) -> Actor:
        return self.request.actor

    @property
    def base(self) -> str:
        return self.request.base

    @cached_property
    def today(self) -> date:
        return dates.today(self.request.organisation.zone)

    def url(self, name: str, **kwargs: Any) -> str:
        """The address of a page in this organisation."""
        return http.link(self.request, name, **kwargs)

    def heading(self) -> Text:
        return self.title

    def crumbs(self) -> Sequence[Crumb]:
        """The way here from the menu: (text, address), the last one without address."""
        return ()

    def actions(self) -> Sequence[Button]:
        return ()

    def context(self) -> dict[str, Any]:
        """What the template needs beside the page itself."""
        return {}

    def allowed(self, buttons: Sequence[Button], obj: Any = None) -> list[Button]:
        return [b for b in buttons if not b.permission or self.actor.may(b.permission, obj)]

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions())

    def render(self, template: str = "", status: int = 200, **extra: Any) -> HttpResponse:
        context = {"page": self, **self.context(), **extra}
        return render(self.request, template or self.template, context, status=status)
