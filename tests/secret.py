"""A restricted incident of Kronborg's, led by Karen with Emil on its team, with words that occur nowhere else in every text field of
every table that hangs on it, and in all that other rooms hold about it. Tables come from the models: a new one joins by itself."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction

from holger.assets.models import Asset
from holger.comments import services as comments
from holger.core import dates
from holger.core.actor import Actor
from holger.evidence import services as evidence
from holger.history.models import Event
from holger.history.rules import FIRST
from holger.incidents.models import Incident, Member
from holger.incidents.services import decisions, moments, notices
from holger.incidents.tests.factories import make_incident
from holger.jobs.models import Mail
from holger.tasks import services as tasks
from holger.tasks.models import Notice
from holger.tasks.services.mailing import mail_to
from holger.tasks.services.telling import Draft, tell
from tests.canary import Planted, _value, _written, texts
from tests.cast import Cast, actor_of


@dataclass
class Secret(Planted):
    """What is secret. ``told`` is an incident that people have worked on, ``full`` one that has something in every field."""

    told: Incident = field(default_factory=Incident)
    full: Incident = field(default_factory=Incident)
    rows: dict[type[models.Model], Any] = field(default_factory=dict)  # type: ignore[assignment]
    references: list[str] = field(default_factory=list)
    task: Any = None
    proof: Any = None

    def row(self, model: type[models.Model]) -> Any:
        """Of what is secret, where the table holds anything of it."""
        return self.rows.get(model) or super().row(model)


def leader(cast: Cast) -> Actor:
    """Karen, who may also plan tasks."""
    return replace(actor_of(cast.karen), grants=actor_of(cast.anna).grants)


def plant_secret(cast: Cast) -> Secret:
    before = set(Event.objects.filter(organisation_id=cast.kronborg.pk).values_list("pk", flat=True))
    mails = set(Mail.objects.values_list("pk", flat=True))
    secret = Secret(cast)
    secret.full, secret.told = (_incident(secret) for _each in range(2))
    _work(secret)
    _around(secret)
    secret.rows[Incident] = secret.full
    for model in hanging():
        secret.rows[model] = _fill(secret, model)
    _fill_incident(secret)
    secret.rows |= {type(secret.task): secret.task, type(secret.proof): secret.proof}
    secret.references = [secret.full.reference, secret.told.reference, secret.task.reference, secret.proof.reference]
    secret.ids = {str(each.pk) for each in secret.rows.values() if isinstance(each.pk, UUID)} | {str(secret.told.pk)}
    told = Event.objects.filter(organisation_id=cast.kronborg.pk).exclude(pk__in=before)
    secret.words |= {each for each in told.values_list("names_commitment", flat=True) if each != FIRST}
    Mail.objects.exclude(pk__in=mails).delete()  # whoever looks after the mail sees that some was sent, not of what
    return secret


def _incident(secret: Secret) -> Incident:
    made = make_incident(secret.cast.kronborg, secret.word(), owner=secret.cast.karen, description=secret.word())
    Member.objects.create(organisation=secret.cast.kronborg, incident=made, person=secret.cast.emil)
    Incident.objects.filter(pk=made.pk).update(restricted=True)
    made.refresh_from_db()
    return made


def _work(secret: Secret) -> None:
    """As people do, through services: so that the history tells of it."""
    told: dict[str, Any] = {"actor": leader(secret.cast), "incident": secret.told}
    word, hours = secret.word, timedelta(hours=1)
    moments.moment_tell(**told, point="aware", at=dates.now() - 90 * hours, basis=word())
    decisions.decision_make(**told, question="personal_data", answer="yes", reason=word())
    decisions.decision_make(**told, question="risk_to_people", answer="yes", reason=word())
    decisions.measures_set(**told, facts={}, cause=word())
    sent = {"clock": "gdpr-33", "sheet": "gdpr-33", "language": "en", "late_reason": word(), "receipt": word()}
    notices.notice_record(**told, at=dates.now(), recipient=word(), **sent)
    notices.letter_write(**told, letter="people", language="en", subject=word(), text=word())


def _around(secret: Secret) -> None:
    """What other rooms hold about it."""
    cast, word, karen = secret.cast, secret.word, leader(secret.cast)
    about: Any = secret.told
    comments.comment_add(actor=karen, subject=about, text=word())
    file = SimpleUploadedFile(f"{word()}.txt", f"{word()}\n".encode())
    secret.proof = evidence.evidence_add(actor=karen, subject=about, file=file, title=word(), note=word())
    again = SimpleUploadedFile(f"{word()}.txt", f"{word()}\n".encode())
    evidence.evidence_replace(actor=karen, evidence=secret.proof, file=again)
    given = {"due": dates.today(), "owner": cast.emil, "description": word()}
    secret.task = tasks.task_create(actor=karen, title=word(), subject=about, **given)
    comments.comment_add(actor=karen, subject=secret.task, text=word())
    evidence.evidence_add(actor=karen, subject=secret.task, url=f"https://{word()}.example/", title=word())
    weekly = {"rule": "FREQ=WEEKLY", "starts": dates.today() - timedelta(days=20)}
    tasks.activity_create(actor=karen, title=word(), about=[about], **weekly)
    people = (cast.emil, cast.anna, cast.olga)
    shared = {"kind": "given", "path": about.path, "who": "Karen Bech"}
    tell(
        cast.kronborg.pk, [Draft(p.pk, duty="", slot=f"s:{p.pk}", title=word(), said=word(), **shared) for p in people]
    )
    for person in people:  # from before it was restricted
        old: dict[str, Any] = {"title": word(), "text": word(), "slot": f"old:{person.pk}", **shared}
        Notice.objects.create(organisation=cast.kronborg, person=person, **old)
    mail_to(cast.kronborg.pk, [person.pk for person in people])


def hanging() -> list[type[models.Model]]:
    """The tables that say which incident they are of."""
    here = apps.get_app_config("incidents").get_models()
    return [model for model in here if model is not Incident and _names(model)]


def _names(model: type[models.Model]) -> list[str]:
    return [each.name for each in model._meta.local_concrete_fields if each.related_model is Incident]


def _fill(secret: Secret, model: type[models.Model]) -> Any:
    """One row that is of the secret incident, with a word in each of its texts."""
    said, filled = {each.name for each in texts(model)}, dict[str, Any]()
    for each in model._meta.local_concrete_fields:
        if each.name == "organisation":
            filled["organisation"] = secret.cast.kronborg
        elif each.name in said:
            filled[each.name] = _written(secret, each, each.get_default() if each.has_default() else None)
        elif each.name in {"subject_type", "about_type"}:
            filled[each.name] = "assets.asset"
        elif each.name in {"subject_id", "about_id"}:
            filled[each.name] = Asset.objects.filter(organisation=secret.cast.kronborg).order_by("pk")[0].pk
        elif each.related_model in secret.rows:
            filled[each.name] = secret.rows[each.related_model]
        elif not each.primary_key and not each.has_default() and not (each.null and each.is_relation):
            filled[each.name] = _value(secret, model, each)
    if len(names := _names(model)) > 1:  # it and another, of which everybody may know
        other = Incident.objects.filter(organisation=secret.cast.kronborg, restricted=False).order_by("pk")[0]
        filled |= dict(zip(names, sorted((other, secret.full), key=lambda row: row.pk), strict=True))
    found = model._base_manager.filter(**{names[0]: secret.full}).first() if model is Member else None
    return found or model._base_manager.create(**filled)


def _fill_incident(secret: Secret) -> None:
    for each in texts(Incident):
        told = {each.name: _written(secret, each, getattr(secret.full, each.name))}
        if each.name in {"reference", "reported_by"}:
            continue
        try:
            with transaction.atomic():
                Incident.objects.filter(pk=secret.full.pk).update(**told)
        except IntegrityError:
            continue
