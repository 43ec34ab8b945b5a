"""Dates as people write them in spreadsheets."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from holger.exchange.normal import plain


class Order(StrEnum):
    """Which comes first in 03-11-25; a whole column is read one way."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januar january", "feb februar february", "mar marts march", "apr april", "maj may", "jun juni june",
         "jul juli july", "aug august", "sep sept september", "okt oct oktober october", "nov november",
         "dec december"), 1)
    for name in names.split()
}  # fmt: skip

NUMERIC = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
WEEK = re.compile(r"(?:(?:(\d{4})\s*-?\s*)?(?:uge|week|w|u)\.?\s*(\d{1,2})(?:\D+(\d{4}))?)", re.IGNORECASE)
TIME = re.compile(r"[T ,]+(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$")
EXCEL_ZERO = date(1899, 12, 30)
EXCEL_RANGE = range(18_264, 73_415)
"""Serial numbers of 1950 to 2100; other numbers are no dates."""


def parse(text: str, order: Order = Order.DAY_FIRST) -> date | None:
    """The day that ``text`` names, or None."""
    text = TIME.sub("", text.strip())
    if match := ISO.fullmatch(text) or COMPACT.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := NUMERIC.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), _year(match[3])
        day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
        return _date(year, month, day)
    if match := WEEK.fullmatch(text):
        digits = match[1] or match[3]
        return _monday(int(digits), int(match[2])) if digits else None
    return _with_month_name(text)


def guess(text: str) -> date | None:
    """A day to suggest for text that is none: the first of the month or year it names, the last before 31 February."""
    if (match := NUMERIC.fullmatch(text.strip())) and 1 <= int(match[2]) <= 12 and int(match[1]) in (29, 30, 31):
        named, number = _year(match[3]), int(match[2])
        return date(named, number, monthrange(named, number)[1])
    words = plain(text).split()
    year = next((int(word) for word in words if re.fullmatch(r"(19|20)\d\d", word)), None)
    if year is None:
        return None
    month = next((MONTHS[word] for word in words if word in MONTHS), None)
    quarter = next((int(word[1]) for word in words if re.fullmatch(r"[qk][1-4]", word)), None)
    if month is None and quarter:
        month = quarter * 3 - 2
    if month is None and len(words) == 2 and words[0].isdigit() and 1 <= int(words[0]) <= 12:
        month = int(words[0])
    return date(year, month or 1, 1)


def of_number(number: float) -> date | None:
    """The day that Excel's serial number stands for."""
    if int(number) in EXCEL_RANGE:
        return EXCEL_ZERO + timedelta(days=int(number))
    return parse(str(int(number))) if number == int(number) and 19_500_101 <= number <= 21_001_231 else None


def order_of(texts: Iterable[str]) -> Order:
    """Day first, unless the column has dates that only make sense month first and none that only do day first."""
    pairs = [(int(m[1]), int(m[2])) for text in texts if (m := NUMERIC.fullmatch(TIME.sub("", text.strip())))]
    month_first = any(second > 12 for _first, second in pairs) and not any(first > 12 for first, _second in pairs)
    return Order.MONTH_FIRST if month_first else Order.DAY_FIRST


def day_of(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _with_month_name(text: str) -> date | None:
    words = plain(text).split()
    months = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [re.sub(r"(st|nd|rd|th)$", "", word) for word in words if word not in MONTHS and word not in ("den", "d")]
    if len(months) != 1 or len(numbers) != 2 or not all(number.isdigit() for number in numbers):
        return None
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    return _date(_year(year), months[0], int(day))


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
