"""The demo is filled through the services, in either language, and tells its logins as it always has."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils.translation import override

from holger.assets.models import Asset
from holger.controls.models import Control, GapRound, Link, PlanItem, PlanStatus, Reading, Statement, Status
from holger.core import dates, tenancy
from holger.core.permissions import Role
from holger.demo.filling import Filled, fill
from holger.demo.management.commands.filldemo import tell
from holger.demo.tests import turned
from holger.history import words
from holger.history.models import Event
from holger.organisation.models import Person
from holger.policies.models import Acknowledgement, Campaign, PolicyException, PolicyVersion
from holger.tasks.models import Absence, Activity, Category, Task, TaskStatus, TemplateSet
from holger.tasks.rules.workdays import DENMARK
from holger.training.models import Course, Enrolment

DOORS = {"suspended", "removed", "mfa"}
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_kronborg_is_filled_in_danish() -> None:
    filled = fill("kronborg", language="da")
    with tenancy.inside(filled.organisation.pk):
        controls = Control.objects.all()
        assert controls.filter(links__isnull=False).distinct().count() >= 60
        assert set(controls.values_list("status", flat=True)) == set(Status.values)
        assert controls.filter(effects__isnull=False).distinct().count() >= 50
        assert controls.filter(reduction__gt=0).exists()
        assert controls.get(library_id="backup").title == "Backup hver nat med alarm ved fejl"
        frameworks = Link.objects.values_list("requirement__framework__key", flat=True)
        assert set(frameworks) >= {"iso27001-2022", "nis2", "cis-8.1"}
        assert Reading.objects.earliest("at").at < dates.now() - timedelta(days=500)
        assert Reading.objects.count() > 1.5 * controls.count()

        closed = GapRound.objects.filter(closed_at__isnull=False)
        assert [held.scope.framework.key for held in closed.order_by("number")] == ["iso27001-2022", "cis-8.1"]
        assert all(held.conclusion for held in closed)
        held = GapRound.objects.get(scope__framework__key="iso27001-2022", closed_at=None)
        waiting = held.answers.filter(applicable=True).exclude(origin="")
        assert 0 < waiting.count() < 12
        assert waiting.filter(asked__isnull=False).exists()

        items = PlanItem.objects.all()
        assert items.count() >= 18
        assert set(items.values_list("status", flat=True)) == set(PlanStatus.values)
        assert items.filter(status__in=["planned", "started"], due__lt=dates.today()).count() == 1
        assert items.filter(status="planned", depends_on__status__in=["planned", "started"]).exists()
        assert items.filter(status="done", spent__gt=0, done_at__isnull=False).exists()

        statuses = Statement.objects.order_by("number").values_list("status", "approved_by")
        assert list(statuses) == [("superseded", "Henrik Aagaard"), ("approved", "Henrik Aagaard"), ("draft", "")]
        for action in ("control.changed", "gap_round.closed", "plan_item.dropped", "statement.approved"):
            assert Event.objects.filter(action=action).exists(), action
        the_history_is_told_in_danish()
        the_wheel_of_kronborg()
        the_policies_of_kronborg()
        hold_to_the_wheel(filled)
    told = tell(filled, "secret")
    assert set(told) == {"slug", "name", "users", "tokens", "portal_links"}
    assert set(told["users"]) == set(told["tokens"]) == {*Role, *DOORS}
    logins = {name: set(login) for name, login in told["users"].items()}
    assert logins.pop("mfa") == {"email", "password", "secret"}
    assert all(keys == {"email", "password"} for keys in logins.values())


def test_rosenborg_is_filled_in_english() -> None:
    filled = fill("rosenborg", language="en")
    with tenancy.inside(filled.organisation.pk):
        assert Control.objects.filter(links__isnull=False).distinct().count() >= 12
        assert Control.objects.filter(title="Quarterly restore test", due__lt=dates.today()).exists()
        assert not Asset.objects.filter(title="").exists()
        assert GapRound.objects.get().title == "CIS IG1: the most important first"
        assert PlanItem.objects.count() == 4
        assert Statement.objects.get().status == "draft"
        hold_to_the_wheel(filled)
    assert filled.organisation.language == "en"


SAME_IN_BOTH = {
    *(
        "Ambition",
        "Backup",
        "Browser",
        "Budget",
        "E-mail",
        "Format",
        "Framework",
        "Id",
        "Link",
        "Mapping",
        "MFA",
        "Person",
    ),
    *("Note", "Register", "Relation", "Scope", "Score", "SHA-256", "Status", "Type", "Version"),
}


def the_history_is_told_in_danish() -> None:
    """What has no name in Danish is told in the words of the code."""
    told = {(event.subject_type, field) for event in Event.objects.all() for field in event.changes or ()}
    said = {}
    for language in ("da", "en"):
        with override(language):
            said[language] = {each: words.label(*each) for each in told}
    same = {
        f"{each}: {text}" for each, text in said["da"].items() if text == said["en"][each] and text not in SAME_IN_BOTH
    }
    assert same == set()


def hold_to_the_wheel(filled: Filled) -> None:
    turned.a_year_has_turned(filled)
    turned.all_is_told_in_order(filled)
    turned.everybody_has_work(filled)
    turned.nothing_is_left_lying(filled)


def the_policies_of_kronborg() -> None:
    versions = PolicyVersion.objects.all()
    assert versions.filter(status="in_force").count() == 12
    assert versions.filter(status="superseded").count() >= 4
    assert {"draft", "review", "requested"} <= set(versions.values_list("status", flat=True))
    assert versions.filter(status="in_force", texts__behind_since__gt="").exists()
    assert not versions.filter(status="in_force", approver__in=F("writers"))
    running = Campaign.objects.get(status="running").readings
    assert 0.6 <= running.filter(confirmed_at__isnull=False).count() / running.count() <= 0.8
    assert set(Acknowledgement.objects.values_list("language", flat=True)) == {"da", "en"}
    assert {"asked", "approved", "ended", "declined"} == set(PolicyException.objects.values_list("status", flat=True))
    assert Course.objects.filter(status="published").count() == 6
    assert {"open", "passed", "failed"} == set(Enrolment.objects.values_list("state", flat=True)) - {"withdrawn"}
    assert Enrolment.objects.filter(state="open", due__lt=dates.today()).exists()
    assert Person.objects.filter(starts_on__gt=dates.today()).count() == 2
    assert Person.objects.filter(ends_on__gt=dates.today()).count() == 1


def the_wheel_of_kronborg() -> None:
    runs, today = Task.objects.filter(activity__isnull=False), dates.today()
    assert 120 <= runs.filter(done_at__isnull=False).count() <= 190
    missed = runs.filter(status=TaskStatus.MISSED)
    assert (missed.count(), missed.filter(done_at__isnull=False).count()) == (4, 1)
    assert runs.filter(result="deviation").count() == 5
    follow_ups = Task.objects.filter(born_of__isnull=False)
    assert follow_ups.filter(status=TaskStatus.DONE).count() == 4
    assert follow_ups.filter(status=TaskStatus.OPEN, due__lt=today).count() == 1
    assert runs.filter(status=TaskStatus.WAITING).count() >= 2
    assert Task.objects.filter(status=TaskStatus.OPEN, due=DENMARK.shown(today)).exists()
    assert runs.filter(status=TaskStatus.OPEN, due__lt=today, owner__name="Amira Hassan").exists()
    assert set(Activity.objects.values_list("category", flat=True)) == set(Category)
    assert Activity.objects.filter(paused_at__isnull=False).count() == 1
    assert Activity.objects.filter(archived_at__isnull=False).count() == 1
    assert Absence.objects.filter(first__lte=today, last__gte=today, deputy__isnull=False).count() == 1
    assert TemplateSet.objects.count() == 1
    for action in ("task.sent_back", "task.moved", "task.dropped", "person.nudged"):
        assert Event.objects.filter(action=action).exists(), action
