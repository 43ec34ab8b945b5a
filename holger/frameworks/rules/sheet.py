"""Requirements in a spreadsheet: what rows must have to do with each other, and how a guide lies in columns."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holger.core.words import LANGUAGES, N_, Reason, Words
from holger.frameworks.rules.tree import DEEPEST

TEXTS = ("asks", "guidance", "small")
MOST_EVIDENCE = 200


@dataclass(frozen=True)
class Row[K: Hashable]:
    """A requirement as it would be: ``framework`` is the one that it is in, ``parent`` the id of what it is part of."""

    number: int
    framework: K
    code: str
    parent: str


def misplaced[K: Hashable](
    rows: Sequence[Row[K]], there: Mapping[K, Mapping[str, str]]
) -> Iterable[tuple[int, Reason]]:
    """Rows whose parent is missing, or that would be part of themselves. ``there``: framework → id → parent's id."""
    parents = {framework: dict(known) for framework, known in there.items()}
    for row in rows:
        parents.setdefault(row.framework, {})[row.code] = row.parent
    for row in rows:
        if reason := _misplaced(row, parents[row.framework]):
            yield row.number, reason


def _misplaced(row: Row[Any], parents: Mapping[str, str]) -> Reason | None:
    depth, above, seen = 0, row.parent, {row.code}
    if above and above not in parents:
        return Reason(N_("There is no requirement “%(id)s” in the framework."), {"id": above})
    while above and above in parents:
        if above == row.code:
            return Reason(N_("A requirement is not part of itself, nor of its own parts."))
        if above in seen:
            return None  # a circle further up, which is told at its own rows
        seen.add(above)
        depth, above = depth + 1, parents[above]
    return Reason(N_("This is nested too deeply.")) if depth >= DEEPEST else None


def whys(values: Mapping[str, Any]) -> Iterable[tuple[str, Reason]]:
    """What is wrong within a row."""
    if not (values.get("title_da") or values.get("title_en")):
        yield "title_en", Reason(N_("Give the requirement a title in at least one language."))
    counts = {language: len(lines(values.get(f"evidence_{language}") or "")) for language in LANGUAGES}
    if all(counts.values()) and counts["da"] != counts["en"]:
        text = N_("Danish has %(da)s lines and English %(en)s. The same line is the same evidence in both.")
        yield "evidence_en", Reason(text, counts)
    if max(counts.values()) > MOST_EVIDENCE:
        yield "evidence_en", Reason(N_("%(most)s lines at most."), {"most": MOST_EVIDENCE})
    said = bool(values.get("activity_da") or values.get("activity_en"))
    if said and not values.get("every"):
        yield "every", Reason(N_("Say how often it comes again."))
    if values.get("every") and not said:
        yield "activity_en", Reason(N_("Say what comes again."))


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def spread(guide: Mapping[str, Any]) -> dict[str, Any]:
    """A guide by columns. Evidence is a line each, in both languages alike."""
    activity = guide.get("activity") or {}
    found: dict[str, Any] = {"every": activity.get("every"), "roles": tuple(guide.get("roles", ()))}
    for language in LANGUAGES:
        found |= {f"{name}_{language}": guide.get(name, {}).get(language, "") for name in TEXTS}
        found[f"activity_{language}"] = activity.get("words", {}).get(language, "")
        found[f"evidence_{language}"] = listed(guide.get("evidence", ()), language)
    return found


def listed(evidence: Sequence[Words], language: str) -> str:
    """A line for each. One that is missing in this language, while others are not, is shown in the other."""
    texts = [" ".join(words.get(language, "").split()) for words in evidence]
    if not any(texts):
        return ""
    return "\n".join(text or next(iter(words.values()), "") for text, words in zip(texts, evidence, strict=True))


def paired(danish: str, english: str) -> list[dict[str, str]]:
    """Evidence in both languages, line by line; in one of them where only that was written."""
    da, en = lines(danish), lines(english)
    if da and en:
        return [{"da": one, "en": other} for one, other in zip(da, en, strict=True)]
    return [{"da": line} for line in da] or [{"en": line} for line in en]


def gathered(values: Mapping[str, Any], guide: Mapping[str, Any]) -> dict[str, Any]:
    """A guide with what the columns say over what it said; a column that is not there leaves it as it is."""
    told = {**spread(guide), **values}
    parts: dict[str, Any] = {name: _words(told, name) for name in TEXTS}
    if values.keys() & {"evidence_da", "evidence_en"}:
        parts["evidence"] = paired(told["evidence_da"] or "", told["evidence_en"] or "")
    activity = _words(told, "activity")
    parts["activity"] = {"words": activity, "every": told["every"]} if activity and told["every"] else None
    parts["roles"] = list(told["roles"] or ())
    return {name: part for name, part in {**guide, **parts}.items() if part}


def _words(told: Mapping[str, Any], name: str) -> dict[str, str]:
    texts = {language: told.get(f"{name}_{language}") or "" for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}
