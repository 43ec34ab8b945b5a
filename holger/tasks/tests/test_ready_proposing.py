"""Kronborg is told which ready activities to take on and why, and is never given one twice."""

import pytest

from holger.tasks import library
from holger.tasks.rules.ready import Asked, There, Why, proposals, to_make

ENTRIES = library.entries()


def asked(*codes, met=False):
    return [Asked(f"{framework} {code}", framework, code, met) for framework, code in codes]


def by_key(found):
    return {proposal.entry.key: proposal for proposal in found}


def test_whoever_has_chosen_nothing_is_offered_everything_and_proposed_the_essentials():
    found = proposals(ENTRIES, [], [])
    assert len(found) == len(ENTRIES)
    assert {each.why for each in found} == {Why.BASIC, Why.MORE}
    assert [each.entry.essential for each in found] == [True] * 12 + [False] * 27
    assert [each.proposed for each in found] == [each.entry.essential for each in found]


def test_a_requirement_that_is_not_met_is_the_best_reason():
    wanted = asked(("nis2", "21(2)(c)"), ("iso27001-2022", "A.8.13"))
    restore = by_key(proposals(ENTRIES, wanted, []))["restore-test"]
    assert restore.why == Why.OPEN and restore.proposed
    assert [each.key for each in restore.asked] == ["iso27001-2022 A.8.13", "nis2 21(2)(c)"]
    assert restore.frameworks == ["iso27001-2022", "nis2"]
    assert restore.unmet == restore.asked


def test_what_is_met_must_be_kept_up():
    wanted = asked(("iso27001-2022", "9.2.1"), met=True) + asked(("iso27001-2022", "A.8.13"), met=True)
    found = by_key(proposals(ENTRIES, wanted, []))
    assert found["internal-audit"].why == Why.UPKEEP and found["internal-audit"].proposed
    assert found["internal-audit"].unmet == []
    assert found["restore-test"].why == Why.UPKEEP
    assert found["firewall-review"].why == Why.MORE and not found["firewall-review"].proposed


def test_one_that_is_not_met_weighs_more_than_many_that_are():
    wanted = asked(("cis-8.1", "6.3"), ("cis-8.1", "6.4"), met=True) + asked(("cis-8.1", "6.5"))
    mfa = by_key(proposals(ENTRIES, wanted, []))["mfa-coverage"]
    assert mfa.why == Why.OPEN and [each.code for each in mfa.unmet] == ["6.5"] and len(mfa.asked) == 3


def test_the_same_requirement_in_two_places_counts_for_each():
    here = Asked("here", "gdpr", "30(1)", True)
    there = Asked("there", "gdpr", "30(1)", False)
    record = by_key(proposals(ENTRIES, [here, there], []))["processing-record"]
    assert record.asked == [here, there] and record.unmet == [there] and record.frameworks == ["gdpr"]


def test_a_framework_of_ones_own_asks_for_nothing_that_is_known():
    found = proposals(ENTRIES, asked(("house-rules", "1")), [])
    assert not any(each.asked for each in found)


def test_what_presses_most_comes_first():
    wanted = asked(("nis2", "3(4)")) + asked(("iso27001-2022", "9.2.1"), met=True)
    there = [There(1, "annual-plan")]
    order = [each.entry.key for each in proposals(ENTRIES, wanted, there)]
    assert order[:2] == ["nis2-registration", "internal-audit"]
    assert order[2] == "asset-inventory" and order[-1] == "annual-plan"


def test_a_small_organisation_sees_the_essentials_first():
    wanted = asked(("nis2", "3(4)"), ("cis-8.1", "11.5"))
    there = [There(1, "awareness")]
    order = [each.entry.key for each in proposals(ENTRIES, wanted, there, small=True)]
    assert order[0] == "restore-test" and order[11] == "nis2-registration" and order[-1] == "awareness"
    essentials = {each.key for each in ENTRIES if each.essential} - {"awareness"}
    assert set(order[:11]) == essentials


def test_all_of_nis2_takes_all_its_measures_on():
    served = [(each.framework, each.code) for entry in ENTRIES for each in entry.serves if each.framework == "nis2"]
    found = proposals(ENTRIES, asked(*dict.fromkeys(served)), [])
    assert {each.entry.key for each in found if each.why == Why.OPEN} >= {
        *("nis2-registration", "management-training", "notification-exercise", "restore-test", "access-review"),
    }
    assert not by_key(found)["soa-update"].proposed


# What is there already


def test_an_activity_is_known_again_by_what_it_was_made_from():
    there = [There("A-3", "restore-test", ["Prøv backup"]), There("A-4", "")]
    restore = by_key(proposals(ENTRIES, asked(("cis-8.1", "11.5")), there))["restore-test"]
    assert (restore.why, restore.there, restore.proposed) == (Why.HAVE, "A-3", False)
    assert [each.code for each in restore.unmet] == ["11.5"]


def test_of_two_that_were_made_from_it_the_first_is_told():
    there = [There("A-3", "restore-test"), There("A-9", "restore-test")]
    assert by_key(proposals(ENTRIES, [], there))["restore-test"].there == "A-3"


def test_one_made_by_hand_is_known_by_its_title():
    there = [There("A-1", "", ["  gennemgå   Brugeradgange "]), There("A-2", "", ["Management review"])]
    found = by_key(proposals(ENTRIES, [], there))
    assert found["access-review"].there == "A-1"
    assert found["management-review"].why == Why.BASIC


def test_a_title_that_was_changed_does_not_hide_what_it_was_made_from():
    """And what was made from another is not taken for this one, whatever it is called."""
    there = [There("A-1", "log-review", ["Gennemgå brugeradgange"])]
    found = by_key(proposals(ENTRIES, [], there))
    assert found["log-review"].there == "A-1" and found["access-review"].there is None


def test_what_a_newer_wheel_left_out_disturbs_nobody():
    assert len(proposals(ENTRIES, [], [There("A-1", "gone")])) == len(ENTRIES)


def test_accepting_twice_changes_nothing():
    first = proposals(ENTRIES, [], [])
    keys = ["restore-test", "access-review", "restore-test"]
    made = to_make(first, keys)
    assert {entry.key for entry in made} == {"restore-test", "access-review"} and len(made) == 2
    second = proposals(ENTRIES, [], [There(entry.key, entry.key) for entry in made])
    assert to_make(second, keys) == []
    assert [entry.key for entry in to_make(second, [*keys, "awareness"])] == ["awareness"]


def test_what_is_not_offered_cannot_be_accepted():
    with pytest.raises(LookupError, match="gone"):
        to_make(proposals(ENTRIES, [], []), ["awareness", "gone"])
    assert to_make(proposals(ENTRIES, [], []), []) == []
