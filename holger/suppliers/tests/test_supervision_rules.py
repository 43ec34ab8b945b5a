"""A supervision goes by named steps, is judged by what was read, and is late when its day has passed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from holger.core.words import LANGUAGES
from holger.suppliers import library
from holger.suppliers.rules import own_points, points, supervising
from holger.suppliers.rules.own_points import Corrections
from holger.suppliers.rules.supervising import (
    Dated,
    Judged,
    Standing,
    open_to,
    standing,
    why_not_conclude,
    why_not_step,
)
from holger.suppliers.rules.supervision import required

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
TOLD = library.point_model_told()

# Steps


@pytest.mark.parametrize(
    ("status", "concept", "steps"),
    [
        ("planned", 5, ["request", "receive", "cancel"]),
        ("planned", 1, ["request", "receive", "conclude", "cancel"]),
        ("requested", 5, ["receive", "cancel"]),
        ("received", 5, ["conclude", "cancel"]),
        ("concluded", 5, ["reopen"]),
        ("cancelled", 5, ["reopen"]),
    ],
)
def test_which_steps_are_open(status, concept, steps):
    assert open_to(status, concept) == steps


def test_nothing_is_judged_before_anything_has_come():
    assert why_not_step("conclude", "requested", 3).text == supervising.NOTHING_RECEIVED
    assert why_not_step("conclude", "planned", 3).text == supervising.NOTHING_RECEIVED
    assert why_not_step("conclude", "planned", 1) is None
    assert why_not_step("request", "concluded", 3).text == supervising.NOT_NOW


def test_going_back_takes_a_reason():
    assert why_not_step("cancel", "planned", 3, " ").field == "reason"
    assert why_not_step("reopen", "concluded", 3, "A page was missing.") is None


def test_what_is_opened_again_goes_on_where_it_was():
    assert supervising.lands("reopen", received=True) == "received"
    assert supervising.lands("reopen", received=False) == "planned"
    assert supervising.lands("conclude", received=True) == "concluded"


def test_nothing_is_done_tomorrow():
    assert supervising.why_not_on(TODAY + DAY, TODAY).field == "on"
    assert supervising.why_not_on(TODAY, TODAY) is None


# Judging

READ = Judged("sufficient", "It covers our service, January to December.", "", 0, 0)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, None),
        ({"reading": "  "}, "reading"),
        ({"open_severe": 1, "findings": 1}, "conclusion"),
        ({"conclusion": "remarks"}, "note"),
        ({"conclusion": "remarks", "note": "Two exceptions.", "open_severe": 1, "findings": 1}, None),
        ({"conclusion": "insufficient", "note": "It is another service."}, "conclusion"),
        ({"conclusion": "insufficient", "note": "It is another service.", "findings": 1}, None),
    ],
)
def test_a_conclusion_is_built_on_what_was_read_and_found(told, field):
    found = why_not_conclude(replace(READ, **told))
    assert (found.field if found else None) == field


def test_sooner_is_free_and_later_takes_a_reason():
    assert supervising.why_not_next(TODAY, TODAY + DAY, "") is None
    assert supervising.why_not_next(TODAY + DAY, TODAY, " ").field == "next_why"
    assert supervising.why_not_next(TODAY + DAY, TODAY, "We leave them in March.") is None


def test_a_finding_is_done_when_its_effect_is_known():
    assert supervising.why_not_done(False, "").field == "effect"
    assert supervising.why_not_done(False, "The new report has no exception.") is None
    assert supervising.why_not_done(True, "Again").text == supervising.DONE_ALREADY


# Standing

GOOD = Dated(True, TODAY + 100 * DAY, (), "sufficient")


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        (GOOD, Standing.GOOD),
        (replace(GOOD, assessed=False), Standing.NOT_ASSESSED),
        (replace(GOOD, next_on=TODAY - DAY), Standing.LATE),
        (replace(GOOD, next_on=TODAY), Standing.SOON),
        (replace(GOOD, next_on=TODAY - DAY, planned=(TODAY + DAY,)), Standing.SOON),
        (replace(GOOD, planned=(TODAY - DAY, TODAY + DAY)), Standing.LATE),
        (replace(GOOD, conclusion="insufficient"), Standing.INSUFFICIENT),
        (replace(GOOD, conclusion="insufficient", next_on=TODAY - DAY), Standing.LATE),
        (replace(GOOD, conclusion="remarks"), Standing.GOOD),
        (Dated(True), Standing.GOOD),
    ],
)
def test_how_it_stands(dated, expected):
    assert standing(dated, TODAY) == expected


# The model of one's own

NOTHING = {"people": 5, "special": 0, "protected": 0, "kinds": 0}


def test_a_corrected_model_counts_differently_and_leaves_the_librarys_alone():
    change = Corrections(points={("people", "few"): 2}, limits={("people", "few"): 4}, checked=["people"])
    told = own_points.corrected(TOLD, change)
    model = points.read(told, LANGUAGES)
    assert required(model, NOTHING).points == 2
    assert required(library.point_model(), NOTHING).points == 1
    assert [part.letter for part in model.parts if part.check] == ["B", "C", "D"]
    assert [part.letter for part in library.point_model().parts if part.check] == list("ABCD")


def test_what_is_not_held_against_the_guide_must_be_again():
    first = own_points.corrected(TOLD, Corrections(checked=["people", "special"]))
    again = own_points.corrected(first, Corrections(checked=["special"]))
    assert [part["check"] for part in again["parts"]] == ["true", "false", "true", "true"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Corrections(limits={("people", "many"): 5}), own_points.RISING_LIMITS),
        (Corrections(points={("people", "few"): 3, ("people", "many"): 2}), own_points.RISING_POINTS),
        (Corrections(uptos={0: 4}), own_points.RISING_BANDS),
        (Corrections(months={0: 12, 1: 24}), own_points.OFTENER),
        (Corrections(points={("kinds", "several"): 5}), own_points.OUT_OF_BANDS),
    ],
)
def test_a_model_that_does_not_hold_together(change, text):
    assert own_points.why_not(own_points.corrected(TOLD, change)).text == text


def test_the_librarys_own_holds_together():
    assert own_points.why_not(TOLD) is None
    assert own_points.why_not(own_points.corrected(TOLD, Corrections(months={0: 24}))) is None
