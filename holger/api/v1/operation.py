"""One operation: declared, guarded and answered in one way.

    @operation("GET", "/assets/{reference}", room="assets", permission="assets.view", gives=AssetOut)
    def assets_get(request, reference):
        "Read an asset."
        return find(...)

The function's name is the operation's stable id, its docstring the summary and description. It returns an object
that ``gives`` can read, an ``Answer`` for more, or a finished response.
"""

import hashlib
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Body, File, Form, NinjaAPI, Path, Query, UploadedFile
from pydantic import BaseModel, ConfigDict

from holger.api import rules, services
from holger.api.v1 import errors
from holger.api.v1.auth import Bearer
from holger.api.v1.bodies import Strict
from holger.api.v1.call import Call
from holger.api.v1.shape import Shape
from holger.core import tenancy
from holger.core.strict_json import storable

DESCRIPTION = """\
The same objects, rules and permissions as the pages. Every address begins with the organisation:
`/api/v1/o/{organisation}/…`.

Send a token in every request: `Authorization: Bearer holger_…`. Errors have one shape,
`{"error": {"code", "message", "fields"}}`, in the language of `Accept-Language`. Each operation names the permission
it asks for in `x-permission`, and the scope in `x-scope`."""

api = NinjaAPI(
    title="holger",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    parser=Strict(),
    urls_namespace="api-1",
)
errors.listen(api)

FAULTS = (400, 401, 403, 404, 409, 411, 412, 413, 414, 422, 429, 431)
"""All answered in one shape. Of what is answered the document tells, and not the library: it would make a model of each kind of answer
for each operation, and holger took twice as long to start."""
ORGANISATION = Annotated[str, Path(description="The organisation's address, as in its pages: kronborg.")]
KEY = "[!-~]{1,100}"


JSON = "application/json"
BINARY = {"type": "string", "format": "binary"}
FROZEN = {"type": "object"}
"""What was sealed at some time, in the words of that time."""


class Nothing(Shape):
    """No query parameters, or no body."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Answer:
    """What to say where the object alone is not enough."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """What tests and addresses want to know of an operation."""

    name: str
    method: str
    path: str
    room: str
    permission: str
    level: str
    query: type[BaseModel]
    body: type[BaseModel] | None
    upload: bool
    """Does it take a file beside the fields of ``body``?"""
    gives: type[BaseModel] | None
    """What is answered, with ``status``."""
    status: int


OPERATIONS: dict[str, Operation] = {}


def operation(
    method: str,
    path: str,
    *,
    room: str,
    permission: str,
    gives: type[BaseModel] | None,
    status: int = 200,
    query: type[BaseModel] = Nothing,
    body: type[BaseModel] | None = None,
    upload: bool = False,
    name: str = "",
    summary: str = "",
    media: Sequence[str] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an operation below ``/o/{organisation}``.

    A part of the path that may hold slashes is written ``{path:code}``, one that is a number ``{int:number}``.

    ``upload``: it takes a multipart form with ``file`` and the fields of ``body``. ``media``: it answers with a file
    of one of these kinds instead of JSON.
    """
    level = rules.READ if method == "GET" else rules.WRITE

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        known_as = name or view.__name__
        heading, _blank, text = inspect.cleandoc(summary or view.__doc__ or "").partition("\n")
        told = Operation(known_as, method, _plain(path), room, permission, level, query, body, upload, gives, status)
        if known_as in OPERATIONS:
            raise ValueError(f"operation {known_as} is declared twice")
        OPERATIONS[known_as] = told
        api.api_operation(
            [method],
            f"/o/{{organisation}}{path}",
            auth=Bearer(permission, room, level),
            response=dict.fromkeys([status, *([304] if method == "GET" and not media else [])]),
            operation_id=known_as,
            summary=heading,
            description=text.strip(),
            tags=[room],
            openapi_extra=_extra(told, media, status),
        )(_guarded(told, view, gives, status))
        return view

    return declare


def _plain(path: str) -> str:
    """A path with the names of its parts alone."""
    return re.sub(r"{\w+:", "{", path)


def _guarded(
    told: Operation, view: Callable[..., Any], gives: type[BaseModel] | None, status: int
) -> Callable[..., HttpResponseBase]:
    """The function that the library sees: with the declared parameters, and our checks around the view."""

    def run(request: Call, organisation: str, **given: Any) -> HttpResponseBase:
        _refuse_unknown(request.GET, told.query)
        if told.upload:
            _refuse_unknown(request.POST, told.body or Nothing)
            _refuse_unknown(request.FILES, _OneFile)

        def answer() -> HttpResponseBase:
            return _rendered(request, view(request, **given), gives, status)

        try:
            if told.method == "POST" and "Idempotency-Key" in request.headers:
                return _once(request, answer)
            return answer()
        except Exception:
            tenancy.undo()  # the library makes an answer of it, and nobody above will know
            raise

    run.__signature__ = _signature(told)  # type: ignore[attr-defined]
    run.__name__ = told.name
    return run


def _signature(told: Operation) -> inspect.Signature:
    """The parameters as the library reads them from a function."""
    parameters = {"organisation": ORGANISATION, **{name: PATHS[name] for name in re.findall(r"{(\w+)}", told.path)}}
    if told.query is not Nothing:
        parameters["query"] = Annotated[told.query, Query()]
    if told.upload:
        parameters["file"] = Annotated[UploadedFile, File(description="The file itself.")]
    if told.body:
        parameters["body"] = Annotated[told.body, Form() if told.upload else Body()]
    kind = inspect.Parameter.KEYWORD_ONLY
    listed = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    listed += [inspect.Parameter(name, kind, annotation=annotation) for name, annotation in parameters.items()]
    return inspect.Signature(listed)


class _OneFile(Shape):
    file: Any


PATHS: dict[str, Any] = {
    "reference": Annotated[str, Path(description="The reference people know it by: A-7.")],
    "id": Annotated[str, Path(description="Its id, where it has no reference.")],
    "code": Annotated[str, Path(description="A requirement's id in its framework, encoded: 21%282%29%28a%29.")],
    "number": Annotated[int, Path(description="Its number: 1.")],
    "key": Annotated[str, Path(description="What the library calls it: iso27001-2022.")],
    "other": Annotated[str, Path(description="The reference of the other one: FW-2.")],
    "kind": Annotated[str, Path(description="The register's name: assets.")],
    "label": Annotated[str, Path(description="A version's number: 2.1.")],
    "language": Annotated[str, Path(description="da or en.")],
}


def _refuse_unknown(given: Any, known: type[BaseModel]) -> None:
    """Parameters that nobody reads, and one value given twice, are mistakes: never guess which one was meant."""
    wrong = {}
    for name, values in given.lists():
        field = known.model_fields.get(name)
        if field is None:
            wrong[name] = [str(_("There is no such parameter."))]
        elif len(values) > 1 and not str(field.annotation).startswith("list"):
            wrong[name] = [str(_("Give this once."))]
        elif not all(storable(value) for value in values if isinstance(value, str)):
            wrong[name] = [str(_("The text has characters that cannot be kept."))]
    if wrong:
        raise errors.Invalid(wrong)


def _rendered(request: Call, result: Any, gives: type[BaseModel] | None, status: int) -> HttpResponseBase:
    if isinstance(result, HttpResponseBase):
        return result
    answer = result if isinstance(result, Answer) else Answer(result, status)
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Language": get_language(),
        "Vary": "Accept-Language, Authorization",
        **answer.headers,
    }
    if gives is None:
        return HttpResponse(status=answer.status, headers=headers)
    read = answer.body if isinstance(answer.body, gives) else gives.model_validate(answer.body, from_attributes=True)
    content = read.model_dump_json().encode()
    headers["ETag"] = etag(content, getattr(read, "version", None))
    if request.method == "GET" and headers["ETag"] in _tags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(content, status=answer.status, content_type=JSON, headers=headers)


def etag(content: bytes, version: int | None) -> str:
    """The version, which If-Match goes by, and a fingerprint: what is inherited can change while the version stays."""
    fingerprint = hashlib.sha256(content).hexdigest()[:16]
    return f'"{version}.{fingerprint}"' if version is not None else f'"{fingerprint}"'


def _tags(header: str) -> list[str]:
    return [tag.strip().removeprefix("W/") for tag in header.split(",")]


def wanted_version(request: Call, current: int) -> int | None:
    """The version that If-Match asks for, or None where anything will do; 412 for a tag that we never gave."""
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        return None
    versions = [int(found[1]) for tag in _tags(header) if (found := re.fullmatch(r'"(\d{1,9})(\.\w+)?"', tag))]
    return current if current in versions else (versions[0] if versions else -1)


def _once(request: Call, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    key = request.headers["Idempotency-Key"]
    if not re.fullmatch(KEY, key):
        raise errors.Invalid({"Idempotency-Key": [str(_("1 to 100 visible characters, without spaces."))]})
    return services.answer_once(token=request.auth, key=key, digest=_digest(request), answer=answer)


def _digest(request: Call) -> str:
    parts = [request.get_full_path().encode()]
    if request.FILES or request.POST:
        parts += [f"{name}={value}".encode() for name, value in sorted(request.POST.items())]
        for upload in request.FILES.values():
            parts.append(upload.read())
            upload.seek(0)
    else:
        parts.append(request.body)
    return services.digest(*parts)


def _extra(told: Operation, media: Sequence[str], status: int) -> dict[str, Any]:
    """What the library does not say by itself: permission, scope, headers, files."""
    headers = []
    if told.method == "GET" and not media:
        headers.append(_header("If-None-Match", "An ETag: answered 304 if nothing has changed."))
    if told.method in ("PATCH", "DELETE"):
        headers.append(_header("If-Match", "The ETag you read: 412 if somebody has changed it since."))
    if told.method == "POST":
        headers.append(_header("Idempotency-Key", "Any key of yours: sent twice within 24 hours, done once.", KEY))
    extra: dict[str, Any] = {"x-permission": told.permission, "x-scope": f"{told.room}:{told.level}"}
    extra["parameters"] = headers
    if media:
        extra["responses"] = {
            status: {"content": {kind: {"schema": FROZEN if kind == JSON else BINARY} for kind in media}}
        }
    return extra


def _header(name: str, description: str, pattern: str = "") -> dict[str, Any]:
    schema = {"type": "string", "pattern": f"^{pattern}$"} if pattern else {"type": "string"}
    return {"in": "header", "name": name, "required": False, "schema": schema, "description": description}
