"""The policies as a spreadsheet: what holds across their versions. What they say is brought in from documents instead."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from holger.audience.words import told
from holger.core.actor import Actor
from holger.core.words import N_, Reason
from holger.exchange.registers import Choice, Existing, Field, Kind, Register
from holger.organisation.models import Organisation
from holger.organisation.selectors import people_options, unit_options
from holger.policies import selectors, services
from holger.policies.models import Policy, PolicyType, PolicyVersion, Status
from holger.policies.permissions import IMPORT, VIEW
from holger.policies.selectors.policies import SHOWN
from holger.policies.words import STATUS_WORDS

TYPE_WORDS: Mapping[str, tuple[str, ...]] = {
    "policy": ("politik", "policy"),
    "procedure": ("procedure", "forretningsgang", "process"),
    "guideline": ("retningslinje", "vejledning", "guideline", "guide"),
    "instruction": ("instruks", "instruktion", "instruction", "work instruction"),
    "form": ("skema", "blanket", "formular", "form"),
}
LANGUAGE_WORDS: Mapping[str, tuple[str, ...]] = {"da": ("da", "dansk", "danish"), "en": ("en", "engelsk", "english")}
MOST_MONTHS = 60


def _choices(pairs: Iterable[tuple[str, Any]], words: Mapping[str, tuple[str, ...]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, words[value]) for value, label in pairs)


def _field(name: str, *words: str, kind: Kind = Kind.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    return Field(name, Policy._meta.get_field(name).verbose_name, kind, words=words, **more)


TYPES = _choices(PolicyType.choices, TYPE_WORDS)
WRITTEN_IN = _choices(Organisation.Language.choices, LANGUAGE_WORDS)
FIELDS = (
    _field("reference", "Nr.", "ID", "Dokumentnr.", "Document no.", kind=Kind.REFERENCE),
    _field("title_da", "Titel", "Navn", "Politik", "Dokument", max_length=200),
    _field("title_en", "Title", "Name", "Policy", "Document", max_length=200),
    _field("type", "Dokumenttype", "Document type", kind=Kind.CHOICE, choices=TYPES, default=PolicyType.POLICY),
    _field("language", "Sprog", "Language", kind=Kind.CHOICE, choices=WRITTEN_IN, default=Organisation.Language.DANISH),
    _field("owner", "Ansvarlig", "Dokumentejer", "Responsible", kind=Kind.LINK, options=people_options, people=True),
    _field("unit", "Afdeling", "Department", kind=Kind.LINK, options=unit_options),
    _field("confirm", "Skal bekræftes", "Bekræftes", "Confirm", kind=Kind.BOOLEAN, default=False),
    _field("review_months", "Revideres hver", "Interval", "Review interval", kind=Kind.INTEGER, default=12),
    _field("next_review", "Næste revision", "Revision", "Review date", kind=Kind.DATE),
    Field("status", _("Status"), Kind.TEXT, computed=True),
    Field("label", _("Version"), Kind.TEXT, computed=True),
    Field("effective_from", _("In force from"), Kind.DATE, computed=True),
    Field("audience", _("Whom it is for"), Kind.TEXT, computed=True),
)
PLAIN = (
    *("reference", "title_da", "title_en", "type", "language", "confirm", "review_months", "next_review"),
    *("owner_id", "unit_id"),
)


def rows(actor: Actor, queryset: QuerySet[Policy] | None = None) -> Iterator[Existing]:
    """The policies that the actor sees; archived ones stay out of files."""
    found = selectors.policies_for(actor).filter(archived_at=None) if queryset is None else queryset
    policies = list(found.select_related("audience").order_by("number", "pk"))
    named = [policy.audience for policy in policies if policy.audience]
    prefetch_related_objects(named, "units", "people", "roles")
    versions = _shown(actor, policies)
    for policy in policies:
        said = {name.removesuffix("_id"): getattr(policy, name) for name in PLAIN}
        yield Existing(
            policy.pk, policy.version, {**said, **_told(versions.get(policy.pk)), "audience": told(policy.audience)}
        )


def _shown(actor: Actor, policies: Iterable[Policy]) -> Mapping[Any, PolicyVersion]:
    """Of each the version in force; where there is none, the one that is worked on."""
    found: dict[Any, PolicyVersion] = {}
    held = selectors.versions_for(actor).filter(policy__in=[policy.pk for policy in policies])
    for version in held.filter(status__in=SHOWN).order_by("major", "minor"):
        if version.policy_id not in found or found[version.policy_id].status != Status.IN_FORCE:
            found[version.policy_id] = version
    return found


def _told(version: PolicyVersion | None) -> dict[str, Any]:
    if version is None:
        return {"status": "", "label": "", "effective_from": None}
    word = str(STATUS_WORDS[version.status])
    return {"status": word, "label": version.label, "effective_from": version.effective_from}


def taken(actor: Actor) -> Iterable[str]:
    return Policy.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


def check(values: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    if not (values.get("title_da") or values.get("title_en")):
        yield "title_da", Reason(N_("Give it a title in at least one language."))
    months = values.get("review_months")
    if months is not None and not 1 <= months <= MOST_MONTHS:
        yield "review_months", Reason(N_("From 1 to %(most)s months."), {"most": MOST_MONTHS})


POLICIES = Register(
    kind="policies",
    title=_("Policies"),
    icon="file-text",
    list_url="policies:policy-list",
    view=VIEW,
    edit=IMPORT,
    fields=FIELDS,
    rows=rows,
    write=services.policies_import,
    undo=services.policies_import_undo,
    match_on=(("reference",), ("title_da",), ("title_en",)),
    taken=taken,
    check=check,
)
"""Known as what ``holger import`` and ``holger export`` call it."""
