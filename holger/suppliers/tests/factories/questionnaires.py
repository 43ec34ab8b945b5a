"""Questionnaires, what was sent of them, and somebody at the supplier, for tests: made as the services make them."""

import json
import re
from datetime import timedelta
from typing import Any

from django.test import Client

from holger.core import dates, sealing, tenancy
from holger.core.actor import Actor
from holger.jobs.models import Mail
from holger.jobs.services.outbox import PURPOSE
from holger.organisation.models import Organisation
from holger.suppliers import services
from holger.suppliers.models import Questionnaire, Sending, Supplier
from holger.suppliers.rules.questions import Kind
from holger.suppliers.selectors.portal import Guest, guest_by
from holger.suppliers.services.links import link_make
from holger.suppliers.tests.factories.register import make_supplier

TITLE = {"da": "Kort", "en": "Short"}


def question(text: str = "Do you?", **told: Any) -> dict[str, Any]:
    """As a file tells it, without key and number."""
    words = {"da": f"{text} (da)", "en": text}
    return {"text": words, "help": words, "type": Kind.YES_PARTLY_NO.value, "weight": "1", **told}


def make_short(actor: Actor, *, publish: bool = True) -> Questionnaire:
    """Four questions in two sections: a knock-out, one that hangs on it, a number, and a text."""
    made = services.questionnaire_create(actor=actor, title=TITLE)
    put = {"actor": actor, "questionnaire": made}
    services.section_put(**put, title={"da": "Første", "en": "First"})
    services.section_put(**put, title={"da": "Anden", "en": "Second"})
    services.question_put(**put, section="s1", told=question("Backup?", knock_out="true", weight="3"))
    after = {"question": "q1", "answers": ["yes", "partly"]}
    services.question_put(**put, section="s1", told=question("Tested?", shown_when=after, asks_evidence="true"))
    hours = {"unit": {"da": "timer", "en": "hours"}, "full": "24", "none": "72"}
    services.question_put(**put, section="s2", told=question("How soon?", type="number", **hours))
    services.question_put(**put, section="s2", told=question("Who?", type="text"))
    if publish:
        services.draft_publish(actor=actor, questionnaire=made)
    return made


def make_sending(
    actor: Actor, supplier: Supplier | None = None, questionnaire: Questionnaire | None = None, **fields: Any
) -> Sending:
    house = Organisation.objects.get(pk=actor.organisation_id)
    told = {
        "supplier": supplier or make_supplier(house),
        "questionnaire": questionnaire or make_short(actor),
        "contact": "Mette Holm",
        "email": "mette@supplier.example",
        "due": dates.today() + timedelta(days=21),
        "language": "en",
    }
    return services.questionnaire_send(actor=actor, **{**told, **fields})


def text_of(mail: Mail) -> str:
    return str(json.loads(sealing.unseal(mail.sealed, PURPOSE))["body"])


def secret_of(email: str = "mette@supplier.example") -> str:
    """The secret in the newest mail to this address."""
    mail = Mail.objects.filter(recipient=email).order_by("-id")[0]
    found = re.search(r"/portal/link/([\w-]+)/", text_of(mail))
    assert found is not None
    return found[1]


def link_of(sending: Sending, email: str) -> str:
    return link_make(sending, name=sending.contact, email=email, language=sending.language)[1]


def make_guest(sending: Sending, email: str = "", *, mailed: bool = True) -> Guest:
    """Somebody who has used the newest link to this address, or (without ``mailed``) one that nobody had to read in a mail."""
    email = email or sending.email
    with tenancy.inside(sending.organisation_id):
        secret = secret_of(email) if mailed else link_of(sending, email)
        exchanged = services.link_exchange(secret=secret)
        assert exchanged is not None
        guest = guest_by(exchanged[1], sending.pk)
    assert guest is not None
    return guest


def portal_of(sending: Sending, email: str = "") -> Client:
    """A browser at the supplier in which the questionnaire is open."""
    client = Client()
    answer = client.post(f"/portal/link/{secret_of(email or sending.email)}/")
    assert answer.status_code == 302, answer.content
    assert answer["Location"] == f"/portal/{sending.pk}/"
    return client
