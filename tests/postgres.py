"""A PostgreSQL server of the tests' own: started in a temporary folder, reached by a socket there, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: on the path, or where Debian and Homebrew put the newest."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql@*/bin")]
    return max((p for p in places if (p / "initdb").exists()), default=None)


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """A running server; its socket's folder. It refuses to run as root, so there it runs as `postgres`."""
    user = "postgres" if os.geteuid() == 0 else None
    # A socket's path has at most 107 characters, so not the folder that pytest would give.
    folder = Path(tempfile.mkdtemp(prefix="dlgrade-pg-"))
    if user:
        shutil.chown(folder, user)

    def run(program: str, *words: str) -> None:
        done = subprocess.run(
            [programs / program, *words], user=user, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", "dlgrade", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=50"
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield str(folder)
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def url(folder: str, database: str) -> str:
    return f"postgresql+psycopg://dlgrade@/{database}?host={folder}"


def create(folder: str, database: str) -> str:
    """A new, empty database; its address."""
    import psycopg

    with psycopg.connect(f"host={folder} user=dlgrade dbname=postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}" TEMPLATE template0'.encode())
    return url(folder, database)
