"""Reading a policy, and saying that one has."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from holger.core.errors import RuleBroken
from holger.core.requests import Request
from holger.desk.permissions import USE
from holger.desk.views.common import DeskPage
from holger.evidence import store
from holger.policies.models import Policy, PolicyVersion, Reading, Status
from holger.policies.selectors import pictures_of
from holger.policies.selectors.reading import (
    ShownText,
    applying_to,
    confirmed_before,
    in_force,
    my_readings,
    text_shown,
)
from holger.policies.services.confirming import policy_confirm
from holger.policies.tables.reading import Shown, pieces, shown
from holger.ui import http, pictures


class Read(DeskPage):
    """One policy, as it is in force, with what it means and what has changed; and the button that says so."""

    template = "desk/read.html"

    def heading(self) -> str:
        return self.shown.text.title

    @cached_property
    def policy(self) -> Policy:
        rows = applying_to(self.actor).select_related("owner")
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    @cached_property
    def version(self) -> PolicyVersion:
        return get_object_or_404(in_force(self.actor.organisation_id).prefetch_related("texts"), policy=self.policy)

    @cached_property
    def shown(self) -> ShownText:
        asked = self.request.POST.get("language") or self.request.GET.get("language", "")
        found = text_shown(self.version, asked)
        assert found is not None, "a version in force has a text"
        return found

    @cached_property
    def reading(self) -> Reading | None:
        return my_readings(self.actor).filter(policy=self.policy, major=self.version.major).first()

    def context(self) -> dict[str, Any]:
        text = self.shown.text
        reading = self.reading
        return {
            "shown": self.shown,
            "text": text,
            "policy": self.policy,
            "version": self.version,
            "body": shown(text.body, self.picture),
            "for_you": shown(text.for_you, None),
            "pieces": self.pieces,
            "before": self.before,
            "changes": self.changes,
            "reading": reading,
            "to_confirm": reading is not None and reading.confirmed_at is None,
            "languages": [(key, key == text.language) for key in self.shown.languages],
        }

    @cached_property
    def before(self) -> PolicyVersion | None:
        """The version that the reader has confirmed, if it is an earlier one."""
        found = confirmed_before(self.actor, self.policy)
        return found if found is not None and found.pk != self.version.pk else None

    @cached_property
    def changes(self) -> Sequence[tuple[str, str]]:
        """What has changed since, version by version, as those who wrote it say."""
        if self.before is None:
            return ()
        since = (self.before.major, self.before.minor)
        rows = self.policy.versions.filter(status__in=(Status.IN_FORCE, Status.SUPERSEDED)).order_by("major", "minor")
        later = [row for row in rows if since < (row.major, row.minor)]
        return [(row.label, row.said("changes", self.shown.text.language)) for row in later if row.changes]

    @cached_property
    def pieces(self) -> Sequence[Shown]:
        """The same word by word, where what they confirmed was written in this language too."""
        texts = self.before.texts.all() if self.before else ()
        old = next((text for text in texts if text.language == self.shown.text.language), None)
        return pieces(old.body, self.shown.text.body, self.picture, whole=False) if old else ()

    def picture(self, name: str) -> str | None:
        """Where a picture is that the text names; None for any other address."""
        key = name.upper()
        if key not in self.pictures:
            return None
        return self.url("desk:picture", reference=self.policy.reference, evidence=key)

    @cached_property
    def pictures(self) -> frozenset[str]:
        return frozenset(pictures_of(self.actor, self.policy).values_list("reference", flat=True))

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Confirm it, and go on to the next."""
        try:
            policy_confirm(
                actor=self.actor,
                policy=self.policy,
                language=request.POST.get("language", ""),
                digest=request.POST.get("digest", ""),
            )
        except RuleBroken as broken:
            return self.render(status=422, refused=broken.message)
        following = my_readings(self.actor).filter(confirmed_at=None, policy__archived_at=None).first()
        if following is None:
            http.tell(request, gettext("Thank you. You are up to date."))
            return HttpResponseRedirect(self.back_home())
        http.tell(request, gettext("Thank you. Here is the next one."))
        return HttpResponseRedirect(self.base + following.path)


@http.needs(USE)
@require_safe
def picture(request: HttpRequest, reference: str, evidence: str) -> HttpResponseBase:
    """A picture in a text that applies to whoever reads it."""
    policy = get_object_or_404(applying_to(request.actor), reference=reference)
    found = get_object_or_404(pictures_of(request.actor, policy), reference=evidence)
    return pictures.answer(found.size, lambda: store.open_file(found.organisation_id, found.sha256))
