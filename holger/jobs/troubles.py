"""What a mail server's errors mean for whoever set it up, and what to do. Plain Python."""

import smtplib
import ssl
from collections.abc import Mapping
from socket import gaierror

from holger.core.words import N_

TROUBLES: Mapping[str, tuple[str, str]] = {
    "unknown_host": (
        N_("Nobody knows a mail server of that name."),
        N_("Look for a slip of the pen in the host of HOLGER_MAIL_URL, and whether the server can look names up."),
    ),
    "refused": (
        N_("The mail server does not let holger in at that port."),
        N_(
            "Check the port in HOLGER_MAIL_URL (587 for smtp, 465 for smtps), that the mail server runs, and the firewall."
        ),
    ),
    "slow": (
        N_("The mail server does not answer in time."),
        N_("Most often a firewall lies in between: ask for the port to be opened, or check host and port."),
    ),
    "unreachable": (
        N_("There is no way to the mail server."),
        N_("Check that the machine is on the network, and that the mail server's host is right."),
    ),
    "password": (
        N_("The mail server does not take the user name and password."),
        N_(
            "Set both anew in HOLGER_MAIL_URL; signs such as @ and / in them are written %40 and %2F. Some servers ask for an app password."
        ),
    ),
    "certificate": (
        N_(
            "The mail server's certificate is not trusted: it is not this server's, has expired, or nobody known has signed it."
        ),
        N_("Use the name that the certificate is for, or tell the machine of your own authority (SSL_CERT_FILE)."),
    ),
    "encryption": (
        N_("holger and the mail server do not agree on encryption."),
        N_("Use smtps:// on port 465, smtp:// on 587, and smtp+plain:// only within your own network."),
    ),
    "sender": (
        N_("The mail server does not take mail from this sender."),
        N_("Set HOLGER_MAIL_FROM to an address that the server lets this user send from."),
    ),
    "recipient": (
        N_("The mail server does not take mail to this address."),
        N_("Check the address. If it is right, the mail server must be allowed to send to others (relay)."),
    ),
    "busy": (
        N_("The mail server asks to come again later."),
        N_("Nothing to do: it is tried again by itself."),
    ),
    "rejected": (
        N_("The mail server takes the mail, but not what is in it."),
        N_("Its own words beside this say why. Most often SPF, DKIM or a filter for spam is the reason."),
    ),
    "broken_off": (
        N_("The mail server hangs up in the middle."),
        N_(
            "It may be another kind of server, or want encryption: check port and smtp:// or smtps:// in HOLGER_MAIL_URL."
        ),
    ),
    "sealed": (
        N_("The mail was locked with another secret key, and cannot be read any more."),
        N_("Put the earlier key in HOLGER_SECRET_KEY_FALLBACKS and try again."),
    ),
    "other": (N_("The mail could not be sent."), N_("The error's own words beside this say why.")),
}
"""By kind: what it means, and what to do."""

_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (smtplib.SMTPAuthenticationError, "password"),
    (smtplib.SMTPSenderRefused, "sender"),
    (smtplib.SMTPRecipientsRefused, "recipient"),
    (smtplib.SMTPNotSupportedError, "encryption"),
    (smtplib.SMTPServerDisconnected, "broken_off"),
    (gaierror, "unknown_host"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "encryption"),
    (ConnectionRefusedError, "refused"),
    (TimeoutError, "slow"),
    (ConnectionError, "broken_off"),
)
"""The first that fits."""


def trouble_of(error: BaseException) -> str:
    """What kind of thing went wrong, as ``TROUBLES`` explains it."""
    if isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) and _later(error):
        return "busy"
    if getattr(error, "smtp_code", 0) == 530:
        return "password"
    for kind, trouble in _KINDS:
        if isinstance(error, kind):
            return trouble
    if isinstance(error, smtplib.SMTPResponseException):
        return "rejected"
    if isinstance(error, smtplib.SMTPException):
        return "other"
    return "unreachable" if isinstance(error, OSError) else "other"


def _later(error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> bool:
    refused = isinstance(error, smtplib.SMTPRecipientsRefused)
    codes = [code for code, _text in error.recipients.values()] if refused else [error.smtp_code]
    return all(400 <= code < 500 for code in codes)
