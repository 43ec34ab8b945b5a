"""The key that signs sessions and links: made once and kept in the data folder, unless the environment gives one."""

import os
import secrets
from pathlib import Path


def key_in(folder: Path) -> str:
    """The installation's key. Two processes starting at once end up with the same one."""
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".secret.key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)  # unlike a rename, refuses to replace the key another process just made
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
