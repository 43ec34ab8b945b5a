"""The map is drawn: information types, processes, assets, and what depends on what."""

from collections.abc import Mapping
from typing import Any

from holger.assets import services
from holger.assets.models import Asset
from holger.demo.filling.story import Story, numbered
from holger.organisation.services import next_numbers, tag_create
from holger.suppliers.models import Supplier
from holger.suppliers.services import suppliers_named

DRAWN = 600
"""Days ago."""

PLAIN = (
    "type", "status", "classification", "personal_data", "exposure", "hosting", "country",
    "contract", "users", "mfa", "backup", "logging", "rto_hours", "rpo_hours", "mtpd_hours",
)  # fmt: skip
WORDED = ("title", "purpose", "location", "peak_periods", "workaround")


def plan(story: Story) -> None:
    story.at(DRAWN, inform)
    story.at(DRAWN, list_all)
    story.at(DRAWN - 5, connect_all)
    story.at(DRAWN - 30, override_some)


def objects(story: Story) -> list[Mapping[str, Any]]:
    return [*story.content["processes"], *story.content["assets"]]


def inform(story: Story) -> None:
    for words in story.content["information_types"]:
        story.information[words["key"]] = services.information_type_create(
            actor=story.officer,
            name=story.text(words["name"]),
            personal_data=words["personal_data"],
            classification=words["classification"],
        )


def list_all(story: Story) -> None:
    taken = {"P": 0, "A": 0}
    for words in sorted(objects(story), key=lambda words: numbered(words["ref"])):
        prefix, number = numbered(words["ref"])
        if gap := number - taken[prefix] - 1:
            next_numbers(organisation_id=story.organisation.id, prefix=prefix, count=gap)
        taken[prefix] = number
        story.assets[words["key"]] = add(story, words)


def connect_all(story: Story) -> None:
    services.dependencies_add(
        actor=story.officer, new=[dependency(story, words) for words in story.content["dependencies"]]
    )


def override_some(story: Story) -> None:
    for words in objects(story):
        if words.get("override"):
            override(story, words)
    now = Asset.objects.in_bulk([asset.pk for asset in story.assets.values()])
    story.assets = {key: now[asset.pk] for key, asset in story.assets.items()}


def add(story: Story, words: Mapping[str, Any]) -> Asset:
    answers: dict[str, Any] = {name: words[name] for name in PLAIN if words.get(name) is not None}
    answers |= {name: story.text(words[name]) for name in WORDED if words.get(name)}
    answers |= {f"own_{dimension}": level for dimension, level in words.get("own", {}).items()}
    answers |= {f"impact_{time}": level for time, level in words.get("impact", {}).items()}
    answers |= {
        "owner": story.person(words.get("owner")),
        "deputy": story.person(words.get("deputy")),
        "unit": story.units.get(words.get("unit", "")),
        "in_use_from": words.get("in_use_from"),
        "end_of_support": words.get("end_of_support") or story.day(words.get("end_of_support_in_days")),
        "last_reviewed": story.day(-words["last_reviewed_days_ago"] if "last_reviewed_days_ago" in words else None),
        "next_review": story.day(words.get("next_review_in_days")),
        "information_types": [story.information[key] for key in words.get("information_types", ())],
        "tags": [tag(story, name) for name in words.get("tags", ())],
    }
    if words.get("supplier"):
        answers["supplier"] = supplier(story, words["supplier"])
    return services.asset_create(actor=story.officer, **answers)


def supplier(story: Story, name: str) -> Supplier:
    """The supplier of this name, however it is spelled; the first time it is named it is added to the register."""
    return Supplier.objects.get(pk=suppliers_named(actor=story.officer, names=[name])[name])


def tag(story: Story, words: Any) -> Any:
    name = story.text(words)
    if name not in story.tags:
        story.tags[name] = tag_create(actor=story.officer, name=name)
    return story.tags[name]


def dependency(story: Story, words: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "source": story.assets[words["source"]],
        "target": story.assets[words["target"]],
        "kind": words["kind"],
        "note": story.text(words.get("note")),
        **{f"carries_{dimension}": dimension in words.get("carries", "cia") for dimension in "cia"},
    }


def override(story: Story, words: Mapping[str, Any]) -> None:
    levels = {f"override_{dimension}": words["override"].get(dimension) for dimension in "cia"}
    asset = Asset.objects.get(pk=story.assets[words["key"]].pk)
    services.asset_override_need(
        actor=story.officer, asset=asset, reason=story.text(words["override"]["reason"]), **levels
    )
