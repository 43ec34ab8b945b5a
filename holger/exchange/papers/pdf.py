"""A paper as PDF, set by Typst: tagged for screen readers, and fit for an archive."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from django.utils import translation

from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import limits
from holger.exchange.papers import data
from holger.exchange.papers.paper import Paper

ROOT = Path(__file__).resolve().parents[3]
log = logging.getLogger(__name__)
_turns = BoundedSemaphore(limits.AT_ONCE)


def pdf(paper: Paper) -> bytes:
    """The paper in pages, within ``limits.PRESS_WALL`` seconds, or ``RuleBroken``."""
    refuse_long(paper)
    with translation.override(paper.language):
        told = json.dumps(data.of(paper), ensure_ascii=False).encode()
    if not _turns.acquire(timeout=limits.WAIT):
        raise RuleBroken(N_("Others are having papers made just now. Try again in a moment."))
    try:
        return _pressed(told)
    finally:
        _turns.release()


def refuse_long(paper: Paper) -> None:
    """What nobody will turn the pages of."""
    if paper.length > limits.MAX_PAPER_ROWS:
        raise RuleBroken(
            N_("That is %(count)s rows; at most %(most)s fit in pages. Filter the list, or take it as Excel."),
            params={"count": paper.length, "most": limits.MAX_PAPER_ROWS},
        )


def _pressed(told: bytes) -> bytes:
    search = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {"PYTHONPATH": search, "PATH": os.environ.get("PATH", ""), "RAYON_NUM_THREADS": "2"}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "holger.exchange.papers.press"],
            input=told,
            capture_output=True,
            env=environment,
            timeout=limits.PRESS_WALL,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RuleBroken(N_("It took too long to set this in pages. Filter the list, or take it as Excel.")) from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        log.error("the press ended with %s: %s", done.returncode, done.stderr.decode(errors="replace")[-2000:])
        raise RuleBroken(N_("It took too much to set this in pages. Filter the list, or take it as Excel."))
    return done.stdout
