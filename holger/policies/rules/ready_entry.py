"""A ready policy: what it says in both languages, whom it is for, who answers for it, and what it serves."""

from collections.abc import Sequence
from dataclasses import dataclass

from holger.core.words import Words
from holger.tasks.rules.roles import ROLES

KINDS = ("policy", "procedure", "guideline", "instruction", "form")
EVERYBODY, MANAGERS, SOME, PROCEDURE = "everybody", "managers", "some", "procedure"
THEMES = (EVERYBODY, MANAGERS, SOME, PROCEDURE)
"""How ready policies are put together: those that everybody reads, that those who lead others read, that some roles read,
and how things are done step by step."""
PLACES = frozenset({"organisation", "policy.owner", "policy.review_months", *(f"role.{role}" for role in ROLES)})
"""What a text may leave open, to be filled when a draft is made of it."""


@dataclass(frozen=True)
class Served:
    """A requirement of a framework of the library that the policy helps to meet."""

    framework: str
    code: str


@dataclass(frozen=True)
class Entry:
    """``audience`` is ``everybody``, ``managers``, or the roles it is for; ``owner`` is the role that answers for it."""

    key: str
    number: int
    kind: str
    title: Words
    purpose: Words
    for_you: Words
    owner: str
    review_months: int
    audience: tuple[str, ...]
    confirm: bool
    serves: Sequence[Served]
    body: Words
    """Markdown; its uppermost headings are of the second level."""

    @property
    def theme(self) -> str:
        if self.kind != "policy":
            return PROCEDURE
        return self.audience[0] if self.audience[0] in (EVERYBODY, MANAGERS) else SOME
