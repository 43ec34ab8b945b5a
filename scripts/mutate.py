"""Does a test notice when a scope, a permission or a wall is gone? Each is taken out, one at a time, in a copy.

./run mutate                 every room; ends with 1 when fewer than 98 of 100 are caught
./run mutate --room risks    one room
./run mutate --list          only say what would be taken out
./run mutate --only TEXT     only what has this in its line: a file, a line, a kind
./run mutate --on            go on where the last run was broken off: what it has judged stands, where the file is as it was
./run mutate --again         only what survived the last time
./run mutate --sample 400    so many places, drawn by chance, the same each time: what all of them take is many hours
./run mutate --noted         by what the last run noted, and new tests besides: noting takes half an hour
./run mutate --tests PATH    held to these tests alone, for a first look
./run mutate --alone         each in a process of its own, as a check of the quicker ways
./run mutate --patience 900  how many seconds of tests are asked of one place

Which tests reach a line is noted once, in copies that are as they should be; a mutant is tried with those alone, the room's own
first and the quickest, in a fork of a process that has loaded all that it may have (scripts/serving.py). Many lines are reached
by half an hour of tests: one that minutes of them do not notice has survived, so the percentage is a floor, which more patience
can only raise. What another layer catches as well needs a test of its own layer, or a line with the reason in
scripts/mutants.txt.
"""

import argparse
import hashlib
import json
import os
import queue
import re
import signal
import sys
import tempfile
import threading
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from copies import ALONE, Copy, Lines
from mutants import ROOT, Mutant, mutants
from serving import COLLECTED, INTERFACE, SET_UP, TOO_LONG, UNSURE

ENOUGH = 98
SPANNING = (
    "tests/test_access.py",
    "tests/test_layers.py",
    "tests/test_selectors.py",
    "tests/test_pages_alone.py",
    "tests/test_api_alone.py",
    "tests/test_work_alone.py",
    "tests/test_two_roles.py",
    "tests/test_hanging.py",
    "tests/test_references.py",
    "tests/test_api_access.py",
    "tests/test_api_references.py",
    "tests/test_api_journey.py",
    "tests/test_api_queries.py",
    "tests/test_need_to_know.py",
    "tests/test_canary.py",
    "holger/core/tests",
)
"""Tests that hold all rooms to the same."""
OF_LAYER = {
    "services": "tests/test_layers.py",
    "selectors": "tests/test_selectors.py",
    "duties": "tests/test_work_alone.py",
    "api": "tests/test_api_alone.py",
    "views": "tests/test_pages_alone.py",
    "panels": "tests/test_pages_alone.py",
    "forms": "tests/test_pages_alone.py",
    "filters": "tests/test_references.py",
}
"""What asks a layer of all rooms, each part of it by itself: most likely to notice."""
MADE_WITH_THE_DATABASE = ("wall", "postgres")
"""Kinds of what is built after each migration, with which every process of its own begins."""
EXPLAINED = ROOT / "scripts/mutants.txt"
KEPT = ROOT / ".venv/mutate-verdicts.jsonl"
NOTED = ROOT / ".venv/mutate-reached.json"
QUICKEST = 40
"""Tests that are run once more before anything is taken out."""
STAGES = (3, 40, 400)
"""Tests that are tried first where they are collected anew: collecting thousands takes longer than running the few that notice."""
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S.*?)(?: - .*)?$", re.MULTILINE)
"""How pytest's summary names a test; a line of a log that it shows has more room behind its level."""
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
AROUND = 3
"""Lines before and after a place that may name what it is about."""
PART = re.compile(r"\[([a-z-]+?)(?:-\d+)?\]$")
"""Which part of what spans all rooms a test asks (tests/parts.py)."""
LONGEST = 2 * 3600  # seconds that all tests may take
FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM, 255)
"""How a run ends that was ended by something else than its tests: that says nothing of them."""
PATIENCE = 60
"""Seconds of tests that are asked of one place."""
SLOW = 5
"""Seconds from which on a test has to wait for all that are quicker."""
HANGS = 3
"""Times as long as its tests take, and a minute, that a mutant may take; one that hangs is noticed too."""


@dataclass(frozen=True)
class Verdict:
    mutant: Mutant
    fate: str
    """caught, survived, explained or untried."""
    by: str = ""
    seconds: float = 0
    way: str = ""
    """The stage from which the trial was forked (scripts/serving.py), or alone."""

    def __str__(self) -> str:
        told = f"{self.fate:9} {self.seconds:5.1f} s  {self.way:9}  {self.mutant}"
        return f"{told} — {self.by}" if self.by else told

    def remember(self) -> None:
        """At once: a run of hours may be broken off."""
        told = {"file": digest(self.mutant.path), "fate": self.fate, "by": self.by, "seconds": self.seconds}
        with KEPT.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps({"place": str(self.mutant), "way": self.way, **told}) + "\n")


def remembered(found: Iterable[Mutant]) -> dict[Mutant, Verdict]:
    """What the last run has found out about places in files that are as they were."""
    if not KEPT.exists():
        return {}
    told = {each["place"]: each for each in map(json.loads, KEPT.read_text(encoding="utf-8").splitlines())}
    return {
        mutant: Verdict(mutant, each["fate"], each["by"], each["seconds"], each["way"])
        for mutant in found
        if (each := told.get(str(mutant))) and each["file"] == digest(mutant.path)
    }


@cache
def digest(path: str) -> str:
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()


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


def lines_of(found: Sequence[Mutant]) -> Lines:
    lines: dict[str, list[int]] = defaultdict(list)
    for mutant in found:
        lines[mutant.path] += range(mutant.line, mutant.last + 1)
    return lines


def note(copies: Sequence[Copy], found: Iterable[Mutant], *, anew: bool) -> None:
    """Which tests reach which line, and how long each takes: each copy runs its share of all tests, or of those that are new."""
    known = {"before": [], "tests": {}, "seconds": {}, "files": {}} if anew else _read()
    left = [test for test in copies[0].tests if test not in known["seconds"]]
    if not left:
        return
    copies = copies[: len(left)]
    say(f"noting which lines {len(left)} tests reach …")

    def share(number: int) -> tuple[tuple[int, str], dict[str, Any]]:
        copy, answer = copies[number], copies[number].folder / "reached.json"
        ended = copy.run(left[number :: len(copies)], LONGEST, noted=str(answer))
        return ended, json.loads(answer.read_text(encoding="utf-8"))

    with ThreadPoolExecutor(len(copies)) as pool:
        ended, shares = zip(*pool.map(share, range(len(copies))), strict=True)
    tests = defaultdict(list, known["tests"])
    for place, some in (item for each in shares for item in each["tests"].items()):
        tests[place] += some
    seconds = known["seconds"] | {test: took for each in shares for test, took in each["seconds"].items()}
    before = sorted({*known["before"], *(place for each in shares for place in each["before"])})
    files = {mutant.path: digest(mutant.path) for mutant in found} if anew else known["files"]
    told = {"before": before, "tests": tests, "seconds": seconds, "files": files}
    NOTED.write_text(json.dumps(told), encoding="utf-8")
    for code, said in ended:  # once what took so long is kept: a test that is mended needs no other to be noted again
        as_it_should_be(code, said)


def as_it_should_be(code: int, said: str) -> None:
    """Where tests fail before anything is taken out, a failure afterwards says nothing."""
    if code:
        sys.exit(f"The tests must pass before anything is taken out:\n{said[-3000:]}")


def _read() -> dict[str, Any]:
    return json.loads(NOTED.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Noted:
    tests: Mapping[str, Sequence[str]]
    """Those that reach a line."""
    files: Mapping[str, str]
    """What they were when that was noted."""
    seconds: Mapping[str, float]
    before: Set[str]
    """Lines that are reached before any test begins."""
    caught: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Tests that have noticed a mutant of the same file."""

    @cached_property
    def by_file(self) -> Mapping[str, Set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for place, some in self.tests.items():
            found[place.rpartition(":")[0]].update(some)
        return found

    def reaching(self, mutant: Mutant) -> set[str]:
        """Where lines may have moved since, all that reach the file."""
        if self.files.get(mutant.path) != digest(mutant.path):
            return set(self.by_file.get(mutant.path, ()))
        return {test for place in mutant.places for test in self.tests.get(place, ())}


def noted() -> Noted:
    told = _read()
    return Noted(told["tests"], told["files"], told["seconds"], set(told["before"]))


def chosen(mutant: Mutant, known: Noted) -> list[str]:
    """The tests that reach the mutant: those first that have caught a neighbour, then what asks its layer of all rooms, then
    what else spans them where it asks the mutant's (tests/parts.py), then the room's own, the quickest first; slow ones at
    the end.

    What runs when a file is loaded is held to the access tests: first to those that ask all of it, then to the parts
    whose word stands beside it, then to those that reach the file, or whose word it has.
    """
    tests = known.reaching(mutant)
    if mutant.kind in MADE_WITH_THE_DATABASE:
        walls = ("holger/core/tests/test_walls", "holger/history/tests")
        tests |= {test for test in known.seconds if test.startswith(walls)}
    declared = mutant.loaded or not tests  # also a function that is called while a file is loaded, and never again
    if declared:
        parts = f"/{mutant.room}/tests/"
        tests |= {test for test in known.seconds if "access" in test or (parts in test and "rules" not in test)}
    caught, own, part = known.caught[mutant.path], f"holger/{mutant.room}/tests/", f"[{mutant.room}"
    beside, said = words(mutant.path, mutant.line), words(mutant.path)
    near = known.by_file.get(mutant.path, ())
    layer = tuple(test for name, test in OF_LAYER.items() if name in WORD.findall(mutant.path))

    def hope(test: str) -> tuple[Any, ...]:
        seconds, access = known.seconds[test], declared and "access" in test
        asks = PART.findall(test)
        whole = access and not asks
        close = whole or (access and not beside.isdisjoint(asks))
        held = access and (test in near or not said.isdisjoint(asks))
        beneath = not declared and test.startswith(layer)
        nearest = (not whole, not close, test not in caught, not held, not beneath, part not in test, not access)
        return seconds > SLOW and not beneath, *nearest, not test.startswith(own), seconds

    return sorted(tests, key=hope)


@cache
def words(path: str, line: int | None = None) -> Set[str]:
    """What is written in a file, or in a line of it and those around."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    some = lines if line is None else lines[max(0, line - 1 - AROUND) : line + AROUND]
    return set(WORD.findall("\n".join(some)))


def asked(tests: Sequence[str], room: str, known: Noted, patience: float) -> Sequence[str]:
    """As many as patience allows, and one at least; and of the room's own, which others may have left no time for, as many again."""
    first = tests[: max(1, _within(tests, known, patience))]
    own = [test for test in tests[len(first) :] if test.startswith(f"holger/{room}/tests/")]
    return [*first, *own[: _within(own, known, patience)]]


def _within(tests: Sequence[str], known: Noted, patience: float) -> int:
    return bisect_right(list(accumulate(known.seconds[test] for test in tests)), patience)


def explained() -> dict[tuple[str, str], str]:
    """(file, removed text) → why no test can notice."""
    if not EXPLAINED.exists():
        return {}
    lines = [line for line in EXPLAINED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    parts = [line.split(" | ") for line in lines]
    return {(path.strip(), told.strip()): why.strip() for path, told, why in parts}


def run(found: Sequence[Mutant], tests: Sequence[str], how: argparse.Namespace) -> list[Verdict]:
    reasons, known_already = explained(), remembered(found) if how.on else {}
    waiting: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
    verdicts: list[Verdict] = []
    again = how.noted or how.on or how.again
    for mutant in found:
        if mutant in known_already:
            verdicts.append(known_already[mutant])
        elif why := reasons.get((mutant.path, mutant.told)):
            verdicts.append(Verdict(mutant, "explained", why))
        elif mutant.kind == "postgres" and not os.environ.get("HOLGER_TEST_DATABASE_URL"):
            verdicts.append(Verdict(mutant, "untried", "set HOLGER_TEST_DATABASE_URL"))
        else:
            waiting.put(mutant)
    with copied(how.jobs, tests, lines_of(mutants() if again else found)) as copies:
        say(f"{len(found)} places")
        note(copies, found, anew=not again)
        known = noted()
        for copy in copies:
            quickest = sorted(known.seconds, key=known.seconds.__getitem__)[:QUICKEST]
            as_it_should_be(*copy.run(quickest, LONGEST))
        lock = threading.Lock()

        def work(copy: Copy) -> None:
            while True:
                try:
                    mutant = waiting.get_nowait()
                except queue.Empty:
                    return
                verdict = judge(copy, mutant, known, how)
                with lock:
                    verdicts.append(verdict)
                    verdict.remember()
                    say(f"{len(verdicts):>5}/{len(found)}  {verdict}")

        with ThreadPoolExecutor(how.jobs) as pool:
            list(pool.map(work, copies))
    return verdicts


@contextmanager
def copied(jobs: int, tests: Sequence[str], lines: Lines) -> Iterator[list[Copy]]:
    with tempfile.TemporaryDirectory(prefix="holger-mutate-") as folder:
        copies = [Copy(Path(folder) / str(number), tests, lines) for number in range(jobs)]
        for copy in copies:
            copy.ready()
        yield copies
        for copy in copies:
            copy.close()


def judge(copy: Copy, mutant: Mutant, known: Noted, how: argparse.Namespace) -> Verdict:
    reaching = chosen(mutant, known)
    tests = asked(reaching, mutant.room, known, how.patience)
    if not tests:
        return Verdict(mutant, "survived", "no test reaches it")
    began = time.monotonic()
    for way in [ALONE] if how.alone else ways(mutant, known):
        code, said = tried(copy, mutant, tests, way, known)
        if code != UNSURE:
            break
    spent = time.monotonic() - began
    if code == 0:
        left = sum(known.seconds[test] for test in set(reaching) - set(tests))
        unasked = f"; {len(reaching) - len(tests)} more, of {left:.0f} s, are not asked" if left else ""
        return Verdict(mutant, "survived", f"{len(tests)} tests pass{unasked}", spent, way)
    failed = FAILED.findall(said)
    if code in FROM_OUTSIDE and not failed:
        return Verdict(mutant, "untried", f"somebody else ended it ({code})", spent, way)
    known.caught[mutant.path].update(failed)
    by = failed[0] if failed else "took too long" if code == TOO_LONG else f"ended with {code}"
    return Verdict(mutant, "caught", by, spent, way)


def ways(mutant: Mutant, known: Noted) -> Sequence[str]:
    """From where it may be tried, the quickest first; the last is always certain.

    What a function did before the tests began is not undone by giving it other code, and walls are made with the database.
    """
    if mutant.kind in MADE_WITH_THE_DATABASE:
        return (ALONE,)
    if mutant.loaded or not known.before.isdisjoint(mutant.places):
        return (INTERFACE, SET_UP, ALONE)
    return (COLLECTED, INTERFACE, SET_UP, ALONE)


def tried(copy: Copy, mutant: Mutant, tests: Sequence[str], way: str, known: Noted) -> tuple[int, str]:
    for some in [tests] if way == COLLECTED else staged(tests):
        expected = sum(known.seconds[test] for test in some)
        code, said = copy.attempt(mutant, some, way, 60 + HANGS * expected)
        if code:
            break
    return code, said


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


def drawn(found: Sequence[Mutant], count: int) -> list[Mutant]:
    """So many of them by chance; the same ones each time, also where other places have come or gone, and among them all of a
    smaller sample."""
    return sorted(found, key=lambda mutant: hashlib.sha256(f"{mutant.path} {mutant.told}".encode()).digest())[:count]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./run mutate", description="Take each scope, permission and wall out, one at a time."
    )
    parser.add_argument("--room", default="", help="only this room")
    parser.add_argument("--list", action="store_true", help="only say what would be taken out")
    parser.add_argument("--only", default="", metavar="TEXT", help="only what has this in its line")
    parser.add_argument("--on", action="store_true", help="go on where the last run was broken off")
    parser.add_argument("--again", action="store_true", help="only what survived the last time")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only so many, drawn by chance")
    parser.add_argument("--noted", action="store_true", help="by what the last run noted of the tests")
    parser.add_argument("--alone", action="store_true", help="each in a process of its own: slow, and sure")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at once (2)")
    parser.add_argument(
        "--patience", type=float, default=PATIENCE, metavar="SECONDS", help="of tests for each place (60)"
    )
    parser.add_argument("--tests", nargs="+", default=[], metavar="PATH", help="hold it to these tests alone")
    how = parser.parse_args(arguments)
    how.jobs = max(1, how.jobs)
    found = [mutant for mutant in mutants(how.room) if how.only in str(mutant)]
    if how.sample:
        found = drawn(found, how.sample)
    if how.again:
        found = [mutant for mutant, verdict in remembered(found).items() if verdict.fate == "survived"]
    if how.list:
        for mutant in found:
            say(str(mutant))
        say(f"{len(found)} places.")
        return 0
    if not (how.on or how.again):
        KEPT.unlink(missing_ok=True)
    return summed(run(found, how.tests or tests_of(how.room), how))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
