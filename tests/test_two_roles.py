"""Two roles give no more than each of them by itself: who sees everything as an auditor and may change what lies in one unit as its
security officer changes nothing outside it.

Whatever finds a row by what may be seen, and forgets to ask whether this one may be changed, is open to somebody like that alone.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

from holger.api.tests.programs import Program
from holger.core.permissions import Role
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.models import Person
from tests.cast import Cast, actor_of, client_of, make_person
from tests.furnished import Furnished
from tests.tally import Tally
from tests.test_access import HOUSE, PARTS
from tests.test_api_alone import HOUSE as INTERFACE
from tests.test_api_alone import PARTS as OPERATIONS
from tests.test_api_alone import Kronborg, body_of
from tests.undrawn import undrawn
from tests.world import World, filled

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="it asks who may, whatever the database"),
]
REFUSED = {403, 404, 405}
TALK = re.compile(r"comments:comment-add|\w+_comment")
"""Whoever sees it may say something about it, where they may say something anywhere."""
ASKED = {
    "policies:approve": "opens for whoever sees the policy, and says who is asked",
    "policies:decline": "likewise",
    "policies:review": "likewise",
    "controls:gap-answer-next": "leads to what one is asked, or back",
    "risks:risk-link": "risks are chosen of those that one may change",
    "tags_create": "a word is nobody's before it is there; the one with one unit is refused for not seeing it afterwards",
    "questionnaires_create": "the one with one unit does not see the owner whom the body names",
    "evidence_link": "likewise; and what it is attached to lies in their unit",
}
"""Pages and operations that open for two roles and for neither alone, with the reason."""


def somebody_with_both(cast: Cast) -> Iterator[Person]:
    """One who has the one role, one who has the other, and one who has both."""
    yield make_person(cast.kronborg, "Asta Lund", Role.AUDITOR)
    yield make_person(cast.kronborg, "Ulrik Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    both = make_person(cast.kronborg, "Bea Juhl", Role.AUDITOR)
    organisation.role_give(actor=actor_of(cast.olga), person=both, role="security_officer", unit=cast.production)
    yield both


@dataclass(frozen=True)
class Answer:
    status: int
    written: int
    """How many entries the history has more."""

    @property
    def refused(self) -> bool:
        return self.status in REFUSED


@contextmanager
def undone() -> Iterator[Callable[[int], Answer]]:
    """Whatever is done is taken back; what is told of it before that."""
    with transaction.atomic():
        before = Event.objects.count()
        yield lambda status: Answer(status, Event.objects.count() - before)
        transaction.set_rollback(True)


def gains(name: str, method: str, answers: list[Answer]) -> bool:
    """Is the third let in where the others are not; and where it is about doing something, was anything done?"""
    if name in ASKED or TALK.fullmatch(name):
        return False
    *apart, both = answers
    refused = all(each.refused for each in apart) and not both.refused
    return refused and (method == "GET" or both.written > 0)


@pytest.fixture
def pages(furnished: Furnished) -> tuple[Cast, World]:
    return furnished(HOUSE)


@pytest.fixture
def interface(furnished: Furnished, settings: Any) -> Kronborg:
    settings.API_RATE = 1_000_000
    return furnished(INTERFACE)


@pytest.mark.parametrize("part", PARTS)
def test_no_page_does_more_for_two_roles_than_for_each(
    part: str, pages: tuple[Cast, World], db: None, still: Callable[[], None], tally: Tally
) -> None:
    still()
    cast, world = pages
    browsers, wrong = [client_of(person) for person in somebody_with_both(cast)], []
    for route in PARTS[part]:
        address = "/" + filled(route.pattern, {"organisation": "kronborg"} | world.parts(route.name))
        for method in ("GET", "POST"):
            answers = []
            for browser in browsers:
                with undrawn(), undone() as answer:
                    answers.append(answer(browser.generic(method, address).status_code))
            tally("pages for two roles", asked=1)
            if gains(route.name, method, answers):
                wrong.append(f"{route.name} {method} {address}: {answers}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", OPERATIONS)
def test_no_operation_does_more_for_two_roles_than_for_each(
    part: str, interface: Kronborg, db: None, tally: Tally
) -> None:
    programs, wrong = [Program(person) for person in somebody_with_both(interface.cast)], []
    for operation in OPERATIONS[part]:
        path, body = interface.world.path(operation), interface.world.filled(body_of(operation), 0)
        answers = []
        for program in programs:
            with undone() as answer:
                sent = program.upload(path, body) if operation.upload else program.call(operation.method, path, body)
                answers.append(answer(sent.status_code))
        tally("operations for two roles", asked=1)
        if gains(operation.name, operation.method, answers):
            wrong.append(f"{operation.name} {operation.method} {path}: {answers}")
    assert not wrong, "\n".join(wrong)
