"""Ready policies become drafts of one's own, once."""

import pytest

from holger.core.errors import NotAllowed, RuleBroken
from holger.core.prose import places
from holger.frameworks.services import framework_adopt
from holger.policies import library, selectors, services
from holger.policies.models import Policy, Status
from holger.policies.rules import ready_filling
from holger.tasks.models import RoleHolder
from tests.cast import actor_of

KEY = "acceptable-use"


def held(cast, role, person, **fields):
    return RoleHolder.objects.create(organisation=person.organisation, role=role, person=person, **fields)


def test_one_is_taken_in_both_languages_with_its_places_filled(cast, anna):
    cast.bo.job_title = "IT manager"
    cast.bo.save()
    held(cast, "it", cast.bo)
    held(cast, "security_officer", cast.anna)
    [policy] = services.ready_take(actor=anna, keys=[KEY])
    assert (policy.template, policy.owner, policy.confirm) == (KEY, cast.anna, True)
    assert policy.audience.everybody
    version = policy.versions.get()
    texts = selectors.texts_of(anna, version)
    assert (version.status, set(texts)) == (Status.DRAFT, {"da", "en"})
    for text in texts.values():
        assert places(text.body) == places(text.for_you) == frozenset()
        assert not text.behind_since
        assert "Kronborg" in text.body
        assert f"{cast.bo.name} (IT manager)" in text.body


def test_a_role_that_nobody_holds_is_called_by_its_name(cast, anna):
    [policy] = services.ready_take(actor=anna, keys=[KEY])
    assert policy.owner is None
    text = selectors.texts_of(anna, policy.versions.get())["da"].body
    assert "Spørg den sikkerhedsansvarlige" in text
    assert "Den sikkerhedsansvarlige gennemgår politikken" in text


def test_taking_twice_makes_it_once(cast, anna):
    services.ready_take(actor=anna, keys=[KEY])
    assert services.ready_take(actor=anna, keys=[KEY]) == []
    assert Policy.objects.count() == 1


def test_one_that_was_written_by_hand_under_the_same_title_is_known(cast, anna):
    services.policy_create(actor=anna, title_da=" Politik for  acceptabel brug", language="da")
    assert services.ready_take(actor=anna, keys=[KEY]) == []


def test_it_is_linked_to_what_it_serves_here(cast, anna):
    framework_adopt(actor=anna, key="iso27001-2022")
    [policy] = services.ready_take(actor=anna, keys=[KEY])
    codes = {each.obj.code for each in selectors.links_of(anna, policy)}
    assert codes
    assert codes <= {served.code for served in library.entry(KEY).serves}


def test_all_can_be_taken_at_once(cast, anna):
    made = services.ready_take(actor=anna, keys=list(library.by_key()))
    assert len(made) == len(library.entries())


def test_what_is_not_offered_is_refused(cast, anna):
    with pytest.raises(RuleBroken):
        services.ready_take(actor=anna, keys=["nothing"])
    with pytest.raises(NotAllowed):
        services.ready_take(actor=actor_of(cast.carl), keys=[KEY])


def test_a_name_is_no_mark(cast, anna):
    cast.anna.organisation.name = "A*B*_C_ <b>"
    cast.anna.organisation.save()
    [policy] = services.ready_take(actor=anna, keys=[KEY])
    assert r"A\*B\*\_C\_ \<b>" in selectors.texts_of(anna, policy.versions.get())["en"].body


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", "It"),
        ("Spørg ", "it"),
        ("Nu. ", "It"),
        ("x\n- ", "It"),
        ("x\n1. ", "It"),
        ("| ", "It"),
        ("a\n\n", "It"),
        ("a,\n", "it"),
    ],
)
def test_a_sentence_begins_with_a_capital_letter(before, expected):
    assert ready_filling.filled(before + "{{role.it}}", {"role.it": "it"}) == before + expected


def test_roles_of_many_are_never_named():
    assert ready_filling.named("line_manager", "da", ("Bo", "Chef")) == "nærmeste leder"
    assert ready_filling.named("it", "da", ("Bo", "")) == "Bo"
