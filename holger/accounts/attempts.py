"""Guessing, counted in one place: whatever the page, the spelling of the address or where the request says it is from.

A try is counted before anything is compared, and given back when it was right. Of one account at most ten tries in a
quarter of an hour are looked at. Strangers cannot lock anybody out with that: a browser that the account has signed in
from has some tries to itself.
"""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from holger.accounts import browsers, rules
from holger.accounts.models import Tries
from holger.core import dates

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Try:
    keys: tuple[str, ...]
    at: float


def key_of(account: str, browser: str = "") -> str:
    """The same for all spellings of an address that sign in the same account."""
    plain = unicodedata.normalize("NFKC", account).strip().casefold()
    return salted_hmac("holger.accounts.tries", f"{browser}:{plain}", algorithm="sha256").hexdigest()


@transaction.atomic
def take(account: str, request: HttpRequest) -> Try | None:
    """Count a try at ``account``; None when there have been too many, and nothing may be compared."""
    browser = browsers.known(request, account)
    keys = (key_of(account), key_of(account, browser)) if browser else (key_of(account),)
    rows = [_held(key) for key in keys]
    now = dates.now().timestamp()  # after having waited for whoever tries at the same moment
    counts = [len(rules.recent(row.times, now)) for row in rows]
    if not rules.may_try(counts[0], counts[1] if browser else None):
        return None
    for row in rows:
        row.times = [*rules.recent(row.times, now), now]
        row.updated_at = dates.now()
        row.save(update_fields=["times", "updated_at"])
    return Try(keys, now)


@transaction.atomic
def give_back(tried: Try) -> None:
    """The try was right: it does not count. Earlier ones still do, so that signing in does not wipe a guesser's slate."""
    for key in tried.keys:
        row = _held(key)
        if tried.at in row.times:
            row.times.remove(tried.at)
            row.save(update_fields=["times"])


def forget_old() -> str:
    """Remove what has not counted for long."""
    removed, _kinds = Tries.objects.filter(updated_at__lt=dates.now() - KEPT).delete()
    return f"{removed} removed"


def _held(key: str) -> Tries:
    Tries.objects.bulk_create([Tries(key=key)], ignore_conflicts=True)
    return Tries.objects.select_for_update().get(key=key)
