"""The command ``holger``: Django's management commands, with errors said in a line instead of a traceback.

It ends with 0 when all went well, 1 when holger says no (a rule, a failure it could tell of), and 2 when it was asked
the wrong way: an unknown command or argument, or settings that cannot be used.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

WELL, REFUSED, MISUSED = 0, 1, 2
APART = {"demo": "holger.demo.showing"}
"""Commands that do without Django: the module with their ``HELP`` and ``main``."""


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments == ["--version"]:
        return version()
    os.umask(0o077)  # what holger writes is for the user it runs as
    if arguments and arguments[0] in APART:
        return int(import_module(APART[arguments[0]]).main(arguments[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holger.config.settings")
    from holger.config.env import ConfigurationError

    try:
        load()
    except ConfigurationError as error:
        return say(f"The settings cannot be used:\n{error}", MISUSED)
    if not arguments or arguments in (["help"], ["--help"], ["-h"]):
        return overview()
    return run(arguments)


def load() -> None:
    """All of what is loaded stays: to look through it for what could be thrown away takes half of a short command's time."""
    import django
    from django.apps import apps

    if apps.ready:
        return
    gc.disable()
    try:
        django.setup()
        gc.freeze()
    finally:
        gc.enable()


def run(arguments: list[str]) -> int:
    from django.core.management import ManagementUtility, get_commands
    from django.core.management.base import CommandError, SystemCheckError, handle_default_options
    from django.db import DatabaseError

    from holger.core.errors import NotAllowed, RuleBroken

    name = arguments[0]
    if name == "help" or name not in get_commands():
        return say(f"“{name}” is not a command. holger help lists them.", MISUSED)
    command = ManagementUtility(["holger", *arguments]).fetch_command(name)
    command._called_from_command_line = True  # type: ignore[attr-defined]  # wrong arguments: a usage line and exit code 2
    given = command.create_parser("holger", name).parse_args(arguments[1:])
    handle_default_options(given)
    options = vars(given)
    try:
        command.execute(*options.pop("args", ()), **options)
    except SystemCheckError as error:
        return say(str(error), MISUSED)
    except CommandError as error:
        if options["traceback"]:
            raise
        return say(str(error), error.returncode)
    except (RuleBroken, NotAllowed) as error:
        return say(str(error), REFUSED)
    except DatabaseError as error:
        hint = " Run: holger migrate" if "no such table" in str(error) or "does not exist" in str(error) else ""
        return say(f"The database says no: {str(error).strip()}{hint}", REFUSED)
    except KeyboardInterrupt:
        return REFUSED
    return WELL


def overview() -> int:
    """holger's own commands, a line for each."""
    from django.core.management import get_commands, load_command_class

    print("holger COMMAND [ARGUMENTS]; holger COMMAND --help tells more\n")
    own = {name: app for name, app in get_commands().items() if str(app).startswith("holger.")}
    helps = {name: load_command_class(app, name).help.strip().splitlines()[0] for name, app in own.items()}
    helps |= {name: import_module(module).HELP for name, module in APART.items()}
    for name in sorted(helps):
        print(f"  {name:<20} {helps[name]}")
    return WELL


def version() -> int:
    from holger import __version__

    print(f"holger {__version__}")
    return WELL


def say(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code
