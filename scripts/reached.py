"""A pytest plugin that notes which tests reach which lines: MUTATE_LINES names a file of them, MUTATE_REACHED the answer.

Only the lines asked for are watched, and each only until a test has reached it, so that watching costs little.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from types import CodeType
from typing import Any

import pytest

ROOT = os.getcwd()
TOOL = sys.monitoring.COVERAGE_ID


class Reached:
    def __init__(self) -> None:
        with open(os.environ["MUTATE_LINES"], encoding="utf-8") as file:
            self.lines = {os.path.join(ROOT, path): set(lines) for path, lines in json.load(file).items()}
        self.tests: dict[str, list[str]] = defaultdict(list)
        self.seconds: dict[str, float] = {}
        self.now: set[str] = set()
        sys.monitoring.use_tool_id(TOOL, "holger")
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.LINE, self.line)
        sys.monitoring.set_events(TOOL, sys.monitoring.events.LINE)

    def line(self, code: CodeType, number: int) -> Any:
        if number in self.lines.get(code.co_filename, ()):
            self.now.add(f"{os.path.relpath(code.co_filename, ROOT)}:{number}")
        return sys.monitoring.DISABLE  # until the next test begins

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.now.clear()
        sys.monitoring.restart_events()
        started = time.monotonic()
        result = yield
        self.seconds[item.nodeid] = time.monotonic() - started
        for place in self.now:
            self.tests[place].append(item.nodeid)
        return result

    def pytest_sessionfinish(self) -> None:
        with open(os.environ["MUTATE_REACHED"], "w", encoding="utf-8") as file:
            json.dump({"tests": self.tests, "seconds": self.seconds}, file)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Reached())
