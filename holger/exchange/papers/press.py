"""The press: sets one paper, in a process of its own. ``python -m holger.exchange.papers.press`` reads the paper as JSON and
writes the PDF.

It runs apart from the site with limits on memory and time, so that no text, however odd, holds a page up. It knows
neither Django nor the database, and the layout reads nothing but its own folder.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from holger.exchange import limits

HERE = Path(__file__).parent
STANDARDS: tuple[Any, ...] = (["a-2a", "ua-1"], ["ua-1"], [])
"""For the archive and for screen readers; a text with a letter that no typeface of ours has only gets the last."""


def main() -> int:
    confine()
    told = sys.stdin.buffer.read()
    sys.stdout.buffer.write(printed(told))
    sys.stdout.buffer.flush()
    return 0


def confine() -> None:
    """No more memory and time than setting a paper takes (where the system can)."""
    try:
        import resource

        with open("/proc/self/statm") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        most = used + limits.PRESS_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.PRESS_CPU, limits.PRESS_CPU + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return  # without /proc the parent's clock still ends it


def printed(told: bytes) -> Any:
    import typst

    made_at = datetime.fromisoformat(json.loads(told)["stamp"])
    compiler = typst.Compiler(
        str(HERE / "layout/paper.typ"),
        root=str(HERE / "layout"),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"paper": told.decode()},
        package_path=os.devnull,
        package_cache_path=os.devnull,
    )
    for standards in STANDARDS:
        try:
            return compiler.compile(format="pdf", pdf_standards=standards, timestamp=made_at)
        except typst.TypstError as error:
            refused = error
    raise refused


if __name__ == "__main__":
    sys.exit(main())
