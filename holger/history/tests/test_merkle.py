"""The tree: against the vectors that Certificate Transparency's own implementations are tested with, and against itself."""

import pytest

from holger.history.rules import merkle
from holger.history.rules.merkle import Tree

# The leaves and roots that the reference implementations of RFC 6962 and 9162 share.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {  # (index, size): the path, from the same place
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
GROWTH = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def hexed(path: list[bytes]) -> list[str]:
    return [each.hex() for each in path]


def test_the_empty_tree() -> None:
    assert Tree([]).root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_known_ones(size: int) -> None:
    assert Tree(LEAVES[:size]).root().hex() == ROOTS[size - 1]
    assert Tree(LEAVES).root(size).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_paths_are_the_known_ones(index: int, size: int) -> None:
    assert hexed(Tree(LEAVES).inclusion(index, size)) == PATHS[index, size]


@pytest.mark.parametrize(("earlier", "size"), GROWTH)
def test_proofs_of_growth_are_the_known_ones(earlier: int, size: int) -> None:
    assert hexed(Tree(LEAVES).consistency(earlier, size)) == GROWTH[earlier, size]


SIZES = range(1, 35)
DATA = [bytes([n]) * 32 for n in range(max(SIZES))]


def test_a_tree_grows_leaf_by_leaf() -> None:
    frontier: list[bytes] = []
    for size, data in enumerate(DATA):
        merkle.grow(frontier, size, data)
        assert merkle.fold(frontier) == Tree(DATA[: size + 1]).root()
        assert len(frontier) == (size + 1).bit_count() == len(merkle.widths(size + 1))


def test_every_leaf_can_be_proved_and_no_other() -> None:
    whole = Tree(DATA)
    for size in SIZES:
        root = whole.root(size)
        for index in range(size):
            path = whole.inclusion(index, size)
            assert merkle.includes(DATA[index], index, size, path, root)
            assert not merkle.includes(b"other", index, size, path, root)
            assert not merkle.includes(DATA[index], index, size, [*path, root], root)
            if path:
                assert not merkle.includes(DATA[index], index, size, path[:-1], root)


def test_a_smaller_tree_does_not_pass_for_a_larger_one() -> None:
    whole = Tree(DATA)
    path, root = whole.inclusion(0, 2), whole.root(2)
    assert merkle.includes(DATA[0], 0, 2, path, root)
    assert not merkle.includes(DATA[0], 0, 4, path, root)
    assert not merkle.includes(DATA[0], 2, 2, path, root)


def test_every_growth_can_be_proved_and_no_other() -> None:
    whole = Tree(DATA)
    for size in SIZES:
        for earlier in range(1, size + 1):
            proof, before, after = whole.consistency(earlier, size), whole.root(earlier), whole.root(size)
            assert merkle.grew(earlier, size, proof, before, after)
            assert not merkle.grew(earlier, size, proof, merkle.EMPTY, after)
            assert not merkle.grew(earlier, size, proof, before, merkle.EMPTY)
            assert not merkle.grew(earlier, size, [*proof, before], before, after)


@pytest.mark.parametrize("start", [1, 2, 3, 7, 8, 20, 31])
def test_what_is_kept_can_be_proved_when_the_beginning_is_gone(start: int) -> None:
    frontier: list[bytes] = []
    for size, data in enumerate(DATA[:start]):
        merkle.grow(frontier, size, data)
    kept, whole = Tree(DATA[start:], start, frontier), Tree(DATA)
    assert kept.root() == whole.root()
    for index in range(start, len(DATA)):
        assert kept.inclusion(index, len(DATA)) == whole.inclusion(index, len(DATA))
    for earlier in range(start, len(DATA) + 1):
        assert kept.consistency(earlier, len(DATA)) == whole.consistency(earlier, len(DATA))
    with pytest.raises(LookupError):
        kept.inclusion(start - 1, len(DATA))
