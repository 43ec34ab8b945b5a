"""The pages of deadlines, decisions, forms, letters and the law: for those who may, and for nobody else."""

import csv
import io
import json
import re
from datetime import timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holger.core import dates
from holger.incidents import library, services
from holger.incidents.models import Incident
from holger.incidents.models.decisions import Decision
from holger.incidents.models.law import Agreement, LegalProfile, OwnRecipient, OwnRule
from holger.incidents.models.moments import Moment
from holger.incidents.models.notices import CaseAnswers, LetterDraft, SentNotice
from holger.incidents.selectors.clocks import case_of
from holger.incidents.selectors.sheets import Desk
from holger.incidents.services import decisions, law, moments, notices
from holger.incidents.tests.factories import make_incident
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/incidents/"
HOUR = timedelta(hours=1)


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "olga", "dorte", "emil")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def incident(cast, anna):
    made = make_incident(cast.kronborg, "Ransomware on <b>FS01</b>")
    moments.moment_tell(actor=anna, incident=made, point="aware", at=dates.now() - 2 * HOUR, basis="The alarm.")
    return made


@pytest.fixture
def here(incident):
    return f"{BASE}{incident.reference}/"


def statuses(clients, address):
    return {name: client.get(address).status_code for name, client in clients.items()}


def said(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def local(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


READ = ("clocks/gdpr-33/", "sheets/gdpr-33/", "sheets/gdpr-33/file/", "sheets/gdpr-33/report/", "letters/", "letters/people/", "letters/people/report/")  # fmt: skip
WRITE = (
    *("decide/significant/", "measures/", "agreements/", "moments/aware/", "moments/handled/"),
    *("clocks/nis2-recipients/dismiss/", "clocks/gdpr-33/sent/", "sheets/gdpr-33/fill/", "sheets/gdpr-33/sent/"),
    *("letters/people/write/", "letters/people/sent/"),
)


@pytest.mark.parametrize("path", READ)
def test_pages_of_an_incident_for_those_who_read(clients, here, path):
    found = statuses(clients, here + path)
    assert [found[name] for name in ("anna", "karen", "olga", "carl")] == [200] * 4
    assert (found["emil"], found["dorte"], found["nobody"]) == (403, 404, 302)
    assert found["bo"] == 404


@pytest.mark.parametrize("path", WRITE)
def test_pages_of_an_incident_for_those_who_write(clients, here, path):
    found = statuses(clients, here + path)
    assert [found[name] for name in ("anna", "karen", "olga")] == [200] * 3
    assert (found["carl"], found["emil"], found["dorte"], found["nobody"]) == (403, 403, 404, 302)
    assert found["bo"] == 404


@pytest.mark.parametrize("path", ["clocks/none/", "sheets/none/", "letters/none/", "decide/none/", "moments/none/", "notices/01a21cf6-1205-7376-9942-43f28d109301/"])  # fmt: skip
def test_what_there_is_not_is_missing(clients, here, path):
    assert clients["anna"].get(here + path).status_code == 404


@pytest.mark.parametrize("path", ["clocks/", "breaches/", "breaches/report/", "breaches/breaches.csv", "rules/", "rules/gdpr-33/2018-05-25/", "recipients/", "agreements/"])  # fmt: skip
def test_pages_of_the_room_for_those_who_read(clients, incident, path):
    found = statuses(clients, BASE + path)
    assert (found["anna"], found["carl"], found["emil"], found["nobody"]) == (200, 200, 403, 302)
    assert found["dorte"] == 404


@pytest.mark.parametrize("path", ["settings/", "rules/new/", "rules/gdpr-33/2018-05-25/switch/", "recipients/new/", "recipients/dk-energy/edit/", "agreements/new/"])  # fmt: skip
def test_pages_of_the_room_for_those_who_set_it_up(clients, path):
    found = statuses(clients, BASE + path)
    assert [found[name] for name in ("anna", "karen", "olga")] == [200] * 3
    assert [found[name] for name in ("carl", "bo", "emil")] == [403] * 3
    assert (found["dorte"], found["nobody"]) == (404, 302)


# Deadlines


def test_the_overview_has_running_deadlines_on_top(clients, incident):
    page = said(clients["anna"], "/o/kronborg/")
    assert page.index("card-clocks") < page.index("h-stack")
    assert "Early warning under NIS2" in page
    assert incident.reference in page
    assert "card-clocks" not in said(clients["dorte"], "/o/rosenborg/")


def test_nothing_stands_there_when_nothing_runs(clients):
    assert "card-clocks" not in said(clients["anna"], "/o/kronborg/")
    assert "No deadline runs" in said(clients["anna"], f"{BASE}clocks/")


def test_a_deadlines_own_page_says_why_it_stands_so(clients, here):
    page = said(clients["carl"], f"{here}clocks/gdpr-33/")
    assert "Until it is, the deadline counts." in page
    assert "art. 33(1)" in page
    assert "Write down" not in page


def test_as_many_questions_for_one_incident_as_for_ten(cast, clients, anna, incident):
    def asked():
        with CaptureQueriesContext(connection) as found:
            said(clients["anna"], f"{BASE}clocks/")
        return len(found)

    asked()
    first = asked()
    for number in range(9):
        made = make_incident(cast.kronborg, f"Another {number}")
        moments.moment_tell(actor=anna, incident=made, point="aware", at=dates.now() - HOUR, basis="The alarm.")
    asked()
    assert asked() <= first + 1


def test_a_deadline_without_hours_is_put_aside_by_page(clients, here):
    page = f"{here}clocks/nis2-recipients/"
    assert clients["anna"].post(f"{page}dismiss/", {"reason": ""}).status_code == 422
    answer = clients["anna"].post(f"{page}dismiss/", {"reason": "Nothing that we deliver is hit."})
    assert answer["Location"] == page
    assert "Nothing that we deliver is hit." in said(clients["anna"], page)
    assert clients["carl"].post(f"{page}take-up/", {"reason": "x"}).status_code == 403
    assert clients["anna"].post(f"{page}take-up/", {"reason": "It is hit."}).status_code == 302


# Decisions and moments


def test_the_decision_page_shows_what_follows_before_anything_is_saved(clients, here):
    page = said(clients["anna"], f"{here}decide/risk_to_people/")
    assert "Notification of a personal data breach" in page
    assert "If yes" in page
    assert "Not relevant" in page
    assert not Decision.objects.exists()


def test_deciding_by_page(clients, here, incident):
    page = f"{here}decide/significant/"
    assert clients["anna"].post(page, {"answer": "no", "reason": ""}).status_code == 422
    assert clients["anna"].post(page, {"answer": "maybe", "reason": "x"}).status_code == 422
    assert clients["carl"].post(page, {"answer": "no", "reason": "x"}).status_code == 403
    assert clients["dorte"].post(page, {"answer": "no", "reason": "x"}).status_code == 404
    answer = clients["anna"].post(page, {"answer": "no", "reason": "<i>One screen</i>"})
    assert answer["Location"] == f"/o/kronborg/{incident.path}"
    page = said(clients["anna"], page)
    assert "&lt;i&gt;One screen&lt;/i&gt;" in page
    assert "<i>One screen" not in page


def test_the_helper_measures_and_leads_to_the_question(clients, here):
    page = f"{here}measures/"
    answer = clients["anna"].post(page, {"disruption": "yes", "loss_eur": "600000", "cause": "Old router"})
    assert answer["Location"] == f"{here}decide/significant/"
    assert "Met" in said(clients["anna"], f"{here}decide/significant/")
    assert clients["anna"].post(page, {"loss_eur": "-1"}).status_code == 422


def test_correcting_a_start_shows_what_moves_first(clients, here, incident):
    page = f"{here}moments/aware/"
    told = {"at": local(dates.now() - 5 * HOUR), "basis": "The log.", "reason": "The log says so."}
    shown = clients["anna"].post(page, {**told, "again": "1"})
    assert shown.status_code == 200
    assert "What moves. Nothing is saved yet." in shown.content.decode()
    assert "is-moved" in shown.content.decode()
    assert Moment.objects.count() == 1
    assert clients["anna"].post(page, {**told, "reason": ""}).status_code == 422
    assert clients["anna"].post(page, told).status_code == 302
    assert Moment.objects.count() == 2
    assert "What its start was said to be before" in said(clients["anna"], f"{here}clocks/gdpr-33/")


@pytest.mark.parametrize("at", ["", "yesterday", "2026-03-29T02:30"])
def test_a_time_that_is_none_is_refused(clients, here, at):
    assert clients["anna"].post(f"{here}moments/handled/", {"at": at, "basis": "x"}).status_code == 422


def test_the_hour_that_comes_twice_is_the_first_of_the_two(clients, here):
    answer = clients["anna"].post(f"{here}moments/first_sign/", {"at": "2026-10-25T02:30", "basis": "The log."})
    assert answer.status_code == 302
    assert Moment.objects.get(point="first_sign").at.isoformat() == "2026-10-25T00:30:00+00:00"


def test_aware_of_the_breach_at_another_time(clients, here):
    page = f"{here}moments/aware/?of=personal_data"
    assert clients["anna"].post(page, {"at": local(dates.now()), "basis": "Payroll files."}).status_code == 302
    assert Moment.objects.get(question="personal_data").basis == "Payroll files."
    assert clients["anna"].get(f"{here}moments/aware/?of=none").status_code == 404


# Forms


def test_a_form_is_copied_field_by_field_in_either_language(clients, here):
    page = said(clients["anna"], f"{here}sheets/gdpr-33/?language=en")
    assert 'data-copy="field-1"' in page
    assert "Registered name" not in page
    assert "MISSING" in page
    assert "MANGLER" in said(clients["anna"], f"{here}sheets/gdpr-33/?language=da")
    assert "&lt;b&gt;" not in page or "<b>FS01" not in page


def test_a_form_is_filled_in_and_unknown_is_an_answer(clients, here):
    page = f"{here}sheets/gdpr-33/fill/?clock=gdpr-33&language=en"
    shown = said(clients["anna"], page)
    version = re.search(r'name="version" value="(\d+)"', shown)
    told = {
        "breach_nature": "A lost disk.",
        "people_kinds": "Employees\n\nCustomers\n",
        "people_count": "1200",
        "record_count__unknown": "on",
        "people_told": "unknown",
        "occurred_from": local(dates.now() - 3 * HOUR),
        "version": version[1] if version else "",
    }
    assert clients["anna"].post(page, told).status_code == 302
    kept = CaseAnswers.objects.get().answers
    assert (kept["breach_nature"], kept["people_kinds"]) == ("A lost disk.", ["Employees", "Customers"])
    assert (kept["people_count"], kept["record_count"], kept["people_told"]) == (1200, "unknown", "unknown")
    page = said(clients["anna"], f"{here}sheets/gdpr-33/?language=en")
    assert "Employees, Customers" in page
    assert "We do not know yet" in page


def test_who_was_second_is_told(clients, anna, here, incident):
    row = notices.answers_set(actor=anna, incident=incident, answers={"breach_nature": "One."})
    notices.answers_set(actor=anna, incident=incident, answers={"breach_nature": "Two."})
    told = {"breach_nature": "Three.", "version": str(row.version)}
    answer = clients["anna"].post(f"{here}sheets/gdpr-33/fill/", told)
    assert answer.status_code == 409
    assert "Two." in answer.content.decode()
    assert CaseAnswers.objects.get().answers["breach_nature"] == "Two."


def test_the_copy_as_text_json_and_pdf(clients, here):
    text = clients["carl"].get(f"{here}sheets/gdpr-33/file/?as=txt&language=en")
    assert text["Content-Disposition"].startswith("attachment")
    assert "Kronborg A/S" in text.content.decode()
    data = json.loads(clients["carl"].get(f"{here}sheets/gdpr-33/file/?as=json&language=da").content)
    assert data["sheet"] == "gdpr-33"
    assert clients["carl"].get(f"{here}sheets/gdpr-33/file/?as=exe").status_code == 404
    pdf = clients["carl"].get(f"{here}sheets/gdpr-33/report/?form=pdf&language=en")
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert "Kronborg A/S" in printed


def test_written_down_as_sent_frozen_put_right_and_taken_back(clients, here, incident):
    page = f"{here}sheets/gdpr-33/sent/?clock=gdpr-33&language=en"
    seen = re.search(r'name="seen" value="(\w{64})"', said(clients["anna"], page))[1]
    told = {"at": local(dates.now() - HOUR), "recipient": "Datatilsynet", "receipt": "D-77", "seen": seen}
    assert clients["carl"].post(page, told).status_code == 403
    answer = clients["anna"].post(page, told)
    assert answer.status_code == 302
    notice = SentNotice.objects.get()
    own = f"{here}notices/{notice.pk}/"
    assert answer["Location"] == own
    shown = said(clients["carl"], own)
    assert "D-77" in shown
    assert "Unchanged" in shown
    assert statuses(clients, own)["dorte"] == 404
    assert clients["carl"].get(f"{own}report/?form=pdf").status_code == 200
    after = {"at": local(dates.now()), "note": "The number was wrong."}
    assert clients["carl"].post(f"{own}correct/", after).status_code == 403
    assert clients["anna"].post(f"{own}correct/", {**after, "note": ""}).status_code == 422
    assert clients["anna"].post(f"{own}correct/", after).status_code == 302
    assert clients["anna"].post(f"{own}withdraw/", after).status_code == 302
    assert SentNotice.objects.count() == 3
    stale = clients["anna"].post(page, {**told, "seen": "0" * 64})
    assert stale.status_code == 422


def test_late_is_said_and_asked_for(clients, anna, here, incident):
    moments.moment_correct(actor=anna, incident=incident, point="aware", at=dates.now() - 100 * HOUR, reason="Earlier.")
    page = f"{here}sheets/gdpr-33/sent/?clock=gdpr-33&language=en"
    told = {"at": local(dates.now()), "recipient": "Datatilsynet"}
    assert clients["anna"].post(page, told).status_code == 422
    assert clients["anna"].post(page, {**told, "late_reason": "We saw it late."}).status_code == 302
    own = f"{here}notices/{SentNotice.objects.get().pk}/"
    assert "We saw it late." in said(clients["anna"], own)
    assert clients["anna"].post(f"{own}late/", {"reason": "The log was rotated."}).status_code == 302
    assert "The log was rotated." in said(clients["anna"], own)


def test_what_has_no_form_is_written_down_too(clients, anna, here):
    row = law.agreement_create(actor=anna, party="Rosenborg", count=24, unit="hours")
    page = f"{here}clocks/contract:{row.pk}/"
    assert "Rosenborg" in said(clients["anna"], page)
    told = {"at": local(dates.now()), "recipient": "Rosenborg"}
    assert clients["anna"].post(f"{page}sent/", told).status_code == 302
    notice = SentNotice.objects.get()
    assert notice.clock == f"contract:{row.pk}"
    assert clients["anna"].get(f"{here}notices/{notice.pk}/report/").status_code == 404  # no copy was kept


# Letters


def test_a_letter_is_written_on_sent_and_begun_again(clients, here):
    page = f"{here}letters/people/"
    assert "[MISSING: " in said(clients["anna"], f"{page}?language=en")
    told = {"subject": "About your data", "text": "A disk is <b>gone</b>."}
    assert clients["carl"].post(f"{page}write/?language=en", told).status_code == 403
    assert clients["anna"].post(f"{page}write/?language=en", told).status_code == 302
    shown = said(clients["anna"], f"{page}?language=en")
    assert "A disk is &lt;b&gt;gone&lt;/b&gt;." in shown
    sent = {"at": local(dates.now()), "recipient": "180 employees"}
    assert clients["anna"].post(f"{page}sent/?language=en", sent).status_code == 302
    assert SentNotice.objects.get().content["text"] == "A disk is <b>gone</b>."
    assert clients["carl"].post(f"{page}again/?language=en").status_code == 403
    assert clients["dorte"].post(f"{page}again/?language=en").status_code == 404
    assert clients["anna"].post(f"{page}again/?language=en").status_code == 302
    assert not LetterDraft.objects.exists()


# The record of breaches


def test_the_record_has_every_breach_also_those_not_notified(cast, clients, anna, incident):
    other = make_incident(cast.kronborg, "A lost phone")
    third = make_incident(cast.kronborg, "A fire")
    for each, question, answer in (
        (incident, "personal_data", "yes"),
        (other, "personal_data", "yes"),
        (other, "risk_to_people", "no"),
        (third, "personal_data", "no"),
    ):
        decisions.decision_make(
            actor=anna, incident=each, question=question, answer=answer, reason=f"=cmd {answer} for {each.title}"
        )
    page = said(clients["carl"], f"{BASE}breaches/")
    assert "A lost phone" in page
    assert "=cmd no for A lost phone" in page
    assert "A fire" not in page
    assert "A lost phone" in said(clients["carl"], f"{BASE}breaches/?notified=not_notified")
    assert "A lost phone" not in said(clients["carl"], f"{BASE}breaches/?notified=undecided")
    rows = list(
        csv.reader(io.StringIO(clients["carl"].get(f"{BASE}breaches/breaches.csv").content.decode("utf-8-sig")))
    )
    assert len(rows) == 3
    assert "'=cmd no for A lost phone" in rows[1]
    for form in ("pdf", "xlsx"):
        assert clients["carl"].get(f"{BASE}breaches/report/?form={form}&language=da").status_code == 200


# The law


def test_what_one_is_is_set_and_rules_follow(clients):
    told = {
        "country": "DK",
        "kinds": ["important"],
        "entity_name": "Kronborg A/S",
        "contact_email": "x@kronborg.example",
    }
    assert clients["anna"].post(f"{BASE}settings/", told).status_code == 302
    assert LegalProfile.objects.get().kinds == ["important"]
    assert clients["anna"].post(f"{BASE}settings/", {**told, "country": "dk"}).status_code == 422
    assert "Not for you" in said(clients["carl"], f"{BASE}rules/")


def test_a_rule_is_copied_changed_turned_off_and_let_go(clients):
    page = f"{BASE}rules/gdpr-33/2018-05-25/"
    assert clients["carl"].post(f"{page}copy/").status_code == 403
    assert clients["dorte"].post(f"{page}copy/").status_code == 404
    assert clients["anna"].get(f"{page}edit/").status_code == 404
    assert clients["anna"].post(f"{page}copy/")["Location"] == page
    shown = clients["anna"].get(f"{page}edit/")
    text = shown.context["form"].initial["text"]
    broken = clients["anna"].post(f"{page}edit/", {"text": text.replace("hours:", "ours:"), "version": "1"})
    assert broken.status_code == 422
    assert "Line " in broken.content.decode()
    changed = {"text": text.replace("hours: 72", "hours: 48"), "reason": "We promised.", "version": "1"}
    assert clients["anna"].post(f"{page}edit/", changed).status_code == 302
    assert "48 hours" in said(clients["carl"], page)
    assert clients["anna"].post(f"{page}switch/", {"reason": "Not us."}).status_code == 302
    assert not OwnRule.objects.get().enabled
    assert clients["anna"].post(f"{page}drop/", {"reason": ""}).status_code == 422
    assert clients["anna"].post(f"{page}drop/", {"reason": "Back to the law."}).status_code == 302
    assert "72 hours" in said(clients["carl"], page)


def test_a_new_rule_begins_as_a_copy(clients):
    page = f"{BASE}rules/new/?of=gdpr-33&from=2018-05-25"
    text = clients["anna"].get(page).context["form"].initial["text"]
    told = {"text": text.replace("2018-05-25", "2028-01-01").replace("hours: 72", "hours: 96")}
    answer = clients["anna"].post(page, told)
    assert answer["Location"] == f"{BASE}rules/gdpr-33/2028-01-01/"
    assert "Holds later" in said(clients["carl"], answer["Location"])


def test_recipients_and_agreements_by_page(clients):
    page = f"{BASE}recipients/dk-energy/"
    told = {"name": "Energistyrelsen", "country": "DK", "regimes": ["nis2"], "channel": "virk.dk"}
    assert clients["anna"].post(f"{page}edit/", told).status_code == 302
    assert OwnRecipient.objects.get().key == "dk-energy"
    assert clients["anna"].post(f"{BASE}recipients/new/", {**told, "regimes": []}).status_code == 422
    assert clients["carl"].post(f"{page}drop/").status_code == 403
    assert clients["anna"].post(f"{page}drop/").status_code == 302
    assert clients["anna"].get(f"{BASE}recipients/none/edit/").status_code == 404
    told = {"party": "Rosenborg", "count": "24", "unit": "hours", "start": "aware", "active": "on"}
    assert clients["anna"].post(f"{BASE}agreements/new/", {**told, "count": "0"}).status_code == 422
    assert clients["anna"].post(f"{BASE}agreements/new/", told).status_code == 302
    row = Agreement.objects.get()
    assert clients["carl"].get(f"{BASE}agreements/{row.pk}/edit/").status_code == 403
    assert clients["dorte"].get(f"/o/rosenborg/incidents/agreements/{row.pk}/edit/").status_code == 404
    changed = {**told, "active": "", "version": str(row.version)}
    assert clients["anna"].post(f"{BASE}agreements/{row.pk}/edit/", changed).status_code == 302
    assert "Ended" in said(clients["carl"], f"{BASE}agreements/")


@pytest.mark.parametrize("path", [*READ[:2], "letters/people/", *WRITE])
def test_every_page_is_in_danish_too(clients, here, path, cast):
    cast.anna.user.language = "da"
    cast.anna.user.save()
    assert clients["anna"].get(here + path).status_code == 200


# What is kept between pages


def test_what_was_kept_of_a_case_is_asked_anew_once_something_is_written(cast, clients, anna, incident, here):
    other = make_incident(cast.kronborg, "Seen from Vejle", owner=cast.anna)

    def missing() -> str:
        count = len(Desk(case_of(anna, incident)).sheet(library.sheets()["gdpr-33"], "en").missing)
        return f"{count} fields are missing."

    def seen_twice(below: str = "") -> str:
        return [said(clients["anna"], here + below) for _twice in range(2)][1]

    before = missing()
    assert before in seen_twice() and other.reference not in seen_twice()
    assert "4921 3310" not in seen_twice("contacts/")
    notices.answers_set(actor=anna, incident=incident, answers={"breach_nature": "A lost disk."})
    assert missing() != before and missing() in seen_twice()
    services.case_settings_set(actor=anna, telephone="4921 3310")
    assert "4921 3310" in seen_twice("contacts/")
    services.incident_merge(actor=anna, incident=other, into=incident, reason="The same.")
    assert other.reference in seen_twice()


def test_what_was_kept_for_one_reader_is_not_told_to_another(cast, clients, anna, incident):
    other = make_incident(cast.kronborg, "Seen from Vejle", owner=cast.anna)
    services.incident_merge(actor=anna, incident=other, into=incident, reason="The same.")
    path = f"{BASE}{incident.reference}/timeline/"
    assert all(other.reference in clients[name].get(path).content.decode() for name in ("anna", "carl"))
    services.restricted_set(actor=anna, incident=Incident.objects.get(pk=other.pk), restricted=True, reason="Personal.")
    assert other.reference in clients["anna"].get(path).content.decode()
    assert other.reference not in clients["carl"].get(path).content.decode()
