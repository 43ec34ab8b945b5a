"""What is said in a chat, in the form that it takes: as little as is needed to find what it is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

SHOWN = 20
"""Lines that a message has; the rest are behind the link."""


@dataclass(frozen=True)
class Line:
    before: str
    """What kind of thing it is: Overdue."""
    title: str
    url: str
    after: str = ""
    """When it was due."""


@dataclass(frozen=True)
class Message:
    heading: str
    lines: Sequence[Line]
    more: str
    link: str
    url: str


def slack(message: Message) -> dict[str, Any]:
    """As Slack takes it, and Mattermost and others that speak like it."""
    rows = [
        f"{_plain(line.before)}: <{line.url}|{_plain(line.title)}> {_plain(line.after)}".rstrip()
        for line in message.lines
    ]
    rows = [f"• {row}" for row in rows]
    end = [_plain(message.more)] if message.more else []
    return {"text": "\n".join([f"*{_plain(message.heading)}*", *rows, *end, f"<{message.url}|{_plain(message.link)}>"])}


def _plain(text: str) -> str:
    """No mark of Slack's: nobody calls the whole channel by the title of a task."""
    return (
        " ".join(text.split())
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("*", "∗")
        .replace("|", "¦")
    )


def teams(message: Message) -> dict[str, Any]:
    """As a workflow of Teams takes it: a card. Runs of text are no markup there, whatever is in them."""
    body: list[dict[str, Any]] = [_block([_run(message.heading, weight="Bolder")])]
    for line in message.lines:
        link = {"type": "Action.OpenUrl", "url": line.url}
        after = [_run(f" {line.after}")] if line.after else []
        body.append(_block([_run(f"{line.before}: "), {**_run(line.title), "selectAction": link}, *after]))
    if message.more:
        body.append(_block([_run(message.more)]))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
        "actions": [{"type": "Action.OpenUrl", "title": message.link, "url": message.url}],
    }
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }


def _block(inlines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": inlines}


def _run(text: str, **more: str) -> dict[str, Any]:
    return {"type": "TextRun", "text": text.replace("\n", " "), **more}


FORMS: dict[str, Callable[[Message], dict[str, Any]]] = {"slack": slack, "teams": teams}
OVER = frozenset({400, 401, 403, 404, 405, 410})
"""Answers after which trying again will not help."""


def is_over(status: int) -> bool:
    return status in OVER
