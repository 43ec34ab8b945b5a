"""Small files that must be whole, private, and on the disk: keys and ledgers."""

import os
import threading
from contextlib import suppress
from pathlib import Path


def write_private(path: Path, content: bytes, *, only_new: bool = False) -> None:
    """Put a file in place at once, for its owner alone. With ``only_new`` the first of two writers wins, silently."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if only_new:
        with suppress(FileExistsError):
            os.link(draft, path)  # unlike a rename, refuses to replace the file another process just made
        draft.unlink()
    else:
        draft.replace(path)
    settle(path.parent)


def add_line(path: Path, line: str) -> None:
    """Add a line to a private file; when this returns it is on the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = not path.exists()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if new:
        settle(path.parent)


def settle(folder: Path) -> None:
    """A file's name is on the disk when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
