"""Markdown from people becomes text on a page, and never a part of the page."""

import pytest

from holger.core import prose
from tests.work import ends


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,<script>)",
        "![a](javascript:alert(1))",
        "<svg/onload=alert(1)>",
        "`<script>`",
        '[a](https://x.example "onmouseover=alert(1) x=\\"")',
        "<https://x.example/%22onmouseover=alert(1)>",
        "| a |\n|---|\n| <iframe src=x> |",
    ],
)
def test_nothing_written_becomes_a_part_of_the_page(text: str) -> None:
    made = prose.render(text)
    assert not any(f"<{tag}" in made for tag in ("script", "img", "svg", "iframe", "style"))
    assert 'href="javascript' not in made.lower() and 'href="data' not in made.lower()
    assert " onmouseover=" not in made.replace("&quot;onmouseover=", "").replace('title="onmouseover=', "")


def test_links_lead_to_the_web_to_mail_and_within() -> None:
    made = prose.render("[a](https://x.example) [b](mailto:a@x.example) [c](/o/k/) [d](//evil.example) [e](ftp://x)")
    assert made.count("href=") == 3
    assert "evil" not in made and "ftp" not in made


def test_headings_get_anchors_of_their_own_and_stand_further_down() -> None:
    text = "## Scope\n\n## Scope\n\n### Æbler & pærer\n"
    assert [(each.level, each.anchor) for each in prose.outline(text)] == [
        (2, "t-scope"),
        (2, "t-scope-2"),
        (3, "t-æbler-pærer"),
    ]
    made = prose.render(text)
    assert all(f'id="{each.anchor}"' in made for each in prose.outline(text))
    assert "<h3" in made and "<h2" not in made


def test_tables_keep_their_columns() -> None:
    made = prose.render("| a | b |\n|---|--:|\n| 1 | 2 |\n")
    assert '<th scope="col">a</th>' in made and '<td align="right">2</td>' in made
    assert "style" not in made


def test_only_known_pictures_are_shown() -> None:
    made = prose.render("![Door](E-1) ![Track](https://x.example/1.png)", picture={"E-1": "/e/1"}.get)
    assert '<img src="/e/1" alt="Door">' in made
    assert "x.example" not in made and "Track" in made


def test_blocks_are_what_was_written_in_order() -> None:
    text = "# A\n\npara\nline\n\n- x\n- y\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> q\n\n---\n"
    made = prose.blocks(text)
    assert [each.source.split("\n")[0] for each in made] == ["# A", "para", "- x", "| a | b |", "> q", "---"]
    assert "".join(each.html for each in made) == prose.render(text)


def test_words_alone_for_searching() -> None:
    assert prose.plain("# Hej *du*\n\n- a\n- b `c`\n") == "Hej du\na\nb c"


def test_places_are_filled_and_unknown_ones_are_seen() -> None:
    assert prose.fill(
        "{{organisation}} has {{ role.dpo }} and {{x.y}}", {"organisation": "K", "role.dpo": "Karen"}
    ) == ("K has Karen and {{x.y}}")
    assert prose.places("{{a}} {{b.c}} {d}") == {"a", "b.c"}


@pytest.mark.parametrize(
    "text", [">" * 100_000, "[" * 50_000, "*a " * 50_000, "`" * 20_000, "- " * 50_000, "x" * 5_000_000]
)
def test_what_is_made_to_hurt_does_not(text: str) -> None:
    with ends():
        prose.render(text)
