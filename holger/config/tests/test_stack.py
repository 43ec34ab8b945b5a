"""No call that is made in the room of one answer asks the operating system for memory to stand in."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse

from holger.config.web.stack import stack_middleware

DEPTHS = 300
CALLS = 1000


def asked_for_memory(work: Callable[[], None]) -> int:
    """How often the system had to find memory meanwhile."""
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    work()
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)


def nothing() -> None:
    pass


def calls_at_every_depth(left: int = DEPTHS) -> None:
    for _ in range(CALLS):
        nothing()
    if left:
        calls_at_every_depth(left - 1)


def test_no_depth_of_an_answer_is_where_every_call_needs_a_new_piece() -> None:
    answered = HttpResponse()

    def get_response(request: HttpRequest) -> HttpResponse:
        calls_at_every_depth()
        return answered

    answer = stack_middleware(get_response)
    answer(HttpRequest())  # what is there for the first time may need memory
    assert asked_for_memory(lambda: answer(HttpRequest())) < CALLS / 2
    assert answer(HttpRequest()) is answered
