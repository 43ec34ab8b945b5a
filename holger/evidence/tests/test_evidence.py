"""Evidence brought, seen, replaced and verified."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.permissions import PERMISSIONS, Role
from holger.evidence import disk, panels, selectors, services, store
from holger.evidence.models import EarlierFile, Evidence
from holger.history.models import Event
from tests.cast import actor_of, client_of, make_person

BASE = "/o/kronborg/"
PDF = b"%PDF-1.7 the restore test went well"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def pdf(content: bytes = PDF, name: str = "Gendannelsestest.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


@pytest.fixture
def proof(cast):
    """Anna's evidence about Bo."""
    return services.evidence_add(actor=actor_of(cast.anna), subject=cast.bo, file=pdf(), period_to="2026-11-20")


def url(name, **kwargs):
    return reverse(f"evidence:{name}", kwargs={"organisation": "kronborg", **kwargs})


# --- Bringing ------------------------------------------------------------------------------------------------------


def test_a_file_is_kept_under_its_hash_and_the_browsers_word_is_not_taken(cast, proof):
    path = disk.path_of(cast.kronborg.id, proof.sha256)
    assert path.read_bytes() == PDF
    assert path.name == proof.sha256
    assert (proof.reference, proof.content_type, proof.title) == ("E-1", "application/pdf", "Gendannelsestest.pdf")
    assert (proof.owner, proof.added_by, proof.size) == (cast.anna, "Anna Holm", len(PDF))
    assert [e.action for e in Event.objects.order_by("seq")] == ["evidence.created", "evidence.attached"]


def test_the_same_content_is_kept_once_but_never_shared_between_organisations(cast, proof):
    services.evidence_add(actor=actor_of(cast.anna), file=pdf(name="again.pdf"))
    assert len(list(store.all_in(cast.kronborg.id))) == 1
    theirs = services.evidence_add(actor=actor_of(cast.dorte), file=pdf())
    assert disk.path_of(cast.rosenborg.id, theirs.sha256).is_file()


def test_a_link(cast):
    link = services.evidence_add(actor=actor_of(cast.bo), url="https://intra.kronborg.example/minutes")
    assert (link.kind, link.title, link.sha256) == ("link", "https://intra.kronborg.example/minutes", "")
    with pytest.raises(RuleBroken):
        services.evidence_add(actor=actor_of(cast.bo), url="javascript:alert(1)")


def test_exactly_one_of_file_and_link(cast):
    for both in ({}, {"file": pdf(), "url": "https://x.example/"}):
        with pytest.raises(RuleBroken, match="one of the two"):
            services.evidence_add(actor=actor_of(cast.anna), **both)


def test_too_large_is_refused_before_it_is_kept(cast, settings):
    settings.UPLOAD_LIMIT = 20
    with pytest.raises(RuleBroken, match="larger"):
        services.evidence_add(actor=actor_of(cast.anna), file=pdf())
    assert not list(store.all_in(cast.kronborg.id))
    assert not Evidence.objects.exists()


def test_a_hostile_file_leaves_nothing_behind(cast):
    with pytest.raises(RuleBroken, match="not kept here"):
        services.evidence_add(actor=actor_of(cast.anna), file=pdf(b"<script>alert(1)</script>", "notes.txt"))
    assert not list(disk.top().glob("**/*"))


def test_whoever_may_edit_the_object_may_prove_something_about_it(cast):
    for who in (cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            services.evidence_add(actor=actor_of(who), subject=cast.bo, file=pdf())
    with pytest.raises(NotAllowed):  # Bo may add evidence, but not edit Emil
        services.evidence_add(actor=actor_of(cast.bo), subject=cast.emil, file=pdf())
    with pytest.raises(NotFound):
        services.evidence_add(actor=actor_of(cast.dorte), subject=cast.bo, file=pdf())


# --- Seeing --------------------------------------------------------------------------------------------------------


def test_who_sees_it(cast, proof):
    for who in (cast.anna, cast.olga, cast.karen, cast.carl):
        assert selectors.evidence_for(actor_of(who)).get() == proof
    assert selectors.evidence_for(actor_of(cast.bo)).get() == proof  # a contributor sees people, hence this
    for who in (cast.emil, cast.dorte):
        assert not selectors.evidence_for(actor_of(who)).exists()


def test_a_contributor_does_not_see_what_hangs_on_nothing_or_belongs_to_others(cast, proof):
    loose = services.evidence_add(actor=actor_of(cast.anna), file=pdf(b"%PDF-1.7 salaries"))
    assert loose not in selectors.evidence_for(actor_of(cast.bo))
    mine = services.evidence_add(actor=actor_of(cast.bo), file=pdf(b"%PDF-1.7 mine"))
    assert mine in selectors.evidence_for(actor_of(cast.bo))


def test_a_contributor_of_one_unit_sees_evidence_there(cast, proof):
    lis = make_person(cast.kronborg, "Lis Lund", Role.CONTRIBUTOR, only_in=cast.production)
    on_anna = services.evidence_add(actor=actor_of(cast.olga), subject=cast.anna, file=pdf(b"%PDF-1.7 b"))
    seen = selectors.evidence_for(actor_of(lis))
    assert proof in seen
    assert on_anna not in seen


# --- Changing ------------------------------------------------------------------------------------------------------


def test_a_replaced_file_is_kept_among_the_earlier(cast, proof):
    first = proof.sha256
    services.evidence_replace(actor=actor_of(cast.olga), evidence=proof, file=pdf(b"%PDF-1.7 second"))
    (earlier,) = selectors.earlier_files(actor_of(cast.carl), proof)
    assert (earlier.sha256, earlier.added_by) == (first, "Anna Holm")
    assert proof.added_by == "Olga Krogh"
    assert Event.objects.get(action="evidence.replaced").changes["sha256"] == [first, proof.sha256]
    with pytest.raises(RuleBroken, match="already here"):
        services.evidence_replace(actor=actor_of(cast.olga), evidence=proof, file=pdf(b"%PDF-1.7 second"))


def test_who_may_change_it(cast, proof):
    for who in (cast.carl, cast.bo, cast.karen, cast.emil):
        with pytest.raises(NotAllowed):
            services.evidence_edit(actor=actor_of(who), evidence=proof, title="Mine")
    with pytest.raises(NotFound):
        services.evidence_edit(actor=actor_of(cast.dorte), evidence=proof, title="Mine")
    with pytest.raises(NotFound):
        services.evidence_edit(actor=actor_of(cast.anna), evidence=proof, owner=cast.dorte)
    stale = Evidence.objects.get()
    services.evidence_edit(actor=actor_of(cast.anna), evidence=proof, title="Restore test")
    with pytest.raises(Conflict):
        services.evidence_edit(actor=actor_of(cast.olga), evidence=stale, version=1, title="Other")


def test_attached_to_several_and_taken_off_it_stays(cast, proof):
    anna = actor_of(cast.anna)
    services.evidence_attach(actor=anna, evidence=proof, subject=cast.emil)
    services.evidence_attach(actor=anna, evidence=proof, subject=cast.emil)
    assert {a.obj for a in selectors.attached_to(anna, [proof])[proof.pk]} == {cast.bo, cast.emil}
    for person in (cast.bo, cast.emil):
        services.evidence_detach(actor=anna, evidence=proof, subject=person)
    assert not selectors.evidence_on(anna, cast.bo)
    assert Evidence.objects.filter(pk=proof.pk).exists()
    with pytest.raises(NotFound):
        services.evidence_detach(actor=anna, evidence=proof, subject=cast.bo)


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_pages(cast, proof):
    for path in ("evidence/", "evidence/E-1/", "evidence/E-1/file/"):
        for who in (cast.anna, cast.carl, cast.bo):
            assert client_of(who).get(BASE + path).status_code == 200, (path, who)
        assert client_of(cast.dorte).get(BASE + path).status_code == 404
        assert client_of(None).get(BASE + path).status_code == 302
    assert b"E-1" not in client_of(cast.emil).get(BASE + "evidence/").content
    assert client_of(cast.emil).get(BASE + "evidence/E-1/file/").status_code == 404
    for path in ("evidence/E-1/edit/", "evidence/E-1/replace/"):
        assert client_of(cast.emil).get(BASE + path).status_code == 403
        assert client_of(cast.anna).get(BASE + path).status_code == 200
        assert client_of(cast.carl).get(BASE + path).status_code == 403
        assert client_of(cast.dorte).get(BASE + path).status_code == 404


def test_a_file_leaves_only_as_an_attachment(cast, proof):
    answer = client_of(cast.carl).get(BASE + "evidence/E-1/file/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith('attachment; filename="Gendannelsestest.pdf"')
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_danish_name_travels(cast):
    services.evidence_add(actor=actor_of(cast.anna), file=pdf(name="Årsrapport æøå.pdf"))
    answer = client_of(cast.anna).get(BASE + "evidence/E-1/file/")
    assert "filename*=utf-8''%C3%85rsrapport%20%C3%A6%C3%B8%C3%A5.pdf" in answer["Content-Disposition"]


def test_somebody_elses_file_is_missing(cast):
    services.evidence_add(actor=actor_of(cast.dorte), file=pdf())
    assert client_of(cast.anna).get(BASE + "evidence/E-1/file/").status_code == 404
    assert client_of(cast.anna).get("/o/rosenborg/evidence/E-1/file/").status_code == 404


def test_the_small_form_on_an_objects_page(cast):
    anna = client_of(cast.anna)
    assert 'enctype="multipart/form-data"' in anna.get(BASE + "people/PE-2/").content.decode()
    add = url("subject-add", subject_type="organisation.person", pk=cast.bo.pk)
    answer = anna.post(add, {"evidence-file": pdf(), "evidence-period_to": "2026-11-20"})
    assert answer["Location"] == BASE + "people/PE-2/#panel-evidence"
    assert "Gendannelsestest.pdf" in client_of(cast.carl).get(BASE + "people/PE-2/").content.decode()
    page = anna.post(add, {"evidence-file": pdf(b"MZ", "setup.exe")}, follow=True).content.decode()
    assert "not kept here" in page
    page = anna.post(add, {"evidence-period_to": "yesterday"}, follow=True).content.decode()
    assert Evidence.objects.count() == 1
    for who, status in ((cast.carl, 403), (cast.dorte, 404), (None, 302)):
        assert client_of(who).post(add, {"evidence-file": pdf()}).status_code == status


def test_changing_and_replacing_by_click(cast, proof):
    anna = client_of(cast.anna)
    sent = {"title": "Restore test", "period_from": "2026-11-01", "period_to": "2026-11-20", "version": proof.version}
    assert anna.post(BASE + "evidence/E-1/edit/", sent)["Location"] == BASE + "evidence/E-1/"
    assert anna.post(BASE + "evidence/E-1/replace/", {"file": pdf(b"%PDF-1.7 second")}).status_code == 302
    earlier = EarlierFile.objects.get()
    answer = client_of(cast.carl).get(url("earlier-file", reference="E-1", pk=earlier.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert client_of(cast.dorte).get(url("earlier-file", reference="E-1", pk=earlier.pk)).status_code == 404
    off = url("evidence-detach", reference="E-1", subject_type="organisation.person", pk=cast.bo.pk)
    assert client_of(cast.carl).post(off).status_code == 403
    assert anna.post(off).status_code == 302


def test_attaching_what_is_already_here(cast, proof):
    attach = url("subject-attach", subject_type="organisation.person", pk=cast.emil.pk)
    anna = client_of(cast.anna)
    assert anna.get(attach).status_code == 200
    assert anna.post(attach, {"evidence": str(proof.pk)})["Location"] == BASE + "people/PE-6/#panel-evidence"
    assert selectors.evidence_on(actor_of(cast.carl), cast.emil).get() == proof
    theirs = services.evidence_add(actor=actor_of(cast.dorte), file=pdf())
    assert anna.post(attach, {"evidence": str(theirs.pk)}).status_code == 422
    for who, status in ((cast.carl, 403), (cast.bo, 403), (cast.emil, 403), (cast.dorte, 404), (None, 302)):
        assert client_of(who).get(attach).status_code == status


def test_the_list_narrows(cast, proof):
    services.evidence_add(actor=actor_of(cast.anna), url="https://intra.kronborg.example/", title="Minutes")
    anna = client_of(cast.anna)
    for query, there, gone in (
        ("kind=link", "Minutes", "Gendannelsestest"),
        ("about=organisation.person", "Gendannelsestest", "Minutes"),
        ("period_after=2026-11-01", "Gendannelsestest", "Minutes"),
        ("q=restore", "", "Minutes"),
    ):
        page = anna.get(BASE + f"evidence/?{query}").content.decode()
        assert there in page, query
        assert gone not in page, query


def test_a_link_has_no_file_to_fetch(cast):
    link = services.evidence_add(actor=actor_of(cast.anna), url="https://intra.kronborg.example/", title="Minutes")
    assert client_of(cast.anna).get(f"{BASE}evidence/{link.reference}/file/").status_code == 404


# --- Verifying -----------------------------------------------------------------------------------------------------


def verify() -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify", stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def test_verify_reads_every_file_again(cast, proof):
    assert verify()[0] == 0
    path = disk.path_of(cast.kronborg.id, proof.sha256)
    path.write_bytes(b"%PDF-1.7 it never happened")
    code, said = verify()
    assert code == 1
    assert "Kronborg A/S: E-1 Gendannelsestest.pdf has been changed." in said
    path.unlink()
    code, said = verify()
    assert code == 1
    assert "is missing" in said


def test_verify_reads_earlier_files_too_and_mentions_orphans(cast, proof):
    first = disk.path_of(cast.kronborg.id, proof.sha256)
    services.evidence_replace(actor=actor_of(cast.anna), evidence=proof, file=pdf(b"%PDF-1.7 second"))
    first.unlink()
    assert verify()[0] == 1
    store.keep(cast.kronborg.id, SimpleUploadedFile("a", PDF))
    store.keep(cast.kronborg.id, SimpleUploadedFile("b", b"nobody's"))
    code, said = verify()
    assert code == 0
    assert "1 files of evidence belong to nothing" in said


def test_the_panel_has_a_form_for_whoever_may_add_and_edit(cast, rf, monkeypatch):
    def shown(person):
        request = rf.get("/")
        request.actor = actor_of(person)
        return panels.proof(request, cast.emil)

    assert shown(cast.anna)["form"] is not None
    assert shown(cast.bo) is None  # who may add, but not here; and there is nothing to read
    nobody = replace(PERMISSIONS["evidence.add"], everywhere=frozenset(), own=frozenset())
    monkeypatch.setitem(PERMISSIONS, "evidence.add", nobody)
    assert shown(cast.anna) is None
