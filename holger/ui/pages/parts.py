"""The small things that pages are described with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from holger.core.actor import Actor

Text = str | Promise


@dataclass(frozen=True)
class Button:
    """Something to do on a page. With ``post`` it acts by itself, else it leads somewhere.

    ``confirm`` is a question to answer first. Without ``permission`` everybody on the page sees it.
    """

    text: Text
    url: str
    icon: str = ""
    primary: bool = False
    permission: str = ""
    post: bool = False
    danger: bool = False
    confirm: Text = ""


@dataclass(frozen=True)
class Fact:
    """A line in the box of facts; ``html`` empty shows a dash."""

    label: Text
    html: Any
    help: Text = ""


@dataclass(frozen=True)
class Tab:
    """A view of a list that is there from the start; ``query`` is what stands after the question mark."""

    title: Text
    query: str


@dataclass(frozen=True)
class Empty:
    """What an empty register says: what belongs here, and how to begin. Actions are (text, URL name, primary)."""

    title: Text
    text: Text
    actions: Sequence[tuple[Text, str, bool]] = ()


@dataclass(frozen=True)
class Bulk:
    """Something to do to all selected rows. ``run`` returns how many were changed; ``form`` asks for what it needs."""

    key: str
    title: Text
    icon: str
    permission: str
    run: Callable[[Actor, QuerySet[Any], dict[str, Any]], int]
    form: Any = None

    @property
    def asks(self) -> bool:
        """Is there something to answer first? A template that looks at ``form`` itself would make one."""
        return self.form is not None
