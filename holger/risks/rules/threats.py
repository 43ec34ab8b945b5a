"""Which threats are proposed for an asset: those of its type whose conditions its attributes do not rule out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from holger.core.words import Words

HITS = "cia"


class Threat(Protocol):
    asset_types: Sequence[str]
    only_if: Mapping[str, Sequence[str]]


class Told(Protocol):
    """A threat as a catalogue tells it."""

    @property
    def title(self) -> Words: ...
    @property
    def about(self) -> Words: ...
    @property
    def guidance(self) -> Words: ...


def unknown[T: Told](brought: Iterable[T], titles: Iterable[str]) -> list[T]:
    """Those whose titles are not among ``titles``, in any language; each once."""
    seen = {title.casefold() for title in titles}
    found = []
    for told in brought:
        names = {text.casefold() for text in told.title.values()}
        if not names & seen:
            found.append(told)
        seen |= names
    return found


def fits(threat: Threat, asset: Any) -> bool:
    """An attribute that nobody has filled in rules nothing out."""
    if asset.type not in threat.asset_types:
        return False
    return all(getattr(asset, name, "") in ("", None, *values) for name, values in threat.only_if.items())


def proposed[T: Threat](threats: Iterable[T], asset: Any) -> list[T]:
    return [threat for threat in threats if fits(threat, asset)]
