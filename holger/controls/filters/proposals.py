"""Ways to narrow what is proposed. It lies in no table, so it is looked through here."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from holger.controls import library
from holger.controls.rules.proposing import Proposal
from holger.controls.selectors import Proposed
from holger.controls.words import KIND_WORDS
from holger.core.words import say
from holger.ui.filtering import Chip, Option
from holger.ui.query import Query, words_of

Text = str | Promise
OTHER = "other"
"""The area of what is not of the catalogue."""
STARTER, HAVE = "starter", "have"


def areas() -> dict[str, str]:
    """By key, in the order in which they are offered."""
    told = {area.key: say(area.title, get_language()) for area in library.catalogue().areas}
    return {**told, OTHER: gettext("Not in the catalogue")}


def area_of(proposal: Proposal[UUID]) -> str:
    return proposal.entry.area if proposal.entry else OTHER


def in_view(proposal: Proposal[UUID], view: str) -> bool:
    """What is there already is out of sight until asked for, but for what it lacks."""
    if view == HAVE:
        return proposal.there is not None
    return proposal.adds and (view != STARTER or proposal.starter)


class ProposalFilter:
    """``view``: the essentials, what is there, or all that there is to choose; with areas, types and words."""

    def __init__(self, data: QueryDict, proposed: Proposed):
        self.proposed = proposed
        self.query = Query(data)
        self.view = data.get("view", "")
        self.words = [word.casefold() for word in words_of(data.get("q", ""))]
        self.known: Mapping[str, tuple[Text, Mapping[str, Text]]] = {
            "area": (_("Area"), areas()),
            "kind": (_("Type"), KIND_WORDS),
        }
        self.chosen = {
            name: [value for value in data.getlist(name) if value in options]
            for name, (_label, options) in self.known.items()
        }

    @property
    def narrowed(self) -> bool:
        return bool(self.words or any(self.chosen.values()))

    def found(self) -> list[Proposal[UUID]]:
        return [each for each in self.proposed.proposals if in_view(each, self.view) and self.fits(each)]

    def fits(self, proposal: Proposal[UUID]) -> bool:
        kind = proposal.entry.kind if proposal.entry else ""
        values = {"area": area_of(proposal), "kind": kind}
        if any(chosen and values[name] not in chosen for name, chosen in self.chosen.items()):
            return False
        text = f"{self.proposed.title(proposal)} {self.proposed.about(proposal)}".casefold() if self.words else ""
        return all(word in text for word in self.words)

    def chips(self) -> Sequence[Chip]:
        return [self.chip(name, *known) for name, known in self.known.items()]

    def chip(self, name: str, label: Text, words: Mapping[str, Text]) -> Chip:
        chosen = self.chosen[name]
        options = [Option(key, word, key in chosen) for key, word in words.items()]
        told = str(words[chosen[0]]) if len(chosen) == 1 else gettext("%(count)s chosen") % {"count": len(chosen)}
        return Chip(name, label, "choice", told if chosen else "", options, without=self.query.without(name))

    def clear(self) -> str:
        return self.query.without("q", *self.known)
