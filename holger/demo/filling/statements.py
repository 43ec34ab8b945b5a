"""Statements of applicability are drafted, and those that are ready approved by whoever may."""

from collections.abc import Mapping
from typing import Any

from holger.controls import services
from holger.controls.models import Statement
from holger.demo.filling.story import Story
from holger.frameworks.models import Scope

Words = Mapping[str, Any]


def plan(story: Story) -> None:
    for words in story.content["statements"]:
        story.at(words["drafted_days_ago"], draft, words)
        if "approved_days_ago" in words:
            story.at(words["requested_days_ago"], request, words)
            story.at(words["approved_days_ago"], approve, words)


def draft(story: Story, words: Words) -> None:
    statement = services.statement_draft(actor=story.officer, scope=scope_of(story, words))
    answers = {name: story.text(words[name]) for name in ("introduction", "change_note") if name in words}
    approver = story.people[words["approver"]]
    services.statement_edit(actor=story.officer, statement=statement, approver=approver, **answers)


def request(story: Story, words: Words) -> None:
    approver = story.people[words["approver"]]
    services.statement_request(actor=story.officer, statement=latest(story, words), approver=approver)


def approve(story: Story, words: Words) -> None:
    statement = latest(story, words)
    services.statement_approve(actor=story.actor(words["approver"]), statement=statement, digest=statement.digest)


def latest(story: Story, words: Words) -> Statement:
    rows = Statement.objects.filter(scope=scope_of(story, words))
    return rows.select_related("scope__framework", "approver").latest("number")


def scope_of(story: Story, words: Words) -> Scope:
    return next(iter(story.standings[words["scope"]].values())).scope
