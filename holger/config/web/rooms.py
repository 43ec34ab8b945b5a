"""How an address finds its room: no page of a room is held against an address that begins with none of the room's words."""

from functools import cached_property
from typing import Any

from django.urls import ResolverMatch, URLResolver, include
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RoutePattern


class Room(URLResolver):
    """The pages of a room. Each begins with a word as it stands, never with one that varies."""

    def __init__(self, urls: str):
        module, app_name, namespace = include(urls)
        super().__init__(RoutePattern("", is_endpoint=False), module, None, app_name, namespace)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(first_word(str(each.pattern)) for each in self.url_patterns)

    def resolve(self, path: Any) -> ResolverMatch:
        if first_word(str(path)) not in self.words:
            raise Resolver404({"path": path})
        return super().resolve(path)


def first_word(path: str) -> str:
    return path.partition("/")[0]
