"""Files and links that prove something, and what they are attached to."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from django.http import FileResponse
from django.utils.translation import gettext as _
from ninja import UploadedFile
from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.errors import Invalid
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import answers_of, pointer
from holger.api.v1.resource import Paging, Resource, hold, offer, page_at, page_of, subjects
from holger.api.v1.schemas import Body, Out, edits, reads
from holger.core.errors import NotFound
from holger.evidence import selectors, services, store
from holger.evidence.filters import EvidenceFilter
from holger.evidence.models import Evidence
from holger.evidence.permissions import ADD, EDIT, VIEW
from holger.organisation.models import Person

ROOM = "evidence"


class About(Out):
    """An object that evidence is attached to."""

    kind: str = Field(description="Its register: assets, risks …")
    reference: str
    title: str


EvidenceOut = reads(
    "EvidenceOut",
    Evidence,
    (
        *("reference", "title", "kind", "url", "file_name", "content_type", "size", "sha256", "period_from"),
        *("period_to", "note", "owner", "unit", "added_by", "next_review", "created_at", "updated_at", "version"),
    ),
    about=(list[About], Field(description="What it is attached to, as far as you may see.")),
)


def _attached(request: Call, rows: Sequence[Any]) -> None:
    found = selectors.attached_to(request.actor, list(rows))
    for row in rows:
        row.about = [_about(each.obj) for each in found.get(row.pk, ())]


def _about(obj: Any) -> About:
    title = getattr(obj, "name", None) or getattr(obj, "title", "")
    kind = "service-accounts" if getattr(obj, "is_service", False) else obj.path.split("/")[0]
    return About(kind=kind, reference=obj.reference, title=title)


evidence = offer(
    Resource(
        kind="evidence",
        one="evidence",
        called="piece of evidence",
        room=ROOM,
        model=Evidence,
        view=VIEW,
        rows=selectors.evidence_for,
        out=EvidenceOut,
        filters=EvidenceFilter,
        searched=("reference", "title", "file_name", "url", "note"),
        sorts=("number", "title", "created_at", "period_to"),
        order="-number",
        fill=_attached,
        change=edits(
            "EvidenceEdit", Evidence, ("title", "url", "period_from", "period_to", "note", "owner", "next_review")
        ),
        edit=(EDIT, services.evidence_edit),
    )
)


class Told(Body):
    """What is said about a piece of evidence."""

    about: str = Field("", max_length=100, description="What to attach it to at once: assets/A-7.")
    title: str = Field("", max_length=200)
    period_from: date | None = None
    period_to: date | None = None
    note: str = Field("", max_length=2000)
    owner: pointer(Person, null=True) = None  # type: ignore[valid-type]


class LinkBody(Told):
    url: Annotated[str, Field(min_length=1, max_length=1000)]


class EvidenceAboutBody(Body):
    about: str = Field(min_length=3, max_length=100, description="assets/A-7")


def _subject(request: Call, about: str) -> Any:
    """The object that ``assets/A-7`` names; one that is not there, or not to be seen, is an error at the field."""
    kind, _slash, reference = about.partition("/")
    for register in subjects():
        if register.kind == kind:
            try:
                return register.find(request.actor, reference)
            except NotFound:
                break
    raise Invalid({"about": [_("There is no “%(text)s” here.") % {"text": about[:80]}]})


def _added(request: Call, body: Told, **content: Any) -> Answer:
    answers = answers_of(request.actor, body)
    about = answers.pop("about", "")
    subject = _subject(request, about) if about else None
    made = services.evidence_add(actor=request.actor, subject=subject, **content, **answers)
    address = request.path.removesuffix("-links") + f"/{made.reference}"
    return Answer(evidence.shown(request, made.reference), 201, {"Location": address})


@operation("POST", "/evidence", room=ROOM, permission=ADD, gives=EvidenceOut, status=201, body=Told, upload=True)
def evidence_upload(request: Call, file: UploadedFile, body: Told) -> Answer:
    """Upload a file as evidence"""
    return _added(request, body, file=file)


@operation("POST", "/evidence-links", room=ROOM, permission=ADD, gives=EvidenceOut, status=201, body=LinkBody)
def evidence_link(request: Call, body: LinkBody) -> Answer:
    """Keep a link as evidence"""
    return _added(request, body)


@operation(
    "GET", "/evidence/{reference}/file", room=ROOM, permission=VIEW, gives=None, media=["application/octet-stream"]
)
def evidence_download(request: Call, reference: str) -> FileResponse:
    """Download the file

    Always as an attachment; its SHA-256 is told by the piece of evidence.
    """
    found = evidence.find(request.actor, reference)
    try:
        file = store.open_file(request.actor.organisation_id, found.sha256) if found.sha256 else None
    except FileNotFoundError:
        file = None
    if file is None:
        raise NotFound
    services.evidence_downloaded(actor=request.actor, evidence=found, file=found)
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, no-store"}
    name, kind = found.file_name, "application/octet-stream"
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind, headers=headers)


@operation("POST", "/evidence/{reference}/file", room=ROOM, permission=EDIT, gives=EvidenceOut, upload=True)
def evidence_replace(request: Call, reference: str, file: UploadedFile) -> Any:
    """Replace the file

    The one at hand is kept among the earlier ones.
    """
    found = evidence.find(request.actor, reference)
    services.evidence_replace(actor=request.actor, evidence=found, file=file, version=hold(request, found))
    return evidence.shown(request, reference)


@operation("POST", "/evidence/{reference}/attach", room=ROOM, permission=ADD, gives=EvidenceOut, body=EvidenceAboutBody)
def evidence_attach(request: Call, reference: str, body: EvidenceAboutBody) -> Any:
    """Attach it to one more object"""
    found = evidence.find(request.actor, reference)
    services.evidence_attach(actor=request.actor, evidence=found, subject=_subject(request, body.about))
    return evidence.shown(request, reference)


@operation("POST", "/evidence/{reference}/detach", room=ROOM, permission=ADD, gives=EvidenceOut, body=EvidenceAboutBody)
def evidence_detach(request: Call, reference: str, body: EvidenceAboutBody) -> Any:
    """Take it off an object; the evidence itself stays"""
    found = evidence.find(request.actor, reference)
    services.evidence_detach(actor=request.actor, evidence=found, subject=_subject(request, body.about))
    return evidence.shown(request, reference)


def _offer(r: Resource) -> None:
    def listed(request: Call, reference: str, query: Paging) -> Any:
        rows = selectors.evidence_on(request.actor, r.find(request.actor, reference))
        return page_at(request, rows, query, EvidenceOut, fill=_attached)

    operation(
        "GET", f"/{r.kind}/{{reference}}/evidence", room=ROOM, permission=VIEW, gives=page_of(EvidenceOut), query=Paging,
        name=f"{r.slug}_evidence", summary=f"Read what proves something about {r.words}",
    )(listed)  # fmt: skip


for each in subjects():
    if each is not evidence:
        _offer(each)
