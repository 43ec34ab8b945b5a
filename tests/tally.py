"""What tests have counted, added up over all of them and all workers, and told at the end.

def test_…(tally):
    tally("access", routes=1, cases=9)          # access: 732 routes, 4,310 cases
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest

type Tally = Callable[..., None]
COUNTED: dict[str, Counter[str]] = defaultdict(Counter)


@pytest.fixture
def tally() -> Tally:
    return lambda what, **counts: COUNTED[what].update(counts)


def pytest_sessionfinish(session: pytest.Session) -> None:
    told = getattr(session.config, "workeroutput", None)
    if told is not None:  # what a worker of xdist's tells at its end
        told["tally"] = {what: dict(counts) for what, counts in COUNTED.items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    for what, counts in getattr(node, "workeroutput", {}).get("tally", {}).items():
        COUNTED[what].update(counts)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for what, counts in sorted(COUNTED.items()):
        terminalreporter.write_line(f"{what}: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()))
