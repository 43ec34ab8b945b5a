"""Tables in plain text: which encoding, which character between the columns."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from holger.exchange import limits
from holger.exchange.unreadable import Unreadable

DELIMITERS = ";\t,|"
"""In the order they win when two fit equally well."""

SAMPLE = 60


def encoding_of(path: str, head: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else the Windows code page of western Europe."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8"
    with open(path, "rb") as file:
        while chunk := file.read(limits.MEGABYTE):
            if b"\0" in chunk or chunk.count(b"\x01") + chunk.count(b"\x02") > 2:
                raise Unreadable("not_a_spreadsheet")
            if encoding == "utf-8":
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    if head.startswith(
        (
            b"%PDF",
            b"\x89PNG",
            b"\xff\xd8\xff",
            b"GIF8",
            b"{\\rtf",
            b"\x1f\x8b",
            b"7z\xbc\xaf",
            b"Rar!",
        )
    ):
        raise Unreadable("not_a_spreadsheet")
    return encoding


def rows(path: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers from 1; a leading ``sep=;`` is obeyed and left out."""
    csv.field_size_limit(limits.MEGABYTE)
    with open(path, encoding=encoding, errors="replace", newline="") as file:
        try:
            sample = [line[: limits.MEGABYTE] for line in islice(file, SAMPLE)]
            told = sample[0].strip().lower() if sample else ""
            chosen = told[4:5] if told.startswith("sep=") and len(told) == 5 else delimiter_of(sample)
            file.seek(0)
            for number, row in enumerate(csv.reader(file, delimiter=chosen), 1):
                if number == 1 and told.startswith("sep="):
                    continue
                yield number, row
        except csv.Error as error:
            raise Unreadable("too_large" if "limit" in str(error) else "broken") from error
        except UnicodeError as error:
            raise Unreadable("not_a_spreadsheet") from error


def delimiter_of(lines: list[str]) -> str:
    """The character that divides most lines into equally many columns."""

    def fitness(delimiter: str) -> float:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        if not widths:
            return 0
        width, often = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        return often / widths.total() * min(width, 8) if width > 1 else 0

    return max(DELIMITERS, key=fitness)
