"""A file that grows too large is dropped while it comes in, not when it has filled the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _

from holger.core.errors import Unacceptable


class Ceiling(FileUploadHandler):
    """First of all handlers: lets pieces through to the others until there were too many."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.most = getattr(self.request, "largest_file", settings.UPLOAD_LIMIT)
        self.size = 0
        if not self.most:
            raise Unacceptable(400, "no_file", _("No file is taken here."))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        if self.size > self.most:
            megabytes = max(1, self.most // 1024**2)
            raise Unacceptable(413, "too_large", _("The file is larger than %(most)s MB.") % {"most": megabytes})
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The others keep the file."""
