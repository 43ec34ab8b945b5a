"""What hangs on an object, of all tables at once: the same as each of them says, and found by an index."""

from collections import defaultdict
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from holger.assets.models import Asset, InformationType
from holger.comments import services as comments
from holger.comments.models import Comment
from holger.core.hanging import there
from holger.core.registry import Hanging, registry
from holger.organisation.models import Tag
from holger.privacy.models import Activity, RetentionRule
from holger.risks.models import AssetScore
from tests.cast import Cast, actor_of, client_of
from tests.world import World


def objects() -> list[Any]:
    return [obj for subject in registry.subjects.values() for obj in subject.model._default_manager.all()]


def told(way: Hanging, obj: Any) -> bool:
    return way.model._default_manager.filter(**{way.field: obj.pk}).exists()


def fill(cast: Cast) -> None:
    """What the world has on no asset at all."""
    here = {"organisation": cast.kronborg}
    asset, process = (Asset.objects.filter(**here, type=kind)[0] for kind in ("application", "process"))
    asset.tags.add(Tag.objects.create(**here, name="Aarhus"))
    asset.information_types.add(InformationType.objects.filter(**here)[0])
    activity = Activity.objects.filter(**here)[0]
    activity.systems.add(asset)
    activity.processes.add(process)
    RetentionRule.objects.filter(**here).update(system=asset)
    AssetScore.objects.update_or_create(**here, asset=asset)


def test_it_says_of_every_object_what_each_table_says(cast: Cast, world: World) -> None:
    fill(cast)
    seen: dict[type[models.Model], set[bool]] = defaultdict(set)
    for obj in objects():
        ways: dict[type[models.Model], list[Hanging]] = defaultdict(list)
        for way in registry.hanging:
            if way.subject_type in ("*", obj._meta.label_lower):
                ways[way.model].append(way)
        for model, some in ways.items():
            wanted = any(told(way, obj) for way in some)
            assert there(obj, model) == wanted, (obj, model)
            seen[model].add(wanted)
    # A table of which nothing hangs anywhere, or something everywhere, would have been compared with nothing.
    assert {model.__name__ for model in seen if seen[model] != {True, False}} == set()
    assert set(seen) == {way.model for way in registry.hanging}


def test_all_is_asked_in_one_question_of_each_object(cast: Cast, world: World) -> None:
    asset = Asset.objects.filter(organisation=cast.kronborg).first()
    models_of = {way.model for way in registry.hanging if way.subject_type in ("*", "assets.asset")}
    assert len(models_of) > 10
    with CaptureQueriesContext(connection) as asked:
        for model in models_of:
            there(asset, model)
    assert len(asked) == 1


def test_of_a_table_that_nobody_has_named_it_says_nothing(cast: Cast, world: World) -> None:
    with pytest.raises(KeyError):
        there(Asset.objects.filter(organisation=cast.kronborg).first(), Asset)


@pytest.mark.parametrize("way", registry.hanging, ids=lambda way: f"{way.model.__name__}.{way.field}")
def test_each_table_has_an_index_for_it(way: Hanging) -> None:
    field = way.model._meta.get_field(way.field)
    firsts = {index.fields[0].lstrip("-") for index in way.model._meta.indexes if index.fields}
    assert field.db_index or way.field in firsts, way


def test_what_is_written_is_there_when_the_object_is_read_again(cast: Cast, world: World) -> None:
    asset = Asset.objects.filter(organisation=cast.kronborg, archived_at=None).exclude(
        pk__in=Comment.objects.values("subject_id")
    )[0]
    page = f"/o/kronborg/{asset.path}"
    client = client_of(cast.anna)
    words = "The copies lie in Aarhus."
    assert words not in client.get(page).content.decode()
    comments.comment_add(actor=actor_of(cast.anna), subject=asset, text=words)
    assert words in client.get(page).content.decode()
