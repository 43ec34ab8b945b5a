"""Reading a framework from YAML that somebody brings: every fault is told with its line, and nothing half-read comes out."""

from collections import Counter
from collections.abc import Mapping, Sequence

from holger.core.words import N_
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.framework import CADENCES, Activity, Framework, Group, Requirement
from holger.frameworks.rules.nodes import Items, Limits, Node
from holger.frameworks.rules.pieces import Enough, Pieces
from holger.tasks.rules.roles import ROLES

FORMAT = "framework/1"
DEEPEST = 12
LIMITS = Limits(megabytes=8, depth=DEEPEST, pieces=1_000_000)
"""Several times the largest framework there is."""
MOST_REQUIREMENTS = 20_000
MOST_GROUPS = 50


def read(data: bytes, languages: frozenset[str]) -> Framework:
    """The framework in a file. ``languages`` are the codes that texts may be written in.

    Raises ``Unreadable`` with all faults that were found, or the first ones of very many.
    """
    return understood(yaml_tree.read(data, LIMITS), languages)


def understood(node: Node, languages: frozenset[str]) -> Framework:
    """The same, of a file that has been looked into already."""
    reader = _Reader(languages)
    return reader.finished(lambda: reader.framework(node))


class _Reader(Pieces):
    def framework(self, node: Node) -> Framework:
        known = ("holger", "key", "version", "title", "about", "issuer", "rights", "link", "groups", "requirements")
        told = self.mapping(node, known, needed=("holger", "key", "version", "title", "requirements"))
        self._must_be_ours(told)
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

    def _must_be_ours(self, told: Mapping[str, Node]) -> None:
        """What is of another kind has no faults of ours."""
        if "holger" in told and self.word(told["holger"], "id") != FORMAT:
            self.say(told["holger"], N_("Only the format “%(format)s” is known."), format=FORMAT)
        if self.faults:
            raise Enough

    def _group(self, node: Node) -> Group:
        told = self.mapping(node, ("key", "title", "about"), needed=("key", "title"))
        return Group(self.named(told.get("key")), self.words(told.get("title"), "title"), self.words(told.get("about")))

    def _requirement(self, node: Node, groups: set[str]) -> Requirement:
        known = (
            *("id", "parent", "title", "assessable", "asks", "guidance", "small", "evidence"),
            *("activity", "roles", "groups", "facts"),
        )
        told = self.mapping(node, known, needed=("id", "title"))
        return Requirement(
            id=self.named(told.get("id")),
            parent=self.word(told.get("parent"), "id"),
            title=self.words(told.get("title"), "title"),
            assessable=self.yes(told.get("assessable"), otherwise="asks" in told),
            asks=self.words(told.get("asks")),
            guidance=self.words(told.get("guidance")),
            small=self.words(told.get("small")),
            evidence=[self.words(each) for each in self.items(told.get("evidence"))],
            activity=self._activity(told.get("activity")),
            roles=self.chosen(told.get("roles"), ROLES),
            groups=self.chosen(told.get("groups"), groups),
            facts=self._facts(told.get("facts")),
        )

    def _activity(self, node: Node | None) -> Activity | None:
        if node is None:
            return None
        told = self.mapping(node, ("every", *self.languages), needed=("every",))
        every = self.chosen_one(told.pop("every", None), CADENCES)
        words = {language: text for language, each in told.items() if (text := self.word(each))}
        if not words:
            self.say(node, N_("A text is wanted here, by language."))
        return Activity(words, every)

    def _facts(self, node: Node | None) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.pairs(node):
            values = self.items(value) if isinstance(value, Items) else [value]
            found[name] = [self.word(each, "title") for each in values]
        return found

    def _tree(self, pairs: Sequence[tuple[Node, Requirement]]) -> None:
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


def _named(requirement: Requirement) -> dict[str, str]:
    return {"id": requirement.id, "parent": requirement.parent}
