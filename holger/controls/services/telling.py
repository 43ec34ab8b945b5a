"""The mail to whoever is asked to approve a statement."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from holger.controls.models import Statement
from holger.controls.models.statement import statement_path
from holger.jobs.services import mail_put
from holger.organisation.models import Organisation, Person


def tell_approver(person: Person, statement: Statement, *, sender: str) -> None:
    """What there is to approve, and where. Nobody approves without signing in."""
    if not person.email:
        return
    organisation = Organisation.objects.get(pk=statement.organisation_id)
    link = f"{settings.BASE_URL}/o/{organisation.slug}/{statement_path(statement.scope)}approve/"
    told = {"person": person, "organisation": organisation, "sender": sender, "statement": statement, "link": link}
    with override(organisation.language):
        subject = render_to_string("controls/mail/approve_subject.txt", told)
        body = render_to_string("controls/mail/approve.txt", told)
    mail_put(organisation_id=organisation.pk, recipient=person.email, subject=subject, body=body)
