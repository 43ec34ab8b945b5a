"""What follows from the part that a supplier has in an activity: for flags, for the picture, for supervision."""

from datetime import date

import pytest

from holger.privacy.rules.flow import OUTSIDE, Node, flow
from holger.privacy.rules.hands import GETS, PARTS, ours
from holger.privacy.rules.kinds import KINDS, special_kinds
from holger.privacy.rules.record import Activity, Transfer, flags, gauge
from holger.suppliers.rules.supervision import Processed, counts

TODAY = date(2026, 11, 27)
FULL = {"grounds": ["6(1)(b)"], "retention": ["Five years"]}


@pytest.mark.parametrize(
    ("part", "role", "answer"),
    [
        ("processor", "controller", True),
        ("processor", "processor", True),
        ("sub_processor", "controller", False),
        ("sub_processor", "processor", True),
        ("recipient", "controller", False),
        ("joint", "joint", False),
        ("source", "controller", False),
    ],
)
def test_the_agreement_is_ours_with_whoever_works_on_our_instruction(part: str, role: str, answer: bool) -> None:
    assert ours(part, role) is answer


def test_data_comes_from_a_source_and_goes_to_all_others() -> None:
    assert set(PARTS) - set(GETS) == {"source"}


def keys(**told: object) -> list[tuple[str, str]]:
    return [(flag.key, flag.about) for flag in flags(Activity(**FULL | told), TODAY)]


def test_what_a_supplier_sends_abroad_is_flagged_as_the_activitys_own() -> None:
    assert keys(transfers=[Transfer("US", via="Cloud Inc.")]) == [("transfer_without_basis", "US: Cloud Inc.")]
    assert keys(transfers=[Transfer("IN", "scc", via="Cloud Inc.")]) == [("transfer_not_assessed", "IN: Cloud Inc.")]
    assert keys(transfers=[Transfer("IN", "scc", True, "Cloud Inc.")]) == []


def test_a_record_that_denies_a_transfer_is_flagged() -> None:
    sent = Transfer("US", "dpf", via="Cloud Inc.")
    assert keys(transfers=[sent, sent], no_transfers=True) == [("transfer_denied", "US: Cloud Inc.")]
    assert keys(transfers=[Transfer("US", "dpf", via="")], no_transfers=True) == [("transfer_denied", "US")]
    assert keys(transfers=[Transfer("US", "dpf")], no_transfers=True) == []


def test_a_supplier_that_gets_the_data_answers_who_gets_it() -> None:
    def missing(**told: object) -> set[str]:
        return {each.key for each in gauge(Activity(**told)).missing}

    assert "recipients" in missing() and "recipients" not in missing(recipients=["Bornholm Hosting"])
    assert "transfers" not in missing(transfers=[Transfer("US", "dpf", via="Bornholm Hosting")])


def test_a_line_to_a_country_begins_at_the_supplier_that_sends_it_there() -> None:
    me, cloud = Node("me", "Payroll"), Node("recipient", "Cloud Inc.", "Processor", "suppliers/SU-1/")
    abroad = Node("outside", "United States", "Cloud Inc.")
    found = flow(me, [], [], [cloud], [abroad])
    assert found.column(OUTSIDE) == [abroad] and (cloud, abroad) in found.lines and (me, cloud) in found.lines


# Special kinds of processing

NO = {key: "no" for asked in KINDS.values() for key in asked}


def test_kinds_are_those_that_the_screening_has_said_yes_to() -> None:
    assert special_kinds(NO) == set()
    assert special_kinds(NO | {"monitoring": "yes", "innovative": "yes"}) == {"monitoring", "technology"}
    assert special_kinds(NO | {"decisions-by-profile": "yes"}) == {"profiling", "automated"}


@pytest.mark.parametrize("change", [{"matching": ""}, {"matching": "unsure"}])
def test_what_nobody_has_answered_is_not_known(change: dict[str, str]) -> None:
    assert special_kinds(NO | change) is None
    assert special_kinds({}) is None


def test_one_unscreened_activity_leaves_the_kinds_unknown() -> None:
    known = Processed(10, ("health",), (), {"monitoring"})
    assert counts([known, Processed(5, (), ("cpr",), {"matching", "monitoring"})]) == {
        "people": 15,
        "special": 1,
        "protected": 1,
        "kinds": 2,
    }
    assert counts([known, Processed(5, kinds=None)])["kinds"] is None
