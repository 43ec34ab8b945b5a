"""Rosenborg filled with words that occur nowhere else: one in every text field of every table.

The tables and fields come from the models, so that a new one joins by itself. What cannot hold such a word is listed with
its reason; anything else that is left without one fails.
"""

import json
import secrets
import string
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction

from holger.api import services as api
from holger.assets import services as assets
from holger.assets.models import Asset
from holger.comments import services as comments
from holger.core.models import TenantModel
from holger.core.permissions import Role
from holger.core.tenancy import inside
from holger.core.walls import APPEND_ONLY
from holger.evidence import services as evidence
from holger.exchange import services as exchange
from holger.frameworks.models import Draft
from holger.history.models import Chain, Event
from holger.incidents.models import append_only
from holger.organisation import services as organisation
from holger.privacy.models import DpiaVersion, RequestEntry, Screening
from holger.risks import services as risks
from holger.risks.models import Risk, Round
from holger.suppliers.models import Answer
from holger.training.tests.factories import make_course
from tests.api_world import World as Named
from tests.api_world import make_foreign_world
from tests.cast import Cast, actor_of, make_person, make_unit
from tests.world import World, make_world

MARK = "zxqj"
ZIP = b"PK"
LENGTH = 10
LETTERS = string.ascii_lowercase + string.digits

WORDS = {
    "country": "two letters, from a list",
    "hits": "letters of C, I and A",
    "zone": "a zone from the list",
    "list_name": "the name of a page",
    "prefix": "the letters of a register",
    "subject_type": "a table",
    "about_type": "a table",
    "kind": "a register",
    "tasks.Activity.sample_of": "a register",
    "tasks.Activity.each_of": "likewise",
    "tasks.Activity.rule": "a rule of recurrence",
    "inherent_band": "a band of the method",
    "current_band": "likewise",
    "target_band": "likewise",
    "band": "likewise",
    "risks.Snapshot.status": "a choice of the risk's",
    "risks.Snapshot.treatment": "likewise",
    "history.Event.action": "what was done, in holger's own words",
    "history.Event.channel": "one of five",
    "history.Event.names_salt": "chance",
    "history.Event.names_commitment": "a hash",
    "history.Event.payload_salt": "chance",
    "history.Event.payload_commitment": "a hash",
    "accounts.User.password": "a hash",
    "accounts.User.language": "a language",
    "frameworks.Draft.language": "likewise",
    "training.Attempt.language": "likewise",
    "training.Attempt.drawn": "the keys of questions",
    "training.Attempt.answers": "the numbers of what was ticked",
    "training.Edition.digest": "a hash",
    "suppliers.Supplier.cvr": "a number whose digits hold each other",
    "suppliers.Supplier.countries": "countries by two letters",
    "suppliers.DoraEntry.law_country": "likewise",
    "suppliers.DoraEntry.service_country": "likewise",
    "suppliers.DoraEntry.data_country": "likewise",
    "suppliers.DoraEntry.processing_country": "likewise",
    "suppliers.Merge.moved": "the keys of what was moved",
    "suppliers.Merge.filled": "the names of fields",
    "suppliers.OwnPoints.told": "a model that must be readable",
    "privacy.Activity.data_subjects": "words of the record's own list",
    "privacy.Activity.special": "likewise",
    "privacy.Activity.protected": "likewise",
    "privacy.Activity.grounds": "likewise",
    "privacy.Activity.special_grounds": "likewise",
    "privacy.Activity.measures": "likewise",
    "privacy.SubjectRequest.rights": "likewise",
    "privacy.Screening.answers": "likewise",
    "privacy.RequestEntry.what": "a key of holger's own",
    "suppliers.Answer.question": "the key of a question",
    "suppliers.Answer.state": "one of two",
    "suppliers.Finding.effect": "empty until it is done",
}
"""Text fields, by name or by table and name, that hold words of holger's own. Choices go without saying."""

SAID_ONCE = (*append_only.MODELS, Screening, DpiaVersion, RequestEntry, Answer)
"""What is told there is never changed: a secret word must be in it from the start."""
ALSO = ("organisation.Organisation", "history.Event", "history.Chain", "accounts.User", "account.EmailAddress")
"""Tables that are no organisation's own but hold its words."""


@dataclass
class Planted:
    """What lies at Rosenborg: its secret words, its ids, and what addresses may be filled with."""

    cast: Cast
    words: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    """References as services gave them → the secret ones they have now."""
    world: World = field(default_factory=World)
    named: Named | None = None

    def word(self, length: int = LENGTH + 4) -> str:
        made = MARK + "".join(secrets.choice(LETTERS) for _ in range(length - len(MARK)))
        self.words.add(made)
        return made

    @property
    def prefix(self) -> str:
        """How one of the words begins."""
        return min(word for word in self.words if word.startswith(MARK))[:8]

    @property
    def slug(self) -> str:
        return type(self.cast.kronborg).objects.get(pk=self.cast.kronborg.pk).slug

    @property
    def actor(self) -> Any:
        return actor_of(self.cast.anna)

    def reference(self, kind: str) -> str:
        assert self.named is not None
        return self.named.names[kind][0]

    def row(self, model: type[models.Model]) -> Any:
        return model._base_manager.filter(**{scope(model): self.cast.kronborg.pk}).order_by("pk").first()

    def rows(self) -> dict[type[models.Model], Any]:
        """One row of every table of Rosenborg's."""
        return {model: row for model in tenant_models() if (row := self.row(model)) is not None}


def tenant_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if issubclass(m, TenantModel) and not m._meta.proxy]


def walked() -> list[type[models.Model]]:
    return [*tenant_models(), *(apps.get_model(name) for name in ALSO)]


def scope(model: type[models.Model]) -> str:
    """How a row tells which organisation it is of."""
    label = model._meta.label
    names = {"organisation.Organisation": "pk", "accounts.User": "people__organisation_id"}
    return names.get(label, "user__people__organisation_id" if label == "account.EmailAddress" else "organisation_id")


def texts(model: type[models.Model]) -> Iterator[Any]:
    """The fields that people's words are kept in."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    for each in model._meta.local_concrete_fields:
        known = {each.name, f"{model._meta.label}.{each.name}"} & WORDS.keys()
        if isinstance(each, kinds) and not each.choices and not known:
            yield each


def elsewhere(cast: Cast) -> Cast:
    """The same cast at Rosenborg, where Dorte is Anna."""
    there = cast.rosenborg
    grant = make_person(there, "Oda Juhl", Role.OWNER)
    others = {
        "bo": make_person(there, "Bent Krag", Role.CONTRIBUTOR),
        "carl": make_person(there, "Clara Fog", Role.AUDITOR),
        "karen": make_person(there, "Kaj Buus", Role.DPO),
        "emil": make_person(there, "Else Ravn", Role.EMPLOYEE),
    }
    unit = make_unit(there, "Rosenborg's own")
    return replace(cast, kronborg=there, production=unit, anna=cast.dorte, olga=grant, **others)


def plant(cast: Cast) -> Planted:
    """Everything at Rosenborg: first as people make it, then every field, then through services again for the trail."""
    planted = Planted(elsewhere(cast))
    with inside(cast.rosenborg.pk):
        planted.named = make_foreign_world(cast)
        held = planted.row(Round)
        risks.round_freeze(actor=actor_of(planted.cast.anna), held=held)  # one at a time is open
        planted.world = make_world(planted.cast)
        EmailAddress.objects.create(user=cast.dorte.user, email=cast.dorte.email, verified=True, primary=True)
        _missing_rows(planted)
        for model in walked():
            if model is not Chain and model._meta.db_table not in APPEND_ONLY:
                _fill(planted, model)
        _live(planted)
        _collect(planted)
    return planted


def _missing_rows(planted: Planted) -> None:
    """A row in each table that the world has left empty, and one in those whose rows nobody can change afterwards."""
    for model in tenant_models():
        if planted.row(model) is None or model in SAID_ONCE:
            _row(planted, model)


def _row(planted: Planted, model: type[models.Model]) -> Any:
    values: dict[str, Any] = {}
    for each in model._meta.local_concrete_fields:
        if each.name == "organisation":
            values["organisation"] = planted.cast.kronborg
        elif isinstance(each, models.JSONField) and model in SAID_ONCE:
            earlier = planted.row(model)
            values[each.name] = {**(getattr(earlier, each.name) if earlier else {}), "title": planted.word()}
        elif (
            each.primary_key
            or (each.has_default() and not _told_once(model, each))
            or (each.null and not each.is_relation)
            or (each.blank and _ours(model, each))
        ):
            continue
        else:
            values[each.name] = _value(planted, model, each)
    return model._base_manager.create(**values)


def _told_once(model: type[models.Model], each: Any) -> bool:
    """A text of people's in a table whose rows nobody can fill afterwards."""
    text = isinstance(each, models.CharField | models.TextField) and not each.choices
    return text and model in SAID_ONCE and not _ours(model, each)


def _ours(model: type[models.Model], each: Any) -> bool:
    return bool({each.name, f"{model._meta.label}.{each.name}"} & WORDS.keys())


def _value(planted: Planted, model: type[models.Model], each: Any) -> Any:
    if each.is_relation:
        if each.related_model is model or not issubclass(each.related_model, TenantModel):
            return None if each.null else planted.cast.anna.user
        return planted.row(each.related_model) or (None if each.null else _row(planted, each.related_model))
    if each.choices:
        return each.flatchoices[0][0]
    if isinstance(each, models.DateTimeField):
        return planted.cast.kronborg.created_at
    if isinstance(each, models.DateField):
        return planted.cast.kronborg.created_at.date()
    if isinstance(each, models.BooleanField):
        return False
    if isinstance(each, models.UUIDField):
        return planted.cast.anna.pk
    if isinstance(each, models.IntegerField | models.FloatField | models.DecimalField):
        return 1
    return _written(planted, each, None)


def _fill(planted: Planted, model: type[models.Model]) -> None:
    fields = list(texts(model))
    if not fields:
        return
    for row in model._base_manager.filter(**{scope(model): planted.cast.kronborg.pk}).distinct():
        told = {each.name: _written(planted, each, getattr(row, each.name)) for each in fields}
        if not _put(model, row, told):  # a rule of the table: a link has no file, a program no e-mail
            told = {name: value for name, value in told.items() if _put(model, row, {name: value})}
        for name in {"reference", "code"} & told.keys():
            planted.renamed[getattr(row, name)] = told[name]


def _put(model: type[models.Model], row: Any, told: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**told)
    except IntegrityError:
        return False
    return True


def _written(planted: Planted, each: Any, now: Any) -> Any:
    """A value of the field's kind with a secret word in it; JSON keeps its shape."""
    if isinstance(each, models.JSONField):
        if isinstance(now, list):
            return [*now, planted.word()]
        return {**(now if isinstance(now, dict) else {}), planted.word(): planted.word()}
    if isinstance(each, models.BinaryField):
        if bytes(now or b"").startswith(ZIP):
            return Draft.packed({f"{planted.word()}.yaml": planted.word().encode()})
        return now or zlib.compress(planted.word().encode())
    if isinstance(each, models.EmailField):
        return f"{planted.word()}@{planted.word()}.example"
    if isinstance(each, models.URLField):
        return f"https://{planted.word()}.example/{planted.word()}"
    longest = each.max_length or 4000
    if longest < LENGTH:
        raise AssertionError(f"{each} is too short for a secret word: say in tests/canary.py what it holds")
    return planted.word(min(longest, LENGTH + 4))


def _live(planted: Planted) -> None:
    """What people there do with all this: the history tells of it, in their words."""
    word = planted.word
    dorte = type(planted.cast.anna).objects.get(pk=planted.cast.anna.pk)
    actor = actor_of(dorte)
    token, secret = api.token_create(actor=actor, person=dorte, name=word(), scope={"*": "write"})
    asset = Asset.objects.filter(organisation=planted.cast.kronborg).order_by("pk")[0]
    assets.asset_edit(actor=actor, asset=asset, version=asset.version, title=word(), purpose=f"{word()} {word()}")
    comments.comment_add(actor=actor, subject=asset, text=word())
    file = SimpleUploadedFile(f"{word()}.txt", f"{word()}\n".encode())
    evidence.evidence_add(actor=actor, subject=asset, file=file, title=word())
    evidence.evidence_add(actor=actor, subject=asset, url=f"https://{word()}.example/", title=word())
    organisation.tag_create(actor=actor, name=word())
    organisation.view_save(actor=actor, list_name="assets", title=word(), query=f"q={word()}", shared=True)
    organisation.person_edit(actor=actor, person=dorte, version=dorte.version, job_title=word(), name=word())
    sheet = f"Name;{word()}\n{word()};{word()}\n".encode()
    exchange.run_start(actor=actor, kind="assets", filename=f"{word()}.csv", content=sheet)
    risks.effect_add_new(actor=actor, risk=planted.row(Risk), title=word(), note=word())
    for held in Round.objects.filter(organisation=planted.cast.kronborg, frozen_at=None):
        risks.round_freeze(actor=actor, held=held)
    make_course(actor, title_en=word())
    _through_a_token(planted, secret)
    assert token.works


def _through_a_token(planted: Planted, secret: str) -> None:
    from holger.api.tests.programs import Program

    program = Program(None)
    program.secret = secret
    answer = program.post(f"/api/v1/o/{planted.slug}/tags", {"name": planted.word()}, Idempotency_Key=planted.word())
    assert answer.status_code == 201, answer.content


def _collect(planted: Planted) -> None:
    """The ids, and the seals of the trail, which are nobody else's either."""
    here = planted.cast.kronborg.pk
    planted.words |= set(Event.objects.filter(organisation_id=here).values_list("hash", flat=True))
    for model in tenant_models():
        keys = model._base_manager.filter(organisation_id=here).values_list("pk", flat=True)
        planted.ids |= {str(key) for key in keys if isinstance(key, UUID)}
    for samples in planted.world.samples.values():
        samples.update({name: planted.renamed.get(str(value), value) for name, value in samples.items()})
    assert planted.named is not None
    for names in planted.named.names.values():
        names[:] = [planted.renamed.get(name, name) for name in names]


def unfilled(planted: Planted) -> list[str]:
    """Text fields of which no row at Rosenborg holds a secret word."""
    empty = []
    for model in walked():
        rows = model._base_manager.filter(**{scope(model): planted.cast.kronborg.pk})
        for each in texts(model):
            values = rows.values_list(each.name, flat=True)
            if not any(_holds(planted, value) for value in values):
                empty.append(f"{model._meta.label}.{each.name}")
    return empty


def _holds(planted: Planted, value: Any) -> bool:
    if isinstance(value, bytes | memoryview):
        kept = bytes(value)  # files that somebody has brought, or a workbook as the exchange keeps it
        return MARK.encode() in (kept if kept.startswith(ZIP) else zlib.decompress(kept))
    told = value if isinstance(value, str) else json.dumps(value)
    return MARK in told or told in planted.words
