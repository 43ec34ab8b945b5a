"""Numbers of the incidents that an actor may know of: exercises, rejected and joined ones are left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet
from django.utils.translation import get_language, gettext

from holger.core.actor import Actor
from holger.core.words import say
from holger.incidents.library.titles import category_titles
from holger.incidents.models import Cause, Incident, Moment, SentNotice
from holger.incidents.models.moments import Point
from holger.incidents.models.notices import Sending
from holger.incidents.rules.statistics import Spread, Stretch, between, counted, shares, spread, stretches, trend
from holger.incidents.selectors.drills import counted as counted_incidents
from holger.incidents.selectors.severity import level_titles, method_of
from holger.organisation.models import Unit

COLUMNS = (
    *("category", "cause", "unit", "severity"),
    *("occurred_from", "detected_at", "contained_at", "recovered_at"),
)
TIMES = ("detect", "contain", "recover", "notify")


@dataclass(frozen=True)
class Share:
    """How many there are of one kind; ``key`` is what the list is filtered by, "" for those of which it is not known."""

    key: str
    title: str
    count: int


@dataclass(frozen=True)
class Numbers:
    """``by_time``: how many in each month or quarter. ``times``: how long it took, by ``TIMES``. ``by``: shares by field."""

    total: int
    by_time: Sequence[tuple[Stretch, int]]
    trend: int | None
    times: Mapping[str, Spread]
    by: Mapping[str, Sequence[Share]]


def numbers_of(actor: Actor, since: date, until: date, unit: str, zone: str) -> Numbers:
    """What was detected from one day to another, both included, on the clock of the organisation. In six questions."""
    here = ZoneInfo(zone)
    within = _within(actor, since, until, here).order_by()
    rows = list(within.values_list(*COLUMNS))
    among = stretches(since, until, unit)
    days = [*(each.first for each in among), among[-1].last + timedelta(days=1)]
    counts = counted((row[5] for row in rows), [_begin(day, here) for day in days])
    full = [count for each, count in zip(among, counts, strict=True) if each.last <= until]
    return Numbers(
        total=len(rows),
        by_time=list(zip(among, counts, strict=True)),
        trend=trend(full),
        times={
            "detect": spread(between((row[4], row[5]) for row in rows)),
            "contain": spread(between((row[5], row[6]) for row in rows)),
            "recover": spread(between((row[5], row[7]) for row in rows)),
            "notify": spread(_notified(actor, within)),
        },
        by={
            "category": _shares((row[0] for row in rows), _categories()),
            "cause": _shares((row[1] for row in rows), {value: str(label) for value, label in Cause.choices}),
            "unit": _shares((str(row[2] or "") for row in rows), _units(actor)),
            "severity": _shares((row[3] for row in rows), severity_titles(actor)),
        },
    )


def _within(actor: Actor, since: date, until: date, zone: ZoneInfo) -> QuerySet[Incident]:
    begin, end = _begin(since, zone), _begin(until + timedelta(days=1), zone)
    return counted_incidents(actor).filter(detected_at__gte=begin, detected_at__lt=end)


def _begin(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins there."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _notified(actor: Actor, within: QuerySet[Incident]) -> list[timedelta]:
    """From when one was aware, as it stands now, to the first notice that an authority or anybody else was sent."""
    here = {"organisation_id": actor.organisation_id, "incident__in": within.values("pk")}
    sent = SentNotice.objects.filter(**here).exclude(kind=Sending.WITHDRAWAL).order_by()
    first = dict(sent.values("incident").annotate(first=Min("at")).values_list("incident", "first"))
    told = Moment.objects.filter(**here, point=Point.AWARE, question="").order_by("entered_at", "id")
    aware = dict(told.values_list("incident", "at"))
    return between((aware.get(key), at) for key, at in first.items())


def _shares(keys: Iterable[str], titles: Mapping[str, str]) -> list[Share]:
    return [
        Share(key, titles.get(key, key) if key else gettext("Not said"), count) for key, count in shares(keys, titles)
    ]


def _categories() -> dict[str, str]:
    return {key: say(title, get_language()) for key, title in category_titles().items()}


def _units(actor: Actor) -> dict[str, str]:
    rows = Unit.objects.filter(organisation_id=actor.organisation_id).values_list("pk", "name")
    return {str(key): name for key, name in rows}


def severity_titles(actor: Actor) -> dict[str, str]:
    """The levels of the organisation's method, the least first."""
    return dict(level_titles(method_of(actor.organisation_id).severities))
