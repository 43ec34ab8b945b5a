"""Adding, correcting and removing comments; they are read on their object's page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holger.comments import permissions, selectors, services
from holger.comments.forms import CommentForm
from holger.comments.models import Comment
from holger.core.errors import NotAllowed, RuleBroken
from holger.ui import http
from holger.ui.http import needs
from holger.ui.pages import FormPage


@needs(permissions.ADD)
@require_POST
def comment_add(request: HttpRequest, subject_type: str, pk: UUID) -> HttpResponse:
    subject = selectors.subject_of(request.actor, subject_type, pk)
    try:
        services.comment_add(actor=request.actor, subject=subject, text=request.POST.get("text", ""))
    except RuleBroken as broken:
        http.tell(request, broken.message, level=messages.ERROR)
    return redirect(f"{request.base}{subject.path}#panel-comments")


class CommentEdit(FormPage):
    permission = permissions.ADD
    title = gettext_lazy("Change comment")
    form = CommentForm

    def find(self) -> Comment:
        comment, self.subject = selectors.comment_of(self.actor, self.kwargs["pk"])
        if not comment.said_by(self.actor.person_id):
            raise NotAllowed(permissions.ADD)
        return comment

    def initial(self) -> dict[str, Any]:
        return {"text": self.object.text}

    def save(self, answers: dict[str, Any]) -> Comment:
        return services.comment_edit(actor=self.actor, comment=self.object, subject=self.subject, **answers)

    def back(self) -> str:
        return f"{self.base}{self.subject.path}#panel-comments"


@needs(permissions.ADD)
@require_POST
def comment_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    comment, subject = selectors.comment_of(request.actor, pk)
    services.comment_remove(actor=request.actor, comment=comment, subject=subject)
    http.tell(request, _("The comment is removed."))
    return redirect(f"{request.base}{subject.path}#panel-comments")
