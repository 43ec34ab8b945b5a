"""What is wrong with a file that somebody brings, told so that they can mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line of a file: an English sentence marked with ``N_``, and the values to put into it."""

    line: int
    text: str
    params: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    """Where it is not the file that was asked for, but one that came along with it."""


class Unreadable(Exception):
    """The file is not what we know how to read. ``faults`` in the order of their lines."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__("; ".join(f"line {fault.line}: {fault.text % fault.params}" for fault in faults[:5]))
        self.faults = sorted(faults, key=lambda fault: fault.line)
