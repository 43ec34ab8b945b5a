"""Which addresses may be asked: no network, no settings."""

from ipaddress import ip_address

import pytest

from holger.core.addresses import Policy, Target, read, why_not_reach
from holger.core.words import Reason

PUBLIC, PRIVATE = "93.184.215.14", "10.1.2.3"
ONLY_PUBLIC = Policy()


def reached(url: str, *numbers: str, policy: Policy = ONLY_PUBLIC) -> bool:
    target = read(url, policy)
    assert isinstance(target, Target), target
    return why_not_reach(target, [ip_address(number) for number in numbers], policy) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://id.example.com/",
        "ftp://id.example.com/",
        "file:///etc/passwd",
        "//id.example.com/",
        "id.example.com",
        "https://",
        "https://anna@id.example.com/",
        "https://anna:secret@id.example.com/",
        "https://id.example.com/#part",
        "https://id.example.com\\@internal/",
        "https://id.example.com/a b",
        "https://id.example.com/\r\nHost: other",
        "https://id.example.com:port/",
        "https://id.example.com:99999/",
        "https://ıd.example.com/",
        "https://id..example.com/",
        "https://-id.example.com/",
        "https://id.example.com%00.other/",
        f"https://{'a' * 64}.example.com/",
        "https://id.example.com/" + "a" * 2000,
        # Numbers in odd spellings, each of which some library reads as 127.0.0.1 or ::1.
        "https://2130706433/",
        "https://017700000001/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.1/",
        "https://0/",
        "https://127.0.0.01/",
        "https://①②⑦.⓪.⓪.①/",
        "https://[::1%25lo]/",
        "https://[fe80::1%eth0]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::1/",
    ],
)
def test_an_address_that_is_not_plain_is_refused_before_anybody_is_asked(url: str) -> None:
    assert isinstance(read(url, Policy()), Reason)


def test_an_address_is_taken_apart() -> None:
    found = read("https://ID.Example.com./path?q=1", Policy())
    assert found == Target("https", "id.example.com", 443, "/path?q=1")
    assert found.origin == "id.example.com"
    assert read("https://[2001:db8::1]:8443", Policy()).origin == "[2001:db8::1]:8443"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "2001::1",
        "2001:db8::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_only_public_numbers_are_asked(number: str) -> None:
    assert not reached("https://id.example.com/", number)
    assert not reached("https://id.example.com/", PUBLIC, number), "one bad number spoils the name"


def test_a_public_server_is_asked() -> None:
    assert reached("https://id.example.com/", PUBLIC, "2001:4860:4860::8888")
    assert not reached("https://id.example.com/"), "a name that stands for nothing"


@pytest.mark.parametrize("number", ["::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"])
def test_a_public_number_wrapped_in_another_is_public(number: str) -> None:
    """Networks with IPv6 alone reach everybody else that way."""
    assert reached("https://id.example.com/", number)


def test_only_the_ports_of_the_policy_are_used() -> None:
    assert not reached("https://id.example.com:8443/", PUBLIC)
    assert reached("https://id.example.com:8443/", PUBLIC, policy=Policy(ports=(443, 8443)))


def test_a_server_of_the_house_is_asked_when_it_is_named() -> None:
    house = Policy(inside=("id.kronborg.local",))
    assert reached("https://id.kronborg.local/", PRIVATE, policy=house)
    assert reached("https://id.kronborg.local/", "fd12::1", policy=house)
    assert not reached("https://other.kronborg.local/", PRIVATE, policy=house)
    assert not reached("https://id.kronborg.local:8443/", PRIVATE, policy=house)
    for special in ("127.0.0.1", "169.254.169.254", "fd00:ec2::254", "192.0.0.192", "0.0.0.0", "ff02::1", "fe80::1"):
        assert not reached("https://id.kronborg.local/", special, policy=house)


def test_this_machine_is_asked_only_in_demo_and_tests() -> None:
    open_house = Policy(loopback=True)
    assert reached("http://localhost:9000/", "127.0.0.1", "::1", policy=open_house)
    assert reached("https://localhost:9000/", "127.0.0.1", policy=open_house)
    assert not reached("http://id.example.com/", PUBLIC, policy=open_house), "without TLS nobody else"
    assert not reached("http://id.example.com/", "127.0.0.1", PUBLIC, policy=open_house)
    assert not reached("https://localhost:9000/", PRIVATE, policy=open_house)
