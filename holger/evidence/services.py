"""Evidence brought, handed in, attached, replaced and told of.

A file is written before the transaction begins: on SQLite nobody else can write while one is open.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from holger.core import changes, dates
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import Record
from holger.core.need_to_know import anybody, kept
from holger.core.registry import registry
from holger.core.words import N_, Reason
from holger.evidence import permissions, rules, selectors, signals, store
from holger.evidence.models import EarlierFile, Evidence, EvidenceLink, Stored
from holger.history import services as history
from holger.organisation.models import Person, Unit
from holger.organisation.services import guards, next_numbers

log = logging.getLogger(__name__)

AWAY = N_("The place where files are kept does not answer. Nothing was saved; try again in a while.")
SECRET = N_(
    "Only few may know of what it is attached to. Attached to nothing, it is seen by everybody who reads all evidence. "
    "Attach it first to what it may be seen with."
)
TOO_LARGE = N_("The file is larger than %(most)s MB, which is the most that is kept here.")


def evidence_add(
    *,
    actor: Actor,
    subject: Record | None = None,
    file: UploadedFile | None = None,
    url: str = "",
    title: str = "",
    owner: Person | None = None,
    **answers: Any,
) -> Evidence:
    """Bring a file or a link, at once attached to ``subject`` if there is one. Whoever brings it answers for it."""
    _may_add(actor, subject)
    if owner is not None and owner.organisation_id != actor.organisation_id:
        raise NotFound
    if bool(file) == bool(url):
        raise RuleBroken(N_("Choose a file or give a link, one of the two."), field="file")
    content = _filed(actor.organisation_id, file) if file else _linked(url)
    title = title.strip() or content.get("file_name") or url
    with transaction.atomic():
        evidence = _new(actor, owner, getattr(subject, "unit", None))
        told = changes.write(evidence, {**answers, "title": title[:200], **content})
        history.record(actor=actor, action="evidence.created", target=evidence, changes=told)
        if subject is not None:
            EvidenceLink.objects.create(**_link(evidence, subject))
            _tell_attached(actor, evidence, subject)
    return evidence


def files_keep(organisation_id: UUID, files: Sequence[UploadedFile]) -> list[dict[str, Any]]:
    """Keep files that somebody hands in, before the transaction in which ``evidence_hand_in`` makes evidence of them.

    Each is looked at before the first is kept. ``RuleBroken`` names the one that is refused.
    """
    for file in files:
        try:
            _looked_at(file)
        except RuleBroken as broken:
            raise _about(file, broken) from broken
    return [_filed(organisation_id, file) for file in files]


@transaction.atomic
def evidence_hand_in(*, actor: Actor, subject: Record, filed: Mapping[str, Any]) -> Evidence:
    """Make evidence of a kept file that came with what somebody handed in, attached to it.

    Called by services that have asked whether it may be handed in. It takes no right over evidence and gives none: nobody owns it,
    so only those who may see what it is attached to, or all evidence, see it.
    """
    if subject.organisation_id != actor.organisation_id or subject.subject_type not in registry.subjects:
        raise NotFound
    evidence = _new(actor, None, getattr(subject, "unit", None))
    evidence.owner = None
    told = changes.write(evidence, {"title": str(filed["file_name"])[:200], **filed})
    history.record(actor=actor, action="evidence.created", target=evidence, changes=told)
    _attach(actor, evidence, subject)
    return evidence


@transaction.atomic
def evidence_take_back(*, actor: Actor, evidence: Evidence, subject: Record) -> None:
    """Whoever handed it in takes it back: off what it was attached to, and out of the lists. Services ask whether that may be."""
    if evidence.organisation_id != actor.organisation_id or subject.organisation_id != actor.organisation_id:
        raise NotFound
    link = evidence.links.filter(subject_type=subject.subject_type, subject_id=subject.pk).first()
    if link is None or evidence.owner_id is not None:
        raise NotFound
    link.delete()
    if not evidence.links.exists():
        changes.write(evidence, {"archived_at": dates.now()})
    history.record(actor=actor, action="evidence.detached", target=subject, reason=str(evidence))


def _about(file: UploadedFile, broken: RuleBroken) -> RuleBroken:
    return RuleBroken(
        N_("%(name)s: %(why)s"), field="files", params={"name": rules.tidy_name(file.name or ""), "why": broken.message}
    )


def _new(actor: Actor, owner: Person | None, unit: Unit | None) -> Evidence:
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Evidence.prefix)[0]
    return Evidence(
        organisation_id=actor.organisation_id,
        number=number,
        reference=f"{Evidence.prefix}-{number}",
        owner=owner or _self(actor),
        unit=unit,
        added_by=actor.label,
    )


@transaction.atomic
def evidence_downloaded(*, actor: Actor, evidence: Evidence, file: Stored) -> None:
    """Tell that a file, today's or an earlier one, was taken out of holger. Whoever could find it may."""
    actor.require(permissions.VIEW)
    if evidence.organisation_id != actor.organisation_id:
        raise NotFound
    told = {"file_name": [None, file.file_name], "sha256": [None, file.sha256]}
    history.record(actor=actor, action="evidence.downloaded", target=evidence, changes=told)


@transaction.atomic
def evidence_edit(*, actor: Actor, evidence: Evidence, version: int | None = None, **answers: Any) -> Evidence:
    """Change what is said about a piece of evidence; its content changes by ``evidence_replace``."""
    actor.require(permissions.EDIT, evidence)
    guards.own(actor, answers.get("owner"), answers.get("unit"))
    if "url" in answers:
        answers.update(_linked(answers.pop("url")) if evidence.kind == Evidence.Kind.LINK else {})
    told = changes.write(evidence, answers, version=version)
    if told:
        history.record(actor=actor, action="evidence.changed", target=evidence, changes=told)
    return evidence


def evidence_replace(*, actor: Actor, evidence: Evidence, file: UploadedFile, version: int | None = None) -> Evidence:
    """Put a newer file in the place of the one at hand, which is kept among the earlier ones."""
    actor.require(permissions.EDIT, evidence)
    if evidence.kind != Evidence.Kind.FILE:
        raise RuleBroken(N_("A link has no file to replace. Change the link instead."))
    content = _filed(actor.organisation_id, file)
    if content["sha256"] == evidence.sha256:
        raise RuleBroken(N_("This is the very file that is already here."), field="file")
    before = EarlierFile(
        organisation_id=actor.organisation_id,
        evidence=evidence,
        sha256=evidence.sha256,
        size=evidence.size,
        content_type=evidence.content_type,
        file_name=evidence.file_name,
        added_by=evidence.added_by,
        added_at=evidence.updated_at,
    )
    with transaction.atomic():
        told = changes.write(evidence, {**content, "added_by": actor.label}, version=version)
        before.full_clean()
        before.save()
        history.record(actor=actor, action="evidence.replaced", target=evidence, changes=told)
    return evidence


@transaction.atomic
def evidence_attach(*, actor: Actor, evidence: Evidence, subject: Record) -> None:
    """Let a piece of evidence that is here already prove something about one more object."""
    if not selectors.evidence_for(actor).filter(pk=evidence.pk).exists():
        raise NotFound
    _may_add(actor, subject)
    _attach(actor, evidence, subject)


@transaction.atomic
def evidence_detach(*, actor: Actor, evidence: Evidence, subject: Record) -> None:
    """Take it off an object; the evidence itself stays."""
    _may_add(actor, subject)
    link = evidence.links.filter(subject_type=subject.subject_type, subject_id=subject.pk).first()
    if link is None or evidence.organisation_id != actor.organisation_id:
        raise NotFound
    if _is_secret(evidence) and evidence.links.count() == 1:
        raise RuleBroken(SECRET)
    link.delete()
    history.record(actor=actor, action="evidence.detached", target=subject, reason=str(evidence))


def _is_secret(evidence: Evidence) -> bool:
    """Is it kept from anybody, for what it is attached to?"""
    return evidence.pk in kept(anybody(evidence.organisation_id)).get(evidence.subject_type, ())


def _attach(actor: Actor, evidence: Evidence, subject: Record) -> None:
    _found, created = EvidenceLink.objects.get_or_create(**_link(evidence, subject))
    if created:
        _tell_attached(actor, evidence, subject)


def _link(evidence: Evidence, subject: Record) -> dict[str, Any]:
    return {
        "organisation_id": evidence.organisation_id,
        "evidence": evidence,
        "subject_type": subject.subject_type,
        "subject_id": subject.pk,
    }


def _tell_attached(actor: Actor, evidence: Evidence, subject: Record) -> None:
    history.record(actor=actor, action="evidence.attached", target=subject, reason=str(evidence))
    signals.evidence_attached.send(sender=Evidence, evidence=evidence, subject=subject, actor=actor)


def _may_add(actor: Actor, subject: Record | None) -> None:
    """Whoever may edit the object may prove something about it."""
    actor.require(permissions.ADD)
    if subject is None:
        return
    known = registry.subjects.get(subject.subject_type)
    if known is None or subject.organisation_id != actor.organisation_id:
        raise NotFound
    actor.require(known.edit, subject)


def _looked_at(file: UploadedFile) -> tuple[str, rules.Kind]:
    """What it is called and what it is by its content; ``RuleBroken`` where it may not be kept."""
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise RuleBroken(TOO_LARGE, field="file", params={"most": settings.UPLOAD_LIMIT // 1024**2})
    name = rules.tidy_name(file.name or "")
    kind = rules.kind_of(file, name)  # type: ignore[arg-type]
    if isinstance(kind, Reason):
        raise RuleBroken(kind)
    return name, kind


def _filed(organisation_id: UUID, file: UploadedFile) -> dict[str, Any]:
    """Look at the content, keep the file, and answer what the row tells of it."""
    name, kind = _looked_at(file)
    try:
        kept = store.keep(organisation_id, file)  # type: ignore[arg-type]
    except store.Unavailable as error:
        log.warning("Evidence could not be kept: %s", error)
        raise RuleBroken(AWAY, field="file") from error
    return {
        "kind": Evidence.Kind.FILE,
        "sha256": kept.sha256,
        "size": kept.size,
        "content_type": kind.content_type,
        "file_name": name,
    }


def _linked(url: str) -> dict[str, Any]:
    if reason := rules.why_not_link(url.strip()):
        raise RuleBroken(reason)
    return {"kind": Evidence.Kind.LINK, "url": url.strip()}


def _self(actor: Actor) -> Person | None:
    if actor.person_id is None:
        return None
    return Person.objects.filter(organisation_id=actor.organisation_id, pk=actor.person_id).first()
