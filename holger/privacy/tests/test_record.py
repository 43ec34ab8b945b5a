"""A line of the record says what is missing in it, and what may be unlawful."""

from dataclasses import replace
from datetime import date

import pytest

from holger.privacy.rules.record import Activity, Hand, Transfer, flags, gauge

TODAY = date(2026, 11, 27)
WHOLE = Activity(
    controller="Kronborg A/S",
    purposes=["Pay salaries"],
    data_subjects=["employees"],
    categories=["Name"],
    special=["trade_union"],
    protected=["cpr"],
    grounds=["6(1)(b)"],
    special_grounds=["9(2)(b)"],
    protected_ground="§ 11",
    recipients=["The bank"],
    no_transfers=True,
    hands=[Hand("Lønbureauet", agreement=True, supervised=date(2027, 1, 1))],
    retention=["Five years"],
    measures=["encryption"],
    owner="Anna",
    people=200,
)


def keys(**changes) -> list[tuple[str, str]]:
    return [(flag.key, flag.about) for flag in flags(replace(WHOLE, **changes), TODAY)]


def test_a_whole_line_is_whole():
    found = gauge(WHOLE)
    assert (found.percent, found.missing, found.lawful) == (100, [], True)
    assert flags(WHOLE, TODAY) == []


def test_an_empty_line_says_all_that_is_missing():
    found = gauge(Activity())
    assert found.percent == 0 and not found.lawful
    assert [each.article for each in found.missing] == [
        *("30(1)(a)", "30(1)(b)", "30(1)(c)", "30(1)(c)", "30(1)(d)", "30(1)(e)", "30(1)(f)", "30(1)(g)", "", "", ""),
    ]


def test_nothing_is_not_the_same_as_none():
    assert [each.key for each in gauge(replace(WHOLE, recipients=(), no_transfers=False)).missing] == [
        "recipients",
        "transfers",
    ]
    assert gauge(replace(WHOLE, recipients=(), no_recipients=True)).percent == 100


def test_what_the_law_does_not_ask_for_is_missed_too_but_is_lawful():
    found = gauge(replace(WHOLE, people=None, owner=""))
    assert found.percent == 81 and found.lawful


def test_a_processor_keeps_another_record():
    empty = gauge(Activity(role="processor"))
    assert [each.article for each in empty.missing] == ["30(2)(a)", "30(2)(b)", "30(2)(c)", "30(2)(d)", ""]
    whole = Activity(
        "processor", "Kronborg", ["Hosting"], customers=["Rosenborg"], no_transfers=True, measures=["mfa"], owner="Bo"
    )
    assert gauge(whole).percent == 100 and flags(whole, TODAY) == []


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"grounds": ()}, ("no_ground", "")),
        ({"special_grounds": ()}, ("special_without_ground", "")),
        ({"protected_ground": ""}, ("protected_without_ground", "")),
        ({"retention": ()}, ("no_retention", "")),
        ({"dpia_hint": "likely"}, ("no_dpia", "")),
        ({"dpia_hint": "unlikely", "screened": True}, ("no_dpia", "")),
        ({"grounds": ["6(1)(f)"]}, ("interests_not_weighed", "")),
        ({"joint_with": "Rosenborg"}, ("joint_without_arrangement", "Rosenborg")),
        ({"transfers": [Transfer("US")]}, ("transfer_without_basis", "US")),
        ({"transfers": [Transfer("US", "guess")]}, ("transfer_without_basis", "US")),
        ({"transfers": [Transfer("IN", "scc")]}, ("transfer_not_assessed", "IN")),
        ({"hands": [Hand("Sky", agreement=False)]}, ("processor_without_agreement", "Sky")),
        ({"hands": [Hand("Sky", agreement=True)]}, ("processor_not_supervised", "Sky")),
        ({"hands": [Hand("Sky", agreement=True, supervised=date(2026, 11, 26))]}, ("processor_not_supervised", "Sky")),
        ({"reviewed_by": date(2026, 11, 26)}, ("review_overdue", "")),
    ],
)
def test_what_is_wrong_is_flagged(changes, flag):
    assert keys(**changes) == [flag]


def test_what_is_right_is_not_flagged():
    assert (
        keys(transfers=[Transfer("GB", "adequacy"), Transfer("US", "dpf"), Transfer("IN", "scc", assessed=True)]) == []
    )
    assert keys(dpia_hint="likely", dpia_done=True, grounds=["6(1)(f)"], interests_weighed="Weighed.") == []
    assert keys(dpia_hint="likely", assessed=True) == keys(dpia_hint="likely", screened=False) == []
    assert keys(protected=["finances"], protected_ground="", reviewed_by=TODAY) == []


def test_a_processor_is_not_asked_for_the_controllers_grounds():
    found = flags(Activity("processor", special=["health"], transfers=[Transfer("US")]), TODAY)
    assert [flag.key for flag in found] == ["transfer_without_basis"]
    assert all(flag.title and flag.why and flag.todo for flag in found)
