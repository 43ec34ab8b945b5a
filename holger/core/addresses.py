"""Where holger may send a request of its own: plain Python, asked by ``core/outgoing.py`` before anything is sent.

An address that somebody typed must not make the server knock on doors that only the server can reach: its own
machine, the network it stands in, the cloud that runs it. So the address is read strictly, and every number that its
name stands for is looked at.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from holger.core.words import N_, Reason

type Address = IPv4Address | IPv6Address

PLAIN = re.compile(r"[!-~]{1,2000}")
NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")

NEVER = (
    # What clouds tell their own machines, secrets among it, where it is not link-local anyway.
    ip_network("168.63.129.16/32"),
    ip_network("100.100.100.200/32"),
    ip_network("192.0.0.0/24"),
    ip_network("fd00:ec2::/32"),
    ip_network("192.88.99.0/24"),  # the relay of a tunnel long closed
    ip_network("fec0::/10"),  # site-local, before there were unique local addresses
)
WITH_IPV4_INSIDE = ip_network("64:ff9b::/96")

NOT_PLAIN = Reason(N_("This is not an address like https://id.example.com/path."))
NOT_HTTPS = Reason(N_("The address must begin with https://."))
ODD_NUMBER = Reason(N_("The address spells a number in an odd way. Use the server's name."))


@dataclass(frozen=True)
class Policy:
    """What the installation allows beyond public servers on port 443: see docs/configuration.md."""

    ports: Collection[int] = (443,)
    inside: Collection[str] = ()
    """Names of servers that may stand in the house's own network."""
    loopback: bool = False
    """May this very machine be asked, also without TLS? For demo and tests."""


@dataclass(frozen=True)
class Target:
    """An address taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """As the Host header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == default_port(self.scheme) else f"{host}:{self.port}"


def default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def read(url: str, policy: Policy) -> Target | Reason:
    """The address taken apart, or why it will not do. Nobody has been asked anything yet."""
    if not PLAIN.fullmatch(url) or "\\" in url:
        return NOT_PLAIN
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().removesuffix("."), parts.port
    except ValueError:
        return NOT_PLAIN
    if parts.scheme not in (("http", "https") if policy.loopback else ("https",)):
        return NOT_HTTPS
    if parts.username is not None or parts.password is not None or parts.fragment:
        return Reason(N_("The address must not hold a user name, a password or a # part."))
    if reason := why_not_host(host):
        return reason
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, default_port(parts.scheme) if port is None else port, path)


def why_not_host(host: str) -> Reason | None:
    """A host is a name, or a number in its one usual spelling: never 2130706433, 0x7f.1, 127.1 or ::1%lo."""
    if ":" in host or NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            usual = str(ip_address(host)) == host and "%" not in host
        except ValueError:
            usual = False
        return None if usual else ODD_NUMBER
    return None if len(host) <= 253 and NAME.fullmatch(host) else NOT_PLAIN


def why_not_reach(target: Target, found: Iterable[Address], policy: Policy) -> Reason | None:
    """Why the server must not be asked, given every number that its name stands for."""
    numbers = [plain(number) for number in found]
    told = {"host": target.host}
    if not numbers:
        return Reason(N_("There is no server called %(host)s."), told)
    if all(number.is_loopback for number in numbers) and policy.loopback:
        return None
    if target.scheme != "https":
        return NOT_HTTPS
    if target.port not in policy.ports:
        return Reason(N_("Port %(port)s is not among those that holger may use."), {"port": target.port})
    allowed = is_inside if target.host in policy.inside else is_public
    if not all(allowed(number) for number in numbers):
        return Reason(N_("%(host)s is not on the public internet, so holger does not ask it."), told)
    return None


def plain(number: Address) -> Address:
    """The number that is reached in the end: IPv4 may come wrapped in IPv6."""
    if isinstance(number, IPv6Address):
        if number.ipv4_mapped:
            return number.ipv4_mapped
        if number.sixtofour:
            return number.sixtofour
        if number in WITH_IPV4_INSIDE:
            return IPv4Address(int(number) & 0xFFFFFFFF)
    return number


def is_public(number: Address) -> bool:
    """Does this number lead to a server that anybody could ask?"""
    return number.is_global and not is_special(number)


def is_inside(number: Address) -> bool:
    """Public, or in the house's own network; never the machine itself, nor what speaks to it alone."""
    return is_public(number) or (number.is_private and not is_special(number))


def is_special(number: Address) -> bool:
    kinds = (number.is_loopback, number.is_link_local, number.is_multicast, number.is_reserved, number.is_unspecified)
    return any(kinds) or any(number in net for net in NEVER if net.version == number.version)
