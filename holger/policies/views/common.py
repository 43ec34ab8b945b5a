"""What the pages about one policy share."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.core.requests import Request
from holger.policies import selectors
from holger.policies.models import OPEN, Policy, PolicyText, PolicyVersion, Status
from holger.policies.rules.numbers import number_in
from holger.ui import http
from holger.ui.pages import FormPage

MENU = "policies:policy-list"
POLICIES = _("Policies")
Way = Sequence[tuple[Any, str | None]]


def policy_or_404(actor: Actor, reference: str) -> Policy:
    return get_object_or_404(
        selectors.policies_for(actor).select_related("owner", "unit", "audience"), reference=reference
    )


def version_or_404(actor: Actor, policy: Policy, label: str) -> PolicyVersion:
    number = number_in(label)
    if number is None:
        raise Http404
    version = get_object_or_404(selectors.versions_of(actor, policy), major=number[0], minor=number[1])
    version.policy = policy
    return version


def choose(texts: dict[str, PolicyText], asked: str, policy: Policy) -> str:
    """The language to show: the one that was asked for, the reader's, the one it is written in, or any."""
    reader = "da" if (get_language() or "").startswith("da") else "en"
    return next(
        (each for each in (asked, reader, policy.language) if each in texts), next(iter(texts), policy.language)
    )


class OfPolicy:
    """A page about one policy, found through its selector: who sees it sees more than owners and units tell."""

    request: Request
    actor: Actor
    permission: str
    kwargs: dict[str, Any]
    title: Any
    menu = MENU

    @cached_property
    def policy(self) -> Policy:
        return policy_or_404(self.actor, self.kwargs["reference"])

    @cached_property
    def versions(self) -> list[PolicyVersion]:
        """All of them, newest first."""
        rows = list(selectors.versions_of(self.actor, self.policy))
        for row in rows:
            row.policy = self.policy
        return rows

    @cached_property
    def open(self) -> PolicyVersion | None:
        """The one that is worked on, or waits for approval."""
        return next((row for row in self.versions if row.status in OPEN), None)

    @cached_property
    def force(self) -> PolicyVersion | None:
        return next((row for row in self.versions if row.status == Status.IN_FORCE), None)

    @cached_property
    def coming(self) -> PolicyVersion | None:
        """Approved, and waiting for its day."""
        return next((row for row in self.versions if row.status == Status.APPROVED), None)

    def at(self, name: str, **more: Any) -> str:
        """The address of another page about the same policy."""
        return http.link(self.request, f"policies:{name}", reference=self.policy.reference, **more)

    def way(self, *more: Any) -> Way:
        here = (self.policy.reference, self.request.base + self.policy.path)
        return [(POLICIES, http.link(self.request, MENU)), here, *more]

    def crumbs(self) -> Way:
        return self.way((self.title, None))

    def back(self) -> str:
        return self.request.base + self.policy.path

    def picture(self) -> Callable[[str], str | None]:
        return pictures(self.request, self.policy)


def pictures(request: Request, policy: Policy) -> Callable[[str], str | None]:
    """The addresses of the pictures that a policy's text may show: what is attached to it, by reference."""
    known: dict[str, bool] = {}

    def address(source: str) -> str | None:
        if not known:
            known.update(dict.fromkeys(_attached(request, policy), True) or {"": False})
        wanted = source.strip().upper()
        if not known.get(wanted):
            return None
        return http.link(request, "policies:picture", reference=policy.reference, evidence=wanted)

    return address


def _attached(request: Request, policy: Policy) -> list[str]:
    return list(selectors.pictures_of(request.actor, policy).values_list("reference", flat=True))


class Step(OfPolicy, FormPage):
    """A form about the version that is worked on; with nothing to do there, it leads back to the policy."""

    expected: Sequence[str] = (Status.DRAFT, Status.REVIEW)

    def fits(self) -> bool:
        return self.policy.archived_at is None and self.open is not None and self.open.status in self.expected

    def permission_on(self) -> Any:
        """The version itself is not asked: whoever is to approve it does not change it."""
        return self.policy

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.admit()
        if not self.fits():
            http.tell(request, _("There is nothing here to do any more. This is how it stands."))
            return redirect(self.back())
        return super().dispatch(request, *args, **kwargs)

    def next(self, obj: Any) -> str:
        return self.back()

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.policy.title} {self.open.label if self.open else ''}"


def verb(permission: str, service: Callable[..., Any], done: Any, to: Callable[[Policy], str] | None = None) -> Any:
    """A page that acts on a policy by one click."""

    @http.needs(permission)
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponseBase:
        policy = policy_or_404(request.actor, reference)

        def run() -> None:
            service(actor=request.actor, policy=policy)

        return http.act(request, str(done), request.base + (to(policy) if to else policy.path), run)

    return view
