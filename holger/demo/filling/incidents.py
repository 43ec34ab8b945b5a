"""Incidents happen, are decided on, told of, recovered and learned from; and one is played."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from holger.core import dates
from holger.core.actor import Actor
from holger.demo.filling.story import JUST_NOW, Story
from holger.exchange.papers.setting import paper_file
from holger.incidents import library, services, signals
from holger.incidents.models import Affected, Correction, Entry, EntryKind, Incident, Member, Status
from holger.incidents.papers.drills import drill_paper
from holger.incidents.rules.states import STEPS as WAYS
from holger.incidents.selectors.clocks import case_of
from holger.incidents.services.standing import signed
from holger.organisation.services import next_numbers
from holger.tasks import services as tasks
from holger.tasks.models import Task

Words = Mapping[str, Any]

PROFILE_SET = 420
"""Days ago."""
HOURS, MINUTES = 24, 24 * 60
FACTS = ("category", "source", "impact", "urgency", "severity", "cause", "people_count", "outage_minutes", "malicious")
RANKS = ("low", "medium", "high", "critical")
TO_STEP = {"contained": "contain", "recovered": "recover", "closed": "close"}


def plan(story: Story) -> None:
    story.at(PROFILE_SET, set_profile)
    for words in story.content["incidents"]:
        story.at(words["days_ago"], happen, words)
        for step in words.get("course", ()):
            story.at(max(words["days_ago"] - step["h"] / HOURS, JUST_NOW), go, words, step)
    for words in story.content["drills"]:
        story.at(words["days_ago"], play, words)


def set_profile(story: Story) -> None:
    words = dict(story.content["legal_profile"])
    words["management"] = [story.people[key] for key in words["management"]]
    services.profile_set(actor=story.officer, **words)


def happen(story: Story, words: Words) -> None:
    """As a plain row: what it is and who works on it."""
    now, status = dates.now(), Status(words.get("status", "open"))
    number = next_numbers(organisation_id=story.organisation.pk, prefix=Incident.prefix)[0]
    severity = words.get("severity", "")
    incident = Incident.objects.create(
        organisation=story.organisation,
        number=number,
        reference=f"{Incident.prefix}-{number}",
        title=story.text(words["title"]),
        description=story.text(words["description"]),
        status=status,
        owner=story.person(words.get("owner")),
        unit=story.units[words["unit"]] if "unit" in words else None,
        reporter=story.person(words.get("reporter")),
        detected_at=now,
        occurred_from=now - timedelta(hours=words["began"]) if "began" in words else None,
        taken_on_at=now if status == Status.OPEN else None,
        severity_rank=RANKS.index(severity) if severity else -1,
        restricted=words.get("restricted", False),
        **{name: words[name] for name in FACTS if name in words},
        **{f"hits_{name}": True for name in words.get("hits", ())},
    )
    story.incidents[words["key"]] = incident
    for key, part in words.get("team", {}).items():
        Member.objects.create(organisation=story.organisation, incident=incident, person=story.people[key], part=part)
    if "none" in words:
        told = words["none"]
        for question in told["questions"]:
            _decide(
                story, words, {"by": told.get("by"), "question": question, "answer": "no", "reason": told["reason"]}
            )


def go(story: Story, words: Words, step: Words) -> None:
    STEPS[step["do"]](story, words, step)


def by(story: Story, words: Words, step: Words) -> Actor:
    """Whoever is named, else whoever leads it."""
    return story.actor(step.get("by") or words["owner"])


def aware(story: Story, words: Words, step: Words) -> None:
    told = {"point": "aware", "at": dates.now(), "basis": story.text(step["basis"])}
    services.moment_tell(actor=by(story, words, step), incident=story.incidents[words["key"]], **told)


def _decide(story: Story, words: Words, step: Words) -> None:
    told = {"question": step["question"], "answer": step["answer"], "reason": story.text(step["reason"])}
    services.decision_make(actor=by(story, words, step), incident=story.incidents[words["key"]], **told)


def line(story: Story, words: Words, step: Words) -> None:
    _line(story, story.incidents[words["key"]], by(story, words, step), step["kind"], step["text"])


def _line(story: Story, incident: Incident, actor: Actor, kind: str, text: Words) -> None:
    now = dates.now()
    row = {"kind": EntryKind(kind), "text": story.text(text), "at": now, "entered_at": now}
    Entry.objects.create(**row, **signed(actor, incident))


def hit(story: Story, words: Words, step: Words) -> None:
    asset = story.assets[step["asset"]]
    Affected.objects.create(
        organisation=story.organisation,
        incident=story.incidents[words["key"]],
        subject_type=asset.subject_type,
        subject_id=asset.pk,
        condition=step["condition"],
        people_count=step.get("people"),
    )


def sent(story: Story, words: Words, step: Words) -> None:
    services.notice_record(
        actor=by(story, words, step),
        incident=story.incidents[words["key"]],
        clock=step["clock"],
        sheet=step["sheet"],
        language=story.language,
        at=dates.now(),
        recipient=story.text(step["recipient"]),
        receipt=step["receipt"],
    )


def dismiss(story: Story, words: Words, step: Words) -> None:
    services.clock_dismiss(
        actor=by(story, words, step),
        incident=story.incidents[words["key"]],
        clock=step["clock"],
        reason=story.text(step["reason"]),
    )


def take(story: Story, words: Words, step: Words) -> None:
    """A step of the case, as a plain row that tells of itself."""
    incident, now = story.incidents[words["key"]], dates.now()
    name = TO_STEP[step["to"]]
    incident.refresh_from_db()
    incident.status = WAYS[name].ends
    setattr(incident, WAYS[name].stamp, now)
    incident.save(update_fields=["status", WAYS[name].stamp])
    actor = by(story, words, step)
    signals.incident_changed.send(sender=Incident, incident=incident, actor=actor, step=name)


def evaluate(story: Story, words: Words, step: Words) -> None:
    services.evaluation_finish(
        actor=by(story, words, step),
        incident=story.incidents[words["key"]],
        held_on=dates.today(),
        present=step["present"],
        went_well=story.text(step["well"]),
        went_badly=story.text(step["badly"]),
        whys=step.get("whys", {}).get(story.language, []),
        root_cause=story.text(step.get("root")),
        lessons=story.text(step["lessons"]),
    )


def correct(story: Story, words: Words, step: Words) -> None:
    story.corrections[step["key"]] = services.correction_add(
        actor=by(story, words, step),
        incident=story.incidents[words["key"]],
        title=story.text(step["title"]),
        owner=story.people[step["owner"]],
        due=story.day(step["due_in_days"]),
    )


def finish(story: Story, words: Words, step: Words) -> None:
    """Whoever has the task says that it is done."""
    task = Task.objects.get(pk=_again(story, step).task_id)
    tasks.task_done(actor=story.acting(task.owner_id) or story.officer, task=task)


def check(story: Story, words: Words, step: Words) -> None:
    services.correction_check(
        actor=by(story, words, step),
        correction=_again(story, step),
        worked=step["worked"],
        note=story.text(step["note"]),
    )


def _again(story: Story, step: Words) -> Correction:
    return Correction.objects.select_related("incident").get(pk=story.corrections[step["key"]].pk)


def touch(story: Story, words: Words, step: Words) -> None:
    actor, incident = by(story, words, step), story.incidents[words["key"]]
    made = services.touches_add(actor=actor, incident=incident, about=[story.risks[step["risk"]]])[0]
    reason = story.text(step["reason"])
    services.likelihood_propose(actor=actor, touch=made, likelihood=step["likelihood"], reason=reason)


STEPS: Mapping[str, Any] = {
    "aware": aware,
    "decide": _decide,
    "line": line,
    "hit": hit,
    "sent": sent,
    "dismiss": dismiss,
    "status": take,
    "evaluate": evaluate,
    "correct": correct,
    "done": finish,
    "check": check,
    "touch": touch,
}


# Exercises


def play(story: Story, words: Words) -> None:
    leader, team = story.people[words["leader"]], [story.people[key] for key in words["team"]]
    actor = story.actor(words["leader"])
    incident = services.drill_start(actor=actor, exercise=words["exercise"], leader=leader, team=team)
    minutes = library.exercises()[words["exercise"]].minutes
    for number, minute in enumerate(words["minutes"], 1):
        story.at(story.told - minute / MINUTES, tell, incident, actor, number)
    for each in words["lines"]:
        story.at(story.told - each["minute"] / MINUTES, write, incident, each)
    story.at(story.told - minutes / MINUTES, end, incident, actor, words)


def tell(story: Story, incident: Incident, actor: Actor, number: int) -> None:
    services.inject_tell(actor=actor, incident=incident, number=number)


def write(story: Story, incident: Incident, each: Words) -> None:
    _line(story, incident, story.actor(each["by"]), EntryKind.ACTION, each["text"])


def end(story: Story, incident: Incident, actor: Actor, words: Words) -> None:
    lessons, case = story.text(words["lessons"]), case_of(actor, incident)
    if case is None:
        return
    exercise = library.exercises()[words["exercise"]]
    with translation.override(story.language):
        paper = drill_paper(actor, case, exercise, lessons, story.language)
        file = SimpleUploadedFile(f"{incident.reference.lower()}.pdf", paper_file(paper, "pdf"))
    services.drill_finish(actor=actor, incident=incident, lessons=lessons, report=file)
