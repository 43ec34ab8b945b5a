from collections.abc import Iterable
from typing import Any
from uuid import UUID


def posts_put(organisation_id: UUID, drafts: Iterable[Any]) -> None:
    pass


def posts_send(organisation_id: UUID) -> int:
    return 0
