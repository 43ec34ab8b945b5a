"""Whose turn it is to write. SQLite lets one write at a time and leaves it to chance who is next: a writer that finds the
database busy sleeps and looks again, and where many write without a pause, one may sleep through every gap until it gives
up. The threads of a process stand in line instead, so that only its first looks for the gap between processes.
"""

from collections import deque
from threading import Event, Lock


class Turns:
    """A line in which everybody is served in the order in which they came."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._line: deque[Event] = deque()
        self._taken = False

    def take(self, seconds: float) -> bool:
        """Wait for the turn, ``seconds`` at most; False when it has not come."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = Event()
            self._line.append(mine)
        try:
            came = mine.wait(seconds)
        except BaseException:  # a time limit, or Ctrl-C
            if not self._leave(mine):
                self.give()
            raise
        return came or not self._leave(mine)

    def _leave(self, mine: Event) -> bool:
        """Out of the line; False when the turn has come at the last moment."""
        with self._lock:
            if mine.is_set():
                return False
            self._line.remove(mine)
            return True

    def give(self) -> None:
        """To the next in line."""
        with self._lock:
            if self._line:
                self._line.popleft().set()
            else:
                self._taken = False
