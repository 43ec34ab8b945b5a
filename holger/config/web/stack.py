"""Room on the interpreter's stack for one whole answer.

CPython keeps its frames in pieces of 16 KB. Where a loop stands at the end of a piece, each call that it makes takes a
new piece from the operating system and gives it back: a list that is drawn deep in a template then costs half as much
again (python/cpython issue 142183, mended in later releases of each version). A frame that asks for more than a piece
gets one as large as it needs, twice over, and all that it calls finds room in the same piece.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

ROOM = 16_000
"""Places, of 8 bytes: some 500 calls within each other. Memory that is not reached is not used either."""

type Answerer = Callable[[HttpRequest], HttpResponseBase]


def stack_middleware(get_response: Answerer) -> Answerer:
    """Stands first, so that everything else runs in its room."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    answer.__code__ = answer.__code__.replace(co_stacksize=ROOM)
    return answer
