"""What the demo tells of policies, of those who read them, and of courses: what is written of it, and what comes of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from holger.policies import library

CONTENT = Path(__file__).parent.parent / "content"
SLUGS = ["kronborg", "rosenborg"]


def content_of(slug: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for path in sorted(CONTENT.glob(f"{slug}*.yaml")):
        told |= yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return told


def in_words(node: Any) -> Iterator[dict[str, Any]]:
    """Every mapping that is a text in both languages."""
    if isinstance(node, dict):
        if "da" in node or "en" in node:
            yield node
        for each in node.values():
            yield from in_words(each)
    elif isinstance(node, list):
        for each in node:
            yield from in_words(each)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_text_is_there_in_both_languages(slug: str) -> None:
    told = content_of(slug)
    for part in ("policies", "campaigns", "policy_exceptions", "courses", "classes", "comings"):
        for words in in_words(told[part]):
            assert set(words) == {"da", "en"}, words


@pytest.mark.parametrize("slug", SLUGS)
def test_there_are_three_of_everything_and_their_names_are_known(slug: str) -> None:
    told = content_of(slug)
    people = {person["key"] for person in told["people"]} | {person["key"] for person in told["comings"]}
    taken = {key for batch in told["policies"]["taken"] for key in batch["keys"]}
    for part in ("campaigns", "policy_exceptions", "courses", "classes"):
        assert len(told[part]) >= 3, part
    assert taken <= {entry.key for entry in library.entries()}
    assert set(told["policies"]["ways"]) <= taken
    assert {words["owner"] for words in (*told["campaigns"], *told["courses"])} <= people
    for campaign in told["campaigns"]:
        assert set(campaign["policies"]) <= taken


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_replaced_stands_in_the_ready_text(slug: str) -> None:
    entries = {entry.key: entry for entry in library.entries()}
    for key, steps in content_of(slug)["policies"]["ways"].items():
        for language in ("da", "en"):
            body = entries[key].body[language]
            for old, new in (pair for step in steps for pair in step.get("say", {}).get(language, ())):
                assert old in body, (key, language, old)
                body = body.replace(old, new, 1)
