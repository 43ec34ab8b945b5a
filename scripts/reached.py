"""Notes which of the lines asked for are reached, by which test: a part of the server that ``scripts/serving.py`` describes.

Only functions with such a line are watched, so that watching costs little.
"""

import inspect
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

TOOL = sys.monitoring.COVERAGE_ID
START, LINE = sys.monitoring.events.PY_START, sys.monitoring.events.LINE


class Reached:
    def __init__(self, root: str, lines: Mapping[str, Sequence[int]]) -> None:
        self.places = {
            os.path.join(root, path): {number: f"{path}:{number}" for number in numbers}
            for path, numbers in lines.items()
        }
        self.now: set[str] = set()
        self.before: set[str] = set()
        """What is reached before any test begins, and may have left something behind."""
        self.tests: dict[str, list[str]] = defaultdict(list)
        self.seconds: dict[str, float] = {}
        self.answer = ""

    def watch(self) -> None:
        sys.monitoring.use_tool_id(TOOL, "holger")
        sys.monitoring.register_callback(TOOL, START, self._start)
        sys.monitoring.register_callback(TOOL, LINE, self._line)
        sys.monitoring.set_events(TOOL, START)

    def rest(self) -> None:
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.register_callback(TOOL, LINE, None)

    @contextmanager
    def away(self) -> Iterator[None]:
        """What is done meanwhile is reached by nobody."""
        before = set(self.now)
        sys.monitoring.set_events(TOOL, 0)
        yield
        sys.monitoring.set_events(TOOL, START)
        self.now = before

    def _start(self, code: CodeType, _offset: int) -> Any:
        if code.co_filename in self.places and code.co_flags & inspect.CO_OPTIMIZED:  # a function's, no class's
            sys.monitoring.set_local_events(TOOL, code, LINE)
        return sys.monitoring.DISABLE

    def _line(self, code: CodeType, number: int) -> Any:
        place = self.places[code.co_filename].get(number)
        if place is None:
            return sys.monitoring.DISABLE
        self.now.add(place)
        return None

    def tests_begin(self) -> None:
        self.before = set(self.now)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.now.clear()
        started = time.monotonic()
        result = yield
        self.seconds[item.nodeid] = time.monotonic() - started
        for place in self.now:
            self.tests[place].append(item.nodeid)
        return result

    def pytest_sessionfinish(self) -> None:
        told = {"before": sorted(self.before), "tests": self.tests, "seconds": self.seconds}
        Path(self.answer).write_text(json.dumps(told), encoding="utf-8")
