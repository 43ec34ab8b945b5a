"""The ready courses are whole: both languages, pages and questions enough, and requirements that there are."""

from collections import Counter

import pytest

from holger.frameworks import library as frameworks
from holger.training import library
from holger.training.rules import quiz
from holger.training.rules.library import Unreadable, read


def test_all_six_are_there() -> None:
    assert tuple(library.courses()) == library.KEYS


@pytest.mark.parametrize("key", library.KEYS)
def test_a_course_is_long_enough_and_asks_in_different_ways(key: str) -> None:
    course = library.courses()[key]
    kinds = Counter(question.kind for question in course.questions)
    assert len(course.pages) >= 6 and len(course.questions) >= 8
    assert kinds["multiple"] >= 2 and kinds["order"] >= 1
    assert course.draw is None or course.draw <= len(course.questions)
    for page in course.pages:
        assert all(len(page.text[language].split()) >= 60 for language in ("da", "en")), page.title


@pytest.mark.parametrize("key", library.KEYS)
def test_what_it_serves_is_in_the_frameworks(key: str) -> None:
    for framework, code in library.courses()[key].serves:
        there = {each.id for each in frameworks.framework(framework).requirements}
        assert code in there, f"{framework} {code}"


def test_management_has_a_course_of_its_own() -> None:
    course = library.courses()["nis2-management"]
    assert course.audience == ["management"] and ("nis2", "20(2)") in course.serves


def test_every_right_answer_is_one() -> None:
    for course in library.courses().values():
        for question in course.questions:
            order = list(range(len(question.options)))
            assert quiz.is_right(question, order if question.kind == "order" else sorted(question.right))


def test_a_file_with_faults_is_refused_with_all_of_them() -> None:
    with pytest.raises(Unreadable) as refused:
        read(
            b"key: x\ntitle: {en: Only English}\nquestions:\n- {kind: riddle, text: {da: A, en: B}}\n",
            library.LANGUAGES,
        )
    assert len(refused.value.faults) > 5
