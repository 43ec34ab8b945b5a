"""What a draft says: saved as it is written, in two languages that notice when one of them runs ahead."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import Conflict, RuleBroken
from holger.core.prose import LONGEST
from holger.core.words import LANGUAGES, N_
from holger.organisation.models import Person
from holger.policies.models import Policy, PolicyText, PolicyVersion, Status
from holger.policies.permissions import WRITE
from holger.policies.rules.content import Said
from holger.policies.services.shared import must_be_in_use, open_version, told

FIELDS = ("title", "for_you", "body")


@transaction.atomic
def text_save(
    *,
    actor: Actor,
    policy: Policy,
    language: str,
    revision: int | None = None,
    title: str = "",
    for_you: str = "",
    body: str = "",
) -> PolicyText:
    """Save what the draft says in a language; one that it did not say anything in yet begins.

    ``revision`` is what the writer had read (0: there was nothing); ``Conflict`` when somebody has saved in between. The
    history tells of the first saving of each writer, not of every few seconds: the versions say the rest.
    """
    actor.require(WRITE, policy)
    must_be_in_use(policy)
    version = open_version(policy, Status.DRAFT, Status.REVIEW)
    said = Said(title.strip() or policy.said("title", language), for_you.strip(), _lines(body))
    _must_fit(language, said)
    text = version.texts.select_for_update().filter(language=language).first()
    _must_be_read(text, revision)
    if text is not None and all(getattr(text, name) == getattr(said, name) for name in FIELDS):
        return text
    saved = texts_put(actor, version, {language: said})[language]
    _fall_behind(policy, version, language)
    _title(policy, version, language, said.title)
    if note_writer(actor, version):
        told(actor, "written", policy, version=version, language=language)
    return saved


@transaction.atomic
def text_same_now(*, actor: Actor, policy: Policy, language: str) -> PolicyText:
    """Say that a translation says the same as the language it is written in first."""
    actor.require(WRITE, policy)
    must_be_in_use(policy)
    version = open_version(policy, Status.DRAFT, Status.REVIEW)
    text = version.texts.select_for_update().filter(language=language).first()
    if text is None:
        raise RuleBroken(N_("It says nothing in that language yet."), "language")
    if text.behind_since:
        text.behind_since = ""
        text.save(update_fields=["behind_since"])
        told(actor, "translated", policy, version=version, language=language)
        note_writer(actor, version)
    return text


def texts_put(actor: Actor, version: PolicyVersion, texts: Mapping[str, Said]) -> dict[str, PolicyText]:
    """Write down what a version says in some languages. A translation that begins is behind until somebody says it is not."""
    there = {text.language: text for text in version.texts.filter(language__in=texts)}
    return {language: _put(actor, version, there.get(language), language, said) for language, said in texts.items()}


def _put(actor: Actor, version: PolicyVersion, text: PolicyText | None, language: str, said: Said) -> PolicyText:
    if text is None:
        text = PolicyText(organisation_id=version.organisation_id, version=version, language=language, revision=0)
        text.behind_since = said.behind_since
    text.title, text.for_you, text.body = said.title, said.for_you, said.body
    text.revision, text.saved_at, text.saved_by = text.revision + 1, dates.now(), actor.label
    text.full_clean(exclude=["organisation", "version"], validate_unique=False, validate_constraints=False)
    text.save()
    return text


def note_writer(actor: Actor, version: PolicyVersion) -> bool:
    """Whoever writes in a version does not approve it. True for somebody who had not written in it before."""
    if actor.person_id is None or version.writers.filter(pk=actor.person_id).exists():
        return False
    version.writers.add(Person.objects.get(organisation_id=actor.organisation_id, pk=actor.person_id))
    return True


def _fall_behind(policy: Policy, version: PolicyVersion, language: str) -> None:
    """The other language no longer says the same, or a new translation does not yet."""
    if language == policy.language:
        behind = version.texts.exclude(language=language)
    elif version.texts.filter(language=policy.language).exists():
        behind = version.texts.filter(language=language, revision=1)
    else:
        return
    behind.filter(behind_since="").update(behind_since=version.label)


def _title(policy: Policy, version: PolicyVersion, language: str, title: str) -> None:
    """A policy is called what its newest version is called."""
    name = f"title_{language}"
    if getattr(policy, name) != title:
        setattr(policy, name, title)
        Policy.objects.filter(pk=policy.pk).update(
            **{name: title, "version": F("version") + 1, "updated_at": dates.now()}
        )
        policy.version += 1


def _must_fit(language: str, said: Said) -> None:
    if language not in LANGUAGES:
        raise RuleBroken(N_("Texts are written in Danish or English."), "language")
    if len(said.body) > LONGEST:
        raise RuleBroken(
            N_("The text is too long: at most %(most)s letters. Make it two policies."), "body", {"most": LONGEST}
        )


def _must_be_read(text: PolicyText | None, revision: int | None) -> None:
    """Nobody writes over what somebody else has saved since it was read."""
    if revision is not None and revision != (text.revision if text else 0):
        raise Conflict(text)


def _lines(body: str) -> str:
    """As it was written, with one kind of line end and nothing that a database cannot hold."""
    return body.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
