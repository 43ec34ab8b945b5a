"""Which threats are proposed for an asset: those of its type whose conditions its attributes do not rule out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

HITS = "cia"


class Threat(Protocol):
    asset_types: Sequence[str]
    only_if: Mapping[str, Sequence[str]]


def fits(threat: Threat, asset: Any) -> bool:
    """An attribute that nobody has filled in rules nothing out."""
    if asset.type not in threat.asset_types:
        return False
    return all(getattr(asset, name, "") in ("", None, *values) for name, values in threat.only_if.items())


def proposed[T: Threat](threats: Iterable[T], asset: Any) -> list[T]:
    return [threat for threat in threats if fits(threat, asset)]
