"""A policy is made, written, reviewed, approved, comes into force, and then stands for good, whoever tries what."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from holger.audience.services import Chosen
from holger.audience.words import told as audience_told
from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.history.models import Event
from holger.jobs.models import Mail
from holger.policies import checks, jobs, selectors, services
from holger.policies.models import Policy, PolicyText, PolicyVersion, Status
from holger.policies.rules.dates import after_months
from holger.policies.signals import audience_changed, policy_put_away, version_in_force
from holger.policies.tests.conftest import approve
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db
LONG = "a" * 200_001


def told(action):
    return [event.changes for event in Event.objects.filter(action=f"policy.{action}").order_by("seq")]


@pytest.fixture
def heard():
    """What others were told, in order."""
    names = {version_in_force: "in force", policy_put_away: "put away", audience_changed: "audience"}
    found = []

    def hear(signal, **about):
        found.append((names[signal], about.get("version") or about["policy"]))

    for signal in names:
        signal.connect(hear)
    yield found
    for signal in names:
        signal.disconnect(hear)


def save(actor, policy, language="en", **said):
    text = policy.versions.get(status__in=["draft", "review"]).texts.filter(language=language).first()
    known = {name: getattr(text, name) for name in ("title", "for_you", "body")} if text else {}
    return services.text_save(actor=actor, policy=policy, language=language, **{**known, **said})


# Made


def test_anna_makes_a_policy_with_a_first_draft(cast, anna, policy):
    assert (policy.reference, policy.title_en, policy.title_da) == ("POL-1", "Acceptable use", "Acceptabel brug")
    version = policy.versions.get()
    assert (version.label, version.status, list(version.writers.all())) == ("1.0", "draft", [cast.anna])
    assert audience_told(policy.audience) == "Everybody"
    assert set(selectors.texts_of(anna, version)) == {"en", "da"}
    assert told("created")[0]["audience"] == [None, "Everybody"]


def test_without_a_text_it_begins_with_its_title(anna):
    made = services.policy_create(actor=anna, title_da=" Brug ", language="da")
    assert [(text.language, text.title, text.body) for text in made.versions.get().texts.all()] == [("da", "Brug", "")]


def test_a_contributor_makes_their_own_only(cast):
    karen = make_person(cast.anna.organisation, "Bente", role=Role.CONTRIBUTOR)
    with pytest.raises(RuleBroken, match="Choose yourself"):
        services.policy_create(actor=actor_of(karen), title_en="Mine")
    made = services.policy_create(actor=actor_of(karen), title_en="Mine", owner=karen)
    with pytest.raises(RuleBroken, match="Choose yourself"):
        services.policy_edit(actor=actor_of(karen), policy=made, owner=cast.anna)


def test_readers_and_strangers_write_nothing(cast, policy):
    with pytest.raises(NotAllowed):
        services.text_save(actor=actor_of(cast.carl), policy=policy, language="en", body="x")
    with pytest.raises(NotFound):
        services.text_save(actor=actor_of(cast.dorte), policy=policy, language="en", body="x")
    with pytest.raises(NotFound):
        services.policy_edit(actor=actor_of(cast.anna), policy=policy, owner=cast.dorte)


def test_what_holds_across_versions_is_changed_and_told(cast, anna, policy, heard):
    services.policy_edit(actor=anna, policy=policy, owner=cast.anna, audience=Chosen(people=[cast.bo]))
    assert told("edited") == [{"owner": [None, str(cast.anna)], "audience": ["Everybody", cast.bo.name]}]
    services.policy_edit(actor=anna, policy=policy, confirm=False)
    services.policy_edit(actor=anna, policy=policy, review_months=6)
    assert heard == [("audience", policy)] * 2
    with pytest.raises(Conflict):
        services.policy_edit(actor=anna, policy=policy, version=1, review_months=3)


def test_a_draft_is_called_what_its_policy_is_called(anna, policy):
    services.policy_edit(actor=anna, policy=policy, title_en="Use of devices")
    assert policy.versions.get().texts.get(language="en").title == "Use of devices"
    save(anna, policy, title="Using devices")
    policy.refresh_from_db()
    assert policy.title_en == "Using devices"


# Written


def test_two_writers_notice_each_other(anna, olga, policy):
    first = save(anna, policy, body="One.", revision=1)
    assert first.revision == 2
    with pytest.raises(Conflict) as conflict:
        save(olga, policy, body="Two.", revision=1)
    assert conflict.value.current.body == "One."
    save(olga, policy, body="Two.", revision=2)
    assert policy.versions.get().writers.count() == 2
    assert [change["language"] for change in told("written")] == [[None, "en"]]


def test_saving_the_same_again_changes_nothing(anna, policy):
    assert save(anna, policy, revision=1).revision == 1
    assert save(anna, policy).behind_since == ""


def test_a_translation_is_behind_until_somebody_says_it_is_not(anna, policy):
    save(anna, policy, body="Something else.")
    danish = policy.versions.get().texts.get(language="da")
    assert danish.behind_since == "1.0"
    save(anna, policy, "da", body="Noget andet.")
    danish.refresh_from_db()
    assert danish.behind_since == "1.0"
    services.text_same_now(actor=anna, policy=policy, language="da")
    danish.refresh_from_db()
    assert danish.behind_since == ""
    save(anna, policy, "da", body="Noget andet igen.")
    assert policy.versions.get().texts.get(language="en").behind_since == ""


def test_a_new_translation_begins_behind(anna):
    made = services.policy_create(actor=anna, title_en="Use", language="en")
    assert save(anna, made, "da", title="Brug", body="Tekst.").behind_since == ""
    made.versions.get().texts.get(language="da").refresh_from_db()
    assert made.versions.get().texts.get(language="da").behind_since == "1.0"


def test_five_megabytes_are_refused_at_the_field(anna, policy):
    with pytest.raises(RuleBroken, match="too long") as refused:
        save(anna, policy, body=LONG)
    assert refused.value.field == "body"
    with pytest.raises(RuleBroken, match="Danish or English"):
        save(anna, policy, "de", body="Hallo")


# Drafts


def test_the_next_draft_begins_with_what_is_in_force(anna, in_force):
    draft = services.draft_begin(actor=anna, policy=in_force, change="minor")
    assert (draft.label, draft.texts.get(language="da").body) == ("1.1", "## Enheder\n\nLås din skærm, når du går.")
    assert not draft.writers.exists()
    with pytest.raises(RuleBroken, match="already"):
        services.draft_begin(actor=anna, policy=in_force)
    assert services.draft_edit(actor=anna, policy=in_force, change="major", changes_en="All.").label == "2.0"
    services.draft_discard(actor=anna, policy=in_force)
    assert [version.label for version in selectors.versions_of(anna, in_force)] == ["1.0"]


def test_a_first_draft_that_was_given_up_can_be_begun_again(anna, policy):
    services.draft_discard(actor=anna, policy=policy)
    draft = services.draft_begin(actor=anna, policy=policy)
    assert (draft.label, draft.texts.get().title) == ("1.0", "Acceptable use")


# Reviewed


def test_a_round_of_review_and_another(cast, anna, olga, policy):
    review = services.review_ask(actor=anna, policy=policy, people=[cast.olga], question="Is it too long?")[0]
    assert policy.versions.get().status == Status.REVIEW
    assert services.review_ask(actor=anna, policy=policy, people=[cast.olga]) == []
    assert Mail.objects.get().recipient == cast.olga.email
    with pytest.raises(RuleBroken, match="has not answered"):
        services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    with pytest.raises(RuleBroken, match="must be changed"):
        services.review_answer(actor=olga, review=review, verdict="change")
    services.review_answer(actor=olga, review=review, verdict="change", note="Shorter, please.")
    assert policy.versions.get().status == Status.DRAFT
    assert review.seen["en"]["body"].startswith("## Devices")
    save(anna, policy, body="Lock it.")
    again = services.review_ask(actor=anna, policy=policy, people=[cast.olga])[0]
    assert again.number == 2
    assert selectors.last_round(olga, policy.versions.get()).pk == review.pk
    services.review_answer(actor=olga, review=again, verdict="good")
    with pytest.raises(RuleBroken, match="answered already"):
        services.review_answer(actor=olga, review=again, verdict="good")


def test_only_whoever_was_asked_answers(cast, anna, policy):
    review = services.review_ask(actor=anna, policy=policy, people=[cast.olga])[0]
    with pytest.raises(RuleBroken, match="Only"):
        services.review_answer(actor=anna, review=review, verdict="good")
    with pytest.raises(RuleBroken, match="may not review"):
        services.review_ask(actor=anna, policy=policy, people=[cast.emil])
    services.review_call_off(actor=anna, review=review)
    assert policy.versions.get().status == Status.DRAFT


def test_remarks_are_made_on_a_block_and_dealt_with(cast, anna, olga, policy):
    remark = services.remark_add(actor=olga, policy=policy, language="en", quote="## Devices", text="Which?")
    services.remark_resolve(actor=anna, remark=remark, answer="All of them.")
    assert (remark.resolved_by, remark.answer) == (cast.anna.name, "All of them.")
    with pytest.raises(RuleBroken, match="Write something"):
        services.remark_add(actor=olga, policy=policy, language="en", text=" ")
    with pytest.raises(NotAllowed):
        services.remark_add(actor=actor_of(cast.carl), policy=policy, language="en", text="Hm.")


# Approved


def test_what_is_approved_is_what_was_shown(cast, anna, olga, policy, heard):
    version = services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    with pytest.raises(RuleBroken, match="not what you have read"):
        services.policy_approve(actor=olga, policy=policy, digest="0" * 64)
    approved = services.policy_approve(actor=olga, policy=policy, digest=version.digest)
    policy.refresh_from_db()
    assert (approved.status, approved.approved_by) == ("in_force", cast.olga.name)
    assert approved.effective_from == dates.today()
    assert policy.next_review == after_months(dates.today(), 12)
    assert heard == [("in force", approved)]
    assert [change["digest"][1] for change in told("approved")] == [version.digest]
    assert {finding.level for finding in checks.verify(policy.organisation_id)} == {"ok"}


def test_a_version_takes_the_place_of_the_one_before(cast, anna, olga, in_force):
    services.draft_begin(actor=anna, policy=in_force)
    save(anna, in_force, body="## Devices\n\nLock everything.")
    with pytest.raises(RuleBroken, match="what has changed"):
        services.approval_request(actor=anna, policy=in_force, approver=cast.olga)
    services.draft_edit(actor=anna, policy=in_force, changes_en="Everything.")
    approve(in_force, anna, olga, cast.olga)
    assert list(in_force.versions.values_list("major", "status")) == [(2, "in_force"), (1, "superseded")]
    assert in_force.versions.get(major=2).content["follows"][0] == "1.0"


def test_writers_do_not_approve_while_somebody_else_may(cast, anna, policy):
    with pytest.raises(RuleBroken, match="Somebody else must approve"):
        services.approval_request(actor=anna, policy=policy, approver=cast.anna)
    with pytest.raises(RuleBroken, match="may not approve"):
        services.approval_request(actor=anna, policy=policy, approver=cast.carl)
    services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    version = policy.versions.get()
    with pytest.raises(RuleBroken, match="Only"):
        services.policy_approve(actor=anna, policy=policy, digest=version.digest)
    version.writers.set([cast.olga])
    with pytest.raises(RuleBroken, match="written in it"):
        services.policy_approve(actor=actor_of(cast.olga), policy=policy, digest=version.digest)


def test_the_table_says_who_may_approve_a_type(cast, anna, policy):
    karen = make_person(cast.anna.organisation, "Kirsten", role=Role.CONTRIBUTOR, email="kirsten@example.test")
    services.approvers_set(actor=anna, kind="policy", people=[karen])
    assert list(selectors.approvers_for(anna, policy)) == [karen]
    version = services.approval_request(actor=anna, policy=policy, approver=karen)
    assert services.policy_approve(actor=actor_of(karen), policy=policy, digest=version.digest).status == "in_force"
    assert services.approvers_set(actor=anna, kind="policy") is None
    assert cast.olga in selectors.approvers_for(anna, policy)
    with pytest.raises(RuleBroken, match="never approves"):
        services.approvers_set(actor=anna, kind="policy", roles=["employee"])


def test_nobody_edits_what_waits_for_approval(cast, anna, policy):
    services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    for run in (
        lambda: services.text_save(actor=anna, policy=policy, language="en", body="x"),
        lambda: services.draft_edit(actor=anna, policy=policy, changes_en="x"),
        lambda: services.draft_discard(actor=anna, policy=policy),
        lambda: services.text_same_now(actor=anna, policy=policy, language="da"),
        lambda: services.policy_archive(actor=anna, policy=policy),
    ):
        with pytest.raises(RuleBroken, match="Take it back"):
            run()
    services.approval_withdraw(actor=anna, policy=policy)
    version = policy.versions.get()
    assert (version.status, version.digest, version.content) == ("draft", "", {})


def test_olga_declines_with_what_must_be_done(cast, anna, olga, policy):
    services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    with pytest.raises(RuleBroken, match="Write what"):
        services.policy_decline(actor=olga, policy=policy, note=" ")
    services.policy_decline(actor=olga, policy=policy, note="Name the owner.")
    assert policy.versions.get().declined_note == "Name the owner."
    with pytest.raises(RuleBroken, match="nobody is asked"):
        services.policy_approve(actor=olga, policy=policy, digest="")


def test_what_was_changed_outside_is_not_approved(cast, anna, olga, policy):
    version = services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    version.texts.filter(language="en").update(body="Another.")
    with pytest.raises(RuleBroken, match="outside holger"):
        services.policy_approve(actor=olga, policy=policy, digest=version.digest)


# In force


def test_what_is_approved_for_a_later_day_waits_for_it(cast, anna, olga, policy, monkeypatch):
    day = dates.today() + timedelta(days=10)
    services.draft_edit(actor=anna, policy=policy, effective_from=day)
    version = approve(policy, anna, olga, cast.olga)
    assert version.status == "approved"
    assert services.take_effect_due(policy.organisation_id) == 0
    assert services.take_effect_due(policy.organisation_id, day) == 1
    version.refresh_from_db()
    assert version.status == "in_force"
    assert "0 policies" in jobs.in_force(policy.organisation_id)


def test_what_waits_for_its_day_can_be_called_off(cast, anna, olga, policy):
    services.draft_edit(actor=anna, policy=policy, effective_from=dates.today() + timedelta(days=10))
    approve(policy, anna, olga, cast.olga)
    draft = services.draft_begin(actor=anna, policy=policy)
    services.draft_edit(actor=anna, policy=policy, changes_en="More.")
    assert draft.label == "2.0"
    with pytest.raises(RuleBroken, match="waits for its day"):
        services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    services.coming_call_off(actor=anna, policy=policy)
    save(anna, policy, body="More.")
    assert approve(policy, anna, olga, cast.olga).status == "in_force"


def test_a_policy_is_put_away_and_taken_back(anna, in_force, heard):
    services.policy_archive(actor=anna, policy=in_force)
    assert in_force.versions.get().status == "withdrawn"
    with pytest.raises(RuleBroken, match="archived"):
        services.draft_begin(actor=anna, policy=in_force)
    services.policy_restore(actor=anna, policy=in_force)
    assert in_force.versions.get().status == "in_force"
    assert heard == [("put away", in_force), ("audience", in_force)]


# The database's own wall


@pytest.mark.parametrize(
    "change",
    [
        lambda v: PolicyVersion.objects.filter(pk=v.pk).update(content={}),
        lambda v: PolicyVersion.objects.filter(pk=v.pk).update(status="draft"),
        lambda v: PolicyVersion.objects.filter(pk=v.pk).delete(),
        lambda v: PolicyText.objects.filter(version=v).update(body="Another."),
        lambda v: PolicyText.objects.filter(version=v).delete(),
    ],
)
def test_the_database_keeps_what_was_approved(in_force, change):
    version = in_force.versions.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(version)


def test_verify_finds_what_was_changed_past_the_wall(in_force):
    from holger.core import walls

    with connection.cursor() as cursor:
        walls.triggers.drop(connection)
        cursor.execute("UPDATE policies_policytext SET body = 'x' WHERE language = 'en'")
    found = checks.verify(in_force.organisation_id)
    assert [finding.level for finding in found] == ["error"]
    assert "another text" in found[0].text


def test_a_policy_of_another_organisation_is_not_there(cast, policy):
    assert not selectors.policies_for(actor_of(cast.dorte)).exists()
    assert Policy.objects.filter(organisation=cast.dorte.organisation_id).count() == 0
