"""What a provider's words are worth: no database."""

import pytest

from holger.core.words import Reason
from holger.sso import rules
from holger.sso.rules import Pending, Told, Waiting, groups_in, is_second_factor, parse_words, why_not_domains

PROVIDER = "p1"


def test_a_pending_sign_in_is_taken_once() -> None:
    waiting = Waiting()
    waiting.add("s", Pending(PROVIDER, at=100, nonce="n"))
    assert waiting.take("s", PROVIDER, 101) == Pending(PROVIDER, at=100, nonce="n")
    assert waiting.take("s", PROVIDER, 101) is None


@pytest.mark.parametrize(("state", "provider", "now"), [("t", PROVIDER, 101), ("s", "p2", 101), ("s", PROVIDER, 701)])
def test_only_in_time_and_for_the_same_provider(state: str, provider: str, now: float) -> None:
    waiting = Waiting()
    waiting.add("s", Pending(PROVIDER, at=100))
    assert waiting.take(state, provider, now) is None


def test_only_a_few_are_kept() -> None:
    waiting = Waiting()
    for number in range(9):
        waiting.add(str(number), Pending(PROVIDER, at=number))
    assert sorted(waiting.kept) == ["4", "5", "6", "7", "8"]


def test_keys_cannot_be_guessed() -> None:
    keys = {rules.new_key() for _time in range(100)}
    assert len(keys) == 100 and all(len(key) == 11 for key in keys)


@pytest.mark.parametrize(
    "domain", ["localhost", "kronborg.example.", "*.example", "krønborg.example", "a@b.example", "1.2.3.4"]
)
def test_what_is_no_domain(domain: str) -> None:
    assert why_not_domains([domain])


def test_domains_are_typed_in_any_way() -> None:
    assert parse_words("a.example, b.example\nc.example; a.example") == ["a.example", "b.example", "c.example"]
    assert why_not_domains(["kronborg.example", "xn--krnborg-r1a.example"]) is None


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({}, set()),
        ({"groups": []}, set()),
        ({"groups": ["a", "b", 7, ""]}, {"a", "b"}),
        ({"groups": "a"}, {"a"}),
        ({"groups": {"a": 1}}, set()),
    ],
)
def test_groups(claims: dict[str, object], expected: set[str]) -> None:
    assert groups_in(claims, "groups") == expected
    assert groups_in(claims, "") == frozenset()


@pytest.mark.parametrize("claims", [{"_claim_names": {"groups": "src1"}}, {"hasgroups": True}])
def test_groups_that_are_only_pointed_to_are_not_taken_for_none(claims: dict[str, object]) -> None:
    assert isinstance(groups_in(claims, "groups"), Reason)


def test_a_second_factor_counts_in_the_words_agreed_on() -> None:
    told = Told("s", factors=frozenset({"pwd", "mfa"}))
    assert is_second_factor(told, ["mfa", "hwk"])
    assert not is_second_factor(told, ["hwk"]) and not is_second_factor(told, [])
    assert not is_second_factor(Told("s"), ["mfa"])
