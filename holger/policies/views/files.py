"""Policies from files: what was written elsewhere becomes drafts."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from holger.core.errors import RuleBroken
from holger.exchange.limits import MAX_DOCUMENT
from holger.policies import services
from holger.policies.forms.files import FilesForm
from holger.policies.models import Policy
from holger.policies.permissions import IMPORT
from holger.policies.services.files import MOST
from holger.policies.views.common import MENU, POLICIES, Way
from holger.ui import http
from holger.ui.pages import FormPage


class PolicyFiles(FormPage):
    permission, title, menu = IMPORT, _("Policies from files"), MENU
    lead = _(
        "Bring what you have written already. Each file becomes a draft that you can write on in and have approved."
    )
    form, done, button = FilesForm, "", _("Make drafts")
    takes_files = MOST * MAX_DOCUMENT

    def crumbs(self) -> Way:
        return [(POLICIES, self.url(MENU)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        return {"language": self.request.organisation.language, "owner": self.actor.person_id}

    def save(self, answers: dict[str, Any]) -> Sequence[Policy]:
        files = [(file.name, file.read()) for file in answers.pop("documents")]
        try:
            made = services.policies_from_files(actor=self.actor, files=files, **answers)
        except RuleBroken as broken:
            raise _naming(broken) from broken
        self.say([policy for policy, _pictures in made], sum(pictures for _policy, pictures in made))
        return [policy for policy, _pictures in made]

    def say(self, made: Sequence[Policy], pictures: int) -> None:
        told = ngettext("%(count)s draft is made.", "%(count)s drafts are made.", len(made)) % {"count": len(made)}
        if pictures:
            left = ngettext("%(count)s picture was left out.", "%(count)s pictures were left out.", pictures)
            told = f"{told} {left % {'count': pictures}}"
        http.tell(self.request, told)

    def next(self, obj: Sequence[Policy]) -> str:
        return self.base + obj[0].path if len(obj) == 1 else self.url(MENU)


def _naming(broken: RuleBroken) -> RuleBroken:
    """With the name of the file in front: there may be many."""
    name = broken.params.get("file")
    return RuleBroken(f"{name}: {broken.message}", broken.field) if name else broken
