"""What only some may know of, in the history: others are told that an entry is there, and can check the chain all the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from holger.core.registry import Secret, registry
from holger.history import exports, selectors, services, verification
from holger.history.tests.test_verification import outside
from holger.organisation.models import Unit
from tests.cast import Cast, actor_of, client_of, make_unit


@pytest.fixture
def unit(cast: Cast) -> Unit:
    """A unit of which Anna alone may know, and things told of it and of another."""
    unit, anna = make_unit(cast.kronborg, "Bunker"), actor_of(cast.anna)
    for target in (cast.production, unit, cast.production):
        services.record(actor=anna, action="unit.changed", target=target, changes={"name": ["A", "B"]}, reason="Why")
    services.checkpoint_make(actor=anna)
    services.record(actor=anna, action="unit.merged", target=unit, reason="Deep")
    return unit


@pytest.fixture(autouse=True)
def secret(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(actor: Any, known: Any) -> Any:
        found = Unit.objects.filter(name="Bunker") if actor.person_id != cast.anna.pk else Unit.objects.none()
        return found.extra(select={"reference": "name"})

    monkeypatch.setattr(registry, "secrets", [Secret("organisation.unit", rows)])


def test_nothing_tells_of_what_is_kept(cast: Cast, unit: Unit) -> None:
    olga, anna = actor_of(cast.olga), actor_of(cast.anna)
    assert not selectors.events_for(olga).filter(subject_id=unit.pk).exists()
    assert selectors.events_for(anna).filter(subject_id=unit.pk).count() == 2
    assert "merged" not in dict(selectors.verbs_in(olga)) and "merged" in dict(selectors.verbs_in(anna))


def test_the_whole_chain_holds_with_entries_withheld(cast: Cast, unit: Unit, tmp_path: Path) -> None:
    told = "".join(exports.whole_chain(cast.kronborg.pk, selectors.numbers_withheld(actor_of(cast.olga))))
    lines = [json.loads(line) for line in told.splitlines()]
    hidden = [line for line in lines if line.get("withheld")]
    assert [sorted(line) for line in hidden] == [
        ["format", "hash", "organisation_id", "previous", "seq", "withheld"]
    ] * 2
    assert str(unit.pk) not in told and "Bunker" not in told and "Deep" not in told
    path = tmp_path / "history.jsonl"
    path.write_text(told)
    code, said = outside(path)
    assert (code, "2 entries were withheld" in said, "1 checkpoints agree" in said) == (0, True, True), said
    assert verification.verify(cast.kronborg.pk, path).broken is None


def test_a_withheld_entry_cannot_be_another(cast: Cast, unit: Unit, tmp_path: Path) -> None:
    lines = "".join(exports.whole_chain(cast.kronborg.pk, selectors.numbers_withheld(actor_of(cast.olga)))).splitlines()
    number = next(n for n, line in enumerate(lines) if json.loads(line).get("withheld"))
    lines[number] = json.dumps(json.loads(lines[number]) | {"hash": "ab" * 32})
    path = tmp_path / "history.jsonl"
    path.write_text("\n".join(lines))
    assert outside(path)[0] == 1


def test_the_verdict_on_the_page_does_not_name_what_is_kept(
    cast: Cast, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = selectors.events_for(actor_of(cast.anna)).filter(subject_id=unit.pk)[0]
    broken = verification.Break(event.seq, "changed")
    verdict = verification.Verdict(cast.kronborg.pk, event.seq, event.hash, broken=broken, event=event)
    monkeypatch.setattr(verification, "verify", lambda organisation: verdict)
    pages = [client_of(each).post("/o/kronborg/history/seal/verify/") for each in (cast.olga, cast.anna)]
    assert ["Bunker" in page.content.decode() for page in pages] == [False, True]
