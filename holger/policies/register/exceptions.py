"""Exceptions from policies as a spreadsheet: what is new in a file is asked for, and decided like any other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from holger.core import dates
from holger.core.actor import Actor
from holger.core.words import N_, Reason
from holger.exchange.registers import Choice, Existing, Field, Kind, Option, Register, Whole
from holger.organisation.models import Person
from holger.organisation.selectors import people_options
from holger.policies import selectors, services
from holger.policies.models import ExceptionStatus, Policy, PolicyException
from holger.policies.permissions import EXCEPT, VIEW
from holger.policies.rules import exceptions as rules
from holger.policies.selectors.exceptions import ICON, LIVE
from holger.risks.selectors import risks_for


def policies(actor: Actor) -> Iterator[Option]:
    """By reference or title. Archived ones too: exceptions from them are told in the same file."""
    rows = selectors.policies_for(actor).order_by("number")
    for pk, reference, *titles in rows.values_list("pk", "reference", "title_da", "title_en"):
        names = [name for name in dict.fromkeys(titles) if name]
        yield Option(pk, reference, (*names, *(f"{reference} {name}" for name in names)))


def risks(actor: Actor) -> Iterator[Option]:
    for pk, reference, title in risks_for(actor).values_list("pk", "reference", "title"):
        yield Option(pk, reference, (title, f"{reference} {title}"))


def _field(name: str, *words: str, kind: Kind = Kind.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    return Field(name, PolicyException._meta.get_field(name).verbose_name, kind, words=words, **more)


STATUSES = tuple(Choice(value, label) for value, label in ExceptionStatus.choices)
FIELDS = (
    _field("reference", "Nr.", "ID", "Undtagelsesnr.", "Dispensationsnr.", "Exception no.", kind=Kind.REFERENCE),
    _field("policy", "Politiknr.", "Policy no.", "Dokument", kind=Kind.LINK, required=True, options=policies),
    _field("title", "Undtagelse", "Dispensation", "Exception", "Waiver", "Scope", required=True, max_length=200),
    _field("why", "Begrundelse", "Årsag", "Reason", "Justification", required=True, max_length=4000),
    _field("measure", "Kompenserende foranstaltning", "Compensating measure", required=True, max_length=4000),
    _field("starts", "Gælder fra", "Start", "Start date", kind=Kind.DATE, required=True),
    _field("ends", "Gælder til", "Udløber", "End", "Expires", "End date", kind=Kind.DATE, required=True),
    _field("risk", "Risikonr.", "Risk no.", kind=Kind.LINK, options=risks),
    _field("owner", "Ansvarlig", "Responsible", kind=Kind.LINK, options=people_options, people=True),
    _field(
        "approver", "Godkendes af", "Approved by", kind=Kind.LINK, required=True, options=people_options, people=True
    ),
    _field("status", kind=Kind.CHOICE, choices=STATUSES, computed=True),
    _field("asked_by", computed=True),
    _field("asked_at", kind=Kind.DATE, computed=True),
    _field("answer", computed=True),
    _field("decided_by", computed=True),
    _field("decided_at", kind=Kind.DATE, computed=True),
    _field("ended_at", kind=Kind.DATE, computed=True),
)
SETTLED = ("policy", "title", "why", "measure", "starts", "ends", "risk")
"""What was asked for. Somebody decides on just that, so it is not written over."""
DAYS = ("asked_at", "decided_at", "ended_at")


def rows(actor: Actor, queryset: QuerySet[PolicyException] | None = None) -> Iterator[Existing]:
    """The exceptions that the actor sees, also those that have ended. A risk that the actor does not see stays out."""
    found = selectors.exceptions_for(actor) if queryset is None else queryset
    seen = set(risks_for(actor).values_list("pk", flat=True))
    plain = [field.name for field in FIELDS if field.kind != Kind.LINK and field.name not in DAYS]
    for row in found.order_by("number", "pk"):
        told = {name: getattr(row, name) for name in plain} | {name: _day(getattr(row, name)) for name in DAYS}
        told |= {name: getattr(row, f"{name}_id") for name in ("policy", "owner", "approver")}
        yield Existing(row.pk, row.version, told | {"risk": row.risk_id if row.risk_id in seen else None})


def _day(moment: Any) -> Any:
    return moment.date() if moment else None


def taken(actor: Actor) -> Iterable[str]:
    return PolicyException.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


def together(actor: Actor, wholes: Sequence[Whole]) -> Iterator[tuple[int, str, Reason]]:
    """What asking for each would be refused for; and of those that are there, what stays as it was."""
    there = {row.id: row.values for row in rows(actor)}
    answerable = _Approvers(actor)
    for whole in wholes:
        if whole.id is None:
            for reason in _why_not_ask(actor, whole.values, answerable):
                yield whole.number, reason.field or "title", reason
        elif whole.id in there:
            for name, reason in _why_not_change(actor, there[whole.id], whole.values, answerable):
                yield whole.number, name, reason


class _Approvers:
    """Who may approve an exception from a policy, asked once for each policy."""

    def __init__(self, actor: Actor):
        self.actor = actor
        self.policies = Policy.objects.filter(organisation_id=actor.organisation_id).in_bulk()
        self.names: dict[Any, str] = dict(
            Person.objects.filter(organisation_id=actor.organisation_id).values_list("pk", "name")
        )
        self.known: dict[Any, set[UUID]] = {}

    def of(self, policy: Any) -> set[UUID]:
        if policy not in self.known:
            found = selectors.approvers_for(self.actor, self.policies[policy])
            self.known[policy] = set(found.values_list("pk", flat=True))
        return self.known[policy]


def _why_not_ask(actor: Actor, values: Mapping[str, Any], approvers: _Approvers) -> Iterator[Reason]:
    policy, approver, starts, ends = (values.get(name) for name in ("policy", "approver", "starts", "ends"))
    if policy in approvers.policies and approvers.policies[policy].archived_at is not None:
        yield Reason(N_("It is archived. Restore it first."), field="policy")
    if starts and ends and (reason := rules.why_not_days(starts, ends, dates.today())):
        yield reason
    if policy in approvers.policies and approver:
        name = approvers.names.get(approver, "")
        if reason := rules.why_not_ask(approver, name, actor.person_id, approvers.of(policy)):
            yield reason


def _why_not_change(
    actor: Actor, before: Mapping[str, Any], after: Mapping[str, Any], approvers: _Approvers
) -> Iterator[tuple[str, Reason]]:
    for name in SETTLED:
        if _plain(before[name]) != _plain(after.get(name)):
            yield name, Reason(N_("What was asked for stays as it was. Ask for another exception."))
    given = before["owner"] != after.get("owner")
    if given and before["status"] not in LIVE:
        yield "owner", Reason(N_("It is decided already, or has ended."))
    if before["approver"] != (approver := after.get("approver")):
        if before["status"] != ExceptionStatus.ASKED:
            yield "approver", Reason(N_("It is decided already, or has ended."))
        elif approver not in approvers.of(before["policy"]):
            name = approvers.names.get(approver, "")
            yield "approver", Reason(N_("%(name)s may not approve it, or cannot sign in."), {"name": name})


def _plain(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


EXCEPTIONS = Register(
    kind="policy-exceptions",
    title=PolicyException._meta.verbose_name_plural or "",
    icon=ICON,
    list_url="policies:exception-list",
    view=VIEW,
    edit=EXCEPT,
    fields=FIELDS,
    rows=rows,
    write=services.exceptions_import,
    undo=services.exceptions_import_undo,
    match_on=(("reference",), ("policy", "title", "starts")),
    taken=taken,
    together=together,
)
"""Known as what ``holger import`` and ``holger export`` call it."""
