"""The part of a form that asks whom something is for."""

from typing import Any

from django.http import QueryDict

from holger.audience.forms import AudienceFields, initial_of
from holger.audience.services import audience_set
from holger.audience.words import told
from holger.ui.forms import Form
from tests.cast import Cast, actor_of, make_unit


class AskForm(AudienceFields, Form):
    pass


def answered(cast: Cast, sent: str) -> Any:
    form = AskForm(actor=actor_of(cast.anna), data=QueryDict(sent))
    assert form.is_valid(), form.errors
    return form.answers["audience"]


def test_the_answers_come_as_one_and_are_asked_again_as_they_were_given(cast: Cast) -> None:
    plant = make_unit(cast.anna.organisation, "Plant")
    chosen = answered(
        cast, f"for_units={plant.pk}&for_people={cast.bo.pk}&for_roles=it&for_managers=on&for_job_titles=Smith, "
    )
    audience = audience_set(actor=actor_of(cast.anna), audience=None, chosen=chosen)
    assert told(audience) == f"Plant, IT, those who lead others, job titles with “smith”, {cast.bo.name}"
    assert initial_of(audience) == {
        "for_everybody": False,
        "for_managers": True,
        "for_job_titles": "smith",
        "for_units": [plant],
        "for_roles": ["it"],
        "for_people": [cast.bo],
    }


def test_everybody_and_nobody(cast: Cast) -> None:
    anna = actor_of(cast.anna)
    assert told(audience_set(actor=anna, audience=None, chosen=answered(cast, "for_everybody=on"))) == "Everybody"
    assert told(audience_set(actor=anna, audience=None, chosen=answered(cast, ""))) == "Nobody yet"
    assert told(None) == "Nobody yet"


def test_another_organisations_people_are_not_there_to_choose(cast: Cast) -> None:
    form = AskForm(actor=actor_of(cast.anna), data=QueryDict(f"for_people={cast.dorte.pk}"))
    assert list(form.errors) == ["for_people"]
