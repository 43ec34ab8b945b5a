"""The ready wheel, and sets of one's own: what is proposed and why, accepting it, keeping it, handing it on."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from holger.assets import services as assets
from holger.controls import services as controls
from holger.controls.models import Control
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.models import Requirement, Scope, Standing
from holger.tasks import library, selectors, services
from holger.tasks.models import Activity, ActivityLink, TemplateSet
from holger.tasks.rules import templates
from holger.tasks.rules.ready import Why
from holger.tasks.rules.ready_dates import Place, begun
from holger.tasks.rules.recurrence import parse
from holger.tasks.rules.templates import NotTemplates
from holger.tasks.tests.factories import make_activity
from tests.cast import actor_of, make_person

BASE = "/o/kronborg/"
READY = f"{BASE}wheel/ready/"
SETS = f"{BASE}wheel/templates/"
DATED = [entry for entry in library.entries() if entry.rule]


@pytest.fixture(autouse=True)
def calm(today):
    """A day that stands."""


@pytest.fixture
def nis2(anna):
    return frameworks.framework_adopt(actor=anna, key="nis2")


def offered(actor, key):
    found = selectors.ready_offered(actor, date(2026, 11, 24))
    return next(each for each in found.proposals if each.entry.key == key), found


# What is proposed, and why


def test_without_frameworks_the_essentials_are_proposed(anna):
    found = selectors.ready_offered(anna, date(2026, 11, 24)).proposals
    assert len(found) == len(library.entries()) >= 34
    first = [each.entry.essential for each in found]
    assert all(first[: sum(first)]) and {each.why for each in found} == {Why.BASIC, Why.MORE}


def test_what_is_asked_and_how_it_is_answered_is_the_reason(anna, nis2):
    restore, found = offered(anna, "restore-test")
    assert restore.why == Why.OPEN and {found.demands[ask.key].code for ask in restore.asked} == {"21(2)(c)"}
    standing = Standing.objects.get(requirement__code="21(2)(c)", organisation_id=anna.organisation_id)
    Standing.objects.filter(pk=standing.pk).update(answer="met")
    assert offered(anna, "restore-test")[0].why == Why.UPKEEP
    Standing.objects.filter(pk=standing.pk).update(applicable=False, reason="We have none.")
    assert offered(anna, "restore-test")[0].why == Why.BASIC


def test_what_is_met_in_one_scope_alone_is_not_met(anna, nis2, cast):
    frameworks.scope_add(actor=anna, framework=nis2, unit=cast.production)
    rows = Standing.objects.filter(requirement__code="21(2)(c)")
    assert rows.count() == 2
    rows.filter(scope__unit=None).update(answer="met")
    assert offered(anna, "restore-test")[0].why == Why.OPEN


def test_what_is_there_is_known_again_by_key_and_by_title(anna):
    services.ready_accept(actor=anna, keys=["restore-test"])
    make_activity(anna, library.entry("internal-audit").title["da"].upper())
    assert offered(anna, "restore-test")[0].why == Why.HAVE
    assert offered(anna, "internal-audit")[0].why == Why.HAVE
    services.activity_archive(actor=anna, activity=Activity.objects.get(library_id="restore-test"))
    assert offered(anna, "restore-test")[0].why == Why.BASIC


# Accepting


def test_all_is_accepted_at_once_spread_over_working_days_and_once_only(anna, nis2, cast):
    keys = [entry.key for entry in DATED]
    made = services.ready_accept(actor=anna, keys=keys, owner=cast.anna)
    assert len(made) == len(DATED) and {each.owner for each in made} == {cast.anna}
    assert all(each.starts >= date(2026, 11, 24) and each.starts.weekday() < 5 for each in made)
    assert max(sum(each.starts == day for each in made) for day in {each.starts for each in made}) <= 2
    assert services.ready_accept(actor=anna, keys=keys) == [] and Activity.objects.count() == len(DATED)
    assert ActivityLink.objects.filter(subject_type="frameworks.requirement").count() > 30


def test_whoever_may_not_plan_accepts_nothing_and_is_told_so_first(cast, monkeypatch):
    """Beginning activities asks too; what is proposed is not even looked up."""
    monkeypatch.setattr("holger.tasks.services.ready.ready_offered", lambda *asked: pytest.fail("looked up"))
    for keys in ([], ["restore-test"]):
        with pytest.raises(NotAllowed):
            services.ready_accept(actor=actor_of(cast.emil), keys=keys)
    assert not Activity.objects.exists()


def test_what_is_accepted_says_all_that_the_library_says(anna, nis2):
    control = controls.proposals_accept(actor=anna, scope=Scope.objects.get(framework=nis2), keys=["restore-test"])
    entry = library.entry("restore-test")
    with override("da"):
        (made,) = services.ready_accept(actor=anna, keys=["restore-test"])
    assert (made.title, made.library_id, made.category) == (entry.title["da"], "restore-test", "continuity")
    assert (made.performer_role, made.approver_role, made.minutes) == ("it", "security_officer", 180)
    assert made.instructions_da.startswith("1. Gendan") and "Godt bevis:" in made.instructions_da
    assert made.instructions_en.startswith("1. Restore") and "Good evidence:" in made.instructions_en
    assert made.checklist[0] == entry.checklist[0]["da"] and made.needs_evidence and made.purpose == entry.why["da"]
    about = set(ActivityLink.objects.filter(activity=made).values_list("subject_id", flat=True))
    requirement = Requirement.objects.get(code="21(2)(c)", organisation_id=anna.organisation_id)
    assert about == {requirement.pk, Control.objects.get(library_id="restore-test").pk} and control.made


def test_a_register_that_has_something_gives_a_task_for_each_of_it(anna, cast):
    (one,) = services.ready_accept(actor=anna, keys=["access-review"])
    assert (one.each_of, one.sample_of) == ("", "")
    services.activity_archive(actor=anna, activity=one)
    assets.asset_create(actor=anna, type="application", title="Payroll", owner=cast.bo, own_a=4, status="in_use")
    (many,) = services.ready_accept(actor=anna, keys=["access-review"])
    assert (many.each_of, many.each_filter) == ("assets", "criticality=4&status=in_use")
    (restore,) = services.ready_accept(actor=anna, keys=["restore-test"])
    assert (restore.sample_of, restore.sample_size) == ("assets", 3)


def test_a_day_may_be_chosen_and_the_others_follow_it(anna):
    entry = next(each for each in DATED if "BYMONTH" in each.rule)
    place = selectors.ready_offered(anna, date(2026, 11, 24)).places[entry.key]
    chosen = date(2027, place.first.month % 12 + 1, 15)
    (made,) = services.ready_accept(actor=anna, keys=[entry.key], days={entry.key: chosen})
    assert (made.starts, made.rule) == (chosen, parse(begun(entry, place, chosen).rule).text)
    with pytest.raises(RuleBroken, match="has passed"):
        services.ready_accept(actor=anna, keys=["internal-audit"], days={"internal-audit": date(2026, 11, 23)})


def test_a_place_begun_elsewhere_moves_all_its_months():
    entry = next(each for each in DATED if "BYMONTH" in each.rule)
    place = Place(date(2027, 2, 4), "FREQ=YEARLY;BYMONTH=2,5,9,11")
    assert begun(entry, place, date(2027, 3, 9)) == Place(date(2027, 3, 9), "FREQ=YEARLY;BYMONTH=3,6,10,12")
    assert begun(entry, place, date(2027, 2, 9)).rule == place.rule
    plain = Place(date(2027, 2, 4), "FREQ=MONTHLY;INTERVAL=3")
    assert begun(entry, plain, date(2027, 4, 9)) == Place(date(2027, 4, 9), plain.rule)


def test_nothing_else_is_accepted_and_by_nobody_else(anna, emil, dorte, cast):
    with pytest.raises(RuleBroken, match="not proposed"):
        services.ready_accept(actor=anna, keys=["no-such"])
    for actor in (emil, actor_of(cast.carl)):
        with pytest.raises(NotAllowed):
            services.ready_accept(actor=actor, keys=["restore-test"])
    with pytest.raises(NotFound):
        services.ready_accept(actor=anna, keys=["restore-test"], owner=cast.dorte)
    event = next(entry for entry in library.entries() if not entry.rule)
    assert services.ready_accept(actor=anna, keys=[event.key]) == []


def test_a_contributor_accepts_what_is_their_own(bo, cast):
    with pytest.raises(RuleBroken, match="Choose yourself"):
        services.ready_accept(actor=bo, keys=["restore-test"])
    (made,) = services.ready_accept(actor=bo, keys=["restore-test"], owner=cast.bo)
    assert made.owner == cast.bo


# The page


def test_the_page_teaches_proposes_and_accepts(cast, client_of, anna, nis2):
    client = client_of(cast.anna)
    text = client.get(READY).content.decode()
    assert text.count('class="h-offer"') == len(DATED) and "When something happens" in text
    assert 'title="' in text and f"{BASE}frameworks/{nis2.reference}/r/21%282%29%28c%29/" in text
    assert text.count(" checked>") > 10 and 'name="date-restore-test" value="20' in text
    answer = client.post(
        READY, {"take": ["restore-test", "internal-audit"], "date-restore-test": "2027-02-10", "owner": str(cast.bo.pk)}
    )
    assert answer.status_code == 302
    made = Activity.objects.get(library_id="restore-test")
    assert made.starts == date(2027, 2, 10) and made.owner == cast.bo
    assert "2 activities are on the wheel" in client.get(READY).content.decode()
    assert client.get(f"{READY}?view=have").content.decode().count('class="h-offer"') == 2


def test_one_is_accepted_by_its_own_button(cast, client_of):
    client = client_of(cast.anna)
    sent = {
        "take": ["internal-audit"],
        "one": "restore-test",
        "date-restore-test": "2027-02-10",
        "date-internal-audit": "nonsense",
    }
    assert client.post(READY, sent).status_code == 302
    assert [each.library_id for each in Activity.objects.all()] == ["restore-test"]


def test_what_is_wrong_is_told_at_its_place_and_nothing_is_made(cast, client_of):
    client = client_of(cast.anna)
    answer = client.post(READY, {"take": ["restore-test"], "date-restore-test": "soon"})
    text = answer.content.decode()
    assert answer.status_code == 422 and 'id="wrong-restore-test"' in text and 'value="soon"' in text
    assert client.post(READY, {}).status_code == 422
    past = client.post(READY, {"take": ["restore-test"], "date-restore-test": "2020-01-01"})
    assert past.status_code == 422 and "has passed" in past.content.decode()
    assert not Activity.objects.exists()


def test_the_ready_wheel_is_for_those_who_plan(cast, client_of):
    for role, person in cast.by_role().items():
        status = 403 if role in (Role.EMPLOYEE, Role.AUDITOR) else 200
        assert client_of(person).get(READY).status_code == status
    assert client_of(cast.dorte).get(READY).status_code == 404


def test_what_was_ticked_is_kept_without_script(cast, client_of):
    client = client_of(cast.anna)
    assert client.get(f"{READY}?choose=none").content.decode().count(" checked>") == 0
    assert client.get(f"{READY}?choose=all").content.decode().count(" checked>") == len(DATED)
    essentials = sum(entry.essential for entry in DATED)
    assert client.get(f"{READY}?choose=starter").content.decode().count(" checked>") == essentials


# One's own templates


@pytest.fixture
def own(anna, cast):
    """A weekly check by role, and something on the second Tuesday; with people, dates, and a list narrowed to a person."""
    services.ready_accept(actor=anna, keys=["restore-test"])
    make_activity(anna, "Check the doors", rule="FREQ=WEEKLY;BYDAY=MO", starts=date(2026, 11, 30), performer=cast.bo, performer_role="facility",
                  checklist=["Front", "Back"], instructions_en="Walk around.", minutes=10, category="people")  # fmt: skip
    make_activity(anna, "Change night", rule="FREQ=MONTHLY;BYDAY=2TU", starts=date(2026, 12, 8), grace_days=3, approver=cast.olga, approver_role="it",
                  each_of="assets", each_filter=f"type=server&owner={cast.bo.pk}")  # fmt: skip
    rows = list(Activity.objects.order_by("number"))
    return services.template_set_create(actor=anna, title="The year of Kronborg", activities=rows)


def test_a_set_holds_how_things_are_done_and_nobodys_name(own, cast):
    told = yaml.safe_load(templates.written(own.title, selectors.template_entries(own)))
    text = yaml.safe_dump(told, allow_unicode=True)
    assert told["title"] == "The year of Kronborg" and len(told["activities"]) == 3
    for name in (cast.bo.name, cast.olga.name, str(cast.bo.pk), "2026", "AK-"):
        assert name not in text
    by_key = {each["key"]: each for each in told["activities"]}
    assert set(by_key) == {"restore-test", "own:check-the-doors", "own:change-night"}
    assert (
        by_key["own:check-the-doors"]["role"] == "facility"
        and by_key["own:check-the-doors"]["recurs"] == "FREQ=WEEKLY;BYDAY=MO"
    )
    assert by_key["own:change-night"]["each"] == {"of": "assets", "filter": "type=server"}


def test_a_set_goes_round_by_file_to_another_organisation(own, anna, dorte):
    data = templates.written(own.title, selectors.template_entries(own)).encode()
    brought = services.template_set_bring(actor=dorte, data=data)
    assert (brought.title, brought.activities) == (own.title, own.activities)
    found = selectors.ready_offered(dorte, date(2026, 11, 24), brought)
    assert {each.why for each in found.proposals} == {Why.MORE} and len(found.places) == 3
    assert found.places["own:check-the-doors"].first == date(2026, 11, 30)  # a Monday
    assert found.places["own:change-night"].first == date(2026, 12, 8)  # the second Tuesday
    made = services.ready_accept(actor=dorte, keys=[each.entry.key for each in found.proposals], chosen=brought)
    doors = next(each for each in made if each.title == "Check the doors")
    assert (doors.performer, doors.performer_role, doors.checklist, doors.minutes) == (
        None,
        "facility",
        ["Front", "Back"],
        10,
    )
    assert services.ready_accept(actor=dorte, keys=["own:check-the-doors"], chosen=brought) == []
    assert {each.organisation_id for each in made} == {dorte.organisation_id}


def test_what_was_brought_is_known_as_the_librarys_where_it_is(own, dorte):
    data = templates.written(own.title, selectors.template_entries(own)).encode()
    brought = services.template_set_bring(actor=dorte, data=data)
    services.ready_accept(actor=dorte, keys=["restore-test"])
    found = selectors.ready_offered(dorte, date(2026, 11, 24), brought)
    assert next(each for each in found.proposals if each.entry.key == "restore-test").why == Why.HAVE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe\x00", "not readable"),
        (b"a: [", "not readable"),
        (b"[1, 2]", "holds no activities"),
        (b"holger: risks\n", "holds no activities"),
        (b"holger: activities\nactivities: []\n", "holds no activities"),
        (b"holger: activities\na: &x [1]\nb: *x\n", "References"),
        (b"holger: activities\na: !!python/object:os.system [x]\n", "tags"),
        (b"x" * 1_000_001, "too large"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_reason(anna, data, words):
    with pytest.raises(RuleBroken, match=words):
        services.template_set_bring(actor=anna, data=data)
    assert not TemplateSet.objects.exists()


GOOD = {"key": "own:doors", "category": "people", "title": "Doors", "recurs": "FREQ=MONTHLY"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"category": "fun"}, "category"),
        ({"title": {"fr": "Portes"}}, "fr"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "longer"),
        ({"recurs": "FREQ=SECONDLY"}, "own:doors|not as it should|FREQ|repeat"),
        ({"role": "king"}, "role"),
        ({"minutes": "many"}, "minutes"),
        ({"lead": "500"}, "lead"),
        ({"first": {"month": "13", "day": "1"}}, "first"),
        ({"owner": "Bo"}, "owner"),
        ({"key": "Æ"}, "key"),
        ({"checklist": ["x"] * 51}, "50 lines"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(change, words):
    with pytest.raises(NotTemplates) as wrong:
        templates.read([{**GOOD, **change}])
    told = wrong.value.reason.text % (wrong.value.reason.params or {})
    assert re.search(words, told)


def test_a_file_may_say_little_and_is_told_in_full():
    (entry,) = templates.read([GOOD])
    assert (entry.title, entry.lead, entry.checklist, entry.serves) == ({"da": "Doors", "en": "Doors"}, 0, [], [])
    assert templates.read([templates.told_of(entry)]) == [entry]
    with pytest.raises(NotTemplates, match="same key"):
        templates.read([GOOD, GOOD])
    with pytest.raises(NotTemplates, match="At most"):
        templates.read([GOOD] * 201)


def test_sets_are_kept_by_those_who_import(anna, bo, dorte, own, cast):
    assert list(selectors.template_sets_for(bo)) == [own] and list(selectors.template_sets_for(dorte)) == []
    rows = list(Activity.objects.all())
    with pytest.raises(NotAllowed):
        services.template_set_create(actor=bo, title="Mine", activities=rows)
    with pytest.raises(NotFound):
        services.template_set_create(actor=dorte, title="Mine", activities=rows)
    with pytest.raises(NotAllowed):
        services.template_set_remove(actor=bo, chosen=own)
    with pytest.raises(NotFound):
        services.template_set_remove(actor=dorte, chosen=own)
    services.template_set_remove(actor=anna, chosen=own)
    assert not TemplateSet.objects.exists() and Activity.objects.count() == 3


# Their pages


def test_a_set_is_made_downloaded_and_brought_back(cast, client_of, anna):
    client = client_of(cast.anna)
    assert "No sets yet" in client.get(SETS).content.decode()
    activity = make_activity(anna, "Check the doors")
    answer = client.post(f"{SETS}new/", {"title": "Doors", "activities": [str(activity.pk)]})
    kept = TemplateSet.objects.get()
    assert answer.status_code == 302 and answer["Location"].endswith(f"{SETS}{kept.pk}/")
    assert "Check the doors" in client.get(f"{SETS}{kept.pk}/").content.decode()
    file = client.get(f"{SETS}{kept.pk}/file/")
    assert file["Content-Disposition"] == 'attachment; filename="doors.yaml"'
    back = client.post(
        f"{SETS}bring/", {"file": SimpleUploadedFile("doors.yaml", file.content), "title": "Doors again"}
    )
    again = TemplateSet.objects.get(title="Doors again")
    assert back.status_code == 302 and back["Location"] == f"{READY}?set={again.pk}"
    assert "Doors again" in client.get(f"{READY}?set={again.pk}").content.decode()
    assert client.post(f"{SETS}{again.pk}/remove/").status_code == 302
    assert client.get(f"{SETS}{again.pk}/").status_code == 404
    wrong = client.post(f"{SETS}bring/", {"file": SimpleUploadedFile("x.yaml", b"a: [")})
    assert wrong.status_code == 422 and "not readable" in wrong.content.decode()


def test_somebody_who_manages_both_copies_from_one_to_the_other(cast, client_of, own):
    twin = make_person(cast.rosenborg, "Anna There", Role.SECURITY_OFFICER, signs_in=False)
    twin.user = cast.anna.user
    twin.save()
    client = client_of(cast.anna)
    text = client.get(f"{SETS}{own.pk}/").content.decode()
    form = re.search(r'action="(/o/rosenborg/[^"]+)".*?name="content" value="([^"]*)"', text, re.S)
    assert form and "Rosenborg" in text
    answer = client.post(form[1], {"content": unescape(form[2])})
    assert answer.status_code == 302
    copied = TemplateSet.objects.get(organisation=cast.rosenborg)
    assert copied.activities == own.activities
    assert client_of(cast.olga).post(form[1], {"content": "x"}).status_code == 404


def test_pages_of_sets_are_for_those_who_import(cast, client_of, own):
    paths = ("", "new/", "bring/", f"{own.pk}/", f"{own.pk}/file/", f"{own.pk}/remove/")
    for path in paths:
        for role, person in cast.by_role().items():
            allowed = role in (Role.OWNER, Role.SECURITY_OFFICER)
            assert client_of(person).get(SETS + path).status_code == (200 if allowed else 403), (role, path)
        assert client_of(cast.dorte).get(SETS + path).status_code == 404


def test_a_set_of_another_organisation_is_not_offered(cast, client_of, own):
    client = client_of(cast.dorte)
    for asked in (str(own.pk), "nonsense"):
        assert client.get(f"/o/rosenborg/wheel/ready/?set={asked}").status_code == 404
    assert client.get(f"/o/rosenborg/wheel/templates/{own.pk}/").status_code == 404


def test_late_in_the_year_nothing_is_put_in_the_past(anna, on):
    on(date(2026, 12, 30))
    found = selectors.ready_offered(anna, date(2026, 12, 30))
    assert all(place.first >= date(2026, 12, 30) + timedelta(days=1) for place in found.places.values())
