"""A backup that is not what was written is refused, whatever happened to it, and nothing is touched."""

import tracemalloc

import pytest
from django.db import connections

from holger.backup import keys, restoring
from holger.backup.archive import Unusable
from holger.backup.tests import damage, houses

pytestmark = [pytest.mark.usefixtures("unblocked"), pytest.mark.once]


def test_sixty_ways_to_break_it_are_refused_with_nothing_touched(source, tmp_path):
    broken = tmp_path / "broken.backup"
    with houses.house(source.folder):
        ours = keys.signing_key()
    taken, count = [], 0
    with houses.house(tmp_path / "other") as folder:
        (folder / "backup.key").write_bytes((source.folder / "backup.key").read_bytes())
        before = houses.looks(folder)
        for name, content in damage.all_of_it(source.backup.read_bytes(), ours):
            count += 1
            broken.write_bytes(content)
            try:
                restoring.restore(path=broken, say=lambda line: None)
                taken.append(name)
            except Unusable:
                pass
            if houses.looks(folder) != before:
                taken.append(f"{name}: touched")
        connections["default"].close()
    assert taken == []
    assert count >= 60


def test_what_is_not_broken_is_taken(source, tmp_path):
    """The damage above is refused for what it is, not because everything is."""
    content = source.backup.read_bytes()
    parts = damage.members(content)
    assert damage.packed(parts) == content
    with houses.house(source.folder):
        whole = damage.signed_anew(parts, key=keys.signing_key())
        path = tmp_path / "whole.backup"
        path.write_bytes(whole)
        restoring.check(path=path, say=lambda line: None)


def test_a_size_that_is_not_there_takes_no_memory(source, tmp_path):
    with houses.house(source.folder):
        broken = dict(damage.all_of_it(source.backup.read_bytes(), keys.signing_key()))["a size that is not there"]
    path = tmp_path / "x.backup"
    path.write_bytes(broken)
    tracemalloc.start()
    with pytest.raises(Unusable):
        restoring.check(path=path, any_signer=True)
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024**2
    tracemalloc.stop()
