"""Does a test notice when a scope, a permission or a wall is gone? Each is taken out, one at a time, in a copy.

./run mutate                 every room; ends with 1 when fewer than 98 of 100 are caught
./run mutate --room risks    one room
./run mutate --list          only say what would be taken out
./run mutate --only TEXT     only what has this in its line: a file, a line, a kind
./run mutate --again         only what survived the last time
./run mutate --noted         by what the last run noted, where no line has moved since: noting takes minutes
./run mutate --tests PATH    held to these tests alone, for a first look

Which tests reach a line is noted once, in a copy that is as it should be; a mutant is tried with those alone, the quickest
first. What another layer catches as well needs a test of its own layer, or a line with the reason in scripts/mutants.txt.
"""

import argparse
import json
import os
import queue
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import attempting
from mutants import ROOT, Mutant, changed, mutants

ENOUGH = 98
COPIED = ("holger", "tests", "scripts", "docs", "bench")
FILES = ("pyproject.toml", "conftest.py", "run", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
SPANNING = (
    "tests/test_access.py",
    "tests/test_layers.py",
    "tests/test_selectors.py",
    "tests/test_pages_alone.py",
    "tests/test_api_alone.py",
    "tests/test_work_alone.py",
    "tests/test_references.py",
    "tests/test_api_access.py",
    "tests/test_api_references.py",
    "tests/test_api_journey.py",
    "tests/test_api_queries.py",
    "holger/core/tests",
)
"""Tests that hold all rooms to the same."""
LAST = "tests/test_canary.py"
"""Asked only when no other test has noticed: it is slow."""
EXPLAINED = ROOT / "scripts/mutants.txt"
KEPT = ROOT / ".venv/mutate.json"
NOTED = ROOT / ".venv/mutate-reached.json"
STAGES = (40, 400)
"""Tests that are tried first: naming thousands of tests takes longer than running the few that notice."""
FORKS = attempting.begin()
SLOWEST = 900  # seconds that a mutant may take; one that hangs is noticed too


@dataclass(frozen=True)
class Verdict:
    mutant: Mutant
    fate: str
    """caught, survived, explained or untried."""
    by: str = ""
    seconds: float = 0


class Copy:
    """The tree in a folder of its own, with a database that is made once."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in COPIED:
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=ignored)
        for name in FILES:
            shutil.copy(ROOT / name, folder / name)
        settings = folder / "holger/config/settings_test.py"
        kept = f'\nif not os.environ.get("HOLGER_TEST_DATABASE_URL"):\n    DATABASES["default"]["TEST"] = {{"NAME": {str(folder / "test.sqlite3")!r}}}\n'
        settings.write_text(settings.read_text(encoding="utf-8") + kept, encoding="utf-8")

    def pytest(self, *arguments: str, seconds: float | None = None, **environment: str) -> tuple[int, str]:
        """The exit code (124 when it took too long) and what was said."""
        command = ["-q", "-p", "no:cacheprovider", "--no-header", "-m", "not journey", *arguments]
        said = self.folder / "said.txt"
        process = FORKS.Process(target=attempting.attempt, args=(str(self.folder), command, environment, str(said)))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            return 124, "took too long"
        return process.exitcode, said.read_text(encoding="utf-8")

    def attempt(self, mutant: Mutant, tests: Sequence[str], seconds: float) -> tuple[int, str]:
        """Run the tests with the mutant in place, and put the file back."""
        path = self.folder / mutant.path
        before = path.read_bytes()
        path.write_bytes(changed(before, mutant))
        # A wall is made with the database, and what a file registers when it is loaded may be too.
        made = "--create-db" if mutant.kind in ("wall", "postgres") else "--reuse-db"
        try:
            return self.pytest("-x", made, *tests, seconds=seconds)
        finally:
            path.write_bytes(before)
            os.utime(path)
            if made == "--create-db":
                (self.folder / "test.sqlite3").unlink(missing_ok=True)


def tests_of(room: str) -> list[str]:
    """The tests that may notice: the room's own, those of rooms above that use it, and those that span all."""
    own = [f"holger/{room}/tests"] if room and (ROOT / "holger" / room / "tests").exists() else []
    if not room:
        own = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "holger").glob("*/tests"))
    extra = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "tests").glob(f"test_{room}_*.py")) if room else []
    spanning = (
        SPANNING
        if room
        else (*SPANNING, *(p.relative_to(ROOT).as_posix() for p in (ROOT / "tests").glob("test_exchange_*.py")))
    )
    return list(dict.fromkeys([*own, *extra, *spanning]))


def reached(copy: Copy, tests: Sequence[str], found: Sequence[Mutant]) -> tuple[dict[str, list[str]], dict[str, float]]:
    """Which tests reach which line, and how long each takes."""
    lines: dict[str, list[int]] = defaultdict(list)
    for mutant in found:
        lines[mutant.path] += range(mutant.line, mutant.last + 1)
    asked = copy.folder / "lines.json"
    asked.write_text(json.dumps(lines), encoding="utf-8")
    code, said = copy.pytest(
        "--create-db",
        "--reuse-db",
        "-p",
        "scripts.reached",
        *tests,
        MUTATE_LINES=str(asked),
        MUTATE_REACHED=str(NOTED),
    )
    as_it_should_be(code, said)
    return noted()


def as_it_should_be(code: int, said: str) -> None:
    """Where tests fail before anything is taken out, a failure afterwards says nothing."""
    if code:
        sys.exit(f"The tests must pass before anything is taken out:\n{said[-3000:]}")


def noted() -> tuple[dict[str, list[str]], dict[str, float]]:
    told = json.loads(NOTED.read_text(encoding="utf-8"))
    return told["tests"], told["seconds"]


def chosen(mutant: Mutant, reach: dict[str, list[str]], seconds: dict[str, float]) -> list[str]:
    """The tests that reach the mutant, the quickest first; what runs when a file is loaded is held to the access tests."""
    tests = {test for line in range(mutant.line, mutant.last + 1) for test in reach.get(f"{mutant.path}:{line}", ())}
    if mutant.kind in ("wall", "postgres"):
        tests |= {test for test in seconds if test.startswith(("holger/core/tests/test_walls", "holger/history/tests"))}
    if mutant.loaded or not tests:  # also a function that is called while a file is loaded, and never again
        parts = f"/{mutant.room}/tests/"
        tests |= {test for test in seconds if "access" in test or (parts in test and "rules" not in test)}
    return sorted(tests, key=lambda test: (test.startswith(LAST), seconds[test]))


def explained() -> dict[tuple[str, str], str]:
    """(file, removed text) → why no test can notice."""
    if not EXPLAINED.exists():
        return {}
    lines = [line for line in EXPLAINED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    parts = [line.split(" | ") for line in lines]
    return {(path.strip(), told.strip()): why.strip() for path, told, why in parts}


def run(found: Sequence[Mutant], tests: Sequence[str], jobs: int, again: bool) -> list[Verdict]:
    reasons = explained()
    waiting: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
    verdicts: list[Verdict] = []
    for mutant in found:
        if why := reasons.get((mutant.path, mutant.told)):
            verdicts.append(Verdict(mutant, "explained", why))
        elif mutant.kind == "postgres" and not os.environ.get("HOLGER_TEST_DATABASE_URL"):
            verdicts.append(Verdict(mutant, "untried", "set HOLGER_TEST_DATABASE_URL"))
        else:
            waiting.put(mutant)
    with tempfile.TemporaryDirectory(prefix="holger-mutate-") as folder:
        copies = [Copy(Path(folder) / str(number)) for number in range(jobs)]
        say(f"{len(found)} places" + ("." if again else "; noting which tests reach them …"))
        reach, seconds = noted() if again else reached(copies[0], tests, found)
        quickest = sorted(seconds, key=lambda test: seconds[test])[: STAGES[0]]
        as_it_should_be(*copies[0].pytest("--create-db", "--reuse-db", *quickest))
        for copy in copies[1:]:
            made = copies[0].folder / "test.sqlite3"
            if made.exists():
                shutil.copy(made, copy.folder / "test.sqlite3")
        lock = threading.Lock()

        def work(copy: Copy) -> None:
            while True:
                try:
                    mutant = waiting.get_nowait()
                except queue.Empty:
                    return
                verdict = judge(copy, mutant, chosen(mutant, reach, seconds), seconds)
                with lock:
                    verdicts.append(verdict)
                    done = f"{len(verdicts)}/{len(found)}"
                    say(
                        f"{done:>8}  {verdict.fate:9} {verdict.seconds:5.0f} s  {mutant}{' — ' + verdict.by if verdict.by else ''}"
                    )

        workers = [threading.Thread(target=work, args=(copy,)) for copy in copies]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    return verdicts


def judge(copy: Copy, mutant: Mutant, tests: Sequence[str], seconds: dict[str, float]) -> Verdict:
    if not tests:
        return Verdict(mutant, "survived", "no test reaches it")
    started = time.monotonic()
    for some in staged(tests):
        expected = sum(seconds[test] for test in some)
        code, said = copy.attempt(mutant, some, min(SLOWEST, 120 + 6 * expected))
        if code:
            break
    spent = time.monotonic() - started
    if code == 0:
        return Verdict(mutant, "survived", f"{len(tests)} tests pass", spent)
    failed = [line.split(" ")[1] for line in said.splitlines() if line.startswith(("FAILED", "ERROR "))]
    return Verdict(mutant, "caught", failed[0] if failed else "took too long" if code == 124 else "", spent)


def staged(tests: Sequence[str]) -> Iterable[Sequence[str]]:
    """The tests in the order in which they stand, a few, then more, then the rest."""
    places = [0, *(stage for stage in STAGES if stage < len(tests)), len(tests)]
    return [tests[start:stop] for start, stop in pairwise(places)]


def say(text: str) -> None:
    print(text, flush=True)


def summed(verdicts: Iterable[Verdict]) -> int:
    """The sum by room, what survived, and the exit code."""
    verdicts = list(verdicts)
    rooms: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        rooms[verdict.mutant.room][verdict.fate] += 1
    say("-" * 60)
    for verdict in sorted(verdicts, key=lambda each: str(each.mutant)):
        if verdict.fate == "survived":
            say(f"survived  {verdict.mutant} ({verdict.by})")
    for room, fates in sorted(rooms.items()):
        say(f"{room:13} " + ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items())))
    caught, survived = (sum(verdict.fate == fate for verdict in verdicts) for fate in ("caught", "survived"))
    percent = 100 * caught / (caught + survived) if caught + survived else 100
    say(f"{caught} of {caught + survived} caught: {percent:.1f} % (at least {ENOUGH} are wanted).")
    return 0 if percent >= ENOUGH else 1


def remember(verdicts: Iterable[Verdict]) -> None:
    KEPT.write_text(json.dumps([str(each.mutant) for each in verdicts if each.fate == "survived"]), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./run mutate", description="Take each scope, permission and wall out, one at a time."
    )
    parser.add_argument("--room", default="", help="only this room")
    parser.add_argument("--list", action="store_true", help="only say what would be taken out")
    parser.add_argument("--only", default="", metavar="TEXT", help="only what has this in its line")
    parser.add_argument("--again", action="store_true", help="only what survived the last time")
    parser.add_argument("--noted", action="store_true", help="by what the last run noted of the tests")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at once (2)")
    parser.add_argument("--tests", nargs="+", default=[], metavar="PATH", help="hold it to these tests alone")
    parser.add_argument("--no-canary", action="store_true", help="leave the slow canary test out")
    asked = parser.parse_args(arguments)
    found = [mutant for mutant in mutants(asked.room) if asked.only in str(mutant)]
    if asked.again:
        survived = set(json.loads(KEPT.read_text(encoding="utf-8"))) if KEPT.exists() else set()
        found = [mutant for mutant in found if str(mutant) in survived]
    if asked.list:
        for mutant in found:
            say(str(mutant))
        say(f"{len(found)} places.")
        return 0
    tests = asked.tests or [*tests_of(asked.room), *([] if asked.no_canary else [LAST])]
    verdicts = run(found, tests, max(1, asked.jobs), asked.noted)
    remember(verdicts)
    return summed(verdicts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
