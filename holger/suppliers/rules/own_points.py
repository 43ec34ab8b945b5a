"""The point model as an organisation has corrected it: the authority's file with other points, limits and months in it.

The file stays as it is; what is kept is a copy that reads like it (``points.read``), so that a newer file of the library's can
be told apart from one's own.
"""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from holger.core.words import N_, Reason

MOST_POINTS = 20
MOST_MONTHS = 60


@dataclass(frozen=True)
class Corrections:
    """``points`` and ``limits`` by part and level, ``months`` by the band's place; ``checked``: parts that somebody has compared with
    the guide."""

    points: Mapping[tuple[str, str], int] = field(default_factory=dict)
    limits: Mapping[tuple[str, str], int] = field(default_factory=dict)
    uptos: Mapping[int, int] = field(default_factory=dict)
    months: Mapping[int, int] = field(default_factory=dict)
    checked: Collection[str] = ()


def corrected(told: Mapping[str, Any], change: Corrections) -> dict[str, Any]:
    """The model as it reads with these corrections. What is not mentioned stays; a part that is not among the checked must be."""
    new: dict[str, Any] = deepcopy(dict(told))
    for part in new["parts"]:
        part["check"] = "false" if part["key"] in change.checked else "true"
        for level in part["levels"]:
            key = (part["key"], level["key"])
            if key in change.points:
                level["points"] = str(change.points[key])
            if "upto" in level and key in change.limits:
                level["upto"] = str(change.limits[key])
    for place, band in enumerate(new["bands"]):
        if place in change.uptos:
            band["upto"] = str(change.uptos[place])
        if place in change.months:
            band["months"] = str(change.months[place])
    return new


RISING_LIMITS = N_("Part %(letter)s: each limit must be higher than the one before it.")
RISING_POINTS = N_("Part %(letter)s: more must not give fewer points.")
RISING_BANDS = N_("Each sum must be higher than the one before it.")
OUT_OF_BANDS = N_("So many as %(points)s points can be had, but the last sum is %(upto)s. Raise it.")
OFTENER = N_("More points must not give longer between two supervisions.")


def why_not(told: Mapping[str, Any]) -> Reason | None:
    """What does not fit together in a corrected model, the first thing of it."""
    most = 0
    for part in told["parts"]:
        limits = [int(level["upto"]) for level in part["levels"] if "upto" in level]
        points = [int(level["points"]) for level in part["levels"]]
        letter = {"letter": part["letter"]}
        if limits != sorted(set(limits)):
            return Reason(RISING_LIMITS, letter)
        if points != sorted(points):
            return Reason(RISING_POINTS, letter)
        most += points[-1]
    return _why_not_bands(told["bands"], most)


def _why_not_bands(bands: Any, most: int) -> Reason | None:
    uptos, months = ([int(band[name]) for band in bands] for name in ("upto", "months"))
    if uptos != sorted(set(uptos)):
        return Reason(RISING_BANDS)
    if months != sorted(months, reverse=True):
        return Reason(OFTENER)
    return Reason(OUT_OF_BANDS, {"points": most, "upto": uptos[-1]}) if most > uptos[-1] else None
