"""The statement's pages: they work in both languages, for whom they are, and nobody else."""

import html
import io
import re
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.controls import services
from holger.controls.models import Statement
from holger.controls.tests.statements import again, link, make_approved, make_control
from holger.core import dates
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.models import Standing
from holger.frameworks.tests.factories import answer, bring, other, scope, standing
from holger.history.models import Event
from tests.cast import actor_of, client_of, make_person
from tests.counting import questions_asked

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/statements/"
ONE = f"{BASE}FW-1/1/"


@pytest.fixture
def force(cast, anna, rules, whole):
    """Version 1 is in force; since then 1.1 got another reason and 2.1 was left out."""
    link(make_control(anna, "Locks"), rules, "1.1")
    answer(anna, rules, **{"1.2": "met"})
    made = make_approved(anna, whole, cast.olga)
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.1"), reason="Seven <doors>.", drivers=["risk"])
    frameworks.standing_choose(actor=anna, standing=standing(rules, "2.1"), applicable=False, reason="n/a")
    return made


@pytest.fixture
def asked(cast, anna, whole, force):
    """Version 2 waits for Olga."""
    statement = services.statement_draft(actor=anna, scope=whole)
    return services.statement_request(actor=anna, statement=statement, approver=cast.olga, change_note="2.1 is out.")


def text(answer, status=200):
    assert answer.status_code == status, answer.status_code
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def page(person, address=ONE, **data):
    return client_of(person).get(address, data)


def listed(person, **data):
    answer = page(person, **data)
    assert answer.status_code == 200
    return [row.requirement.code for row in answer.context["rows"]]


def speaking(person, language):
    person.user.language = language
    person.user.save(update_fields=["language"])
    return client_of(person)


READ = ("", "FW-1/1/", "FW-1/1/versions/", "FW-1/1/v1/", "FW-1/1/v2/", "FW-1/1/compare/", "FW-1/1/report/", "FW-1/1/v1/report/")  # fmt: skip


@pytest.mark.parametrize("path", READ)
def test_pages_are_for_readers_in_both_languages_and_for_nobody_else(cast, asked, path):
    for language in ("da", "en"):
        assert speaking(cast.anna, language).get(BASE + path).status_code == 200
    for person in (cast.carl, cast.karen, cast.olga):
        assert page(person, BASE + path).status_code == 200
    assert page(cast.emil, BASE + path).status_code == 403
    assert page(cast.bo, BASE + path).status_code == (404 if path else 200)
    assert page(cast.dorte, BASE + path).status_code == 404
    assert page(None, BASE + path).status_code == 302


@pytest.mark.parametrize("step", ["draft", "withdraw", "discard"])
def test_steps_are_for_those_who_run_the_isms(cast, asked, step):
    for person in (cast.carl, cast.karen, cast.bo, cast.emil):
        assert client_of(person).post(f"{ONE}{step}/").status_code == 403
    assert client_of(cast.dorte).post(f"{ONE}{step}/").status_code == 404
    assert client_of(cast.anna).get(f"{ONE}{step}/").status_code == 405
    assert client_of(cast.anna).post(f"{BASE}FW-1/9/{step}/").status_code == 404


@pytest.mark.parametrize("step", ["edit", "send", "approve", "decline"])
def test_forms_are_for_those_who_run_the_isms(cast, asked, step):
    for person in (cast.carl, cast.karen, cast.bo, cast.emil):
        assert page(person, f"{ONE}{step}/").status_code == 403
    assert page(cast.dorte, f"{ONE}{step}/").status_code == 404


# The list


def test_the_list_tells_what_is_in_force_and_on_its_way(cast, asked):
    told = text(page(cast.anna, BASE))
    for words in ("House rules", "v1", "Olga Krogh", "v2 waits for approval", "3 of 4", "question"):
        assert words in told, words
    for state, count in (("force", 1), ("requested", 1), ("draft", 0), ("none", 0)):
        assert len(page(cast.anna, BASE, state=state).context["rows"]) == count, state


def test_without_a_framework_one_is_to_be_chosen_first(cast):
    told = page(cast.anna, BASE)
    assert "Choose a framework first" in text(told) and b"frameworks/library/" in told.content
    assert b"frameworks/library/" not in page(cast.carl, BASE).content


def test_the_list_asks_the_same_for_one_and_for_many(cast, anna, force):
    browser = client_of(cast.anna)

    def questions():
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(BASE).status_code == 200
        return len(caught)

    browser.get(BASE)
    make_control(anna)
    one = questions()
    for number in range(5):
        make_approved(anna, scope(bring(anna, other(f"others-{number}"))), cast.olga)
    assert len(page(cast.anna, BASE).context["rows"]) == 6
    make_control(anna)
    assert questions() == one


# How it stands


def test_the_page_marks_what_differs_from_the_version_in_force(cast, force):
    answer = page(cast.anna)
    told = text(answer)
    for words in ("3 of 4", "v1 in force", "Approved by Olga Krogh", "2 changes since v1", "New reason", "In → Out"):
        assert words in told, words
    assert b"<ins>Seven &lt;doors&gt;.</ins>" in answer.content
    assert "1 Requirement 1" in told and "2 requirements, 1 in, 1 out" in told


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({"changed": "yes"}, ["1.1", "2.1"]),
        ({"changed": "no"}, ["1.2", "2.1(a)/b"]),
        ({"theme": "2"}, ["2.1", "2.1(a)/b"]),
        ({"choice": "out"}, ["2.1"]),
        ({"status": ["in_place", "open"]}, ["1.1", "1.2", "2.1(a)/b"]),
        ({"driver": "risk"}, ["1.1"]),
        ({"question": "uncontrolled"}, ["1.2", "2.1(a)/b"]),
        ({"question": "unreasoned"}, ["2.1"]),
        ({"question": "stale"}, ["1.1", "2.1"]),
        ({"q": "doors"}, ["1.1"]),
        ({"sort": "-code"}, ["2.1(a)/b", "2.1", "1.2", "1.1"]),
    ],
)
def test_the_page_is_narrowed_and_sorted(cast, force, data, codes):
    assert listed(cast.anna, **data) == codes


def test_an_auditors_questions_lead_to_their_rows(cast, force):
    answer = page(cast.anna)
    told = text(answer)
    for words in ("2 in place without evidence", "2 chosen without a control", "1 left out without a justification"):
        assert words in told, words
    assert "Nothing in the map speaks against what is left out" in told
    for way in re.findall(r'href="([^"]*\?question=\w+)"', answer.content.decode()):
        assert client_of(cast.anna).get(html.unescape(way)).context["rows"]


def test_a_decision_is_made_from_the_row_and_leads_back(cast, force):
    answer = page(cast.anna, theme="1")
    way = html.unescape(re.search(r'class="h-edit" href="([^"]+)"', answer.content.decode())[1])
    sent = {"applicable": "yes", "reason": "Because.", "version": Standing.objects.get(requirement__code="1.1").version}
    done = client_of(cast.anna).post(way, sent)
    assert (done.status_code, done["Location"]) == (302, f"{ONE}?theme=1")
    assert b"h-edit" not in page(cast.carl).content
    foreign = way.split("back=")[0] + "back=https://evil.example/"
    sent["version"] += 1
    assert client_of(cast.anna).post(foreign, sent)["Location"] == "/o/kronborg/frameworks/FW-1/r/1.1/"


def test_many_are_decided_at_once(cast, force):
    browser = client_of(cast.anna)
    keys = [str(row.pk) for row in Standing.objects.filter(requirement__code__in=("1.2", "2.1(a)/b"))]
    assert "Why do they not apply?" in text(browser.post(ONE, {"bulk": "out", "row": keys}))
    sent = {"bulk": "out", "row": keys, "out-answered": "1", "out-reason": "We rent all of it."}
    assert browser.post(ONE, sent).status_code == 302
    assert listed(cast.anna, choice="out") == ["1.2", "2.1", "2.1(a)/b"]
    sent = {"bulk": "in", "row": keys, "in-answered": "1", "in-drivers": ["law"], "in-reason": ""}
    assert browser.post(ONE, sent).status_code == 302
    assert listed(cast.anna, driver="law") == ["1.2", "2.1(a)/b"]
    sent = {"bulk": "ask", "row": keys, "ask-answered": "1", "ask-person": str(cast.bo.pk), "ask-note": ""}
    assert browser.post(ONE, sent).status_code == 302
    assert Standing.objects.filter(asked=cast.bo).count() == 2
    assert client_of(cast.carl).post(ONE, sent).status_code == 403


def test_the_page_asks_few_questions(cast, anna, rules, force):
    browser = client_of(cast.anna)
    browser.get(ONE)
    with CaptureQueriesContext(connection) as warm:
        browser.get(ONE)
    make_control(anna)
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.1"), reason="Because.")
    with CaptureQueriesContext(connection) as cold:
        browser.get(ONE)
    assert questions_asked(warm) <= 10
    assert questions_asked(cold) <= 73


# From draft to approval


def test_from_draft_to_approval(cast, force):
    anna, olga = client_of(cast.anna), client_of(cast.olga)
    assert "Draft v2" in text(anna.get(ONE))
    assert anna.post(f"{ONE}draft/").status_code == 302
    told = text(anna.get(ONE))
    assert "v2 draft" in told and "Send v2 for approval" in told
    edited = {"introduction": "All of Kronborg.", "change_note": "", "approver": str(cast.olga.pk), "version": "1"}
    assert anna.post(f"{ONE}edit/", edited).status_code == 302
    form = anna.get(f"{ONE}send/")
    assert "An auditor would still ask" in text(form) and "Anna Holm" not in text(form).split("Approver")[1]
    missing = anna.post(f"{ONE}send/", {"approver": "", "change_note": ""})
    assert missing.status_code == 422
    assert anna.post(f"{ONE}send/", {"approver": str(cast.olga.pk), "change_note": "2.1 is out."}).status_code == 302
    statement = Statement.objects.get(number=2)
    assert (statement.status, statement.introduction, statement.change_note) == (
        "requested",
        "All of Kronborg.",
        "2.1 is out.",
    )
    assert "Take it back" in text(anna.get(ONE)) and "Approve v2" not in text(anna.get(ONE))
    assert "who alone can approve it" in text(anna.get(f"{ONE}approve/"))
    told = text(olga.get(f"{ONE}approve/"))
    for words in ("Do you approve v2?", statement.digest, "2.1 is out.", "New reason", "In → Out"):
        assert words in told, words
    unread = olga.post(f"{ONE}approve/", {"digest": statement.digest})
    assert unread.status_code == 422
    assert olga.post(f"{ONE}approve/", {"digest": statement.digest, "read": "on"}).status_code == 302
    assert again(statement).status == "approved"
    assert "v2 in force" in text(anna.get(ONE))


def test_another_digest_than_was_read_is_refused(cast, asked):
    told = client_of(cast.olga).post(f"{ONE}approve/", {"digest": "0" * 64, "read": "on"})
    assert "It is not what you have read" in text(told, 422)


def test_approving_asks_who_one_is(cast, asked):
    answer = client_of(cast.olga, confirmed=False).get(f"{ONE}approve/")
    assert answer.status_code == 302 and "/account/" in answer["Location"]


def test_olga_declines_and_anna_reads_why(cast, asked):
    assert client_of(cast.olga).post(f"{ONE}decline/", {"note": ""}).status_code == 422
    assert client_of(cast.olga).post(f"{ONE}decline/", {"note": "Say why 2.1 is out."}).status_code == 302
    told = text(page(cast.anna))
    assert "v2 draft" in told and "Say why 2.1 is out." in told


def test_what_is_no_longer_there_leads_back(cast, force):
    anna = client_of(cast.anna)
    for step in ("edit", "send", "approve", "decline"):
        answer = anna.get(f"{ONE}{step}/", follow=True)
        assert "There is nothing here to do any more" in text(answer), step
    assert anna.post(f"{ONE}withdraw/").status_code == 404
    anna.post(f"{ONE}draft/")
    assert "already a draft" in text(anna.post(f"{ONE}draft/", follow=True))
    assert "is given up" in text(anna.post(f"{ONE}discard/", follow=True))
    assert Statement.objects.count() == 1


def test_whoever_is_alone_is_told_so(cast, whole):
    for person in (cast.olga,):
        person.grants.all().delete()
    anna = client_of(cast.anna)
    anna.post(f"{ONE}draft/")
    assert "the only one here who may approve" in text(anna.get(f"{ONE}send/"))
    anna.post(f"{ONE}send/", {"approver": str(cast.anna.pk), "change_note": ""})
    assert "nobody else here may approve" in text(anna.get(f"{ONE}approve/"))
    anna.post(f"{ONE}approve/", {"digest": Statement.objects.get().digest, "read": "on"})
    assert "because nobody else here could" in text(anna.get(f"{ONE}v1/"))


# Versions


def test_a_version_is_drawn_from_its_content_alone(cast, anna, rules, force):
    before = text(page(cast.anna, f"{ONE}v1/"))
    rules.requirements.update(title_en="Changed", title_da="Ændret")
    type(cast.kronborg).objects.update(name="Another Ltd")
    after = text(page(cast.anna, f"{ONE}v1/"))
    assert "Requirement 2.1(a)/b" in after and "Changed since" not in after and "Kronborg A/S" in after
    assert (
        before.split("Requirement by requirement")[1].split("Comments")[0]
        == (after.split("Requirement by requirement")[1].split("Comments")[0])
    )
    assert "Unchanged since it was frozen" in after and force.digest in after


def test_a_draft_has_no_page_of_its_own(cast, anna, whole, force):
    services.statement_draft(actor=anna, scope=whole)
    assert page(cast.anna, f"{ONE}v2/").status_code == 404
    assert f'href="{ONE}"' in page(cast.anna, f"{ONE}versions/").content.decode()


def test_versions_are_compared_in_words(cast, asked):
    told = text(page(cast.anna, f"{ONE}compare/"))
    assert "2 requirements differ from v1 to v2." in told and "In → Out" in told
    assert "2 requirements differ from v2 to v1." in text(page(cast.anna, f"{ONE}compare/", **{"from": "2", "to": "1"}))
    assert "Nothing differs" in text(page(cast.anna, f"{ONE}compare/", **{"from": "2", "to": "now"}))
    for end in ("9", "x", "-1", "²"):
        assert page(cast.anna, f"{ONE}compare/", **{"from": end}).status_code == 404, end


# On paper


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("path", ["report/", "v1/report/"])
def test_a_statement_is_put_on_paper(cast, force, path, language):
    browser = client_of(cast.carl)
    pdf = browser.get(ONE + path, {"form": "pdf", "language": language})
    assert (pdf.status_code, pdf["Content-Type"], pdf.content[:4]) == (200, "application/pdf", b"%PDF")
    book = browser.get(ONE + path, {"form": "xlsx", "language": language})
    told = b"".join(zipfile.ZipFile(io.BytesIO(book.content)).read(name) for name in zipfile.ZipFile(io.BytesIO(book.content)).namelist())  # fmt: skip
    title = "Krav 2.1" if language == "da" else "Requirement 2.1"
    assert title.encode() in told and b"F-1 Locks" in told
    assert (force.digest.encode() in told) is True
    word = browser.get(ONE + path, {"form": "docx", "language": language})
    assert title.encode() in zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml")
    assert Event.objects.filter(action="report.exported").count() == 3


def test_a_draft_says_so_on_paper(cast, force):
    book = page(cast.anna, f"{ONE}report/", form="docx", language="en")
    told = zipfile.ZipFile(io.BytesIO(book.content)).read("word/document.xml")
    assert b"Draft, not approved" in told and b"nobody has approved it" in told
    book = page(cast.anna, f"{ONE}v1/report/", form="docx", language="en")
    told = zipfile.ZipFile(io.BytesIO(book.content)).read("word/document.xml")
    assert b"In force" in told and b"Olga Krogh" in told and b"nobody has approved" not in told


# Elsewhere


def test_the_overview_tells_who_must_do_something(cast, asked):
    told = text(page(cast.olga, "/o/kronborg/"))
    assert "Approve SoA: House rules v2" in told and "Ready for the auditor?" in told
    told = text(page(cast.anna, "/o/kronborg/"))
    assert "Approve SoA" not in told and "2 changes since" in told
    assert "Ready for the auditor?" not in text(page(cast.emil, "/o/kronborg/my/"))


def test_the_overview_asks_for_a_new_version_after_a_year(cast, anna, whole):
    with dates.days_ago(400):
        make_approved(anna, whole, cast.olga)
    assert "Renew SoA: House rules v1" in text(page(cast.anna, "/o/kronborg/"))
    assert "Renew SoA" not in text(page(cast.karen, "/o/kronborg/"))


def test_a_frameworks_page_tells_of_its_statement(cast, asked):
    told = text(page(cast.carl, "/o/kronborg/frameworks/FW-1/"))
    assert "Statement of Applicability" in told and "v2 waits for approval" in told
    assert "v2 waits" not in text(page(cast.bo, "/o/kronborg/frameworks/FW-1/"))


def test_ulla_sees_her_unit_alone(cast, anna, rules, whole, force):
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    assert [row.number for row in page(ulla, BASE).context["rows"]] == [2]
    assert page(ulla, f"{BASE}FW-1/2/").status_code == 200
    for path in ("", "versions/", "v1/", "compare/", "report/", "v1/report/", "edit/", "approve/"):
        assert page(ulla, ONE + path).status_code == 404, path


def test_the_history_tells_of_the_approval(cast, asked):
    services.statement_approve(actor=actor_of(cast.olga), statement=asked, digest=asked.digest)
    told = text(page(cast.anna, f"{ONE}v2/"))
    assert "approved" in told and "asked for approval" in told
