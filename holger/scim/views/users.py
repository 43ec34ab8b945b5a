"""/Users."""

from typing import Any

from django.http import Http404, HttpResponse

from holger.api.v1.call import Call
from holger.scim import selectors, services
from holger.scim.models import FeedUser
from holger.scim.rules.users import told_by, told_by_patch
from holger.scim.views.asking import asked_by, chosen
from holger.scim.views.door import answer_with, body_of, endpoint
from holger.scim.views.shapes import list_shape, user_shape


def _list(request: Call) -> HttpResponse:
    asked = asked_by(request)
    rows = selectors.users_found(selectors.users_for(request.actor), asked.where)
    found = rows.order_by("pk")[asked.slice] if asked.count else ()
    shapes = (chosen(request, user_shape(request, user)) for user in found)
    return answer_with(list_shape(shapes, rows.count(), asked.start))


def _add(request: Call) -> HttpResponse:
    user = services.user_add(actor=request.actor, told=told_by(body_of(request)))
    return _answer(request, user, 201)


def _read(request: Call, key: Any) -> HttpResponse:
    return _answer(request, _found(request, key))


def _replace(request: Call, key: Any) -> HttpResponse:
    """What is left out stays: a directory leaves out what it was never told to send."""
    told = told_by(body_of(request))
    return _answer(request, services.user_tell(actor=request.actor, user=_found(request, key), told=told))


def _change(request: Call, key: Any) -> HttpResponse:
    told = told_by_patch(body_of(request))
    return _answer(request, services.user_tell(actor=request.actor, user=_found(request, key), told=told))


def _remove(request: Call, key: Any) -> HttpResponse:
    services.user_remove(actor=request.actor, user=_found(request, key))
    return answer_with(None, 204)


def _found(request: Call, key: Any) -> FeedUser:
    user = selectors.users_for(request.actor).filter(pk=key).first()
    if user is None:
        raise Http404
    return user


def _answer(request: Call, user: FeedUser, status: int = 200) -> HttpResponse:
    shape = user_shape(request, user)
    return answer_with(chosen(request, shape), status, Location=shape["meta"]["location"])


users = endpoint(get=_list, post=_add)
user = endpoint(get=_read, put=_replace, patch=_change, delete=_remove)
