"""What policies are linked to, by whom, and who sees it."""

import pytest

from holger.controls.tests.factories import make_control
from holger.core.errors import NotAllowed, NotFound
from holger.history.models import Event
from holger.policies import selectors, services
from tests.cast import actor_of


@pytest.fixture
def control(cast):
    return make_control(actor_of(cast.anna), "Screen lock")


def test_a_policy_is_linked_once_and_its_history_tells(cast, anna, policy, control):
    for _turn in range(2):
        services.policy_links_add(actor=anna, policy=policy, about=[control])
    [linked] = selectors.links_of(anna, policy)
    assert linked.obj == control
    assert list(selectors.policies_about(anna, control)) == [policy]
    assert Event.objects.filter(action="policy.linked").count() == 1
    services.policy_link_remove(actor=anna, link=linked.link)
    assert selectors.links_of(anna, policy) == []


def test_strangers_and_other_kinds_are_refused(cast, anna, policy, control):
    theirs = make_control(actor_of(cast.dorte), "Theirs")
    for subject in (theirs, cast.bo):
        with pytest.raises(NotFound):
            services.policy_links_add(actor=anna, policy=policy, about=[subject])
    with pytest.raises(NotAllowed):
        services.policy_links_add(actor=actor_of(cast.carl), policy=policy, about=[control])
