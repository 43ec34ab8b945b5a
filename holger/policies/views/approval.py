"""Sending a draft for approval, and the answer: what is shown is what is signed."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.core.words import LANGUAGES
from holger.organisation.models import Person
from holger.policies import selectors, services
from holger.policies.forms.writing import ApproveForm, DeclineForm, SendForm
from holger.policies.models import PolicyVersion
from holger.policies.permissions import APPROVE, WRITE
from holger.policies.rules.approval import is_alone
from holger.policies.rules.content import Frozen, frozen
from holger.policies.rules.diff import words
from holger.policies.tables.reading import pieces, shown
from holger.policies.views.common import Step
from holger.policies.words import CHANGE_WORDS, LANGUAGE_NAMES, LANGUAGE_WORDS, behind


class ApprovalRequest(Step):
    """Freezes the draft. What is odd about it stands beside, and stops nobody."""

    permission, title = WRITE, _("Send for approval")
    template = "policies/approval_request.html"
    form, done, button = SendForm, _("It is frozen and sent. The approver is told by mail."), _("Freeze and send")

    @cached_property
    def approvers(self) -> list[Person]:
        return list(selectors.approvers_for(self.actor, self.policy))

    @cached_property
    def writers(self) -> set[Any]:
        return selectors.writers_of(self.open) if self.open else set()

    @cached_property
    def alone(self) -> bool:
        return is_alone(self.writers, [person.pk for person in self.approvers])

    def given(self) -> dict[str, Any]:
        return {"people": [p for p in self.approvers if self.alone or p.pk not in self.writers]}

    def initial(self) -> dict[str, Any]:
        before = next((row.approver_id for row in self.versions if row.approver_id), None)
        return {"approver": before}

    def context(self) -> dict[str, Any]:
        assert self.open is not None
        texts = selectors.texts_of(self.actor, self.open)
        return {
            "version": self.open,
            "policy": self.policy,
            "alone": self.alone and bool(self.approvers),
            "late": [(LANGUAGE_WORDS[key], behind(t.behind_since)) for key, t in texts.items() if t.behind_since],
            "missing": [LANGUAGE_NAMES[key] for key in LANGUAGES if key not in texts],
            "remarks": selectors.remarks_of(self.actor, self.open).filter(resolved_at=None).count(),
            "change": CHANGE_WORDS[self.open.change],
        }

    def save(self, answers: dict[str, Any]) -> PolicyVersion:
        return services.approval_request(actor=self.actor, policy=self.policy, **answers)


class Decision(Step):
    """What the approver is asked for: the frozen version, and what it changes."""

    permission, expected = APPROVE, ("requested",)

    def permission_on(self) -> None:
        """Whoever sees it through the selector may read along; only who was asked is offered to answer."""
        self.policy  # noqa: B018 - found, or 404

    @property
    def mine(self) -> bool:
        return (
            self.open is not None and self.actor.person_id is not None and self.open.approver_id == self.actor.person_id
        )

    @cached_property
    def held(self) -> Frozen:
        assert self.open is not None
        return frozen(selectors.frozen_of(self.actor, self.open))

    @cached_property
    def before(self) -> Frozen | None:
        return frozen(selectors.frozen_of(self.actor, self.force)) if self.force and self.force.digest else None


class PolicyApprove(Decision):
    """Shows once more who one is: what is approved here stands for good."""

    title, sudo = _("Approve"), True
    template = "policies/approve.html"
    form, done, button = ApproveForm, _("It is approved."), _("Approve")

    def initial(self) -> dict[str, Any]:
        return {"digest": self.open.digest if self.open else ""}

    def context(self) -> dict[str, Any]:
        assert self.open is not None
        return {
            "policy": self.policy,
            "version": self.open,
            "held": self.held,
            "change": CHANGE_WORDS[self.open.change],
            "mine": self.mine,
            "texts": [self.told(language) for language in self.in_order()],
            "decline": self.at("decline"),
            "alone": self.mine and self.actor.person_id in selectors.writers_of(self.open),
        }

    def in_order(self) -> list[str]:
        """The language it is written in comes first."""
        return sorted(self.held.texts, key=lambda language: language != self.held.language)

    def told(self, language: str) -> dict[str, Any]:
        """What was frozen in a language, whole, and how it differs from what is in force."""
        said, picture = self.held.texts[language], self.picture()
        old = self.before.texts.get(language) if self.before else None
        return {
            "language": language,
            "name": LANGUAGE_WORDS[language],
            "title": said.title,
            "for_you": shown(said.for_you, None) if said.for_you else "",
            "html": shown(said.body, picture),
            "late": behind(said.behind_since) if said.behind_since else "",
            "compared": old is not None,
            "pieces": pieces(old.body, said.body, picture, whole=False) if old else [],
            "for_you_pieces": pieces(old.for_you, said.for_you, picture, whole=False) if old else [],
            "title_words": words(old.title, said.title) if old and old.title != said.title else [],
        }

    def save(self, answers: dict[str, Any]) -> PolicyVersion:
        return services.policy_approve(actor=self.actor, policy=self.policy, digest=answers["digest"])


class PolicyDecline(Decision):
    title = _("Decline")
    form, done, button = DeclineForm, _("It is a draft again, with your words on it."), _("Decline")

    def back(self) -> str:
        return self.at("approve")

    def next(self, obj: Any) -> str:
        return self.request.base + self.policy.path

    def save(self, answers: dict[str, Any]) -> PolicyVersion:
        return services.policy_decline(actor=self.actor, policy=self.policy, note=answers["note"])
