"""What a request may be to come in at all. Asked before anything of it is read, so that refusing costs next to nothing.

``IntakeMiddleware`` looks at the envelope: address, headers, and how much the sender says will come. Lengths are known
beforehand, because a body that does not tell its length is refused. ``AnswersMiddleware`` stands innermost, where the
reader's language and organisation are known, and looks at what was sent: how many answers, how long, which characters,
and that nothing which is read once was sent twice.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from holger.config.web.errors import is_api, refused
from holger.core.errors import Unacceptable
from holger.core.strict_json import storable

Answer = Callable[[HttpRequest], HttpResponseBase]

METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}

LONGEST_ADDRESS = 8_000
"""Bytes of path and query: a hundred ids in a filter fit, and every proxy passes it on."""

LONGEST_HEADER, LARGEST_HEADERS = 8 * 1024, 32 * 1024
"""Bytes of one header, and of all of them."""

AROUND_FILE = 1024 * 1024
"""Bytes of a form beside the file in it."""

MOST_PARAMETERS, MOST_VALUES = 200, 100
"""Parameters in an address, and values of one of them."""

LONGEST_NAME, LONGEST_VALUE = 100, 2_000
"""Letters in a parameter's name and in its value."""


class IntakeMiddleware:
    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            check_envelope(request)
        except Unacceptable as wrong:
            with translation.override(translation.get_language_from_request(request)):
                return refused(request, wrong)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Now that the page is known: does it take so much, and from this one?"""
        request.largest_file = largest_file(request, view)  # type: ignore[attr-defined]
        most = request.largest_file + AROUND_FILE if request.largest_file else 0  # type: ignore[attr-defined]
        if length(request) > max(most, settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return refused(request, too_large())
        return None


class AnswersMiddleware:
    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if is_api(request):  # which says of each parameter what it may be, and answers by name
            return None
        check_parameters(request.GET)
        check_texts(request.POST)
        request.GET, request.POST = once(request.GET), once(request.POST)  # type: ignore[assignment]
        return None


def check_envelope(request: HttpRequest) -> None:
    told = request.META
    if request.method not in METHODS:
        raise Unacceptable(405, "method", _("This cannot be done here."))
    if len(told.get("PATH_INFO", "")) + len(told.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
        raise Unacceptable(414, "address_too_long", _("The address is too long. Choose less in the filters."))
    if not storable(request.path_info):
        raise unkeepable()
    sizes = [len(name) + len(value) for name, value in told.items() if name.startswith("HTTP_")]
    if sum(sizes) > LARGEST_HEADERS or max(sizes, default=0) > LONGEST_HEADER:
        raise Unacceptable(
            431, "headers_too_large", _("The browser sends too much beside the page. Delete its cookies.")
        )
    if not all(storable(value) for value in request.COOKIES.values()):
        raise unkeepable()
    if "HTTP_TRANSFER_ENCODING" in told and not told.get("CONTENT_LENGTH"):
        raise Unacceptable(411, "length_required", _("Say how long the request is (Content-Length)."))
    if not (told.get("CONTENT_LENGTH") or "0").isdecimal():
        raise Unacceptable(400, "unreadable", _("The request cannot be read."))
    if length(request) > max(settings.UPLOAD_LIMIT + AROUND_FILE, settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
        raise too_large()


def length(request: HttpRequest) -> int:
    return int(request.META.get("CONTENT_LENGTH") or 0)


def largest_file(request: HttpRequest, view: Any) -> int:
    """How large a file the page takes, in bytes. Those whom nobody knows bring none; programs show their token first.

    A page for guests tells by itself whom it knows (``http.takes_files``).
    """
    page = getattr(view, "view_class", view)
    takes = min(getattr(page, "takes_files", 0), settings.UPLOAD_LIMIT)
    knows = getattr(page, "takes_files_from", None)
    return takes if takes and (is_api(request) or request.user.is_authenticated or (knows and knows(request))) else 0


def check_parameters(sent: QueryDict) -> None:
    """The address' parameters, which filters and searches are made of."""
    counts = {name: len(values) for name, values in sent.lists()}
    if sum(counts.values()) > MOST_PARAMETERS or max(counts.values(), default=0) > MOST_VALUES:
        raise Unacceptable(400, "too_many", _("The address asks for too much at once. Choose less in the filters."))
    for name, values in sent.lists():
        if len(name) > LONGEST_NAME or any(len(value) > LONGEST_VALUE for value in values):
            raise Unacceptable(400, "too_long", _("Something in the address is too long."))
    check_texts(sent)


def check_texts(sent: QueryDict) -> None:
    for name, values in sent.lists():
        if not storable(name) or not all(storable(value) for value in values):
            raise unkeepable()


def unkeepable() -> Unacceptable:
    return Unacceptable(400, "unreadable", _("The text has characters that cannot be kept."))


def too_large() -> Unacceptable:
    return Unacceptable(413, "too_large", _("That is too large to be sent here."))


class Once(QueryDict):
    """Answers of which those that are read as one may have been sent but once: nobody guesses which one was meant.

    What is read with ``getlist``, such as a filter with several values, may be sent several times.
    """

    def __getitem__(self, name: str) -> Any:
        if len(self.getlist(name)) > 1:
            said = _("“%(name)s” was sent more than once; nobody knows which one is meant.") % {"name": name[:50]}
            raise Unacceptable(400, "sent_twice", said)
        return super().__getitem__(name)


def once(sent: QueryDict) -> QueryDict:
    """The same answers, guarded; where nothing was repeated there is nothing to guard."""
    lists = list(sent.lists())
    if all(len(values) < 2 for _name, values in lists):
        return sent
    guarded = Once("", mutable=True, encoding=sent.encoding)
    for name, values in lists:
        guarded.setlist(name, values)
    guarded._mutable = False
    return guarded
