"""/Groups."""

from typing import Any

from django.http import Http404, HttpResponse

from holger.api.v1.call import Call
from holger.scim import selectors, services
from holger.scim.models import FeedGroup
from holger.scim.rules.groups import group_told_by, group_told_by_patch
from holger.scim.views.asking import asked_by, chosen, wants
from holger.scim.views.door import answer_with, body_of, endpoint
from holger.scim.views.shapes import group_shape, list_shape

MEMBERS = "members"


def _list(request: Call) -> HttpResponse:
    asked, members = asked_by(request), wants(request, MEMBERS)
    rows = selectors.groups_found(selectors.groups_for(request.actor), asked.where)
    full = selectors.with_members(rows) if members else rows
    found = full.order_by("pk")[asked.slice] if asked.count else ()
    shapes = (chosen(request, group_shape(request, group, members=members)) for group in found)
    return answer_with(list_shape(shapes, rows.count(), asked.start))


def _add(request: Call) -> HttpResponse:
    group = services.group_add(actor=request.actor, told=group_told_by(body_of(request)))
    return _answer(request, group, 201)


def _read(request: Call, key: Any) -> HttpResponse:
    return _answer(request, _found(request, key))


def _replace(request: Call, key: Any) -> HttpResponse:
    told = group_told_by(body_of(request))
    return _answer(request, services.group_tell(actor=request.actor, group=_found(request, key), told=told))


def _change(request: Call, key: Any) -> HttpResponse:
    """Without a body: Entra ID asks for none, and a large group would be a long one."""
    told = group_told_by_patch(body_of(request))
    services.group_tell(actor=request.actor, group=_found(request, key), told=told)
    return answer_with(None, 204)


def _remove(request: Call, key: Any) -> HttpResponse:
    services.group_remove(actor=request.actor, group=_found(request, key))
    return answer_with(None, 204)


def _found(request: Call, key: Any) -> FeedGroup:
    group = selectors.groups_for(request.actor).filter(pk=key).first()
    if group is None:
        raise Http404
    return group


def _answer(request: Call, group: FeedGroup, status: int = 200) -> HttpResponse:
    members = wants(request, MEMBERS)
    full = selectors.with_members(selectors.groups_for(request.actor)).get(pk=group.pk) if members else group
    shape = group_shape(request, full, members=members)
    return answer_with(chosen(request, shape), status, Location=shape["meta"]["location"])


groups = endpoint(get=_list, post=_add)
group = endpoint(get=_read, put=_replace, patch=_change, delete=_remove)
