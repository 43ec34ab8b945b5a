"""Mail as it lands in a folder where no mail server is set up, read as whoever gets it."""

import email
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest

from holger.organisation.models import Person


@pytest.fixture
def letters(settings: Any, tmp_path: Path) -> Path:
    """The folder in which mail lands."""
    folder = tmp_path / "mail"
    settings.MAILERS = {"default": {"BACKEND": "holger.config.mail.FileMailer", "OPTIONS": {"folder": str(folder)}}}
    settings.MAIL_AT_ONCE = False
    return folder


def mail_of(folder: Path, person: Person) -> list[EmailMessage]:
    """What somebody has had, in the order in which it came."""
    found = [email.message_from_bytes(path.read_bytes(), policy=modern) for path in sorted(folder.glob("*.eml"))]
    return [message for message in found if person.email in str(message["To"])]


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
