"""Jobs to test with, and a short way to have everything done."""

import time
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.history import services as history
from holger.jobs.definitions import JOBS, Progress, job
from holger.organisation import permissions

DONE: list[object] = []
"""What the jobs below have been called with."""


@job("test.note", _("Note something"), permission=permissions.EDIT_PEOPLE)
def note(actor: Actor, *, text: str) -> str:
    DONE.append((actor.organisation_id, actor.label, actor.channel.value, text))
    history.record(actor=actor, action="person.changed", reason=text)
    return f"Noted {text}."


@job("test.fail", _("Fail"), permission=permissions.ENTER)
def fail(actor: Actor, *, text: str) -> str:
    DONE.append(text)
    history.record(actor=actor, action="person.changed", reason=text)
    raise ValueError(text)


@job("test.refuse", _("Refuse"), permission=permissions.ENTER)
def refuse(actor: Actor) -> str:
    raise RuleBroken("Not on a Sunday.")


@job("test.pieces", _("Go on in pieces"), permission=permissions.ENTER)
def pieces(actor: Actor, *, fails: bool = False):
    yield Progress(25, "A quarter.")
    history.record(actor=actor, action="person.changed", reason="half")
    yield Progress(50, "Half.")
    if fails:
        raise ValueError("Broken off.")
    return "All of it."


@job("test.dawdle", _("Dawdle"), permission=permissions.ENTER, limit=timedelta(seconds=0.2))
def dawdle(actor: Actor) -> str:
    try:
        time.sleep(30)
    except Exception:
        DONE.append("caught")
    return "Slept."


NAMES = [name for name in JOBS if name.startswith("test.")]
