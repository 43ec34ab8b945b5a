"""The tree in a folder of its own, in which mutants are tried: what changes there is nobody's work."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import attempting
from mutants import ROOT, Mutant, changed
from serving import COLLECTED, INTERFACE, SET_UP, TOO_LONG, Server, Trial

COPIED = ("holger", "tests", "scripts", "docs", "bench")
FILES = (
    *("pyproject.toml", "package-lock.json", "conftest.py", "run"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"),
)
ALONE = "alone"
FORKS = attempting.begin()
Lines = Mapping[str, Sequence[int]]


class Copy:
    """The tree in a folder of its own, and servers in it that fork for each trial."""

    def __init__(self, folder: Path, tests: Sequence[str], lines: Lines):
        self.folder = folder
        for name in COPIED:
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=ignored)
        for name in FILES:
            shutil.copy(ROOT / name, folder / name)
        (folder / ".venv").symlink_to(ROOT / ".venv")  # where tests keep what they have fetched
        self.files, self.made = folder / "files", folder / "made"
        self.files.mkdir()
        settings = folder / "holger/config/settings_test.py"
        kept = f'\nif not os.environ.get("HOLGER_TEST_DATABASE_URL"):\n    DATABASES["default"]["TEST"] = {{"NAME": {str(self.files / "test.sqlite3")!r}}}\n'
        settings.write_text(settings.read_text(encoding="utf-8") + kept, encoding="utf-8")
        self.servers = {COLLECTED: Served(folder, COLLECTED, tests, lines)}

    def ready(self) -> None:
        self.tests = self.servers[COLLECTED].ready()
        for stage in (INTERFACE, SET_UP):
            self.servers[stage] = Served(self.folder, stage, (), {})
            self.servers[stage].ready()
        shutil.copytree(self.files, self.made)

    def close(self) -> None:
        for served in self.servers.values():
            served.close()

    def run(self, tests: Sequence[str], seconds: float, noted: str = "") -> tuple[int, str]:
        """As everything should be: the exit code, and what was said."""
        self._renew()
        return self.servers[COLLECTED].run(Trial(tests, seconds, noted=noted))

    def attempt(self, mutant: Mutant, tests: Sequence[str], way: str, seconds: float) -> tuple[int, str]:
        """Run the tests with the mutant in place; ``UNSURE`` where it cannot be put there from this stage on."""
        self._renew()
        with self._changed(mutant) as (before, after):
            if way == ALONE:
                return self._alone(tests, seconds)
            return self.servers[way].run(Trial(tests, seconds, mutant.path, before, after))

    def _alone(self, tests: Sequence[str], seconds: float) -> tuple[int, str]:
        said = self.folder / "alone.txt"
        process = started(self.folder, said, tests)
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            return TOO_LONG, ""
        return process.exitcode, said.read_text(encoding="utf-8")

    def _renew(self) -> None:
        """What the last trial left in the database and in files is no part of the next."""
        shutil.rmtree(self.files)
        shutil.copytree(self.made, self.files)

    @contextmanager
    def _changed(self, mutant: Mutant) -> Iterator[tuple[bytes, bytes]]:
        """The file is put back as old as it was, so that what was compiled of it holds again."""
        path = self.folder / mutant.path
        before, stat = path.read_bytes(), path.stat()
        after = changed(before, mutant)
        path.write_bytes(after)
        try:
            yield before, after
        finally:
            path.write_bytes(before)
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


class Served:
    """A server (scripts/serving.py) in a copy's folder, as it is asked."""

    def __init__(self, folder: Path, stage: str, tests: Sequence[str], lines: Lines):
        self.trials, theirs = FORKS.Pipe()
        self.said = folder / f"{stage}.txt"
        server = Server(str(folder), theirs, stage, lines)
        self.process = started(folder, self.said, tests, server)
        theirs.close()

    def ready(self) -> list[str]:
        """The tests that it has collected."""
        try:
            return self.trials.recv()
        except EOFError:
            sys.exit(f"The tests cannot be collected:\n{self.said.read_text(encoding='utf-8')[-3000:]}")

    def run(self, trial: Trial) -> tuple[int, str]:
        self.trials.send(trial)
        return self.trials.recv(), self.said.read_text(encoding="utf-8")

    def close(self) -> None:
        self.trials.close()
        self.process.join()


def started(folder: Path, said: Path, tests: Sequence[str], *plugins: object) -> BaseProcess:
    """A process that runs pytest in the folder, and leaves nothing anywhere else."""
    command = ["-q", "-x", "-p", "no:cacheprovider", "--no-header", "-m", "not journey", "--reuse-db", *tests]
    command.append(f"--basetemp={said.with_suffix('.tmp')}")
    files = {"_HOLGER_TEST_FOLDER": str(folder / "files")}
    process = FORKS.Process(target=attempting.attempt, args=(str(folder), command, files, str(said), plugins))
    process.start()
    return process
