"""A mail to oneself, to see whether mail arrives. It goes the way that all mail goes, worker and all."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.jobs.models import Mail
from holger.jobs.services import mail_put
from holger.organisation.models import Organisation, Person
from holger.tasks.selectors.mail import about_test, must_see_all
from holger.ui.mail import letter


@transaction.atomic
def mail_test(*, actor: Actor) -> Mail:
    """Write a mail to the actor. Pressed twice within a minute it is one."""
    must_see_all(actor)
    person = Person.objects.select_related("user").filter(pk=actor.person_id).first() if actor.person_id else None
    if person is None:
        raise NotFound
    address = person.email or (person.user.email if person.user else "")
    if not address:
        raise RuleBroken(N_("You have no e-mail address here. Put one on your page first."))
    house = Organisation.objects.get(pk=actor.organisation_id)
    subject = gettext("A test of mail from holger at %(name)s") % {"name": house.name}
    told = {"organisation": house, "subject": subject, "link": f"{settings.BASE_URL}/o/{house.slug}/settings/mail/"}
    text, html = letter("tasks/mail/test", told)
    return mail_put(
        organisation_id=house.pk,
        recipient=address,
        subject=subject,
        body=text,
        html=html,
        about=about_test(actor),
        slot=f"test:{person.pk}:{dates.now():%Y-%m-%dT%H:%M}",
    )
