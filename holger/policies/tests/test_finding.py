"""Finding rules: words in what applies, in the reader's language, whatever is written in the question."""

import pytest
from django.utils.translation import override

from holger.audience.models import Audience
from holger.policies.models import Passage
from holger.policies.rules import finding
from holger.policies.rules.passages import sections
from holger.policies.selectors.passages import search_rules
from holger.policies.services.passages import passages_mend
from holger.policies.signals import policy_put_away, version_in_force
from holger.policies.tests.factories import make_policy, make_version
from tests.cast import Cast, actor_of

BODY = """Before all.

## USB sticks

Never use a stick that you found. Gæster må låne en.

## Guests

Guests wear a badge, and are never alone in the server room.
"""


def said(pieces) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.fixture
def policy(cast: Cast):
    found = make_policy(cast.kronborg, "Acceptable use", BODY)
    passages_mend(cast.kronborg.pk)
    return found


def test_a_text_is_cut_at_its_headings() -> None:
    found = sections("In short.", BODY)
    assert [each.heading for each in found] == ["", "USB sticks", "Guests"]
    assert found[0].body == "In short.\nBefore all." and found[1].anchor == "t-usb-sticks"


def test_words_are_found_by_their_beginning(cast: Cast, policy) -> None:
    found = search_rules(actor_of(cast.emil), "badg guest")
    assert [said(hit.heading) for hit in found] == ["Guests"]
    assert [piece.text for piece in found[0].excerpt if piece.hit] == ["Guests", "badge"]
    assert found[0].path == f"my/read/{policy.reference}/#t-guests"
    assert [said(hit.heading) for hit in search_rules(actor_of(cast.emil), "gæst")] == ["USB sticks"]


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        "a OR b",
        "usb*",
        "NEAR(a b)",
        "house:x",
        "' OR 1=1 --",
        "()",
        "-",
        "^usb",
        "a:b:c",
        "{",
        "\\",
        "&|!",
        "é" * 300,
    ],
)
def test_a_question_is_words_and_nothing_else(cast: Cast, policy, asked: str) -> None:
    search_rules(actor_of(cast.emil), asked)


def test_only_what_applies_is_found(cast: Cast, policy) -> None:
    Audience.objects.filter(pk=policy.audience_id).update(everybody=False)
    assert not search_rules(actor_of(cast.emil), "badge")


def test_another_house_is_not_found(cast: Cast, policy) -> None:
    make_policy(cast.rosenborg, "Theirs", "## Badge\n\nA badge.")
    passages_mend(cast.rosenborg.pk)
    assert {hit.reference for hit in search_rules(actor_of(cast.emil), "badge")} == {policy.reference}
    assert [said(hit.title) for hit in search_rules(actor_of(cast.dorte), "badge")] == ["Theirs"]


def test_each_reads_their_language(cast: Cast) -> None:
    both = make_policy(cast.kronborg, "Rooms", "## Door\n\nShut the door.", danish=True)
    passages_mend(cast.kronborg.pk)
    with override("da"):
        assert [said(hit.title) for hit in search_rules(actor_of(cast.emil), "door")] == ["Rooms (dansk)"]
    with override("en"):
        assert [said(hit.title) for hit in search_rules(actor_of(cast.emil), "door")] == ["Rooms"]
    assert Passage.objects.filter(policy=both, alone=False).count() == 2


def test_a_new_version_takes_the_place_of_the_old(cast: Cast, policy) -> None:
    version = make_version(policy, "## Phones\n\nLock your phone.", major=2)
    version_in_force.send(sender=type(policy), version=version, actor=actor_of(cast.anna), before=None)
    assert not search_rules(actor_of(cast.emil), "badge")
    assert len(search_rules(actor_of(cast.emil), "phone")) == 1
    policy_put_away.send(sender=type(policy), policy=policy, actor=actor_of(cast.anna))
    assert not Passage.objects.filter(policy=policy).exists()


def test_an_excerpt_shows_where_it_stands() -> None:
    text = "word " * 100 + "needle " + "word " * 100
    shown = finding.excerpt(text, ["needle"])
    assert any(piece.hit and piece.text == "needle" for piece in shown)
    assert said(shown).startswith("… ") and said(shown).endswith(" …") and len(said(shown)) < 200
    assert finding.marked("abc", []) == [finding.Piece("abc")]
