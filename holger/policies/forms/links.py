"""What a policy is linked to: objects of every kind that can be picked."""

from typing import Any

from holger.ui.forms import SubjectsForm


class PolicyLinksForm(SubjectsForm):
    KINDS = ("requirements", "controls", "assets", "risks")

    @property
    def answers(self) -> dict[str, Any]:
        return {"about": self.subjects}
