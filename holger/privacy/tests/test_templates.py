"""The ready processing activities are whole: each says in both languages what the record must say."""

import re
from copy import deepcopy
from datetime import date

import pytest

from holger.core import words
from holger.core.told import library_file
from holger.privacy import library
from holger.privacy.rules import templates, vocabulary
from holger.privacy.rules.record import Activity, Transfer, flags, gauge

READY = list(library.by_key().values())
ASKED_FOR = {
    *("payroll", "recruitment", "personnel-files", "customers", "marketing", "newsletter", "website", "cctv"),
    *("access-control", "accounting", "it-administration", "supplier-contacts", "visitors", "whistleblowing"),
    *("training", "health-safety", "company-cars", "pension-insurance", "support", "webshop", "board"),
    *("photo-video", "email"),
}
DANISH = re.compile(
    r"\b(og|at|er|der|som|ikke|med|til|for|på|af|den|det|de|har|kan|skal|en|et|fra|ved|hver|hvad|når|I)\b"
)
ENGLISH = re.compile(r"\b(the|and|of|is|are|with|you|that|which|who|has|have|not|to|it|where|when)\b", re.IGNORECASE)


def said(template) -> list[words.Words]:
    texts = [template.title, template.transfers, template.dpia_note, *template.purposes, *template.ordinary]
    texts += [*template.recipients, *(ground.why for ground in (*template.basis, *template.special_ground))]
    return texts + [text for kept in template.retention for text in (kept.what, kept.since, kept.why)]


def test_what_was_asked_for_is_there():
    assert set(library.by_key()) >= ASKED_FOR and len(READY) == 29
    assert [area.key for area in library.areas()] == list(library.AREAS)
    assert sum(template.role == "processor" for template in READY) == 2


@pytest.mark.parametrize("template", READY, ids=lambda template: template.key)
def test_each_is_told_in_both_languages(template):
    da = " ".join(text["da"] for text in said(template))
    en = " ".join(text["en"] for text in said(template))
    assert len(DANISH.findall(da)) > 3 * len(ENGLISH.findall(da)), da
    assert len(ENGLISH.findall(en)) > 3 * len(DANISH.findall(en)), en
    assert re.search("[æøå]", da)
    assert all(text["da"] and text["en"] for text in said(template))


@pytest.mark.parametrize("template", READY, ids=lambda template: template.key)
def test_the_record_finds_nothing_missing_in_it(template):
    activity = Activity(
        role=template.role,
        controller="Kronborg A/S",
        purposes=[text["en"] for text in template.purposes],
        data_subjects=template.data_subjects,
        categories=[text["en"] for text in template.ordinary],
        special=template.special,
        protected=template.protected,
        grounds=[ground.article for ground in template.basis],
        special_grounds=[ground.article for ground in template.special_ground],
        protected_ground=template.protected_ground.get("en", ""),
        interests_weighed="yes",
        recipients=[text["en"] for text in template.recipients],
        transfers=[Transfer("US", "dpf")],
        retention=[kept.what["en"] for kept in template.retention],
        measures=template.measures,
        owner="Anna",
        people=1,
        customers=["Rosenborg ApS"],
        dpia_hint=template.dpia,
        dpia_done=True,
    )
    assert gauge(activity).percent == 100 and flags(activity, date(2026, 11, 27)) == []


def test_what_is_likely_to_take_an_assessment():
    likely = {template.key for template in READY if template.dpia == "likely"}
    assert likely == {"cctv", "company-cars", "whistleblowing"}


def test_footage_is_kept_for_thirty_days():
    assert library.by_key()["cctv"].retention[0].days == 30


def test_articles_of_the_vocabulary_are_used_as_the_law_numbers_them():
    assert all(re.fullmatch(r"6\(1\)\([a-f]\)", article) for article in vocabulary.GROUNDS)
    assert all(re.fullmatch(r"9\(2\)\([a-j]\)", article) for article in vocabulary.SPECIAL_GROUNDS)
    assert len(vocabulary.SPECIAL) == 8


# Reading

TOLD = library_file(library.__name__, "templates/premises")


def fault(**changes) -> str:
    told = deepcopy(TOLD)
    for name, value in changes.items():
        if value is None:
            told["activities"][0].pop(name)
        else:
            told["activities"][0][name] = value
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what it says is what is asked
        templates.read(told, words.LANGUAGES)
    return str(refused.value)


def test_faults_say_where_they_stand():
    assert fault(purposes=[]) == "cctv: purposes is empty"
    assert fault(purposes=[{"da": "Kun dansk"}]) == "cctv purposes 1: en is missing"
    assert fault(special=["health"]) == "cctv: special categories and their ground belong together"
    assert fault(protected_ground=None).endswith("and its ground belong together")
    assert fault(basis=[]).startswith("cctv: a controller has a legal basis")
    assert fault(basis=[{"article": "6(1)(g)", "why": {"da": "x", "en": "x"}}]).startswith("cctv basis 1: article is")
    assert fault(role="processor").startswith("cctv: a processor says")
    assert fault(measures=["magic"]).startswith("cctv: measures is magic")
    assert fault(colour="red") == "file activities 1: not known: colour"
    kept = deepcopy(TOLD["activities"][0]["retention"][0]) | {"months": "1"}
    assert fault(retention=[kept]) == "cctv retention 1: either months or days"
