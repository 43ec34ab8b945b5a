"""Erasure of a person: what is left is a pseudonym, so that what they did still hangs together (GDPR article 17)."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Replace

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.models import ABOUT, TenantModel
from holger.core.tenancy import UnknownOrganisation, inside
from holger.core.walls import APPEND_ONLY
from holger.exchange.models import ImportRun
from holger.history import services as history
from holger.organisation import permissions, rules, selectors
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.organisation.signals import person_forgotten

FORGOTTEN = ("name", "email", "initials", "job_title", "user", "suspended_at", "version")


@transaction.atomic
def person_erase(*, actor: Actor, person: Person, name: str) -> Person:
    """Forget who a person was, for good. ``name`` is the person's, written by whoever means it."""
    actor.require(permissions.ERASE, person)
    guards.hold(actor)
    if person.id == actor.person_id:
        raise RuleBroken(rules.NOT_YOURSELF)
    if person.is_erased:
        raise RuleBroken(rules.ERASED)
    guards.keep_an_owner(person)
    if name.strip() != person.name:
        raise RuleBroken(rules.ANOTHER_NAME, field="name")
    _forget(actor, person)
    history.erasure_note(actor=actor, what="person", whom=person.id)
    return person


def erasures_replay() -> int:
    """After a restore: forget again whom the ledger outside the database says was forgotten; how many that were."""
    done = 0
    for told in history.erasures_noted():
        if told["what"] == "person":
            with suppress(UnknownOrganisation), inside(UUID(told["organisation"])):  # it may be younger than the backup
                done += _again(UUID(told["organisation"]), UUID(told["id"]))
    return done


def _again(organisation_id: UUID, person_id: UUID) -> bool:
    people = Person.objects.select_related("organisation").filter(organisation_id=organisation_id)
    person = people.filter(pk=person_id).first()
    if person is None or person.is_erased:
        return False
    _forget(selectors.system_actor(person.organisation, "holger"), person)
    return True


def _forget(actor: Actor, person: Person) -> None:
    known = history.names_known(actor.organisation_id, person.id, person.subject_type, (person.name, person.email))
    naming = history.entries_naming(actor.organisation_id, person.id, person.subject_type, known)
    history.redact(actor=actor, naming=naming, target=person)
    history.record_many(actor=actor, entries=[history.Entry("person.erased", person, lasting=True)])
    user = person.user
    _take_parts(person)
    _take_copies(person, known)
    _take_mentions(person, known)
    _take_uploads(person)
    person.name = person.left_over
    person.email = person.initials = person.job_title = ""
    person.user = None
    person.suspended_at = person.suspended_at or dates.now()
    person.version += 1
    person.save(update_fields=FORGOTTEN)
    person_forgotten.send(sender=Person, person=person, actor=actor)
    if user is not None and not selectors.belongs_somewhere(user):
        user.delete()


def _take_parts(person: Person) -> None:
    """What is part of the person goes: roles, invitations, views, tokens."""
    for relation in person._meta.get_fields(include_hidden=True):
        part = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if part and relation.on_delete is models.CASCADE and not relation.related_model._meta.auto_created:
            relation.related_model._base_manager.filter(**{relation.field.name: person}).delete()


def _take_copies(person: Person, names: set[str]) -> None:
    """Where a row keeps a name as text (who added it, who decided), the pseudonym stands from now on."""
    for model, column in _texts():
        rows = model._base_manager.filter(organisation_id=person.organisation_id)
        rows.filter(**{f"{column}__in": names}).update(**{column: person.left_over})


def _take_mentions(person: Person, names: set[str]) -> None:
    """What is about the person may call them by name in its title: the pseudonym stands there too."""
    for model, kind, key in _about():
        rows = model._base_manager.filter(organisation_id=person.organisation_id)
        rows = rows.filter(**{kind: person.subject_type, key: person.pk})
        for name in sorted(filter(None, names), key=len, reverse=True):
            rows.update(title=Replace("title", Value(name), Value(person.left_over)))


def _take_uploads(person: Person) -> None:
    """Lists of people that wait to be imported, and what undoing an import would bring back."""
    runs = ImportRun.objects.filter(organisation_id=person.organisation_id, kind="people")
    runs.exclude(payload={}, content=b"").delete()


def _texts() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        if model._meta.db_table in APPEND_ONLY:  # nothing changes there: a round froze titles and reasons, and no names
            continue
        if issubclass(model, TenantModel) and not issubclass(model, Person):
            for column in model._meta.local_concrete_fields:
                if (
                    isinstance(column, models.CharField | models.TextField)
                    and not column.choices
                    and not column.unique
                    and (column.max_length or 99) > 20
                ):
                    yield model, column.name


def _about() -> Iterator[tuple[type[models.Model], str, str]]:
    """Tables whose rows have a title and are about something of any kind, and where they say about what."""
    for model in apps.get_models():
        columns = {field.name for field in model._meta.concrete_fields}
        for kind, key in ABOUT:
            if (
                {"title", kind, key} <= columns
                and issubclass(model, TenantModel)
                and model._meta.db_table not in APPEND_ONLY
            ):
                yield model, kind, key
