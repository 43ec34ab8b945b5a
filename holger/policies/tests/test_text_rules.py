"""Numbers, approval, anchors, what is frozen, and how texts differ."""

import pytest

from holger.core import prose
from holger.policies.rules import anchors, approval, content, diff, numbers
from holger.policies.rules.content import Frozen, Said

# Numbers


@pytest.mark.parametrize(
    ("settled", "change", "number"),
    [
        ([], "major", (1, 0)),
        ([], "minor", (1, 0)),
        ([(1, 0)], "minor", (1, 1)),
        ([(1, 0), (1, 1)], "major", (2, 0)),
        ([(2, 0), (1, 9)], "minor", (2, 1)),
    ],
)
def test_the_next_number_follows_what_was_approved(settled, change, number):
    assert numbers.next_number(settled, change) == number


@pytest.mark.parametrize(
    ("label", "number"), [("2.1", (2, 1)), ("10.0", (10, 0)), ("2", None), ("2.x", None), ("1.2.3", None), ("²", None)]
)
def test_a_number_is_read_from_its_label(label, number):
    assert numbers.number_in(label) == number


# Approval


def test_whoever_wrote_in_it_does_not_approve_it_while_somebody_else_may():
    assert approval.why_not_ask("bo", "Bo", {"anna"}, {"anna", "bo"}) is None
    assert "has written" in approval.why_not_ask("anna", "Anna", {"anna"}, {"anna", "bo"}).text
    assert approval.why_not_ask("anna", "Anna", {"anna"}, {"anna"}) is None
    assert "may not approve" in approval.why_not_ask("carl", "Carl", set(), {"anna"}).text


def test_only_whoever_was_asked_approves():
    assert approval.why_not_approve("bo", "bo", "Bo", {"anna"}, {"anna", "bo"}) is None
    assert "Only" in approval.why_not_approve("anna", "bo", "Bo", set(), {"anna", "bo"}).text
    assert "Only" in approval.why_not_approve(None, None, "", set(), set()).text
    assert "may not" in approval.why_not_approve("bo", "bo", "Bo", set(), {"anna"}).text
    assert "yourself" in approval.why_not_approve("bo", "bo", "Bo", {"bo"}, {"anna", "bo"}).text


# Frozen

VERSION = Frozen(
    reference="POL-1",
    type="policy",
    language="en",
    number="2.0",
    change="major",
    changes={"en": "Longer.", "da": ""},
    effective_from="2026-12-01",
    confirm=True,
    follows=("1.0", "ab"),
    texts={"en": Said("Use", "Mind.", "## A\n"), "da": Said("Brug", "", "## Å\n", "2.0")},
)


def test_what_is_frozen_comes_back_as_it_was():
    told = content.content_of(VERSION)
    assert content.frozen(told) == VERSION
    assert content.digest_of(told) == content.digest_of(dict(reversed(told.items())))
    assert "Å" in content.canonical(told)


def test_every_part_counts_in_the_digest():
    whole = content.content_of(VERSION)
    seen = {content.digest_of(whole)}
    for name in whole:
        seen.add(content.digest_of({**whole, name: "x"}))
    assert len(seen) == len(whole) + 1


# Remarks

TEXT = ["## Passwords", "A password has at least ten letters and digits in it.", "Never share it with anybody."]


def test_a_remark_stays_with_its_block():
    assert anchors.place(TEXT[1], TEXT) == 1
    assert anchors.place(TEXT[1], [TEXT[2], "New.", TEXT[1].replace("ten", "fourteen")]) == 2
    assert anchors.place(TEXT[1], [TEXT[0], TEXT[2]]) is None
    assert anchors.place(" ", TEXT) is None


# Differences


def compared(before, after):
    return diff.compare(prose.blocks(before), prose.blocks(after))


def test_words_that_came_and_went_are_marked():
    pieces = compared("A password has 10 letters.\n\nSame.", "A password has 14 letters.\n\nSame.\n\nNew one.")
    assert [piece.kind for piece in pieces] == ["changed", "same", "added"]
    assert pieces[0].html.strip() == "<p>A password has <del>10</del><ins>14</ins> letters.</p>"


def test_a_block_that_is_gone_stands_where_it_was():
    pieces = compared("One here.\n\nGone entirely.\n\nThree there.", "One here.\n\nThree there.")
    assert [piece.kind for piece in pieces] == ["same", "removed", "same"]


def test_words_of_a_list_never_lie_outside_its_items():
    html = compared("- one a b c\n- two a b c\n- three a b c", "- one a b c\n- three a b c")[0].html
    assert "<del>" in html
    assert "</li>\n<del>" not in html
    assert "<ul>\n<del>" not in html


def test_a_table_stays_well_formed():
    before = "| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"
    html = compared(before, before.replace("| 1 | 2 |\n", ""))[0].html
    assert html.count("<tr>") == html.count("</tr>") == 2
    assert "<del>" in html


def test_a_link_that_leads_elsewhere_is_told_though_no_word_differs():
    piece = compared("See [the page](https://a.example).", "See [the page](https://b.example).")[0]
    assert piece.kind == "changed"
    assert not piece.shows


def test_markup_in_the_text_stays_text():
    html = "".join(p.html for p in compared("<script>a</script> one two three", "<script>b</script> one two three"))
    assert "<script" not in html


def test_words_do_not_break_out_of_what_a_link_is_called():
    before = 'A "word" and [one](https://a.example "x") two three four'
    after = "A word and [one](https://a.example '> <img src=x onerror=alert(1)>') two three four"
    for html in (compared(before, after)[0].html, compared(after, before)[0].html):
        assert "<img" not in html


def test_plain_texts_are_compared_word_by_word():
    assert diff.words("Mind the gap", "Mind the step") == [("same", "Mind the "), ("removed", "gap"), ("added", "step")]
