"""How long it takes to be there: filling the demo, starting again, answering, and what the web process weighs.

    .venv/bin/python bench/bench_start.py [--cold]

Limits: both demo organisations 15 s, warm start to the first page 4 s, web process 200 MB idle. With ``--cold`` a clean
clone is set up and started first (limit 90 s); the package tools' own caches are used as they are.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
PORT = 18765


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if "--cold" in sys.argv:
            clone = Path(folder) / "clone"
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
            told("cold, from a clean clone", start([str(clone / "run")], clone), 90)
        data = ["demo", "--data", f"{folder}/demo", "--port", str(PORT), "--json"]
        command = [str(ROOT / "run"), *data]
        told("filled and started", start(command, ROOT), None)
        told("started again", start(command, ROOT, weigh=True), 4)
        fill(Path(folder))


def start(command: list[str], folder: Path, *, weigh: bool = False) -> float:
    """Seconds until the demo says that it answers, and its first page has been had."""
    begun = time.monotonic()
    extra = [] if len(command) > 1 else ["demo", "--port", str(PORT), "--json"]
    server = subprocess.Popen([*command, *extra], cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = json.loads(server.stdout.readline())["base_url"]
        urllib.request.urlopen(f"{address}/account/login/", timeout=10).read()
        took = time.monotonic() - begun
        if weigh:
            time.sleep(1)
            print(f"{'web process, idle':30} {weight():8.0f} MB  (limit 200)")
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0, "the demo did not end well"
    return took


def weight() -> float:
    """The resident memory of the worker, in MB; the process that watches over it is told of apart."""
    listed = subprocess.run(["ps", "-eo", "rss,args"], capture_output=True, text=True, check=True).stdout
    sizes = [
        int(line.split()[0]) / 1024 for line in listed.splitlines() if re.search(rf"config\.server .* {PORT} ", line)
    ]
    return max(sizes)


def fill(folder: Path) -> None:
    """Seconds to fill both organisations, without migrating and starting."""
    data = folder / "filled"
    data.mkdir()
    there = {**os.environ, "HOLGER_DATA": str(data), "HOLGER_DEMO": "1"}
    there.pop("DATABASE_URL", None)
    python = [sys.executable, "-m", "holger"]
    subprocess.run([*python, "migrate", "--verbosity", "0"], env=there, check=True)
    begun = time.monotonic()
    subprocess.run([*python, "filldemo"], env=there, check=True)
    told("both organisations filled", time.monotonic() - begun, 15)


def told(what: str, took: float, limit: float | None) -> None:
    over = "" if limit is None or took <= limit else "   OVER"
    print(f"{what:30} {took:8.1f} s" + (f"  (limit {limit:g})" if limit else "") + over, flush=True)


if __name__ == "__main__":
    main()
