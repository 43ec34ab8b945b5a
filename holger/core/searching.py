"""Rows by the words that they hold."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Q


def word_in(word: str, fields: Sequence[str]) -> Q:
    """The word stands in one of the fields."""
    return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields))


def words_in(words: Iterable[str], fields: Sequence[str]) -> Q:
    """Each of the words stands in one of the fields; without words, anything fits."""
    return reduce(and_, (word_in(word, fields) for word in words), Q())
