"""Part of a catalogue: what is wanted stays where it is, and what stood below something unwanted moves up."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from holger.frameworks.rules.oscal.model import Branch


def everything(branches: Sequence[Branch]) -> Iterator[Branch]:
    """All branches, the whole before its parts."""
    for branch in branches:
        yield branch
        yield from everything(branch.branches)


def kept(branches: Sequence[Branch], wanted: Callable[[Branch], bool]) -> list[Branch]:
    """The wanted controls. A group stays as long as something is left in it."""
    found: list[Branch] = []
    for branch in branches:
        below = kept(branch.branches, wanted)
        if below if branch.is_group else wanted(branch):
            found.append(replace(branch, branches=below))
        else:
            found += below
    return found
