"""The browsers that an account has signed in from, told by a signed cookie. It opens nothing: it only counts tries apart."""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

SALT = "holger.accounts.browser"
YEAR = 365 * 24 * 3600
MOST_ACCOUNTS = 5
"""How many accounts one browser is known to; the one that signed in longest ago is forgotten."""


def known(request: HttpRequest, account: str) -> str:
    """The browser's own name, if the account has signed in from it; else nothing."""
    told = _told(request)
    return told["browser"] if _mark(account) in told["accounts"] else ""


def remember(request: HttpRequest, response: HttpResponseBase, account: str) -> None:
    """After a sign-in: the account knows this browser from now on."""
    told = _told(request)
    mark = _mark(account)
    accounts = [*(other for other in told["accounts"] if other != mark), mark][-MOST_ACCOUNTS:]
    cookie = signing.dumps({"browser": told["browser"] or secrets.token_urlsafe(9), "accounts": accounts}, salt=SALT)
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        cookie,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _told(request: HttpRequest) -> dict[str, Any]:
    try:
        return signing.loads(request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return {"browser": "", "accounts": []}


def _mark(account: str) -> str:
    return salted_hmac(SALT, account.strip().casefold(), algorithm="sha256").hexdigest()[:16]
