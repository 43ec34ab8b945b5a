"""How a message to a program is signed, so that it can tell ours from anybody else's.

    expected = hmac.new(secret, timestamp + b"." + body, sha256).hexdigest()

Whoever receives it compares that with what stands after ``sha256=``, and refuses a timestamp that is more than five minutes old:
a message that somebody caught on its way cannot be sent again later.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256

TIMESTAMP, SIGNATURE = "X-Holger-Timestamp", "X-Holger-Signature"
SHORTEST_KEY = 16


def signature(key: str, timestamp: str, body: bytes) -> str:
    signed = hmac.new(key.encode(), timestamp.encode() + b"." + body, sha256)
    return f"sha256={signed.hexdigest()}"


def headers(key: str, timestamp: str, body: bytes) -> Mapping[str, str]:
    return {TIMESTAMP: timestamp, SIGNATURE: signature(key, timestamp, body)}
