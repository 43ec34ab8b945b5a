"""The document that describes the interface: OpenAPI 3.1, made once, without any organisation's data."""

from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import override
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import holger
from holger.api.v1 import rooms  # noqa: F401  (declares the operations)
from holger.api.v1.errors import Error
from holger.api.v1.operation import FAULTS, OPERATIONS, api

TAGS = {
    "organisation": "People, units and tags.",
    "assets": "Processes, assets, what they depend on, and the information in them.",
    "frameworks": "Frameworks, their requirements, how it stands with them, and how they answer each other.",
    "controls": "The organisation's own controls, gap rounds, the implementation plan and statements of applicability.",
    "risks": "Method, threats, risks, what controls do to them, actions and assessment rounds.",
    "policies": "Policies, their versions and exceptions, campaigns, who has confirmed what, and finding rules.",
    "training": "Courses, and who takes them.",
    "incidents": "Incidents as cases: their steps, timeline, decisions, moments and the clocks of the law.",
    "suppliers": "Suppliers, their contracts and questionnaires, and the supervision of those that handle personal data.",
    "privacy": "The record of processing activities (GDPR article 30), impact assessments, retention and requests.",
    "tasks": "Activities that come again, their runs, and tasks that people give each other.",
    "evidence": "Files and links that prove something.",
    "comments": "What people say to each other about an object.",
    "history": "Who did what, when, and from what to what.",
    "reports": "Figures over many registers.",
    "exchange": "Bringing spreadsheets in: a dry run first, then all rows or none, and back again.",
    "search": "Finding anything by reference or words.",
}

REFERENCE = "#/components/schemas/{model}"


@cache
def document() -> dict[str, Any]:
    with override("en"):
        made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="api/v1"))
    licence = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    made["info"] = {**made["info"], "version": holger.__version__, "license": licence}
    made["servers"] = [{"url": settings.BASE_URL}]
    _tell_answers(made)
    made["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    return made


def _tell_answers(made: dict[str, Any]) -> None:
    """What each operation gives, and that it may refuse, always in the shape of ``errors.Error``."""
    faults = {status: {"description": HTTPStatus(status).phrase, "content": _json(Error)} for status in FAULTS}
    for path in made["paths"].values():
        for described in path.values():
            told = OPERATIONS[described["operationId"]]
            if told.gives is not None:
                described["responses"][told.status]["content"] = _json(told.gives)
            described["responses"] |= faults
    answers = {told.gives.__name__: told.gives for told in OPERATIONS.values() if told.gives is not None}
    _keys, found = models_json_schema(
        [(each, "serialization") for each in (*answers.values(), Error)], ref_template=REFERENCE
    )
    made["components"]["schemas"] |= found["$defs"]


def _json(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REFERENCE.format(model=model.__name__)}}}
