"""Reading a framework from YAML that somebody brings: every fault is told with its line, and nothing half-read comes out.

YAML can do much that a list of requirements never needs, and some of it is dangerous: aliases that unfold to gigabytes,
tags that make objects. A document that uses them is refused before it is built.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from holger.core.strict_json import storable
from holger.core.words import N_
from holger.frameworks.rules.framework import CADENCES, ROLES, Activity, Framework, Group, Requirement

FORMAT = "framework/1"
LARGEST = 8 * 1024 * 1024
"""Bytes: several times the largest framework there is."""
DEEPEST = 12
MOST_REQUIREMENTS = 20_000
MOST_GROUPS, MOST_ITEMS = 50, 200
MOST_PIECES = 1_000_000
"""Words, lists and names in a file: more than so many requirements are made of, and few enough to hold."""
MOST_TOLD = 50
"""Faults that are told before one gives up."""
LONGEST = {"id": 60, "title": 500, "text": 10_000}


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line of a file: an English sentence marked with ``N_``, and the values to put into it."""

    line: int
    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Unreadable(Exception):
    """The file is not a framework as we know it. ``faults`` in the order of their lines."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__("; ".join(f"line {fault.line}: {fault.text % fault.params}" for fault in faults[:5]))
        self.faults = sorted(faults, key=lambda fault: fault.line)


def read(data: bytes, languages: frozenset[str]) -> Framework:
    """The framework in a file. ``languages`` are the codes that texts may be written in.

    Raises ``Unreadable`` with all faults that were found, or the first ones of very many.
    """
    node = _composed(data)
    reader = _Reader(languages)
    framework = reader.framework(node)
    if reader.faults or framework is None:
        raise Unreadable(reader.faults)
    return framework


# --- YAML, and no more of it than is needed --------------------------------------------------------------------------


def _composed(data: bytes) -> yaml.Node:
    if len(data) > LARGEST:
        most = {"most": LARGEST // (1024 * 1024)}
        raise Unreadable([Fault(1, N_("The file is larger than %(most)s MB."), most)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable([Fault(line, N_("The text is not UTF-8."))]) from error
    try:
        _look_through(text)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise Unreadable([Fault(line, N_("The text has characters that cannot be kept."))]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = {"problem": getattr(error, "problem", None) or "?"}
        raise Unreadable(
            [Fault(mark.line + 1 if mark else 1, N_("This is not YAML: %(problem)s."), problem)]
        ) from error
    if node is None:
        raise Unreadable([Fault(1, N_("The file is empty."))])
    return node


def _look_through(text: str) -> None:
    """Refuse what unfolds, what makes objects, and what is nested without end."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        line = event.start_mark.line + 1
        if number > MOST_PIECES:
            raise Unreadable([Fault(line, N_("The file holds more than a framework does."))])
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable([Fault(line, N_("References (& and *) are not read here. Write the text out."))])
        if getattr(event, "tag", None):
            raise Unreadable([Fault(line, N_("Tags (!) are not read here."))])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Unreadable([Fault(line, N_("This is nested too deeply."))])


# --- What it says ----------------------------------------------------------------------------------------------------


class _Enough(Exception):
    """So much is wrong that more would not help."""


class _Reader:
    def __init__(self, languages: frozenset[str]):
        self.languages = languages
        self.faults: list[Fault] = []

    def framework(self, node: yaml.Node) -> Framework | None:
        try:
            return self._framework(node)
        except _Enough:
            return None

    def _framework(self, node: yaml.Node) -> Framework | None:
        known = ("holger", "key", "version", "title", "about", "issuer", "rights", "link", "groups", "requirements")
        told = self.mapping(node, known, needed=("holger", "key", "version", "title", "requirements"))
        if not self._is_ours(told):
            return None
        groups = [self._group(each) for each in self.items(told.get("groups"), MOST_GROUPS)]
        counts = Counter(group.key for group in groups)
        for key in sorted(key for key, count in counts.items() if count > 1):
            self.say(told.get("groups"), N_("The group “%(id)s” is there twice."), id=key)
        keys = set(counts)
        listed = self.items(told.get("requirements"), MOST_REQUIREMENTS)
        pairs = [(each, self._requirement(each, keys)) for each in listed]
        self._tree(pairs)
        return Framework(
            key=self.named(told.get("key")),
            version=self.number(told.get("version")),
            title=self.words(told.get("title"), "title"),
            about=self.words(told.get("about")),
            issuer=self.word(told.get("issuer"), "title"),
            rights=self.words(told.get("rights")),
            link=self.link(told.get("link")),
            groups=groups,
            requirements=[requirement for _node, requirement in pairs],
        )

    def _is_ours(self, told: Mapping[str, yaml.Node]) -> bool:
        if "holger" in told and self.word(told["holger"], "id") != FORMAT:
            self.say(told["holger"], N_("Only the format “%(format)s” is known."), format=FORMAT)
        return "holger" in told and not self.faults

    def _group(self, node: yaml.Node) -> Group:
        told = self.mapping(node, ("key", "title", "about"), needed=("key", "title"))
        return Group(self.named(told.get("key")), self.words(told.get("title"), "title"), self.words(told.get("about")))

    def _requirement(self, node: yaml.Node, groups: set[str]) -> Requirement:
        known = (
            *("id", "parent", "title", "assessable", "asks", "small", "evidence"),
            *("activity", "roles", "groups", "facts"),
        )
        told = self.mapping(node, known, needed=("id", "title"))
        return Requirement(
            id=self.named(told.get("id")),
            parent=self.word(told.get("parent"), "id"),
            title=self.words(told.get("title"), "title"),
            assessable=self.yes(told.get("assessable"), otherwise="asks" in told),
            asks=self.words(told.get("asks")),
            small=self.words(told.get("small")),
            evidence=[self.words(each) for each in self.items(told.get("evidence"))],
            activity=self._activity(told.get("activity")),
            roles=self.chosen(told.get("roles"), ROLES),
            groups=self.chosen(told.get("groups"), groups),
            facts=self._facts(told.get("facts")),
        )

    def _activity(self, node: yaml.Node | None) -> Activity | None:
        if node is None:
            return None
        told = self.mapping(node, ("every", *self.languages), needed=("every",))
        every = self.chosen_one(told.pop("every", None), CADENCES)
        words = {language: text for language, each in told.items() if (text := self.word(each))}
        if not words:
            self.say(node, N_("A text is wanted here, by language."))
        return Activity(words, every)

    def _facts(self, node: yaml.Node | None) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.pairs(node):
            values = self.items(value) if isinstance(value, yaml.SequenceNode) else [value]
            found[name] = [self.word(each, "title") for each in values]
        return found

    def _tree(self, pairs: Sequence[tuple[yaml.Node, Requirement]]) -> None:
        """Every id once, and every part after the whole that it belongs to: so there can be no circle."""
        seen: set[str] = set()
        every = {requirement.id for _node, requirement in pairs}
        for node, requirement in pairs:
            if requirement.id in seen:
                self.say(node, N_("The id “%(id)s” is there twice."), id=requirement.id)
            if requirement.parent and requirement.parent == requirement.id:
                self.say(node, N_("“%(id)s” is part of itself."), id=requirement.id)
            elif requirement.parent and requirement.parent not in every:
                self.say(node, N_("“%(id)s” is part of “%(parent)s”, which is not here."), **_named(requirement))
            elif requirement.parent and requirement.parent not in seen:
                text = N_("“%(id)s” is part of “%(parent)s”, which comes after it. Put the whole before its parts.")
                self.say(node, text, **_named(requirement))
            seen.add(requirement.id)

    # Pieces

    def say(self, node: yaml.Node | None, text: str, **params: Any) -> None:
        self.faults.append(Fault(node.start_mark.line + 1 if node is not None else 1, text, params))
        if len(self.faults) >= MOST_TOLD:
            raise _Enough

    def pairs(self, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
        """Names and what they hold; each name once."""
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self.say(node, N_("Names with values are wanted here."))
            return
        seen = set()
        for key, value in node.value:
            name = self.word(key, "id")
            if name in seen:
                self.say(key, N_("“%(name)s” is there twice."), name=name)
            seen.add(name)
            yield name, value

    def mapping(self, node: yaml.Node | None, known: Sequence[str], needed: Sequence[str]) -> dict[str, yaml.Node]:
        """What is known of what is there. What is not known is most often misspelt."""
        found = {}
        for name, value in self.pairs(node):
            if name in known:
                found[name] = value
            else:
                self.say(
                    value, N_("“%(name)s” is not known here. There are: %(known)s."), name=name, known=_list(known)
                )
        if isinstance(node, yaml.MappingNode):
            for name in needed:
                if name not in found:
                    self.say(node, N_("“%(name)s” is missing."), name=name)
        return found

    def items(self, node: yaml.Node | None, most: int = MOST_ITEMS) -> Sequence[yaml.Node]:
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.say(node, N_("A list is wanted here."))
            return ()
        if len(node.value) > most:
            self.say(node, N_("More than %(most)s are listed here."), most=most)
        return list(node.value[:most])

    def named(self, node: yaml.Node | None) -> str:
        """A name that something goes by; it may not be blank."""
        text = self.word(node, "id")
        if node is not None and not text:
            self.say(node, N_("A text is wanted here."))
        return text

    def word(self, node: yaml.Node | None, kind: str = "text") -> str:
        """A text as it is written; numbers too, so that 1.10 does not become 1.1."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.say(node, N_("A text is wanted here."))
            return ""
        text = str(node.value).strip()
        if len(text) > LONGEST[kind]:
            self.say(node, N_("The text is longer than %(most)s letters."), most=LONGEST[kind])
        if not storable(text):
            self.say(node, N_("The text has characters that cannot be kept."))
        return text

    def words(self, node: yaml.Node | None, kind: str = "text") -> dict[str, str]:
        """A text by language. One that says only what it says is English."""
        if node is None:
            return {}
        pairs = [("en", node)] if isinstance(node, yaml.ScalarNode) else list(self.pairs(node))
        found = {}
        for language, value in pairs:
            if language not in self.languages:
                self.say(value, N_("“%(language)s” is not a language that is known here."), language=language)
            if text := self.word(value, kind):
                found[language] = text
        if not found:
            self.say(node, N_("A text is wanted here, by language."))
        return found

    def number(self, node: yaml.Node | None) -> int:
        text = self.word(node, "id")
        if text.isascii() and text.isdigit() and len(text) <= 6 and int(text):
            return int(text)
        self.say(node, N_("A whole number from 1 is wanted here."))
        return 0

    def yes(self, node: yaml.Node | None, *, otherwise: bool) -> bool:
        text = self.word(node, "id").lower()
        if text not in ("", "true", "false"):
            self.say(node, N_("Only true or false is wanted here."))
        return otherwise if text == "" else text == "true"

    def link(self, node: yaml.Node | None) -> str:
        text = self.word(node, "title")
        if text and not text.startswith("https://"):
            self.say(node, N_("An address that begins with https:// is wanted here."))
        return text

    def chosen(self, node: yaml.Node | None, known: Sequence[str] | set[str]) -> list[str]:
        return [self.chosen_one(each, known) for each in self.items(node)]

    def chosen_one(self, node: yaml.Node | None, known: Sequence[str] | set[str]) -> str:
        text = self.word(node, "id")
        if node is not None and text not in known:
            self.say(node, N_("“%(name)s” is not known here. There are: %(known)s."), name=text, known=_list(known))
        return text


def _named(requirement: Requirement) -> dict[str, str]:
    return {"id": requirement.id, "parent": requirement.parent}


def _list(known: Sequence[str] | set[str]) -> str:
    return ", ".join(sorted(known) if isinstance(known, set) else known) or "–"
