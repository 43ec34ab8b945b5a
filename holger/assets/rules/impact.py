"""The business impact analysis: how bad it is when a process stands still, by time."""

from collections.abc import Iterator, Sequence

from holger.core.words import N_, Reason

TIMES = ("4h", "1d", "3d", "1w")
SERIOUS = 3


def broken(
    impacts: Sequence[int | None], rto_hours: int | None, rpo_hours: int | None, mtpd_hours: int | None
) -> Iterator[Reason]:
    """Whatever in an impact analysis contradicts itself. Unanswered parts are let be."""
    worst = 0
    for time, impact in zip(TIMES, impacts, strict=True):
        if impact is not None and impact < worst:
            yield Reason(N_("The impact cannot shrink while the process stands still."), field=f"impact_{time}")
        worst = max(worst, impact or 0)
    if rto_hours is not None and mtpd_hours is not None and rto_hours > mtpd_hours:
        yield Reason(
            N_("It must be back before the longest tolerable outage: at most %(mtpd)s hours."),
            {"mtpd": mtpd_hours},
            "rto_hours",
        )
    if rpo_hours is not None and mtpd_hours is not None and rpo_hours > mtpd_hours:
        yield Reason(
            N_("More work would be lost than the longest tolerable outage: at most %(mtpd)s hours."),
            {"mtpd": mtpd_hours},
            "rpo_hours",
        )


def availability_from(impacts: Sequence[int | None]) -> int | None:
    """The need for availability that an impact analysis points to: the sooner it gets serious, the higher.

    None where the analysis is not made.
    """
    if all(impact is None for impact in impacts):
        return None
    for level, impact in zip((4, 3, 2), impacts, strict=False):
        if impact is not None and impact >= SERIOUS:
            return level
    return 1
