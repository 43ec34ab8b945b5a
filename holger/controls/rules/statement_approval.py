"""Who may approve a statement: somebody else than the one who asks, wherever there is somebody else."""

from collections.abc import Collection, Hashable

from holger.core.words import N_, Reason


def is_alone(asker: Hashable, able: Collection[Hashable]) -> bool:
    """Is the one who asks the only one here who may approve?"""
    return set(able) == {asker}


def why_not_ask(approver: Hashable, name: str, asker: Hashable, able: Collection[Hashable]) -> Reason | None:
    """Why the one who asks may not ask this person; ``able`` are all who may approve here."""
    if approver not in able:
        return Reason(N_("%(name)s may not approve statements here, or cannot sign in."), {"name": name}, "approver")
    if approver == asker and not is_alone(asker, able):
        return Reason(N_("Somebody else must approve it: you are the one who asks."), field="approver")
    return None


def why_not_approve(
    who: Hashable | None, approver: Hashable | None, name: str, asker: Hashable | None, able: Collection[Hashable]
) -> Reason | None:
    """Why ``who`` may not approve what ``approver`` (``name``) was asked for by ``asker``."""
    if who is None or who != approver:
        return Reason(N_("Only %(name)s may approve it: it was sent to nobody else."), {"name": name or "–"})
    if who == asker and not is_alone(who, able):
        return Reason(N_("You asked for the approval yourself, and somebody else may approve. Send it to them."))
    return None
