"""A provider that says what a test makes it say, true or not."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from holger.sso.protocols.tokens import half_hash
from tests.wire import says, serving

CLIENT, SECRET, ACCESS = "holger-at-kronborg", "the-client-secret-of-kronborg-which-is-long", "access-token"


def key(name: str = "own", bits: int = 2048) -> rsa.RSAPrivateKey:
    return _made(name, bits)


@cache
def _made(name: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def public(name: str = "own", kid: str = "k1", bits: int = 2048, **more: Any) -> dict[str, Any]:
    """The key as a provider publishes it."""
    found: dict[str, Any] = RSAAlgorithm.to_jwk(key(name, bits).public_key(), as_dict=True)
    return {**found, "kid": kid, "use": "sig", "alg": "RS256", **more}


def pem(name: str = "own") -> bytes:
    return key(name).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@dataclass
class Scripted:
    """Change what it says: ``claims``, ``discovery``, ``keys``, or how it answers (``answers`` by path)."""

    address: str = ""
    nonce: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    discovery: dict[str, Any] = field(default_factory=dict)
    keys: list[dict[str, Any]] = field(default_factory=lambda: [public()])
    answers: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)

    def answer(self, wire: socket.socket, request: bytes) -> None:
        path = urlsplit(request.split(b" ")[1].decode()).path
        self.asked.append(path)
        self.heads.append(request)
        if path in self.answers:
            self.answers[path](wire, request)
            return
        told = {
            "/.well-known/openid-configuration": self.described,
            "/keys": lambda: {"keys": self.keys},
            "/token": lambda: self.tokens(request),
        }
        says(json.dumps(told[path]()).encode())(wire, request)

    def described(self) -> dict[str, Any]:
        doors = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "keys",
        }
        return {
            "issuer": self.address,
            **{name: f"{self.address}/{path}" for name, path in doors.items()},
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.discovery,
        }

    def tokens(self, request: bytes) -> dict[str, Any]:
        body = request.partition(b"\r\n\r\n")[2].decode()
        self.forms.append({name: values[0] for name, values in parse_qs(body).items()})
        return {"access_token": ACCESS, "token_type": "Bearer", "id_token": (self.sign or signed)(self.said())}

    def said(self) -> dict[str, Any]:
        """The claims of the ID token: good ones, but for what the test changed."""
        now = int(time.time())
        good = {
            "iss": self.address,
            "sub": "subject-1",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": self.nonce,
            "email": "grete@kronborg.example",
            "email_verified": True,
            "name": "Grete Hansen",
        }
        return {name: value for name, value in {**good, **self.claims}.items() if name not in self.lacks}


def signed(claims: dict[str, Any], by: str = "own", kid: str | None = "k1", algorithm: str = "RS256") -> str:
    return jwt.encode(claims, key(by), algorithm=algorithm, headers={"kid": kid} if kid else {})


def with_hash(claims: dict[str, Any], of: str = ACCESS) -> str:
    return signed({**claims, "at_hash": half_hash("RS256", of)})


@contextmanager
def scripted() -> Iterator[Scripted]:
    provider = Scripted()
    with serving(provider.answer) as port:
        provider.address = f"http://localhost:{port}"
        yield provider
