"""The mails to whoever is asked to review or approve."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from holger.jobs.services import mail_put
from holger.organisation.models import Organisation, Person
from holger.policies.models import PolicyVersion


def tell(person: Person, version: PolicyVersion, what: str, *, sender: str, note: str = "") -> None:
    """What there is to read (``what``: review or approve), and where. Nobody answers without signing in."""
    if not person.email:
        return
    organisation = Organisation.objects.get(pk=version.organisation_id)
    with override(organisation.language):
        told = {
            "person": person,
            "organisation": organisation,
            "sender": sender,
            "policy": version.policy.title,
            "number": version.label,
            "note": note,
            "link": f"{settings.BASE_URL}/o/{organisation.slug}/{version.policy.path}{what}/",
        }
        subject = render_to_string(f"policies/mail/{what}_subject.txt", told)
        body = render_to_string(f"policies/mail/{what}.txt", told)
    mail_put(organisation_id=organisation.pk, recipient=person.email, subject=subject, body=body)
