"""Answers that cost much and hold for a while."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Kept[T]:
    """The latest answers by key, the oldest forgotten first. Whatever an answer depends on belongs in its key."""

    def __init__(self, most: int = 512):
        self.most = most
        self._answers: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def known(self, key: Hashable) -> T | None:
        """The answer, if it has been found already."""
        with self._lock:
            return self._answers.get(key)

    def get(self, key: Hashable, find: Callable[[], T]) -> T:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        found = find()
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > self.most:
                self._answers.popitem(last=False)
        return found
