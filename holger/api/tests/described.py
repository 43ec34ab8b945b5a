"""An answer is what the document says of it, times and dates in the spelling that is promised."""

import re
from functools import cache
from typing import Any

import jsonschema_rs
from django.http import HttpResponse

from holger.api.v1.document import document

DOCUMENT = "urn:document"
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def as_described(response: HttpResponse) -> HttpResponse:
    """The answer again. ``jsonschema_rs.ValidationError`` when it is another one than programs are told to expect."""
    asked: Any = response
    if response.get("Content-Type", "").startswith("application/json") and asked.resolver_match:
        path = PART.sub(r"{\1}", f"/{asked.resolver_match.route}")
        found = _schema(path, asked.request["REQUEST_METHOD"].lower(), response.status_code)
        if found is not None:
            found.validate(asked.json())
    return response


@cache
def _schema(path: str, method: str, status: int) -> Any:
    answers = document()["paths"].get(path, {}).get(method, {}).get("responses", {})
    told = {str(each): answer for each, answer in answers.items()}.get(str(status), {})
    schema = told.get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return None
    if "$ref" in schema:
        schema = {"$ref": DOCUMENT + schema["$ref"]}
    return jsonschema_rs.Draft202012Validator(schema, registry=_registry(), validate_formats=True)


@cache
def _registry() -> Any:
    return jsonschema_rs.Registry([(DOCUMENT, {"components": document()["components"]})])
