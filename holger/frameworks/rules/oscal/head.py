"""What an OSCAL document tells of itself: title, version, whose it is, and where it lies."""

import re
from collections.abc import Iterator, Mapping, Sequence

from holger.frameworks.rules.naming import LONGEST_LINE, cut, slug
from holger.frameworks.rules.nodes import Node
from holger.frameworks.rules.oscal.model import Head
from holger.frameworks.rules.oscal.pieces import OscalPieces
from holger.frameworks.rules.oscal.prose import clean

ISSUING = ("creator", "publisher", "author", "issuer", "prepared-by", "contact")
"""Roles in the order in which they are asked who issued it."""
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def head(pieces: OscalPieces, node: Node | None, places: Mapping[str, Sequence[str]]) -> Head:
    """``places`` are the addresses of the resources at the back of the document, by their ids."""
    told = pieces.told(node, needed=("title",))
    title = clean(pieces.word(told.get("title"), "title"))
    version = pieces.word(told.get("version"), "title")
    date = DATE.match(pieces.word(told.get("last-modified"), "title"))
    links = _links(pieces, told.get("links"), places)
    return Head(
        key=slug(_document_id(pieces, told.get("document-ids")) or title),
        version=_number(date),
        title=title,
        about=cut(_about(clean(pieces.word(told.get("remarks"))), version, date.group() if date else "")),
        issuer=cut(_issuer(pieces, told), LONGEST_LINE),
        rights=next((place for relation, place in links if relation == "license"), ""),
        link=_canonical(links),
    )


def places(pieces: OscalPieces, node: Node | None) -> dict[str, list[str]]:
    """The addresses of each resource at the back of the document."""
    found: dict[str, list[str]] = {}
    for each in pieces.listed(pieces.told(node).get("resources")):
        told = pieces.told(each)
        hrefs = [pieces.word(pieces.told(link).get("href"), "title") for link in pieces.listed(told.get("rlinks"))]
        found[pieces.word(told.get("uuid"), "id")] = [href for href in hrefs if href]
    return found


def _document_id(pieces: OscalPieces, node: Node | None) -> str:
    """What stays the same from edition to edition, where the document has such a name."""
    found = (pieces.word(pieces.told(each).get("identifier"), "title") for each in pieces.listed(node))
    return next(found, "")


def _number(date: re.Match[str] | None) -> int:
    """The day of the last change as a number: it grows from edition to edition, as the source's own version may not."""
    return max(int("".join(date.groups())), 1) if date else 1


def _about(remarks: str, version: str, date: str) -> str:
    """What it says of itself, and which edition it is."""
    edition = ", ".join(part for part in (f"Version {version}" if version else "", date) if part)
    return "\n\n".join(part for part in (remarks, f"{edition}." if edition else "") if part)


def _issuer(pieces: OscalPieces, told: Mapping[str, Node]) -> str:
    parties = {}
    for each in pieces.listed(told.get("parties")):
        party = pieces.told(each)
        parties[pieces.word(party.get("uuid"), "id")] = pieces.word(party.get("name"), "title")
    by_role: dict[str, str] = {}
    for role, uuid in _responsible(pieces, told.get("responsible-parties")):
        by_role.setdefault(role, parties.get(uuid, ""))
    named = [by_role[role] for role in ISSUING if by_role.get(role)]
    return next(iter([*named, *filter(None, parties.values())]), "")


def _responsible(pieces: OscalPieces, node: Node | None) -> Iterator[tuple[str, str]]:
    for each in pieces.listed(node):
        told = pieces.told(each)
        role = pieces.word(told.get("role-id"), "id")
        for uuid in pieces.listed(told.get("party-uuids")):
            yield role, pieces.word(uuid, "id")


def _links(pieces: OscalPieces, node: Node | None, places: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What each link of the document is for, and its address; one that points to the back is followed."""
    found = []
    for each in pieces.listed(node):
        told = pieces.told(each)
        relation, href = pieces.word(told.get("rel"), "id"), pieces.word(told.get("href"), "title")
        found += [(relation, place) for place in (places.get(href[1:], ()) if href.startswith("#") else (href,))]
    return found


def _canonical(links: Sequence[tuple[str, str]]) -> str:
    safe = [
        (relation, place) for relation, place in links if place.startswith("https://") and len(place) <= LONGEST_LINE
    ]
    wanted = [place for relation in ("canonical", "alternate") for each, place in safe if each == relation]
    return next(iter(wanted), "")
