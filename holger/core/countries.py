"""Countries by ISO 3166 code, named in the reader's language."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

from holger.core.words import LANGUAGES

NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


@lru_cache(maxsize=4)
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language, sep="-").territories
    return {
        code: name
        for code, name in sorted(territories.items(), key=lambda item: item[1])
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


def country_name(code: str) -> str:
    """The country's name, or the code itself where it has none."""
    return _names(get_language() or "en").get(code, code)


def names_of(code: str) -> tuple[str, ...]:
    """What the country is called in each language, as files may say it."""
    return tuple(_names(language).get(code, code) for language in LANGUAGES)


def countries() -> list[tuple[str, str]]:
    """All countries by name, for a field to choose from."""
    return list(_names(get_language() or "en").items())
