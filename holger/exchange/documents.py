"""Reading a document that anybody may have made, as Markdown.

Like spreadsheets, a document is opened in a process of its own (``document_reader.py``); what comes back is text.
"""

import json
from dataclasses import dataclass

from holger.exchange import limits
from holger.exchange.reading import lines_of
from holger.exchange.unreadable import MESSAGES, Unreadable

READER = "holger.exchange.document_reader"
ENDINGS = (".docx", ".md", ".markdown", ".txt")


@dataclass(frozen=True)
class Document:
    """``title`` is its own, or what the file is called. ``pictures`` were left out."""

    title: str
    text: str
    pictures: int = 0


def read_document(content: bytes, filename: str) -> Document:
    """The text of a Word, Markdown or text file, or ``Unreadable`` within five seconds and without harm to this process."""
    if len(content) > limits.MAX_DOCUMENT:
        raise Unreadable("document_file_too_big", limit=limits.MAX_DOCUMENT // limits.MEGABYTE)
    try:
        told = [json.loads(line) for line in lines_of(content, filename, READER)]
    except Unreadable as error:
        code = f"document_{error.code}"
        raise Unreadable(code if code in MESSAGES else error.code, **error.params) from error
    return Document(**told[0])
