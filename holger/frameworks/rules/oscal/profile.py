"""What a profile makes of the catalogues that it builds on: it takes controls, leaves some, fills in and changes."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import translate

from holger.core.words import N_
from holger.frameworks.rules.brought import Note
from holger.frameworks.rules.oscal.altering import altered
from holger.frameworks.rules.oscal.choosing import everything, kept
from holger.frameworks.rules.oscal.model import Branch, Catalogue, Import, Parameter, Profile, Selection

MOST_NAMED = 20
"""Ids that a note names before it only counts them."""


def resolved(profile: Profile, sources: Sequence[Catalogue]) -> tuple[Catalogue, list[Note]]:
    """The catalogue that the profile describes. ``sources`` are what its imports name, in their order.

    The groups stay those of the catalogues, unless the profile wants a flat list: a tree is easier to read.
    """
    notes = [Note(N_("The profile's own groups were left out; the controls stand as in the catalogue."))]
    notes = notes if profile.is_rearranged else []
    branches: list[Branch] = []
    for each, source in zip(profile.imports, sources, strict=True):
        chosen = _chosen(each, source)
        branches += kept(source.branches, _is_one_of(chosen))
        notes += _missing(each, source)
    branches = _together(branches, set())
    if profile.is_flat:
        branches = [replace(each, branches=()) for each in everything(branches) if not each.is_group]
    branches = [altered(branch, profile.alterations) for branch in branches]
    parameters = [parameter for source in sources for parameter in source.parameters]
    settings = {setting.id: setting for setting in profile.settings}
    made = Catalogue(profile.uuid, profile.head, _set(parameters, settings), _all_set(branches, settings))
    return made, notes


# --- Which controls --------------------------------------------------------------------------------------------------


def _is_one_of(chosen: set[str]) -> Callable[[Branch], bool]:
    return lambda branch: branch.id in chosen


def _chosen(each: Import, source: Catalogue) -> set[str]:
    taken = _selected(each.taken, source.branches)
    if each.everything:
        taken = {branch.id for branch in everything(source.branches)}
    return taken - _selected(each.left, source.branches)


def _selected(selection: Selection, branches: Sequence[Branch]) -> set[str]:
    """``with-child-controls`` takes what lies below along."""
    ids = dict(selection.ids)
    patterns = [(re.compile(translate(pattern)), below) for pattern, below in selection.patterns]
    found: set[str] = set()
    for branch in everything(branches):
        if branch.is_group:
            continue
        wanted = [below for pattern, below in patterns if pattern.match(branch.id)]
        if branch.id in ids:
            wanted.append(ids[branch.id])
        if wanted:
            found.add(branch.id)
        if any(wanted):
            found |= {below.id for below in everything(branch.branches)}
    return found


def _missing(each: Import, source: Catalogue) -> list[Note]:
    there = {branch.id for branch in everything(source.branches)}
    missing = [name for name, _below in each.taken.ids if name not in there]
    if not missing:
        return []
    text = N_("The catalogue “%(title)s” has no %(ids)s. In all, %(count)s are missing.")
    named = ", ".join(missing[:MOST_NAMED])
    return [Note(text, {"title": source.head.title, "ids": named, "count": len(missing)})]


def _together(branches: Iterable[Branch], seen: set[str]) -> list[Branch]:
    """A group that two imports fill is one group; a control that both take is there once."""
    found: dict[str, Branch] = {}
    for number, branch in enumerate(branches):
        key = branch.id or f" {number}"
        if not branch.is_group:
            if key not in seen:
                found[key] = branch
            seen.add(key)
        elif key in found:
            found[key] = replace(found[key], branches=[*found[key].branches, *branch.branches])
        else:
            found[key] = branch
    return [replace(each, branches=_together(each.branches, seen)) for each in found.values()]


# --- What is filled in -----------------------------------------------------------------------------------------------


def _all_set(branches: Sequence[Branch], settings: Mapping[str, Parameter]) -> list[Branch]:
    return [
        replace(each, parameters=_set(each.parameters, settings), branches=_all_set(each.branches, settings))
        for each in branches
    ]


def _set(parameters: Sequence[Parameter], settings: Mapping[str, Parameter]) -> list[Parameter]:
    return [
        _one_set(parameter, settings[parameter.id]) if parameter.id in settings else parameter
        for parameter in parameters
    ]


def _one_set(parameter: Parameter, setting: Parameter) -> Parameter:
    return replace(
        parameter,
        label=setting.label or parameter.label,
        choices=setting.choices or parameter.choices,
        several=setting.several if setting.choices else parameter.several,
        values=setting.values or parameter.values,
    )
