"""The document that describes the interface is valid, complete and stable."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from holger.api import rules
from holger.api.v1.document import TAGS, document
from holger.api.v1.operation import FAULTS, OPERATIONS
from holger.core.permissions import PERMISSIONS
from tests.api_world import operations

ROOT = Path(__file__).parent.parent


def told() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, each in methods.items():
            yield path, method, each


def test_every_operation_is_in_the_document_once():
    ids = [each["operationId"] for _path, _method, each in told()]
    assert sorted(ids) == sorted(operation.name for operation in operations())
    assert len(set(ids)) == len(ids)


def test_every_operation_tells_what_it_asks_for():
    """One test for all: making the document takes seconds, and parameters are worked out by every worker."""
    assert {(path, method): wrong for path, method, each in told() if (wrong := faults_in(path, method, each))} == {}


def faults_in(path: str, method: str, each: dict[str, Any]) -> list[str]:
    room, level = each["x-scope"].split(":")
    in_path = {p["name"] for p in each["parameters"] if p["in"] == "path"}
    names = [(p["in"], p["name"]) for p in each["parameters"]]
    holds = {
        "permission": each["x-permission"] in PERMISSIONS,
        "room": room in rules.ROOMS and room in TAGS,
        "level": level == (rules.READ if method == "get" else rules.WRITE),
        "summary": bool(each["summary"]),
        "security": each["security"] == [{"Bearer": []}],
        "faults": {str(fault) for fault in FAULTS} <= {str(status) for status in each["responses"]},
        "parts of the path": in_path == set(re.findall(r"{(\w+)}", path)),
        "names": len(names) == len(set(names)),
    }
    return [name for name, right in holds.items() if not right]


def test_no_two_shapes_have_one_name():
    """The document would tell of one of them alone, and lie about the other."""
    shapes: dict[str, set[type[BaseModel]]] = {}
    for operation in OPERATIONS.values():
        for shape in (operation.gives, operation.body):
            for each in within(shape):
                shapes.setdefault(each.__name__, set()).add(each)
    assert [name for name, found in shapes.items() if len(found) > 1] == []


def within(shape: Any) -> Iterator[type[BaseModel]]:
    """The models that a type is made of, itself first."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        yield shape
        for field in shape.model_fields.values():
            yield from within(field.annotation)
    for part in get_args(shape):
        yield from within(part)


def test_every_answer_is_told_as_its_own_shape():
    told_of = document()["components"]["schemas"]
    for _path, _method, each in told():
        operation = OPERATIONS[each["operationId"]]
        if operation.gives is not None:
            content = each["responses"][operation.status]["content"]["application/json"]
            name = content["schema"]["$ref"].rpartition("/")[2]
            assert set(told_of[name]["properties"]) == set(operation.gives.model_fields), name


def test_every_pointer_in_the_document_leads_somewhere():
    schemas = document()["components"]["schemas"]

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    assert {ref.rsplit("/", 1)[1] for ref in walk(document())} <= set(schemas)


def test_bodies_refuse_what_they_do_not_know():
    schemas = document()["components"]["schemas"]
    for path, method, each in told():
        for content in each.get("requestBody", {}).get("content", {}).values():
            ref = content["schema"].get("$ref", "")
            if ref:
                assert schemas[ref.rsplit("/", 1)[1]]["additionalProperties"] is False, (path, method)


def test_the_document_is_open_and_holds_no_data(client, db):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    assert "kronborg.example" not in answer.content.decode()


def test_the_guide_names_every_register():
    guide = (ROOT / "docs/guides/api.md").read_text(encoding="utf-8")
    prefix = "/api/v1/o/{organisation}/"
    registers = {path.removeprefix(prefix).split("/")[0] for path, _method, _each in told() if path.startswith(prefix)}
    assert len(registers) > 40
    assert {name for name in registers if f"`{name}`" not in guide and f"/{name}" not in guide} == set()
