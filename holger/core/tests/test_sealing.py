"""Sealed secrets open where they were sealed, and nowhere else."""

from typing import Any

import pytest

from holger.core.sealing import Unreadable, seal, unseal


def test_a_sealed_secret_opens_again_and_does_not_show() -> None:
    sealed = seal("hemmelig æøå", "provider 1")
    assert "hemmelig" not in sealed and unseal(sealed, "provider 1") == "hemmelig æøå"
    assert sealed != seal("hemmelig æøå", "provider 1"), "nobody can tell that two secrets are the same"


def test_it_does_not_open_for_something_else() -> None:
    with pytest.raises(Unreadable):
        unseal(seal("secret", "provider 1"), "provider 2")


def test_a_secret_that_was_tampered_with_does_not_open() -> None:
    sealed = seal("secret", "provider 1")
    with pytest.raises(Unreadable):
        unseal(sealed[:-6] + "AAAA==", "provider 1")


def test_an_earlier_key_still_opens(settings: Any) -> None:
    sealed, earlier = seal("secret", "provider 1"), settings.SECRET_KEY
    settings.SECRET_KEY = "another key, which is long enough to be one of ours, really"
    with pytest.raises(Unreadable):
        unseal(sealed, "provider 1")
    settings.SECRET_KEY_FALLBACKS = [earlier]
    assert unseal(sealed, "provider 1") == "secret"
