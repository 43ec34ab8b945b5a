"""What rooms above say in this room's place."""

from collections.abc import Callable, Collection
from uuid import UUID

from holger.core.actor import Actor

TOLD_ELSEWHERE: list[Callable[[Actor], Collection[UUID]]] = []
"""The scopes in which another room tells people itself what they are asked to answer."""
