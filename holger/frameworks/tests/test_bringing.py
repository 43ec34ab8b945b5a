"""Files that somebody brings: looked at, then taken in whole or not at all."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.frameworks import library, selectors, services
from holger.frameworks.models import DRAFTS_LIVE, Draft, Framework, Mapping, Requirement, Standing
from holger.frameworks.rules import bringing, document
from holger.frameworks.rules.bringing import There, read_all
from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.writing import write
from holger.history.models import Event
from holger.risks.models import Method, Threat
from tests.cast import actor_of, client_of

BASE = "/o/kronborg/frameworks/"
OURS = """holger: framework/1
key: house
version: {version}
title: {{en: House rules, da: Husregler}}
groups: [{{key: least, title: {{en: The least}}}}]
requirements:
- {{id: "1", title: {{en: Access}}}}
- {{id: "1.1", parent: "1", title: {{en: Rights end}}, asks: {{en: They end.}}, groups: [least]}}
- {{id: "{last}", parent: "1", title: {{en: Two factors}}, asks: {{en: "{asks}"}}}}
"""


def ours(version=1, last="1.2", asks="Both."):
    return OURS.format(version=version, last=last, asks=asks).encode()


URN = "urn:acme:risk"


def node(framework, ref):
    return f"{URN}:req_node:{framework}:{ref}"


def ciso(*, mapped="house-a", other="house-b", **objects):
    """A library with two frameworks of two requirements, and how they answer each other."""

    def framework(name):
        nodes = [
            {"urn": node(name, "1"), "ref_id": "1", "name": "One", "assessable": False},
            {
                "urn": node(name, "1.1"),
                "parent_urn": node(name, "1"),
                "ref_id": "1.1",
                "name": "Part",
                "assessable": True,
            },
        ]
        return {"urn": f"{URN}:framework:{name}", "ref_id": name, "name": name.title(), "requirement_nodes": nodes}

    mappings = {
        "urn": f"{URN}:req_mapping_set:a-to-b",
        "name": "A to B",
        "source_framework_urn": f"{URN}:framework:{mapped}",
        "target_framework_urn": f"{URN}:framework:{other}",
        "requirement_mappings": [
            {
                "source_requirement_urn": node(mapped, "1.1"),
                "target_requirement_urn": node(other, "1.1"),
                "relationship": "equal",
            },
        ],
    }
    told = {
        "frameworks": [framework("house-a"), framework("house-b")],
        "requirement_mapping_sets": [mappings],
        **objects,
    }
    return json.dumps(
        {"urn": f"{URN}:library:house", "locale": "en", "name": "House", "version": 1, "objects": told}
    ).encode()


def threat(ref, name):
    return {"urn": f"{URN}:threat:{ref}", "ref_id": ref, "name": name, "description": "It happens."}


def matrix(size, risks=("Low", "Medium", "High"), name="Ours"):
    levels = [{"abbreviation": str(n), "name": f"Level {n}", "description": f"Words {n}"} for n in range(size)]
    risk = [{"abbreviation": name[0], "name": name, "description": f"{name} words"} for name in risks]
    top = len(risks) - 1
    grid = [[min(top, (i + j) * len(risks) // (2 * size - 1)) for j in range(size)] for i in range(size)]
    return {
        "urn": f"{URN}:matrix:{name.lower()}-{size}",
        "ref_id": name,
        "name": name,
        "probability": levels,
        "impact": levels,
        "risk": risk,
        "grid": grid,
    }


CATALOGUE = {
    "catalog": {
        "uuid": "74c8ba1e-5cd4-4ad1-bbfd-d888e2f6c724",
        "metadata": {
            "title": "Controls",
            "last-modified": "2026-03-04T00:00:00Z",
            "version": "1",
            "oscal-version": "1.1.2",
        },
        "groups": [
            {
                "id": "ac",
                "title": "Access",
                "controls": [
                    {"id": f"ac-{n}", "title": f"Control {n}", "parts": [{"name": "statement", "prose": f"Do {n}."}]}
                    for n in (1, 2)
                ],
            }
        ],
    }
}
PROFILE = {
    "profile": {
        "uuid": "84c8ba1e-5cd4-4ad1-bbfd-d888e2f6c724",
        "metadata": {
            "title": "Our choice",
            "last-modified": "2026-03-05T00:00:00Z",
            "version": "1",
            "oscal-version": "1.1.2",
        },
        "imports": [{"href": "catalog.json", "include-controls": [{"with-ids": ["ac-2"]}]}],
    }
}
catalogue, profile = json.dumps(CATALOGUE).encode(), json.dumps(PROFILE).encode()


def read(**files):
    return read_all({name.replace("_", "."): data for name, data in files.items()}, library.LANGUAGES, "en")


# Rules


def test_a_profile_beside_its_catalogue_brings_the_choice_only():
    (found,) = read_all({"catalog.json": catalogue, "profile.json": profile}, library.LANGUAGES, "en")
    assert found.name == "profile.json"
    assert [each.id for each in found.brought.frameworks[0].assessable] == ["ac-2"]


@pytest.mark.parametrize(
    ("data", "maybe"),
    [
        (catalogue, True),
        (b'<?xml version="1.0"?>\n<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0">', True),
        (b"---\ncatalog:\n  uuid: x", True),
        (b'{"profile": {"metadata": {"title": "Of the catalog : all"}}}', False),
        (profile, False),
        (b"holger: framework/1\n", False),
    ],
)
def test_what_may_be_a_catalogue(data, maybe):
    assert bringing._may_be_catalogue(data) is maybe


def test_a_catalogue_by_itself_brings_all_of_it():
    (found,) = read(catalog_json=catalogue)
    assert [each.id for each in found.brought.frameworks[0].assessable] == ["ac-1", "ac-2"]


def test_the_faults_of_all_files_are_told_with_their_files():
    broken = ours().replace(b"version: 1", b"version: none").replace(b'parent: "1"', b'parent: "7"', 1)
    with pytest.raises(Unreadable) as error:
        read_all({"a.yaml": broken, "b.yaml": b"- what", "c.yaml": ours()}, library.LANGUAGES, "en")
    assert {(fault.file, fault.line) for fault in error.value.faults} == {("a.yaml", 3), ("a.yaml", 8), ("b.yaml", 1)}


def test_a_fault_is_told_once():
    broken = catalogue.replace(b'"id": "ac-2"', b'"id": "ac-1"')
    with pytest.raises(Unreadable) as error:
        read_all({"catalog.json": broken, "profile.json": profile}, library.LANGUAGES, "en")
    assert len(error.value.faults) == len({(f.file, f.line, f.text) for f in error.value.faults})


@pytest.mark.parametrize(
    ("there", "fate"),
    [
        (None, "new"),
        (There(1), "update"),
        (There(2), ""),
        (There(3), ""),
        (There(1, archived=True), ""),
        (There(1, from_library=True), ""),
    ],
)
def test_what_becomes_of_a_framework(there, fate):
    written = document.read(ours(version=2), library.LANGUAGES)
    found, why = bringing.fate(written, there)
    assert found == fate
    assert (why is None) == (there is None)


@pytest.mark.parametrize(
    ("urn", "key"),
    [
        ("urn:acme:risk:framework:house-a", "acme-house-a"),
        ("urn:intuitem:risk:framework:nist-csf-2.0", "nist-csf-2.0"),
        ("urn:acme:risk:framework:other", None),
    ],
)
def test_which_framework_a_urn_names(urn, key):
    assert bringing.framework_named(urn, ["acme-house-a", "house-a", "nist-csf-2.0"]) == key


def test_ends_are_found_by_urn_else_by_id():
    ends = bringing.ends("a", [("A.5.1", ""), ("A.5.2", "urn:x:req_node:a:other")])
    (mapping,) = read(x_json=ciso(mapped="house-a"))[0].brought.mappings
    pairs = [
        bringing.Pair(source, "urn:acme:risk:req_node:house-b:1.1", "equal", "", "")
        for source in ("urn:y:req_node:a:a.5.1", "urn:x:req_node:a:other", "urn:y:req_node:a:nothing")
    ]
    found = bringing.resolved(
        bringing.replace(mapping, pairs=pairs), ends, bringing.ends("b", [("1.1", node("house-b", "1.1"))])
    )
    assert [(pair.source, pair.target) for pair in found.pairs] == [("A.5.1", "1.1"), ("A.5.2", "1.1")]
    assert found.left == 1


# Services


def keep(actor, language="en", **files):
    named = {name.replace("_", "."): data for name, data in files.items()}
    return services.draft_keep(actor=actor, files=named, language=language)


def fates(actor, files):
    return {piece.key: piece.fate for piece in selectors.pieces(actor, files)}


@pytest.mark.django_db
def test_a_framework_comes_in_with_its_standings(anna):
    found = read(house_yaml=ours())
    (taken,) = services.files_take(actor=anna, read=found)
    assert taken.done
    assert (taken.framework.key, taken.framework.origin, taken.framework.edition) == ("house", "file", 1)
    assert Standing.objects.filter(requirement__framework=taken.framework).count() == 2
    event = Event.objects.get(action="framework.adopted")
    assert (event.channel, event.via) == ("import", "house.yaml")


@pytest.mark.django_db
def test_a_newer_version_takes_its_place_and_keeps_answers(anna):
    services.files_take(actor=anna, read=read(house_yaml=ours()))
    standing = Standing.objects.get(requirement__code="1.1")
    services.standing_answer(actor=anna, standing=standing, answer="met")
    newer = read(house_yaml=ours(version=2, last="1.3"))
    assert fates(anna, newer) == {"framework-0": "update"}
    services.files_take(actor=anna, read=newer)
    assert Framework.objects.get().edition == 2
    rows = Requirement.objects.filter(archived_at=None).order_by("place")
    assert [row.code for row in rows] == ["1", "1.1", "1.3"]
    assert Standing.objects.get(requirement__code="1.1").answer == "met"
    assert fates(anna, newer) == {"framework-0": ""}


@pytest.mark.django_db
def test_the_librarys_and_what_is_archived_are_passed_over(anna):
    services.framework_adopt(actor=anna, key="nis2")
    nis2 = bringing.replace(library.framework("nis2"), version=99)
    assert fates(anna, read(nis2_yaml=write(nis2))) == {"framework-0": ""}
    (taken,) = services.files_take(actor=anna, read=read(house_yaml=ours()))
    services.framework_archive(actor=anna, framework=taken.framework)
    assert fates(anna, read(house_yaml=ours(version=2))) == {"framework-0": ""}
    (again,) = services.files_take(actor=anna, read=read(house_yaml=ours(version=2)))
    assert not again.done


@pytest.mark.django_db
def test_the_same_framework_in_two_files_comes_in_once(anna):
    found = read(a_yaml=ours(), b_yaml=ours())
    assert fates(anna, found) == {"framework-0": "new", "framework-1": ""}
    assert [each.done for each in services.files_take(actor=anna, read=found)] == [True, False]


@pytest.mark.django_db
def test_mappings_come_in_after_their_frameworks(anna):
    found = read(house_json=ciso())
    assert fates(anna, found) == {"framework-0": "new", "framework-1": "new", "mappings-0": "new"}
    services.files_take(actor=anna, read=found)
    mapping = Mapping.objects.get()
    assert (mapping.source.framework.key, mapping.target.framework.key) == ("acme-house-a", "acme-house-b")
    assert (mapping.relation, mapping.origin, mapping.own) == ("equal", "A to B", False)


@pytest.mark.django_db
def test_mappings_without_their_frameworks_are_passed_over(anna):
    found = read(house_json=ciso(other="elsewhere"))
    piece = next(piece for piece in selectors.pieces(anna, found) if piece.kind == "mappings")
    assert not piece.may
    assert piece.why.params == {"names": f"{URN}:framework:elsewhere"}
    services.files_take(actor=anna, read=found)
    assert not Mapping.objects.exists()


@pytest.mark.django_db
def test_a_framework_that_was_not_chosen_has_no_mappings(anna):
    found = read(house_json=ciso())
    taken = services.files_take(actor=anna, read=found, chosen={"framework-0", "mappings-0"})
    assert [(each.piece.key, each.done) for each in taken] == [
        ("framework-0", True),
        ("framework-1", False),
        ("mappings-0", False),
    ]


@pytest.mark.django_db
def test_mappings_may_name_frameworks_of_the_library(anna):
    services.framework_adopt(actor=anna, key="nis2")
    services.files_take(actor=anna, read=read(house_json=ciso()))
    code = Requirement.objects.filter(framework__key="nis2", assessable=True).first().code
    data = json.loads(ciso(other="nis2"))
    (mapped,) = data["objects"]["requirement_mapping_sets"]
    mapped["requirement_mappings"][0]["target_requirement_urn"] = f"urn:any:risk:req_node:nis2:{code.lower()}"
    found = read(house_json=json.dumps(data).encode())
    taken = services.files_take(actor=anna, read=found)
    assert [each.done for each in taken] == [False, False, True]
    assert Mapping.objects.get(target__framework__key="nis2").target.code == code
    assert fates(anna, found)["mappings-0"] == ""  # it is said already


@pytest.mark.django_db
def test_threats_become_the_organisations_own(cast, anna):
    objects = {"threats": [threat("t1", "Flood"), threat("t2", "Fire")]}
    services.files_take(actor=anna, read=read(house_json=ciso(**objects)))
    rows = Threat.objects.filter(organisation=cast.kronborg).order_by("number")
    assert [(row.reference, row.title_en, row.description_en) for row in rows] == [
        ("T43", "Flood", "It happens."),
        ("T44", "Fire", "It happens."),
    ]
    objects["threats"].append(threat("t3", "Storm"))
    again = read(house_json=ciso(**objects))
    piece = next(piece for piece in selectors.pieces(anna, again) if piece.kind == "threats")
    assert piece.why.params == {"new": 1, "there": 2}
    services.files_take(actor=anna, read=again)
    assert Threat.objects.filter(organisation=cast.kronborg).count() == 3
    assert fates(anna, again)["threats-0"] == ""


@pytest.mark.django_db
def test_a_matrix_becomes_a_draft_of_the_method(cast, anna):
    found = read(house_json=ciso(risk_matrices=[matrix(4)]))
    services.files_take(actor=anna, read=found)
    draft = Method.objects.get(organisation=cast.kronborg, status="draft")
    assert draft.title == "Ours"
    assert draft.rules.size == 4
    assert [(band.key, band.name) for band in draft.rules.bands] == [
        ("ok", {"en": "Low"}),
        ("high", {"en": "Medium"}),
        ("crit", {"en": "High"}),
    ]
    assert draft.rules.cell(1, 1).band == "ok"
    assert draft.rules.cell(4, 4).band == "crit"
    assert draft.rules.consequence[0].says("en", "integrity") == "Words 0"
    assert fates(anna, found)["matrices-0"] == ""  # there is a draft now


@pytest.mark.django_db
@pytest.mark.parametrize("odd", [matrix(2), matrix(7), matrix(4, risks=("One",))])
def test_a_matrix_that_does_not_fit_is_passed_over(anna, odd):
    found = read(house_json=ciso(risk_matrices=[odd]))
    assert fates(anna, found)["matrices-0"] == ""
    services.files_take(actor=anna, read=found)
    assert not Method.objects.filter(status="draft").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 3, 4, 5, 8])
def test_any_number_of_risk_levels_makes_a_sound_method(cast, anna, count):
    odd = matrix(5, risks=[f"Risk {n}" for n in range(count)])
    services.files_take(actor=anna, read=read(house_json=ciso(risk_matrices=[odd])))
    draft = Method.objects.get(organisation=cast.kronborg, status="draft")
    assert draft.rules.bands[0].key == "ok"
    assert draft.rules.bands[-1].key == "crit"


@pytest.mark.django_db
def test_a_method_of_two_matrices_cannot_be_had_and_nothing_is_written(anna):
    found = read(house_json=ciso(risk_matrices=[matrix(4), matrix(5)]))
    with pytest.raises(Exception, match="already a draft"):
        services.files_take(actor=anna, read=found)
    assert not Framework.objects.exists()
    assert not Method.objects.filter(status="draft").exists()


@pytest.mark.django_db
def test_a_draft_waits_for_whoever_brought_it(cast, anna):
    draft = keep(anna, house_yaml=ours())
    assert draft.files == {"house.yaml": ours()}
    assert list(selectors.drafts_for(anna)) == [draft]
    assert not selectors.drafts_for(actor_of(cast.olga)).exists()
    assert not selectors.drafts_for(actor_of(cast.dorte)).exists()
    found = read(house_yaml=ours())
    for other in (cast.olga, cast.dorte):
        with pytest.raises(NotFound):
            services.draft_take(actor=actor_of(other), draft=draft, read=found, chosen={"framework-0"})
        with pytest.raises(NotFound):
            services.draft_discard(actor=actor_of(other), draft=draft)
    services.draft_take(actor=anna, draft=draft, read=found, chosen={"framework-0"})
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_nothing_chosen_writes_nothing_and_keeps_the_draft(anna):
    draft = keep(anna, house_yaml=ours())
    with pytest.raises(RuleBroken, match="nothing to take in"):
        services.draft_take(actor=anna, draft=draft, read=read(house_yaml=ours()), chosen=set())
    assert Draft.objects.exists()


@pytest.mark.django_db
def test_drafts_that_nobody_came_back_to_go_with_the_next(anna):
    old = keep(anna, house_yaml=ours())
    Draft.objects.filter(pk=old.pk).update(created_at=dates.now() - DRAFTS_LIVE - timezone.timedelta(minutes=1))
    new = keep(anna, house_yaml=ours())
    assert list(Draft.objects.all()) == [new]


@pytest.mark.django_db
def test_so_many_files_at_once(anna):
    with pytest.raises(RuleBroken, match="from one to 5"):
        services.draft_keep(actor=anna, files={f"{n}.yaml": ours() for n in range(6)}, language="en")
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_who_may_not_edit_brings_nothing(cast, anna):
    draft, found = keep(anna, house_yaml=ours()), read(house_yaml=ours())
    for person in (cast.carl, cast.bo):
        actor = actor_of(person)
        assert not selectors.drafts_for(actor).exists()
        for act in (
            lambda actor=actor: keep(actor, house_yaml=ours()),
            lambda actor=actor: services.files_take(actor=actor, read=found),
            lambda actor=actor: services.draft_take(actor=actor, draft=draft, read=found, chosen=set()),
            lambda actor=actor: services.draft_discard(actor=actor, draft=draft),
        ):
            with pytest.raises(NotAllowed):
                act()


# Pages


def send(browser, language="en", **files):
    sent = [SimpleUploadedFile(name.replace("_", "."), data) for name, data in files.items()]
    return browser.post(f"{BASE}import/", {"brought": sent, "language": language})


@pytest.mark.django_db
def test_from_the_upload_to_the_framework(cast):
    browser = client_of(cast.anna)
    answer = send(browser, house_yaml=ours())
    page = browser.get(answer["Location"])
    text = page.content.decode()
    assert "House rules" in text
    assert "2 requirements" in text
    assert "The least" in text
    assert "Two factors" in text
    assert not Framework.objects.exists()
    done = browser.post(answer["Location"], {"do": "take", "take": ["framework-0"]})
    assert done["Location"] == f"{BASE}{Framework.objects.get().reference}/"
    assert browser.get(answer["Location"]).status_code == 404


@pytest.mark.django_db
def test_a_newer_version_shows_what_it_changes(cast):
    browser = client_of(cast.anna)
    services.files_take(actor=actor_of(cast.anna), read=read(house_yaml=ours()))
    page = browser.get(send(browser, house_yaml=ours(version=2, last="1.3"))["Location"])
    (shown,) = page.context["frameworks"]
    assert shown["changes"] == [("New requirements", 1), ("Changed", 0), ("No longer there", 1)]
    assert "takes the place of version 1" in shown["why"]


@pytest.mark.django_db
def test_a_profile_with_its_catalogue(cast):
    browser = client_of(cast.anna)
    page = browser.get(send(browser, catalog_json=catalogue, profile_json=profile)["Location"])
    assert [shown["count"] for shown in page.context["frameworks"]] == ["1 requirement"]
    answer = send(browser, profile_json=profile)
    assert answer.status_code == 422
    assert "Bring that file along" in answer.content.decode()


@pytest.mark.django_db
def test_faults_are_told_by_file_and_line(cast):
    many = send(client_of(cast.anna), **{f"f{n}_yaml": ours() for n in range(6)})
    assert many.status_code == 413  # the door lets no more through at once
    broken = ours().replace(b"version: 1", b"version: none")
    page = send(client_of(cast.anna), house_yaml=broken)
    assert page.status_code == 422
    assert page.context["faults"] == [("house.yaml", 3, "A whole number from 1 is wanted here.")]
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_what_was_passed_over_is_told(cast):
    browser = client_of(cast.anna)
    address = send(browser, house_json=ciso(other="elsewhere", threats=[threat("t1", "Flood")]))["Location"]
    text = browser.get(address).content.decode()
    assert "Passed over" in text
    assert "elsewhere" in text
    sent = {"do": "take", "take": ["framework-0", "framework-1", "mappings-0", "threats-0"]}
    page = browser.post(address, sent, follow=True)
    assert page.redirect_chain[-1][0] == BASE
    told = [str(message) for message in page.context["messages"]]
    assert told[0].startswith("Taken in: House-A; House-B; Flood")
    assert told[1].startswith("“A to B” was passed over.")


@pytest.mark.django_db
def test_two_drafts_of_the_method_are_refused_in_words(cast):
    browser = client_of(cast.anna)
    address = send(browser, house_json=ciso(risk_matrices=[matrix(4), matrix(5)]))["Location"]
    page = browser.post(address, {"do": "take", "take": ["framework-0", "matrices-0", "matrices-1"]}, follow=True)
    assert "already a draft" in page.content.decode()
    assert not Framework.objects.exists()


@pytest.mark.django_db
def test_a_draft_is_discarded(cast):
    browser = client_of(cast.anna)
    address = send(browser, house_yaml=ours())["Location"]
    assert browser.post(address, {"do": "else"}).status_code == 404
    assert browser.post(address, {"do": "discard"})["Location"] == f"{BASE}import/"
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_who_may_bring(cast):
    address = send(client_of(cast.anna), house_yaml=ours())["Location"]
    for person, status in ((cast.carl, 403), (cast.bo, 403), (cast.dorte, 404)):
        browser = client_of(person)
        assert browser.get(f"{BASE}import/").status_code == status
        assert send(browser, house_yaml=ours()).status_code == status
        assert browser.get(address).status_code == status
        assert browser.post(address, {"do": "take"}).status_code == status
    assert client_of(cast.olga).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302


@pytest.mark.django_db
def test_the_pages_lead_there(cast):
    browser = client_of(cast.anna)
    for path in ("", "library/"):
        assert f"{BASE}import/" in browser.get(BASE + path).content.decode()
    assert f"{BASE}import/" not in client_of(cast.carl).get(BASE).content.decode()


@pytest.mark.django_db
def test_what_is_downloaded_comes_in_elsewhere(cast):
    services.files_take(actor=actor_of(cast.anna), read=read(house_yaml=ours()))
    framework = Framework.objects.get()
    for person in (cast.anna, cast.carl, cast.bo):
        answer = client_of(person).get(f"{BASE}{framework.reference}/framework.yaml")
        assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="house.yaml"'
    assert document.read(answer.content, library.LANGUAGES) == document.read(ours(), library.LANGUAGES)
    assert client_of(cast.dorte).get(f"{BASE}{framework.reference}/framework.yaml").status_code == 404
    assert client_of(cast.emil).get(f"{BASE}{framework.reference}/framework.yaml").status_code == 403
    services.files_take(actor=actor_of(cast.dorte), read=read(x_yaml=answer.content))
    assert Framework.objects.filter(organisation=cast.rosenborg, key="house").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["nis2", "gdpr"])
def test_the_librarys_are_downloaded_as_they_are(cast, anna, key):
    framework = services.framework_adopt(actor=anna, key=key)
    content = client_of(cast.anna).get(f"{BASE}{framework.reference}/framework.yaml").content
    assert document.read(content, library.LANGUAGES) == library.framework(key)


# The command


def run(*arguments, **more):
    call_command("framework", "import", *map(str, arguments), "--organisation", "kronborg", **more)


@pytest.fixture
def files(tmp_path):
    def make(**named):
        for name, data in named.items():
            (tmp_path / name.replace("_", ".")).write_bytes(data)
        return [tmp_path / name.replace("_", ".") for name in named]

    return make


@pytest.mark.django_db(transaction=True)
def test_the_command_imports(cast, files, capsys):
    run(*files(house_json=ciso(other="elsewhere", threats=[threat("t1", "Flood")])))
    assert capsys.readouterr().out.splitlines() == [
        "new: framework House-A",
        "new: framework House-B",
        f"passed over: mappings A to B. Not here: {URN}:framework:elsewhere.",
        "new: threats Flood. New: 1, here already: 0. They become threats of your own.",
        "Imported.",
    ]
    assert Framework.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_writes_nothing(cast, files, capsys):
    run(*files(house_yaml=ours()), "--dry-run")
    assert capsys.readouterr().out.splitlines() == ["new: framework House rules", "Nothing was imported."]
    assert not Framework.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_again_there_is_nothing_to_import(cast, files, capsys):
    house = files(house_yaml=ours())
    run(*house)
    run(*house)
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "passed over: framework House rules. Version 1 is there already.",
        "Nothing to import.",
    ]


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_file_and_line(cast, files, capsys):
    with pytest.raises(CommandError) as error:
        run(*files(house_yaml=ours().replace(b"version: 1", b"version: none"), good_yaml=ours()))
    assert error.value.returncode == 1
    assert capsys.readouterr().err == "house.yaml, line 3: A whole number from 1 is wanted here.\n"
    assert not Framework.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_command_asked_the_wrong_way(cast, files, tmp_path):
    (house,) = files(house_yaml=ours())
    for wrong in (
        lambda: run(tmp_path / "none.yaml"),
        lambda: run(*[house] * 6),
        lambda: call_command("framework", "import", str(house), "--organisation", "elsinore"),
        lambda: run(house, "--as", "nobody@kronborg.example"),
    ):
        with pytest.raises(CommandError) as error:
            wrong()
        assert error.value.returncode == 2
    with pytest.raises(NotAllowed):
        run(house, "--as", cast.carl.email)
    assert not Framework.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_files_of_one_name(cast, tmp_path):
    for folder, data in (("a", catalogue), ("b", ours())):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x").write_bytes(data)
    run(tmp_path / "a" / "x", tmp_path / "b" / "x")
    assert Framework.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_command_reads_a_profile_in_danish(cast, files):
    run(*files(catalog_json=catalogue, profile_json=profile), "--language", "da")
    framework = Framework.objects.get()
    assert (framework.title_da, framework.title_en) == ("Our choice", "")
