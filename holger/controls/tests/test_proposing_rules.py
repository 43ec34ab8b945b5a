"""Which controls are proposed, why, and which are there already."""

from holger.controls.rules import proposing
from holger.controls.rules.catalogue import Answered, Effect, Entry
from holger.controls.rules.proposing import Asked, There, Why


def entry(key: str, *answers: tuple[str, str, str], starter: bool = False) -> Entry:
    words = {"da": key, "en": key}
    told = [Answered(*each) for each in answers]
    return Entry(key, "access", words, words, "technical", "preventive", "", "it", ["server"], starter, Effect(), told)


MFA = entry("mfa", ("iso", "A.8.5", "whole"), ("cis", "6.3", "whole"), ("iso", "A.5.17", "part"), starter=True)
KEYS = entry("keys", ("iso", "A.5.17", "whole"))
BACKUP = entry("backup", ("cis", "11.2", "whole"))

ISO = [Asked("i1", "iso", "A.5.17", True), Asked("i2", "iso", "A.8.5", True)]
CIS = [Asked("c1", "cis", "6.3", False), Asked("c2", "cis", "11.2", False)]


def proposed(asked, entries=(MFA, KEYS, BACKUP), equal=(), controls=()):
    return proposing.proposals(asked, equal, entries, controls)


def test_a_control_is_proposed_for_what_it_answers_here_and_says_what_it_answers_elsewhere():
    mfa, keys = proposed([*ISO, *CIS])
    assert (mfa.key, keys.key) == ("mfa", "keys")
    told = [(answer.key, answer.strength, answer.here) for answer in mfa.answers]
    assert told == [("i1", "part", True), ("i2", "whole", True), ("c1", "whole", False)]
    assert [answer.key for answer in mfa.here] == ["i1", "i2"]
    assert mfa.why == Why.OPEN and mfa.open == 2 and mfa.adds and mfa.starter and not keys.starter


def test_what_is_not_wanted_here_is_proposed_nothing_for():
    assert proposed(CIS) == []
    assert [each.key for each in proposed([Asked("c2", "cis", "11.2", True)])] == ["backup"]


def test_what_answers_a_requirement_answers_its_equals_as_much_and_says_that_it_is_through_a_mapping():
    own = Asked("o1", "house", "7", True)
    (mfa,) = proposed([own, *CIS], equal=[("c1", "x"), ("x", "o1")], entries=[MFA])
    assert [(a.key, a.strength, a.through) for a in mfa.answers] == [("o1", "whole", True), ("c1", "whole", False)]
    keys = proposed([own, *ISO], equal=[("i1", "o1")], entries=[KEYS])[0]
    assert [a.key for a in keys.answers] == ["o1", "i1"]


def test_the_stronger_of_two_ways_to_an_equal_requirement_counts():
    both = entry("both", ("iso", "A.5.17", "part"), ("cis", "6.3", "whole"))
    asked = [*ISO, *CIS, Asked("o1", "house", "7", True)]
    for equal in ([("i1", "o1"), ("o1", "c1")], [("c1", "o1"), ("o1", "i1")]):
        (proposal,) = proposed(asked, [both], equal)[:1]
        assert {a.key: a.strength for a in proposal.answers} == {"i1": "part", "c1": "whole", "o1": "whole"}


def test_what_the_catalogue_does_not_answer_is_proposed_by_itself_once_for_all_that_are_equal():
    asked = [Asked("o1", "house", "1", True), Asked("o2", "house", "2", True), Asked("p1", "plant", "9", False)]
    first, second = proposed(asked, equal=[("p1", "o1")])
    assert (first.key, second.key) == ("own:o1", "own:o2")
    assert [(a.key, a.strength, a.through) for a in first.answers] == [("o1", "whole", False), ("p1", "whole", True)]
    assert first.entry is None and first.why == Why.OPEN and not first.starter
    merged = proposed([*asked[:2]], equal=[("o1", "o2")])
    assert [(each.key, len(each.answers)) for each in merged] == [("own:o1", 2)]


def test_what_others_answer_already_is_less_pressing():
    other = There("F-1", "", {"i1": "part", "i2": "whole", "c9": "whole"})
    mfa, keys = proposed(ISO, controls=[other])
    assert mfa.there == "F-1", "it answers all of it and nothing else here"
    assert keys.there is None and keys.why == Why.ADDS and keys.open == 0


def test_a_control_made_of_the_catalogue_is_known_again_whatever_it_answers_now():
    made = There("F-1", "mfa", {"i2": "whole"})
    (mfa, _keys) = proposed([*ISO, *CIS], controls=[There("F-0", "", {}), made, There("F-2", "mfa", {})])
    assert mfa.there == "F-1" and mfa.why == Why.LINKS and mfa.adds
    assert [answer.key for answer in mfa.missing] == ["i1", "c1"]
    full = There("F-1", "mfa", {"i1": "part", "i2": "part", "c1": "whole"})
    assert proposed([*ISO, *CIS], controls=[full])[0].why == Why.HAVE
    assert not proposed([*ISO, *CIS], controls=[full])[0].adds


def test_a_control_made_by_hand_is_known_by_what_it_answers():
    def there(**answers: str) -> object:
        return proposed([*ISO, *CIS], entries=[MFA], controls=[There("F-1", "", answers)])[0].there

    assert there(i2="whole") == "F-1", "all that it would answer wholly"
    assert there(i1="whole", i2="part") == "F-1"
    assert there(i2="whole", c2="whole") == "F-1", "what it answers elsewhere is another matter"
    assert there(i1="whole") is None, "only what it would contribute to"
    assert there(c1="whole") is None
    asked = [*ISO, Asked("i3", "iso", "A.1", True)]
    wide = There("F-1", "", {"i2": "whole", "i3": "whole"})
    assert proposed(asked, [MFA], controls=[wide])[0].there is None, "more than that: it is another control"


def test_one_that_was_made_of_another_of_the_catalogue_is_not_taken_for_this_one():
    assert proposed(ISO, [KEYS], controls=[There("F-1", "backup", {"i1": "whole"})])[0].there is None


def test_a_requirement_of_ones_own_that_has_a_control_is_there():
    asked = [Asked("o1", "house", "1", True), Asked("p1", "plant", "9", False)]
    (own,) = proposed(asked, equal=[("p1", "o1")], controls=[There("F-1", "", {"o1": "whole"})])
    assert own.there == "F-1" and [answer.key for answer in own.missing] == ["p1"]


def test_nothing_asked_nothing_proposed():
    assert proposed([]) == []
