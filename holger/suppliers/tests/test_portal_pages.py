"""The portal: what a link opens, what a session reaches, and that it reaches nothing else of holger."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from holger.core import dates
from holger.suppliers import services
from holger.suppliers.models import Answer, AnswerFinding, Attachment, PortalLink, PortalVisit, Sending
from holger.suppliers.services import Said
from holger.suppliers.services.links import address_of
from holger.suppliers.tests.factories import make_guest, make_sending, make_supplier, portal_of, secret_of
from holger.suppliers.views.portal import cookie_name
from tests.cast import Cast, actor_of
from tests.test_access import OUTSIDE, World, routes
from tests.work import counted

PDF = b"%PDF-1.7\n%hello\n"


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    """What is counted by address would be counted for all tests together."""
    cache.clear()


@pytest.fixture
def anna(cast: Cast) -> Any:
    return actor_of(cast.anna)


@pytest.fixture
def sending(anna: Any) -> Sending:
    return make_sending(anna)


def home(sending: Sending, more: str = "") -> str:
    return f"/portal/{sending.pk}/{more}"


# The link


def test_mail_leads_to_the_link_page():
    assert address_of("abc").endswith(reverse("portal:link", kwargs={"secret": "abc"}))


def test_opening_the_link_consumes_nothing_and_tells_nobody_its_address(sending: Sending) -> None:
    address = f"/portal/link/{secret_of()}/"
    for method in ("get", "head", "get", "options"):
        answer = getattr(Client(), method)(address)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"] and "default-src" in answer["Content-Security-Policy"]
    assert PortalLink.objects.get().used_at is None and not PortalVisit.objects.exists()
    page = Client().get(address).content.decode()
    assert "Open the questionnaire" in page and "Backup?" not in page, "nothing of the questions before the button"
    assert secret_of() not in page.replace(f"/portal/link/{secret_of()}", ""), "and no link with the secret elsewhere"


def test_the_button_exchanges_it_for_a_cookie_of_its_own_at_a_clean_address(sending: Sending) -> None:
    client = portal_of(sending)
    cookie = client.cookies[cookie_name()]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == (home(sending), "Lax", True)
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    page = client.get(home(sending))
    assert page.status_code == 200 and "0 of" in page.content.decode()
    assert PortalVisit.objects.get().key_hash != cookie.value


def test_replayed_expired_tampered_and_unknown_links_are_one_and_the_same_404(sending: Sending) -> None:
    secret = secret_of()
    portal_of(sending)
    replayed = [Client().get(f"/portal/link/{secret}/"), Client().post(f"/portal/link/{secret}/")]
    tampered = Client().post(f"/portal/link/{secret[:-2]}xx/")
    unknown = Client().get("/portal/link/nothing/")
    PortalLink.objects.update(used_at=None, expires_at=dates.now() - timedelta(seconds=1))
    expired = [Client().get(f"/portal/link/{secret}/"), Client().post(f"/portal/link/{secret}/")]
    bodies = set()
    for answer, said in [
        *((each, secret) for each in (*replayed, *expired)),
        (tampered, f"{secret[:-2]}xx"),
        (unknown, "nothing"),
    ]:
        assert answer.status_code == 404 and answer["Referrer-Policy"] == "no-referrer"
        bodies.add(answer.content.decode().replace(said, "…"))
    assert len(bodies) == 1, "nobody can tell what is wrong with it"


def test_a_new_link_is_sent_to_the_same_address_and_the_answer_tells_nothing(sending: Sending) -> None:
    secret = secret_of()
    portal_of(sending)
    known = Client().post(f"/portal/link/{secret}/again/")
    unknown = Client().post("/portal/link/nothing/again/")
    assert known.content == unknown.content and known.status_code == 200
    assert secret_of() != secret and portal_of(sending).get(home(sending)).status_code == 200


def test_another_sites_form_exchanges_nothing(sending: Sending) -> None:
    answer = Client().post(f"/portal/link/{secret_of()}/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and PortalLink.objects.get().used_at is None


def test_inside_forms_carry_a_forgery_token(sending: Sending) -> None:
    client = portal_of(sending)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(home(sending, "section/s1/"), {"value-q1": "yes", "comment-q1": ""}).status_code == 403


def test_guessing_is_throttled(sending: Sending) -> None:
    client = Client(REMOTE_ADDR="198.51.100.7")
    found = {client.get("/portal/link/nothing/").status_code for _try in range(40)}
    assert found == {404, 429}


# Answering


def test_a_section_is_answered_saved_and_come_back_to(sending: Sending) -> None:
    client = portal_of(sending)
    section = home(sending, "section/s1/")
    told = {"value-q1": "yes", "comment-q1": "Every night\r\nand day", "files-q1": SimpleUploadedFile("a.pdf", PDF)}
    answer = client.post(section, {**told, "on": "1"})
    assert answer.status_code == 302 and answer["Location"] == f"{section}?said=more", "it brings a question"
    page = client.get(answer["Location"]).content.decode()
    assert "Tested?" in page and "a.pdf" in page and "bring more questions" in page
    assert Answer.objects.get().comment == "Every night\nand day"
    answer = client.post(section, {"value-q2": "partly", "comment-q2": "", "on": "1"})
    assert answer["Location"] == home(sending, "section/s2/?said=saved")
    file = Attachment.objects.get()
    download = client.get(home(sending, f"files/{file.pk}/"))
    assert b"".join(download.streaming_content) == PDF  # type: ignore[attr-defined]
    assert download["Content-Disposition"].startswith("attachment") and "sandbox" in download["Content-Security-Policy"]
    assert client.post(home(sending, f"files/{file.pk}/drop/")).status_code == 302
    assert not Attachment.objects.exists()


def test_what_cannot_be_kept_comes_back_with_what_was_written(sending: Sending) -> None:
    client = portal_of(sending)
    answer = client.post(home(sending, "section/s2/"), {"value-q3": "soon", "comment-q3": "Really", "value-q4": "M", "comment-q4": ""})  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422 and "Write a number" in page and 'value="soon"' in page and "Really" in page
    hostile = SimpleUploadedFile("a.pdf", b"MZ" + bytes(90))
    answer = client.post(home(sending, "section/s1/"), {"value-q1": "yes", "comment-q1": "", "files-q1": hostile})
    assert answer.status_code == 422 and not Answer.objects.exists()
    quiet = client.post(home(sending, "section/s2/"), {"value-q3": "soon", "comment-q3": "", "quiet": "1"})
    assert quiet.status_code == 422
    quiet = client.post(home(sending, "section/s2/"), {"value-q3": "12", "comment-q3": "", "quiet": "1"})
    assert quiet.status_code == 204 and Answer.objects.get().value == "12"


def test_files_from_whoever_has_no_session_are_refused_unread(sending: Sending) -> None:
    answer = Client().post(home(sending, "section/s1/"), {"files-q1": SimpleUploadedFile("a.pdf", PDF)})
    assert answer.status_code in (400, 404)
    big = SimpleUploadedFile("a.pdf", PDF + bytes(settings.UPLOAD_LIMIT))
    assert portal_of(sending).post(home(sending, "section/s1/"), {"files-q1": big}).status_code == 413


def test_handing_in_replying_and_closing(anna: Any, sending: Sending) -> None:
    client = portal_of(sending)
    assert "3 questions have no answer" in client.get(home(sending, "submit/")).content.decode()
    said = {"q1": Said("yes"), "q2": Said("yes"), "q3": Said("24"), "q4": Said("Mette")}
    link = PortalLink.objects.get()
    services.answers_save(guest=_guest_of(link, sending), said=said)
    assert client.post(home(sending, "submit/"), {"name": "", "title": "CISO"}).status_code == 422
    answer = client.post(home(sending, "submit/"), {"name": "Mette <b>Holm</b>", "title": "CISO"})
    assert answer["Location"] == home(sending, "?said=submitted")
    page = client.get(home(sending)).content.decode()
    assert "Handed in by Mette &lt;b&gt;Holm&lt;/b&gt;" in page
    assert client.post(home(sending, "section/s1/"), {"value-q1": "no", "comment-q1": ""}).status_code == 422
    sending.refresh_from_db()
    finding = services.answer_finding_raise(actor=anna, sending=sending, text="Test more often")
    assert "Test more often" in client.get(home(sending)).content.decode()
    reply = home(sending, f"findings/{finding.pk}/reply/")
    assert client.post(reply, {"reply": " "}).status_code == 422
    assert client.post(reply, {"reply": "We do"}).status_code == 302
    assert AnswerFinding.objects.get().reply == "We do"
    assert client.post(home(sending, "leave/")).status_code == 200
    assert client.get(home(sending)).status_code == 404


def _guest_of(link: PortalLink, sending: Sending) -> Any:
    from holger.suppliers.selectors.portal import Guest
    from holger.suppliers.selectors.portal import actor_of as guest_actor

    return Guest(guest_actor(link), link.visits.get(), sending)


def test_the_language_is_the_links_and_theirs_to_change(anna: Any) -> None:
    sending = make_sending(anna, language="da")
    door = Client().get(f"/portal/link/{secret_of()}/").content.decode()
    assert '<html lang="da"' in door
    assert '<html lang="en"' in Client().get(f"/portal/link/{secret_of()}/?language=en").content.decode()
    client = portal_of(sending)
    assert "Backup? (da)" in client.get(home(sending, "section/s1/")).content.decode()
    client.post("/account/language/", {"language": "en", "next": home(sending)})
    assert "Backup? (da)" not in client.get(home(sending, "section/s1/")).content.decode()


# Nothing else


OWN = [route for route in routes() if route.pattern.startswith("portal/<")]


def filled(route: Any, sending: Sending) -> str:
    parts = {"key": "s1", "file": sending.attachments.get().pk, "finding": sending.findings.get().pk}
    wanted = {name: value for name, value in parts.items() if f":{name}>" in route.pattern}
    return reverse(route.name, kwargs={"pk": sending.pk, **wanted})


def with_everything(anna: Any, supplier: Any, email: str) -> Sending:
    sending = make_sending(anna, supplier, email=email)
    guest = make_guest(sending, email)
    files = {"q1": [SimpleUploadedFile("a.pdf", PDF)]}
    services.answers_save(guest=guest, said={"q1": Said("yes", "Secret of ours")}, files=files)
    AnswerFinding.objects.create(organisation_id=sending.organisation_id, sending=sending, text="Found")
    assert services.link_renew(secret=secret_of(email))
    return sending


def test_one_suppliers_session_opens_no_address_of_another(cast: Cast, anna: Any) -> None:
    """Each address is tried with the session that it belongs to as well: a test that could not fail would be none."""
    ours = with_everything(anna, make_supplier(cast.kronborg, "Ours"), "a@ours.example")
    theirs = with_everything(anna, make_supplier(cast.kronborg, "Theirs"), "b@theirs.example")
    foreign = with_everything(actor_of(cast.dorte), make_supplier(cast.rosenborg, "Elsewhere"), "c@else.example")
    keys = {each: portal_of(each).cookies[cookie_name()].value for each in (ours, theirs, foreign)}
    assert len(OWN) == 12
    for route in OWN:
        for method in ("get", "post"):
            for target in (theirs, foreign):
                client = Client()
                client.cookies[cookie_name()] = keys[ours]
                before = list(Answer.objects.values_list("value", "comment"))
                answer = getattr(client, method)(filled(route, target))
                assert answer.status_code == 404, (method, route.pattern)
                assert b"Secret" not in answer.content and b"Theirs" not in answer.content
                assert list(Answer.objects.values_list("value", "comment")) == before
    opened = [(route, filled(route, theirs)) for route in OWN if route.name != "portal:leave"]
    for route, address in opened:
        client = Client()
        client.cookies[cookie_name()] = keys[theirs]
        statuses = {getattr(client, method)(address).status_code for method in ("get", "post")}
        assert statuses & {200, 302, 422}, route.pattern


def test_a_file_or_finding_of_another_is_not_reached_through_ones_own(cast: Cast, anna: Any) -> None:
    ours = with_everything(anna, make_supplier(cast.kronborg, "Ours"), "a@ours.example")
    theirs = with_everything(anna, make_supplier(cast.kronborg, "Theirs"), "b@theirs.example")
    client = portal_of(ours)
    file, finding = theirs.attachments.get().pk, theirs.findings.get().pk
    assert client.get(home(ours, f"files/{file}/")).status_code == 404
    assert client.post(home(ours, f"files/{file}/drop/")).status_code == 404
    assert client.post(home(ours, f"findings/{finding}/reply/"), {"reply": "x"}).status_code == 404
    assert Attachment.objects.filter(pk=file).exists() and AnswerFinding.objects.get(pk=finding).reply == ""


@pytest.mark.long
def test_a_portal_session_opens_nothing_else_of_holger(world: World, anna: Any) -> None:
    sending = make_sending(anna)
    key = portal_of(sending).cookies[cookie_name()].value
    for route in routes():
        if OUTSIDE.match(route.pattern):
            continue
        client = Client()
        client.cookies[cookie_name()] = key
        for method in ("get", "post"):
            with world.undone():
                answer = getattr(client, method)("/" + world.fill(route.pattern, route.name, "kronborg"))
            assert answer.status_code in (302, 404), route.pattern
            if answer.status_code == 302:
                assert answer["Location"].startswith("/account/login/"), route.pattern
    for address in ("/", "/account/", "/api/v1/suppliers"):
        client = Client()
        client.cookies[cookie_name()] = key
        assert client.get(address).status_code in (302, 401, 404), address


def test_a_session_ends_when_its_link_is_taken_back_or_its_time_is_up(anna: Any, sending: Sending) -> None:
    client = portal_of(sending)
    assert client.get(home(sending)).status_code == 200
    PortalVisit.objects.update(expires_at=dates.now())
    assert client.get(home(sending)).status_code == 404
    PortalVisit.objects.update(expires_at=dates.now() + timedelta(days=1))
    services.link_revoke(actor=anna, link=PortalLink.objects.get())
    assert client.get(home(sending)).status_code == 404


# Light


def test_the_first_load_is_light_and_little_work(anna: Any) -> None:
    ready = services.questionnaire_adopt(actor=anna)
    sending = make_sending(anna, questionnaire=ready)
    client = portal_of(sending)
    address = home(sending, "section/protection/")
    client.get(address)
    with counted() as work:
        page = client.get(address)
    folder = settings.BASE_DIR / "holger" / "ui" / "static" / "ui"
    css = next((folder / "dist").glob("light-*.css.gz")).stat().st_size
    icons = next((folder / "dist").glob("icons-*.svg.gz")).stat().st_size
    face = next((folder / "dist").glob("inter-latin-wght*.woff2")).stat().st_size
    others = sum((folder / name).stat().st_size for name in ("theme.js", "icon.svg"))
    wire = len(gzip.compress(page.content)) + css + icons + face + others
    assert wire <= 100_000, wire
    assert work.steps < 33_000


def test_after_the_conclusion_a_finding_is_replied_to_and_nothing_else(anna: Any, sending: Sending) -> None:
    guest = make_guest(sending)
    services.answers_save(guest=guest, said={"q1": Said("no"), "q3": Said("24"), "q4": Said("Us")})
    services.answers_submit(guest=guest, name="Mette Holm", title="CISO")
    sending.refresh_from_db()
    finding = services.answer_finding_raise(actor=anna, sending=sending, text="No backup", question="q1")
    secret = secret_of()
    services.sending_conclude(actor=anna, sending=sending, verdict="bad", conclusion="No backup.")
    assert Client().get(f"/portal/link/{secret}/").status_code == 200
    client = portal_of(sending)
    page = client.get(home(sending)).content.decode()
    assert "No backup" in page and "Hand in" not in page
    client.post(home(sending, "section/s1/"), {"value-q1": "yes", "comment-q1": ""})
    assert Answer.objects.get(sending=sending, question="q1").value == "no"
    assert client.post(home(sending, f"findings/{finding.pk}/reply/"), {"reply": "From May"}).status_code == 302
    services.answer_finding_close(actor=anna, finding=finding, note="Seen")
    assert client.get(home(sending)).status_code == 404
