"""Every selector by itself: what lies in another organisation changes nothing of what it says, and is never what it gives.

The pages ask through middleware, permissions and walls as well; here a selector stands alone. A new one joins by itself.
"""

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.http import Http404
from django.utils.functional import Promise

from holger.assets.models import Asset
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.permissions import Role
from holger.evidence.models import Evidence
from holger.risks.models import Risk, Threat
from tests.canary import Planted, plant
from tests.cast import Cast, actor_of, make_person
from tests.world import make_world

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the walls hide what a selector forgets"),
]
PLAIN = (str, bytes, int, float, type(None), Promise)
REFUSALS = (Http404, PermissionDenied, RuleBroken)

Selector = Callable[..., Any]


def selectors() -> dict[str, Selector]:
    """All that rooms ask of the database, by name."""
    found = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("holger.") and ".selectors" in name and ".tests" not in name:
            for word, each in vars(module).items():
                if inspect.isfunction(each) and not word.startswith("_") and each.__module__ == name:
                    found[f"{name.split('.')[1]}.{word}"] = each
    return found


def wanted(selector: Selector) -> list[inspect.Parameter]:
    parameters = inspect.signature(selector).parameters.values()
    return [each for each in parameters if each.default is each.empty]


def at_home(cast: Cast, actor: Actor) -> dict[str, Any]:
    """What a selector may be asked with that is Kronborg's, or nobody's."""
    told = {"actor": actor, "organisation_id": cast.kronborg.pk, "organisation": cast.kronborg, "slug": "kronborg"}
    return told | {
        "today": dates.today(),
        "limit": 50,
        "words": "e",
        "text": "e",
        "kind": "assets",
        "list_name": "assets",
    }


def from_elsewhere(planted: Planted) -> dict[str, Any]:
    """The same names with what is Rosenborg's, where a selector asks by something else than a kind of row."""
    asset, risk = planted.row(Asset), planted.row(Risk)
    told = {"subject": asset, "obj": asset, "subject_type": Asset._meta.label_lower, "subject_id": asset.pk}
    told |= {"asset_ids": [asset.pk], "risk_ids": [risk.pk], "threat_id": planted.row(Threat).pk, "frozen": None}
    return told | {"rows": [planted.row(Evidence)], "user": planted.cast.anna.user, "person_id": planted.cast.anna.pk}


def given(selector: Selector, known: Mapping[str, Any], planted: Planted | None = None) -> dict[str, Any] | None:
    """An answer to all that the selector wants to know; None where there is none for something."""
    try:
        hints = get_type_hints(selector)
    except NameError:
        hints = {}
    told = {}
    for each in wanted(selector):
        hint = hints.get(each.name)
        if each.name in known:
            told[each.name] = known[each.name]
        elif planted and inspect.isclass(hint) and issubclass(hint, models.Model) and hasattr(hint, "organisation_id"):
            told[each.name] = planted.row(hint)
        else:
            return None
    return told


def said(value: Any) -> Any:
    """What an answer says, so that two of them can be compared."""
    if isinstance(value, models.Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, PLAIN):
        return value
    if is_dataclass(value):
        return {each.name: said(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return sorted((repr(said(key)), repr(said(each))) for key, each in value.items())
    if isinstance(value, set | frozenset):
        return sorted(repr(said(each)) for each in value)
    if hasattr(value, "__iter__"):
        return [said(each) for each in value]
    return repr(value)


def asked(selector: Selector, told: Mapping[str, Any]) -> Any:
    """What it says, or that it refuses."""
    try:
        return said(selector(**told))
    except REFUSALS as refusal:
        return type(refusal).__name__


def askers(cast: Cast) -> Iterator[Actor]:
    """Everybody at Kronborg, and somebody who is let into one unit only."""
    yield from (actor_of(person) for person in cast.by_role().values())
    yield actor_of(make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production))


def test_what_lies_elsewhere_changes_no_answer(cast: Cast, capsys: Any) -> None:
    make_world(cast)
    known = {name: each for name, each in selectors().items() if wanted(each)}
    actors = list(askers(cast))

    def all_answers() -> dict[str, Any]:
        return {
            f"{name} as {actor.label}": asked(selector, told)
            for actor in actors
            for name, selector in known.items()
            if (told := given(selector, at_home(cast, actor))) is not None
        }

    before = all_answers()
    plant(cast)
    after = all_answers()
    assert [name for name, answer in before.items() if after[name] != answer] == []
    with capsys.disabled():
        print(f"\nselectors: {len(before)} answers, the same however much lies elsewhere")
    assert len(before) > 200


def test_what_is_elsewhere_is_never_given(cast: Cast, capsys: Any) -> None:
    make_world(cast)
    planted = plant(cast)
    leaks, count = [], 0
    for actor in askers(cast):
        known = at_home(cast, actor) | from_elsewhere(planted)
        for name, selector in selectors().items():
            told = given(selector, known, planted)
            if told is None or "actor" not in told or told.keys() <= at_home(cast, actor).keys():
                continue
            count += 1
            answer = repr(asked(selector, told))
            handed = {str(getattr(each, "pk", each)) for each in told.values() if not isinstance(each, list)}
            if any(key in answer for key in planted.ids - handed):
                leaks.append(f"{name} as {actor.label}: {answer[:200]}")
    with capsys.disabled():
        print(f"\nselectors: {count} answers about what is elsewhere")
    assert leaks == []
    assert count > 50
