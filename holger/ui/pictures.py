"""A picture that somebody has attached, shown as nothing but a picture."""

from collections.abc import Callable
from typing import IO

from django.http import FileResponse, Http404

LARGEST = 10 * 1024 * 1024
"""Bytes: a larger picture is no use in a text."""


def kind_of(beginning: bytes) -> str | None:
    """PNG, JPEG, GIF or WebP; None for everything else, SVG too: that can hold script."""
    if beginning.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if beginning.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if beginning[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "image/webp"
    return None


def answer(size: int, open_file: Callable[[], IO[bytes]]) -> FileResponse:
    """What it is, is read from its first bytes and not from what somebody has called it. 404 for anything but a picture."""
    if size > LARGEST:
        raise Http404
    file = open_file()
    kind = kind_of(file.read(16))
    if kind is None:
        file.close()
        raise Http404
    file.seek(0)
    shown = FileResponse(file, content_type=kind)
    shown["Content-Disposition"] = "inline"
    shown["Content-Security-Policy"] = "default-src 'none'; sandbox"
    shown["X-Content-Type-Options"] = "nosniff"
    return shown
