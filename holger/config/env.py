"""Settings come from the environment: each with a name, a type, a default and a sentence about what it does.

A wrong value is never guessed at. All mistakes are collected and told together, before anything else starts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from holger.backup.rules import Keep

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class ConfigurationError(Exception):
    """One or more environment variables cannot be used; the message has a line for each."""


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    description: str


class Environment:
    """Reads variables and remembers which were asked for, so that the documentation can be held against them."""

    def __init__(self, values: Mapping[str, str]):
        self.values = values
        self.variables: list[Variable] = []
        self.mistakes: list[str] = []

    def read[T](self, name: str, parse: Callable[[str], T], default: T, description: str, shown: str = "") -> T:
        """The variable's value, or ``default`` when it is unset or empty. ``shown``: the default, for the reader."""
        self.variables.append(Variable(name, shown or ("" if default is None else str(default)), description))
        text = self.values.get(name, "").strip()
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as mistake:
            self.mistakes.append(f"{name}: {mistake}")
            return default

    def text(self, name: str, default: str, description: str, shown: str = "") -> str:
        return self.read(name, str, default, description, shown)

    def flag(self, name: str, default: bool, description: str) -> bool:
        return self.read(name, parse_flag, default, description, "1" if default else "0")

    def number(self, name: str, default: int, description: str, least: int = 0, most: int = 2**31) -> int:
        return self.read(name, lambda text: parse_number(text, least, most), default, description)

    def names(self, name: str, default: list[str], description: str, shown: str = "") -> list[str]:
        return self.read(name, parse_names, default, description, shown)

    def folder(self, name: str, default: Path, description: str, shown: str = "") -> Path:
        return self.read(name, parse_folder, default, description, shown)

    def unknown(self) -> list[str]:
        """A line for each HOLGER_ variable that nobody asked for: most likely a slip of the pen."""
        known = [variable.name for variable in self.variables]
        lines = []
        for name in sorted(self.values):
            if name.startswith("HOLGER_") and name not in known:
                near = get_close_matches(name, known, 1)
                lines.append(f"{name} is not a setting" + (f"; did you mean {near[0]}?" if near else "."))
        return lines

    def complain(self) -> None:
        if self.mistakes:
            raise ConfigurationError("\n".join(self.mistakes))


def parse_flag(text: str) -> bool:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise ValueError(f"“{text}” is neither 1 nor 0.")


def parse_number(text: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ValueError(f"“{text}” is not a whole number from {least} to {most}.")
    return int(text)


def parse_evidence(text: str) -> dict[str, str]:
    """``s3://bucket/prefix?endpoint=https://host:port&region=name``."""
    parts = urlsplit(text)
    options = {
        key: unquote(value) for key, _, value in (pair.partition("=") for pair in parts.query.split("&") if pair)
    }
    if parts.scheme != "s3" or not parts.netloc or parts.username:
        raise ValueError(
            "the address must begin with s3:// and name a bucket; credentials come from the AWS variables."
        )
    if strange := options.keys() - {"endpoint", "region"}:
        raise ValueError(f"“{sorted(strange)[0]}” is neither endpoint nor region.")
    endpoint = options.get("endpoint", "")
    if endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        raise ValueError("the endpoint must begin with https:// or http://.")
    prefix = parts.path.strip("/")
    return {
        "bucket": parts.netloc,
        "prefix": f"{prefix}/" if prefix else "",
        "endpoint": endpoint,
        "region": options.get("region", ""),
    }


def parse_log_format(text: str) -> str:
    if text not in ("line", "json"):
        raise ValueError(f"“{text}” is neither line nor json.")
    return text


def parse_names(text: str) -> list[str]:
    return [part for part in (piece.strip() for piece in text.split(",")) if part]


def parse_folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def parse_ports(text: str) -> list[int]:
    return [parse_number(part, 1, 65535) for part in parse_names(text)]


def parse_keep(text: str) -> Keep:
    """How many days, weeks and months backups are kept of."""
    numbers = parse_names(text)
    if len(numbers) != 3:
        raise ValueError(f"“{text}” is not three numbers like 7,4,12: days, weeks, months.")
    days, weeks, months = (parse_number(number, 0, 1000) for number in numbers)
    if days + weeks + months == 0:
        raise ValueError("at least one backup must be kept.")
    return Keep(days, weeks, months)


def parse_recipients(text: str) -> list[Any]:
    """Public keys that lock backups."""
    from holger.backup import keys  # needs Django's settings, which are being read while this module loads

    return [keys.recipient(name) for name in parse_names(text)]


def parse_base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"“{text}” is not an address like https://isms.example.dk, without a path.")
    return f"{parts.scheme}://{parts.netloc}"


def parse_contact(text: str) -> str:
    """An e-mail address, with or without ``mailto:``, or a page."""
    if re.fullmatch(r"https://[^\s/]+\S*|mailto:[^\s@]+@[^\s@]+", text):
        return text
    if re.fullmatch(r"[^\s@:/]+@[^\s@:/]+", text):
        return f"mailto:{text}"
    raise ValueError(f"“{text}” is neither an e-mail address nor a page at https://….")


CONNECTED = 60
"""Seconds that a connection is kept for the next request: making one costs as much as a small page, and its cache begins empty."""


def parse_database(text: str) -> dict[str, Any]:
    """``sqlite:///path/to/file`` or ``postgresql://user:password@host:port/name?sslmode=require``."""
    parts = urlsplit(text)
    if parts.scheme == "sqlite":
        if parts.netloc or not parts.path.strip("/"):
            raise ValueError("a SQLite database is named sqlite:///relative/path or sqlite:////absolute/path.")
        return sqlite(Path(unquote(parts.path[1:])).resolve())
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("the address must begin with postgresql:// or sqlite:///.")
    name = unquote(parts.path.strip("/"))
    if not name:
        raise ValueError("the address lacks the database's name.")
    options: dict[str, Any] = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
    host = unquote(options.pop("host", "") or parts.hostname or "")
    return {
        "ENGINE": "holger.config.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": CONNECTED,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
    }


def parse_postgres(text: str) -> dict[str, Any]:
    """The address of a PostgreSQL database, where nothing else will do."""
    if urlsplit(text).scheme not in ("postgres", "postgresql"):
        raise ValueError("the address must begin with postgresql://.")
    return parse_database(text)


def sqlite(path: Path) -> dict[str, Any]:
    return {"ENGINE": "holger.config.sqlite", "NAME": str(path), "CONN_MAX_AGE": CONNECTED}


def parse_mail(text: str) -> dict[str, Any]:
    """Where mail goes: ``file:FOLDER``, ``console:``, ``smtp://`` (STARTTLS), ``smtps://`` or ``smtp+plain://``."""
    parts = urlsplit(text)
    if parts.scheme == "file":
        return mail_files(Path(unquote(parts.path)).resolve())
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError("the address must begin with smtp://, smtps://, smtp+plain:// or file:, and name a host.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or ports[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }


def mail_files(folder: Path) -> dict[str, Any]:
    return {"BACKEND": "holger.config.mail.FileMailer", "OPTIONS": {"folder": str(folder)}}
