"""Abstract rows: what belongs to an organisation, and what a register holds."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.base import ModelState
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from holger.core import dates, saving
from holger.core.actor import Actor

ABOUT = (("subject_type", "subject_id"), ("about_type", "about_id"))
"""The fields by which a row says which object of any kind it is about: the kind, and its key."""


class QuickModel(models.Model):
    """A row that is made of what the database tells at once, not field by field: lists make hundreds of wide ones. It is
    saved in one sentence, too."""

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **how: Any) -> None:  # type: ignore[override]
        """What Django's own way comes to for a new row and for named fields, where nobody listens for saves."""
        names = None if update_fields is None else list(update_fields)
        if how.get("force_update") or how.get("using") or saving.is_worked_out(self, names):
            super().save(update_fields=names, **how)
        elif names is not None:
            saving.update(self, names)
        elif self._state.adding and self._meta.pk.has_default():
            saving.insert(self)
        else:
            super().save(**how)

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], *, fetch_mode: Any = None
    ) -> Self:
        """What Django's own way comes to, where no field does anything when it is set and nobody listens for new objects."""
        new = cls.__new__(cls)
        new._state = ModelState()
        new._state.adding, new._state.db = False, db
        if fetch_mode is not None:
            new._state.fetch_mode = fetch_mode
        new.__dict__.update(zip(field_names, values, strict=True))
        return new


class TenantModel(QuickModel):
    """A row of one organisation. The database refuses a reference to another organisation's row (core/walls.py)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "organisation.Organisation", on_delete=models.CASCADE, related_name="+", editable=False
    )
    organisation_id: UUID

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> str:
        """The word for a choice. Django's own way translates and compares every choice of the field to find one."""
        value = getattr(self, field.attname)
        return str(_words(field).get(value, "" if value is None else value))


@cache
def _words(field: models.Field[Any, Any]) -> dict[Any, Any]:
    return dict(field.flatchoices)


class Versioned(models.Model):
    """A row that two people may edit at once: ``version`` counts saves, so that the second is told of the first."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("Created"), default=dates.now, editable=False)
    updated_at = models.DateTimeField(_("Updated"), default=dates.now, editable=False)

    class Meta:
        abstract = True


class Common(TenantModel):
    """What holds for the whole organisation: it lies in no unit and is nobody's own."""

    class Meta:
        abstract = True

    @property
    def unit_id(self) -> None:
        """It lies in no unit."""

    def owned_by(self, person_id: UUID | None) -> bool:
        return False

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower


class Bilingual:
    """Has texts in Danish and English, each in a field of its own: ``title_da`` and ``title_en``. One of them may be empty."""

    @property
    def title(self) -> str:
        """The title in the reader's language, or in the other where it is missing."""
        return self.said("title")

    @property
    def titles(self) -> tuple[str, str]:
        return self.title_da, self.title_en  # type: ignore[attr-defined]

    def said(self, name: str, language: str | None = None) -> str:
        """A text in a language, the reader's without one; in the other where it is missing."""
        danish, english = getattr(self, f"{name}_da"), getattr(self, f"{name}_en")
        wanted = language or get_language() or ""
        return (danish or english) if wanted.startswith("da") else (english or danish)


class Record(TenantModel, Versioned):
    """An object of a register: reference, title, owner, unit, dates, and a version for optimistic locking."""

    prefix = ""
    """The letters before the number in the references holger gives: A-7."""

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    title = models.CharField(_("Title"), max_length=200)
    owner = models.ForeignKey(
        "organisation.Person",
        verbose_name=_("Owner"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    unit = models.ForeignKey(
        "organisation.Unit", verbose_name=_("Unit"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    next_review = models.DateField(_("Next review"), null=True, blank=True)
    archived_at = models.DateTimeField(_("Archived"), null=True, blank=True, editable=False)
    owner_id: UUID | None
    unit_id: UUID | None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.owner_id == person_id

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower


def hanging_on[M: models.Model](model: type[M], **parent: Any) -> QuerySet[M]:
    """The rows of a table that hang on one that was found: ``hanging_on(Effect, risk=risk)``.

    They are asked for by its organisation too, so that it is not the database alone that keeps others' away.
    """
    (found,) = parent.values()
    rows: QuerySet[M] = model._default_manager.filter(organisation_id=found.organisation_id, **parent)
    return rows


def visible[M: models.Model](
    queryset: QuerySet[M], actor: Actor, permission: str, *, own: Q | None = None, unit: str = "unit_id"
) -> QuerySet[M]:
    """The rows of ``queryset`` that ``actor`` may see under ``permission``: the one filter every selector begins with."""
    mine = queryset.filter(organisation_id=actor.organisation_id)
    reach = actor.reach(permission)
    if reach.everything:
        return mine
    seen = Q(pk__in=())
    if reach.unit_ids:
        seen |= Q(**{f"{unit}__in": reach.unit_ids})
    if reach.own and own is not None and actor.person_id is not None:
        seen |= own
    return mine.filter(seen)


def naming[M: models.Model](
    queryset: QuerySet[M], people: Collection[UUID] | None, field: str = "owner"
) -> QuerySet[M]:
    """The rows that name one of these people, or (None) anybody at all."""
    return queryset.filter(**({f"{field}__isnull": False} if people is None else {f"{field}__in": people}))


def labelled(value: Any) -> Any:
    """A value as history keeps it: plain JSON, with a label where a row is referred to."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset | QuerySet):
        return sorted(str(labelled(item)) for item in value)
    if isinstance(value, dict):
        return {str(key): labelled(item) for key, item in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
