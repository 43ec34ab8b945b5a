"""What we can do, told to directories that ask: /ServiceProviderConfig, /ResourceTypes, /Schemas."""

from typing import Any

from django.http import Http404, HttpResponse

from holger.api.v1.call import Call
from holger.scim.rules.paths import ENTERPRISE, GROUP, HOLGER, USER
from holger.scim.views.asking import MOST
from holger.scim.views.door import answer_with, endpoint
from holger.scim.views.shapes import address, list_shape

NAMESPACE = "urn:ietf:params:scim:schemas:core:2.0:"


def _can(request: Call) -> HttpResponse:
    no = {"supported": False}
    scheme = {
        "type": "oauthbearertoken",
        "name": "Bearer token",
        "description": "A token of the organisation's, made under Settings.",
        "primary": True,
    }
    return answer_with(
        {
            "schemas": [NAMESPACE + "ServiceProviderConfig"],
            "patch": {"supported": True},
            "bulk": {**no, "maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": MOST},
            "changePassword": no,
            "sort": no,
            "etag": no,
            "authenticationSchemes": [scheme],
            "meta": {"resourceType": "ServiceProviderConfig", "location": address(request, "config")},
        }
    )


def _types(request: Call) -> HttpResponse:
    found = [_type(request, name) for name in ("User", "Group")]
    return answer_with(list_shape(found, len(found), 1))


def _one_type(request: Call, key: str) -> HttpResponse:
    if key not in ("User", "Group"):
        raise Http404
    return answer_with(_type(request, key))


def _type(request: Call, name: str) -> dict[str, Any]:
    extensions = [{"schema": schema, "required": False} for schema in (ENTERPRISE, HOLGER)]
    return {
        "schemas": [NAMESPACE + "ResourceType"],
        "id": name,
        "name": name,
        "endpoint": f"/{name}s",
        "schema": USER if name == "User" else GROUP,
        **({"schemaExtensions": extensions} if name == "User" else {}),
        "meta": {"resourceType": "ResourceType", "location": address(request, "type", key=name)},
    }


def _schemas(request: Call) -> HttpResponse:
    found = [_schema(request, key) for key in SCHEMAS]
    return answer_with(list_shape(found, len(found), 1))


def _one_schema(request: Call, key: str) -> HttpResponse:
    if key not in SCHEMAS:
        raise Http404
    return answer_with(_schema(request, key))


def _schema(request: Call, key: str) -> dict[str, Any]:
    name, attributes = SCHEMAS[key]
    return {
        "schemas": [NAMESPACE + "Schema"],
        "id": key,
        "name": name,
        "attributes": attributes,
        "meta": {"resourceType": "Schema", "location": address(request, "schema", key=key)},
    }


def _attribute(name: str, kind: str = "string", parts: list[dict[str, Any]] | None = None, **more: Any) -> Any:
    return {
        "name": name,
        "type": "complex" if parts else kind,
        **({"subAttributes": parts} if parts else {}),
        "multiValued": False,
        "required": False,
        "mutability": "readWrite",
        "returned": "default",
        **({"caseExact": False, "uniqueness": "none"} if kind == "string" and not parts else {}),
        **more,
    }


ONCE = {"required": True, "uniqueness": "server"}
SCHEMAS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    USER: (
        "User",
        [
            _attribute("userName", **ONCE),
            _attribute("name", parts=[_attribute(part) for part in ("formatted", "givenName", "familyName")]),
            _attribute("displayName"),
            _attribute("title"),
            _attribute("active", "boolean"),
            _attribute(
                "emails",
                parts=[_attribute("value"), _attribute("type"), _attribute("primary", "boolean")],
                multiValued=True,
            ),
        ],
    ),
    GROUP: (
        "Group",
        [
            _attribute("displayName", **ONCE),
            _attribute("members", parts=[_attribute("value"), _attribute("display")], multiValued=True),
        ],
    ),
    ENTERPRISE: (
        "Enterprise user",
        [
            _attribute("employeeNumber"),
            _attribute("department"),
            _attribute("manager", parts=[_attribute("value"), _attribute("displayName", mutability="readOnly")]),
        ],
    ),
    HOLGER: ("First and last day", [_attribute("startsOn"), _attribute("endsOn")]),
}

config = endpoint(get=_can)
types = endpoint(get=_types)
one_type = endpoint(get=_one_type)
schemas = endpoint(get=_schemas)
one_schema = endpoint(get=_one_schema)


def _nothing(request: Call, **parts: Any) -> HttpResponse:
    raise Http404


missing = endpoint(get=_nothing, post=_nothing, put=_nothing, patch=_nothing, delete=_nothing)
"""For addresses below ours that we do not know; strangers are told the same as everywhere."""
