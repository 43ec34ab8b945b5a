"""What kind of picture a file is, by how it begins."""


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
