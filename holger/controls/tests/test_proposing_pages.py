"""The page on which one chooses controls, told as stories about people."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.controls import services
from holger.controls.models import Control, Link
from holger.controls.tests.factories import make_control
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import bring, requirement, scope
from tests.cast import actor_of, make_person, make_unit
from tests.counting import questions_asked

pytestmark = pytest.mark.django_db
HERE = "/o/kronborg/controls/proposals/"


@pytest.fixture
def cis(anna):
    framework = frameworks.framework_adopt(actor=anna, key="cis-8.1")
    return frameworks.scope_edit(actor=anna, scope=scope(framework), ambition=["ig1"])


def shown(client, query: str = "") -> str:
    response = client.get(f"{HERE}{query}")
    assert response.status_code == 200
    return response.content.decode()


def offered(page: str) -> list[str]:
    return re.findall(r'name="take" value="([^"]+)"', page)


def ticked(page: str) -> list[str]:
    return re.findall(r'name="take" value="([^"]+)"[^>]* checked', page)


def accept(client, query: str = "", **sent):
    return client.post(f"{HERE}{query}", sent)


def test_anna_sees_what_answers_her_framework_the_essentials_ticked(cast, client_of, cis):
    page = shown(client_of(cast.anna), "?framework=FW-1")
    assert "What CIS Controls v8.1 asks, as things to do." in page
    assert "Multi-factor sign-in on everything reachable from outside" in page and "penetration tests" not in page
    assert "Answers 2 requirements. 2 in CIS 8.1 have no control yet." in page
    assert "Mail, VPN, remote desktop" in page and "Usually done by" in page
    assert 0 < len(ticked(page)) < len(offered(page)) and "mfa-external" in ticked(page)
    assert "unknown-devices" in offered(page) and "unknown-devices" not in ticked(page)


def test_it_says_what_is_answered_elsewhere(cast, anna, client_of, cis):
    frameworks.framework_adopt(actor=anna, key="iso27001-2022")
    page = shown(client_of(cast.anna), "?framework=FW-1")
    assert "Answers 3 requirements in 2 of your frameworks." in page
    assert "ISO 27001 · 1" in page and "CIS 8.1 · 2" in page
    assert '<span class="h-ref">6.3</span> Demand MFA on everything facing the internet' in page
    assert "A.8.5" in page and "Secure authentication" not in page


def test_she_accepts_and_is_told_how_many_there_are(cast, client_of, cis):
    client = client_of(cast.anna)
    response = accept(client, "?framework=FW-1&view=starter", take=["backup", "mfa-external"], owner=str(cast.bo.pk))
    assert response.status_code == 302 and response["Location"] == f"{HERE}?framework=FW-1&view=starter&choose=none"
    (told,) = (str(message) for message in get_messages(response.wsgi_request))
    assert told == (
        "2 controls added, 3 requirements answered. "
        '<a href="/o/kronborg/controls/board/">See them on the board</a>'
    )  # fmt: skip
    assert {control.owner for control in Control.objects.all()} == {cast.bo}
    page = client.get(response["Location"]).content.decode()
    assert "See them on the board</a>" in page
    assert "backup" not in offered(page) and ticked(page) == []


def test_what_is_there_is_shown_apart_and_only_lacks_its_links(cast, anna, client_of, cis):
    services.proposals_accept(actor=anna, scope=cis, keys=["backup", "mfa-external"])
    Link.objects.filter(requirement__code="6.4").delete()
    client = client_of(cast.anna)
    page = shown(client, "?framework=FW-1&view=have")
    assert offered(page) == ["mfa-external"] and ticked(page) == []
    assert 'You have it: <a href="/o/kronborg/controls/F-1/" title="Multi-factor' in page
    assert "1 requirement is not tied to it yet." in page and ">F-2</a>." in page
    assert "mfa-external" in offered(shown(client, "?framework=FW-1"))
    response = accept(client, "?framework=FW-1", take="mfa-external")
    (told,) = (str(message) for message in get_messages(response.wsgi_request))
    assert told.startswith("1 control answers more, 1 requirement answered.")
    assert "mfa-external" not in offered(shown(client, "?framework=FW-1"))


def test_nothing_is_ticked_for_whoever_has_begun(cast, anna, client_of, cis):
    make_control(anna)
    client = client_of(cast.anna)
    assert ticked(shown(client)) == []
    essentials = ticked(shown(client, "?choose=starter"))
    assert "backup" in essentials
    everything = shown(client, "?choose=all")
    assert ticked(everything) == offered(everything) and len(offered(everything)) > len(essentials)
    assert ticked(shown(client, "?choose=none")) == []


def test_others_answer_it_already(cast, anna, client_of, cis):
    make_control(anna, "Broad", requirements=[requirement(cis.framework, code) for code in ("11.2", "6.3")])
    assert "They have controls already; this one adds to them." in shown(client_of(cast.anna))


def test_she_narrows_it_by_area_type_words_and_view(cast, client_of, cis):
    client = client_of(cast.anna)
    assert offered(shown(client, "?area=continuity")) == ["recovery-plan", "backup", "offline-backup"]
    assert offered(shown(client, "?area=continuity&view=starter")) == ["backup", "offline-backup"]
    assert offered(shown(client, "?area=continuity&area=physical&kind=physical")) == ["disposal", "clear-desk"]
    assert offered(shown(client, "?q=ransomware+fri")) == []
    assert "Nothing fits" in shown(client, "?q=ransomware+fri")
    assert offered(shown(client, "?q=ATTACKERS+reach")) == ["offline-backup"]
    assert len(offered(shown(client, "?area=nonsense"))) == len(offered(shown(client)))
    assert "You have none of it yet" in shown(client, "?view=have")


def test_requirements_of_ones_own_are_there_too(cast, anna, client_of, rules):
    client = client_of(cast.anna)
    page = shown(client)
    assert "Not in the catalogue" in page and "Requirement 1.1" in page
    assert "The catalogue has nothing for it, so it is proposed as it is." in page
    accept(client, take=offered(page))
    assert Control.objects.count() == 4
    assert "You have it all" in shown(client)


def test_each_scope_has_proposals_of_its_own(cast, anna, client_of, cis):
    plant = make_unit(cast.kronborg, "Plant")
    frameworks.scope_add(actor=anna, framework=cis.framework, unit=plant)
    client = client_of(cast.anna)
    page = shown(client, "?framework=FW-1-2")
    assert "CIS 8.1 · Plant" in page and "test-programme" in offered(page)
    assert "test-programme" not in offered(shown(client, "?framework=FW-1-1"))
    accept(client, "?framework=FW-1-2", take="backup")
    assert Control.objects.get().unit == plant


def test_nothing_is_wanted_here(cast, anna, client_of, rules):
    at = scope(rules)
    rows = at.standings.select_related("scope__framework", "requirement")
    frameworks.standings_exclude(actor=anna, standings=rows, reason="Not us")
    assert "Nothing is wanted here" in shown(client_of(cast.anna))


def test_nothing_chosen_yet(cast, client_of):
    assert "Choose a framework first" in shown(client_of(cast.anna))
    assert "Nothing is chosen to live up to yet" in shown(client_of(cast.bo))
    assert accept(client_of(cast.anna), take="backup").status_code == 404


def test_what_cannot_be_taken_is_told_and_what_was_ticked_stays(cast, client_of, cis):
    client = client_of(cast.anna)
    response = accept(client)
    assert response.status_code == 422 and "Tick what you want to keep." in response.content.decode()
    response = accept(client, take=["backup", "nonsense"])
    assert response.status_code == 422 and "“nonsense” is not proposed here." in response.content.decode()
    assert ticked(response.content.decode()) == ["backup"]
    response = accept(client, take="backup", owner=str(cast.dorte.pk))
    assert response.status_code == 422 and not Control.objects.exists()


def test_bo_takes_on_what_he_owns(cast, anna, client_of, cis):
    frameworks.scope_edit(actor=anna, scope=cis, owner=cast.bo)
    client = client_of(cast.bo)
    response = accept(client, take="backup")
    assert response.status_code == 422 and "Choose yourself." in response.content.decode()
    assert accept(client, take="backup", owner=str(cast.bo.pk)).status_code == 302


def test_carl_may_not_dorte_finds_nothing_and_nobody_signs_in(cast, client_of, client, cis):
    carl, dorte = client_of(cast.carl), client_of(cast.dorte)
    assert (carl.get(HERE).status_code, carl.post(HERE, {"take": "backup"}).status_code) == (403, 403)
    assert (dorte.get(HERE).status_code, dorte.post(HERE, {"take": "backup"}).status_code) == (404, 404)
    assert client.get(HERE).status_code == 302
    assert client_of(cast.anna).get(f"{HERE}?framework=FW-9").status_code == 404


def test_a_units_officer_sees_the_units_scope_only(cast, anna, client_of, cis):
    plant = make_unit(cast.kronborg, "Plant")
    frameworks.scope_add(actor=anna, framework=cis.framework, unit=plant)
    petra = client_of(make_person(cast.kronborg, "Petra Lund", Role.SECURITY_OFFICER, only_in=plant))
    assert "CIS 8.1 · Plant" in shown(petra)
    assert petra.get(f"{HERE}?framework=FW-1-1").status_code == 404


def test_what_people_wrote_is_shown_as_it_is(cast, anna, client_of, rules):
    requirement(rules, "1.1").__class__.objects.filter(code="1.1").update(title_en="<b>Lock</b>")
    page = shown(client_of(cast.anna))
    assert "&lt;b&gt;Lock&lt;/b&gt;" in page and "<b>Lock</b>" not in page


def test_it_asks_little(cast, anna, client_of, cis):
    for key in ("iso27001-2022", "nis2", "gdpr"):
        frameworks.framework_adopt(actor=anna, key=key)
    client = client_of(cast.anna)
    shown(client, "?framework=FW-2")
    services.starters_accept(actor=actor_of(cast.anna), scope=cis)
    with CaptureQueriesContext(connection) as caught:
        shown(client, "?framework=FW-2")
    assert questions_asked(caught) <= 70  # with all that a page asks when something has just been written
    page = shown(client, "?framework=FW-2")
    assert len(offered(page)) > 100


# Ways to it


def test_a_framework_and_the_controls_lead_here(cast, client_of, cis):
    anna, carl = client_of(cast.anna), client_of(cast.carl)
    way = "/o/kronborg/controls/proposals/"
    assert f"{way}?framework=FW-1" in anna.get("/o/kronborg/frameworks/FW-1/").content.decode()
    assert way in anna.get("/o/kronborg/controls/").content.decode()
    assert way in anna.get("/o/kronborg/controls/board/").content.decode()
    for page in ("frameworks/FW-1/", "controls/"):
        assert way not in carl.get(f"/o/kronborg/{page}").content.decode()


def test_a_framework_that_is_archived_leads_nowhere(cast, anna, client_of):
    framework = bring(anna)
    frameworks.framework_archive(actor=anna, framework=framework)
    page = client_of(cast.anna).get(f"/o/kronborg/{framework.path}").content.decode()
    assert "controls/proposals/" not in page
