"""Measures and prints figures: ``./run bench`` for all, ``./run bench risks 500`` for one, with its arguments.

Figures are CPU time wherever a machine may be shared; each bench tells its limits beside what it measured.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(wanted: list[str]) -> int:
    known = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    if wanted and wanted[0] not in known:
        print(f"“{wanted[0]}” is not measured. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    codes = []
    for name in wanted[:1] or known:
        print(f"\n=== {name}", flush=True)
        codes.append(subprocess.run([sys.executable, known[name], *wanted[1:]]).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
