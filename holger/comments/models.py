"""Comments. The author's name is kept: what was said outlives whoever said it."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import TenantModel

LONGEST = 4000


class Comment(TenantModel):
    """A removed comment keeps its place, not its text."""

    subject_type = models.CharField(max_length=100, editable=False)
    subject_id = models.UUIDField(editable=False)
    author_id = models.UUIDField(null=True, editable=False)
    author_name = models.CharField(_("Who"), max_length=200, editable=False)
    text = models.TextField(_("Comment"), max_length=LONGEST, blank=True)
    created_at = models.DateTimeField(_("Created"), default=dates.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("Comment")
        verbose_name_plural = _("Comments")
        indexes = [models.Index(fields=["subject_id", "created_at"], name="comments_comment_subject")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def initials(self) -> str:
        words = self.author_name.split()
        return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()

    def said_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.author_id == person_id
