"""A statement is drafted, frozen, sent, approved or not, and then stands for good, whoever tries what."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from holger.controls import checks, selectors, services
from holger.controls.models import Statement
from holger.controls.rules.statement_content import digest_of, frozen
from holger.controls.tests.statements import again, link, make_approved, make_control
from holger.core import walls
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import answer, scope, standing
from holger.history.models import Event
from holger.jobs.models import Mail
from holger.organisation import services as organisation
from holger.organisation.models import RoleGrant
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(anna, whole):
    return services.statement_draft(actor=anna, scope=whole)


@pytest.fixture
def asked(cast, anna, draft):
    return services.statement_request(actor=anna, statement=draft, approver=cast.olga, change_note="The first.")


def told(action):
    return [event.changes for event in Event.objects.filter(action=f"statement.{action}").order_by("seq")]


def approve(person, statement, digest=None):
    digest = statement.digest if digest is None else digest
    return services.statement_approve(actor=actor_of(person), statement=statement, digest=digest)


# Drafting


def test_anna_drafts_the_first_version(anna, draft):
    assert (draft.reference, draft.number, draft.status) == ("SOA-1", 1, "draft")
    assert (draft.content, draft.digest, draft.title) == ({}, "", "House rules v1")
    assert draft.path == "statements/FW-1/1/"
    assert told("drafted") == [{}]
    with pytest.raises(RuleBroken, match="already a draft"):
        services.statement_draft(actor=anna, scope=draft.scope)


def test_the_next_version_begins_with_what_the_last_one_said(cast, anna, whole):
    first = services.statement_draft(actor=anna, scope=whole)
    services.statement_edit(actor=anna, statement=first, introduction="All of us.", change_note="The first.")
    services.statement_request(actor=anna, statement=first, approver=cast.olga)
    approve(cast.olga, first)
    second = services.statement_draft(actor=anna, scope=whole)
    assert (second.reference, second.number) == ("SOA-2", 2)
    assert (second.introduction, second.change_note, second.approver) == ("All of us.", "", cast.olga)


def test_a_unit_has_statements_of_its_own(cast, anna, rules, draft):
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    other = services.statement_draft(actor=anna, scope=scope(rules, 2))
    assert (other.reference, other.number, other.title) == ("SOA-2", 1, "House rules, Production v1")
    assert other.path == "statements/FW-1/2/"


def test_an_archived_framework_is_not_stated(anna, rules, whole):
    frameworks.framework_archive(actor=anna, framework=rules)
    whole.framework.refresh_from_db()
    with pytest.raises(RuleBroken, match="archived"):
        services.statement_draft(actor=anna, scope=whole)


def test_two_may_not_write_over_each_other(anna, draft):
    mine, theirs = again(draft), again(draft)
    services.statement_edit(actor=anna, statement=mine, version=1, introduction="Mine.")
    with pytest.raises(Conflict):
        services.statement_edit(actor=anna, statement=theirs, version=1, introduction="Theirs.")
    assert told("edited") == [{"introduction": ["", "Mine."]}]
    with pytest.raises(ValueError, match="not decided here"):
        services.statement_edit(actor=anna, statement=mine, number=7)


def test_a_draft_is_given_up(anna, draft):
    services.statement_discard(actor=anna, statement=draft)
    assert not Statement.objects.exists()
    assert told("discarded") == [{}]
    assert services.statement_draft(actor=anna, scope=scope(draft.scope.framework)).number == 1


# Sending


def test_what_is_sent_is_frozen(cast, anna, rules, draft):
    control = make_control(anna, "Locks")
    link(control, rules, "1.1")
    answer(anna, rules, **{"1.2": "met"})
    frameworks.standing_choose(
        actor=anna, standing=standing(rules, "2.1"), applicable=False, reason="We have no street."
    )
    services.statement_request(actor=anna, statement=draft, approver=cast.olga)
    statement = again(draft)
    assert (statement.status, statement.requested_by, statement.requester_id) == (
        "requested",
        "Anna Holm",
        cast.anna.pk,
    )
    assert statement.digest == digest_of(statement.content) and len(statement.digest) == 64
    assert statement.path == "statements/FW-1/1/v1/"
    held = frozen(statement.content)
    assert (held.head.organisation, held.head.title, held.head.version, held.head.follows) == (
        "Kronborg A/S",
        {"da": "Husregler", "en": "House rules"},
        1,
        None,
    )
    assert [theme.code for theme in held.themes] == ["1", "2"]
    lines = {line.code: line for line in held.lines}
    assert list(lines) == ["1.1", "1.2", "2.1", "2.1(a)/b"]
    assert lines["1.1"].title == {"da": "Krav 1.1", "en": "Requirement 1.1"}
    assert [(each.reference, each.title) for each in lines["1.1"].controls] == [("F-1", "Locks")]
    assert [(line.choice, line.status) for line in held.lines] == [
        ("in", "in_place"),
        ("in", "in_place"),
        ("out", "out"),
        ("in", "open"),
    ]
    assert lines["2.1"].reason == "We have no street."
    assert "Anna" not in json.dumps(statement.content)
    assert told("requested") == [{"approver": [None, "Olga Krogh"], "digest": [None, statement.digest]}]


def test_olga_is_told_by_mail(cast, asked, mailoutbox):
    (mail,) = Mail.objects.all()
    assert (mail.recipient, mail.subject) == (
        "olga@kronborg.example",
        "Statement of Applicability for you to approve: House rules v1",
    )


def test_what_is_sent_is_left_alone_until_it_is_taken_back(cast, anna, asked):
    for act in (
        lambda: services.statement_edit(actor=anna, statement=asked, introduction="Else."),
        lambda: services.statement_request(actor=anna, statement=asked, approver=cast.olga),
        lambda: services.statement_discard(actor=anna, statement=asked),
    ):
        with pytest.raises(RuleBroken, match="Take it back"):
            act()
    services.statement_withdraw(actor=anna, statement=asked)
    statement = again(asked)
    assert (statement.status, statement.content, statement.digest) == ("draft", {}, "")
    assert (statement.requested_at, statement.requested_by, statement.requester_id) == (None, "", None)
    assert (statement.change_note, statement.approver) == ("The first.", cast.olga)
    with pytest.raises(RuleBroken, match="nobody is asked"):
        services.statement_withdraw(actor=anna, statement=statement)


def test_whom_one_may_ask(cast, anna, draft):
    for person in (cast.bo, cast.carl, cast.karen, make_person(cast.kronborg, "Ole Bo", Role.OWNER, signs_in=False)):
        with pytest.raises(RuleBroken, match="may not approve"):
            services.statement_request(actor=anna, statement=again(draft), approver=person)
    with pytest.raises(RuleBroken, match="Somebody else") as refused:
        services.statement_request(actor=anna, statement=again(draft), approver=cast.anna)
    assert refused.value.field == "approver"
    with pytest.raises(NotFound):
        services.statement_request(actor=anna, statement=again(draft), approver=cast.dorte)
    assert again(draft).status == "draft"


def test_whoever_is_alone_approves_what_they_send(cast, anna, draft):
    RoleGrant.objects.filter(person=cast.olga).delete()
    services.statement_request(actor=anna, statement=draft, approver=cast.anna)
    RoleGrant.objects.create(organisation=cast.kronborg, person=cast.olga, role=Role.OWNER)
    with pytest.raises(RuleBroken, match="yourself"):  # there is somebody else by now
        approve(cast.anna, draft)
    RoleGrant.objects.filter(person=cast.olga).delete()
    approve(cast.anna, draft)
    assert again(draft).approved_by == "Anna Holm"


def test_a_role_in_a_unit_approves_what_holds_there(cast, anna, rules, whole):
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    here, everywhere = scope(rules, 2), whole
    assert ulla in selectors.approvers_for(anna, here)
    assert set(selectors.approvers_for(anna, everywhere)) == {cast.anna, cast.olga}
    organisation.person_suspend(actor=actor_of(cast.olga), person=ulla)
    assert ulla not in selectors.approvers_for(anna, here)


# Answering


def test_olga_approves_what_she_has_read(cast, asked):
    approve(cast.olga, asked)
    statement = again(asked)
    assert (statement.status, statement.approved_by, statement.is_settled) == ("approved", "Olga Krogh", True)
    assert statement.approved_at is not None
    assert told("approved") == [{"digest": [None, statement.digest]}]


def test_only_whom_it_was_sent_to_approves(cast, asked):
    with pytest.raises(RuleBroken, match="Only Olga Krogh may approve"):
        approve(cast.anna, asked)
    with pytest.raises(RuleBroken, match="Only Olga Krogh"):
        services.statement_decline(actor=actor_of(cast.anna), statement=asked, note="No.")
    assert again(asked).status == "requested"


def test_another_digest_is_another_statement(cast, anna, rules, asked):
    read = asked.digest
    services.statement_withdraw(actor=anna, statement=asked)
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.1"), reason="Because.")
    statement = services.statement_request(actor=anna, statement=again(asked), approver=cast.olga)
    assert statement.digest != read
    for digest in (read, "", "0" * 64):
        with pytest.raises(RuleBroken, match="not what you have read"):
            approve(cast.olga, statement, digest)
    approve(cast.olga, statement)


def test_what_was_changed_past_holger_is_not_approved(cast, asked):
    asked.content["lines"][0]["reason"] = "Changed."
    Statement.objects.filter(pk=asked.pk).update(content=asked.content)
    with pytest.raises(RuleBroken, match="outside holger"):
        approve(cast.olga, asked)


def test_olga_declines_with_a_reason(cast, asked):
    with pytest.raises(RuleBroken) as refused:
        services.statement_decline(actor=actor_of(cast.olga), statement=asked, note=" ")
    assert refused.value.field == "note"
    services.statement_decline(actor=actor_of(cast.olga), statement=asked, note="Tell why 2.1 is left out.")
    statement = again(asked)
    assert (statement.status, statement.digest, statement.content) == ("draft", "", {})
    assert statement.declined_note == "Tell why 2.1 is left out."
    assert Event.objects.get(action="statement.declined").reason == "Tell why 2.1 is left out."
    services.statement_request(actor=actor_of(cast.anna), statement=statement, approver=cast.olga)
    assert again(asked).declined_note == ""


def test_a_new_version_supersedes_the_one_before(cast, anna, whole):
    first = make_approved(anna, whole, cast.olga)
    second = make_approved(anna, whole, cast.olga)
    assert (again(first).status, second.status) == ("superseded", "approved")
    assert frozen(second.content).head.follows == (1, first.digest)
    assert again(first).content == first.content


# Standing for good


def test_nothing_is_done_to_what_was_approved(cast, anna, whole):
    statement = make_approved(anna, whole, cast.olga)
    for act in (
        lambda: services.statement_edit(actor=anna, statement=statement, introduction="Else."),
        lambda: services.statement_request(actor=anna, statement=statement, approver=cast.olga),
        lambda: services.statement_withdraw(actor=anna, statement=statement),
        lambda: services.statement_discard(actor=anna, statement=statement),
        lambda: approve(cast.olga, statement),
        lambda: services.statement_decline(actor=actor_of(cast.olga), statement=statement, note="No."),
    ):
        with pytest.raises(RuleBroken, match="never changed"):
            act()


@pytest.mark.parametrize(
    "change",
    [{"content": {}}, {"digest": "0" * 64}, {"number": 9}, {"status": "draft"}, {"approved_at": None}],
    ids=lambda change: next(iter(change)),
)
def test_the_database_keeps_what_was_approved(cast, anna, whole, change):
    for statement in (make_approved(anna, whole, cast.olga), make_approved(anna, whole, cast.olga)):
        rows = Statement.objects.filter(pk=statement.pk)
        with pytest.raises(DatabaseError, match="settled"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError, match="settled"), transaction.atomic():
            rows._raw_delete(rows.db)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_statements_cannot_be_emptied(cast):
    with pytest.raises(DatabaseError, match="settled"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE controls_statement CASCADE")


def test_the_database_lets_a_person_be_forgotten(cast, anna, whole):
    statement = make_approved(anna, whole, cast.olga)
    RoleGrant.objects.create(organisation=cast.kronborg, person=cast.anna, role=Role.OWNER)
    organisation.person_erase(actor=actor_of(cast.anna), person=cast.olga, name="Olga Krogh")
    statement = again(statement)
    assert statement.approved_by == cast.olga.left_over
    assert digest_of(statement.content) == statement.digest
    assert [finding.level for finding in checks.verify(cast.kronborg.pk)] == ["ok"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_an_approved_statement_is_not_written_over(cast, anna, whole):
    statement = make_approved(anna, whole, cast.olga)
    columns = ", ".join(field.column for field in Statement._meta.concrete_fields)
    with pytest.raises(DatabaseError, match="settled"), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO controls_statement ({columns}) SELECT {columns} FROM controls_statement"
            " WHERE id = %s",
            [statement.pk.hex],
        )


def test_the_guards_are_among_the_walls():
    assert walls.gaps(connection) == []
    with connection.cursor() as cursor:
        on = " ON controls_statement" if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "wall_controls_statement_changed"{on}')
    assert walls.gaps(connection) == ["trigger wall_controls_statement_changed"]


# holger verify


def past_the_walls(act):
    """As somebody would who has the database, and takes the walls down first."""
    walls.drop(connection)
    act()
    walls.build(connection)


def verified(cast):
    return [(finding.level, finding.text) for finding in checks.verify(cast.kronborg.pk)]


def test_verify_names_a_statement_that_was_changed(cast, anna, whole):
    statement = make_approved(anna, whole, cast.olga)
    assert verified(cast) == [("ok", "Kronborg A/S: 1 frozen statements of applicability hold.")]
    statement.content["lines"][0]["reason"] = "Changed."
    rows = Statement.objects.filter(pk=statement.pk)
    past_the_walls(lambda: rows.update(content=statement.content))
    assert verified(cast) == [("error", "Kronborg A/S: SOA-1 House rules v1 has been changed since it was frozen.")]
    past_the_walls(lambda: rows.update(digest=digest_of(statement.content)))
    ((level, said),) = verified(cast)
    assert level == "error" and "is not what was approved" in said


def test_verify_misses_a_statement_that_is_gone(cast, anna, whole):
    statement = make_approved(anna, whole, cast.olga)
    past_the_walls(lambda: Statement.objects.filter(pk=statement.pk).delete())
    assert verified(cast) == [("error", "Kronborg A/S: SOA-1 House rules v1 was approved, and is no longer there.")]


def test_verify_looks_into_every_organisation(cast, anna, whole, rosenborg):
    make_approved(anna, whole, cast.olga)
    assert len(checks.verify()) == 2


# Who may


@pytest.mark.parametrize("name", ["bo", "carl", "karen", "emil"])
def test_only_those_who_run_the_isms_write(cast, whole, draft, name):
    actor = actor_of(getattr(cast, name))
    for act in (
        lambda: services.statement_draft(actor=actor, scope=whole),
        lambda: services.statement_edit(actor=actor, statement=draft, introduction="Else."),
        lambda: services.statement_request(actor=actor, statement=draft, approver=cast.olga),
        lambda: services.statement_withdraw(actor=actor, statement=draft),
        lambda: services.statement_discard(actor=actor, statement=draft),
        lambda: services.statement_approve(actor=actor, statement=draft, digest=""),
        lambda: services.statement_decline(actor=actor, statement=draft, note="No."),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_dorte_finds_nothing(cast, whole, draft):
    dorte = actor_of(cast.dorte)
    for act in (
        lambda: services.statement_draft(actor=dorte, scope=whole),
        lambda: services.statement_edit(actor=dorte, statement=draft, introduction="Else."),
        lambda: services.statement_approve(actor=dorte, statement=draft, digest=""),
    ):
        with pytest.raises(NotFound):
            act()
    assert not selectors.statements_for(dorte).exists()


def test_ulla_writes_in_her_unit_alone(cast, anna, rules, whole, draft):
    ulla = actor_of(make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production))
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    services.statement_draft(actor=ulla, scope=scope(rules, 2))
    with pytest.raises(NotAllowed):
        services.statement_discard(actor=ulla, statement=draft)
    assert [row.title for row in selectors.statements_for(ulla)] == ["House rules, Production v1"]
