"""The arithmetic of risks: matrices, bands, scores, appetite, acceptance."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holger.risks import library
from holger.risks.rules import acceptance, method, scoring, threats
from holger.risks.rules.scoring import Levels

TODAY = date(2026, 11, 24)
FIVE = method.read(library.definition("five"), 1)
FOUR = method.read(library.definition("four"), 1)

levels_of_five = st.one_of(st.none(), st.integers(0, 5))
answers = st.builds(Levels, *[levels_of_five] * 6, likelihood=st.one_of(st.none(), st.integers(1, 5)))


@pytest.mark.parametrize("key", ["five", "four"])
def test_the_ready_methods_hold(key):
    assert method.problems(library.definition(key)) == []
    assert method.warnings(library.definition(key)) == []


@st.composite
def definitions(draw):
    """Methods of any size whose scores rise with the bands."""
    size = draw(st.integers(3, 6))
    bands = draw(st.sampled_from([("ok", "mid"), ("ok", "mid", "crit"), method.BANDS]))
    limits = sorted(draw(st.lists(st.integers(2, size * size), min_size=len(bands) - 1, max_size=len(bands) - 1)))

    def cell(consequence, likelihood):
        score = consequence * likelihood
        return {
            "consequence": consequence,
            "likelihood": likelihood,
            "score": score,
            "band": bands[sum(score >= limit for limit in limits)],
        }

    levels = range(1, size + 1)
    words = {"da": "Ord", "en": "Words"}
    matrix = [cell(c, level) for c in levels for level in levels]
    used = [band for band in bands if any(c["band"] == band for c in matrix)]
    return {
        "levels": size,
        "likelihood": [{"level": level, "name": words, "wording": words} for level in levels],
        "consequence": [
            {"level": level, "name": words, "wording": dict.fromkeys(method.DIMENSIONS, words)} for level in levels
        ],
        "matrix": matrix,
        "bands": [{"key": band, "name": words, "meaning": words} for band in used],
        "appetite": {"highest_band": dict.fromkeys(method.DIMENSIONS, used[0]), "wording": words},
        "acceptance": {band: {"own": [], "everywhere": ["owner"], "longest_days": 30} for band in used},
    }


@given(definitions())
def test_any_sound_method_gives_each_score_one_band(definition):
    assert method.problems(definition) == []
    read = method.read(definition, 3)
    for cell in read.cells.values():
        assert read.band_of(cell.score).key == cell.band
    assert len(read.cells) == read.size**2
    worst = max(read.cells.values())
    assert worst.band == read.bands[-1].key


@given(definitions(), st.data())
def test_a_lower_score_in_a_worse_band_is_refused(definition, data):
    worst = definition["bands"][-1]["key"]
    mild = [c for c in definition["matrix"] if c["band"] != worst]
    if not mild:
        return
    cell = data.draw(st.sampled_from(mild))
    broken = deepcopy(definition)
    next(c for c in broken["matrix"] if c == cell)["band"] = worst
    lowest = min(c["score"] for c in broken["matrix"] if c["band"] == worst)
    milder = [c["score"] for c in broken["matrix"] if c["band"] != worst]
    if milder and max(milder) >= lowest:
        assert method.problems(broken)[0].field == "matrix"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda d: d.update(levels=7), "levels"),
        (lambda d: d.update(levels=2), "levels"),
        (lambda d: d["likelihood"].pop(), "likelihood"),
        (lambda d: d["consequence"][0].update(name={"da": "", "en": ""}), "consequence"),
        (lambda d: d["matrix"].pop(), "matrix"),
        (lambda d: d["matrix"].append(dict(d["matrix"][0])), "matrix"),
        (lambda d: d["matrix"][0].update(score=0), "matrix"),
        (lambda d: d["matrix"][0].update(score=True), "matrix"),
        (lambda d: d["matrix"][0].update(band="purple"), "matrix"),
        (lambda d: d["matrix"][0].update(band="ok"), "matrix"),
        (lambda d: d["bands"].pop(), "bands"),
        (lambda d: d["bands"].reverse(), "bands"),
        (lambda d: d["appetite"]["highest_band"].pop("integrity"), "appetite"),
        (lambda d: d["acceptance"].pop("crit"), "acceptance"),
        (lambda d: d["acceptance"]["ok"].update(longest_days=366), "acceptance"),
    ],
)
def test_what_a_method_must_hold(change, field):
    definition = deepcopy(library.definition("five"))
    change(definition)
    found = method.problems(definition)
    assert found
    assert found[0].field == field


def test_the_matrix_decides_not_the_product():
    """A catastrophe that is very rare is medium, though one times five is as much as five times one."""
    definition = deepcopy(library.definition("four"))
    next(c for c in definition["matrix"] if (c["consequence"], c["likelihood"]) == (4, 1)).update(score=8, band="high")
    assert method.problems(definition) == []
    assert method.read(definition).cell(4, 1) == (8, "high")
    assert method.read(definition).cell(1, 4) == (4, "mid")


def test_an_odd_cell_is_only_remarked_on():
    definition = deepcopy(library.definition("five"))
    next(c for c in definition["matrix"] if (c["consequence"], c["likelihood"]) == (3, 3)).update(score=5)
    assert method.problems(definition) == []
    assert method.warnings(definition)


def test_scales_move_by_proportion():
    assert method.mapping(5, 5) == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}
    assert method.mapping(3, 5) == {1: 1, 2: 3, 3: 5}
    assert method.mapping(5, 3) == {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}


@given(st.integers(3, 6), st.integers(3, 6))
def test_moved_levels_keep_ends_and_order(old, new):
    moved = method.mapping(old, new)
    assert (moved[1], moved[old]) == (1, new)
    assert list(moved.values()) == sorted(moved.values())
    assert set(moved.values()) <= set(range(1, new + 1))


@given(answers)
def test_the_worst_is_shown_and_both_are_kept(levels):
    scored = scoring.score(FIVE, levels)
    both = [cell for cell in (scored.organisation, scored.subjects) if cell]
    assert scored.shown == (max(both) if both else None)
    if levels.likelihood and levels.organisation:
        assert scored.organisation == FIVE.cells[levels.organisation, levels.likelihood]
    if not levels.likelihood:
        assert not both


def test_consequences_are_never_averaged():
    levels = Levels(c=1, i=1, a=5, dc=4, likelihood=2)
    scored = scoring.score(FIVE, levels)
    assert scored.organisation == (10, "high")
    assert scored.subjects == (8, "mid")
    assert scored.shown == (10, "high")


def test_does_not_hit_has_no_score_but_is_an_answer():
    levels = Levels(c=0, i=0, a=0)
    assert scoring.score(FIVE, levels).shown is None
    assert scoring.missing(levels, "cia", subjects=False) == ()


@pytest.mark.parametrize(
    ("levels", "hits", "subjects", "missing"),
    [
        (Levels(), "ca", False, ("c", "a", "likelihood")),
        (Levels(c=3, a=2), "ca", False, ("likelihood",)),
        (Levels(c=3, likelihood=2), "c", True, ("dc",)),
        (Levels(c=3, dc=0, likelihood=2), "c", True, ()),
    ],
)
def test_what_is_still_to_be_answered(levels, hits, subjects, missing):
    assert scoring.missing(levels, hits, subjects) == missing


@given(answers, answers)
def test_a_stage_takes_what_it_lacks_from_the_current_one(stage, current):
    filled = scoring.filled(stage, current)
    if stage.blank:
        assert filled == stage
    else:
        assert all(
            got == (mine if mine is not None else now) for got, mine, now in zip(filled, stage, current, strict=True)
        )


def test_the_appetite_is_per_dimension():
    definition = deepcopy(library.definition("five"))
    definition["appetite"]["highest_band"]["data_subjects"] = "ok"
    strict = method.read(definition)
    assert scoring.beyond_appetite(strict, Levels(c=2, dc=2, likelihood=3)) == ["data_subjects"]
    assert scoring.beyond_appetite(strict, Levels(c=5, dc=1, likelihood=3)) == ["confidentiality"]
    assert strict.limit().key == "mid"
    assert FIVE.limit().key == "high"


@pytest.mark.parametrize(("before", "now", "said"), [(None, 4, "new"), (4, 8, "up"), (8, 4, "down"), (4, 4, "same")])
def test_trend(before, now, said):
    assert scoring.trend(before, now) == said


def why_not(score, **given):
    facts = {"roles": ["owner"], "owns": False, "reason": "Cheaper", "expires_on": TODAY + timedelta(days=90)}
    found = acceptance.why_not_accept(FIVE, score, today=TODAY, **{**facts, **given})
    return found.text if found else None


def test_who_may_accept_what():
    assert why_not(12) is None
    assert why_not(12, roles=["security_officer"]) == "Your role may not accept a risk in this band."
    assert why_not(9, roles=["security_officer"]) is None
    assert why_not(3, roles=["contributor"]) == "Your role may not accept a risk in this band."
    assert why_not(3, roles=["contributor"], owns=True) is None
    assert why_not(20) == "A risk this high must be treated, not accepted."
    assert why_not(None) == "Assess the risk before it is accepted."


def test_for_how_long_a_risk_may_be_accepted():
    assert why_not(4, expires_on=TODAY + timedelta(days=365)) is None
    assert why_not(4, expires_on=TODAY + timedelta(days=366)) == "A risk can be accepted for one year at most."
    assert why_not(4, expires_on=TODAY) == "Choose a day in the future."
    assert why_not(12, expires_on=TODAY + timedelta(days=271)) == (
        "A risk in this band can be accepted for %(days)s days at most."
    )
    assert why_not(4, reason="  ") == "Write why the risk can be accepted."


@given(answers, answers, answers, answers)
def test_a_fingerprint_tells_every_change(current, target, other_current, other_target):
    same = (current, target) == (other_current, other_target)
    one, other = (
        acceptance.fingerprint(1, current, target),
        acceptance.fingerprint(1, other_current, other_target),
    )
    assert (one == other) == same
    assert acceptance.fingerprint(2, current, target) != one


class Facts:
    def __init__(self, **values):
        self.__dict__.update(values)


def test_threats_are_proposed_by_type_and_attributes():
    threat = Facts(asset_types=["application"], only_if={"exposure": ["internet"], "mfa": ["no", "unknown"]})
    assert threats.fits(threat, Facts(type="application", exposure="internet", mfa="no"))
    assert not threats.fits(threat, Facts(type="server", exposure="internet", mfa="no"))
    assert not threats.fits(threat, Facts(type="application", exposure="none", mfa="no"))
    assert threats.fits(threat, Facts(type="application", exposure="", mfa="unknown"))
