"""Contracts with suppliers: their terms, what somebody has read in them, and what was decided about them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from holger.core import dates
from holger.demo.filling.story import Story
from holger.demo.filling.suppliers import named
from holger.demo.filling.told import LOOKED
from holger.suppliers import services
from holger.suppliers.jobs.contracts import reminders
from holger.suppliers.models import Contract, Held
from holger.suppliers.models.agreements import ANNEXES
from holger.suppliers.services import Read

Words = Mapping[str, Any]
PLAIN = (
    *("kind", "renewal", "renews", "notice", "notice_unit", "notice_month_end", "value", "currency"),
    *("incident_hours", "their_reference"),
)
FOUND = {"missing": Held.MISSING, "not_needed": Held.NOT_NEEDED}


def plan(story: Story) -> None:
    for words in story.content.get("contracts", ()):
        story.at(words["told"], tell, words)
        for what, days, *more in words.get("later", ()):
            story.at(days, LATER[what], words, *more)
    for days in LOOKED:
        story.at(days, look)


def look(story: Story) -> None:
    """Whoever answers for a contract is told of its latest notice date, as every night."""
    reminders(story.organisation.pk)


def tell(story: Story, words: Words) -> None:
    made = services.contract_create(
        actor=story.officer,
        status="draft" if words.get("draft") else "active",
        title=story.text(words["title"]),
        supplier=named(story, words["supplier"]),
        part_of=story.contracts[words["part_of"]] if "part_of" in words else None,
        owner=story.people[words["owner"]],
        unit=story.units[words["unit"]],
        covers=story.text(words.get("covers")),
        signed=_day(story, words, "starts", -20),
        starts=_day(story, words, "starts"),
        ends=_end(story, words),
        **{name: words[name] for name in PLAIN if name in words},
    )
    story.contracts[words["key"]] = made
    services.clauses_set(actor=story.officer, contract=made, read=_clauses(words))
    if "agreement" in words:
        agree(story, made, words["agreement"])


def _clauses(words: Words) -> dict[str, Read]:
    found = {key: Read(Held.PRESENT, str(paragraph)) for key, paragraph in words.get("read", {}).items()}
    for name, held in FOUND.items():
        found |= {key: Read(held) for key in words.get(name, ())}
    return found


def agree(story: Story, contract: Contract, words: Words) -> None:
    there = {f"annex_{letter}" for letter in words["annexes"]}
    told = {name: words[name] for name in ("instruction_version", "concept", "subprocessor_days") if name in words}
    services.agreement_set(
        actor=story.officer,
        contract=contract,
        instruction_date=_day(story, words, "instruction_date"),
        supervision_note=story.text(words.get("note")),
        **{name: Held.PRESENT if name in there else Held.MISSING for name in ANNEXES},
        **told,
    )


def _day(story: Story, words: Words, name: str, more: int = 0) -> date | None:
    return story.day(words[name] + more) if name in words else None


def _end(story: Story, words: Words) -> date | None:
    end = _day(story, words, "ends")
    return end + relativedelta(day=31) if end and words.get("month_end") else end


# What came later


def amend(story: Story, words: Words, what: Any, holds_from: int) -> None:
    day = story.day(-holds_from)
    assert day is not None
    services.amendment_add(
        actor=story.officer, contract=_now(story, words), what=story.text(what), holds_from=day, signed=dates.today()
    )


def keep(story: Story, words: Words, reason: Any) -> None:
    services.contract_keep(actor=story.officer, contract=_now(story, words), reason=story.text(reason))


def give_notice(story: Story, words: Words, reason: Any) -> None:
    contract = _now(story, words)
    services.contract_give_notice(
        actor=story.officer, contract=contract, given_on=dates.today(), reason=story.text(reason)
    )


def end(story: Story, words: Words, reason: Any) -> None:
    services.contract_step(actor=story.officer, contract=_now(story, words), step="end", reason=story.text(reason))


def _now(story: Story, words: Words) -> Contract:
    return Contract.objects.get(pk=story.contracts[words["key"]].pk)


LATER: Mapping[str, Callable[..., None]] = {"amend": amend, "keep": keep, "notice": give_notice, "end": end}
