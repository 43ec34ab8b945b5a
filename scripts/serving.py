"""A process that has done what all trials have in common, and forks a child for each: half a minute is spent once.

A pytest plugin. It goes on as pytest does, as far as its stage says, makes the database, and waits. A child takes one trial,
puts the change in place and goes on from there: it runs the tests, says what failed and ends with pytest's own code.

    COLLECTED    everything is loaded; the change is put in the place of functions that live (scripts/swapping.py)
    INTERFACE    Django is set up and the API is loaded, no page is: the changed file is loaded in the child
    SET_UP       Django is set up: the changed file is loaded in the child, with the API, which takes seconds

Where a change cannot be put in place for certain (the file is loaded already), the child ends with ``UNSURE``.
"""

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from pytest_django.plugin import blocking_manager_key
from pytest_django.plugin import pytest_collection_modifyitems as by_database
from reached import Reached
from swapping import Living, Unsure, swap

COLLECTED, INTERFACE, SET_UP = "collected", "interface", "set up"
LOADED_FIRST = {COLLECTED: ["holger.config.urls"], INTERFACE: ["holger.api.v1.urls"], SET_UP: []}
UNSURE = 99
TOO_LONG = 124


@dataclass(frozen=True)
class Trial:
    tests: Sequence[str]
    seconds: float
    """How long it may take."""
    path: str = ""
    """The file that is changed; it stands changed on the disk too, for what is loaded later and for other processes."""
    before: bytes = b""
    after: bytes = b""
    noted: str = ""
    """Where to write what the tests reach; then all of them are run, whatever fails."""


class Server:
    def __init__(self, folder: str, trials: Connection, stage: str, lines: Mapping[str, Sequence[int]]):
        self.folder, self.trials, self.stage = folder, trials, stage
        self.reached = Reached(folder, lines) if lines else None

    @pytest.hookimpl(wrapper=True)  # around Django's setting up
    def pytest_load_initial_conftests(self) -> Iterator[None]:
        if self.reached:
            self.reached.watch()
        return (yield)

    @pytest.hookimpl(trylast=True)  # after pytest-django's, whose database it stands for
    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(Made())

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        if self.stage != COLLECTED:
            self._serve(session)
            session.config.args = list(self.trial.tests)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        if self.stage == COLLECTED:
            self._serve(session)
        known = {item.nodeid: item for item in session.items}
        session.items = [known[test] for test in self.trial.tests if test in known]
        by_database(session.items)

    def _serve(self, session: pytest.Session) -> None:
        """Returns in a child alone."""
        make_database(session.config)
        for name in LOADED_FIRST[self.stage]:
            import_module(name)
        load_templates()
        if self.stage == COLLECTED:
            self._furnish(session.config)
            gc.unfreeze()  # conftest.py has frozen everything
            self.living = Living()
        gc.collect()
        gc.freeze()  # a child that looks through nothing of this needs no memory of its own for it
        if self.reached:
            self.reached.tests_begin()
        self.trials.send([item.nodeid for item in getattr(session, "items", ())])
        while True:
            try:
                self.trial = self.trials.recv()
            except EOFError:
                os._exit(0)
            os.ftruncate(1, 0)
            if child := os.fork():
                self.trials.send(self._ended(child))
                continue
            os.setpgid(0, 0)
            self._begin(session)
            return

    def _furnish(self, config: pytest.Config) -> None:
        """Houses that tests begin with a copy of; what makes them is reached by no test."""
        from django.db import connections

        from tests.furnished import furnish_all

        with self.reached.away() if self.reached else nullcontext(), config.stash[blocking_manager_key].unblock():
            furnish_all()
            connections.close_all()  # no two processes use one

    def _ended(self, child: int) -> int:
        """The code with which the child ends, or is ended, with all that it has started."""
        until = time.monotonic() + self.trial.seconds
        while True:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            abandoned = self.trials.poll(0.005)  # nobody says anything meanwhile: who would is gone
            if abandoned or time.monotonic() > until:
                os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return TOO_LONG

    def _begin(self, session: pytest.Session) -> None:
        if self.reached and self.trial.noted:
            self.reached.answer = self.trial.noted
            session.config.pluginmanager.register(self.reached)
            session.config.option.maxfail = 0
        elif self.reached:
            self.reached.rest()
        if not self.trial.path:
            return
        try:
            self._change()
        except Unsure:
            os._exit(UNSURE)

    def _change(self) -> None:
        trial = self.trial
        if self.stage == COLLECTED:
            swap(trial.before, trial.after, os.path.join(self.folder, trial.path), self.living)
        elif module(trial.path) in sys.modules:
            raise Unsure(f"{trial.path} is loaded")


def module(path: str) -> str:
    return ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__")


class Made:
    """The database has been made before the fork; each child opens its own connection to it."""

    @pytest.fixture(scope="session")
    def django_db_setup(self, django_test_environment: None) -> None:
        pass


def make_database(config: pytest.Config) -> None:
    from django.db import connections
    from django.test.utils import setup_databases

    with config.stash[blocking_manager_key].unblock():
        setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=set())
        connections.close_all()


def load_templates() -> None:
    from django.template import loader
    from django.template.utils import get_app_template_dirs

    for folder in get_app_template_dirs("templates"):
        for path in Path(folder).rglob("*.html") if Path(folder).is_relative_to(Path.cwd()) else ():
            loader.get_template(path.relative_to(folder).as_posix())
