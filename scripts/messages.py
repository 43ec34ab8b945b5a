"""Brings the Danish catalogue up to date with the texts in code and templates, without gettext's own tools.

./run messages           collect the texts; new ones are added empty, forgotten ones removed
./run messages --check   only look: fails when a text is missing, not translated, unsure or no longer used
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from holger import __version__

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "holger/locale/da/LC_MESSAGES/django.po"
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# Danish texts of holger. Kept in order by ./run messages."


def sources() -> Iterator[Path]:
    """Code and templates; the room of assets is one of them, so folders are told apart by where they lie."""
    for path in sorted((ROOT / "holger").rglob("*")):
        code = path.suffix == ".py" and not {"tests", "migrations"} & set(path.parts)
        if code or (path.suffix in (".html", ".txt") and "templates" in path.parts):
            yield path


def texts_of(path: Path) -> str:
    """Python code in which babel finds the texts; Django turns templates into such, but their indents mean nothing."""
    from django.utils.translation.template import templatize

    text = path.read_text()
    if path.suffix == ".py":
        return text
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())


def collect() -> Catalog:
    found = Catalog(locale="da", project="holger")
    for path in sources():
        where = path.relative_to(ROOT).as_posix()
        content = BytesIO(texts_of(path).encode())
        for line, message, comments, context in extract(
            "python", content, KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
        ):
            found.add(message, locations=[(where, line)], auto_comments=comments, context=context)
    return found


def translated() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="da", project="holger")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="da")


def check(catalogue: Catalog, found: Catalog) -> list[str]:
    """What is wrong with the translations, a line for each."""
    keys = {(message.id, message.context) for message in catalogue if message.id}
    wanted = {(message.id, message.context) for message in found if message.id}
    wrong = [f"missing: {name(key)}" for key in sorted(wanted - keys, key=str)]
    wrong += [f"no longer used: {name(key)}" for key in sorted(keys - wanted, key=str)]
    wrong += [f"no longer used: {name((message.id, message.context))}" for message in catalogue.obsolete.values()]
    for message in catalogue:
        strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        if message.id and not all(strings):
            wrong.append(f"not translated: {name((message.id, message.context))}")
        elif message.id and message.fuzzy:
            wrong.append(f"unsure: {name((message.id, message.context))}")
        wrong += [
            f"{name((message.id, message.context))}: {error}" for error in message.check(catalogue) if all(strings)
        ]
    return wrong


def name(key: tuple[object, object]) -> str:
    text, context = key
    return f"“{text[0] if isinstance(text, tuple) else text}”" + (f" ({context})" if context else "")


def update(catalogue: Catalog, found: Catalog) -> None:
    """Where the texts stand is told by file alone: line numbers would change the catalogue with every edit."""
    found.creation_date = catalogue.creation_date  # a date that changes with every run says nothing
    catalogue.update(found, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "holger", __version__
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "holger"
    catalogue.header_comment = HEADER
    catalogue.revision_date = catalogue.creation_date
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False, omit_header=False)


def main(arguments: list[str]) -> int:
    settings.configure(USE_I18N=True)
    django.setup()
    catalogue, found = translated(), collect()
    if "--check" not in arguments:
        update(catalogue, found)
    wrong = check(catalogue, found)
    print("\n".join(wrong[:50]) or f"{len(found)} texts, all translated.")
    if len(wrong) > 50:
        print(f"... and {len(wrong) - 50} more")
    return 1 if wrong and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
