"""YAML, and no more of it than is needed: what unfolds, what makes objects and what is nested without end is refused.

Aliases unfold to gigabytes, and tags make objects. The tree is put together from the parser's events, so both are
seen before anything is built.
"""

import yaml

from holger.core.words import N_
from holger.frameworks.rules.faults import Fault, Unreadable
from holger.frameworks.rules.nodes import Building, Items, Limits, Names, Node, Text, decoded


def read(data: bytes, limits: Limits) -> Node:
    text = decoded(data, limits)
    building = Building(limits)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            _take(event, building)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise Unreadable([Fault(line, N_("The text has characters that cannot be kept."))]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = {"problem": getattr(error, "problem", None) or "?"}
        raise Unreadable(
            [Fault(mark.line + 1 if mark else 1, N_("This is not YAML: %(problem)s."), problem)]
        ) from error
    return building.done()


def _take(event: yaml.Event, building: Building) -> None:
    line = event.start_mark.line + 1
    _refuse(event, line)
    if isinstance(event, yaml.ScalarEvent):
        building.add(Text(event.value, line, quoted=event.style is not None and event.style != ""))
    elif isinstance(event, yaml.MappingStartEvent):
        building.open(Names(line))
    elif isinstance(event, yaml.SequenceStartEvent):
        building.open(Items(line))
    elif isinstance(event, yaml.CollectionEndEvent):
        building.close()
    elif isinstance(event, yaml.DocumentStartEvent) and building.root is not None:
        raise Unreadable([Fault(line, N_("A second document begins here. Only one is read."))])


def _refuse(event: yaml.Event, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Unreadable([Fault(line, N_("References (& and *) are not read here. Write the text out."))])
    if getattr(event, "tag", None):
        raise Unreadable([Fault(line, N_("Tags (!) are not read here."))])
