import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holger.core.permissions import ROLE_LABELS, Role
from holger.demo.instance import TOLD, Instance, run_until_told

OTHERS = {"suspended": "suspended", "removed": "removed", "mfa": "with a code from an app"}


class Command(BaseCommand):
    help = "Start a throw-away instance filled with two organisations, and print the logins."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, default=Path("data/demo"), help="folder of the instance (data/demo)")
        parser.add_argument("--port", type=int, default=8000, help="port to answer at (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (127.0.0.1)")
        parser.add_argument(
            "--language", choices=["da", "en"], default="da", help="language of the texts filled in (da)"
        )
        parser.add_argument("--fresh", action="store_true", help="throw the old demo away first")
        parser.add_argument(
            "--json", action="store_true", help="print one line of JSON when it answers, and nothing else"
        )

    def handle(self, *, data: Path, port: int, host: str, language: str, fresh: bool, **options: Any) -> None:
        instance = Instance(data.resolve(), port, host)
        if fresh and instance.folder.exists():
            if not instance.is_filled:
                raise CommandError(f"{data} has no {TOLD}, so it is no demo; remove it yourself if you mean it.")
            shutil.rmtree(instance.folder)
        instance.fill(language)
        server = instance.start()
        try:
            instance.wait(server)
        except BaseException:
            server.terminate()
            raise
        told = instance.told()
        print(json.dumps(told, ensure_ascii=False) if options["json"] else poster(told), flush=True)
        worker = instance.work()
        code = run_until_told(server)
        worker.stop()
        sys.stdout.flush()
        if code:
            os._exit(code if code > 0 else 1)


def poster(told: dict[str, Any]) -> str:
    """The logins, for people."""
    lines = ["", f"  holger is awake: {told['base_url']}", ""]
    for organisation in told["organisations"]:
        lines.append(f"  {organisation['name']}  {told['base_url']}/o/{organisation['slug']}/")
        for role, login in organisation["users"].items():
            label = OTHERS.get(role) or str(ROLE_LABELS[Role(role)])
            lines.append(f"    {label:<26} {login['email']:<36} {login['password']}")
        lines.append(f"    the app's secret: {organisation['users']['mfa']['secret']}")
        lines.append("")
    return "\n".join([*lines, "  Stop with Ctrl-C. Everything in it is made up; --fresh starts over.", ""])
