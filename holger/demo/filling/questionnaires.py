"""Suppliers are asked about security and answer in the portal, as somebody there would; then it is judged and concluded."""

from collections.abc import Mapping
from typing import Any

from holger.demo.filling.story import JUST_NOW, Story
from holger.demo.filling.suppliers import named
from holger.demo.filling.told import LOOKED
from holger.suppliers import services
from holger.suppliers.jobs.questionnaires import remind
from holger.suppliers.models import AnswerFinding, Questionnaire, Sending
from holger.suppliers.rules.questions import Kind, Question, asked
from holger.suppliers.selectors.portal import Guest, guest_by
from holger.suppliers.services import Said
from holger.suppliers.services.links import address_of, link_make

Words = Mapping[str, Any]
BEST = {Kind.YES_PARTLY_NO: "yes", Kind.NUMBER: "7"}


def plan(story: Story) -> None:
    words = story.content.get("questionnaires")
    if not words:
        return
    made: dict[str, Any] = {}
    story.at(words["adopted"], adopt, made)
    for one in words["sendings"]:
        plan_one(story, one, made)
    for days in LOOKED:
        story.at(days, look)


def plan_one(story: Story, words: Words, made: dict[str, Any]) -> None:
    story.at(words["sent"], send, words, made)
    for name, act in (("answered", answer), ("handed_in", hand_in), ("concluded", conclude)):
        if name in words:
            story.at(words[name], act, words, made)
    if "judged" in words:
        story.at(words["handed_in"] - 1, judge, words, made)
    for found in words.get("findings", ()):
        plan_finding(story, words, found, made)
    if "handed_in" not in words:
        story.at(JUST_NOW, open_door, words, made)


def plan_finding(story: Story, words: Words, found: Words, made: dict[str, Any]) -> None:
    raised: dict[str, AnswerFinding] = {}
    story.at(found["raised"], find, words, found, made, raised)
    if "replied" in found:
        story.at(found["replied"], reply, words, found, made, raised)
    story.at(found["closed"], close, words, found, raised)


def adopt(story: Story, made: dict[str, Any]) -> None:
    made["questionnaire"] = services.questionnaire_adopt(actor=story.officer)


def send(story: Story, words: Words, made: dict[str, Any]) -> None:
    due = story.day(words["due"])
    assert due is not None
    questionnaire: Questionnaire = made["questionnaire"]
    made[words["key"]] = services.questionnaire_send(
        actor=story.officer,
        supplier=named(story, words["supplier"]),
        questionnaire=questionnaire,
        contact=words["contact"],
        email=words["email"],
        due=due,
        language=story.language,
        message=story.text(words.get("message")),
        owner=story.people[words["by"]],
    )


def look(story: Story) -> None:
    """Whoever has not answered is reminded, as every night."""
    remind(story.organisation.pk)


# At the supplier


def _guest(sending: Sending, email: str) -> Guest:
    """Whoever it was sent to, come in by a link; what mail it was in nobody kept."""
    _link, secret = link_make(sending, name=sending.contact, email=email, language=sending.language)
    exchanged = services.link_exchange(secret=secret)
    guest = guest_by(exchanged[1], sending.pk) if exchanged else None
    assert guest is not None
    return guest


def answer(story: Story, words: Words, made: dict[str, Any]) -> None:
    sending = _now(words, made)
    guest = _guest(sending, sending.email)
    services.answers_save(guest=guest, said=_all_said(story, words, sending))
    services.visit_end(guest=guest)


def _all_said(story: Story, words: Words, sending: Sending) -> dict[str, Said]:
    """What the supplier is asked, as far as they have come."""
    content, wanted = sending.version_sent.read, words.get("sections")
    said = {question.key: _said(story, words, question) for question in content.questions}
    values = {key: each.value for key, each in said.items()}
    questions = asked(content.questions, values, sending.criticality)
    return {each.key: said[each.key] for each in questions if wanted is None or each.section in wanted}


def _said(story: Story, words: Words, question: Question) -> Said:
    comment = story.text(words.get("comments", {}).get(question.key))
    if question.kind == Kind.TEXT:
        return Said(story.text(words["texts"].get(question.key)), comment)
    best = BEST.get(question.kind) or next(iter(question.answers))
    return Said(words["answers"].get(question.key, best), comment)


def hand_in(story: Story, words: Words, made: dict[str, Any]) -> None:
    sending = _now(words, made)
    guest = _guest(sending, sending.email)
    name, title = words["as"]
    services.answers_submit(guest=guest, name=name, title=story.text(title))
    services.visit_end(guest=guest)


def open_door(story: Story, words: Words, made: dict[str, Any]) -> None:
    """A link that is good today, for whoever looks at the demo."""
    sending = _now(words, made)
    _link, secret = link_make(sending, name=sending.contact, email=sending.email, language=sending.language)
    story.portal_links.append(address_of(secret))


# With us again


def judge(story: Story, words: Words, made: dict[str, Any]) -> None:
    question, points, why = words["judged"]
    told = {"question": question, "points": points, "judgement": story.text(why)}
    services.answer_judge(actor=story.actor(words["by"]), sending=_now(words, made), **told)


def find(story: Story, words: Words, found: Words, made: dict[str, Any], raised: dict[str, AnswerFinding]) -> None:
    raised["row"] = services.answer_finding_raise(
        actor=story.actor(words["by"]),
        sending=_now(words, made),
        text=story.text(found["text"]),
        question=found["question"],
        ours=found.get("ours", False),
        owner=story.person(found.get("owner")),
    )


def reply(story: Story, words: Words, found: Words, made: dict[str, Any], raised: dict[str, AnswerFinding]) -> None:
    sending = _now(words, made)
    guest = _guest(sending, sending.email)
    services.answer_finding_reply(guest=guest, pk=raised["row"].pk, reply=story.text(found["reply"]))
    services.visit_end(guest=guest)


def close(story: Story, words: Words, found: Words, raised: dict[str, AnswerFinding]) -> None:
    row = AnswerFinding.objects.get(pk=raised["row"].pk)
    services.answer_finding_close(actor=story.actor(words["by"]), finding=row, note=story.text(found["note"]))


def conclude(story: Story, words: Words, made: dict[str, Any]) -> None:
    told = {"verdict": words["verdict"], "conclusion": story.text(words["conclusion"])}
    services.sending_conclude(actor=story.actor(words["by"]), sending=_now(words, made), **told)


def _now(words: Words, made: dict[str, Any]) -> Sending:
    return Sending.objects.select_related("supplier", "version_sent").get(pk=made[words["key"]].pk)
