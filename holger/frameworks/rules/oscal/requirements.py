"""A catalogue's controls as requirements.

A control that is withdrawn is left out, and what still stands below it moves up. A group with nothing in it goes as well.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from holger.core.words import N_
from holger.frameworks.rules.brought import Note
from holger.frameworks.rules.framework import Framework, Requirement, Words
from holger.frameworks.rules.naming import LONGEST_ID, LONGEST_LINE, distinct, first_words, slug
from holger.frameworks.rules.oscal.choosing import everything, kept
from holger.frameworks.rules.oscal.model import Branch, Catalogue, Parameter
from holger.frameworks.rules.oscal.pieces import OscalPieces
from holger.frameworks.rules.oscal.prose import clean, filler
from holger.frameworks.rules.oscal.texts import Texts, texts

HEADINGS = ("function", "category", "family")
"""Classes of controls that only hold others together, as in NIST's CSF."""
NO_FACTS = ("label", "sort-id", "status", "alt-identifier", "method")
MOST_VALUES = 200
LONGEST_TEXT = 50_000


@dataclass(frozen=True)
class _Row:
    branch: Branch
    id: str
    parent: str


def framework(catalogue: Catalogue, pieces: OscalPieces, language: str) -> tuple[Framework, list[Note]]:
    """The framework, and what was left out of it. ``pieces`` collects the faults."""
    standing = kept(catalogue.branches, lambda branch: not branch.is_withdrawn)
    rows = list(_rows(standing, "", _Names(standing)))
    shown = {row.branch.id: row.id for row in rows}
    say = filler(_parameters(catalogue), language)
    said = [texts(row.branch, say) for row in rows]
    for row, each in zip(rows, said, strict=True):
        if max(map(len, (each.asks, each.guidance, *each.evidence))) > LONGEST_TEXT:
            pieces.say_at(row.branch.line, N_("The text is longer than %(most)s letters."), most=LONGEST_TEXT)
    requirements = [_requirement(row, each, shown, language) for row, each in zip(rows, said, strict=True)]
    if not pieces.faults and not any(requirement.assessable for requirement in requirements):
        pieces.say(None, N_("There is no requirement in the file."))
    withdrawn = sum(branch.is_withdrawn for branch in everything(catalogue.branches))
    notes = _notes(withdrawn, sum(each.left_out for each in said))
    return _framework(catalogue, requirements, language), notes


def _framework(catalogue: Catalogue, requirements: Sequence[Requirement], language: str) -> Framework:
    head = catalogue.head
    return Framework(
        key=head.key,
        version=head.version,
        title={language: first_words(head.title, LONGEST_LINE)},
        about=_words(head.about, language),
        issuer=head.issuer,
        rights=_words(head.rights, language),
        link=head.link,
        groups=(),
        requirements=requirements,
    )


def _notes(withdrawn: int, left_out: int) -> list[Note]:
    notes = []
    if withdrawn:
        notes.append(Note(N_("Withdrawn requirements that were left out: %(count)s."), {"count": withdrawn}))
    if left_out:
        text = N_("Texts on how an assessor works that were left out: %(count)s.")
        notes.append(Note(text, {"count": left_out}))
    return notes


def _words(text: str, language: str) -> Words:
    return {language: text} if text else {}


# --- Names and places ------------------------------------------------------------------------------------------------


class _Names:
    """A control goes by its label, as people call it, where that is one word and nobody else's; else by its id."""

    def __init__(self, branches: Sequence[Branch]):
        self.counts = Counter(_label(branch) for branch in everything(branches))
        self.taken: set[str] = set()

    def of(self, branch: Branch) -> str:
        label = _label(branch)
        fits = label and " " not in label and len(label) <= LONGEST_ID and self.counts[label] == 1
        return distinct(label if fits else branch.id or slug(branch.title), self.taken)


def _label(branch: Branch) -> str:
    """``AC-2 (1)`` and ``AC-2(1)`` are the same label in older and newer catalogues."""
    label = next((prop.value for prop in branch.props if prop.name == "label" and not prop.kind), "")
    return re.sub(r"(?<=\d) \(", "(", label)


def _rows(branches: Sequence[Branch], parent: str, names: _Names) -> Iterator[_Row]:
    for branch in branches:
        row = _Row(branch, names.of(branch), parent)
        yield row
        yield from _rows(branch.branches, row.id, names)


def _parameters(catalogue: Catalogue) -> dict[str, Parameter]:
    """By id. What a control says of a place goes before what the catalogue says of it."""
    lists = [branch.parameters for branch in everything(catalogue.branches)]
    found: dict[str, Parameter] = {}
    for parameter in (parameter for each in [*lists, catalogue.parameters] for parameter in each):
        found.setdefault(parameter.id, parameter)
    return found


# --- One requirement -------------------------------------------------------------------------------------------------


def _requirement(row: _Row, said: Texts, shown: Mapping[str, str], language: str) -> Requirement:
    return Requirement(
        id=row.id,
        parent=row.parent,
        title={language: _title(row, said)},
        assessable=_is_assessable(row.branch, said),
        asks=_words(said.asks, language),
        guidance=_words(said.guidance, language),
        evidence=[{language: text} for text in said.evidence],
        facts=_facts(row, shown),
    )


def _title(row: _Row, said: Texts) -> str:
    """Some catalogues give a number where a title should be; then the beginning of what it asks tells more."""
    title = clean(row.branch.title)
    if title in ("", row.id, row.branch.id):
        return first_words(said.asks) or row.id
    return first_words(title, LONGEST_LINE)


def _is_assessable(branch: Branch, said: Texts) -> bool:
    if branch.is_group:
        return False
    if not branch.branches:
        return True
    return bool(said.asks) and branch.kind not in HEADINGS


def _facts(row: _Row, shown: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if row.branch.id and row.branch.id != row.id:
        found["oscal_id"] = [row.branch.id]
    for prop in row.branch.props:
        if prop.name and prop.name not in NO_FACTS and prop.value:
            found.setdefault(prop.name[:LONGEST_ID], []).append(prop.value[:LONGEST_LINE])
    related = [shown[name] for name in row.branch.related if name in shown]
    if related:
        found["related"] = related
    return {name: list(dict.fromkeys(values))[:MOST_VALUES] for name, values in found.items()}
