"""What has happened here, for rooms above that keep something beside it."""

from django.dispatch import Signal

standings_changed = Signal()
"""It was answered, decided or asked how it stands with requirements: ``standings``, and whether they were ``answered``."""

scope_changed = Signal()
"""Which requirements are wanted in a scope, or what is aimed at there, may have changed: ``scope``."""
