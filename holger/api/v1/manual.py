"""The document as people read it: chapters of operations, each with its parameters, body, answer and an example."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DEEPEST = 3


@dataclass(frozen=True)
class Line:
    """A parameter or a field."""

    name: str
    kind: str
    needed: bool
    text: str


@dataclass(frozen=True)
class Entry:
    id: str
    method: str
    path: str
    summary: str
    text: str
    permission: str
    scope: str
    parameters: list[Line]
    body: list[Line]
    body_kind: str
    answer: list[Line]
    status: str

    @property
    def short(self) -> str:
        """The path below the organisation."""
        return self.path.removeprefix("/api/v1/o/{organisation}")


@dataclass(frozen=True)
class Chapter:
    name: str
    text: str
    entries: list[Entry]


def chapters(document: Mapping[str, Any]) -> list[Chapter]:
    by_tag: dict[str, list[Entry]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            by_tag[told["tags"][0]].append(_entry(document, method, path, told))
    tags = [tag for tag in document["tags"] if by_tag[tag["name"]]]
    return [Chapter(tag["name"], tag["description"], by_tag[tag["name"]]) for tag in tags]


def _entry(document: Mapping[str, Any], method: str, path: str, told: Mapping[str, Any]) -> Entry:
    content = told.get("requestBody", {}).get("content", {})
    status = next(code for code in map(str, told["responses"]) if code.startswith("2"))
    answer = {str(code): each for code, each in told["responses"].items()}[status].get("content", {})
    return Entry(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        text=told.get("description", ""),
        permission=told["x-permission"],
        scope=told["x-scope"],
        parameters=[_parameter(document, each) for each in told["parameters"] if each["name"] != "organisation"],
        body=list(_fields(document, next(iter(content.values()), {}).get("schema", {}))),
        body_kind=next(iter(content), ""),
        answer=list(_fields(document, next(iter(answer.values()), {}).get("schema", {}))),
        status=status,
    )


def _parameter(document: Mapping[str, Any], told: Mapping[str, Any]) -> Line:
    schema = told["schema"]
    return Line(told["name"], _kind(document, schema), told["required"], told.get("description", ""))


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any], inside: str = "", depth: int = 0) -> Iterator[Line]:
    """The fields of an object, and of objects within it: ``items[].owner.reference``."""
    schema = _resolved(document, schema)
    for name, told in schema.get("properties", {}).items():
        kind = _kind(document, told)
        text = told.get("description", told.get("title", ""))
        yield Line(inside + name, kind, name in schema.get("required", ()), text)
        inner, mark = _inner(document, told)
        if inner and depth < DEEPEST and inner.get("title") not in ("Ref", "Named"):
            yield from _fields(document, inner, f"{inside}{name}{mark}.", depth + 1)


def _inner(document: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    schema = _resolved(document, schema)
    if "items" in schema:
        return _resolved(document, schema["items"]), "[]"
    return (schema, "") if "properties" in schema else ({}, "")


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself, where it only points to one, or is one or null."""
    for alternative in schema.get("anyOf", ()):
        if alternative.get("type") != "null":
            return _resolved(document, alternative)
    if "$ref" in schema:
        return _resolved(document, document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    return schema


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """A field's kind in a few words: ``text``, ``a date or null``, ``low, high``."""
    or_null = " or null" if any(each.get("type") == "null" for each in schema.get("anyOf", ())) else ""
    register = schema.get("x-reference", "")
    schema = _resolved(document, schema)
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return " · ".join(str(value) or "“”" for value in values) + or_null
    kind = schema.get("title", "object") if "properties" in schema else schema.get("type", "anything")
    if kind == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    words = {"string": schema.get("format", "text"), "integer": "whole number", "object": "object"}
    return (f"from {register}" if register else words.get(kind, kind)) + or_null
