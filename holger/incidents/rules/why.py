"""Why a clock stands as it does, in words that whoever is responsible can repeat to an authority."""

from collections.abc import Iterator

from holger.core.words import N_, Reason
from holger.incidents.rules.clock_entry import Limit, Start
from holger.incidents.rules.clocks import Clock, State
from holger.incidents.rules.periods import Unit

WAITS = {
    Start.FIRST_SIGN: N_("Starts at the first sign of the incident, which is not entered yet."),
    Start.AWARE: N_("Starts when you become aware of it, which is not entered yet."),
    Start.CLASSIFIED: N_("Starts when the question that it hangs on is answered yes."),
    Start.SUBMITTED: N_("Starts when the notice before it is sent."),
    Start.FIX_AVAILABLE: N_("Starts when a fix or another remedy is available."),
    Start.HANDLED: N_("Starts when the incident is handled."),
}
RUNS = {
    Start.FIRST_SIGN: N_("Runs from the first sign of the incident."),
    Start.AWARE: N_("Runs from when you became aware of it."),
    Start.CLASSIFIED: N_("Runs from when the question that it hangs on was answered yes."),
    Start.SUBMITTED: N_("Runs from when the notice before it was sent."),
    Start.FIX_AVAILABLE: N_("Runs from when a fix or another remedy became available."),
    Start.HANDLED: N_("Runs from when the incident was handled."),
}
COUNTED = {
    Unit.HOURS: N_("Hours run through nights, weekends and holidays, and through the change to and from summer time."),
    Unit.DAYS: N_("The day of the event is not counted. The last day ends at midnight."),
    Unit.MONTHS: N_(
        "A month ends at midnight on the same day of the next month, or on its last day where there is no such day."
    ),
    Unit.NO_DELAY: N_("The law gives no number of hours: do it without undue delay."),
}


def why(clock: Clock) -> list[Reason]:
    return [Reason(text) for text in _texts(clock)]


def _texts(clock: Clock) -> Iterator[str]:
    if clock.state == State.NOT_RELEVANT:
        yield _irrelevant(clock)
        return
    if clock.undecided and clock.start is not None:
        yield N_("It is not decided yet whether this is a duty. Until it is, the deadline counts.")
    if clock.limit is None:
        yield WAITS[clock.rule.limits[0].start]
        if clock.projected is not None:
            yield N_("The date shown is the latest one, if the notice before it is sent at its last moment.")
    else:
        yield RUNS[clock.limit.start]
        yield from _length(clock, clock.limit)
    if clock.before:
        yield N_("The start was corrected. What stood before is kept.")
    if clock.late_reason_wanted:
        yield N_("It was sent late. Write why: the law asks for the reason.")


def _length(clock: Clock, limit: Limit) -> Iterator[str]:
    if text := COUNTED.get(limit.length.unit):
        yield text
    if clock.due is not None and clock.due.lenient is not None:
        yield N_(
            "The deadline falls on a day off, so the law may allow until the next working day. Keep to the first date."
        )


def _irrelevant(clock: Clock) -> str:
    if clock.spared:
        return N_("Not needed, because what it was for came in time.")
    return N_("It is decided that this is not relevant.")
