"""A time stamp authority of our own: a certificate, a key, and just enough of RFC 3161 to answer one question."""

import datetime
import hashlib
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SHA256 = "2.16.840.1.101.3.4.2.1"


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


def der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    length = len(body)
    if length < 128:
        return bytes([tag, length]) + body
    size = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(size)]) + size + body


def integer(number: int) -> bytes:
    return der(2, number.to_bytes(number.bit_length() // 8 + 1, signed=True))


def oid(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    found = [bytes([first * 40 + second])]
    for number in rest:
        piece = [number & 0x7F]
        while number := number >> 7:
            piece.append(number & 0x7F | 0x80)
        found.append(bytes(reversed(piece)))
    return der(6, *found)


def sequence(*parts: bytes) -> bytes:
    return der(0x30, *parts)


class Authority:
    """``lie``: stamp another text than was asked for. ``busy``: answer that it has no time."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A time stamp authority")])
        now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self.key.public_key())
        builder = builder.serial_number(7).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=9000))
        self.certificate = builder.add_extension(usage, critical=True).sign(self.key, hashes.SHA256())
        self.asked: list[str] = []
        self.lie = self.busy = False

    def request(self, method: str, url: str, *, body: bytes, headers: dict[str, str]) -> Answer:
        """As the client for outgoing requests answers."""
        assert (method, headers["Content-Type"]) == ("POST", "application/timestamp-query")
        self.asked.append(url)
        if self.busy:
            return Answer(503, b"", {})
        from rfc3161_client._rust import parse_timestamp_request

        asked = parse_timestamp_request(body)
        imprint = b"\0" * 32 if self.lie else asked.message_imprint.message
        return Answer(200, self.stamp(imprint, asked.nonce), {})

    def stamp(self, imprint: bytes, nonce: int) -> bytes:
        algorithm = sequence(oid(SHA256), der(5))
        info = sequence(
            integer(1),
            oid("1.2.3.4.1"),
            sequence(algorithm, der(4, imprint)),
            integer(1),
            der(0x18, b"20261124080000Z"),
            integer(nonce),
        )
        kind = oid("1.2.840.113549.1.9.16.1.4")
        signed = [
            sequence(oid("1.2.840.113549.1.9.3"), der(0x31, kind)),
            sequence(oid("1.2.840.113549.1.9.4"), der(0x31, der(4, hashlib.sha256(info).digest()))),
        ]
        signature = self.key.sign(der(0x31, *sorted(signed)), ec.ECDSA(hashes.SHA256()))
        signer = sequence(
            integer(1),
            sequence(self.certificate.issuer.public_bytes(), integer(self.certificate.serial_number)),
            algorithm,
            der(0xA0, *sorted(signed)),
            sequence(oid("1.2.840.10045.4.3.2")),
            der(4, signature),
        )
        content = sequence(
            integer(3),
            der(0x31, algorithm),
            sequence(kind, der(0xA0, der(4, info))),
            der(0xA0, self.certificate.public_bytes(Encoding.DER)),
            der(0x31, signer),
        )
        token = sequence(oid("1.2.840.113549.1.7.2"), der(0xA0, content))
        return sequence(sequence(integer(0)), token)
