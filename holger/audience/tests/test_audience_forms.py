"""The part of a form that asks whom something is for."""

from typing import Any

from django.http import QueryDict

from holger.audience.forms import AudienceFields, initial_of
from holger.audience.models import Audience
from holger.audience.services import audience_set
from holger.audience.words import told
from holger.ui.forms import Form
from tests.cast import Cast, actor_of, make_person, make_unit


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


# Who that is, before it is saved


def meant(cast: Cast, sent: str) -> Any:
    return AskForm(actor=actor_of(cast.anna), data=QueryDict(sent)).meant


def test_the_choice_is_told_in_people_before_it_is_saved(cast: Cast) -> None:
    plant = make_unit(cast.anna.organisation, "Plant")
    make_person(cast.kronborg, "Per Plante", unit=plant, signs_in=False)
    assert meant(cast, f"for_units={plant.pk}").names == ["Per Plante"]
    assert meant(cast, f"for_people={cast.bo.pk}&for_people={cast.emil.pk}").names == ["Bo Lind", "Emil Vang"]
    assert (meant(cast, "for_everybody=on").count, meant(cast, "for_everybody=on").more) == (7, 2)
    assert meant(cast, "for_everybody=on&again=all").more == 0
    assert meant(cast, "").count == 0
    assert not Audience.objects.exists()


def test_what_is_another_organisations_counts_for_nothing(cast: Cast) -> None:
    assert meant(cast, f"for_people={cast.dorte.pk}&for_managers=on").count == 0


def test_it_begins_with_the_audience_that_is_there(cast: Cast) -> None:
    chosen = answered(cast, f"for_people={cast.bo.pk}")
    audience = audience_set(actor=actor_of(cast.anna), audience=None, chosen=chosen)
    form = AskForm(actor=actor_of(cast.anna), initial=initial_of(audience))
    assert (form.meant.count, list(form.meant.names)) == (1, ["Bo Lind"])


def test_the_page_tells_it_by_a_button_and_saves_nothing(cast: Cast, client_of: Any) -> None:
    anna, at = client_of(cast.anna), "/o/kronborg/policies/new/"
    assert "6 people today" in anna.get(at).content.decode()
    told = anna.post(at, {"title_en": "", "for_people": [cast.bo.pk], "again": "1"})
    assert told.status_code == 200, "what is not finished is not refused"
    assert "1 person today" in told.content.decode() and "Bo Lind" in told.content.decode()
    some = anna.post(at, {"title_en": "", "for_everybody": "on", "again": "1"}).content.decode()
    assert "and 1 more" in some and "Show all of them" in some
    assert "and 1 more" not in anna.post(at, {"for_everybody": "on", "again": "all"}).content.decode()
    assert not Audience.objects.exists()
