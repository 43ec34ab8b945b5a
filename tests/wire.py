"""Small servers on this machine that answer as they are told, for tests of what holger asks of others."""

import datetime
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

type Script = Callable[[socket.socket, bytes], None]
"""What to do with a connection, once the request is read."""


@contextmanager
def serving(script: Script, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that gives each connection to ``script``; its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def take() -> None:
        while not over.is_set():
            try:
                wire, _peer = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(wire,), daemon=True).start()

    def talk(wire: socket.socket) -> None:
        with suppress(OSError), wire:
            wire.settimeout(5)
            if context:
                wire = context.wrap_socket(wire, server_side=True)
            script(wire, read_request(wire))
            wire.close()

    threading.Thread(target=take, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def read_request(wire: socket.socket) -> bytes:
    """The head of a request, and as much body as it announces."""
    request = b""
    while b"\r\n\r\n" not in request and (piece := wire.recv(4096)):
        request += piece
    head, _gap, body = request.partition(b"\r\n\r\n")
    announced = re.search(rb"(?i)content-length: *(\d+)", head)
    while announced and len(body) < int(announced[1]) and (piece := wire.recv(4096)):
        body += piece
        request += piece
    return request


def says(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> Script:
    """Answers everything with the same."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return lambda wire, _head: wire.sendall("\r\n".join(lines).encode() + body)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's certificate for ``name``, and the trust in it: (for the server, for who asks)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    kind = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*kind))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    return server, ssl.create_default_context(cafile=str(pem))
