"""Whatever is entered, in whatever order: no clock contradicts the facts, and each says why it stands as it does."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from holger.incidents import library
from holger.incidents.rules.assessing import QUESTIONS, Answer, Decision
from holger.incidents.rules.clock_entry import Start, applying
from holger.incidents.rules.clocks import OPEN, State, by_urgency, clocks, dismissible
from holger.incidents.rules.entities import ENTITIES
from holger.incidents.rules.facts import Agreement, Facts, Moment, Notice, Sent
from holger.incidents.rules.periods import Length, Place, Unit
from holger.incidents.rules.reminders import following, passed
from holger.incidents.rules.sheets import fill
from holger.incidents.rules.why import why
from holger.incidents.tests.stories import COPENHAGEN

pytestmark = pytest.mark.once
KEYS = sorted({rule.key for rule in library.clocks()})
TIMES = some.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=some.just(UTC))
MOMENTS = some.lists(TIMES.map(Moment), max_size=3)
NOTICES = some.lists(TIMES, min_size=1, max_size=3).flatmap(
    lambda times: some.builds(
        lambda kinds: [
            Notice(at, kind)
            for at, kind in zip(sorted(times), [Sent.NOTICE, *kinds], strict=False)
        ],
        some.lists(some.sampled_from(Sent), min_size=2, max_size=2),
    )
)  # fmt: skip


def decisions(keys: list[str]):
    return some.dictionaries(
        some.sampled_from(keys),
        some.builds(Decision, some.just(""), some.sampled_from(Answer), some.just("why"), some.just("Anna"), TIMES),
        max_size=6,
    )


FACTS = some.builds(
    Facts,
    moments=some.dictionaries(some.sampled_from([Start.FIRST_SIGN, Start.AWARE, Start.FIX_AVAILABLE, Start.HANDLED]), MOMENTS),
    aware_of=some.dictionaries(some.sampled_from(sorted(QUESTIONS)), MOMENTS, max_size=2),
    decisions=decisions(sorted(QUESTIONS)),
    notices=some.dictionaries(some.sampled_from(KEYS), NOTICES, max_size=8),
    dismissed=decisions(KEYS),
    agreements=some.just((Agreement("c", "A customer", Length(Unit.HOURS, 48)),)),
)  # fmt: skip
KINDS = some.frozensets(some.sampled_from(sorted(ENTITIES)), max_size=4)


@settings(max_examples=60)
@given(FACTS, KINDS, TIMES)
def test_clocks_agree_with_the_facts(facts, kinds, now):
    place = Place(COPENHAGEN, "DK", kinds)
    found = clocks(applying(library.clocks(), place), facts, place, now)
    assert len(by_urgency(found)) == len({each.key for each in found}) == len(found)
    for clock in found:
        answered_no = _no(facts, clock.rule.follows)
        assert why(clock)
        if clock.is_open:
            assert clock.start is not None
            assert not answered_no
            assert not facts.sent(clock.key)
        if clock.state == State.OVERDUE:
            assert now > clock.due.at
        if clock.state == State.RUNNING:
            assert now <= clock.due.at
            assert clock.percent < 75
        if clock.state == State.NOT_RELEVANT:
            assert answered_no or clock.spared or dismissible(clock.limit)
        if clock.state == State.WITHDRAWN:
            assert answered_no
        if clock.late is not None and clock.notice is not None:
            first = (facts.sent(clock.key) or facts.notices[clock.key])[0]
            assert first.at - clock.due.at == clock.late
        assert clock.is_open == (clock.state in OPEN)


@settings(max_examples=40)
@given(FACTS, TIMES)
def test_the_next_reminder_is_to_come_and_the_last_one_has_come(facts, now):
    place = Place(COPENHAGEN)
    for clock in clocks(applying(library.clocks(), place), facts, place, now):
        last, coming = passed(clock, now), following(clock, now)
        assert last is None or last.at <= now
        assert coming is None or coming.at > now
        assert (last is None and coming is None) or clock.is_open


@settings(max_examples=40)
@given(
    some.sampled_from(sorted(library.sheets())),
    some.dictionaries(
        some.sampled_from(sorted({each.of.key for sheet in library.sheets().values() for each in sheet.fields})),
        some.one_of(some.none(), some.booleans(), some.integers(), some.text(), TIMES, some.lists(some.text()), some.just("unknown")),
    ),
    some.sampled_from(["da", "en"]),
)  # fmt: skip
def test_any_case_fills_any_sheet(key, case, language):
    sheet = library.sheets()[key]
    filled = fill(sheet, case, language)
    assert [line.key for line in filled.lines] == [each.of.key for each in sheet.fields]
    assert all(line.text for line in filled.lines if line.standing != "empty")
    assert json.loads(json.dumps(filled.as_data()))["sheet"] == key
    assert filled.as_text()


def _no(facts: Facts, question: str) -> bool:
    """As people would say it: it, or what it comes after, is answered no."""
    chain = [question]
    while QUESTIONS[chain[-1]].after:
        chain.append(QUESTIONS[chain[-1]].after)
    return any(each in facts.decisions and facts.decisions[each].answer == Answer.NO for each in chain)
