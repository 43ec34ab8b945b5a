"""``holger demo``: a filled instance with its server, and the logins.

Apart from Django, like the server: what only watches over others need not wait for it, nor carry its weight. It reads the demo's
folder, not this installation's settings.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from holger.demo.instance import TOLD, Instance, Unready, run_until_told

HELP = "Start a throw-away instance filled with two organisations, and print the logins."
LABELS = {
    "dpo": "Data protection officer",
    "suspended": "suspended",
    "removed": "removed",
    "mfa": "with a code from an app",
}
"""What the poster calls those who are not called as they are named."""
REFUSED = 1


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="holger demo", description=HELP)
    parser.add_argument("--data", type=Path, default=Path("data/demo"), help="folder of the instance (data/demo)")
    parser.add_argument("--port", type=int, default=8000, help="port to answer at (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (127.0.0.1)")
    parser.add_argument("--language", choices=["da", "en"], default="da", help="language of the texts filled in (da)")
    parser.add_argument("--fresh", action="store_true", help="throw the old demo away first")
    parser.add_argument(
        "--json", dest="as_json", action="store_true", help="print one line of JSON when it answers, and nothing else"
    )
    return parser


def main(arguments: Sequence[str]) -> int:
    try:
        return show(**vars(parser().parse_args(arguments)))
    except Unready as reason:
        print(reason, file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return REFUSED


def show(*, data: Path, port: int, host: str, language: str, fresh: bool, as_json: bool) -> int:
    """Until it is told to stop. Raises ``Unready`` when it cannot be filled or served."""
    instance = Instance(data.resolve(), port, host)
    if fresh and instance.folder.exists():
        if not instance.is_filled:
            raise Unready(f"{data} has no {TOLD}, so it is no demo; remove it yourself if you mean it.")
        shutil.rmtree(instance.folder)
    instance.fill(language)
    server = instance.start()
    try:
        instance.wait(server)
    except BaseException:
        server.terminate()
        raise
    told = instance.told()
    print(json.dumps(told, ensure_ascii=False) if as_json else poster(told), flush=True)
    worker = instance.work()
    code = run_until_told(server)
    worker.stop()
    return code if code >= 0 else REFUSED


def poster(told: dict[str, Any]) -> str:
    """The logins, for people."""
    lines = ["", f"  holger is awake: {told['base_url']}", ""]
    for organisation in told["organisations"]:
        lines.append(f"  {organisation['name']}  {told['base_url']}/o/{organisation['slug']}/")
        for role, login in organisation["users"].items():
            lines.append(f"    {label(role):<26} {login['email']:<36} {login['password']}")
        lines.append(f"    the app's secret: {organisation['users']['mfa']['secret']}")
        lines.append("")
    return "\n".join([*lines, "  Stop with Ctrl-C. Everything in it is made up; --fresh starts over.", ""])


def label(role: str) -> str:
    """What a role, or a state at the door, is called in English."""
    return LABELS.get(role) or role.replace("_", " ").capitalize()
