"""Processes that are killed (kill -9) at a chosen place in the code, as a power cut would end them."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NamedTuple


class At(NamedTuple):
    """Right before or right after a call of a function; of which call, if it is called more than once."""

    owner: Any
    name: str
    before: bool = True
    call: int = 1

    def __str__(self) -> str:
        where = getattr(self.owner, "__name__", type(self.owner).__name__)
        return f"{'before' if self.before else 'after'} {where}.{self.name} {self.call}"

    def set(self) -> None:
        real, calls = getattr(self.owner, self.name), 0

        def called(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += 1
            if self.before and calls == self.call:
                os.kill(os.getpid(), signal.SIGKILL)
            found = real(*args, **kwargs)
            if calls == self.call:
                os.kill(os.getpid(), signal.SIGKILL)
            return found

        setattr(self.owner, self.name, called)


def killed(at: At, act: Callable[[], object]) -> None:
    """Do it in a process of its own, which is killed there. Fails when that process got through."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            at.set()
            act()
        finally:
            os._exit(9)
    _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, f"not killed {at}"
