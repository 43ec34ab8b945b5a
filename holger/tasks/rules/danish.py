"""Denmark's days off, worked out here: most who use holger work by them, and the library that knows all countries takes longer
to load than any page takes to answer."""

from collections.abc import Mapping
from datetime import date, timedelta

from dateutil.easter import easter

FIXED: Mapping[tuple[int, int], tuple[str, str]] = {
    (1, 1): ("Nytårsdag", "New Year's Day"),
    (12, 25): ("Juledag", "Christmas Day"),
    (12, 26): ("Anden juledag", "Second Day of Christmas"),
}
MOVED: Mapping[int, tuple[str, str]] = {
    -3: ("Skærtorsdag", "Maundy Thursday"),
    -2: ("Langfredag", "Good Friday"),
    0: ("Påskedag", "Easter Sunday"),
    1: ("Anden påskedag", "Easter Monday"),
    26: ("Store bededag", "Great Prayer Day"),
    39: ("Kristi himmelfartsdag", "Ascension Day"),
    49: ("Pinsedag", "Pentecost"),
    50: ("Anden pinsedag", "Pentecost Monday"),
}
"""By the days from Easter Sunday."""
PRAYER, LAST_PRAYER = 26, 2023
CUSTOMARY: Mapping[tuple[int, int], tuple[str, str]] = {
    (6, 5): ("Grundlovsdag", "Constitution Day"),
    (12, 24): ("Juleaftensdag", "Christmas Eve"),
    (12, 31): ("Nytårsaften", "New Year's Eve"),
}
"""Days that no law makes holidays, but on which most offices are closed. 1 May is not among them: where it is a day off, it
is by agreement."""


def holidays(year: int, *, customary: bool, language: str = "da") -> dict[date, str]:
    """The days on which nobody works, besides the weekends, with their names."""
    sunday, names = easter(year), int(language[:2] == "en")
    found = {date(year, *day): both[names] for day, both in FIXED.items()}
    for days, both in MOVED.items():
        if days != PRAYER or year <= LAST_PRAYER:
            found[sunday + timedelta(days=days)] = both[names]
    return found | ({date(year, *day): both[names] for day, both in CUSTOMARY.items()} if customary else {})
