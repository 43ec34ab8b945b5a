"""What the categories and playbooks of the library are called: lists and forms need no more of them."""

from collections.abc import Mapping
from functools import cache

from holger.core.words import Words
from holger.incidents import library


@cache
def category_titles() -> Mapping[str, Words]:
    """By key, in the order of the form; the last one is what fits nowhere."""
    return {key: each.title for key, each in library.categories().items()}


@cache
def playbook_titles() -> Mapping[str, Words]:
    """By key, as the files lie."""
    return {key: each.title for key, each in library.playbooks().items()}
