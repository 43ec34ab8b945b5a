"""The employee's page: what waits, reading and confirming, finding rules, the team."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holger.audience.models import Audience
from holger.desk.models import DeskSettings
from holger.evidence.services import evidence_add
from holger.policies.models import Acknowledgement, Policy, PolicyText
from holger.policies.services.asking import readings_settle_all
from holger.policies.services.passages import passages_mend
from holger.policies.tests.factories import make_policy, make_version
from holger.policies.tests.test_reading_services import confirm, shown
from holger.tasks.models import Notice
from tests.cast import Cast, actor_of

AT = "/o/kronborg/my/"
DANISH = {"HTTP_ACCEPT_LANGUAGE": "da"}


@pytest.fixture
def policy(cast: Cast) -> Policy:
    found = make_policy(cast.kronborg, confirm=True, danish=True)
    readings_settle_all(cast.kronborg.pk)
    passages_mend(cast.kronborg.pk)
    return found


PAGES = ("", "read/{}/", "rules/", "rules/?q=screen", "team/")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_works_and_is_no_strangers(cast: Cast, policy: Policy, client_of, page: str) -> None:
    address = AT + page.format(policy.reference)
    for person in cast.by_role().values():
        assert client_of(person).get(address).status_code == 200
    assert client_of(cast.dorte).get(address).status_code == 404
    assert "/account/" in client_of(None).get(address)["Location"]


def test_a_picture_is_shown_to_those_for_whom_the_text_is(cast: Cast, client_of) -> None:
    narrow = make_policy(cast.kronborg, "For some", everybody=False)
    file = SimpleUploadedFile("map.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    proof = evidence_add(actor=actor_of(cast.anna), title="map.png", file=file, subject=narrow, note="")
    address = f"{AT}read/{narrow.reference}/pictures/{proof.reference}/"
    assert client_of(cast.emil).get(address).status_code == 404
    Audience.objects.filter(pk=narrow.audience_id).update(everybody=True)
    assert client_of(cast.emil).get(address)["Content-Type"] == "image/png"


def test_an_employee_begins_here_and_others_do_not(cast: Cast, client_of) -> None:
    assert client_of(cast.emil).get("/o/kronborg/")["Location"] == AT
    assert client_of(cast.anna).get("/o/kronborg/").status_code == 200


def test_reading_confirming_and_being_up_to_date(cast: Cast, policy: Policy, client_of) -> None:
    other = make_policy(cast.kronborg, "Clear desk", confirm=True)
    readings_settle_all(cast.kronborg.pk)
    emil = client_of(cast.emil)
    assert "2 things wait for you" in emil.get(AT).content.decode()
    address = f"{AT}read/{policy.reference}/"
    page = emil.get(f"{address}?language=da").content.decode()
    assert "Acceptable use (dansk)" in page and shown(policy, "da") in page
    answer = emil.post(address, {"language": "da", "digest": shown(policy, "da")})
    assert answer["Location"] == f"{AT}read/{other.reference}/"
    answer = emil.post(answer["Location"], {"language": "en", "digest": shown(other)}, follow=True)
    page = answer.content.decode()
    assert "You are up to date" in page and "You have confirmed" in page
    assert Acknowledgement.objects.get(policy=policy).language == "da"


def test_what_was_changed_meanwhile_is_shown_and_not_confirmed(cast: Cast, policy: Policy, client_of) -> None:
    old = shown(policy)
    make_version(policy, "Anew.", major=2)
    page = client_of(cast.emil).post(f"{AT}read/{policy.reference}/", {"language": "en", "digest": old})
    assert page.status_code == 422 and "has changed since you opened it" in page.content.decode()
    assert not Acknowledgement.objects.exists()


def test_what_has_changed_since_is_told(cast: Cast, policy: Policy, client_of) -> None:
    confirm(cast.emil, policy)
    make_version(policy, "Anew.", major=2, changes_en="Passwords are longer.")
    readings_settle_all(cast.kronborg.pk)
    page = client_of(cast.emil).get(f"{AT}read/{policy.reference}/").content.decode()
    assert "Changed since version 1.0" in page and "Passwords are longer." in page


def test_a_policy_for_others_is_not_there(cast: Cast, client_of) -> None:
    hidden = make_policy(cast.kronborg, "For the board", everybody=False)
    passages_mend(cast.kronborg.pk)
    emil = client_of(cast.emil)
    assert emil.get(f"{AT}read/{hidden.reference}/").status_code == 404
    assert "For the board" not in emil.get(f"{AT}rules/").content.decode()


def test_text_of_others_never_becomes_an_element(cast: Cast, client_of) -> None:
    hurt = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    policy = make_policy(cast.kronborg, "Odd <b>title</b>", f"## Odd <i>heading</i>\n\nodd {hurt}", confirm=True)
    PolicyText.objects.filter(version__policy=policy, state="open").update(for_you=hurt)
    readings_settle_all(cast.kronborg.pk)
    passages_mend(cast.kronborg.pk)
    emil = client_of(cast.emil)
    for page in ("", f"read/{policy.reference}/", "rules/?q=odd", f"rules/?q={hurt}"):
        told = emil.get(AT + page).content.decode()
        assert "<script>alert" not in told and "<img" not in told and "<b>title" not in told
        assert 'href="javascript' not in told


def test_a_manager_sees_the_team_and_reminds(cast: Cast, policy: Policy, client_of) -> None:
    cast.emil.manager = cast.bo
    cast.emil.save()
    bo = client_of(cast.bo)
    page = bo.get(f"{AT}team/").content.decode()
    assert "Emil Vang" in page and "Karen Bech" not in page
    reading = cast.emil.readings.get()
    bo.post(f"{AT}team/{reading.pk}/nudge/")
    assert Notice.objects.get(kind="nudge").person == cast.emil
    other = cast.karen.readings.get()
    assert bo.post(f"{AT}team/{other.pk}/nudge/").status_code == 404


def test_the_organisation_says_whom_to_ask(cast: Cast, client_of) -> None:
    address = "/o/kronborg/settings/desk/"
    assert client_of(cast.emil).get(address).status_code == 403
    client_of(cast.anna).post(
        address, {"ask_da": "Ring 4921 3310.", "ask_en": "Call 4921 3310.", "now_en": "Unplug it."}
    )
    assert DeskSettings.objects.get().ask_en == "Call 4921 3310."
    emil = client_of(cast.emil)
    assert "Call 4921 3310." in emil.get(AT).content.decode()
    told = emil.post(f"{AT}report/", {"what": "The screen asks for money."}, follow=True).content.decode()
    assert "Unplug it." in told and "Call 4921 3310." in told and "Anna Holm" in told
    assert "Anna Holm" in emil.get(AT).content.decode()


def test_the_page_asks_few_questions(cast: Cast, policy: Policy, client_of, django_assert_max_num_queries) -> None:
    for number in range(10):
        make_policy(cast.kronborg, f"Rule {number}", confirm=True)
    readings_settle_all(cast.kronborg.pk)
    emil = client_of(cast.emil)
    emil.get(AT)
    with django_assert_max_num_queries(40):
        emil.get(AT)
