"""Whatever a mail server answers, or does not, is told in words that a person understands."""

import smtplib
import socket
import ssl

import pytest

from holger.jobs.troubles import TROUBLES, trouble_of


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (socket.gaierror(-2, "Name or service not known"), "unknown_host"),
        (ConnectionRefusedError(111, "Connection refused"), "refused"),
        (TimeoutError("timed out"), "slow"),
        (OSError(113, "No route to host"), "unreachable"),
        (OSError(101, "Network is unreachable"), "unreachable"),
        (ConnectionResetError(104, "Connection reset by peer"), "broken_off"),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "broken_off"),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 bad credentials"), "password"),
        (smtplib.SMTPAuthenticationError(454, b"4.7.0 try again later"), "busy"),
        (smtplib.SMTPResponseException(530, b"5.7.0 Authentication required"), "password"),
        (ssl.SSLCertVerificationError(1, "certificate has expired"), "certificate"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), "encryption"),
        (smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."), "encryption"),
        (smtplib.SMTPSenderRefused(553, b"not yours", "holger@kronborg.example"), "sender"),
        (smtplib.SMTPSenderRefused(530, b"5.7.0 Authentication required", "holger@kronborg.example"), "password"),
        (smtplib.SMTPRecipientsRefused({"bo@kronborg.example": (550, b"no such user")}), "recipient"),
        (smtplib.SMTPRecipientsRefused({"bo@kronborg.example": (451, b"greylisted")}), "busy"),
        (smtplib.SMTPDataError(554, b"looks like spam"), "rejected"),
        (smtplib.SMTPDataError(451, b"later"), "busy"),
        (smtplib.SMTPConnectError(421, b"too many connections"), "busy"),
        (smtplib.SMTPConnectError(554, b"no service"), "rejected"),
        (smtplib.SMTPHeloError(501, b"who are you"), "rejected"),
        (smtplib.SMTPException("No suitable authentication method found."), "other"),
        (ValueError("?"), "other"),
    ],
)
def test_each_error_has_its_words(error, trouble):
    assert trouble_of(error) == trouble
    assert trouble in TROUBLES


def test_a_server_that_speaks_something_else_is_told_from_a_bad_certificate():
    with pytest.raises(ssl.SSLError) as found:
        raise ssl.SSLCertVerificationError(1, "Hostname mismatch")
    assert trouble_of(found.value) == "certificate"


def test_all_words_say_what_to_do():
    for meaning, remedy in TROUBLES.values():
        assert meaning.endswith(".") and remedy.endswith(".")
        assert not any(word in meaning for word in ("Errno", "Exception", "SMTP"))
