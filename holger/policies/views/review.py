"""Asking for review, reading a draft with what is said of it, remarking on its paragraphs, and answering."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core import prose
from holger.core.errors import RuleBroken
from holger.core.words import LANGUAGES, N_
from holger.policies import selectors, services
from holger.policies.forms.writing import AnswerForm, AskForm
from holger.policies.models import PolicyText, Remark, Review
from holger.policies.permissions import APPROVE, WRITE
from holger.policies.rules.anchors import place
from holger.policies.tables.policies import status_badge
from holger.policies.tables.reading import DOWN, pieces, shown
from holger.policies.views.common import Step, choose, policy_or_404
from holger.policies.words import OWN_NAMES
from holger.ui import http


@dataclass(frozen=True, slots=True)
class Beside:
    """A block of the text with what was said about it."""

    number: int
    markup: SafeString
    source: str
    remarks: Sequence[Remark]


def beside(
    text: PolicyText | None, remarks: Sequence[Remark], picture: prose.Picture
) -> tuple[list[Beside], list[Remark]]:
    """The blocks with their remarks, and the remarks that are about the whole or about a block that is gone."""
    blocks = prose.blocks(text.body, picture=picture, down=DOWN) if text else []
    sources = [block.source for block in blocks]
    by_block: dict[int | None, list[Remark]] = {}
    for remark in remarks:
        by_block.setdefault(place(remark.quote, sources), []).append(remark)
    placed = [
        Beside(number, SafeString(block.html), block.source, by_block.get(number, []))
        for number, block in enumerate(blocks)
    ]
    return placed, by_block.get(None, [])


class DraftReview(Step):
    """The draft block by block with the remarks on it; whoever is asked answers here."""

    permission, title = APPROVE, pgettext_lazy("policy", "Review")
    template = "policies/draft_review.html"
    form, done, button = AnswerForm, _("Thank you. Whoever asked sees your answer."), _("Answer")
    expected = ("draft", "review")

    def permission_on(self) -> None:
        """Whoever sees the draft through the selector may read along; the services say who may answer and remark."""
        self.policy  # noqa: B018 - found, or 404

    @cached_property
    def asked(self) -> Review | None:
        return selectors.review_waiting(self.actor, self.open) if self.open else None

    @cached_property
    def last(self) -> Review | None:
        """What the reader answered before; what has changed since is shown."""
        return selectors.last_round(self.actor, self.open) if self.open else None

    @cached_property
    def texts(self) -> dict[str, PolicyText]:
        return selectors.texts_of(self.actor, self.open) if self.open else {}

    @cached_property
    def language(self) -> str:
        return choose(self.texts, self.request.GET.get("language", ""), self.policy)

    def save(self, answers: dict[str, Any]) -> Review:
        if self.asked is None:
            raise RuleBroken(N_("Nobody asks you to answer."))
        return services.review_answer(actor=self.actor, review=self.asked, **answers)

    def since(self) -> list[Any]:
        """What is new since the reader's last round."""
        text = self.texts.get(self.language)
        if self.last is None or text is None:
            return []
        seen = self.last.seen.get(self.language, {})
        return pieces(seen.get("body", ""), text.body, self.picture(), whole=False)

    def context(self) -> dict[str, Any]:
        assert self.open is not None
        remarks = list(selectors.remarks_in(self.actor, self.open, self.language))
        text = self.texts.get(self.language)
        blocks, others = beside(text, remarks, self.picture())
        may_write = self.actor.may(WRITE, self.policy)
        return {
            "policy": self.policy,
            "version": self.open,
            "text": text,
            "badge": status_badge(self.open),
            "for_you": shown(text.for_you, None) if text else "",
            "blocks": blocks,
            "others": others,
            "count": sum(remark.resolved_at is None for remark in remarks),
            "asked": self.asked,
            "last": self.last,
            "since": self.since(),
            "rounds": list(selectors.reviews_of(self.actor, self.open)),
            "may_write": may_write,
            "me": self.actor.person_id,
            "remark_at": self.at("remark-add"),
            "languages": [(key, name, key == self.language) for key, name in OWN_NAMES.items() if key in self.texts],
            "language": self.language,
        }


class ReviewAsk(Step):
    permission, title = WRITE, _("Ask for review")
    form, done, button = AskForm, _("They are told by mail."), _("Ask")

    def given(self) -> dict[str, Any]:
        people = selectors.reviewers_for(self.actor, self.policy).exclude(pk=self.actor.person_id)
        return {"people": list(people)}

    def save(self, answers: dict[str, Any]) -> Any:
        return services.review_ask(actor=self.actor, policy=self.policy, **answers)


@http.needs(APPROVE)
@require_POST
def remark_add(request: HttpRequest, reference: str) -> HttpResponseBase:
    policy = policy_or_404(request.actor, reference)
    said = request.POST
    language = said.get("language", "")
    language = language if language in LANGUAGES else policy.language

    def run() -> Remark:
        quote = said.get("quote", "").replace("\r\n", "\n")
        return services.remark_add(
            actor=request.actor, policy=policy, language=language, text=said.get("text", ""), quote=quote
        )

    back = http.link(request, "policies:review", reference=reference)
    return http.act(request, gettext("Your remark is kept."), f"{back}?language={language}", run)


@http.needs(APPROVE)
@require_POST
def remark_resolve(request: HttpRequest, reference: str, pk: UUID) -> HttpResponseBase:
    policy = policy_or_404(request.actor, reference)
    remark = get_object_or_404(selectors.remarks_about(request.actor, policy), pk=pk)

    def run() -> Remark:
        return services.remark_resolve(actor=request.actor, remark=remark, answer=request.POST.get("answer", ""))

    back = http.link(request, "policies:review", reference=reference)
    return http.act(request, gettext("It is dealt with."), f"{back}?language={remark.language}", run)


@http.needs(WRITE)
@require_POST
def review_call_off(request: HttpRequest, reference: str, pk: UUID) -> HttpResponseBase:
    policy = policy_or_404(request.actor, reference)
    review = get_object_or_404(selectors.reviews_about(request.actor, policy), pk=pk)

    def run() -> None:
        services.review_call_off(actor=request.actor, review=review)

    return http.act(
        request, gettext("Nobody is asked any longer."), http.link(request, "policies:review", reference=reference), run
    )
