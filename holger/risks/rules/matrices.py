"""A matrix that somebody else has drawn as a method of ours, to be gone through before it is put in force.

It has levels of likelihood, of impact and of risk, and says a level of risk for each cell. Ours has equally many levels
both ways, and four bands at most; what it says besides, such as who may accept, is taken from the method at hand.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from holger.core.words import N_, Reason, Words
from holger.risks.rules.method import (
    BANDS,
    DIMENSIONS,
    FEWEST_LEVELS,
    MOST_LEVELS,
    Definition,
    mapping,
    scored_by_band,
)


class Drawn(Protocol):
    """``grid[likelihood][impact]`` is the place of a level among ``risk``, all from 0."""

    @property
    def title(self) -> Words: ...
    @property
    def likelihood(self) -> Sequence[Any]: ...
    @property
    def impact(self) -> Sequence[Any]: ...
    @property
    def risk(self) -> Sequence[Any]: ...
    @property
    def grid(self) -> Sequence[Sequence[int]]: ...


def why_not_use(matrix: Drawn) -> Reason | None:
    """Why no method can be made of a matrix."""
    rows, columns = len(matrix.likelihood), len(matrix.impact)
    sizes = {"likelihood": rows, "consequence": columns}
    if rows != columns:
        return Reason(
            N_(
                "It has %(likelihood)s levels of likelihood and %(consequence)s of consequence; a method has equally many."
            ),
            sizes,
        )
    if not FEWEST_LEVELS <= rows <= MOST_LEVELS:
        return Reason(N_("It has %(likelihood)s levels; a method has from 3 to 6."), sizes)
    if len(matrix.risk) < 2:
        return Reason(N_("It tells no risks apart."))
    return None


def as_definition(matrix: Drawn, method: Definition) -> dict[str, Any]:
    """The matrix in the place of that of a method."""
    size = len(matrix.likelihood)
    bands = _bands(len(matrix.risk))
    cells = {
        (impact + 1, likelihood + 1): bands[matrix.grid[likelihood][impact]]
        for likelihood in range(size)
        for impact in range(size)
    }
    used = [band for band in BANDS if band in cells.values()]
    return {
        **method,
        "levels": size,
        "likelihood": [
            {"level": n, "name": dict(step.title), "wording": _said(step)}
            for n, step in enumerate(matrix.likelihood, start=1)
        ],
        "consequence": [
            {"level": n, "name": dict(step.title), "wording": {name: _said(step) for name in DIMENSIONS}}
            for n, step in enumerate(matrix.impact, start=1)
        ],
        "matrix": scored_by_band(cells),
        "bands": [_band(key, matrix.risk, bands) for key in used],
        "appetite": _appetite(method["appetite"], used),
    }


def _bands(levels: int) -> list[str]:
    """The band of each level of risk, from the mildest: ends stay ends, and several share a band where there are more."""
    places = mapping(levels, len(BANDS))
    return [BANDS[places[level] - 1] for level in range(1, levels + 1)]


def _band(key: str, levels: Sequence[Any], bands: Sequence[str]) -> dict[str, Any]:
    """A band by the names of the levels that share it."""
    sharing = [level for level, band in zip(levels, bands, strict=True) if band == key]
    return {
        "key": key,
        "name": _joined([level.title for level in sharing]),
        "meaning": _joined([_said(x) for x in sharing]),
    }


def _joined(texts: Sequence[Words]) -> dict[str, str]:
    languages = dict.fromkeys(language for words in texts for language in words)
    found = {language: " / ".join(words[language] for words in texts if words.get(language)) for language in languages}
    return {language: text for language, text in found.items() if text}


def _said(step: Any) -> dict[str, str]:
    return dict(step.about or step.title)


def _appetite(appetite: Mapping[str, Any], used: Sequence[str]) -> dict[str, Any]:
    """The same highest bands, or the nearest milder ones that the matrix uses."""
    highest = {name: _nearest(band, used) for name, band in appetite["highest_band"].items()}
    return {**appetite, "highest_band": highest}


def _nearest(band: str, used: Sequence[str]) -> str:
    milder = [key for key in used if BANDS.index(key) <= BANDS.index(band)]
    return milder[-1] if milder else used[0]
