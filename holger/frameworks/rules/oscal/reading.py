"""A catalogue or a profile, from a tree of the names that OSCAL has in JSON."""

from collections.abc import Mapping, Sequence

from holger.core.words import N_
from holger.frameworks.rules.nodes import Node
from holger.frameworks.rules.oscal.head import head, places
from holger.frameworks.rules.oscal.model import (
    Addition,
    Alteration,
    Branch,
    Catalogue,
    Import,
    Parameter,
    Part,
    Profile,
    Prop,
    Removal,
    Selection,
)
from holger.frameworks.rules.oscal.pieces import MOST, OscalPieces
from holger.frameworks.rules.pieces import MOST_ITEMS, Enough

MOST_IMPORTS = 20
MOST_CHANGES = 100
"""What a profile takes out of one control, or adds to it."""


class CatalogueReader(OscalPieces):
    def __init__(self) -> None:
        super().__init__(frozenset())
        self.seen: set[str] = set()

    def catalogue(self, node: Node) -> Catalogue:
        told = self.told(node, needed=("metadata",))
        return Catalogue(
            uuid=self.word(told.get("uuid"), "id"),
            head=head(self, told.get("metadata"), places(self, told.get("back-matter"))),
            parameters=self.parameters(told.get("params")),
            branches=self.branches(told),
        )

    def branches(self, told: Mapping[str, Node]) -> list[Branch]:
        found = [self.branch(each, is_group=True) for each in self.listed(told.get("groups"))]
        return found + [self.branch(each, is_group=False) for each in self.listed(told.get("controls"))]

    def branch(self, node: Node, *, is_group: bool) -> Branch:
        told = self.told(node, needed=() if is_group else ("id",))
        name = self.named(told.get("id"))
        if name and name in self.seen:
            self.say(node, N_("The id “%(id)s” is there twice."), id=name)
        self.seen.add(name)
        if len(self.seen) > MOST:
            self.say(node, N_("The file holds more than a framework does."))
            raise Enough
        return Branch(
            id=name,
            line=node.line,
            is_group=is_group,
            kind=self.word(told.get("class"), "id"),
            title=self.word(told.get("title"), "title"),
            props=self.props(told.get("props")),
            parameters=self.parameters(told.get("params")),
            parts=self.parts(told.get("parts")),
            related=self.related(told.get("links")),
            branches=self.branches(told),
        )

    def props(self, node: Node | None) -> list[Prop]:
        found = []
        for each in self.listed(node):
            told = self.told(each)
            name, kind, namespace = (self.word(told.get(key), "title") for key in ("name", "class", "ns"))
            found.append(Prop(name, kind, namespace, self.word(told.get("value"), "title")))
        return found

    def parameters(self, node: Node | None) -> list[Parameter]:
        return [self.parameter(self.told(each), "id") for each in self.listed(node)]

    def parameter(self, told: Mapping[str, Node], key: str) -> Parameter:
        select = self.told(told.get("select"))
        return Parameter(
            id=self.named(told.get(key)),
            kind=self.word(told.get("class"), "id"),
            label=self.word(told.get("label"), "title"),
            choices=[self.word(each, "title") for each in self.listed(select.get("choice"))],
            several=self.word(select.get("how-many"), "id") == "one-or-more",
            values=[self.word(each, "title") for each in self.listed(told.get("values"))],
        )

    def parts(self, node: Node | None) -> list[Part]:
        return [self.part(each) for each in self.listed(node)]

    def part(self, node: Node) -> Part:
        told = self.told(node)
        return Part(
            id=self.word(told.get("id"), "id"),
            name=self.word(told.get("name"), "id"),
            kind=self.word(told.get("class"), "id"),
            namespace=self.word(told.get("ns"), "title"),
            title=self.word(told.get("title"), "title"),
            prose=self.word(told.get("prose")),
            props=self.props(told.get("props")),
            parts=self.parts(told.get("parts")),
        )

    def related(self, node: Node | None) -> list[str]:
        links = [self.told(each) for each in self.listed(node)]
        hrefs = [
            self.word(told.get("href"), "title") for told in links if self.word(told.get("rel"), "id") == "related"
        ]
        return [href[1:] for href in hrefs if href.startswith("#")]


class ProfileReader(CatalogueReader):
    def profile(self, node: Node) -> Profile:
        told = self.told(node, needed=("metadata", "imports"))
        where = places(self, told.get("back-matter"))
        merge, modify = self.told(told.get("merge")), self.told(told.get("modify"))
        return Profile(
            uuid=self.word(told.get("uuid"), "id"),
            head=head(self, told.get("metadata"), where),
            imports=[self.imported(each, where) for each in self.items(told.get("imports"), MOST_IMPORTS)],
            is_flat="flat" in merge,
            is_rearranged="custom" in merge,
            settings=[
                self.parameter(self.told(each), "param-id") for each in self.listed(modify.get("set-parameters"))
            ],
            alterations=self.alterations(modify.get("alters")),
        )

    def imported(self, node: Node, where: Mapping[str, Sequence[str]]) -> Import:
        told = self.told(node, needed=("href",))
        href = self.word(told.get("href"), "title")
        return Import(
            line=node.line,
            places=[href, *where.get(href.removeprefix("#"), ())],
            everything="include-all" in told or "include-controls" not in told,
            taken=self.selection(told.get("include-controls")),
            left=self.selection(told.get("exclude-controls")),
        )

    def selection(self, node: Node | None) -> Selection:
        ids, patterns = [], []
        for each in self.listed(node):
            told = self.told(each)
            below = self.word(told.get("with-child-controls"), "id") == "yes"
            ids += [(self.named(name), below) for name in self.listed(told.get("with-ids"))]
            matching = [self.told(match).get("pattern") for match in self.items(told.get("matching"))]
            patterns += [(self.word(pattern, "id"), below) for pattern in matching]
        if len(patterns) > MOST_ITEMS:
            self.say(node, N_("More than %(most)s are listed here."), most=MOST_ITEMS)
            raise Enough
        return Selection(ids, patterns)

    def alterations(self, node: Node | None) -> dict[str, Alteration]:
        found: dict[str, Alteration] = {}
        for each in self.listed(node):
            told = self.told(each, needed=("control-id",))
            removals = [self.removal(self.told(one)) for one in self.items(told.get("removes"), MOST_CHANGES)]
            additions = [self.addition(self.told(one)) for one in self.items(told.get("adds"), MOST_CHANGES)]
            name = self.word(told.get("control-id"), "id")
            if name in found:
                self.say(each, N_("The id “%(id)s” is there twice."), id=name)
            found[name] = Alteration(removals, additions)
        return found

    def removal(self, told: Mapping[str, Node]) -> Removal:
        keys = ("by-name", "by-class", "by-id", "by-item-name", "by-ns")
        return Removal(*(self.word(told.get(key), "title") for key in keys))

    def addition(self, told: Mapping[str, Node]) -> Addition:
        return Addition(
            position=self.word(told.get("position"), "id") or "ending",
            to=self.word(told.get("by-id"), "id"),
            title=self.word(told.get("title"), "title"),
            props=self.props(told.get("props")),
            parameters=self.parameters(told.get("params")),
            parts=self.parts(told.get("parts")),
        )
