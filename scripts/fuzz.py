"""The interface asked every question that its own description allows, and many that it does not, as everybody there is.

./run schemathesis                    10,000 requests or more, spread over all roles and somebody without a token
./run schemathesis --requests 500     fewer
./run schemathesis --seed 7           the same questions again

A demo of its own is started for it on a free port. Ends with 1 on any answer of 500 or more, any status, header, kind or shape of
answer that the description does not tell of, and any operation that answers without a token.
"""

import argparse
import json
import math
import os
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "ignored_auth",
)
ORDER = ("employee", "auditor", "contributor", "dpo", "security_officer", "owner")
"""Those who can break most come last."""
THOROUGH = 5_000
"""From so many requests on."""
WITHOUT = ("people", "service-accounts")
"""Registers of whom no real one is named: suspending them would end the others' tokens."""


@contextmanager
def demo(folder: Path) -> Iterator[dict[str, Any]]:
    """A filled instance, with what it tells of itself."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "holger.config.settings", "HOLGER_DATA": str(folder)}
    import django

    django.setup()
    from holger.demo.instance import Instance

    class Hasty(Instance):
        @property
        def environment(self) -> Mapping[str, str]:
            return {**super().environment, "HOLGER_API_RATE": "1000000"}

    instance = Hasty(folder, free_port())
    instance.fill("en")
    server = instance.start()
    try:
        instance.wait(server)
        yield instance.told() | {"base_url": f"http://127.0.0.1:{instance.port}"}
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def asked(url: str, token: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
        return json.load(answer)


def references(base: str, slug: str, token: str, document: Mapping[str, Any]) -> dict[str, list[str]]:
    """A few of what there is, by register."""
    found = {}
    for path, methods in document["paths"].items():
        kind = path.split("{organisation}/")[-1]
        if "get" not in methods or "{" in kind or "/" in kind or kind in WITHOUT:
            continue
        if any(each.get("required") and each["in"] == "query" for each in methods["get"].get("parameters", ())):
            continue
        told = asked(f"{base}/api/v1/o/{slug}/{kind}", token)
        items = told.get("items", []) if isinstance(told, dict) else []
        names = [str(item.get("reference") or item.get("id")) for item in items[:10] if isinstance(item, dict)]
        found[kind] = [name for name in names if name != "None"]
    return found


def ask(
    told: dict[str, Any], token: str, phases: str, examples: int, seed: int, folder: Path
) -> tuple[int, Counter[str]]:
    """One caller's questions: Schemathesis' exit code, and how often which status was answered."""
    counts = folder / "counts.json"
    counts.write_text("{}", encoding="utf-8")
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "scripts"),
        "SCHEMATHESIS_HOOKS": "fuzz_hooks",
        "FUZZ_TOLD": json.dumps(told["hooks"]),
        "FUZZ_COUNTS": str(counts),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [
        *(str(Path(sys.executable).parent / "schemathesis"), "run", f"{told['base_url']}/api/v1/openapi.json"),
        *("--url", told["base_url"], "--checks", ",".join(CHECKS), "--continue-on-failure", "--no-color"),
        *("--phases", phases, "--max-examples", str(examples), "--seed", str(seed), "--warnings", "off"),
        *("--generation-database", "none", "--suppress-health-check", "all", "--request-timeout", "60"),
    ]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout[-20_000:], done.stderr[-5_000:], flush=True)
    return done.returncode, Counter(json.loads(counts.read_text(encoding="utf-8")))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./run schemathesis", description="Ask the API whatever its description allows."
    )
    parser.add_argument("--requests", type=int, default=10_000, metavar="N", help="at least so many (10000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which questions (1)")
    parser.add_argument("--role", action="append", choices=[*ORDER, "nobody"], help="only as this role")
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="holger-fuzz-") as folder, demo(Path(folder) / "demo") as told:
        return run(told, wanted, Path(folder))


def run(told: dict[str, Any], wanted: argparse.Namespace, folder: Path) -> int:
    here = told["organisations"][0]
    document = asked(f"{told['base_url']}/api/v1/openapi.json")
    operations = sum(len(methods) for methods in document["paths"].values())
    known = references(told["base_url"], here["slug"], here["tokens"]["owner"], document)
    told["hooks"] = {"slug": here["slug"], "references": known}
    callers = {"nobody": "", **{role: here["tokens"][role] for role in ORDER if role in here["tokens"]}}
    callers = {name: token for name, token in callers.items() if not wanted.role or name in wanted.role}
    sums: Counter[str] = Counter()
    bad = []
    seed = wanted.seed
    while sum(sums.values()) < wanted.requests:
        left = wanted.requests - sum(sums.values())
        for name, token in callers.items():
            examples = max(1, math.ceil(left / operations / len(callers)))
            # Every edge of every field is tried once, as the one who may do most; the rest is drawn by lot.
            phases = "coverage,fuzzing" if name == "owner" and wanted.requests >= THOROUGH else "fuzzing"
            code, counted = ask(told, token, phases, examples, seed, folder)
            sums += counted
            bad += [name] if code else []
            said = ", ".join(f"{status}: {count}" for status, count in sorted(counted.items()))
            print(
                f"{name:17} {'FAILED' if code else 'held  '} {sum(counted.values()):7,} requests ({said})", flush=True
            )
            if not counted:
                return 2
        seed += 1
    sure = f"{sum(sums.values()):,} requests to {operations} operations as {len(callers)} callers"
    print(f"{sure}: {'failed as ' + ', '.join(sorted(set(bad))) if bad else 'all held'}.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
