"""Whom the laws mean by "the competent authority": by sector, as a default that each organisation checks and changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from holger.core.words import Words
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.nodes import Node
from holger.incidents.rules.clock_entry import REGIMES
from holger.incidents.rules.reading import LIMITS, LibraryPieces


@dataclass(frozen=True)
class Recipient:
    """``regimes``: the laws under which it is told. ``channel``: how; ``check``: who it is was not seen in the law itself."""

    key: str
    country: str
    sector: Words
    name: str
    channel: str
    regimes: Sequence[str]
    check: bool


def recipients_for(found: Sequence[Recipient], country: str, regime: str) -> list[Recipient]:
    return [each for each in found if each.country == country and regime in each.regimes]


def read(data: bytes, languages: frozenset[str]) -> list[Recipient]:
    """Raises ``Unreadable`` with every fault that was found, by line."""
    reader = _Reader(languages)
    return reader.finished(lambda: reader.recipients(yaml_tree.read(data, LIMITS)))


class _Reader(LibraryPieces):
    def recipients(self, node: Node) -> list[Recipient]:
        told = self.mapping(node, ("recipients",), needed=("recipients",))
        return self.keyed(told.get("recipients"), self._recipient)

    def _recipient(self, node: Node) -> Recipient:
        needed = ("key", "country", "sector", "name", "channel", "regimes")
        told = self.mapping(node, (*needed, "check"), needed)
        return Recipient(
            key=self.named(told.get("key")),
            country=self.named(told.get("country")),
            sector=self.both(told.get("sector"), "title"),
            name=self.word(told.get("name"), "title"),
            channel=self.word(told.get("channel"), "title"),
            regimes=self.chosen(told.get("regimes"), REGIMES),
            check=self.yes(told.get("check"), otherwise=False),
        )
