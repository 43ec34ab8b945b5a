"""What is ended after a restore, in each organisation by itself."""

from types import SimpleNamespace

from holger.api.services import token_create
from holger.backup import aftermath
from holger.core.permissions import Role
from holger.history.models import Event
from holger.organisation.services import invitation_send, role_give
from tests.cast import actor_of, make_person


def test_each_organisation_is_told_of_its_own(cast, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    for owner, invited in ((cast.olga, 2), (make_person(cast.rosenborg, "Oda Juhl", Role.OWNER), 1)):
        token_create(actor=actor_of(owner), person=owner, name="SIEM", scope={"*": "read"})
        for number in range(invited):
            person = make_person(owner.organisation, f"New {number}", signs_in=False, email=f"{number}@example.test")
            role_give(actor=actor_of(owner), person=person, role="employee")
            invitation_send(actor=actor_of(owner), person=person, by_mail=False)
    told = SimpleNamespace(created_at="2026-11-24", digest="x")
    assert "2 API tokens and 3 invitations were revoked" in " ".join(aftermath.begin_anew(told, None))
    events = Event.objects.filter(action="organisation.restored").order_by("subject_label")
    assert [(e.changes["tokens"][1], e.changes["invitations"][1]) for e in events] == [(1, 2), (1, 1)]
