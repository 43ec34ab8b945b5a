"""A disk that runs full while people work: is it said, does reading go on, does writing come back by itself? 1 when not.

    .venv/bin/python bench/bench_full.py

A real server on a disk of 48 MB (a tmpfs in a mount namespace of its own: needs root, or a system that lets users have
one). Where none can be had, the database alone is kept from growing, in this process: the same answers, less of a disk.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

sys.argv[1:] = []  # bench_kill reads its own
from bench_kill import form, found, free_port, start  # noqa: E402

MEGABYTES, MOST = 48, 4000
INSIDE = "HOLGER_BENCH_DISK"  # set for the run inside the namespace
Ask = Callable[[str, str, bytes | None, str], tuple[int, dict[str, str], str]]
wrong: list[str] = []


def main() -> int:
    if os.environ.get(INSIDE):
        return on_a_small_disk(Path(os.environ.pop(INSIDE)))
    with tempfile.TemporaryDirectory(prefix="holger-full-") as folder:
        if shutil.which("unshare") and subprocess.run([*namespace(), "true"], capture_output=True).returncode == 0:
            mount = f"mount -t tmpfs -o size={MEGABYTES}m,mode=700 none {folder} && exec {sys.executable} {__file__}"
            code = subprocess.run([*namespace(), "sh", "-c", mount], env={**os.environ, INSIDE: folder}).returncode
        else:
            print("No disk of its own can be had here: the database alone is kept from growing.")
            code = in_this_process(Path(folder))
    return code


def namespace() -> list[str]:
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]


def settings(data: Path, address: str) -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(
        HOLGER_DATA=str(data), HOLGER_BASE_URL=address, HOLGER_API_RATE="1000000", HOLGER_LOG_LEVEL="CRITICAL",
        DJANGO_SETTINGS_MODULE="holger.config.settings",
    )  # fmt: skip


def on_a_small_disk(disk: Path) -> int:
    data, port = disk / "data", free_port()
    address = f"http://localhost:{port}"
    settings(data, address)
    secret = found()
    server, _took = start(port)

    def ask(method: str, path: str, body: bytes | None, kind: str) -> tuple[int, dict[str, str], str]:
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": kind}
        request = urllib.request.Request(f"{address}/api/v1/o/kronborg/{path}", body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode()

    ballast = disk / "ballast"

    def fill() -> None:
        """Leave two megabytes, so that it is holger that takes the last of them."""
        with ballast.open("wb") as file:
            file.truncate(0)
            os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - 2 * 1024**2)

    try:
        story(ask, fill, ballast.unlink)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
    return verdict()


def in_this_process(data: Path) -> int:
    settings(data, "http://localhost")
    secret = found()
    from django.db import connection
    from django.test import Client

    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}", "Host": "localhost"})

    def ask(method: str, path: str, body: bytes | None, kind: str) -> tuple[int, dict[str, str], str]:
        answer = client.generic(method, f"/api/v1/o/kronborg/{path}", body or b"", content_type=kind)
        return answer.status_code, dict(answer.headers), answer.content.decode()

    def most(pages: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        with connection.cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        most(pages + 100)

    story(ask, fill, lambda: most(2**31))
    return verdict()


def story(ask: Ask, fill: Callable[[], None], empty: Callable[[], None]) -> None:
    """Write; run full; read; make room; write."""
    answered: list[str] = []
    sent = 0

    def write() -> tuple[int, dict[str, str], str]:
        nonlocal sent
        sent += 1
        name = f"{sent} " + "x" * 100
        if sent % 5:
            found = ask("POST", "tags", json.dumps({"name": name[:30]}).encode(), "application/json")
        else:
            found = ask("POST", "evidence", *form({"title": name}, name.encode() * 500))
        if found[0] == 201:
            answered.append(name)
        return found

    for _number in range(10):
        expect("a write, with room", write()[0], 201)
    fill()
    status, said = 201, ""
    headers: dict[str, str] = {}
    while status == 201 and sent < MOST:
        status, headers, said = write()
    print(f"{len(answered)} writes were answered before the disk was full")
    expect("a write, without room", status, 507)
    expect("what it says", json.loads(said)["error"]["code"], "storage_full")
    expect("when to try again", {name.lower(): value for name, value in headers.items()}.get("retry-after"), "60")
    statuses = {ask("GET", path, None, "")[0] for _n in range(10) for path in ("tags", "evidence", "people")}
    expect("thirty readings, without room", statuses, {200})
    empty()
    expect("a write, with room again and without a restart", write()[0], 201)
    for _number in range(10):
        expect("and more", write()[0], 201)
    from django.db import connection

    from holger.evidence.models import Evidence
    from holger.organisation.models import Tag

    connection.close() if not connection.in_atomic_block else None
    there = {*Tag.objects.values_list("name", flat=True), *Evidence.objects.values_list("title", flat=True)}
    expect("answered writes that are lost", sum(name not in there and name[:30] not in there for name in answered), 0)
    verified = subprocess.run([sys.executable, "-m", "holger", "verify"], capture_output=True, text=True)
    expect("holger verify ends with", verified.returncode, 0)


def expect(what: str, met: object, wanted: object) -> None:
    if met != wanted:
        wrong.append(what)
    if what != "and more" or met != wanted:
        print(f"{what:50} {met}" + ("" if met == wanted else f"   WRONG, not {wanted}"))


def verdict() -> int:
    print("All as it should be." if not wrong else f"{len(wrong)} wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
