"""The wheel elsewhere: in the menu, on the overview, and as a step of the journey."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext, ngettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.registry import Progress
from holger.core.requests import Request
from holger.organisation.models import Organisation
from holger.tasks import library
from holger.tasks.models import Task, TaskStatus
from holger.tasks.permissions import PLAN
from holger.tasks.rules.months import Month
from holger.tasks.rules.standing import NOT_DONE
from holger.tasks.selectors.activities import activities_for
from holger.tasks.selectors.runs import Period, runs_between, together
from holger.tasks.selectors.tasks import overdue, tasks_for
from holger.tasks.tables.runs import Lines, parted
from holger.ui import cells

SHOWN = 4


def badge(actor: Actor) -> int:
    """What needs somebody: what is late, and what was missed and has been made up for by nothing since."""
    zone = Organisation.objects.filter(pk=actor.organisation_id).values_list("zone", flat=True).first()
    today = dates.today(zone or dates.DEFAULT_ZONE)
    later = Task.objects.filter(activity=OuterRef("activity"), slot__gt=OuterRef("slot"), done_at__isnull=False)
    missed = Q(status=TaskStatus.MISSED, done_at=None) & ~Exists(later)
    rows = tasks_for(actor).filter(archived_at=None, activity__isnull=False, activity__archived_at=None)
    return rows.filter(overdue(today) | missed).order_by().count()


def card(request: Request) -> dict[str, Any] | None:
    """This month: how much of it is done, what was not, and what is next."""
    today = dates.today(request.organisation.zone)
    month = Month.of(today)
    found = together(runs_between(request.actor, Period(month.first, month.shifted(1).last), today, one_off=False))
    here = [times for times in found if times.first.day in month]
    if not found:
        return None
    done = sum(times.done == times.count for times in here)
    missed = [times for times in here if times.state in NOT_DONE]
    ahead = [times for times in found if times.state not in NOT_DONE and times.done < times.count]
    shown, more = parted(ahead, SHOWN)
    lines = Lines(request.base, request.url("tasks:runs"), today, request.actor.person_id)
    text = gettext("%(done)s of %(count)s done") % {"done": done, "count": len(here)}
    url = request.url("tasks:calendar-month")
    return {
        "month": str(MONTHS[month.number]).capitalize(),
        "text": text,
        "url": request.url("tasks:wheel"),
        "month_url": f"{url}?month={month}",
        "bar": cells.bar(100 * done / len(here) if here else 0, text),
        "missed": len(missed),
        "missed_url": f"{url}?month={month}&" + "&".join(f"state={state}" for state in NOT_DONE),
        "lines": lines.drawn(shown),
        "more": more,
    }


def progress(actor: Actor) -> Progress:
    """Step 7: the essentials of the ready wheel are on it, whoever does them is known, and none of it is late."""
    rows = activities_for(actor).filter(archived_at=None)
    essentials = {entry.key: set(entry.title.values()) for entry in library.entries() if entry.essential}
    known = list(rows.values_list("library_id", "title"))
    keys, titles = {key for key, _title in known}, {title for _key, title in known}
    done = sum(key in keys or bool(names & titles) for key, names in essentials.items())
    path = "wheel/ready/" if actor.may(PLAN) else "wheel/"
    if not known:
        return Progress(
            0, len(essentials), gettext("Nothing on the wheel yet"), gettext("Choose ready activities"), path
        )
    told = ngettext(
        "%(done)s of %(count)s essential activity is on the wheel",
        "%(done)s of %(count)s essential activities are on the wheel",
        len(essentials),
    ) % {"done": done, "count": len(essentials)}
    if done < len(essentials):
        return Progress(
            done,
            len(essentials),
            told,
            gettext("Choose ready activities"),
            f"{path}?view=essential" if actor.may(PLAN) else path,
        )
    return Progress(done, len(essentials), told, gettext("See the year"), "wheel/")
