"""What a profile adds to single controls, and takes out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from holger.frameworks.rules.oscal.model import Addition, Alteration, Branch, Parameter, Part, Prop, Removal


def altered(branch: Branch, alterations: Mapping[str, Alteration]) -> Branch:
    branch = replace(branch, branches=[altered(below, alterations) for below in branch.branches])
    if branch.is_group or branch.id not in alterations:
        return branch
    for removal in alterations[branch.id].removals:
        branch = _without(branch, removal)
    for addition in alterations[branch.id].additions:
        branch = _with(branch, addition)
    return branch


# --- Taking out ------------------------------------------------------------------------------------------------------


def _without(branch: Branch, removal: Removal) -> Branch:
    return replace(
        branch,
        props=[prop for prop in branch.props if not _is_meant_prop(prop, removal)],
        parameters=[each for each in branch.parameters if not _is_meant_parameter(each, removal)],
        parts=_parts_without(branch.parts, removal),
    )


def _parts_without(parts: Sequence[Part], removal: Removal) -> list[Part]:
    return [
        replace(
            part,
            props=[prop for prop in part.props if not _is_meant_prop(prop, removal)],
            parts=_parts_without(part.parts, removal),
        )
        for part in parts
        if not _is_meant_part(part, removal)
    ]


def _is_meant_part(part: Part, removal: Removal) -> bool:
    return _fits(removal, "part", name=part.name, kind=part.kind, id=part.id, namespace=part.namespace)


def _is_meant_prop(prop: Prop, removal: Removal) -> bool:
    return _fits(removal, "prop", name=prop.name, kind=prop.kind, id="", namespace=prop.namespace)


def _is_meant_parameter(parameter: Parameter, removal: Removal) -> bool:
    return _fits(removal, "param", name="", kind=parameter.kind, id=parameter.id, namespace="")


def _fits(removal: Removal, item: str, **has: str) -> bool:
    """It says something, and all that it says is so."""
    if removal.item not in ("", item):
        return False
    wanted = {name: getattr(removal, name) for name in has if getattr(removal, name)}
    return bool(wanted or removal.item) and all(has[name] == value for name, value in wanted.items())


# --- Adding ----------------------------------------------------------------------------------------------------------


def _with(branch: Branch, addition: Addition) -> Branch:
    if addition.to and addition.to != branch.id:
        return replace(branch, parts=_parts_with(branch.parts, addition))
    first = addition.position in ("starting", "before")
    return replace(
        branch,
        title=addition.title or branch.title,
        props=_joined(branch.props, addition.props, first=first),
        parameters=_joined(branch.parameters, addition.parameters, first=first),
        parts=_joined(branch.parts, addition.parts, first=first),
    )


def _parts_with(parts: Sequence[Part], addition: Addition) -> list[Part]:
    """Before or after the part that is named, or inside it."""
    found: list[Part] = []
    for part in parts:
        if part.id != addition.to:
            found.append(replace(part, parts=_parts_with(part.parts, addition)))
        elif addition.position == "before":
            found += [*addition.parts, part]
        elif addition.position == "after":
            found += [part, *addition.parts]
        else:
            found.append(_part_with(part, addition))
    return found


def _part_with(part: Part, addition: Addition) -> Part:
    first = addition.position == "starting"
    return replace(
        part,
        title=addition.title or part.title,
        props=_joined(part.props, addition.props, first=first),
        parts=_joined(part.parts, addition.parts, first=first),
    )


def _joined[Piece](those: Sequence[Piece], added: Sequence[Piece], *, first: bool) -> list[Piece]:
    return [*added, *those] if first else [*those, *added]
