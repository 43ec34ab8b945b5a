"""The mail to somebody who is asked to answer."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from holger.frameworks.models import Standing
from holger.jobs.services import mail_put
from holger.organisation.models import Organisation, Person

SHOWN = 20
"""Requirements that the mail names; the rest are behind the link."""


def tell(person: Person, standings: Sequence[Standing], *, sender: str, note: str) -> None:
    """Which requirements, of which frameworks, and where to answer. Nobody answers without signing in."""
    if person.user_id is None or not person.email:
        return
    organisation = Organisation.objects.get(pk=person.organisation_id)
    frameworks = {each.scope.framework_id: each.scope for each in standings}
    base = f"{settings.BASE_URL}/o/{organisation.slug}/"
    told = {
        "person": person,
        "organisation": organisation,
        "sender": sender,
        "note": note,
        "requirements": [each.requirement for each in standings[:SHOWN]],
        "more": max(0, len(standings) - SHOWN),
        "count": len(standings),
        "links": [_link(base, scope.framework.reference, scope.number) for scope in frameworks.values()],
    }
    with override(organisation.language):
        subject = render_to_string("frameworks/mail/asked_subject.txt", told)
        body = render_to_string("frameworks/mail/asked.txt", told)
    mail_put(organisation_id=organisation.pk, recipient=person.email, subject=subject, body=body)


def _link(base: str, reference: str, number: int) -> str:
    scope = f"scope={number}&" if number > 1 else ""
    return f"{base}frameworks/{reference}/requirements/?{scope}asked=me"
