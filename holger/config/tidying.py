"""Clearing away what has expired by itself: sessions, and counts of attempts."""

from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.utils import timezone

from holger.config.cache import SharedCache


def tidy() -> str:
    sessions = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    cache = caches["default"]
    counts = cache.forget_expired() if isinstance(cache, SharedCache) else 0
    return f"{sessions} sessions, {counts} counts"
