"""What has happened here that rooms above want to know. Sent inside the transaction."""

from django.dispatch import Signal

organisation_created = Signal()
"""A new organisation, empty until its rooms fill in their defaults. Sends ``organisation`` and ``actor``."""

person_shut_out = Signal()
"""Somebody, or a program, was suspended or is about to be removed. Sends ``person``, ``actor`` and
``for_good``: leaves the register, so that what need not name them lets go of them now."""

person_started = Signal()
"""Somebody's first day has come. Sends ``person``, ``actor`` and ``day``, once for each first day; nothing for those
who had been here for long when they were put in."""

person_ended = Signal()
"""Somebody's last day is over. Sends ``person``, ``actor`` and ``day``, their last, once for each."""

person_forgotten = Signal()
"""Somebody is erased for good. Sends ``person``, already under their pseudonym, and ``actor``: for what keeps names where nothing
else changes."""

person_days_written = Signal()
"""First or last days were written, wherever they lie. Sends ``actor`` and ``people``: those concerned, or None for many at once."""
