"""What rooms above say in this room's place."""

from collections.abc import Callable, Collection
from uuid import UUID

TOLD_ELSEWHERE: list[Callable[[UUID], Collection[UUID]]] = []
"""The scopes of an organisation in which another room tells people itself what they are asked to answer."""
