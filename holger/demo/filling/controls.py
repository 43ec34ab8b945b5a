"""Controls are written down, come into place step by step, answer requirements and leave evidence.

What risks rest on stands in one file, what is known beside that in another; they are told as one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from holger.controls import library, services
from holger.controls.models import Control, Status
from holger.core.actor import Actor
from holger.demo.filling import proof
from holger.demo.filling.frameworks import taken_on
from holger.demo.filling.story import Story
from holger.evidence.services import evidence_attach
from holger.frameworks.models import Requirement

Words = Mapping[str, Any]
Step = tuple[int, dict[str, Any]]
"""Days ago, and what became of it then."""

MADE = 560
"""Days ago, before the first round."""
FIRST_LINKS = 5
"""Days from the taking on of a framework to the first links to it."""


def plan(story: Story) -> None:
    answering = defaultdict(list)
    for words in all_of(story):
        (made, first), *later = steps(words)
        story.at(made, make, words, first)
        for days, step in later:
            story.at(days, go_on, words["key"], step)
        for framework in words.get("answers", {}):
            answering[framework, min(made, taken_on(story, framework) - FIRST_LINKS)].append(words)
    for (framework, days), several in answering.items():
        story.at(days, tie, framework, several)


def plan_evidence(story: Story) -> None:
    """What proves that they work is put beside them when it is there."""
    proofs = {words["key"]: proof.days_since(words) for words in proof.all_of(story)}
    for words in all_of(story):
        for key in words.get("evidence", ()):
            story.at(min(steps(words)[0][0], proofs[key]), prove, words["key"], key)


def all_of(story: Story) -> Iterator[Words]:
    """Each control with all that is told of it."""
    more = {words["key"]: words for words in story.content["control_work"]}
    for words in story.content["controls"]:
        yield {**words, **more.pop(words["key"], {})}
    yield from more.values()


def steps(words: Words) -> list[Step]:
    """How it got to where it is, the first step when it was written down."""
    if "course" in words:
        return [(days, {"status": status, "maturity": level}) for days, status, level in words["course"]]
    made, since = words.get("made_days_ago", MADE), words.get("in_place_days_ago", MADE)
    levels = words.get("maturity", ())
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    if since < made:
        found[made]["status"], found[since]["status"] = Status.STARTED, words["status"]
    else:
        found[made]["status"] = words["status"]
    if isinstance(levels, Sequence):
        for days, level in levels:
            found[min(days, made)]["maturity"] = level
    else:
        found[min(since, made)]["maturity"] = levels
    return sorted(found.items(), reverse=True)


def make(story: Story, words: Words, first: Mapping[str, Any]) -> None:
    story.controls[words["key"]] = services.control_create(
        actor=story.officer,
        title=story.text(words["title"]),
        description=story.text(words.get("description") or proposed(words)),
        kind=words["kind"],
        function=words["function"],
        owner=story.person(words["owner"]),
        unit=story.units.get(words.get("unit", "")),
        due=story.day(words.get("due_in_days")),
        every=words.get("every", ""),
        drivers=words.get("drivers", []),
        cost_once=words.get("once"),
        cost_yearly=words.get("yearly"),
        assets=[story.assets[key] for key in words.get("assets", ())],
        library_id=words.get("library", ""),
        **first,
    )


def proposed(words: Words) -> Any:
    """What the catalogue says of it, where it was made from that."""
    entry = library.entry(words.get("library", ""))
    return entry.about if entry else None


def go_on(story: Story, key: str, step: Mapping[str, Any]) -> None:
    """Its owner tells how far it is, where they may, and the security officer otherwise."""
    control = story.controls[key]
    services.control_edit(actor=teller(story, control), control=control, **step)


def teller(story: Story, control: Control) -> Actor:
    owner = next((key for key, person in story.people.items() if person.pk == control.owner_id), None)
    actor = story.actor(owner) if owner else story.officer
    return actor if actor.may("controls.edit", control) else story.officer


def tie(story: Story, framework: str, several: Sequence[Words]) -> None:
    """Tell which requirements of a framework each of these controls answers."""
    rows = Requirement.objects.filter(framework=story.frameworks[framework], assessable=True)
    requirements = {}
    for row in rows.defer("guide"):
        row.framework = story.frameworks[framework]
        requirements[row.code] = row
    for words in several:
        for strength, codes in words["answers"][framework].items():
            services.links_add(
                actor=story.officer,
                control=story.controls[words["key"]],
                requirements=[requirements[code] for code in codes],
                strength=strength,
            )


def prove(story: Story, key: str, evidence: str) -> None:
    evidence_attach(actor=story.officer, evidence=story.evidence[evidence], subject=story.controls[key])
