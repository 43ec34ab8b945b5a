"""Somebody is asked to answer: they are told, see what they are asked and nothing else, and may answer just that."""

import pytest

from holger.core.errors import NotAllowed, NotFound
from holger.frameworks import selectors, services
from holger.history.models import Event
from holger.jobs.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def standings(cast, actor_of):
    services.framework_adopt(actor=actor_of(cast.anna), key="iso27001-2022")
    rows = selectors.standings_for(actor_of(cast.anna)).select_related("scope__framework", "requirement__framework")
    return list(rows.order_by("requirement__place")[:4])


def test_bo_is_told_by_mail_what_he_is_asked_and_where(
    cast, actor_of, standings, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        count = services.standings_ask(
            actor=actor_of(cast.anna), standings=standings[:2], person=cast.bo, note="Before <Friday>"
        )
    assert count == 2
    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == (["bo@kronborg.example"], "2 requirements for you to answer at Kronborg A/S")
    for text in ("Hi Bo Lind", "Anna Holm asks", "- 4.1 ", "- 4.2 ", "Before <Friday>", "/FW-1/requirements/?asked=me"):
        assert text in sent.body
    assert "4.3" not in sent.body
    events = Event.objects.filter(action="requirement.asked")
    assert [event.changes["asked"] for event in events] == [[None, "Bo Lind"]] * 2


def test_bo_sees_and_answers_just_what_he_is_asked(cast, actor_of, client_of, standings):
    bo = actor_of(cast.bo)
    assert not selectors.scopes_for(bo).exists()
    with pytest.raises(NotAllowed):
        services.standing_answer(actor=bo, standing=standings[0], answer="met")
    services.standings_ask(actor=actor_of(cast.anna), standings=standings[:2], person=cast.bo)
    assert {row.pk for row in selectors.standings_for(bo)} == {standings[0].pk, standings[1].pk}
    page = client_of(cast.bo)
    assert b"Answer 2 requirements" in page.get("/o/kronborg/").content
    answered = page.post("/o/kronborg/frameworks/FW-1/r/4.1/answer/", {"answer": "met", "maturity": "3", "remark": ""})
    assert answered.status_code == 302
    standings[0].refresh_from_db()
    assert (standings[0].answer, standings[0].answered_by) == ("met", "Bo Lind")
    assert b"Answer 1 requirement" in page.get("/o/kronborg/").content
    assert page.get("/o/kronborg/frameworks/FW-1/r/4.3/answer/").status_code == 404
    with pytest.raises(NotAllowed):
        services.standing_choose(actor=bo, standing=standings[0], applicable=False, reason="Not ours")


def test_whoever_cannot_sign_in_is_asked_without_a_mail(cast, actor_of, standings):
    cast.bo.user = None
    cast.bo.save()
    assert services.standings_ask(actor=actor_of(cast.anna), standings=standings, person=cast.bo) == 4
    assert not Mail.objects.exists()


def test_asking_again_tells_nobody_again(cast, actor_of, standings):
    anna = actor_of(cast.anna)
    services.standings_ask(actor=anna, standings=standings, person=cast.bo)
    assert services.standings_ask(actor=anna, standings=standings, person=cast.bo) == 0
    assert Mail.objects.count() == 1
    assert services.standings_ask(actor=anna, standings=standings, person=None) == 4
    assert Mail.objects.count() == 1


def test_who_may_ask_and_whom(cast, actor_of, standings):
    for person in (cast.bo, cast.carl, cast.karen):
        with pytest.raises(NotAllowed):
            services.standings_ask(actor=actor_of(person), standings=standings, person=cast.bo)
    with pytest.raises(NotFound):
        services.standings_ask(actor=actor_of(cast.anna), standings=standings, person=cast.dorte)
    with pytest.raises(NotFound):
        services.standings_ask(actor=actor_of(cast.dorte), standings=standings, person=None)
