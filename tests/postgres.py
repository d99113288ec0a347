"""Debian's PostgreSQL as a private server for one test run: own folder, own port on 127.0.0.1, no password.

It can be stopped, killed and started again by a test. As root it runs as the user `postgres`, since PostgreSQL
refuses root.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

INSTALL = "apt-get install -y postgresql"
USER = "postgres"
_PATIENCE_S = 30.0

_SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "max_connections": "200",
    "shared_buffers": "'64MB'",
    "max_wal_size": "'256MB'",
    "log_destination": "'stderr'",
    "autovacuum": "off",
    "deadlock_timeout": "'50ms'",
}


class Cluster:
    """One PostgreSQL server with its data."""

    def __init__(self, *, fsync: bool = True, settings: Mapping[str, str] | None = None) -> None:
        """Make the data folder and start the server; `settings` are lines for postgresql.conf."""
        self._programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="hub-postgres-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER, USER)
        self._data = self.folder / "data"
        self.port = _free_port()
        self._databases = 0
        self._shared: dict[object, str] = {}
        self._run("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        switches = {"port": str(self.port), "fsync": "on" if fsync else "off", **_SETTINGS, **(settings or {})}
        with (self._data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in switches.items())
        self.start()

    def url(self, database: str = USER) -> str:
        """Return the URL of one of its databases, as `open_database` takes it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template0") -> str:
        """Make a database, empty or a copy of `template`, and return its name."""
        self._databases += 1
        name = f"t{self._databases}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def shared_database(self, key: object) -> str:
        """Return the name of the database that all who give the same `key` share; made at the first call."""
        if key not in self._shared:
            self._shared[key] = self.new_database()
        return self._shared[key]

    def drop_database(self, name: str) -> None:
        """Remove a database together with whoever is connected to it."""
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def sql(self, statement: str, database: str = USER) -> str:
        """Run a statement as the administrator and return its answer as text."""
        psql = self._programs / "psql"
        arguments = ["-XqAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER]
        done = subprocess.run(
            [psql, *arguments, "-d", database, "-c", statement], check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def start(self) -> None:
        """Start the server and wait until it answers; also after `kill`, whose children leave a moment later."""
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            try:
                self._run("pg_ctl", "start", "-w", "-s", "-l", str(self.folder / "log"))
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise
            else:
                return

    def stop(self) -> None:
        """Stop the server as an operator would; its clients lose their connections."""
        self._run("pg_ctl", "stop", "-w", "-s", "-m", "fast")

    def kill(self) -> None:
        """Kill the server without warning, as if the machine had died."""
        os.kill(int((self._data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def remove(self) -> None:
        """Stop the server, if it runs, and remove everything it wrote."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-s", "-m", "immediate")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self._programs / program), "-D", str(self._data), *arguments]
        with (self.folder / "output").open("a+") as output:  # a pipe would be inherited by the server
            subprocess.run(command, check=True, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/")


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail(f"PostgreSQL is missing; install it with: {INSTALL}")
    return found[-1].parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
