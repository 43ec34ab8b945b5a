"""The screening says if an impact assessment is needed, and why."""

import pytest

from holger.core import words
from holger.core.told import library_file
from holger.frameworks import library as frameworks
from holger.privacy import library
from holger.privacy.rules import dpia
from holger.privacy.rules.dpia import LISTED_ALONE, ONE, OPEN, Outcome, missing, screened

READY = library.assessment()
NO = {criterion.key: "no" for _group, criterion in READY.criteria}


def outcome(*yes, answers=NO):
    return screened(READY, {**answers, **dict.fromkeys(yes, "yes")})


def test_three_of_the_law_nine_criteria_and_the_danish_list():
    assert [len(group.criteria) for group in READY.groups] == [3, 9, 8]
    assert [group.check for group in READY.groups] == [False, False, True]


@pytest.mark.parametrize(
    ("yes", "expected"),
    [
        ((), Outcome.NOT_NEEDED),
        (("public-monitoring",), Outcome.NEEDED),
        (("scale",), Outcome.CONSIDER),
        (("scale", "vulnerable"), Outcome.NEEDED),
        (("dk-profiling",), Outcome.NEEDED),
        (("dk-location",), Outcome.CONSIDER),
        (("dk-location", "monitoring"), Outcome.NEEDED),
        (("dk-new-technology", "innovative"), Outcome.CONSIDER),
        (("dk-new-technology", "scale"), Outcome.NEEDED),
    ],
)
def test_what_the_answers_amount_to(yes, expected):
    assert outcome(*yes).outcome == expected
    assert set(outcome(*yes).decisive) == set(yes)


def test_it_explains_itself():
    assert [reason.text for reason in outcome("scale").reasons] == [ONE]
    assert [reason.text for reason in outcome("dk-location").reasons] == [LISTED_ALONE]
    assert outcome("scale", "matching").reasons[0].params == {"count": 2}


def test_undecided_is_not_no():
    found = screened(READY, {"scale": "yes", "monitoring": "unsure"})
    assert found.outcome == Outcome.UNDECIDED and "monitoring" in found.open and len(found.open) == 19
    assert found.reasons[-1].text == OPEN
    assert screened(READY, {"dk-profiling": "yes"}).outcome == Outcome.NEEDED


def test_the_assessment_says_what_it_still_lacks():
    keys = {question.key for question in missing(READY, {}, has_dpo=True)}
    assert "opinion" in keys and "outcome" in keys and "views" not in keys
    assert "opinion" not in {question.key for question in missing(READY, {}, has_dpo=False)}
    answers = dict.fromkeys((question.key for question in READY.questions), "Said.")
    assert missing(READY, answers, has_dpo=True) == []


def test_the_sections_serve_provisions_that_there_are():
    known = set(frameworks.framework("gdpr").by_id)
    assert all(set(section.serves) <= known for section in READY.sections)
    assert [section.key for section in READY.sections] == [
        *("description", "necessity", "risks", "measures", "advice", "decision"),
    ]


def test_every_text_is_in_both_languages():
    texts = [criterion.text for _group, criterion in READY.criteria] + [each.text for each in READY.questions]
    assert all(text["da"].endswith("?") and text["en"].endswith("?") and text["da"] != text["en"] for text in texts)


def test_faults_say_where_they_stand():
    told = library_file(library.__name__, "dpia")
    told["groups"][2]["criteria"][0]["same_as"] = "gone"
    with pytest.raises(ValueError, match="no such criterion: gone"):
        dpia.read(told, words.LANGUAGES)
    told["groups"][2]["criteria"][0]["same_as"] = "scale"
    told["groups"][0]["criteria"][0]["key"] = "scale"
    with pytest.raises(ValueError, match="a key is there twice"):
        dpia.read(told, words.LANGUAGES)
