"""Who may come in by what a provider says of them: plain Python."""

import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from holger.core.words import N_, Reason

PENDING_LASTS = timedelta(minutes=10)
"""How long somebody may take at the provider."""
PENDING_MOST = 5
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
PLAIN_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True)
class Told:
    """What a provider has said of somebody, once its signature was found good."""

    subject: str
    email: str = ""
    verified: bool = False
    name: str = ""
    groups: frozenset[str] = frozenset()
    factors: frozenset[str] = frozenset()
    """How they proved who they are: the values of amr and acr, or of SAML's AuthnContextClassRef."""


@dataclass(frozen=True)
class Pending:
    """What is remembered in the browser's session while somebody is at the provider. Good once."""

    provider: str
    at: float
    nonce: str = ""
    verifier: str = ""
    purpose: str = "sign in"
    user: str = ""
    next: str = ""
    invitation: str = ""


@dataclass
class Waiting:
    """The pending sign-ins of one browser, by state."""

    kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, state: str, pending: Pending) -> None:
        self.kept[state] = vars(pending)
        for oldest in sorted(self.kept, key=lambda key: self.kept[key]["at"])[:-PENDING_MOST]:
            del self.kept[oldest]

    def take(self, state: str, provider: str, now: float) -> Pending | None:
        """The pending sign-in of this state, which is used up by asking, whatever comes of it."""
        found = self.kept.pop(state, None)
        if found is None or found["provider"] != provider or now - found["at"] > PENDING_LASTS.total_seconds():
            return None
        return Pending(**found)


def new_key() -> str:
    """A provider's part of the address: 55 bits of chance, so that nobody finds out who uses holger by trying."""
    return "".join(secrets.choice(LETTERS) for _letter in range(11))


def parse_words(text: str) -> list[str]:
    """Words divided by commas, semicolons, spaces or lines, each once."""
    return list(dict.fromkeys(word for word in re.split(r"[,;\s]+", text) if word))


def why_not_domains(domains: Iterable[str]) -> Reason | None:
    for domain in domains:
        if not DOMAIN.fullmatch(domain):
            return Reason(N_("“%(domain)s” is not a domain like kronborg.example."), {"domain": domain}, "domains")
    return None


def why_not_ready(*, kind: str, missing: Collection[str]) -> Reason | None:
    """A provider is switched on when everything it needs is there."""
    if missing:
        return Reason(N_("Fill in what is missing first: %(what)s."), {"what": ", ".join(missing)})
    return None


def is_second_factor(told: Told, wanted: Collection[str]) -> bool:
    """Did the provider say that it asked for a second factor, in one of the words agreed on?"""
    return bool(told.factors & frozenset(wanted))


def why_not_join(told: Told, *, join: bool, domains: Collection[str]) -> Reason | None:
    """Somebody unknown comes through the provider: may they become a member on the spot?"""
    if not join:
        return NOT_KNOWN
    if not told.email or not PLAIN_EMAIL.fullmatch(told.email):
        return Reason(N_("The provider did not tell an e-mail address that holger can use."))
    if told.verified is not True:
        return Reason(N_("The provider does not say that the e-mail address is verified."))
    if told.email.lower().rpartition("@")[2] not in domains:
        return Reason(N_("New members may not come from this e-mail domain."))
    return None


def groups_in(claims: Mapping[str, Any], name: str) -> frozenset[str] | Reason:
    """The groups in a claim. A claim that is not there means none; one that is only pointed to cannot be relied on."""
    if not name:
        return frozenset()
    elsewhere = claims.get("_claim_names")
    if (isinstance(elsewhere, dict) and name in elsewhere) or (name == "groups" and claims.get("hasgroups")):
        return Reason(
            N_("The provider has too many groups to tell. Let it send only those that are assigned to holger.")
        )
    found = claims.get(name, [])
    listed = found if isinstance(found, list) else [found]
    return frozenset(group for group in listed if isinstance(group, str) and group)


def words_in(value: Any) -> frozenset[str]:
    """A claim that is a word or a list of them."""
    listed = value if isinstance(value, list) else [value]
    return frozenset(word for word in listed if isinstance(word, str) and word)


NOT_KNOWN = Reason(N_("You are not known here yet. Ask for an invitation, or link this sign-in from your own account."))
ALREADY_THERE = Reason(
    N_(
        "Somebody with this e-mail address is already in holger. Sign in as you usually do, and link this sign-in there."
    )
)
REGISTERED = Reason(N_("You are in the register here, but not invited to sign in yet. Ask for an invitation."))
NO_ENTRY = Reason(N_("You are no longer let in here. Ask whoever looks after information security where you work."))
TAKEN = Reason(N_("This sign-in at the provider already belongs to somebody here."))
LINKED_ALREADY = Reason(N_("You already have another sign-in at this provider. Remove that one first."))
STALE = Reason(N_("This sign-in was not begun in this browser, was used already, or took too long. Begin again."))
UNREADABLE = Reason(N_("The client secret can no longer be read. Type it in again."))
OWN_FIRST = Reason(N_("Sign in with your own password or passkey first."))
