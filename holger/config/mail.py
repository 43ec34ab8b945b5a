"""Mail into a folder, one .eml file per message, for demo, tests and installations that do not send mail yet."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from uuid_utils.compat import uuid7


class FileMailer(BaseEmailBackend):
    """File names sort by time. A file appears whole: whoever reads the folder never meets half a message."""

    def __init__(self, folder: str, **kwargs: Any):
        super().__init__(**kwargs)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = self.folder / f"{uuid7()}.eml"
            draft = name.with_suffix(".part")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(message.message().as_bytes())
            draft.rename(name)
        return len(email_messages)
