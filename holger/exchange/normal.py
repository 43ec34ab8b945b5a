"""Text as it is compared: without case, accents, punctuation and other things that people spell differently."""

import re
import unicodedata

DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ß": "ss"})
CAMEL = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])")
BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
APART = re.compile(r"[^a-z0-9]+")
LONGEST_HEADING = 200
SAME = {"no": "nr", "nummer": "nr", "number": "nr", "num": "nr", "og": "and", "id": "id", "mail": "email"}


def plain(text: str) -> str:
    """Letters and digits in lower case with single blanks between: ``Ansvarlig (it)`` → ``ansvarlig it``."""
    text = unicodedata.normalize("NFC", text).casefold().translate(DANISH)
    text = unicodedata.normalize("NFKD", text)
    return APART.sub(" ", "".join(c for c in text if not unicodedata.combining(c))).strip()


def heading(text: str) -> str:
    """A column's heading: ``*Systemnr. (id)`` → ``systemnr``, ``next_review`` and ``NextReview`` → ``next review``."""
    text = text[:LONGEST_HEADING]
    bare = BRACKETS.sub(" ", text)
    words = plain(CAMEL.sub(" ", bare if plain(bare) else text)).replace("e mail", "email").split()
    return " ".join(SAME.get(word, word) for word in words)


def exact(text: str) -> str:
    """Case and blanks apart, the text itself: tells ``C#`` from ``C``."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
