"""``./run mutate`` finds every place that says who may, and what it leaves out leaves code behind."""

import ast
import sys
from pathlib import Path

import pytest
from django.conf import settings

sys.path.insert(0, str(Path(settings.BASE_DIR) / "scripts"))

import mutants

pytestmark = pytest.mark.once

CODE = b"""
class RiskList(ListPage):
    permission = permissions.VIEW

    def rows(self):
        return selectors.risks_for(self.actor).filter(title="x")


def risks_for(actor: Actor) -> QuerySet[Risk]:
    return visible(Risk.objects.all(), actor, "risks.view", own=Q(owner_id=actor.person_id))


def risks_named(actor, name):
    return Risk.objects.filter(
        organisation_id=actor.organisation_id,
        name=name,
    )


@needs(permissions.EDIT)
def remove(request):
    actor.require("risks.edit", risk)
    guards.own(actor, unit)
    guards.hold(actor)
    if risk is None:
        raise NotFound
    return None
"""
TAKEN_OUT = {
    ("permission", "permission = permissions.VIEW", 'permission = "member"'),
    ("selector", "selectors.risks_for(self.actor)", "rows.query.where"),
    ("scope", "visible(Risk.objects.all(), actor", "    return Risk.objects.all()\n"),
    ("reach", "visible(Risk.objects.all(), actor", "Risk.objects.all().filter(organisation_id=actor.organisation_id)"),
    ("scope", "organisation_id=actor.organisation_id", "Risk.objects.filter(\n        name=name,"),
    ("permission", "needs(permissions.EDIT)", '@needs("member")'),
    ("permission", 'actor.require("risks.edit", risk)', "    pass\n    guards.own"),
    ("guard", "guards.own(actor, unit)", "    pass\n    guards.hold(actor)"),
    ("refusal", "if risk is None", "if False:\n"),
}


@pytest.fixture
def found() -> list[mutants.Mutant]:
    finder = mutants.Finder("holger/risks/views.py", CODE, {"risks_for"})
    finder.visit(ast.parse(CODE))
    return finder.found


def test_every_kind_of_place_is_found_and_taken_out(found: list[mutants.Mutant]) -> None:
    assert len(found) == len(TAKEN_OUT)
    for kind, removed, left in TAKEN_OUT:
        fitting = [each for each in found if each.kind == kind and each.removed.startswith(removed)]
        assert any(left in mutants.changed(CODE, each).decode() for each in fitting), (kind, removed)


def test_what_is_left_can_be_run() -> None:
    """One of each kind in each file of the real code."""
    places = mutants.mutants()
    assert len(places) > 600
    for each in {(place.path, place.kind): place for place in places}.values():
        ast.parse(mutants.changed((mutants.ROOT / each.path).read_bytes(), each))


def test_selectors_are_known_by_what_they_give() -> None:
    known = mutants.selectors()
    assert {"assets_for", "risks_for", "people_for", "tokens_for", "rows"} <= known
    assert "comment_of" not in known  # one row is no list to narrow
