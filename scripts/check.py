"""Everything that must be right, in one place: ``./run check`` for people, and CI runs just the same.

scripts/check.py check            style, types, layers, migrations, translations, locks, then all tests
scripts/check.py test             all tests: SQLite with a browser, then PostgreSQL without
scripts/check.py test ARGUMENTS   pytest with these arguments, on SQLite
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import postgres

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
# Where packages come from differs from place to place and has no business in files that everybody uses.
ADDRESS = re.compile(r"://|find-links|index-url|\"resolved\"")
FUNDING = re.compile(r"\"url\": ")  # npm notes where a package asks for money
LOCKS = [*ROOT.glob("requirements/*.lock"), ROOT / "package-lock.json", ROOT / "package.json", ROOT / "pyproject.toml"]


def command(*arguments: str, **environment: str) -> bool:
    clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    program = str(BIN / arguments[0]) if (BIN / arguments[0]).exists() else arguments[0]
    return subprocess.run([program, *arguments[1:]], cwd=ROOT, env=clean | environment).returncode == 0


def manage(*arguments: str) -> bool:
    return command("holger", *arguments, DJANGO_SETTINGS_MODULE="holger.config.settings_test")


def locks() -> bool:
    """No lock says where its packages are to be had."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in LOCKS
        for line in path.read_text(encoding="utf-8").splitlines()
        if ADDRESS.search(line) and not FUNDING.search(line)
    ]
    print("\n".join(found) or f"{len(LOCKS)} files, no address in any.")
    return not found


# Three on two processors, since some tests wait for servers and browsers; whoever has nothing left to do takes over what
# waits behind a long test.
SHARED = ("-n", "3", "--dist", "worksteal", "--durations", "20")


def tests_on_sqlite() -> bool:
    sys.path.insert(0, str(ROOT))
    from tests.browser import chromium

    # Found (or fetched) once, so that the workers need not each look for it.
    return pytest(*SHARED, CHROMIUM=str(chromium()))


def tests_on_postgres() -> bool:
    with postgres.server() as address:
        return pytest("-m", "not journey and not once", *SHARED, HOLGER_TEST_DATABASE_URL=address)


def pytest(*arguments: str, **environment: str) -> bool:
    print(f"pytest {' '.join(arguments)}", flush=True)
    return command("pytest", "-q", *arguments, **environment)


STEPS: dict[str, Callable[[], bool]] = {
    "style": lambda: command("ruff", "check", "."),
    "format": lambda: command("ruff", "format", "--check", "--quiet", "."),
    "templates": lambda: command("djlint", "--lint", "--quiet", "holger"),
    "types": lambda: command("mypy", "holger", "bench"),
    "layers": lambda: command("lint-imports"),
    "migrations": lambda: manage("makemigrations", "--check", "--dry-run"),
    "translations": lambda: command("python", "scripts/messages.py", "--check"),
    "locks": locks,
}
TESTS: dict[str, Callable[[], bool]] = {"tests on SQLite": tests_on_sqlite, "tests on PostgreSQL": tests_on_postgres}


def run(steps: dict[str, Callable[[], bool]]) -> int:
    """Every step runs, also after one that failed; the sum at the end tells all."""
    results = []
    for name, step in steps.items():
        print(f"\n--- {name}", flush=True)
        started = time.monotonic()
        passed = False
        try:
            passed = step()
        except (OSError, subprocess.CalledProcessError) as error:
            print(error)
        results.append((name, passed, time.monotonic() - started))
    print("\n" + "-" * 40)
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {name}")
    failed = sum(not passed for _, passed, _ in results)
    total = sum(seconds for *_, seconds in results)
    print(f"{len(results) - failed} of {len(results)} passed in {total:.0f} s.")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    wanted, *rest = arguments or ["check"]
    if rest:
        return 0 if command("pytest", *rest) else 1
    return run(TESTS if wanted == "test" else STEPS | TESTS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
