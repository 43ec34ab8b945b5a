"""What is in a calendar that somebody subscribes to, in words and in order. ``rules.feed`` writes it as calendars read it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext

from holger.core.registry import Dated
from holger.tasks.models import Category
from holger.tasks.rules import feed
from holger.tasks.rules.feed import Entry
from holger.tasks.rules.standing import CLOSED, MISSED, MOVABLE, WAITING
from holger.tasks.selectors.runs import Run
from holger.tasks.tables.cadence import cadence
from holger.tasks.words import STATE_WORDS
from holger.ui import days

ALARMS = (7, 0)
"""Days before it is due, in the morning."""
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """What a calendar is called, in which language, where its things are, and whose own it is (None: it tells of everybody)."""

    name: str
    language: str
    base: str
    me: UUID | None

    @property
    def own(self) -> bool:
        return self.me is not None


def calendar_file(runs: Iterable[Run], told: Told, days_known: Iterable[Dated] = ()) -> bytes:
    """``days_known`` are those of other registers."""
    description = gettext("What is due in holger. It brings itself up to date.")
    entries = [*(_entry(run, told) for run in runs), *(_day(dated, told) for dated in days_known)]
    return feed.feed(entries, told.name, told.language, description).encode()


def _day(dated: Dated, told: Told) -> Entry:
    title, url = str(dated.title), told.base + dated.path
    uid = feed.uid_of_day(url, dated.day, title)
    return Entry(uid, dated.day, title, url, BEGINNING, categories=(gettext("Days in other registers"),))


def _entry(run: Run, told: Told) -> Entry:
    """What is due on a day off stands on the next working day, and says so."""
    return Entry(
        uid=_uid(run),
        day=run.day,
        title=_title(run, told),
        url=told.base + run.path,
        changed=run.changed or BEGINNING,
        text="\n".join(_text(run, told)),
        categories=(str(Category(run.category).label),) if run.category else (),
        state=_state(run),
        sequence=max(run.version - 1, 0),
        alarms=ALARMS if told.own and run.state in MOVABLE else (),
    )


def _uid(run: Run) -> str:
    if run.of is not None and run.slot is not None:
        return feed.uid_of_run(run.of.pk, run.slot, run.about_id)
    assert run.pk is not None  # what no activity has is a task
    return feed.uid_of_task(run.pk)


def _state(run: Run) -> str:
    if run.state in CLOSED:
        return feed.DONE
    return feed.MISSED if run.state == MISSED else feed.PLANNED


def _title(run: Run, told: Told) -> str:
    """In one's own calendar, what waits is there to be signed off."""
    signs = told.own and run.state == WAITING and run.person_id != told.me
    return gettext("Sign off: %(title)s") % {"title": run.title} if signs else run.title


def _text(run: Run, told: Told) -> Iterator[str]:
    yield (
        str(STATE_WORDS[run.state]) if run.state not in MOVABLE else gettext("Due %(day)s") % {"day": days.day(run.due)}
    )
    if run.of is not None and (often := cadence(run.of.rule)):
        yield f"{run.of.reference} · {often}"
    if not told.own:
        yield gettext("Who: %(name)s") % {"name": run.person or gettext("nobody")}
    if run.minutes:
        yield gettext("Takes about %(time)s") % {"time": days.duration(run.minutes)}
