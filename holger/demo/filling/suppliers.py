"""What is written about suppliers: who they are, whom they stand on, what was read about them, and two spellings of one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from holger.core.actor import Actor
from holger.demo.filling.story import Story
from holger.suppliers import services
from holger.suppliers.models import Assurance, Supplier

Words = Mapping[str, Any]
PLAIN = ("category", "country", "countries", "access", "processor", "controller", "essential", "replaceable")
WORDED = ("delivers", "data", "alternatives", "exit_plan")


def plan(story: Story) -> None:
    for words in story.content.get("suppliers", ()):
        story.at(words["told"], tell, words)
        if "ended" in words:
            story.at(words["ended"], end, words)
    for words in story.content.get("spellings", ()):
        story.at(words["told"], misspell, words)
        if "merged" in words:
            story.at(words["merged"], merge, words)


def named(story: Story, name: str) -> Supplier:
    """The supplier of this name, however it is spelled; one that nobody has added is."""
    return Supplier.objects.get(pk=services.suppliers_named(actor=story.officer, names=[name])[name])


def tell(story: Story, words: Words) -> None:
    supplier = _planned(story, words) if words.get("status") == "planned" else named(story, words["supplier"])
    supplier = services.supplier_edit(actor=story.officer, supplier=supplier, **_answers(story, words))
    for name, role, mail, phone, *night in words.get("contacts", ()):
        told = {"role": story.text(role), "mail": mail, "phone": phone, "security": bool(night)}
        services.contact_add(actor=story.officer, supplier=supplier, name=name, **told)
    for link in words.get("links", ()):
        sub = named(story, link["to"])
        told = {
            "kind": link["kind"],
            "service": story.text(link["service"]),
            "approved_on": _ago(story, link, "approved"),
        }
        services.link_add(actor=story.officer, supplier=supplier, sub=sub, **told)
    for transfer in words.get("transfers", ()):
        told = {"country": transfer["country"], "basis": transfer["basis"], "data": story.text(transfer["data"])}
        services.transfer_add(actor=story.officer, supplier=supplier, **told)
    for report in words.get("assurances", ()):
        add_report(story, supplier, report)


def _planned(story: Story, words: Words) -> Supplier:
    return services.supplier_create(actor=story.officer, title=words["supplier"], status="planned")


def _answers(story: Story, words: Words) -> dict[str, Any]:
    answers = {name: words[name] for name in PLAIN if name in words}
    answers |= {name: story.text(words[name]) for name in WORDED if name in words}
    answers |= {name: story.person(words[name]) for name in ("owner", "deputy") if name in words}
    answers["people_count"] = words.get("people")
    answers["exit_tested"] = _ago(story, words, "exit_tested")
    answers["next_review"] = story.day(words.get("reviewed"))
    return answers


def add_report(story: Story, supplier: Supplier, words: Words) -> Assurance:
    began, ended = words.get("covers", (None, None))
    return services.assurance_add(
        actor=_reader(story),
        supplier=supplier,
        kind=words["kind"],
        title=words["title"],
        issuer=words.get("issuer", ""),
        starts=story.day(-began) if began else None,
        ends=story.day(-ended) if ended else None,
        expires=story.day(words["expires"]),
        read_on=_ago(story, words, "read"),
        reading=story.text(words.get("reading")),
        exceptions=story.text(words.get("exceptions")),
    )


def _reader(story: Story) -> Actor:
    """Reports are read by whoever looks after processors."""
    return story.actor("karen") if "karen" in story.people else story.officer


def end(story: Story, words: Words) -> None:
    services.supplier_step(actor=story.officer, supplier=named(story, words["supplier"]), step="end")


def misspell(story: Story, words: Words) -> None:
    services.supplier_create(actor=story.officer, title=words["name"])


def merge(story: Story, words: Words) -> None:
    double = Supplier.objects.get(organisation=story.organisation, title=words["name"])
    into = Supplier.objects.get(organisation=story.organisation, title=words["into"])
    reason = {"da": "Samme leverandør med en anden stavemåde.", "en": "The same supplier under another spelling."}
    services.supplier_merge(actor=story.officer, supplier=double, into=into, reason=story.text(reason))


def _ago(story: Story, words: Words, name: str) -> date | None:
    return story.day(-words[name]) if name in words else None
