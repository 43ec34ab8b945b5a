"""The ready questionnaire is whole, in both languages, and asks for what there is. A file that is wrong says where."""

import re
from copy import deepcopy

import pytest

from holger.core import words
from holger.frameworks import library as frameworks
from holger.suppliers import library
from holger.suppliers.rules.question_reading import read
from holger.suppliers.rules.questions import Kind, asked

READY = library.questionnaire()
DANISH = re.compile(r"\b(og|at|er|der|som|ikke|med|til|for|på|af|den|det|de|har|kan|skal|en|et|fra|ved|hver|hvad|I)\b")
ENGLISH = re.compile(r"\b(the|and|of|is|are|with|you|that|which|who|has|have|not|to|in|it|do)\b", re.IGNORECASE)


def test_thirty_questions_in_six_sections():
    assert sorted(question.number for question in READY.questions) == list(range(1, 31))
    assert [len(section.questions) for section in READY.sections] == [5, 6, 5, 8, 4, 2]
    assert sum(question.knock_out for question in READY.questions) == 6
    assert {question.kind for question in READY.questions} == set(Kind)


@pytest.mark.parametrize("question", READY.questions, ids=lambda question: question.key)
def test_each_question_is_whole(question):
    assert set(question.text) == set(question.help) == set(words.LANGUAGES)
    assert question.text["da"].endswith("?") and question.text["en"].endswith("?")
    assert all(20 < len(question.text[language]) < 160 for language in words.LANGUAGES)
    assert all(60 < len(question.help[language]) < 260 for language in words.LANGUAGES)
    assert question.serves and 1 <= question.weight <= 3
    if question.choices:
        assert max(choice.points for choice in question.choices) == 100
        assert min(choice.points for choice in question.choices) == 0


@pytest.mark.parametrize("question", READY.questions, ids=lambda question: question.key)
def test_danish_is_danish_and_english_is_english(question):
    da = f"{question.text['da']} {question.help['da']}"
    en = f"{question.text['en']} {question.help['en']}"
    assert len(DANISH.findall(da)) > 2 * len(ENGLISH.findall(da))
    assert len(ENGLISH.findall(en)) > 2 * len(DANISH.findall(en))


@pytest.mark.parametrize("question", READY.questions, ids=lambda question: question.key)
def test_it_serves_requirements_that_there_are(question):
    for framework, codes in question.serves.items():
        assert set(codes) <= set(frameworks.framework(framework).by_id), question.key


def test_what_is_asked_depends_on_criticality_and_on_earlier_answers():
    def keys(answers, criticality):
        return {question.key for question in asked(READY.questions, answers, criticality)}

    assert "monitoring" not in keys({}, 2) and "monitoring" in keys({}, 3)
    assert "restore-test" not in keys({}, 4) and "restore-test" not in keys({"backup": "no"}, 4)
    assert "restore-test" in keys({"backup": "partly"}, 4)
    assert len(keys({"backup": "yes"}, 4)) == 30


# Reading

GOOD = {
    "questionnaire": "small",
    "version": "1",
    "title": {"da": "Lille", "en": "Small"},
    "intro": {"da": "Hej", "en": "Hello"},
    "sections": [
        {
            "key": "one",
            "title": {"da": "Et", "en": "One"},
            "questions": [
                {
                    "key": "a",
                    "number": "1",
                    "text": {"da": "A?", "en": "A?"},
                    "help": {"da": "-", "en": "-"},
                    "type": "yes_partly_no",
                    "weight": "1",
                },
                {
                    "key": "b",
                    "number": "2",
                    "text": {"da": "B?", "en": "B?"},
                    "help": {"da": "-", "en": "-"},
                    "type": "number",
                    "unit": {"da": "dage", "en": "days"},
                    "full": "1",
                    "none": "9",
                    "weight": "1",
                    "shown_when": {"question": "a", "answers": ["yes"]},
                },
            ],
        }
    ],
}


def fault(*, question=1, **changes) -> str:
    told = deepcopy(GOOD)
    told["sections"][0]["questions"][question].update(changes)
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what it says is what is asked
        read(told, words.LANGUAGES)
    return str(refused.value)


def test_a_questionnaire_is_read():
    found = read(GOOD, words.LANGUAGES)
    assert found.by_key["b"].full == 1 and found.by_key["b"].shown_when.answers == ["yes"]


def test_faults_say_where_they_stand():
    assert fault(weight="much") == "b: weight is not a whole number from 1"
    assert fault(text={"da": "B?"}) == "b text: en is missing"
    assert fault(type="guess").startswith("b: type is guess, not one of")
    assert fault(colour="red") == "questionnaire sections 1 questions 2: not known: colour"
    assert fault(key="a") == "questionnaire: question twice: a"
    assert fault(number="1") == "questionnaire: number twice: 1"
    assert fault(none="1") == "b: full is not below none"
    assert fault(type="text") == "b: unit belongs to a number"
    assert fault(choices=[]) == "b: choices belong to a choice"
    assert fault(question=0, shown_when={"question": "b", "answers": ["yes"]}).endswith("which does not come before it")
    assert fault(shown_when={"question": "a", "answers": ["maybe"]}).endswith("an answer that there is not: maybe")
    assert fault(question=0, from_criticality="5").startswith("a: from_criticality is 5")
