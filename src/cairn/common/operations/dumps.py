"""The whole database in one file, and back: a copy on SQLite, pg_dump and pg_restore on PostgreSQL."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError, connection

DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
TOOLS = ("pg_dump", "pg_restore")


class UnableToUseDatabase(Exception):
    """The sentence says why the database could not be copied, read or loaded."""


def dump_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _run_on_server("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load_database(dump: Path) -> None:
    """Whole or not at all."""
    connection.close()
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        copy = database.with_name(f"{database.name}.restoring")
        try:
            shutil.copyfile(dump, copy)
            copy.replace(database)
        finally:
            copy.unlink(missing_ok=True)
        return
    _run_on_server("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump))


def _run_on_server(tool: str, *arguments: str) -> None:
    name = connection.settings_dict
    environment = {**os.environ, "PGPASSWORD": str(name.get("PASSWORD") or "")}
    where = {"--host": name.get("HOST"), "--port": name.get("PORT"), "--username": name.get("USER")}
    command = [tool, *(f"{option}={value}" for option, value in where.items() if value), f"--dbname={name['NAME']}"]
    connection.close()
    _run_tool([*command, *arguments], environment)


def check_dump(dump: Path) -> None:
    """Whether a dump can be read, and is one of this site."""
    problem = "its database is damaged, or not of this site"
    if connection.vendor == "sqlite":
        try:
            with closing(sqlite3.connect(f"{dump.as_uri()}?immutable=1", uri=True)) as copy:
                copy.execute("SELECT 1 FROM django_migrations")
                if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                    raise UnableToUseDatabase(problem)
        except sqlite3.Error as error:
            raise UnableToUseDatabase(problem) from error
    elif "django_migrations" not in _run_tool(["pg_restore", "--list", str(dump)]):
        raise UnableToUseDatabase(problem)


def find_client_gap() -> str:
    """What is wrong with PostgreSQL's client programs; empty where a backup can be made and restored."""
    if connection.vendor != "postgresql":
        return ""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return ""
    server = connection.pg_version // 10_000  # type: ignore[attr-defined]  # of PostgreSQL's wrapper only
    for tool in TOOLS:
        if shutil.which(tool) is None:
            return (
                f"{tool} is not installed: install PostgreSQL’s client programs (Debian: postgresql-client-{server})."
            )
        said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
        found = re.search(r"\d+", said)
        if found and int(found[0]) != server:
            return (
                f"{tool} is of PostgreSQL {found[0]} and the server of {server}: install the client programs of the "
                f"server’s version (Debian: postgresql-client-{server})."
            )
    return ""


def _run_tool(command: list[str], environment: dict[str, str] | None = None) -> str:
    """What a program of PostgreSQL says. Where it fails, a wrong version of it is the likely reason."""
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as problem:
        raise UnableToUseDatabase(find_client_gap() or f"{command[0]} is not installed.") from problem
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise UnableToUseDatabase(f"{command[0]} failed: {said[-1]}. {find_client_gap()}".rstrip())
    return done.stdout
