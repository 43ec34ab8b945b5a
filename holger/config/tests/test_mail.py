"""Mail kept in a folder: one whole file per message, for its owner's eyes."""

from email import message_from_bytes, policy

from django.core.mail import EmailMessage

from holger.config.mail import FileMailer


def test_each_message_is_a_file(tmp_path):
    mailer = FileMailer(folder=str(tmp_path / "mail"), alias="default")
    messages = [EmailMessage(f"Hej {name}", "Velkommen", "holger@kronborg.dk", ["bo@kronborg.dk"]) for name in "AB"]
    assert mailer.send_messages(messages) == 2
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert files[0].stat().st_mode & 0o777 == 0o600
    assert [message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] for file in files] == [
        "Hej A",
        "Hej B",
    ]
