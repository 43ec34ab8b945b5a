"""What a policy is linked to: objects of every kind that can be picked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.registry import registry
from holger.ui.forms import Form, PickField


class PolicyLinksForm(Form):
    KINDS = ("requirements", "controls", "assets", "risks")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        for key in self.KINDS:
            search = registry.search(key)
            if search is not None and search.rows is not None and actor.may(search.permission):
                self.fields[key] = PickField(key, many=True, label=search.title, required=False)
        self._shape(actor)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(answers.values()):
            raise forms.ValidationError(_("Choose at least one."))
        return answers

    @property
    def answers(self) -> dict[str, Any]:
        return {"about": [row for rows in self.cleaned_data.values() for row in rows]}
