"""What rooms above add to the head of a processing activity's page: the risks room how many risks there are, and the worst of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from holger.core.requests import Request
from holger.privacy.models import Activity


@dataclass(frozen=True)
class Extra:
    """``badge`` answers "" where there is nothing to say."""

    permission: str
    badge: Callable[[Request, Activity], SafeString | str]


EXTRAS: list[Extra] = []


def offer(extra: Extra) -> None:
    EXTRAS.append(extra)


def badges_of(request: Request, activity: Activity) -> Sequence[SafeString]:
    """What is offered, as far as the reader may see it."""
    found = (extra.badge(request, activity) for extra in EXTRAS if request.actor.may(extra.permission))
    return [badge for badge in found if isinstance(badge, SafeString) and badge]
