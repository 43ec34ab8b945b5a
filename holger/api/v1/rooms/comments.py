"""What people say to each other about an object."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.resource import Paging, Resource, page_at, page_of, subjects
from holger.api.v1.schemas import Body, reads
from holger.comments import selectors, services
from holger.comments.models import LONGEST, Comment
from holger.comments.permissions import ADD, VIEW
from holger.core.errors import NotFound

ROOM = "comments"
CommentOut = reads("CommentOut", Comment, ("id", "author_name", "text", "created_at", "edited_at", "removed_at"))


class CommentBody(Body):
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]


def _offer(r: Resource) -> None:
    """Reading and adding comments, for one register."""
    path = f"/{r.kind}/{{reference}}/comments"

    def listed(request: Call, reference: str, query: Paging) -> Any:
        said = selectors.comments_on(request.actor, r.find(request.actor, reference))
        return page_at(request, said.order_by("created_at", "pk"), query, CommentOut)

    def added(request: Call, reference: str, body: CommentBody) -> Answer:
        subject = r.find(request.actor, reference)
        return Answer(services.comment_add(actor=request.actor, subject=subject, text=body.text), 201)

    operation(
        "GET", path, room=ROOM, permission=VIEW, gives=page_of(CommentOut), query=Paging,
        name=f"{r.slug}_comments", summary=f"Read what is said about {r.words}",
    )(listed)  # fmt: skip
    operation(
        "POST", path, room=ROOM, permission=ADD, gives=CommentOut, status=201, body=CommentBody,
        name=f"{r.slug}_comment", summary=f"Comment on {r.words}",
    )(added)  # fmt: skip


for register in subjects():
    _offer(register)


def _comment(request: Call, key: str) -> tuple[Comment, Any]:
    try:
        return selectors.comment_of(request.actor, UUID(key))
    except ValueError as e:
        raise NotFound from e


@operation("PATCH", "/comments/{id}", room=ROOM, permission=ADD, gives=CommentOut, body=CommentBody)
def comments_edit(request: Call, body: CommentBody, **path: str) -> Any:
    """Change one's own comment"""
    comment, subject = _comment(request, path["id"])
    return services.comment_edit(actor=request.actor, comment=comment, subject=subject, text=body.text)


@operation("DELETE", "/comments/{id}", room=ROOM, permission=ADD, gives=None, status=204)
def comments_remove(request: Call, **path: str) -> None:
    """Take a comment back

    Managers may take away others'. The history keeps what was said.
    """
    comment, subject = _comment(request, path["id"])
    services.comment_remove(actor=request.actor, comment=comment, subject=subject)
