"""Files that somebody has brought, until they are taken in or nobody comes back to them."""

import io
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import TenantModel

DRAFTS_LIVE = timedelta(days=1)
"""A draft holds a copy of somebody's files; the next upload clears what nobody came back to."""


class Draft(TenantModel):
    """Files as they were sent. They were read once and can be: reading them again gives the same."""

    filename = models.CharField(_("File"), max_length=200)
    language = models.CharField(max_length=2, default="en")
    """Of the texts in a file that does not tell."""
    content = models.BinaryField()
    by = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=dates.now)
    by_id: UUID | None

    def __str__(self) -> str:
        return self.filename

    @property
    def path(self) -> str:
        return f"frameworks/import/{self.pk}/"

    @property
    def files(self) -> dict[str, bytes]:
        """Name → what is in it, in the order in which they were sent."""
        with zipfile.ZipFile(io.BytesIO(bytes(self.content))) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    @staticmethod
    def packed(files: Mapping[str, bytes]) -> bytes:
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packing:
            for name, data in files.items():
                packing.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return into.getvalue()
