"""A framework of one's own is built: requirement by requirement, moved about, grouped, and taken apart again."""

import pytest

from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.frameworks import services
from holger.frameworks.models import Framework, Requirement, Scope, Standing
from holger.frameworks.rules.tree import DEEPEST
from holger.history.models import Event
from tests.cast import actor_of, client_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/frameworks/"


@pytest.fixture
def rules(anna):
    """House rules with two chapters, the first of two parts."""
    framework = services.framework_create(actor=anna, title_en="House rules", title_da="Husregler")
    one = add(anna, framework, "1", "Access", assessable=False)
    add(anna, framework, "2", "Backup", assessable=False)
    add(anna, framework, "1.1", "Rights end", parent=one)
    add(anna, framework, "1.2", "Two factors", parent=one)
    return framework


def add(actor, framework, code, title, **more):
    return services.requirement_add(actor=actor, framework=framework, code=code, title_en=title, **more)


def find(framework, code):
    return Requirement.objects.get(framework=framework, code=code)


def tree(framework):
    """Code and depth of each requirement, as they are read."""
    rows = Requirement.objects.filter(framework=framework, archived_at=None).order_by("place")
    return [(row.code, row.depth) for row in rows]


def build(framework):
    return f"{BASE}{framework.reference}/build/"


def answers(**more):
    """What the form of a requirement sends."""
    given = {"code": "1.3", "parent": "", "assessable": "on", "title_en": "Sessions end", "every": ""}
    return {**given, **more}


# Services


def test_one_more_goes_where_it_is_wanted(anna, rules):
    add(anna, rules, "1.15", "Between", parent=find(rules, "1"), after=find(rules, "1.1"))
    add(anna, rules, "1.3", "Last", parent=find(rules, "1"), after=find(rules, "1.2"))
    add(anna, rules, "1a", "Beside the first", after=find(rules, "1"))
    assert tree(rules) == [("1", 0), ("1.1", 1), ("1.15", 1), ("1.2", 1), ("1.3", 1), ("1a", 0), ("2", 0)]


def test_what_comes_after_something_elsewhere_goes_last(anna, rules):
    add(anna, rules, "2.1", "Restore", parent=find(rules, "2"), after=find(rules, "1.1"))
    assert tree(rules)[-2:] == [("2", 0), ("2.1", 1)]


def test_a_new_place_is_the_last_there(anna, rules):
    services.requirement_edit(actor=anna, requirement=find(rules, "1.1"), parent=find(rules, "2"))
    services.requirement_edit(actor=anna, requirement=find(rules, "1.2"), parent=find(rules, "2"))
    assert tree(rules) == [("1", 0), ("2", 0), ("1.1", 1), ("1.2", 1)]
    assert find(rules, "1.1").section == find(rules, "2")


def test_parts_move_with_the_whole(anna, rules):
    services.requirement_move(actor=anna, requirement=find(rules, "1"), parent=find(rules, "2"), before=None)
    assert tree(rules) == [("2", 0), ("1", 1), ("1.1", 2), ("1.2", 2)]
    assert find(rules, "1.1").section == find(rules, "2")


def test_nothing_is_part_of_itself(anna, rules):
    for parent in ("1", "1.1"):
        with pytest.raises(RuleBroken, match="part of itself"):
            services.requirement_move(actor=anna, requirement=find(rules, "1"), parent=find(rules, parent), before=None)


def test_a_tree_has_so_many_levels(anna, rules):
    lowest = find(rules, "2")
    for level in range(1, DEEPEST):
        lowest = add(anna, rules, f"2.{level}", "Deeper", parent=lowest)
    with pytest.raises(RuleBroken, match="too deeply"):
        add(anna, rules, "2.99", "Too deep", parent=lowest)
    with pytest.raises(RuleBroken, match="too deeply"):
        services.requirement_move(actor=anna, requirement=find(rules, "1"), parent=lowest.parent, before=None)
    services.requirement_move(actor=anna, requirement=find(rules, "1.1"), parent=lowest.parent, before=None)


def test_what_is_taken_away_comes_back_with_its_answer(anna, rules):
    gone = find(rules, "1.1")
    standing = Standing.objects.get(requirement=gone)
    services.standing_answer(actor=anna, standing=standing, answer="met")
    services.requirement_remove(actor=anna, requirement=gone)
    assert tree(rules) == [("1", 0), ("1.2", 1), ("2", 0)]
    services.requirement_restore(actor=anna, requirement=find(rules, "1.1"))
    assert tree(rules) == [("1", 0), ("1.1", 1), ("1.2", 1), ("2", 0)]
    assert Standing.objects.get(requirement=gone).answer == "met"


def test_a_part_comes_back_at_the_top_when_the_whole_is_gone(anna, rules):
    for code in ("1.1", "1.2", "1"):
        services.requirement_remove(actor=anna, requirement=find(rules, code))
    services.requirement_restore(actor=anna, requirement=find(rules, "1.1"))
    assert tree(rules) == [("1.1", 0), ("2", 0)]


def test_a_whole_with_parts_stays(anna, rules):
    with pytest.raises(RuleBroken, match="part of it"):
        services.requirement_remove(actor=anna, requirement=find(rules, "1"))


def test_what_becomes_a_heading_no_longer_counts(anna, rules):
    from holger.frameworks.selectors import sums_of

    scope = Scope.objects.get(framework=rules)
    assert sums_of(anna, scope).total == 2
    services.requirement_edit(actor=anna, requirement=find(rules, "1.1"), assessable=False)
    assert sums_of(anna, scope).total == 1
    services.requirement_edit(actor=anna, requirement=find(rules, "1.1"), assessable=True)
    assert sums_of(anna, scope).total == 2


def test_the_history_tells_each_part_of_the_guide(anna, rules):
    services.requirement_edit(
        actor=anna,
        requirement=find(rules, "1.1"),
        asks={"en": "Access ends with the need.", "da": "Adgang slutter med behovet."},
        evidence=[{"en": "A list", "da": "En liste"}, {"en": "A date", "da": "En dato"}],
        activity={"words": {"en": "Review"}, "every": "P6M"},
        roles=["system_owner"],
    )
    changes = Event.objects.filter(action="requirement.edited").latest("seq").changes
    assert changes == {
        "what_it_asks": [None, {"en": "Access ends with the need.", "da": "Adgang slutter med behovet."}],
        "what_an_auditor_accepts": [None, {"en": "A list; A date", "da": "En liste; En dato"}],
        "comes_again": [None, {"en": "Review", "every": "P6M"}],
        "usually_done_by": [None, ["system_owner"]],
    }


def test_the_librarys_are_not_built_upon(anna):
    framework = services.framework_adopt(actor=anna, key="nis2")
    with pytest.raises(RuleBroken, match="library"):
        add(anna, framework, "99", "More")
    with pytest.raises(RuleBroken, match="library"):
        services.group_add(actor=anna, framework=framework, key="x", title={"en": "X"})


# Groups


def test_a_group_is_added_renamed_and_taken_away(anna, rules):
    services.group_add(actor=anna, framework=rules, key="least", title={"en": "The least", "da": ""})
    services.requirement_edit(actor=anna, requirement=find(rules, "1.1"), groups=["least"])
    scope = Scope.objects.get(framework=rules)
    services.scope_edit(actor=anna, scope=scope, ambition=["least"])
    services.requirement_edit(actor=anna, requirement=find(rules, "1.2"), groups=[])

    services.group_edit(
        actor=anna, framework=rules, group="least", key="basis", title={"en": "Basis"}, about={"da": "Det mindste"}
    )
    rules.refresh_from_db()
    assert rules.groups == [{"key": "basis", "title": {"en": "Basis"}, "about": {"da": "Det mindste"}}]
    assert find(rules, "1.1").groups == ["basis"]
    scope.refresh_from_db()
    assert scope.ambition == ["basis"]

    services.group_remove(actor=anna, framework=rules, group="basis")
    rules.refresh_from_db()
    scope.refresh_from_db()
    assert (rules.groups, scope.ambition, find(rules, "1.1").groups) == ([], [], [])
    told = Event.objects.filter(action__startswith="framework.group_").order_by("seq")
    assert [entry.changes for entry in told] == [
        {"group": [None, "least"]},
        {"group": ["least: The least", "basis: Basis / Det mindste"]},
        {"group": ["basis", None]},
    ]


def test_a_smaller_ambition_follows_the_group(anna, rules):
    services.group_add(actor=anna, framework=rules, key="least", title={"en": "The least"})
    services.group_add(actor=anna, framework=rules, key="more", title={"en": "More"})
    services.requirement_edit(actor=anna, requirement=find(rules, "1.1"), groups=["least"])
    services.requirement_edit(actor=anna, requirement=find(rules, "1.2"), groups=["more"])
    services.scope_edit(actor=anna, scope=Scope.objects.get(framework=rules), ambition=["least"])
    assert not Standing.objects.get(requirement__code="1.2").wanted
    services.group_remove(actor=anna, framework=rules, group="more")
    assert Standing.objects.get(requirement__code="1.2").wanted  # of no group any more: wanted whatever the ambition


@pytest.mark.parametrize(
    ("key", "title", "field"), [("", {"en": "X"}, "key"), ("x", {"en": ""}, "title_en"), ("least", {"en": "X"}, "key")]
)
def test_a_group_has_a_key_of_its_own_and_a_title(anna, rules, key, title, field):
    services.group_add(actor=anna, framework=rules, key="least", title={"en": "The least"})
    with pytest.raises(RuleBroken) as broken:
        services.group_add(actor=anna, framework=rules, key=key, title=title)
    assert broken.value.field == field


def test_who_may_not_edit_changes_nothing(cast, anna, rules):
    services.group_add(actor=anna, framework=rules, key="least", title={"en": "The least"})
    for person in (cast.carl, cast.bo):
        actor = actor_of(person)
        for act in (
            lambda actor=actor: services.group_add(actor=actor, framework=rules, key="x", title={"en": "X"}),
            lambda actor=actor: services.group_edit(
                actor=actor, framework=rules, group="least", key="x", title={"en": "X"}, about={}
            ),
            lambda actor=actor: services.group_remove(actor=actor, framework=rules, group="least"),
            lambda actor=actor: services.requirement_restore(actor=actor, requirement=find(rules, "1.1")),
        ):
            with pytest.raises(NotAllowed):
                act()
    with pytest.raises(NotFound):
        services.group_remove(actor=anna, framework=rules, group="none")


# Pages


def test_the_tree_shows_every_requirement_with_what_can_be_done(cast, rules):
    page = client_of(cast.anna).get(build(rules))
    assert [branch["row"].code for branch in page.context["branches"]] == ["1", "1.1", "1.2", "2"]
    text = page.content.decode()
    assert 'aria-label="Move 1.2 up"' in text
    assert "Remove 1.1<" in text
    assert 'formaction="/o/kronborg/frameworks/FW-1/r/1.1/remove/"' in text
    assert "?after=1.1" in text
    assert "?below=1.1" in text


def test_an_empty_one_teaches(cast, anna):
    empty = services.framework_create(actor=anna, title_en="Empty")
    page = client_of(cast.anna).get(build(empty))
    assert "Add the first requirement" in page.content.decode()


@pytest.mark.parametrize("path", ["", "new/", "groups/new/", "groups/least/", "../r/1.1/edit/"])
def test_who_may_build(cast, anna, rules, path):
    services.group_add(actor=anna, framework=rules, key="least", title={"en": "The least"})
    url = (build(rules) + path).replace("build/../", "")
    assert client_of(cast.anna).get(url).status_code == 200
    assert client_of(cast.carl).get(url).status_code == 403
    assert client_of(cast.bo).get(url).status_code == 403
    assert client_of(cast.dorte).get(url).status_code == 404
    assert client_of(None).get(url).status_code == 302


@pytest.mark.parametrize("path", ["r/1.1/remove/", "r/1.2/restore/", "build/groups/least/remove/", "build/"])
def test_who_may_act(cast, anna, rules, path):
    services.group_add(actor=anna, framework=rules, key="least", title={"en": "The least"})
    services.requirement_remove(actor=anna, requirement=find(rules, "1.2"))
    url = f"{BASE}{rules.reference}/{path}"
    for person, status in ((cast.carl, 403), (cast.bo, 403), (cast.dorte, 404)):
        assert client_of(person).post(url, {"do": "up|2"}).status_code == status
    assert client_of(cast.anna).post(url, {"do": "up|2"}).status_code == 302


@pytest.mark.parametrize("path", ["build/", "build/new/", "build/groups/new/", "r/1/edit/"])
def test_there_are_no_such_pages_for_the_librarys_nor_for_what_is_archived(cast, anna, rules, path):
    framework = services.framework_adopt(actor=anna, key="nis2")
    anna_s = client_of(cast.anna)
    assert anna_s.get(f"{BASE}{framework.reference}/{path}").status_code == 404
    services.framework_archive(actor=anna, framework=rules)
    assert anna_s.get(f"{BASE}{rules.reference}/{path}").status_code == 404


def test_the_page_of_a_framework_leads_there(cast, anna, rules):
    framework = services.framework_adopt(actor=anna, key="nis2")
    browser = client_of(cast.anna)
    assert build(rules) in browser.get(f"{BASE}{rules.reference}/").content.decode()
    assert build(framework) not in browser.get(f"{BASE}{framework.reference}/").content.decode()
    assert build(rules) not in client_of(cast.carl).get(f"{BASE}{rules.reference}/").content.decode()


@pytest.mark.parametrize(
    ("do", "after"),
    [
        ("up|2", [("2", 0), ("1", 0), ("1.1", 1), ("1.2", 1)]),
        ("down|1", [("2", 0), ("1", 0), ("1.1", 1), ("1.2", 1)]),
        ("in|1.2", [("1", 0), ("1.1", 1), ("1.2", 2), ("2", 0)]),
        ("out|1.1", [("1", 0), ("1.2", 1), ("1.1", 0), ("2", 0)]),
        ("up|1", [("1", 0), ("1.1", 1), ("1.2", 1), ("2", 0)]),
    ],
)
def test_the_arrows(cast, rules, do, after):
    way, code = do.split("|")
    answer = client_of(cast.anna).post(build(rules), {"do": do})
    assert answer["Location"] == f"{build(rules)}?at={code}&do={way}"
    assert tree(rules) == after


def test_the_arrow_that_was_clicked_has_the_focus_again(cast, rules):
    browser = client_of(cast.anna)
    text = browser.get(build(rules) + "?at=1.1&do=down").content.decode()
    assert text.count(" autofocus>") == 1
    assert 'value="down|1.1" aria-label="Move 1.1 down" title="Move 1.1 down" autofocus' in text
    text = browser.get(build(rules) + "?at=1.2&do=down").content.decode()
    assert 'value="up|1.2" aria-label="Move 1.2 up" title="Move 1.2 up" autofocus' in text


def test_dropping(cast, rules):
    browser = client_of(cast.anna)
    browser.post(build(rules), {"do": "put|2", "parent": "1", "before": "1.2"})
    assert tree(rules) == [("1", 0), ("1.1", 1), ("2", 1), ("1.2", 1)]
    browser.post(build(rules), {"do": "put|2", "parent": "", "before": ""})
    assert tree(rules) == [("1", 0), ("1.1", 1), ("1.2", 1), ("2", 0)]


def test_dropping_where_nothing_is_any_more(cast, anna, rules):
    browser = client_of(cast.anna)
    assert browser.post(build(rules), {"do": "put|2", "parent": "7", "before": ""}).status_code == 404
    assert browser.post(build(rules), {"do": "sideways|2"}).status_code == 404
    page = browser.post(build(rules), {"do": "put|2", "parent": "", "before": "1.1"}, follow=True)
    assert "Load the page again" in page.content.decode()
    page = browser.post(build(rules), {"do": "put|1", "parent": "1.1", "before": ""}, follow=True)
    assert "part of itself" in page.content.decode()
    assert tree(rules) == [("1", 0), ("1.1", 1), ("1.2", 1), ("2", 0)]


@pytest.mark.parametrize(
    ("query", "code", "parent"),
    [("", "3", ""), ("?after=1.1", "1.3", "1"), ("?below=1.1", "1.1.1", "1.1"), ("?below=1", "1.3", "1")],
)
def test_the_form_knows_where_it_goes_and_a_number(cast, rules, query, code, parent):
    form = client_of(cast.anna).get(f"{build(rules)}new/{query}").context["form"]
    assert form["code"].value() == code
    assert form["parent"].value() == (str(find(rules, parent).pk) if parent else "")


def test_adding_with_a_whole_guide(cast, anna, rules):
    services.group_add(actor=anna, framework=rules, key="least", title={"en": "The least"})
    one = find(rules, "1")
    sent = answers(
        parent=str(one.pk),
        groups=["least"],
        title_da="Sessioner slutter",
        asks_en="They end.\r\nAlways.",
        asks_da="De slutter.",
        small_en="Lock the screen.",
        evidence_da="En liste\r\n\r\n  En dato ",
        evidence_en="A list\r\nA date",
        activity_en="Go through them",
        every="P6M",
        roles=["it", "employee"],
    )
    answer = client_of(cast.anna).post(f"{build(rules)}new/?after=1.1", sent)
    assert answer["Location"] == f"{build(rules)}?at=1.3"
    made = find(rules, "1.3")
    assert tree(rules) == [("1", 0), ("1.1", 1), ("1.3", 1), ("1.2", 1), ("2", 0)]
    assert (made.parent, made.groups, made.titles) == (one, ["least"], ("Sessioner slutter", "Sessions end"))
    assert made.guide == {
        "asks": {"da": "De slutter.", "en": "They end.\nAlways."},
        "small": {"en": "Lock the screen."},
        "evidence": [{"da": "En liste", "en": "A list"}, {"da": "En dato", "en": "A date"}],
        "activity": {"words": {"en": "Go through them"}, "every": "P6M"},
        "roles": ["it", "employee"],
    }


def test_adding_one_after_the_other(cast, rules):
    answer = client_of(cast.anna).post(f"{build(rules)}new/?after=2", answers(code="3", more="yes"))
    assert answer["Location"] == f"{build(rules)}new/?after=3"


def test_what_is_shown_is_saved_unchanged(cast, anna, rules):
    guide = {
        "asks": {"da": "De slutter.", "en": "They end.\nAlways."},
        "evidence": [{"da": "En liste", "en": "A list"}],
        "activity": {"words": {"da": "Gå igennem"}, "every": "P1M"},
        "roles": ["it"],
        "facts": {"chapter": ["7"]},
    }
    row = find(rules, "1.1")
    services.requirement_edit(actor=anna, requirement=row, **guide)
    browser, url = client_of(cast.anna), f"{BASE}{rules.reference}/r/1.1/edit/"
    form = browser.get(url).context["form"]
    sent = {field.name: field.value() for field in form if field.value() not in (None, "", False)}
    before = Event.objects.count()
    assert browser.post(url, sent)["Location"] == f"{build(rules)}?at=1.1"
    row.refresh_from_db()
    assert row.guide == guide
    assert row.version == 2
    assert Event.objects.count() == before


def test_evidence_in_one_language_only(cast, rules):
    client_of(cast.anna).post(f"{build(rules)}new/", answers(evidence_da="En liste\nEn dato"))
    assert find(rules, "1.3").guide["evidence"] == [{"da": "En liste"}, {"da": "En dato"}]


@pytest.mark.parametrize(
    ("more", "field", "says"),
    [
        ({"evidence_da": "En\nTo", "evidence_en": "One"}, "evidence_en", "Danish has 2 lines and English 1."),
        ({"evidence_en": "x\n" * 201}, "evidence_en", "200 lines at most."),
        ({"activity_en": "Review"}, "every", "Say how often"),
        ({"every": "P1Y"}, "activity_en", "Say what comes again."),
        ({"code": "1.1"}, "code", "with this id already"),
        ({"code": ""}, "code", "required"),
        ({"title_en": ""}, "title_en", "at least one language"),
        ({"parent": "nobody"}, "parent", "valid choice"),
        ({"roles": ["king"]}, "roles", "valid choice"),
    ],
)
def test_what_cannot_be_saved_is_told_at_its_field(cast, rules, more, field, says):
    page = client_of(cast.anna).post(f"{build(rules)}new/", answers(**more))
    assert page.status_code == 422
    assert says in " ".join(page.context["form"].errors[field or "__all__"])


def test_a_requirement_is_not_offered_as_part_of_its_own_parts(cast, rules):
    form = client_of(cast.anna).get(f"{BASE}{rules.reference}/r/1/edit/").context["form"]
    assert [label.strip() for _key, label in form.fields["parent"].choices] == ["At the top", "2 Backup"]


def test_two_who_edit_at_once_are_told(cast, anna, rules):
    browser, url = client_of(cast.anna), f"{BASE}{rules.reference}/r/1.1/edit/"
    services.requirement_edit(actor=anna, requirement=find(rules, "1.1"), asks={"en": "Meanwhile."})
    page = browser.post(url, answers(code="1.1", title_en="Mine", asks_en="Mine.", version="1"))
    assert page.status_code == 409
    assert "Meanwhile." in page.content.decode()


def test_removing_offers_to_undo(cast, rules):
    browser = client_of(cast.anna)
    page = browser.post(f"{BASE}{rules.reference}/r/1.2/remove/", follow=True)
    undo = f"{BASE}{rules.reference}/r/1.2/restore/"
    assert undo in page.content.decode()
    assert ("1.2", 1) not in tree(rules)
    browser.post(undo)
    assert ("1.2", 1) in tree(rules)
    assert browser.post(undo).status_code == 404
    page = browser.post(f"{BASE}{rules.reference}/r/1/remove/", follow=True)
    assert "Other requirements are part of it" in page.content.decode()


def test_groups_by_page(cast, rules):
    browser = client_of(cast.anna)
    browser.post(f"{build(rules)}groups/new/", {"title_en": "The least of all", "key": ""})
    rules.refresh_from_db()
    assert [group["key"] for group in rules.groups] == ["the-least-of-all"]
    page = browser.post(f"{build(rules)}groups/new/", {"title_en": "Again", "key": "the-least-of-all"})
    assert page.status_code == 422
    url = f"{build(rules)}groups/the-least-of-all/"
    assert browser.get(url).context["form"]["title_en"].value() == "The least of all"
    browser.post(url, {"key": "least", "title_en": "Least", "about_da": "Lidt"})
    assert "Least" in browser.get(build(rules)).content.decode()
    assert browser.get(url).status_code == 404
    browser.post(f"{build(rules)}groups/least/remove/")
    assert Framework.objects.get(pk=rules.pk).groups == []


def test_a_strangers_framework_is_no_place_to_go(cast, anna, rules):
    theirs = services.framework_create(actor=actor_of(cast.dorte), title_en="Theirs")
    row = add(actor_of(cast.dorte), theirs, "1", "Theirs")
    with pytest.raises(NotFound):
        services.requirement_move(actor=anna, requirement=find(rules, "2"), parent=row, before=None)
    with pytest.raises(NotFound):
        add(anna, rules, "9", "X", after=row)
    page = client_of(cast.anna).post(f"{build(rules)}new/", answers(parent=str(row.pk)))
    assert page.status_code == 422


def test_the_tree_asks_as_often_for_many_as_for_few(cast, anna, rules, django_assert_max_num_queries):
    for number in range(3, 33):
        add(anna, rules, str(number), f"Chapter {number}")
    browser = client_of(cast.anna)
    browser.get(build(rules))
    with django_assert_max_num_queries(14):
        browser.get(build(rules))
