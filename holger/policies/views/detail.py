"""The page of one policy: what it says now, and what comes next; the page of one version."""

from collections.abc import Sequence
from functools import cached_property
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.audience.words import told
from holger.policies import selectors
from holger.policies.models import PolicyText, PolicyVersion, Review, Status
from holger.policies.permissions import APPROVE, DELETE, VIEW, WRITE
from holger.policies.tables.policies import review_cell, status_badge, translation_badge
from holger.policies.tables.reading import Reading, reading_of
from holger.policies.tables.steps import stages, story
from holger.policies.views.common import OfPolicy, choose, version_or_404
from holger.policies.words import CHANGE_WORDS, LANGUAGE_WORDS, OWN_NAMES, TYPE_WORDS, behind
from holger.ui import cells
from holger.ui.pages import Button, DetailPage, Fact

VERSIONS = 6
"""So many of the latest stand beside the text; the others are on a page of their own."""


class Reader(OfPolicy, DetailPage):
    """A version as it is read, in a language that it has."""

    permission, icon = VIEW, "file-text"
    template = "policies/policy_detail.html"

    def permission_on(self) -> None:
        """Who may see a policy is told by its selector: through what they review or approve, not only by owning it."""
        return

    def find(self) -> Any:
        return self.policy

    def shown(self) -> PolicyVersion | None:
        """The version that is read here."""
        raise NotImplementedError

    @cached_property
    def version(self) -> PolicyVersion | None:
        return self.shown()

    @cached_property
    def texts(self) -> dict[str, PolicyText]:
        return selectors.texts_of(self.actor, self.version) if self.version else {}

    @cached_property
    def language(self) -> str:
        return choose(self.texts, self.request.GET.get("language", ""), self.policy)

    @property
    def text(self) -> PolicyText | None:
        return self.texts.get(self.language)

    @cached_property
    def reading(self) -> Reading | None:
        return reading_of(self.text, self.picture()) if self.text else None

    def heading(self) -> str:
        return self.text.title if self.text else self.policy.title

    def languages(self) -> list[tuple[str, str, bool, str]]:
        """(key, its own name, is it shown, since when it is out of date) of those that it says something in."""
        return [
            (key, name, key == self.language, self.texts[key].behind_since)
            for key, name in OWN_NAMES.items()
            if key in self.texts
        ]

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "policy": self.policy,
            "version": self.version,
            "text": self.text,
            "reading": self.reading,
            "late": behind(self.text.behind_since) if self.text and self.text.behind_since else "",
            "versions": [(row, status_badge(row), CHANGE_WORDS[row.change]) for row in self.versions[:VERSIONS]],
            "more_versions": len(self.versions) > VERSIONS,
        }


class PolicyDetail(Reader):
    """What is in force, or the draft where nothing is; above it what comes next."""

    def crumbs(self) -> Any:
        return [self.way()[0], (self.policy.reference, None)]

    def shown(self) -> PolicyVersion | None:
        return self.force or self.open or next(iter(self.versions), None)

    def badges(self) -> Sequence[SafeString]:
        found = [cells.badge(TYPE_WORDS[self.policy.type], "line")]
        if self.policy.archived_at is not None:
            return [*found, cells.badge(_("Archived"), "none", "archive")]
        found += [status_badge(row) for row in (self.force, self.open, self.coming) if row is not None]
        if self.texts:
            found.append(translation_badge(self.policy, {k: text.behind_since for k, text in self.texts.items()}))
        return found

    def facts(self) -> Sequence[Fact]:
        policy, shown = self.policy, self.version
        approved = shown if shown is not None and shown.approved_at is not None else None
        by = f"{approved.approved_by}, " if approved and approved.approved_by else ""
        return [
            Fact(_("Owner"), cells.person(policy.owner)),
            Fact(_("Unit"), policy.unit or ""),
            Fact(_("Whom it is for"), told(policy.audience)),
            Fact(_("Must be confirmed"), cells.yes(policy.confirm)),
            Fact(_("In force from"), cells.date(approved.effective_from) if approved else ""),
            Fact(_("Approved"), SafeString(f"{escape(by)}{cells.date(approved.approved_at)}") if approved else ""),
            Fact(_("Next review"), review_cell(policy.next_review, self.today)),
            Fact(_("Written in"), LANGUAGE_WORDS[policy.language]),
        ]

    # What comes next

    @cached_property
    def able(self) -> frozenset[str]:
        """What the reader may do to this policy."""
        return frozenset(word for word in (WRITE, APPROVE, DELETE) if self.actor.may(word, self.policy))

    @cached_property
    def rounds(self) -> list[Review]:
        return list(selectors.reviews_of(self.actor, self.open)) if self.open else []

    @property
    def asked(self) -> bool:
        """Is the reader asked what they think of it?"""
        return any(row.answered_at is None and row.person_id == self.actor.person_id for row in self.rounds)

    @property
    def to_approve(self) -> bool:
        row = self.open
        return row is not None and row.status == Status.REQUESTED and row.approver_id == self.actor.person_id

    def actions(self) -> Sequence[Button]:
        paper = Button(_("On paper"), self.at("report"), "file-export")
        if self.policy.archived_at is not None:
            return [paper, Button(_("Restore"), self.at("policy-restore"), "archive-off", permission=DELETE, post=True)]
        question = _("Archive it? It is no longer in force, and nobody need read it. All about it is kept.")
        buttons = [
            paper,
            Button(_("Archive"), self.at("policy-archive"), "archive", permission=DELETE, post=True, confirm=question),
            Button(_("Edit"), self.at("policy-edit"), "pencil", permission=WRITE),
        ]
        if self.open is None:
            next_version = Button(_("Write the next version"), self.at("draft-begin"), "edit", True, WRITE)
            return [*buttons, next_version]
        return buttons

    def steps(self) -> list[Button]:
        """What can be done about the version that is worked on, the likeliest last."""
        row = self.open
        if row is None:
            return []
        mine = WRITE in self.able
        if row.status == Status.REQUESTED:
            back = Button(_("Take it back"), self.at("approval-withdraw"), "arrow-back-up", post=True)
            read = Button(_("Read and approve"), self.at("approve"), "writing-sign", primary=self.to_approve)
            return [*([back] if mine else []), *([read] if self.to_approve or self.actor.may(APPROVE) else [])]
        answer = Button(_("Read and answer"), self.at("review"), "eye", primary=True)
        if not mine:
            return [answer] if self.asked else []
        question = _("Give the draft up? What is in force stays.")
        return [
            Button(_("Discard"), self.at("draft-discard"), "trash", post=True, confirm=question),
            Button(_("Remarks"), self.at("review"), "message") if not self.asked else answer,
            Button(_("Ask for review"), self.at("review-ask"), "eye"),
            Button(_("Write"), self.at("draft-write", language=self.policy.language), "pencil"),
            Button(_("Send for approval"), self.at("approval-request"), "writing-sign", primary=not self.asked),
        ]

    def context(self) -> dict[str, Any]:
        found = super().context()
        row = self.open or self.coming
        if row is not None and self.policy.archived_at is None:
            waiting = [review for review in self.rounds if review.answered_at is None]
            found["next"] = {
                "version": row,
                "stages": stages(row),
                "story": story(row, waiting),
                "buttons": self.steps(),
                "answers": [review for review in self.rounds if review.answered_at is not None],
                "read": self.base + row.path if row is not self.version else "",
                "call_off": self.at("coming-call-off") if row is self.coming and APPROVE in self.able else "",
                "call_off_question": gettext("Call it off? It stays approved, and never comes into force."),
                "describe": self.at("draft-edit") if WRITE in self.able and row.status in ("draft", "review") else "",
            }
        return found


class VersionDetail(Reader):
    """A version as it stands or stood: a draft, what was approved, what was superseded."""

    title = pgettext_lazy("policy", "Version")

    def shown(self) -> PolicyVersion:
        return version_or_404(self.actor, self.policy, self.kwargs["version"])

    @property
    def row(self) -> PolicyVersion:
        assert self.version is not None
        return self.version

    def crumbs(self) -> Any:
        return self.way((self.row.label, None))

    def badges(self) -> Sequence[SafeString]:
        return [status_badge(self.row), cells.badge(CHANGE_WORDS[self.row.change], "line")]

    def actions(self) -> Sequence[Button]:
        paper = Button(_("On paper"), self.at("version-report", version=self.row.label), "file-export")
        before = self.before()
        if before is None:
            return [paper]
        address = f"{self.at('compare')}?from={before.label}&to={self.row.label}&language={self.language}"
        return [paper, Button(_("What has changed"), address, "arrows-diff")]

    def before(self) -> PolicyVersion | None:
        """The one that it follows."""
        numbers = (self.row.major, self.row.minor)
        return next((row for row in self.versions if (row.major, row.minor) < numbers), None)

    def facts(self) -> Sequence[Fact]:
        row = self.row
        signed = SafeString(f'<code class="h-digest">{escape(row.digest)}</code>') if row.digest else ""
        return [
            Fact(_("In force from"), cells.date(row.effective_from)),
            Fact(_("Held until"), cells.date(row.ended_at)),
            Fact(_("Approved by"), row.approved_by),
            Fact(_("Approved"), cells.moment(row.approved_at)),
            Fact(_("Sent by"), row.requested_by),
            Fact("SHA-256", signed, help=_("The fingerprint of what was frozen when approval was asked for.")),
        ]

    @property
    def panels(self) -> list[Any]:  # type: ignore[override]
        """Panels are about the policy, and stand on its page."""
        return []

    def context(self) -> dict[str, Any]:
        return {**super().context(), "about_version": True}
