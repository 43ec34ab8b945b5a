"""A file of the library is read name by name, and the first thing that is wrong says where it stands."""

import pytest

from holger.core.told import At


def at(**told) -> At:
    return At("here", told, ("da", "en"))


def wrong(ask) -> str:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what it says is what is asked
        ask()
    return str(refused.value)


def test_what_is_told_is_taken_up():
    found = at(name=" Anna ", count="3", sure="true", said={"da": "Hej", "en": "Hello"}, list=[{"a": "1"}, {"a": "2"}])
    assert found.text("name") == "Anna" and found.number("count") == 3 and found.yes("sure")
    assert found.words("said") == {"da": "Hej", "en": "Hello"}
    assert [each.text("a") for each in found.each("list")] == ["1", "2"]
    assert found.each("gone") == [] and found.inner("gone") is None


def test_what_is_wrong_says_where():
    assert wrong(lambda: at(list=["a"]).each("list")) == "here list 1: names with values are wanted"
    assert wrong(lambda: at(list=[{}, {}]).each("list")[1].text("a")) == "here list 2: a is missing"
    assert wrong(lambda: at(list="a").each("list")) == "here: list is not a list"
    assert wrong(lambda: at(said={"da": "Hej"}).words("said")) == "here said: en is missing"
    assert wrong(lambda: at(said=[{"da": "Hej", "en": "Hello", "de": "Hallo"}]).all_words("said")).endswith(
        "not known: de"
    )
    assert wrong(lambda: at(count="0").number("count")) == "here: count is not a whole number from 1"
    assert wrong(lambda: at(codes=["a", "a"]).texts("codes")) == "here: codes is not a list of texts that differ"
