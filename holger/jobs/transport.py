"""How mail leaves this installation, as far as it may be told: everything but the password."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Transport:
    """``kind``: smtp, file (kept here as files), or something else that is no mail server. ``encryption``: starttls, tls or none."""

    kind: str
    sender: str
    host: str = ""
    port: int = 0
    encryption: str = ""
    user: str = ""
    folder: str = ""

    @property
    def leaves(self) -> bool:
        return self.kind == "smtp"


def transport() -> Transport:
    mailer = settings.MAILERS["default"]
    options, sender = mailer.get("OPTIONS", {}), settings.DEFAULT_FROM_EMAIL
    if "smtp" in mailer["BACKEND"]:
        encryption = "starttls" if options.get("use_tls") else "tls" if options.get("use_ssl") else "none"
        return Transport(
            "smtp", sender, options["host"], options.get("port") or 25, encryption, options.get("username") or ""
        )
    return Transport("file" if "folder" in options else "other", sender, folder=options.get("folder", ""))
