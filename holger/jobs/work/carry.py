"""Carrying out one entry of the queue, whatever it names, and noting how it went.

What an organisation's work changes and the note that it is done are one transaction. So a worker that dies leaves the
work either undone, to be done again, or done and noted, to be left alone.
"""

import inspect
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.registry import registry
from holger.core.tenancy import inside
from holger.jobs import rules, selectors
from holger.jobs.definitions import JOBS, Definition, Progress
from holger.jobs.models import OVER, Job, Recurrence, State
from holger.jobs.work.limit import TimeUp, limited

log = logging.getLogger(__name__)

LIMIT = timedelta(minutes=30)
"""For what comes again by itself, and for what nobody knows any more."""


class Refused(Exception):
    """It may not be done, and trying again will not help. The text says why."""


class Work:
    """An entry of the queue, made into something that can be run and told of."""

    limit = LIMIT

    def __init__(self, entry: DBTaskResult):
        raise NotImplementedError

    def run(self) -> None:
        raise NotImplementedError

    def told(self, state: State, words: str) -> None:
        """Keep how it went where people look."""
        raise NotImplementedError


class JobWork(Work):
    def __init__(self, entry: DBTaskResult):
        self.attempt = len(entry.worker_ids)
        self.organisation_id = UUID(entry.args_kwargs["kwargs"]["organisation"])
        self.pk = UUID(entry.args_kwargs["kwargs"]["job"])

    @property
    def limit(self) -> timedelta:  # type: ignore[override]
        if selectors.organisation_with(self.organisation_id) is None:
            return LIMIT
        with inside(self.organisation_id):
            name = Job.objects.filter(pk=self.pk).values_list("name", flat=True).first()
        return JOBS[name].limit if name in JOBS else LIMIT

    def run(self) -> None:
        begun = self._begin()
        if begun is None:
            return
        definition, actor, arguments = begun
        with spoken_as_in(self.organisation_id):
            if inspect.isgeneratorfunction(definition.run):
                self._piece_by_piece(definition.run(actor, **arguments))
            else:
                with inside(self.organisation_id):
                    self._note(State.DONE, words=definition.run(actor, **arguments), percent=100)

    def _begin(self) -> tuple[Definition, Actor, dict[str, Any]] | None:
        """Who asks for what, if it is still to be done and they still may; shown as running from here on."""
        if selectors.organisation_with(self.organisation_id) is None:
            raise Refused("The organisation is gone.")
        with inside(self.organisation_id):
            job = Job.objects.filter(pk=self.pk, organisation_id=self.organisation_id).first()
            if job is None:
                raise Refused("The job is gone.")
            if job.is_over:
                return None
            definition = JOBS.get(job.name)
            if definition is None:
                raise Refused(_("Nobody here knows how to do this."))
            asker = registry.asker
            actor = asker(self.organisation_id, job.asked_by, job.asked_by_label, job.name) if asker else None
            if actor is None:
                raise Refused(_("Whoever asked for this is no longer a member."))
            actor.require(definition.permission)
            self._note(State.RUNNING, attempts=self.attempt, started_at=dates.now(), words="")
            return definition, actor, dict(job.arguments)

    def _piece_by_piece(self, pieces: Iterator[Any]) -> None:
        """Each piece in a transaction of its own; the last comes with the words about the whole."""
        while True:
            with inside(self.organisation_id):
                try:
                    progress: Progress = next(pieces)
                except StopIteration as end:
                    self._note(State.DONE, words=end.value, percent=100)
                    return
                self._note(State.RUNNING, percent=min(100, max(0, int(progress.percent))), words=progress.words)

    def told(self, state: State, words: str) -> None:
        if selectors.organisation_with(self.organisation_id) is not None:
            with inside(self.organisation_id):
                self._note(state, words=words, attempts=self.attempt)

    def _note(self, state: State, *, words: Any = "", **fields: Any) -> None:
        if state not in (State.RUNNING, State.WAITING):
            fields["finished_at"] = dates.now()
        open_ones = Job.objects.filter(pk=self.pk, organisation_id=self.organisation_id).exclude(state__in=OVER)
        open_ones.update(state=state, words=spoken(words), **fields)


class RecurrenceWork(Work):
    def __init__(self, entry: DBTaskResult):
        self.pk = entry.args_kwargs["kwargs"]["recurrence"]
        self.slot = datetime.fromisoformat(entry.args_kwargs["kwargs"]["slot"])

    def run(self) -> None:
        row = Recurrence.objects.filter(pk=self.pk).first()
        known = next((one for one in registry.recurring if row and one.name == row.name), None)
        if row is None or known is None:
            raise Refused("Nobody here knows how to do this.")
        if known.installation:
            self._once(known.run)
            return
        if row.concerns is None or selectors.organisation_with(row.concerns) is None:
            raise Refused("The organisation is gone.")
        Recurrence.objects.filter(pk=self.pk).exclude(done_slot__gte=self.slot).update(state=State.RUNNING)
        run = partial(known.run, row.concerns)
        with spoken_as_in(row.concerns):
            if known.in_pieces:
                self._once(run)
                return
            with inside(row.concerns):
                self._once(run, lock=True)

    def _once(self, run: Callable[[], Any], *, lock: bool = False) -> None:
        rows = Recurrence.objects.select_for_update() if lock else Recurrence.objects
        row = rows.get(pk=self.pk)
        if row.done_slot is not None and row.done_slot >= self.slot:
            return
        self._note(State.DONE, run(), done_slot=self.slot)

    def told(self, state: State, words: str) -> None:
        self._note(state, words)

    def _note(self, state: State, words: Any, **fields: Any) -> None:
        rows = Recurrence.objects.filter(pk=self.pk).exclude(done_slot__gte=self.slot)
        rows.update(state=state, words=spoken(words), finished_at=dates.now(), **fields)


KINDS: dict[str, type[Work]] = {
    "holger.jobs.queue.carry_job": JobWork,
    "holger.jobs.queue.carry_recurrence": RecurrenceWork,
}


def work_of(entry: DBTaskResult) -> Work | None:
    kind = KINDS.get(entry.task_path)
    return kind(entry) if kind else None


def carry_out(entry: DBTaskResult) -> str:
    """Run one entry that this worker has claimed. Answers how it ended: done, refused, waiting (to try again) or failed."""
    work = work_of(entry)
    if work is None:
        return finish(entry, State.REFUSED)
    try:
        with limited(work.limit):
            work.run()
    except (Refused, RuleBroken, NotFound) as refusal:
        return _ended(entry, work, State.REFUSED, refusal)
    except NotAllowed as refusal:
        told = Refused(_("Whoever asked for this may not do it.") + f" ({refusal.permission})")
        return _ended(entry, work, State.REFUSED, told)
    except (Exception, TimeUp) as error:
        again = rules.wait_after(len(entry.worker_ids), rules.JOB_WAITS)
        return _ended(entry, work, State.WAITING if again else State.FAILED, error, again)
    return finish(entry, State.DONE)


def abandoned(entry: DBTaskResult) -> str:
    """Whoever had claimed this is gone: try again, or give up."""
    again = rules.wait_after(len(entry.worker_ids), rules.JOB_WAITS)
    state = finish(entry, State.WAITING if again else State.FAILED, again)
    work = work_of(entry)
    if state and work is not None:
        work.told(State(state), _("The worker stopped while this was running."))
    return state


def _ended(entry: DBTaskResult, work: Work, state: State, error: BaseException, again: timedelta | None = None) -> str:
    if state in (State.WAITING, State.FAILED):
        log.error("%s failed (try %d)", entry.task_path, len(entry.worker_ids), exc_info=error)
    else:
        log.warning("%s is refused: %s", entry.task_path, error)
    ended = finish(entry, state, again)
    if ended:
        words = str(error) if state == State.REFUSED or isinstance(error, TimeUp) else rules.in_short(error)
        work.told(state, words)
    return ended


def finish(entry: DBTaskResult, state: State, again: timedelta | None = None) -> str:
    """Note in the queue how an entry ended; "" when it had been taken from this worker in the meantime.

    No traceback is kept: the queue is the installation's, and an error may quote an organisation's data.
    """
    mine = DBTaskResult.objects.filter(pk=entry.pk, status="RUNNING", started_at=entry.started_at)
    if state == State.WAITING and again is not None:
        changed = mine.update(status="READY", run_after=timezone.now() + again, started_at=None)
    else:
        status = "FAILED" if state == State.FAILED else "SUCCESSFUL"
        changed = mine.update(status=status, finished_at=timezone.now())
    return state.value if changed else ""


def spoken(words: Any) -> str:
    """Words as they are kept: at most so long, in the language at hand."""
    return "" if words is None else str(words)[:500]


def spoken_as_in(organisation_id: UUID) -> Any:
    """What is said about an organisation's work is said in its language."""
    return translation.override(getattr(selectors.organisation_with(organisation_id), "language", None))
