"""Who may approve a version: somebody else than those who wrote it, wherever there is somebody else."""

from collections.abc import Collection, Hashable

from holger.core.words import N_, Reason


def is_alone(writers: Collection[Hashable], able: Collection[Hashable]) -> bool:
    """Has everybody here who may approve written in it?"""
    return not set(able) - set(writers)


def why_not_ask(
    approver: Hashable, name: str, writers: Collection[Hashable], able: Collection[Hashable]
) -> Reason | None:
    """Why this person may not be asked; ``able`` are all who may approve this type here."""
    if approver not in able:
        return Reason(
            N_("%(name)s may not approve documents of this type, or cannot sign in."), {"name": name}, "approver"
        )
    if approver in writers and not is_alone(writers, able):
        text = N_("Somebody else must approve it: %(name)s has written in it.")
        return Reason(text, {"name": name}, "approver")
    return None


def why_not_approve(
    who: Hashable | None,
    approver: Hashable | None,
    name: str,
    writers: Collection[Hashable],
    able: Collection[Hashable],
) -> Reason | None:
    """Why ``who`` may not approve what ``approver`` (``name``) was asked for."""
    if who is None or who != approver:
        return Reason(N_("Only %(name)s may approve it: it was sent to nobody else."), {"name": name or "–"})
    if who not in able:
        return Reason(N_("You may not approve documents of this type. Ask for it to be sent to somebody else."))
    if who in writers and not is_alone(writers, able):
        return Reason(N_("You have written in it yourself, and somebody else may approve. Have it sent to them."))
    return None
