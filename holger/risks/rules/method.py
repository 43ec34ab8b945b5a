"""A risk method: what the levels mean, what each cell of the matrix says, and who may accept what.

A definition is plain JSON in the shape of ``library/method.yaml``. The matrix decides, cell by cell; the product of
consequence and likelihood never does. Each score belongs to one band and the bands' scores do not mix, so that the
worst of several risks is the one with the highest score, everywhere.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from holger.core.words import N_, Reason, Words, say

FEWEST_LEVELS, MOST_LEVELS = 3, 6
HIGHEST_SCORE = 999
LONGEST_ACCEPTANCE_DAYS = 365
BANDS = ("ok", "mid", "high", "crit")
"""The bands there are, the mildest first. A method may leave one out."""

DIMENSIONS = ("confidentiality", "integrity", "availability", "data_subjects")
SHORT = {"c": "confidentiality", "i": "integrity", "a": "availability", "s": "data_subjects"}

Definition = Mapping[str, Any]


class Cell(NamedTuple):
    score: int
    band: str


@dataclass(frozen=True)
class Level:
    """``wording`` is keyed by dimension for a consequence, by "" for a likelihood."""

    level: int
    name: Words
    wording: Mapping[str, Words]

    def says(self, language: str, dimension: str = "") -> str:
        return say(self.wording.get(dimension), language)


@dataclass(frozen=True)
class Band:
    key: str
    rank: int
    name: Words
    meaning: Words
    lowest: int
    highest: int

    @property
    def range(self) -> str:
        return f"{self.lowest}–{self.highest}" if self.lowest != self.highest else str(self.lowest)


@dataclass(frozen=True)
class Acceptors:
    """Roles that may accept a band: ``own`` on the risks they own, ``everywhere`` on all in their reach."""

    own: frozenset[str]
    everywhere: frozenset[str]
    longest_days: int

    def __bool__(self) -> bool:
        return bool(self.own or self.everywhere) and self.longest_days > 0


@dataclass(frozen=True)
class Method:
    version: int
    size: int
    likelihood: tuple[Level, ...]
    consequence: tuple[Level, ...]
    cells: Mapping[tuple[int, int], Cell]
    """(consequence, likelihood) → what the matrix says."""
    bands: tuple[Band, ...]
    highest_bands: Mapping[str, str]
    acceptance: Mapping[str, Acceptors]
    appetite: Words

    def cell(self, consequence: int | None, likelihood: int | None) -> Cell | None:
        """What the matrix says; None while either is missing or nothing is hit."""
        return self.cells.get((consequence, likelihood)) if consequence and likelihood else None

    @cached_property
    def _by_key(self) -> Mapping[str, Band]:
        return {band.key: band for band in self.bands}

    def band(self, key: str) -> Band:
        return self._by_key[key]

    def band_of(self, score: int | None) -> Band | None:
        """The one band of a score: lists, matrix, details and reports all ask here."""
        if score is None:
            return None
        return next((band for band in self.bands if band.lowest <= score <= band.highest), None)

    def beyond(self, dimension: str, band: str) -> bool:
        """Does a risk in ``band`` lie over the appetite for ``dimension``?"""
        return self.band(band).rank > self.band(self.highest_bands[dimension]).rank

    def acceptors(self, band: str) -> Acceptors:
        return self.acceptance[band]

    @property
    def levels(self) -> range:
        return range(1, self.size + 1)

    def limit(self, dimensions: Sequence[str] = DIMENSIONS) -> Band:
        """The mildest band that is over the appetite for any of ``dimensions``; the last band when none is."""
        ranks = [self.band(self.highest_bands[dimension]).rank for dimension in dimensions]
        return self.bands[min(min(ranks) + 1, len(self.bands) - 1)]


def read(definition: Definition, version: int = 0) -> Method:
    """The method that a definition describes. Ask ``problems`` first whether it holds."""
    cells = {(c["consequence"], c["likelihood"]): Cell(c["score"], c["band"]) for c in definition["matrix"]}
    return Method(
        version=version,
        size=definition["levels"],
        likelihood=tuple(
            Level(level["level"], level["name"], {"": level["wording"]}) for level in definition["likelihood"]
        ),
        consequence=tuple(
            Level(level["level"], level["name"], level["wording"]) for level in definition["consequence"]
        ),
        cells=cells,
        bands=_bands(definition, cells),
        highest_bands=definition["appetite"]["highest_band"],
        acceptance={
            key: Acceptors(frozenset(row["own"]), frozenset(row["everywhere"]), row["longest_days"])
            for key, row in definition["acceptance"].items()
        },
        appetite=definition["appetite"]["wording"],
    )


def _bands(definition: Definition, cells: Mapping[tuple[int, int], Cell]) -> tuple[Band, ...]:
    """The bands in order, with the scores that the matrix gives them."""
    scores = defaultdict(list)
    for cell in cells.values():
        scores[cell.band].append(cell.score)
    return tuple(
        Band(band["key"], rank, band["name"], band["meaning"], min(scores[band["key"]]), max(scores[band["key"]]))
        for rank, band in enumerate(band for band in definition["bands"] if scores[band["key"]])
    )


def problems(definition: Definition) -> list[Reason]:
    """Everything that keeps a definition from being used, each naming the part to correct."""
    size = definition.get("levels")
    if not isinstance(size, int) or not FEWEST_LEVELS <= size <= MOST_LEVELS:
        return [Reason(N_("Choose between 3 and 6 levels."), field="levels")]
    found = [*_level_problems(definition, size), *_matrix_problems(definition, size)]
    return found or [*_band_problems(definition), *_acceptance_problems(definition)]


def _level_problems(definition: Definition, size: int) -> Iterator[Reason]:
    for part in ("likelihood", "consequence"):
        levels = definition.get(part, [])
        if [level.get("level") for level in levels] != list(range(1, size + 1)):
            yield Reason(N_("Describe each level once, from 1 to %(size)s."), {"size": size}, part)
        for level in levels:
            if not any((level.get("name") or {}).values()):
                yield Reason(N_("Level %(level)s has no name."), {"level": level.get("level")}, part)


def _matrix_problems(definition: Definition, size: int) -> Iterator[Reason]:
    wanted = {(consequence, likelihood) for consequence in range(1, size + 1) for likelihood in range(1, size + 1)}
    matrix = definition.get("matrix", [])
    if sorted((c.get("consequence"), c.get("likelihood")) for c in matrix) != sorted(wanted):
        yield Reason(N_("Every cell of the matrix needs exactly one score and one band."), field="matrix")
        return
    for cell in matrix:
        score, where = cell.get("score"), {"consequence": cell["consequence"], "likelihood": cell["likelihood"]}
        if not isinstance(score, int) or isinstance(score, bool) or not 1 <= score <= HIGHEST_SCORE:
            yield Reason(
                N_("The score at consequence %(consequence)s, likelihood %(likelihood)s must be from 1 to 999."),
                where,
                "matrix",
            )
        if cell.get("band") not in BANDS:
            yield Reason(
                N_("Choose a band at consequence %(consequence)s, likelihood %(likelihood)s."), where, "matrix"
            )


def _band_problems(definition: Definition) -> Iterator[Reason]:
    described = [band.get("key") for band in definition.get("bands", [])]
    used: dict[str, list[int]] = defaultdict(list)
    for cell in definition["matrix"]:
        used[cell["band"]].append(cell["score"])
    if described != sorted(set(described), key=BANDS.index) or not set(used) <= set(described):
        yield Reason(N_("Describe each band that the matrix uses, the mildest first."), field="bands")
        return
    order = [key for key in described if key in used]
    for milder, worse in pairwise(order):
        if max(used[milder]) >= min(used[worse]):
            yield Reason(
                N_("Score %(worse)s is in a worse band than score %(milder)s. Give the worse band the higher scores."),
                {"worse": min(used[worse]), "milder": max(used[milder])},
                "matrix",
            )
    limits = definition.get("appetite", {}).get("highest_band", {})
    if set(limits) != set(DIMENSIONS) or not set(limits.values()) <= set(order):
        yield Reason(N_("Choose the highest band within the appetite for every dimension."), field="appetite")


def _acceptance_problems(definition: Definition) -> Iterator[Reason]:
    table = definition.get("acceptance", {})
    for band in definition["bands"]:
        row = table.get(band["key"])
        if row is None:
            yield Reason(N_("Say for every band who may accept it."), field="acceptance")
        elif not 0 <= row.get("longest_days", -1) <= LONGEST_ACCEPTANCE_DAYS:
            yield Reason(N_("An acceptance lasts one year at most."), field="acceptance")


def warnings(definition: Definition) -> list[Reason]:
    """What may be meant, but seldom is: a cell milder than the one to its left or below it."""
    cells = {(c["consequence"], c["likelihood"]): c["score"] for c in definition["matrix"]}
    found = []
    for (consequence, likelihood), score in sorted(cells.items()):
        for milder in ((consequence - 1, likelihood), (consequence, likelihood - 1)):
            if cells.get(milder, 0) > score:
                where = {"consequence": consequence, "likelihood": likelihood, "score": score, "other": cells[milder]}
                text = N_(
                    "Consequence %(consequence)s, likelihood %(likelihood)s scores %(score)s, a milder cell %(other)s."
                )
                found.append(Reason(text, where, "matrix"))
    return found


def mapping(old: int, new: int) -> dict[int, int]:
    """Levels of an old scale on a new one of another size: the ends stay ends, the rest is spread between, upwards."""
    return {level: 1 - (-(level - 1) * (new - 1) // (old - 1)) for level in range(1, old + 1)}


def resized(definition: Definition, size: int) -> dict[str, Any]:
    """The same method with another number of levels: words and bands taken from the nearest old level, to be edited."""
    old = definition["levels"]
    nearest = mapping(size, old)
    cells = {(c["consequence"], c["likelihood"]): c["band"] for c in definition["matrix"]}
    levels = range(1, size + 1)
    bands = {(c, level): cells[nearest[c], nearest[level]] for c in levels for level in levels}
    return {
        **definition,
        "levels": size,
        **{
            part: [{**definition[part][nearest[level] - 1], "level": level} for level in levels]
            for part in ("likelihood", "consequence")
        },
        "matrix": scored_by_band(bands),
        "bands": [band for band in definition["bands"] if band["key"] in bands.values()],
    }


def scored_by_band(bands: Mapping[tuple[int, int], str]) -> list[dict[str, Any]]:
    """Scores that rise with the product, and never pass from a milder band into a worse one."""
    order = sorted(bands, key=lambda cell: (BANDS.index(bands[cell]), cell[0] * cell[1]))
    found, highest = [], 0
    for band in BANDS:
        floor, last = highest, 0
        for consequence, likelihood in (cell for cell in order if bands[cell] == band):
            score = max(consequence * likelihood, floor + 1)
            last = max(last, score)
            found.append({"consequence": consequence, "likelihood": likelihood, "score": score, "band": band})
        highest = max(highest, last)
    return found
