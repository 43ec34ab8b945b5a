"""What somebody at a supplier does without an account: comes in, answers, brings files, asks a colleague, hands in, replies.

Every function but the first two is given a ``Guest``: a session that opens one questionnaire, and reaches nothing else.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.evidence.services import evidence_hand_in, evidence_take_back, files_keep
from holger.history import services as history
from holger.suppliers.models.sendings import (
    Answer,
    AnswerFinding,
    Attachment,
    PortalLink,
    PortalVisit,
    Sending,
    SendingState,
)
from holger.suppliers.permissions import QUESTIONNAIRE_ANSWER
from holger.suppliers.rules import sending as rules
from holger.suppliers.rules.questions import asked
from holger.suppliers.selectors.portal import Guest, actor_of, hash_of, link_by, may_renew, opens
from holger.suppliers.selectors.questionnaires import answers_of, score_of
from holger.suppliers.services.links import link_make, link_write
from holger.suppliers.services.sendings import count_again, step

HANDED_IN = N_("It has been handed in, and does not change any more.")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """An answer as it was written."""

    value: str = ""
    comment: str = ""
    unchanged: bool = False


# In and out


@transaction.atomic
def link_exchange(*, secret: str) -> tuple[PortalLink, str] | None:
    """Let whoever presses the button in, once; the key is for their browser's cookie. None for any other link."""
    link = PortalLink.objects.select_for_update(of=("self",)).filter(secret_hash=hash_of(secret)).first()
    if link is None or not opens(link):
        return None
    now = dates.now()
    link.used_at = now
    link.save(update_fields=["used_at"])
    key = secrets.token_urlsafe(32)
    PortalVisit.objects.create(
        organisation_id=link.organisation_id,
        link=link,
        key_hash=hash_of(key),
        created_at=now,
        expires_at=now + rules.VISIT_LASTS,
    )
    history.record(
        actor=actor_of(link), action="sending.opened", target=link.sending, changes={"email": [None, link.email]}
    )
    return link, key


@transaction.atomic
def link_renew(*, secret: str) -> bool:
    """Send a new link to the address that this one was sent to, whatever has become of it. Nobody else gets it."""
    link = link_by(secret)
    if link is None or not may_renew(link):
        return False
    Sending.objects.select_for_update(of=("self",)).get(pk=link.sending_id)  # two presses at once count as two
    lately = PortalLink.objects.filter(
        sending=link.sending_id, email__iexact=link.email, created_at__gt=dates.now() - ONE_DAY
    )
    if lately.count() >= rules.LINKS_A_DAY:
        return False
    new, secret = link_make(
        link.sending, name=link.name, email=link.email, language=link.language, invited_by=link.invited_by
    )
    link_write(new, secret, "again")
    history.record(
        actor=actor_of(link), action="sending.link_asked", target=link.sending, changes={"email": [None, link.email]}
    )
    return True


@transaction.atomic
def visit_end(*, guest: Guest) -> None:
    """This browser opens it no more; a new link does."""
    _may(guest)
    PortalVisit.objects.filter(pk=guest.visit.pk, ended_at=None).update(ended_at=dates.now())


@transaction.atomic
def colleague_invite(*, guest: Guest, name: str, email: str) -> PortalLink:
    """Have a colleague answer a part: a link of their own. Whoever is let in by whom stands in the history."""
    sending = _open(guest)
    known = hanging_on(PortalLink, sending=sending).filter(revoked_at=None)
    if known.values("email").distinct().count() >= rules.MOST_COLLEAGUES:
        raise RuleBroken(
            N_("%(most)s people have been let in, and that is the most."), params={"most": rules.MOST_COLLEAGUES}
        )
    if hanging_on(PortalLink, sending=sending).filter(email__iexact=email.strip(), revoked_at__isnull=False).exists():
        raise RuleBroken(N_("Somebody with that address has been shut out. Ask whoever sent you the questionnaire."), "email")  # fmt: skip
    language = guest.visit.link.language
    link, secret = link_make(
        sending, name=name, email=email, language=language, invited_by=f"{guest.name} <{guest.visit.link.email}>"
    )
    link_write(link, secret, "colleague")
    history.record(actor=guest.actor, action="sending.passed_on", target=sending, changes={"email": [None, link.email]})
    return link


# Answering


def answers_save(
    *, guest: Guest, said: Mapping[str, Said], files: Mapping[str, Sequence[UploadedFile]] | None = None
) -> int:
    """Keep answers and files; how many answers have changed. What is not asked is not kept. All of it, or nothing."""
    brought = {key: list(each) for key, each in (files or {}).items() if each}
    _may_bring(guest, brought)
    filed = {key: files_keep(guest.sending.organisation_id, each) for key, each in brought.items()}
    with transaction.atomic():
        sending = _open(guest)
        changed = answers_put(sending, said, by=guest.name)
        for key, kept in filed.items():
            for one in kept:
                evidence = evidence_hand_in(actor=guest.actor, subject=sending, filed=one)
                Attachment.objects.create(
                    organisation_id=sending.organisation_id,
                    sending=sending,
                    question=key,
                    evidence=evidence,
                    brought_by=guest.name,
                )
        if changed or filed:
            count_again(sending)
            told = {"answers": [None, len(changed)], "files": [None, sum(len(each) for each in filed.values())]}
            history.record(actor=guest.actor, action="sending.answered", target=sending, changes=told)
    return len(changed)


def _may_bring(guest: Guest, brought: Mapping[str, Sequence[UploadedFile]]) -> None:
    _open(guest, hold=False)
    known = guest.sending.version_sent.read.by_key
    if brought.keys() - known.keys():
        raise NotFound
    there = Attachment.objects.filter(sending=guest.sending).count()
    if there + sum(len(each) for each in brought.values()) > rules.MOST_FILES:
        raise RuleBroken(N_("%(most)s files can be attached, and no more."), params={"most": rules.MOST_FILES})


def answers_put(sending: Sending, said: Mapping[str, Said], *, by: str) -> list[str]:
    """Keep answers, and which of them have changed. Whoever calls has asked, and holds the sending."""
    questions, known = sending.version_sent.read.by_key, answers_of(sending)
    now, changed = dates.now(), []
    for key, told in said.items():
        if key not in questions:
            raise NotFound
        value, comment = told.value.strip(), told.comment.strip()
        if reason := rules.why_not_answer(questions[key], value, comment):
            raise RuleBroken(reason, f"value-{key}")
        row = known.get(key)
        before = (row.value, row.comment, row.unchanged) if row else ("", "", False)
        if before == (value, comment, told.unchanged):
            continue
        row = row or Answer(organisation_id=sending.organisation_id, sending=sending, question=key)
        row.value, row.comment, row.unchanged = value, comment, told.unchanged
        row.saved_at, row.saved_by = now, by[:200]
        row.save()
        changed.append(key)
    return changed


@transaction.atomic
def answers_reuse(*, guest: Guest) -> int:
    """Take last time's answers over where there is none yet, as unchanged; how many. Files are not taken over."""
    sending = _open(guest)
    before = (
        {row.question: row for row in Answer.objects.filter(sending=sending.before_id)} if sending.before_id else {}
    )
    known, questions = answers_of(sending), sending.version_sent.read.by_key
    said = {
        key: Said(row.value, row.comment, unchanged=True)
        for key, row in before.items()
        if key in questions and row.value and not (key in known and known[key].value)
        if not rules.why_not_answer(questions[key], row.value, row.comment)
    }
    changed = answers_put(sending, said, by=guest.name)
    if changed:
        count_again(sending)
        history.record(
            actor=guest.actor, action="sending.answered", target=sending, changes={"answers": [None, len(changed)]}
        )
    return len(changed)


@transaction.atomic
def file_drop(*, guest: Guest, pk: UUID) -> None:
    """Take a file off again, before it is handed in."""
    sending = _open(guest)
    row = hanging_on(Attachment, sending=sending).filter(pk=pk).select_related("evidence").first()
    if row is None:
        raise NotFound
    row.delete()
    evidence_take_back(actor=guest.actor, evidence=row.evidence, subject=sending)


@transaction.atomic
def answers_submit(*, guest: Guest, name: str, title: str) -> Sending:
    """Hand it in: from now on the answers stand. ``name`` and ``title`` are whose word it is."""
    return submit(guest.actor, _open(guest), name, title)


def submit(actor: Actor, sending: Sending, name: str, title: str) -> Sending:
    """The step itself. Whoever calls has asked, and holds the sending."""
    answers = answers_of(sending)
    found = score_of(sending, answers)
    if reason := rules.why_not_submit(found, name):
        raise RuleBroken(reason)
    told = {
        "submitted_by": name.strip()[:200],
        "submitted_title": title.strip()[:200],
        "submitted_at": dates.now(),
        "state": step(sending, rules.Step.SUBMIT),
    }
    for field, value in told.items():
        setattr(sending, field, value)
    sending.save(update_fields=list(told))
    _forget_unasked(sending, answers)
    Answer.objects.filter(sending=sending).update(state=Answer.HANDED_IN)
    count_again(sending)
    changes = {"submitted_by": [None, sending.submitted_by], "state": [SendingState.SENT, sending.state]}
    history.record(actor=actor, action="sending.submitted", target=sending, changes=changes)
    return sending


def _forget_unasked(sending: Sending, answers: Mapping[str, Answer]) -> None:
    """What was answered before somebody changed their mind about the question that it hangs on is not handed in."""
    values = {key: row.value for key, row in answers.items()}
    wanted = {each.key for each in asked(sending.version_sent.read.questions, values, sending.criticality)}
    hanging_on(Answer, sending=sending).exclude(question__in=wanted).delete()


@transaction.atomic
def answer_finding_reply(*, guest: Guest, pk: UUID, reply: str) -> AnswerFinding:
    """What the supplier has done, or will do, about a finding of ours."""
    _may(guest)
    finding = (
        AnswerFinding.objects.select_for_update(of=("self",)).filter(sending=guest.sending, ours=False, pk=pk).first()
    )
    if finding is None:
        raise NotFound
    if finding.state == AnswerFinding.CLOSED:
        raise RuleBroken(N_("The finding is closed."))
    if not reply.strip():
        raise RuleBroken(N_("Write what you have done, or will do, and when."), "reply")
    finding.reply = reply.strip()
    finding.state, finding.replied_at, finding.replied_by = AnswerFinding.REPLIED, dates.now(), guest.name
    finding.full_clean(exclude=["sending", "organisation"])
    finding.save()
    changes = {"finding": [None, str(finding)], "reply": [None, finding.reply[:500]]}
    history.record(actor=guest.actor, action="sending.replied", target=guest.sending, changes=changes)
    return finding


def _may(guest: Guest) -> None:
    """The session is for this sending, which is of the link that the session came by; nothing else is reached by it."""
    guest.actor.require(QUESTIONNAIRE_ANSWER)
    if guest.visit.link.sending_id != guest.sending.pk or guest.sending.organisation_id != guest.actor.organisation_id:
        raise NotFound


def _open(guest: Guest, *, hold: bool = True) -> Sending:
    """The sending as it is now, held, while it can be answered."""
    _may(guest)
    rows = Sending.objects.select_related("supplier", "version_sent")
    sending = (rows.select_for_update(of=("self",)) if hold else rows).get(pk=guest.sending.pk)
    if sending.state != SendingState.SENT:
        raise RuleBroken(HANDED_IN)
    return sending
