"""The pages of working on a case: for those who may, for those who only read, and for nobody else."""

import io

import pypdf
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.assets import services as assets
from holger.core import dates
from holger.evidence import services as evidence
from holger.incidents import library, services
from holger.incidents.models import Affected, CaseSettings, Custody, Entry, Incident, Member, Relation, Step
from holger.incidents.rules.severity import read
from holger.incidents.selectors.severity import level_title
from holger.incidents.selectors.timeline import timeline_of
from holger.incidents.services import moments
from holger.incidents.tests.factories import make_incident
from holger.tasks.models import Task
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/incidents/"
OWN = """\
methods:
- key: own
  title: {da: Egen, en: Own}
  impacts: [{key: little, title: {da: Lidt, en: Little}}]
  urgencies: [{key: now, title: {da: Nu, en: Now}}]
  severities: [{key: slight, title: {da: Let, en: Slight}}, {key: grave, title: {da: Meget grov, en: Grave indeed}}]
  grid: [[slight]]
  at_least: {significant: grave}
"""
PARTIAL = {"HTTP_HX_REQUEST": "true", "HTTP_HX_REQUEST_TYPE": "partial"}


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "olga", "dorte", "emil")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def incident(cast, anna):
    """A case with something of everything."""
    made = make_incident(cast.kronborg, "Ransomware on <b>FS01</b>", owner=cast.anna, category="malware")
    told = {"actor": anna, "incident": made}
    server = assets.asset_create(actor=anna, type="server", title="FS01", owner=cast.bo)
    payroll = assets.asset_create(actor=anna, type="process", title="Payroll")
    assets.dependency_add(actor=anna, source=payroll, target=server)
    services.entry_add(kind="note", text="The server is off the network.", **told)
    services.member_add(person=cast.karen, part="dpo", telephone="+45 12 34 56 78", **told)
    services.affected_add(subject=server, condition="down", people_count=180, **told)
    services.playbook_use(playbook="ransomware", **told)
    services.custody_add(deed="collected", thing="Laptop", holder="Anna", place="The safe", **told)
    services.relation_add(other=make_incident(cast.kronborg, "Phishing"), **told)
    return Incident.objects.get(pk=made.pk)


@pytest.fixture
def here(incident):
    return f"{BASE}{incident.reference}/"


def statuses(clients, address):
    return {name: client.get(address).status_code for name, client in clients.items()}


def said(client, address, status=200, **more):
    answer = client.get(address, **more)
    assert answer.status_code == status
    return answer.content.decode()


READ = ("", "contacts/", "contacts/report/", "checklist/", "custody/", "custody/{link}/", "custody/{link}/report/", "crisis/", "crisis/report/")  # fmt: skip
WRITE = (
    *("team/add/", "team/{member}/edit/", "affected/add/", "affected/{affected}/edit/", "checklist/add/"),
    *("checklist/{step}/skip/", "checklist/{step}/note/", "custody/add/", "custody/add/?of={link}"),
    *("relations/add/", "split/"),
)
ACTS = (
    *("team/{member}/drop/", "affected/{affected}/drop/", "affected/also/", "affected/people/", "checklist/use/"),
    *("checklist/{step}/tick/", "relations/{relation}/drop/"),
)


def filled(path):
    return path.format(
        link=Custody.objects.get().pk,
        member=Member.objects.get().pk,
        affected=Affected.objects.get().pk,
        step=Step.objects.first().pk,
        relation=Relation.objects.get().pk,
    )


@pytest.mark.parametrize("path", READ)
def test_pages_for_those_who_read(clients, here, path):
    found = statuses(clients, here + filled(path))
    assert [found[name] for name in ("anna", "karen", "olga", "carl")] == [200] * 4
    assert (found["bo"], found["emil"], found["dorte"], found["nobody"]) == (404, 403, 404, 302)


@pytest.mark.parametrize("path", WRITE)
def test_pages_for_those_who_write(clients, here, path):
    found = statuses(clients, here + filled(path))
    assert [found[name] for name in ("anna", "karen", "olga")] == [200] * 3
    assert (found["carl"], found["bo"], found["emil"], found["dorte"]) == (403, 404, 403, 404)


@pytest.mark.parametrize("path", ACTS)
def test_one_click_for_those_who_write(clients, here, path):
    address = here + filled(path)
    assert clients["anna"].get(address).status_code == 405
    for name, status in (("carl", 403), ("bo", 404), ("emil", 403), ("dorte", 404), ("nobody", 302)):
        assert clients[name].post(address).status_code == status, name


def test_pages_of_what_there_is_not(clients, here):
    none = "01a21cf6-1205-7376-9942-43f28d109301"
    for path in (f"team/{none}/edit/", f"affected/{none}/edit/", f"custody/{none}/", f"checklist/{none}/skip/"):
        assert clients["anna"].get(here + path).status_code == 404
    for path in ("affected/add/?kind=none", "custody/add/?of=none", f"custody/add/?of={none}"):
        assert clients["anna"].get(here + path).status_code == 404
    assert clients["anna"].post(f"{here}checklist/{Step.objects.first().pk}/burn/").status_code == 404


def test_the_case_has_all_of_it(clients, here):
    page = said(clients["anna"], here)
    for word in (
        "panel-timeline",
        "panel-team",
        "panel-affected",
        "panel-checklist",
        "panel-custody",
        "panel-relations",
    ):
        assert word in page
    for word in ("+45 12 34 56 78", "FS01", "Laptop", "Phishing", "1 more depends on it", "1 owner is not on the team"):
        assert word in page
    assert "Together about 180 people." in page
    assert "<b>FS01</b>" not in page
    reads = said(clients["carl"], here)
    for word in (
        "/team/add/",
        "/affected/add/",
        "/checklist/add/",
        "/custody/add/",
        "/relations/add/",
        "/tick/",
        "/drop/",
    ):
        assert word not in reads


def test_a_new_task_about_the_case_can_be_given(clients, anna, incident, here):
    page = said(clients["anna"], here)
    address = f"/o/kronborg/tasks/new/?about=incidents.incident:{incident.pk}"
    assert address in page
    form = said(clients["anna"], address)
    assert incident.reference in form
    sent = {"title": "Call the bank", "due": dates.today().isoformat(), "owner": str(anna.person_id)}
    answer = clients["anna"].post(address, sent)
    assert answer.status_code == 302
    assert answer["Location"].startswith(("/o/kronborg/incidents/", "/o/kronborg/tasks/"))
    assert Task.objects.get(title="Call the bank").about_id == incident.pk
    assert "Call the bank" in said(clients["anna"], here)


def test_a_colleague_is_added_in_two_clicks(cast, clients, incident, here):
    address = f"{here}team/add/?person={cast.bo.pk}"
    assert cast.bo.name in said(clients["anna"], address)
    sent = {"person": str(cast.bo.pk), "part": "technical", "telephone": "11 22"}
    assert clients["anna"].post(address, sent).status_code == 302
    assert clients["bo"].get(here).status_code == 200
    assert "11 22" in said(clients["bo"], f"{here}contacts/")
    Incident.objects.filter(pk=incident.pk).update(restricted=True)
    assert "Only those who need to know" in said(clients["anna"], f"{here}team/add/")
    assert clients["carl"].get(here).status_code == 404


def test_leaving_a_case_that_few_may_know_of_leads_away_from_it(cast, clients, incident, here):
    Incident.objects.filter(pk=incident.pk).update(restricted=True)
    member = Member.objects.get(person=cast.karen)
    answer = clients["karen"].post(f"{here}team/{member.pk}/drop/")
    assert (answer.status_code, answer["Location"]) == (302, BASE)
    assert clients["karen"].get(here).status_code == 404


def test_what_is_proposed_is_added_with_one_click(clients, here):
    page = said(clients["anna"], here)
    key = page.partition('name="key" value="')[2].partition('"')[0]
    sent = {"kind": "assets.asset", "key": key}
    assert clients["anna"].post(f"{here}affected/also/", sent).status_code == 302
    assert Affected.objects.count() == 2
    clients["anna"].post(f"{here}affected/also/", sent)
    assert Affected.objects.count() == 2
    for wrong in ({"kind": "assets.asset", "key": "x"}, {"kind": "organisation.person", "key": key}):
        assert (
            "Choose something that is there." in clients["anna"].post(f"{here}affected/also/", wrong, follow=True).text
        )
        assert Affected.objects.count() == 2
    clients["anna"].post(f"{here}affected/people/")
    assert Incident.objects.get(reference=here.split("/")[-2]).people_count == 180


def test_a_step_is_ticked_with_and_without_script(clients, incident, here):
    step = Step.objects.first()
    answer = clients["anna"].post(f"{here}checklist/{step.pk}/tick/", {"version": step.version})
    assert answer["Location"].endswith("#panel-checklist")
    page = clients["anna"].post(f"{here}checklist/{step.pk}/untick/", {"version": step.version + 1}, **PARTIAL)
    assert page.content.decode().startswith('<div id="checklist">')
    late = clients["karen"].post(f"{here}checklist/{step.pk}/tick/", {"version": step.version}, **PARTIAL)
    assert "Somebody else was quicker" in late.content.decode()
    assert Step.objects.get(pk=step.pk).done_at is None


def test_steps_are_left_out_noted_and_added(clients, here):
    step = Step.objects.first()
    sent = {"reason": "No mail here.", "version": step.version}
    assert clients["anna"].post(f"{here}checklist/{step.pk}/skip/", sent).status_code == 302
    assert clients["anna"].post(f"{here}checklist/{step.pk}/skip/", sent).status_code in (409, 422)
    assert clients["anna"].post(f"{here}checklist/add/", {"text": "Call <i>all</i>"}).status_code == 302
    page = said(clients["anna"], f"{here}checklist/")
    assert "No mail here." in page
    assert "Call &lt;i&gt;all&lt;/i&gt;" in page
    assert clients["anna"].post(f"{here}checklist/use/", {"playbook": "phishing"}).status_code == 302


def test_evidence_in_hand_is_written_down_and_printed(anna, clients, incident, here):
    file = SimpleUploadedFile("log.txt", b"10.00 in\n")
    proof = evidence.evidence_add(actor=anna, subject=incident, file=file, title="The log")
    sent = {"proof": str(proof.pk), "deed": "secured", "holder": "Karen", "place": "The safe"}
    answer = clients["karen"].post(f"{here}custody/add/", sent)
    assert answer.status_code == 302
    page = said(clients["carl"], answer["Location"])
    assert proof.sha256 in page
    assert "The file is the same today" in page
    paper = clients["carl"].get(f"{answer['Location']}report/?form=pdf&language=da")
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert "The log" in text
    assert clients["anna"].post(f"{here}custody/add/", {"deed": "secured", "holder": "x"}).status_code == 422


def test_cases_are_tied_and_parted(cast, clients, incident, here):
    other = make_incident(cast.kronborg, "Another")
    assert clients["anna"].post(f"{here}relations/add/", {"reference": other.reference.lower()}).status_code == 302
    assert clients["anna"].post(f"{here}relations/add/", {"reference": "INC-999"}).status_code == 422
    line = Entry.objects.get(kind="note")
    sent = {"title": "Theft", "reason": "Another thief.", "entries": [str(line.pk)]}
    answer = clients["anna"].post(f"{here}split/", sent)
    assert answer.status_code == 302
    page = said(clients["anna"], answer["Location"])
    assert "The server is off the network." in page
    assert "This was parted from it" in page


def test_the_page_for_the_meeting_has_everything_and_fits_two_pages(cast, anna, clients, incident, here):
    CaseSettings.objects.create(organisation=cast.kronborg, telephone="70 10 20 30")
    moments.moment_tell(actor=anna, incident=incident, point="aware", at=dates.now(), basis="The alarm.")
    page = said(clients["carl"], f"{here}crisis/")
    for word in (
        "70 10 20 30",
        "+45 12 34 56 78",
        "FS01",
        "Pull out the network cable",
        "The server is off",
        "personal data breach",
    ):
        assert word in page
    live = page.partition('data-live hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    answer = clients["carl"].get(live, **PARTIAL)
    assert answer.status_code in (204, 200)
    services.entry_add(actor=anna, incident=incident, kind="note", text="All is well.")
    answer = clients["carl"].get(live, **PARTIAL)
    assert "All is well." in answer.content.decode()
    paper = clients["carl"].get(f"{here}crisis/report/?form=pdf&language=en")
    read = pypdf.PdfReader(io.BytesIO(paper.content))
    assert len(read.pages) <= 3
    assert "All is well." in "".join(each.extract_text() for each in read.pages)


def test_the_level_of_a_method_of_ones_own_is_called_by_its_title(cast, clients, incident, here):
    own = read(OWN.encode(), library.LANGUAGES)[0]
    assert level_title(own.severities, "grave", "en") == "Grave indeed"
    CaseSettings.objects.create(organisation=cast.kronborg, own=yaml.safe_load(OWN)["methods"][0])
    Incident.objects.filter(pk=incident.pk).update(severity="grave", severity_rank=1)
    page = said(clients["carl"], f"{here}crisis/")
    assert "Grave indeed" in page
    paper = clients["carl"].get(f"{here}crisis/report/?form=pdf&language=en")
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert "Grave indeed" in text


def test_a_line_written_while_the_crisis_page_is_drawn_is_shown_by_the_next_look(
    anna, clients, incident, here, monkeypatch
):
    def written_after(*args, **kwargs):
        found = timeline_of(*args, **kwargs)
        services.entry_add(actor=anna, incident=incident, kind="note", text="Just now")
        return found

    with monkeypatch.context() as between:
        between.setattr("holger.incidents.tables.crisis.timeline_of", written_after)
        page = clients["carl"].get(f"{here}crisis/").content.decode()
    assert "Just now" not in page
    live = page.partition('data-live hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    answer = clients["carl"].get(live, **PARTIAL)
    assert answer.status_code == 200
    assert "Just now" in answer.content.decode()


def test_as_many_questions_for_a_large_case_as_for_a_small_one(cast, anna, clients, incident, here):
    def asked(path):
        with CaptureQueriesContext(connection) as found:
            said(clients["anna"], here + path)
        return len(found)

    paths = ("", "crisis/", "contacts/", "checklist/")
    before = {path: [asked(path), asked(path)][1] for path in paths}
    for number in range(5):
        services.entry_add(actor=anna, incident=incident, kind="note", text=f"Line {number}")
        asset = assets.asset_create(actor=anna, type="server", title=f"FS1{number}")
        services.affected_add(actor=anna, incident=incident, subject=asset)
    services.playbook_use(actor=anna, incident=incident, playbook="phishing")
    for person in (cast.bo, cast.olga):
        services.member_add(actor=anna, incident=incident, person=person)
    after = {path: [asked(path), asked(path)][1] for path in paths}
    assert all(after[path] <= before[path] + 2 for path in paths), (before, after)
