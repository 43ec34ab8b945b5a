"""Words about an object: by those who write, for those who see it."""

import pytest
from django.urls import reverse

from holger.comments import panels, selectors, services
from holger.comments.models import Comment
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.organisation.models import RoleGrant
from tests.cast import actor_of, client_of

BASE = "/o/kronborg/"


@pytest.fixture
def word(cast):
    return services.comment_add(actor=actor_of(cast.bo), subject=cast.emil, text="Needs a course\r\nbefore May")


def address(name, cast, **kwargs):
    return reverse(f"comments:{name}", kwargs={"organisation": "kronborg", **kwargs})


def test_bo_comments_and_history_says_so(cast, word):
    assert word.text == "Needs a course\nbefore May"
    event = Event.objects.get(action="comment.commented")
    assert (event.subject_label, event.reason) == ("Emil Vang", "Needs a course\nbefore May")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
def test_an_empty_or_endless_comment_is_refused(cast, text):
    with pytest.raises(RuleBroken):
        services.comment_add(actor=actor_of(cast.bo), subject=cast.emil, text=text)


def test_who_may_comment(cast):
    for who in (cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            services.comment_add(actor=actor_of(who), subject=cast.bo, text="Hello")
    with pytest.raises(NotFound):
        services.comment_add(actor=actor_of(cast.dorte), subject=cast.bo, text="Hello")


def test_only_the_author_changes_and_managers_remove(cast, word):
    for who in (cast.anna, cast.karen, cast.carl):
        with pytest.raises(NotAllowed):
            services.comment_edit(actor=actor_of(who), comment=word, subject=cast.emil, text="No course")
    with pytest.raises(NotAllowed):
        services.comment_remove(actor=actor_of(cast.karen), comment=word, subject=cast.emil)
    services.comment_edit(actor=actor_of(cast.bo), comment=word, subject=cast.emil, text="No course")
    assert word.edited_at
    services.comment_remove(actor=actor_of(cast.anna), comment=word, subject=cast.emil)
    word.refresh_from_db()
    assert (word.text, bool(word.removed_at)) == ("", True)
    assert Event.objects.get(action="comment.removed").changes == {"text": ["No course", None]}
    with pytest.raises(NotFound):
        selectors.comment_of(actor_of(cast.bo), word.pk)


def test_a_comment_is_found_only_by_who_sees_its_object(cast, word):
    assert selectors.comment_of(actor_of(cast.carl), word.pk)[1] == cast.emil
    for who in (cast.dorte,):
        with pytest.raises(NotFound):
            selectors.comment_of(actor_of(who), word.pk)
    with pytest.raises(NotFound):
        selectors.subject_of(actor_of(cast.dorte), "organisation.person", cast.bo.pk)
    with pytest.raises(NotFound):
        selectors.subject_of(actor_of(cast.bo), "accounts.user", cast.bo.user.pk)


def test_on_the_page(cast, word):
    page = client_of(cast.bo).get(BASE + "people/PE-6/").content.decode()
    assert "Needs a course<br>before May" in page
    assert "Nobody" not in page
    add = address("comment-add", cast, subject_type="organisation.person", pk=cast.emil.pk)
    answer = client_of(cast.bo).post(add, {"text": "<script>alert(1)</script>"})
    assert answer["Location"] == BASE + "people/PE-6/#panel-comments"
    assert "&lt;script&gt;" in client_of(cast.carl).get(BASE + "people/PE-6/").content.decode()
    assert client_of(cast.carl).post(add, {"text": "Me too"}).status_code == 403
    assert client_of(cast.dorte).post(add, {"text": "Me too"}).status_code == 404
    assert client_of(None).post(add, {"text": "Me too"}).status_code == 302


def test_an_employee_reads_no_comments(cast, word):
    assert "Needs a course" not in client_of(cast.emil).get(BASE + "people/PE-6/").content.decode()


def test_changing_and_removing_by_click(cast, word):
    edit, remove = address("comment-edit", cast, pk=word.pk), address("comment-remove", cast, pk=word.pk)
    assert client_of(cast.anna).get(edit).status_code == 403
    bo = client_of(cast.bo)
    assert bo.get(edit).status_code == 200
    assert bo.post(edit, {"text": "A short course"})["Location"] == BASE + "people/PE-6/#panel-comments"
    assert client_of(cast.karen).post(remove).status_code == 403
    assert client_of(cast.dorte).post(remove.replace("kronborg", "rosenborg")).status_code == 404
    assert bo.post(remove).status_code == 302
    assert Comment.objects.get().removed_at


def test_whoever_may_no_longer_comment_changes_nothing_and_what_is_removed_is_gone(cast, word):
    RoleGrant.objects.filter(person=cast.bo).update(role="auditor")
    with pytest.raises(NotAllowed):
        services.comment_edit(actor=actor_of(cast.bo), comment=word, subject=cast.emil, text="Still mine")
    services.comment_remove(actor=actor_of(cast.anna), comment=word, subject=cast.emil)
    with pytest.raises(NotFound):
        services.comment_remove(actor=actor_of(cast.anna), comment=word, subject=cast.emil)
    with pytest.raises(NotFound):
        services.comment_edit(actor=actor_of(cast.bo), comment=word, subject=cast.emil, text="Again")


def test_a_comment_is_changed_and_taken_back_where_it_stands(cast, word):
    """Who names another object beside the comment would leave the trace there."""
    bo = actor_of(cast.bo)
    for subject in (cast.bo, cast.dorte):
        with pytest.raises(NotFound):
            services.comment_edit(actor=bo, comment=word, subject=subject, text="No course")
        with pytest.raises(NotFound):
            services.comment_remove(actor=bo, comment=word, subject=subject)


def test_what_a_reader_may_do_with_a_comment(cast, word, rf):
    def shown(person):
        request = rf.get("/")
        request.actor = actor_of(person)
        (line,) = panels.said(request, cast.emil)["lines"]
        return panels.said(request, cast.emil)["may_add"], line["own"], line["removable"]

    assert shown(cast.bo) == (True, True, True)
    assert shown(cast.anna) == (True, False, True)
    assert shown(cast.karen) == (True, False, False)
    assert shown(cast.carl) == (False, False, False)


def test_whoever_may_not_read_comments_is_told_none(cast, word):
    assert list(selectors.comments_on(actor_of(cast.carl), cast.emil)) == [word]
    assert not selectors.comments_on(actor_of(cast.emil), cast.emil).exists()
