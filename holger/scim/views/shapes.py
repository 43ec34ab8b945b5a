"""Users and groups in SCIM's own shape."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from holger.api.v1.call import Call
from holger.scim.models import FeedGroup, FeedUser
from holger.scim.rules.paths import ENTERPRISE, GROUP, HOLGER, USER

LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


def address(request: Call, name: str, **parts: Any) -> str:
    """A full address, below ``HOLGER_BASE_URL`` whatever host the request claims to be for."""
    path = reverse(f"scim:{name}", kwargs={"organisation": request.organisation.slug, **parts})
    return settings.BASE_URL + urlsplit(path).path


def user_shape(request: Call, user: FeedUser) -> dict[str, Any]:
    person = user.person
    days = {"startsOn": person.starts_on, "endsOn": person.ends_on}
    found = {
        "schemas": [USER, ENTERPRISE, HOLGER],
        "id": str(user.pk),
        "externalId": user.external_id,
        "userName": user.user_name,
        "name": _filled({"formatted": person.name, "givenName": user.given_name, "familyName": user.family_name}),
        "displayName": person.name,
        "title": person.job_title,
        "active": person.suspended_at is None,
        "emails": [{"value": person.email, "type": "work", "primary": True}] if person.email else [],
        ENTERPRISE: _enterprise(request, user),
        HOLGER: {name: day.isoformat() for name, day in days.items() if day},
        "meta": _meta(request, "User", user),
    }
    return _filled(found)


def _enterprise(request: Call, user: FeedUser) -> dict[str, Any]:
    manager = user.person.manager
    known = getattr(manager, "feed_user", None) if manager is not None else None
    told = {"employeeNumber": user.employee_number, "department": user.department}
    if manager is not None and known is not None and known.deleted_at is None:
        at = address(request, "user", key=known.pk)
        told["manager"] = {"value": str(known.pk), "$ref": at, "displayName": manager.name}
    return _filled(told)


def group_shape(request: Call, group: FeedGroup, *, members: bool) -> dict[str, Any]:
    found = {
        "schemas": [GROUP],
        "id": str(group.pk),
        "externalId": group.external_id,
        "displayName": group.name,
        "members": _members(request, group) if members else [],
        "meta": _meta(request, "Group", group),
    }
    return _filled(found)


def _members(request: Call, group: FeedGroup) -> list[dict[str, Any]]:
    return [
        {
            "value": str(member.user_id),
            "display": member.user.person.name,
            "type": "User",
            "$ref": address(request, "user", key=member.user_id),
        }
        for member in group.members.all()
    ]


def list_shape(resources: Iterable[dict[str, Any]], total: int, start: int) -> dict[str, Any]:
    listed = list(resources)
    return {
        "schemas": [LIST],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(listed),
        "Resources": listed,
    }


def _meta(request: Call, kind: str, row: FeedUser | FeedGroup) -> dict[str, str]:
    return {
        "resourceType": kind,
        "created": row.created_at.isoformat(),
        "lastModified": row.updated_at.isoformat(),
        "location": address(request, kind.lower(), key=row.pk),
    }


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: SCIM knows no difference between empty and missing."""
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}
