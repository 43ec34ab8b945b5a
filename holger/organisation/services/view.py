"""Saved views of lists."""

from django.db import transaction

from holger.core import changes
from holger.core.actor import Actor
from holger.history import services as history
from holger.organisation import permissions
from holger.organisation.models import SavedView
from holger.organisation.services import guards


@transaction.atomic
def view_save(*, actor: Actor, list_name: str, title: str, query: str, shared: bool = False) -> SavedView:
    """Keep a list's state under a name, for oneself or for everybody. Saving under the same name replaces."""
    actor.require(permissions.SHARE_VIEWS if shared else permissions.SAVE_VIEWS)
    key = {
        "organisation_id": actor.organisation_id,
        "list_name": list_name,
        "title": title.strip(),
        "person_id": None if shared else actor.person_id,
    }
    view = SavedView.objects.filter(**key).first() or SavedView(**key)
    told = changes.write(view, {"query": query})
    if told:
        history.record(actor=actor, action="view.saved", target=view, changes=told)
    return view


@transaction.atomic
def view_delete(*, actor: Actor, view: SavedView) -> None:
    """Delete one's own view, or a shared one if one may share."""
    guards.own(actor, view)
    own = view.person_id is not None and view.person_id == actor.person_id
    actor.require(permissions.SAVE_VIEWS if own else permissions.SHARE_VIEWS)
    history.record(actor=actor, action="view.removed", target=view)
    view.delete()
